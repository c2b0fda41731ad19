package io.licorice.imageio;

import io.licorice.codec.PictureMetadata;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/**
 * Takes over what other formats' metadata says: from their standard trees orientation and pixel
 * size, and from the trees of the JDK's JPEG, PNG and TIFF plug-ins ICC profile, Exif and XMP, byte
 * for byte.
 */
final class ForeignMetadata {
  private static final byte[] EXIF_MARK = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] XMP_MARK =
      "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
  private static final String APP1 = "225";
  private static final String TIFF_ICC = "34675";
  private static final String TIFF_XMP = "700";
  private static final int MAX_BLOCK = 1 << 26;

  private ForeignMetadata() {}

  /** What can be taken over; malformed parts are left out. */
  static PictureMetadata of(IIOMetadata metadata) {
    if (metadata instanceof LicMetadata own) {
      return own.blocks();
    }
    PictureMetadata blocks = PictureMetadata.NONE;
    String nativeName = metadata.getNativeMetadataFormatName();
    if (nativeName != null
        && List.of(
                "javax_imageio_jpeg_image_1.0",
                "javax_imageio_png_1.0",
                "javax_imageio_tiff_image_1.0")
            .contains(nativeName)) {
      blocks = walk(blocks, metadata.getAsTree(nativeName));
    }
    if (metadata.isStandardMetadataFormatSupported()) {
      Node tree = metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
      try {
        blocks = StandardTree.merge(blocks, withoutOrientation(tree, blocks));
      } catch (IIOInvalidTreeException e) {
        // Another plug-in's tree that breaks the rules says nothing; the picture matters more.
        return blocks;
      }
    }
    return blocks;
  }

  /**
   * An Exif block is kept as it is: the JPEG plug-in's standard tree says "Normal" whatever the
   * block says.
   */
  private static Node withoutOrientation(Node tree, PictureMetadata blocks) {
    if (blocks.exif().isEmpty()) {
      return tree;
    }
    for (Node part = tree.getFirstChild(); part != null; part = part.getNextSibling()) {
      for (Node node = part.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node.getNodeName().equals("ImageOrientation")) {
          part.removeChild(node);
          break;
        }
      }
    }
    return tree;
  }

  private static PictureMetadata walk(PictureMetadata blocks, Node node) {
    PictureMetadata found = node instanceof IIOMetadataNode own ? visit(blocks, own) : blocks;
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      found = walk(found, child);
    }
    return found;
  }

  private static PictureMetadata visit(PictureMetadata blocks, IIOMetadataNode node) {
    Object object = node.getUserObject();
    return switch (node.getNodeName()) {
      case "app2ICC" ->
          object instanceof ICC_Profile profile ? blocks.withIcc(profile.getData()) : blocks;
      case "unknown" ->
          object instanceof byte[] bytes && node.getAttribute("MarkerTag").equals(APP1)
              ? withApp1(blocks, bytes)
              : blocks;
      case "iCCP" -> object instanceof byte[] bytes ? withInflatedIcc(blocks, bytes) : blocks;
      case "iTXtEntry" ->
          node.getAttribute("keyword").equals("XML:com.adobe.xmp")
              ? withXmp(blocks, node.getAttribute("text").getBytes(StandardCharsets.UTF_8))
              : blocks;
      case "TIFFField" -> withTiffField(blocks, node);
      default -> blocks;
    };
  }

  private static PictureMetadata withApp1(PictureMetadata blocks, byte[] segment) {
    if (startsWith(segment, EXIF_MARK) && blocks.exif().isEmpty()) {
      return blocks.withExif(Arrays.copyOfRange(segment, EXIF_MARK.length, segment.length));
    }
    return startsWith(segment, XMP_MARK)
        ? withXmp(blocks, Arrays.copyOfRange(segment, XMP_MARK.length, segment.length))
        : blocks;
  }

  private static PictureMetadata withInflatedIcc(PictureMetadata blocks, byte[] compressed) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      byte[] profile = in.readNBytes(MAX_BLOCK + 1);
      return profile.length == 0 || profile.length > MAX_BLOCK ? blocks : blocks.withIcc(profile);
    } catch (IOException e) {
      return blocks; // no profile, then
    }
  }

  private static PictureMetadata withTiffField(PictureMetadata blocks, IIOMetadataNode field) {
    String number = field.getAttribute("number");
    if (!number.equals(TIFF_ICC) && !number.equals(TIFF_XMP)) {
      return blocks;
    }
    Node value = field.getFirstChild();
    if (!(value instanceof IIOMetadataNode bytes) || !bytes.hasAttribute("value")) {
      return blocks;
    }
    byte[] parsed = bytes(bytes.getAttribute("value"));
    if (parsed.length == 0) {
      return blocks;
    }
    return number.equals(TIFF_ICC) ? blocks.withIcc(parsed) : withXmp(blocks, parsed);
  }

  /** The bytes of a list such as "0,12,255"; none if it is something else. */
  private static byte[] bytes(String list) {
    String[] numbers = list.split(",", -1);
    byte[] bytes = new byte[numbers.length];
    try {
      for (int i = 0; i < numbers.length; i++) {
        bytes[i] = (byte) Integer.parseInt(numbers[i].trim());
      }
      return bytes;
    } catch (NumberFormatException e) {
      return new byte[0];
    }
  }

  private static PictureMetadata withXmp(PictureMetadata blocks, byte[] packet) {
    return packet.length == 0 || blocks.xmp().isPresent() ? blocks : blocks.withXmp(packet);
  }

  private static boolean startsWith(byte[] bytes, byte[] mark) {
    return bytes.length > mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
  }
}
