package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

class LicMetadataTest {
  private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

  private static String value(IIOMetadata metadata, String element, String attribute) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(STANDARD);
    return ((IIOMetadataNode) root.getElementsByTagName(element).item(0)).getAttribute(attribute);
  }

  @Test
  void standardTree_saysWhatTheHeaderSays() {
    IIOMetadata rgb = new LicMetadata(3, 8);
    assertThat(value(rgb, "ColorSpaceType", "name")).isEqualTo("RGB");
    assertThat(value(rgb, "NumChannels", "value")).isEqualTo("3");
    assertThat(value(rgb, "BitsPerSample", "value")).isEqualTo("8 8 8");
    assertThat(value(rgb, "CompressionTypeName", "value")).isEqualTo("Lossy");
    assertThat(value(rgb, "Lossless", "value")).isEqualTo("FALSE");
    assertThat(value(rgb, "SampleFormat", "value")).isEqualTo("UnsignedIntegral");
    assertThat(value(rgb, "PixelAspectRatio", "value")).isEqualTo("1.0");
    IIOMetadata gray = new LicMetadata(1, 8);
    assertThat(value(gray, "ColorSpaceType", "name")).isEqualTo("GRAY");
    assertThat(value(gray, "BitsPerSample", "value")).isEqualTo("8");
  }

  @Test
  void metadata_isReadOnly() {
    IIOMetadata metadata = new LicMetadata(3, 8);
    assertThat(metadata.isReadOnly()).isTrue();
    assertThat(metadata.getMetadataFormatNames()).containsExactly(STANDARD);
    assertThatThrownBy(metadata::reset).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> metadata.mergeTree(STANDARD, metadata.getAsTree(STANDARD)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> metadata.getAsTree("javax_imageio_png_1.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writersDefault_isOfTheImagesKind() {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    ImageTypeSpecifier gray =
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY);
    ImageTypeSpecifier alpha =
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB);
    IIOMetadata metadata = writer.getDefaultImageMetadata(gray, null);
    assertThat(value(metadata, "NumChannels", "value")).isEqualTo("1");
    assertThat(value(writer.convertImageMetadata(metadata, gray, null), "NumChannels", "value"))
        .isEqualTo("1");
    assertThat(writer.getDefaultImageMetadata(alpha, null)).isNull();
    assertThat(writer.getDefaultStreamMetadata(null)).isNull();
    assertThat(writer.convertStreamMetadata(metadata, null)).isNull();
    assertThatThrownBy(() -> writer.convertImageMetadata(null, gray, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.convertStreamMetadata(null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
