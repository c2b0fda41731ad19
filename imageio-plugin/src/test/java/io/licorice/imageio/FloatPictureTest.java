package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.FloatPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.awt.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Pictures of floats, of which {@code javax.imageio} reads all but the samples. */
class FloatPictureTest {
  private static LicImageReader reader() throws IOException {
    EncodeOptions lossless = EncodeOptions.builder().lossless().build();
    byte[] thumbnail =
        LicCodec.shared()
            .encode(Picture.blank(10, 6, 1, 16), lossless, CodecListener.SILENT)
            .bytes();
    FloatPicture picture = new FloatPicture(20, 12, new float[240]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpooledPicture coded =
        LicCodec.shared().spoolFloats(picture, Scratch.MEMORY, CodecListener.SILENT)) {
      PictureMetadata metadata = PictureMetadata.NONE.withXmp(new byte[] {1});
      new LicFileWriter(out).write(coded, metadata, List.of(thumbnail));
    }
    return TestImages.reader(out.toByteArray());
  }

  @Test
  void samples_areRefusedInAClearSentence() throws IOException {
    LicImageReader reader = reader();
    LicImageReadParam smaller = new LicImageReadParam();
    smaller.setSourceRenderSize(new Dimension(10, 6));
    smaller.setThumbnailAccepted(true);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> reader.read(0),
            () -> reader.read(0, smaller),
            () -> reader.readAll(0, null),
            () -> reader.readRaster(0, null),
            () -> reader.readTile(0, 0, 0),
            () -> reader.readTileRaster(0, 0, 0),
            () -> reader.getRawImageType(0),
            () -> reader.getImageTypes(0))) {
      assertThatThrownBy(call)
          .isInstanceOf(IIOException.class)
          .hasMessageContaining("32-bit floating-point samples, which LicCodec.decodeFloats gives");
    }
  }

  @Test
  void allElse_isRead() throws IOException {
    LicImageReader reader = reader();
    assertThat(reader.getWidth(0)).isEqualTo(20);
    assertThat(reader.getHeight(0)).isEqualTo(12);
    assertThat(reader.readThumbnail(0, 0).getWidth()).isEqualTo(10);
    IIOMetadata metadata = reader.getImageMetadata(0);
    assertThat(((LicMetadata) metadata).blocks().xmp()).isPresent();
    IIOMetadataNode standard =
        (IIOMetadataNode) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
    assertThat(value(standard, "SampleFormat")).isEqualTo("Real");
    assertThat(value(standard, "BitsPerSample")).isEqualTo("32");
  }

  private static String value(IIOMetadataNode root, String element) {
    return ((IIOMetadataNode) root.getElementsByTagName(element).item(0)).getAttribute("value");
  }
}
