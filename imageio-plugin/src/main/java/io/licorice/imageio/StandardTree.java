package io.licorice.imageio;

import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.util.List;
import java.util.Optional;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads and writes what the standard metadata tree and a {@code .lic} file have in common:
 * orientation, pixel shape and pixel size. What else stands in a tree follows from the picture's
 * header, or has no place in the file.
 */
final class StandardTree {
  /** In the order of Exif's values, of which the first is 1. */
  private static final List<String> ORIENTATIONS =
      List.of(
          "Normal",
          "FlipH",
          "Rotate180",
          "FlipV",
          "FlipHRotate90",
          "Rotate270",
          "FlipVRotate90",
          "Rotate90");

  private StandardTree() {}

  /** The name of an Exif orientation, 1 to 8. */
  static String orientation(int exif) {
    return ORIENTATIONS.get(exif - 1);
  }

  static void add(IIOMetadataNode parent, String name, String attribute, String value) {
    IIOMetadataNode child = new IIOMetadataNode(name);
    child.setAttribute(attribute, value);
    parent.appendChild(child);
  }

  static void addMillimetres(IIOMetadataNode parent, String name, double metres) {
    add(parent, name, "value", Float.toString((float) (metres * 1000)));
  }

  /** The blocks with what the tree says; what it does not mention stays. */
  static PictureMetadata merge(PictureMetadata blocks, Node root) throws IIOInvalidTreeException {
    if (!IIOMetadataFormatImpl.standardMetadataFormatName.equals(root.getNodeName())) {
      throw new IIOInvalidTreeException("root " + root.getNodeName() + " is unknown", root);
    }
    PictureMetadata merged = blocks;
    Optional<String> orientation = value(root, "ImageOrientation");
    if (orientation.isPresent()) {
      int exif = ORIENTATIONS.indexOf(orientation.get()) + 1;
      if (exif == 0) {
        throw new IIOInvalidTreeException("orientation " + orientation.get() + " is unknown", root);
      }
      merged = withOrientation(merged, exif);
    }
    Optional<PixelSize> size = pixelSize(root);
    return size.isPresent() ? merged.withPixelSize(size.get()) : merged;
  }

  /** The blocks with an orientation; the usual one makes no Exif block where there is none. */
  static PictureMetadata withOrientation(PictureMetadata blocks, int exif) {
    byte[] block = blocks.exif().orElse(null);
    int before = block == null ? 1 : ExifBlock.orientation(block).orElse(1);
    return before == exif ? blocks : blocks.withExif(ExifBlock.withOrientation(block, exif));
  }

  private static Optional<PixelSize> pixelSize(Node root) throws IIOInvalidTreeException {
    Optional<Double> width = number(root, "HorizontalPixelSize");
    Optional<Double> height = number(root, "VerticalPixelSize");
    Optional<Double> ratio = number(root, "PixelAspectRatio");
    if (width.isPresent() && height.isPresent()) {
      return Optional.of(
          new PixelSize(width.get() / 1000, height.get() / 1000, PixelSize.Unit.METRE));
    }
    return ratio
        .filter(value -> value != 1)
        .map(value -> new PixelSize(value, 1, PixelSize.Unit.RATIO));
  }

  /** A number above 0; writers of trees are known to put 0 where they know nothing. */
  private static Optional<Double> number(Node root, String name) throws IIOInvalidTreeException {
    Optional<String> text = value(root, name);
    try {
      return text.map(Double::valueOf).filter(value -> value > 0 && Double.isFinite(value));
    } catch (NumberFormatException e) {
      throw new IIOInvalidTreeException(name + " " + text.orElse("") + " is no number", e, root);
    }
  }

  /** The value of an element in the part "Dimension" of a tree. */
  private static Optional<String> value(Node root, String name) {
    for (Node part = root.getFirstChild(); part != null; part = part.getNextSibling()) {
      if (part.getNodeName().equals("Dimension")) {
        for (Node node = part.getFirstChild(); node != null; node = node.getNextSibling()) {
          if (node.getNodeName().equals(name) && node instanceof Element element) {
            return Optional.of(element.getAttribute("value"));
          }
        }
      }
    }
    return Optional.empty();
  }
}
