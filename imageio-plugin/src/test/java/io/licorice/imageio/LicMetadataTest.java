package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import io.licorice.codec.Provenance;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

class LicMetadataTest {
  private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

  private static String value(IIOMetadata metadata, String element, String attribute) {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(STANDARD);
    return ((IIOMetadataNode) root.getElementsByTagName(element).item(0)).getAttribute(attribute);
  }

  @Test
  void standardTree_saysWhatTheHeaderSays() {
    IIOMetadata rgb = new LicMetadata(3, 8, CodingMode.LOSSY, PictureMetadata.NONE);
    assertThat(value(rgb, "ColorSpaceType", "name")).isEqualTo("RGB");
    assertThat(value(rgb, "NumChannels", "value")).isEqualTo("3");
    assertThat(value(rgb, "BitsPerSample", "value")).isEqualTo("8 8 8");
    assertThat(value(rgb, "CompressionTypeName", "value")).isEqualTo("Lossy");
    assertThat(value(rgb, "Lossless", "value")).isEqualTo("FALSE");
    assertThat(value(rgb, "SampleFormat", "value")).isEqualTo("UnsignedIntegral");
    assertThat(value(rgb, "PixelAspectRatio", "value")).isEqualTo("1.0");
    IIOMetadata gray = new LicMetadata(1, 8, CodingMode.LOSSY, PictureMetadata.NONE);
    assertThat(value(gray, "ColorSpaceType", "name")).isEqualTo("GRAY");
    assertThat(value(gray, "BitsPerSample", "value")).isEqualTo("8");
  }

