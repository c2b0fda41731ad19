package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metadata of pictures that the JDK's own plug-ins wrote and read. */
class TranscodingTest {
  private static final byte[] EXIF = ExifBlock.withOrientation(null, 6);
  private static final byte[] XMP =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".getBytes(StandardCharsets.UTF_8);
  private static final ICC_Profile PROFILE = ICC_Profile.getInstance(TestProfiles.adobeRgb());

  private static BufferedImage image() {
    return ImageTypeSpecifier.createInterleaved(
            new ICC_ColorSpace(PROFILE), new int[] {0, 1, 2}, DataBuffer.TYPE_BYTE, false, false)
        .createBufferedImage(16, 16);
  }

  /** What a file of another format becomes when it is read with its metadata and written again. */
  private static PictureMetadata transcoded(String format, byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      IIOImage read = reader.readAll(0, null);
      byte[] coded = Blocks.write(read.getRenderedImage(), null, read.getMetadata(), null);
      LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
      IIOMetadata converted =
          writer.convertImageMetadata(
              read.getMetadata(), new ImageTypeSpecifier(read.getRenderedImage()), null);
      PictureMetadata found = Blocks.read(coded);
      assertThat(((LicMetadata) converted).blocks()).isEqualTo(found);
      return found;
    } finally {
      reader.dispose();
    }
  }

  private static byte[] write(String format, BufferedImage image, Editor editor)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
      editor.edit(metadata);
      writer.write(null, new IIOImage(image, null, metadata), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private interface Editor {
    void edit(IIOMetadata metadata) throws IOException;
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }

  @Test
  void jpeg_keepsProfileExifAndXmp() throws IOException {
    byte[] file =
        write(
            "jpeg",
            image(),
            metadata -> {
              IIOMetadataNode root =
                  (IIOMetadataNode) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
              IIOMetadataNode markers =
                  (IIOMetadataNode) root.getElementsByTagName("markerSequence").item(0);
              byte[][] segments = {
                join("Exif\0\0".getBytes(StandardCharsets.US_ASCII), EXIF),
                join("http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII), XMP)
              };
              for (byte[] segment : segments) {
                IIOMetadataNode unknown = new IIOMetadataNode("unknown");
                unknown.setAttribute("MarkerTag", "225");
                unknown.setUserObject(segment);
                markers.appendChild(unknown);
              }
              metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
            });
    PictureMetadata found = transcoded("jpeg", file);
    assertThat(found.exif()).hasValue(EXIF);
    assertThat(found.xmp()).hasValue(XMP);
    assertThat(found.icc()).hasValue(PROFILE.getData());
  }

  @Test
  void png_keepsXmpAndPixelSize() throws IOException {
    byte[] file =
        write(
            "png",
            new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY),
            metadata -> {
              IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_png_1.0");
              IIOMetadataNode size = new IIOMetadataNode("pHYs");
              size.setAttribute("pixelsPerUnitXAxis", "10000");
              size.setAttribute("pixelsPerUnitYAxis", "5000");
              size.setAttribute("unitSpecifier", "meter");
              root.appendChild(size);
              IIOMetadataNode texts = new IIOMetadataNode("iTXt");
              IIOMetadataNode text = new IIOMetadataNode("iTXtEntry");
              text.setAttribute("keyword", "XML:com.adobe.xmp");
              text.setAttribute("compressionFlag", "FALSE");
              text.setAttribute("compressionMethod", "0");
              text.setAttribute("languageTag", "");
              text.setAttribute("translatedKeyword", "");
              text.setAttribute("text", new String(XMP, StandardCharsets.UTF_8));
              texts.appendChild(text);
              root.appendChild(texts);
              metadata.setFromTree("javax_imageio_png_1.0", root);
            });
    PictureMetadata found = transcoded("png", file);
    assertThat(found.xmp()).hasValue(XMP);
    PixelSize size = found.pixelSize().orElseThrow();
    assertThat(size.unit()).isEqualTo(PixelSize.Unit.METRE);
    assertThat(size.width()).isCloseTo(1e-4, Offset.offset(1e-9));
    assertThat(size.height()).isCloseTo(2e-4, Offset.offset(1e-9));
  }

  @Test
  void tiff_keepsProfileOrientationAndPixelSize() throws IOException {
    byte[] file =
        write(
            "tiff",
            image(),
            metadata -> {
              IIOMetadataNode root = new IIOMetadataNode("javax_imageio_1.0");
              IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
              StandardTree.add(dimension, "ImageOrientation", "value", "Rotate90");
              StandardTree.add(dimension, "HorizontalPixelSize", "value", "0.1");
              StandardTree.add(dimension, "VerticalPixelSize", "value", "0.1");
              root.appendChild(dimension);
              metadata.mergeTree("javax_imageio_1.0", root);
            });
    PictureMetadata found = transcoded("tiff", file);
    assertThat(found.icc()).hasValue(PROFILE.getData());
    assertThat(ExifBlock.orientation(found.exif().orElseThrow())).hasValue(8);
    assertThat(found.pixelSize().orElseThrow().width()).isCloseTo(1e-4, Offset.offset(1e-7));
  }

  @Test
  void plainPictures_getNoBlocks() throws IOException {
    BufferedImage plain = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (String format : new String[] {"png", "jpeg", "bmp", "gif"}) {
      assertThat(transcoded(format, write(format, plain, metadata -> {})).icc()).isEmpty();
    }
  }
}
