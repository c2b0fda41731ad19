package io.licorice.imageio;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/**
 * A picture's metadata as trees: what its header says, which cannot be changed, and the blocks that
 * belong to it, which can.
 */
final class LicMetadata extends IIOMetadata {
  private final int channels;
  private final int bitDepth;
  private final CodingMode mode;
  private final PictureInfo header;
  private final Optional<String> generator;
  private PictureMetadata blocks;

  /** The metadata of a picture that is yet to be written. */
  LicMetadata(int channels, int bitDepth, CodingMode mode, PictureMetadata blocks) {
    this(channels, bitDepth, mode, null, Optional.empty(), blocks);
  }

  /**
   * The metadata of a picture in a file.
   *
   * @param generator the pack that made up pixels of it
   */
  LicMetadata(PictureInfo header, Optional<String> generator, PictureMetadata blocks) {
    this(header.channels(), header.bitDepth(), header.mode(), header, generator, blocks);
  }

  private LicMetadata(
      int channels,
      int bitDepth,
      CodingMode mode,
      PictureInfo header,
      Optional<String> generator,
      PictureMetadata blocks) {
    super(true, LicMetadataFormat.NAME, LicMetadataFormat.class.getName(), null, null);
    this.channels = channels;
    this.bitDepth = bitDepth;
    this.mode = mode;
    this.header = header;
    this.generator = generator;
    this.blocks = blocks;
  }

  /** What belongs to the picture beside its samples. */
  PictureMetadata blocks() {
    return blocks;
  }

  /** Takes what is said of the image that was made of the picture. */
  void fit(PictureMetadata ofImage) {
    blocks = ofImage;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public void reset() {
    blocks = PictureMetadata.NONE;
  }

  @Override
  public Node getAsTree(String formatName) {
    if (LicMetadataFormat.NAME.equals(formatName)) {
      IIOMetadataNode tree = NativeTree.of(header, channels, bitDepth, mode, blocks);
      generator.ifPresent(pack -> NativeTree.describeGenerator(pack, tree));
      return tree;
    }
    checkStandard(formatName);
    return getStandardTree();
  }

  @Override
  public void mergeTree(String formatName, Node root) throws IIOInvalidTreeException {
    if (root == null) {
      throw new IllegalArgumentException("root == null");
    }
    if (LicMetadataFormat.NAME.equals(formatName)) {
      blocks = NativeTree.merge(blocks, root);
    } else {
      checkStandard(formatName);
      blocks = StandardTree.merge(blocks, root);
    }
  }

  private static void checkStandard(String formatName) {
    if (!IIOMetadataFormatImpl.standardMetadataFormatName.equals(formatName)) {
      throw new IllegalArgumentException("metadata format " + formatName + " is not supported");
    }
  }

  @Override
  protected IIOMetadataNode getStandardChromaNode() {
    IIOMetadataNode chroma = new IIOMetadataNode("Chroma");
    StandardTree.add(chroma, "ColorSpaceType", "name", channels < 3 ? "GRAY" : "RGB");
    StandardTree.add(chroma, "NumChannels", "value", Integer.toString(channels));
    StandardTree.add(chroma, "BlackIsZero", "value", "TRUE");
    return chroma;
  }

  @Override
  protected IIOMetadataNode getStandardCompressionNode() {
    IIOMetadataNode compression = new IIOMetadataNode("Compression");
    StandardTree.add(compression, "CompressionTypeName", "value", LicImageWriteParam.name(mode));
    StandardTree.add(
        compression, "Lossless", "value", mode == CodingMode.LOSSLESS ? "TRUE" : "FALSE");
    StandardTree.add(compression, "NumProgressiveScans", "value", "1");
    return compression;
  }

  @Override
  protected IIOMetadataNode getStandardDataNode() {
    IIOMetadataNode data = new IIOMetadataNode("Data");
    StandardTree.add(data, "PlanarConfiguration", "value", "PixelInterleaved");
    StandardTree.add(data, "SampleFormat", "value", bitDepth == 32 ? "Real" : "UnsignedIntegral");
    String bits =
        Collections.nCopies(channels, bitDepth).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    StandardTree.add(data, "BitsPerSample", "value", bits);
    return data;
  }

  @Override
  protected IIOMetadataNode getStandardDimensionNode() {
    IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
    double ratio = blocks.pixelSize().map(PixelSize::aspectRatio).orElse(1.0);
    StandardTree.add(dimension, "PixelAspectRatio", "value", Float.toString((float) ratio));
    OptionalInt orientation = blocks.exif().map(ExifBlock::orientation).orElse(OptionalInt.empty());
    StandardTree.add(
        dimension, "ImageOrientation", "value", StandardTree.orientation(orientation.orElse(1)));
    blocks
        .pixelSize()
        .filter(size -> size.unit() == PixelSize.Unit.METRE)
        .ifPresent(
            size -> {
              StandardTree.addMillimetres(dimension, "HorizontalPixelSize", size.width());
              StandardTree.addMillimetres(dimension, "VerticalPixelSize", size.height());
            });
    return dimension;
  }

  @Override
  protected IIOMetadataNode getStandardTransparencyNode() {
    IIOMetadataNode transparency = new IIOMetadataNode("Transparency");
    StandardTree.add(
        transparency,
        "Alpha",
        "value",
        ImageTypes.hasAlpha(channels) ? "nonpremultiplied" : "none");
    return transparency;
  }
}
