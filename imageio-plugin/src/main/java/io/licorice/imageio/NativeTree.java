package io.licorice.imageio;

import io.licorice.codec.CodingMode;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import io.licorice.codec.Provenance;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads and writes the tree that {@link LicMetadataFormat} describes. */
final class NativeTree {
  private NativeTree() {}

  /**
   * Makes a tree.
   *
   * @param header the picture's header, or null before it is written
   */
  static IIOMetadataNode of(
      PictureInfo header, int channels, int bitDepth, CodingMode mode, PictureMetadata blocks) {
    IIOMetadataNode root = new IIOMetadataNode(LicMetadataFormat.NAME);
    IIOMetadataNode first = child(root, LicMetadataFormat.HEADER);
    first.setAttribute("channels", Integer.toString(channels));
    first.setAttribute("bitDepth", Integer.toString(bitDepth));
    first.setAttribute("compression", LicImageWriteParam.name(mode));
    if (header != null) {
      describe(header, first);
    }
    blocks.pixelSize().ifPresent(size -> describe(size, root));
    blocks.icc().ifPresent(icc -> child(root, LicMetadataFormat.ICC).setUserObject(icc));
    blocks
        .exif()
        .ifPresent(
            exif -> {
              IIOMetadataNode node = child(root, LicMetadataFormat.EXIF);
              node.setUserObject(exif);
              ExifBlock.orientation(exif)
                  .ifPresent(value -> node.setAttribute("orientation", Integer.toString(value)));
            });
    blocks.xmp().ifPresent(xmp -> child(root, LicMetadataFormat.XMP).setUserObject(xmp));
    blocks.labels().ifPresent(labels -> describe(labels, root));
    blocks
        .provenance()
        .ifPresent(
            told -> {
              IIOMetadataNode node = child(root, LicMetadataFormat.PROVENANCE);
              node.setUserObject(told);
              node.setAttribute("share", Double.toString(told.share()));
            });
    for (String name : blocks.applications()) {
      IIOMetadataNode node = child(root, LicMetadataFormat.APPLICATION);
      node.setAttribute("name", name);
      node.setUserObject(blocks.application(name).orElseThrow());
    }
    return root;
  }

  /** Adds what made up pixels. */
  static void describeGenerator(String pack, IIOMetadataNode root) {
    ((IIOMetadataNode) root.getFirstChild()).setAttribute("generator", pack);
  }

  private static void describe(LabelMap labels, IIOMetadataNode root) {
    IIOMetadataNode node = child(root, LicMetadataFormat.LABELS);
    node.setUserObject(labels);
    node.setAttribute("instances", labels.hasInstances() ? "TRUE" : "FALSE");
    long[] areas = labels.areas();
    double pixels = (double) labels.width() * labels.height();
    for (int i = 0; i < areas.length; i++) {
      LabelClass ofNumber = labels.classes().get(i);
      IIOMetadataNode child = child(node, LicMetadataFormat.LABEL_CLASS);
      child.setAttribute("name", ofNumber.name());
      child.setAttribute("colour", "#%06X".formatted(ofNumber.colour()));
      child.setAttribute("share", Double.toString(areas[i] / pixels));
    }
  }

  private static void describe(PictureInfo header, IIOMetadataNode node) {
    node.setAttribute("version", Integer.toString(header.version()));
    node.setAttribute("width", Integer.toString(header.width()));
    node.setAttribute("height", Integer.toString(header.height()));
    node.setAttribute("tileSize", Integer.toString(header.tileSize()));
    node.setAttribute("tiles", Integer.toString(header.tileCount()));
    node.setAttribute("maxError", Integer.toString(header.maxError()));
    node.setAttribute("family", header.family());
    if (!header.model().isEmpty()) {
      node.setAttribute("model", header.model());
      node.setAttribute("modelHash", header.modelHash());
    }
    if (!Double.isNaN(header.quality())) {
      node.setAttribute("quality", Double.toString(header.quality()));
    }
  }

  private static void describe(PixelSize size, IIOMetadataNode root) {
    IIOMetadataNode node = child(root, LicMetadataFormat.PIXEL_SIZE);
    boolean metres = size.unit() == PixelSize.Unit.METRE;
    node.setAttribute("unit", metres ? LicMetadataFormat.METRE : LicMetadataFormat.NO_UNIT);
    node.setAttribute("width", Double.toString(size.width()));
    node.setAttribute("height", Double.toString(size.height()));
  }

