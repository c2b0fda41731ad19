package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.IIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.mockito.Mockito;

/** Which codec a parameter gets. */
class ParamCodecTest {
  private static final Device CUDA = new Device(true, 1);
  private static final byte[] FILE = lossless();

  private final LicCodec shared = mock(LicCodec.class);
  private final LicCodec own = mock(LicCodec.class);
  private MockedStatic<LicCodec> statics;

  private static byte[] lossless() {
    try {
      return TestImages.write(
          TestImages.gradient(20, 10, BufferedImage.TYPE_3BYTE_BGR), TestImages.param("Lossless"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void replaceCodec() throws IOException {
    statics = mockStatic(LicCodec.class, Mockito.CALLS_REAL_METHODS);
    statics.when(LicCodec::shared).thenReturn(shared);
    statics.when(() -> LicCodec.open(any())).thenReturn(own);
  }

  @AfterEach
  void restoreCodec() {
    statics.close();
  }

  @Test
  void defaults_areTheSharedCodecs() throws IOException {
    try (ParamCodec codec = new ParamCodec()) {
      assertThat(codec.get()).isSameAs(shared);
      codec.use(Optional.of(Device.CPU), 0);
      assertThat(codec.get()).isSameAs(shared);
    }
    verify(shared, never()).close();
  }

  @Test
  void otherSettings_openOneCodecThatIsKeptUntilOthersAreAskedFor() throws IOException {
    try (ParamCodec codec = new ParamCodec()) {
      codec.use(Optional.of(CUDA), 3);
      assertThat(codec.get()).isSameAs(own);
      codec.use(Optional.empty(), 0);
      assertThat(codec.get()).isSameAs(shared);
      codec.use(Optional.of(CUDA), 3);
      assertThat(codec.get()).isSameAs(own);
      CodecSettings settings = CodecSettings.DEFAULT.withDevice(CUDA).withThreads(3);
      statics.verify(() -> LicCodec.open(settings), times(1));
      verify(own, never()).close();
      codec.use(Optional.empty(), 1);
      assertThat(codec.get()).isSameAs(own);
      verify(own, times(1)).close();
      statics.verify(() -> LicCodec.open(CodecSettings.DEFAULT.withThreads(1)));
    }
    verify(own, times(2)).close();
  }

  @Test
  void reader_decodesWithTheCodecOfItsParameterAndClosesIt() throws IOException {
    Mockito.when(own.decode(any(), any(), any())).thenThrow(new IOException("no CUDA device 1"));
    LicImageReader reader = TestImages.reader(FILE);
    LicImageReadParam param = (LicImageReadParam) reader.getDefaultReadParam();
    param.setDevice(CUDA);
    assertThatThrownBy(() -> reader.read(0, param))
        .isInstanceOf(IIOException.class)
        .hasMessage("no CUDA device 1");
    assertThatThrownBy(() -> reader.readRaster(0, param)).hasMessage("no CUDA device 1");
    statics.verify(() -> LicCodec.open(CodecSettings.DEFAULT.withDevice(CUDA)), times(1));
    verify(own, never()).close();
    reader.dispose();
    verify(own).close();
  }

  @Test
  void negativeNumberOfThreads_isRefused() {
    assertThatThrownBy(() -> new LicImageReadParam().setThreads(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LicImageWriteParam().setThreads(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
