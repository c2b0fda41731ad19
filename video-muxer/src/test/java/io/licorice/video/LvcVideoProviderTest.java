package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import io.licorice.imageio.PictureImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;

class LvcVideoProviderTest {
  private static ImageReader reader(byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("lvc").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
    return reader;
  }

  @Test
  void provider_isFound() {
    assertThat(ServiceLoader.load(VideoProvider.class).findFirst().orElseThrow())
        .isInstanceOf(LvcVideoProvider.class);
  }

  /** Without predicted frames, whose pack only tests have. */
  @Test
  void imageIo_readsFramesInAnyOrder() throws IOException {
    Coding.Coded coded = Coding.groups(4, 1);
    ImageReader reader = reader(coded.file());
    assertThat(reader.getNumImages(true)).isEqualTo(4);
    for (int frame : new int[] {2, 0, 3, 1}) {
      assertThat(reader.getWidth(frame)).isEqualTo(16);
      assertThat(PictureImages.toPicture(reader.read(frame)))
          .isEqualTo(coded.pictures().get(frame));
    }
    reader.dispose();
  }

  @Test
  void imageIo_hearsOfDamage() throws IOException {
    Coding.Coded coded = Coding.groups(4, 1);
    byte[] file = coded.file();
    file[coded.offset(2) + 40] ^= 1;
    Coding.Listener warnings = new Coding.Listener();
    ImageReader reader = reader(file);
    reader.addIIOReadWarningListener((source, warning) -> warnings.warning(warning));
    assertThat(PictureImages.toPicture(reader.read(2))).isEqualTo(coded.pictures().get(1));
    assertThat(warnings.warnings)
        .singleElement()
        .asString()
        .endsWith("frame 2 is filled with frame 1");
  }

  @Test
  void imageIo_tellsMalformedFiles() throws IOException {
    ImageReader reader = reader(new byte[] {(byte) 0x8C, 'L', 'V', 'C', 9, 9, 9});
    assertThatThrownBy(() -> reader.read(0))
        .isInstanceOf(IIOException.class)
        .hasMessage("byte 4: version 1 expected, found 9");
  }

  @Test
  void sink_writesAVideo() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Picture> pictures = Clips.pan(5, 16, 12, 1);
    VideoEncodeOptions options = VideoEncodeOptions.builder().keyInterval(1).build();
    try (VideoSink sink = LvcVideoProvider.sink(bytes, Coding.encoder(options, 16, 12))) {
      for (Picture picture : pictures) {
        sink.write(picture, CodecListener.SILENT);
      }
      sink.finish();
    }
    VideoProvider provider = new LvcVideoProvider();
    try (VideoFrames frames = provider.open(ByteSource.of(bytes.toByteArray()))) {
      assertThat(frames.count()).isEqualTo(5);
      assertThat(frames.width()).isEqualTo(16);
      assertThat(frames.height()).isEqualTo(12);
      assertThat(frames.read(4, CodecListener.SILENT))
          .isEqualTo(Coding.encode(pictures, options).pictures().get(4));
    }
  }

  @Test
  void rates_areKeptToAThousandth() {
    assertThat(LvcVideoProvider.timeBase(25)).isEqualTo(new TimeBase(1, 25));
    assertThat(LvcVideoProvider.timeBase(29.97)).isEqualTo(new TimeBase(100, 2997));
    assertThat(LvcVideoProvider.timeBase(23.976)).isEqualTo(new TimeBase(125, 2997));
    assertThat(LvcVideoProvider.timeBase(0.001)).isEqualTo(new TimeBase(1000, 1));
    assertThat(LvcVideoProvider.timeBase(100_000)).isEqualTo(new TimeBase(1, 100_000));
  }

  @Test
  void settings_areWithinTheirRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> new VideoSettings(0, 1, 25, 50, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoSettings(16384, 16384, 25, 50, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new VideoSettings(1, 1, 0, 50, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new VideoSettings(1, 1, 25, 101, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new VideoSettings(1, 1, 25, 50, 0));
  }
}