  private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
    IIOMetadataNode node = new IIOMetadataNode(name);
    parent.appendChild(node);
    return node;
  }

  /** The blocks with what the tree holds; what it does not mention stays. */
  static PictureMetadata merge(PictureMetadata blocks, Node root) throws IIOInvalidTreeException {
    if (!LicMetadataFormat.NAME.equals(root.getNodeName())) {
      throw new IIOInvalidTreeException("root " + root.getNodeName() + " is unknown", root);
    }
    PictureMetadata merged = blocks;
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      merged = mergeChild(merged, node);
    }
    return merged;
  }

  private static PictureMetadata mergeChild(PictureMetadata blocks, Node node)
      throws IIOInvalidTreeException {
    return switch (node.getNodeName()) {
      case LicMetadataFormat.HEADER -> blocks;
      case LicMetadataFormat.ICC -> withBlock(blocks::withIcc, node);
      case LicMetadataFormat.XMP -> withBlock(blocks::withXmp, node);
      case LicMetadataFormat.EXIF -> withExif(blocks, node);
      case LicMetadataFormat.PIXEL_SIZE -> blocks.withPixelSize(pixelSize(node));
      case LicMetadataFormat.LABELS -> blocks.withLabels(object(node, LabelMap.class));
      case LicMetadataFormat.PROVENANCE -> blocks.withProvenance(object(node, Provenance.class));
      case LicMetadataFormat.APPLICATION ->
          withBlock(
              bytes -> blocks.withApplication(attribute(node, "name").orElse(""), bytes), node);
      default ->
          throw new IIOInvalidTreeException("element " + node.getNodeName() + " is unknown", node);
    };
  }

  /** An element without a user object may still set the orientation. */
  private static PictureMetadata withExif(PictureMetadata blocks, Node node)
      throws IIOInvalidTreeException {
    boolean bytes = node instanceof IIOMetadataNode own && own.getUserObject() != null;
    PictureMetadata merged = bytes ? withBlock(blocks::withExif, node) : blocks;
    Optional<String> orientation = attribute(node, "orientation");
    if (orientation.isEmpty()) {
      return merged;
    }
    if (!orientation.get().matches("[1-8]")) {
      throw new IIOInvalidTreeException("orientation " + orientation.get(), node);
    }
    return StandardTree.withOrientation(merged, Integer.parseInt(orientation.get()));
  }

  private static PictureMetadata withBlock(Function<byte[], PictureMetadata> with, Node node)
      throws IIOInvalidTreeException {
    byte[] bytes = object(node, byte[].class);
    try {
      return with.apply(bytes);
    } catch (IllegalArgumentException e) {
      throw new IIOInvalidTreeException(node.getNodeName() + ": " + e.getMessage(), e, node);
    }
  }

  private static <T> T object(Node node, Class<T> type) throws IIOInvalidTreeException {
    Object object = node instanceof IIOMetadataNode own ? own.getUserObject() : null;
    if (!type.isInstance(object)) {
      throw new IIOInvalidTreeException(
          node.getNodeName() + ": a user object of type " + type.getSimpleName() + " expected",
          node);
    }
    return type.cast(object);
  }

  private static PixelSize pixelSize(Node node) throws IIOInvalidTreeException {
    String unit = attribute(node, "unit").orElse("");
    if (!unit.equals(LicMetadataFormat.METRE) && !unit.equals(LicMetadataFormat.NO_UNIT)) {
      throw new IIOInvalidTreeException("unit none or metre expected, found " + unit, node);
    }
    try {
      return new PixelSize(
          Double.parseDouble(attribute(node, "width").orElse("")),
          Double.parseDouble(attribute(node, "height").orElse("")),
          unit.equals(LicMetadataFormat.METRE) ? PixelSize.Unit.METRE : PixelSize.Unit.RATIO);
    } catch (IllegalArgumentException e) {
      throw new IIOInvalidTreeException("pixel size: " + e.getMessage(), e, node);
    }
  }

  private static Optional<String> attribute(Node node, String name) {
    return node instanceof Element element && element.hasAttribute(name)
        ? Optional.of(element.getAttribute(name))
        : Optional.empty();
  }
}
