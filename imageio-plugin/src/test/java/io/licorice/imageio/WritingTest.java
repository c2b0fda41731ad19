package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.event.IIOWriteWarningListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;
import org.mockito.MockedStatic;

/** What the writer does around the codec, for which a mock stands in. */
class WritingTest {
  private static final BufferedImage IMAGE =
      TestImages.gradient(9, 9, BufferedImage.TYPE_3BYTE_BGR);
  private static final Device CUDA = new Device(true, 0);

  private final LicCodec codec = mock(LicCodec.class);
  private MockedStatic<LicCodec> statics;

  @BeforeEach
  void replaceCodec() {
    statics = mockStatic(LicCodec.class);
  }

  @AfterEach
  void restoreCodec() {
    statics.close();
  }

  /** A coded picture of a few bytes. */
  private static SpooledPicture coded(int... bytes) throws IOException {
    SpooledPicture coded = mock(SpooledPicture.class);
    doAnswer(
            call -> {
              for (int value : bytes) {
                call.<OutputStream>getArgument(0).write(value);
              }
              return null;
            })
        .when(coded)
        .writeTo(any());
    return coded;
  }

  @Test
  void otherDevice_getsACodecOfItsOwnThatIsClosed() throws IOException {
    SpooledPicture coded = coded(1, 2, 3);
    when(codec.spool(any(), any(), any(), any())).thenReturn(coded);
    statics.when(() -> LicCodec.open(CodecSettings.DEFAULT.withDevice(CUDA))).thenReturn(codec);
    LicImageWriteParam param = new LicImageWriteParam();
    param.setDevice(CUDA);
    assertThat(TestImages.write(IMAGE, param)).containsExactly(1, 2, 3);
    verify(coded).close();
    verify(codec).close();
  }

  @Test
  void deviceThatIsNotThere_isAnIioExceptionAndTheCodecIsClosed() throws IOException {
    when(codec.spool(any(), any(), any(), any())).thenThrow(new IOException("no CUDA device 0"));
    statics.when(() -> LicCodec.open(any())).thenReturn(codec);
    LicImageWriteParam param = new LicImageWriteParam();
    param.setDevice(CUDA);
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessage("no CUDA device 0");
    verify(codec).close();
  }

  @Test
  void theProcessor_isTheSharedCodecs() throws IOException {
    SpooledPicture coded = coded(7);
    when(codec.spool(any(), any(), any(), any())).thenReturn(coded);
    statics.when(LicCodec::shared).thenReturn(codec);
    LicImageWriteParam param = new LicImageWriteParam();
    param.setDevice(Device.CPU);
    assertThat(TestImages.write(IMAGE, param)).containsExactly(7);
  }

  @Test
  void scratchSpace_isWhereImageIoIsToldToKeepItsCache(@TempDir Path folder) throws IOException {
    SpooledPicture coded = coded(7);
    when(codec.spool(any(), any(), any(), any())).thenReturn(coded);
    statics.when(LicCodec::shared).thenReturn(codec);
    try {
      ImageIO.setCacheDirectory(folder.toFile());
      TestImages.write(IMAGE, null);
      verify(codec).spool(any(), any(), eq(new Scratch(Optional.of(folder))), any());
      ImageIO.setUseCache(false);
      TestImages.write(IMAGE, null);
      verify(codec).spool(any(), any(), eq(Scratch.MEMORY), any());
    } finally {
      ImageIO.setUseCache(true);
      ImageIO.setCacheDirectory(null);
    }
    TestImages.write(IMAGE, null);
    verify(codec).spool(any(), any(), eq(Scratch.temporary()), any());
  }

  @Test
  void outputThatFails_freesTheScratchSpace() throws IOException {
    SpooledPicture coded = mock(SpooledPicture.class);
    doThrow(new IOException("disk full")).when(coded).writeTo(any());
    when(codec.spool(any(), any(), any(), any())).thenReturn(coded);
    statics.when(LicCodec::shared).thenReturn(codec);
    assertThatThrownBy(() -> TestImages.write(IMAGE, null))
        .isInstanceOf(IIOException.class)
        .hasMessage("disk full");
    verify(coded).close();
  }

  @Test
  void eventsOfTheCodec_arePassedOnInOrder() throws IOException {
    SpooledPicture coded = coded(7);
    when(codec.spool(any(), any(), any(), any()))
        .thenAnswer(
            call -> {
              CodecListener listener = call.getArgument(3);
              listener.progress(0.5);
              listener.progress(0.5);
              listener.warning("something");
              listener.progress(1);
              return coded;
            });
    statics.when(LicCodec::shared).thenReturn(codec);
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    IIOWriteProgressListener progress = mock(IIOWriteProgressListener.class);
    IIOWriteWarningListener warnings = mock(IIOWriteWarningListener.class);
    writer.addIIOWriteProgressListener(progress);
    writer.addIIOWriteWarningListener(warnings);
    TestImages.write(writer, IMAGE, null);
    InOrder order = inOrder(progress, warnings);
    order.verify(progress).imageStarted(writer, 0);
    order.verify(progress).imageProgress(writer, 0);
    order.verify(progress).imageProgress(writer, 50);
    order.verify(warnings).warningOccurred(writer, 0, "something");
    order.verify(progress).imageProgress(writer, 100);
    order.verify(progress).imageComplete(writer);
    order.verifyNoMoreInteractions();
  }

  @Test
  void abortAtTheStart_doesNotAskTheCodec() throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    IIOWriteProgressListener progress = mock(IIOWriteProgressListener.class);
    when(codec.spool(any(), any(), any(), any())).thenThrow(new AssertionError("asked"));
    statics.when(LicCodec::shared).thenReturn(codec);
    doAnswer(
            call -> {
              writer.abort();
              return null;
            })
        .when(progress)
        .imageStarted(writer, 0);
    writer.addIIOWriteProgressListener(progress);
    assertThat(TestImages.write(writer, IMAGE, null)).isEmpty();
    verify(progress).writeAborted(writer);
  }
}