  @Test
  void writersDefault_isOfTheImagesKind() {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    ImageTypeSpecifier gray =
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY);
    ImageTypeSpecifier alpha =
        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB);
    ImageTypeSpecifier real =
        ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            new int[] {0, 1, 2},
            DataBuffer.TYPE_FLOAT,
            false,
            false);
    IIOMetadata metadata = writer.getDefaultImageMetadata(gray, null);
    assertThat(value(metadata, "NumChannels", "value")).isEqualTo("1");
    assertThat(value(writer.convertImageMetadata(metadata, gray, null), "NumChannels", "value"))
        .isEqualTo("1");
    assertThat(writer.getDefaultImageMetadata(real, null)).isNull();
    LicImageWriteParam lossless = new LicImageWriteParam();
    lossless.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    lossless.setCompressionType("Lossless");
    IIOMetadata four = writer.getDefaultImageMetadata(alpha, lossless);
    assertThat(value(four, "NumChannels", "value")).isEqualTo("4");
    assertThat(value(four, "Alpha", "value")).isEqualTo("nonpremultiplied");
    assertThat(value(four, "Lossless", "value")).isEqualTo("TRUE");
    assertThat(value(four, "CompressionTypeName", "value")).isEqualTo("Lossless");
    assertThat(writer.getDefaultStreamMetadata(null)).isNull();
    assertThat(writer.convertStreamMetadata(metadata, null)).isNull();
    assertThatThrownBy(() -> writer.convertImageMetadata(null, gray, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.convertStreamMetadata(null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final PictureMetadata FULL =
      PictureMetadata.NONE
          .withIcc(TestProfiles.adobeRgb())
          .withExif(ExifBlock.withOrientation(null, 6))
          .withXmp(new byte[] {'<', 'x', '/', '>'})
          .withPixelSize(new PixelSize(65e-9, 130e-9, PixelSize.Unit.METRE))
          .withLabels(GenerativePacks.stripes(16, 12, 5))
          .withProvenance(Provenance.all(16, 12))
          .withApplication("ImageJ", new byte[] {7, 8, 9})
          .withApplication("Fiji", new byte[] {1});

  @Test
  void nativeTree_goesOutAndInAgain() throws IIOInvalidTreeException {
    LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSY, FULL);
    Node tree = metadata.getAsTree(LicMetadataFormat.NAME);
    metadata.reset();
    assertThat(metadata.blocks()).isEqualTo(PictureMetadata.NONE);
    metadata.mergeTree(LicMetadataFormat.NAME, tree);
    assertThat(metadata.blocks()).isEqualTo(FULL);
    metadata.setFromTree(
        LicMetadataFormat.NAME,
        new LicMetadata(3, 8, CodingMode.LOSSY, FULL.withXmp(null))
            .getAsTree(LicMetadataFormat.NAME));
    assertThat(metadata.blocks()).isEqualTo(FULL.withXmp(null));
  }

  @Test
  void nativeTree_isWhatItsFormatSays() throws IOException {
    IIOMetadata metadata = TestImages.reader(Blocks.write(FULL)).getImageMetadata(0);
    IIOMetadataFormat format = metadata.getMetadataFormat(LicMetadataFormat.NAME);
    assertThat(format).isSameAs(LicMetadataFormat.getInstance());
    assertThat(new LicImageReaderSpi().getImageMetadataFormat(LicMetadataFormat.NAME))
        .isSameAs(format);
    Node root = metadata.getAsTree(LicMetadataFormat.NAME);
    assertThat(format.getRootName()).isEqualTo(root.getNodeName());
    List<String> found = new ArrayList<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      String name = node.getNodeName();
      found.add(name);
      assertThat(format.getChildNames(root.getNodeName())).contains(name);
      NamedNodeMap attributes = node.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        assertThat(format.getAttributeNames(name)).contains(attributes.item(i).getNodeName());
      }
      if (((IIOMetadataNode) node).getUserObject() != null) {
        assertThat(((IIOMetadataNode) node).getUserObject())
            .isInstanceOf(format.getObjectClass(name));
      }
      for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
        assertThat(format.getChildNames(name)).contains(child.getNodeName());
        for (int i = 0; i < child.getAttributes().getLength(); i++) {
          assertThat(format.getAttributeNames(child.getNodeName()))
              .contains(child.getAttributes().item(i).getNodeName());
        }
      }
    }
    assertThat(found)
        .containsExactly(
            "Header",
            "PixelSize",
            "ICCProfile",
            "Exif",
            "XMP",
            "LabelMap",
            "Provenance",
            "ApplicationData",
            "ApplicationData");
    assertThat(value(root, "Header", "width")).isEqualTo("16");
    assertThat(value(root, "Header", "model")).isEqualTo("photo");
    assertThat(value(root, "Exif", "orientation")).isEqualTo("6");
    assertThat(value(root, "ApplicationData", "name")).isEqualTo("Fiji");
  }

  private static String value(Node root, String element, String attribute) {
    return ((IIOMetadataNode) ((IIOMetadataNode) root).getElementsByTagName(element).item(0))
        .getAttribute(attribute);
  }

  @Test
  void standardTree_tellsOrientationAndSizesAndTakesThem() throws IIOInvalidTreeException {
    LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSY, FULL);
    assertThat(value(metadata, "ImageOrientation", "value")).isEqualTo("Rotate270");
    assertThat(value(metadata, "PixelAspectRatio", "value")).isEqualTo("0.5");
    assertThat(value(metadata, "HorizontalPixelSize", "value")).isEqualTo("6.5E-5");
    Node tree = metadata.getAsTree(STANDARD);
    LicMetadata other = new LicMetadata(1, 8, CodingMode.LOSSY, PictureMetadata.NONE);
    other.mergeTree(STANDARD, tree);
    assertThat(other.blocks().exif()).hasValue(FULL.exif().orElseThrow());
    PixelSize size = other.blocks().pixelSize().orElseThrow();
    assertThat(size.width()).isCloseTo(65e-9, Offset.offset(1e-14));
    assertThat(size.aspectRatio()).isCloseTo(0.5, Offset.offset(1e-6));
  }

  @Test
  void treesThatBreakTheRules_areRefusedAndChangeNothing() {
    LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSY, FULL);
    IIOMetadataNode root = new IIOMetadataNode(LicMetadataFormat.NAME);
    IIOMetadataNode child = new IIOMetadataNode("XMP");
    root.appendChild(child);
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    child.setUserObject("text");
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    child.setUserObject(new byte[0]);
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    for (String name : List.of("LabelMap", "Provenance")) {
      IIOMetadataNode other = new IIOMetadataNode(name);
      root.replaceChild(other, child);
      child = other;
      assertRefused(metadata, LicMetadataFormat.NAME, root);
      child.setUserObject(new byte[] {1});
      assertRefused(metadata, LicMetadataFormat.NAME, root);
    }
    IIOMetadataNode application = new IIOMetadataNode("ApplicationData");
    application.setAttribute("name", "ImageJ");
    root.replaceChild(application, child);
    child = application;
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    application.setUserObject(new byte[] {1});
    for (String name : List.of("", "Image J", "a".repeat(65))) {
      application.setAttribute("name", name);
      assertRefused(metadata, LicMetadataFormat.NAME, root);
    }
    root.replaceChild(new IIOMetadataNode("Nonesuch"), child);
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    IIOMetadataNode exif = new IIOMetadataNode("Exif");
    exif.setAttribute("orientation", "9");
    root.replaceChild(exif, root.getFirstChild());
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    IIOMetadataNode size = new IIOMetadataNode("PixelSize");
    size.setAttribute("unit", "metre");
    size.setAttribute("width", "-1");
    size.setAttribute("height", "1");
    root.replaceChild(size, exif);
    assertRefused(metadata, LicMetadataFormat.NAME, root);
    assertRefused(metadata, STANDARD, root);
    assertThatThrownBy(() -> metadata.mergeTree("other", root))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metadata.getAsTree("javax_imageio_png_1.0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(metadata.blocks()).isEqualTo(FULL);
  }

  private static void assertRefused(LicMetadata metadata, String format, Node root) {
    assertThatThrownBy(() -> metadata.mergeTree(format, root))
        .isInstanceOf(IIOInvalidTreeException.class);
  }

  @Test
  void applicationData_goThroughReadingAndWritingAgain() throws IOException {
    byte[] file = Blocks.write(FULL);
    IIOImage image = TestImages.reader(file).readAll(0, null);
    byte[] again = Blocks.write(image.getRenderedImage(), List.of(), image.getMetadata(), null);
    assertThat(Blocks.read(again).applications()).containsExactly("Fiji", "ImageJ");
    assertThat(Blocks.read(again).application("ImageJ")).hasValue(new byte[] {7, 8, 9});
  }

  @Test
  void ignoredMetadata_isTheHeaderAlone() throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(TestImages.stream(Blocks.write(FULL)), false, true);
    assertThat(((LicMetadata) reader.getImageMetadata(0)).blocks()).isEqualTo(PictureMetadata.NONE);
  }
}
