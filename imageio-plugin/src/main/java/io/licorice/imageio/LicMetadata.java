package io.licorice.imageio;

import java.util.Collections;
import java.util.stream.Collectors;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/** What a picture's header says, as the standard metadata tree; read-only. */
final class LicMetadata extends IIOMetadata {
  private final int channels;
  private final int bitDepth;

  LicMetadata(int channels, int bitDepth) {
    super(true, null, null, null, null);
    this.channels = channels;
    this.bitDepth = bitDepth;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public Node getAsTree(String formatName) {
    if (!IIOMetadataFormatImpl.standardMetadataFormatName.equals(formatName)) {
      throw new IllegalArgumentException("metadata format " + formatName + " is not supported");
    }
    return getStandardTree();
  }

  @Override
  public void mergeTree(String formatName, Node root) {
    throw readOnly();
  }

  @Override
  public void reset() {
    throw readOnly();
  }

  @Override
  protected IIOMetadataNode getStandardChromaNode() {
    IIOMetadataNode chroma = new IIOMetadataNode("Chroma");
    add(chroma, "ColorSpaceType", "name", channels == 1 ? "GRAY" : "RGB");
    add(chroma, "NumChannels", "value", Integer.toString(channels));
    add(chroma, "BlackIsZero", "value", "TRUE");
    return chroma;
  }

  @Override
  protected IIOMetadataNode getStandardCompressionNode() {
    IIOMetadataNode compression = new IIOMetadataNode("Compression");
    add(compression, "CompressionTypeName", "value", LicImageWriteParam.LOSSY);
    add(compression, "Lossless", "value", "FALSE");
    add(compression, "NumProgressiveScans", "value", "1");
    return compression;
  }

  @Override
  protected IIOMetadataNode getStandardDataNode() {
    IIOMetadataNode data = new IIOMetadataNode("Data");
    add(data, "PlanarConfiguration", "value", "PixelInterleaved");
    add(data, "SampleFormat", "value", "UnsignedIntegral");
    String bits =
        Collections.nCopies(channels, bitDepth).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    add(data, "BitsPerSample", "value", bits);
    return data;
  }

  @Override
  protected IIOMetadataNode getStandardDimensionNode() {
    IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
    add(dimension, "PixelAspectRatio", "value", "1.0");
    add(dimension, "ImageOrientation", "value", "Normal");
    return dimension;
  }

  @Override
  protected IIOMetadataNode getStandardTransparencyNode() {
    IIOMetadataNode transparency = new IIOMetadataNode("Transparency");
    add(transparency, "Alpha", "value", "none");
    return transparency;
  }

  private static void add(IIOMetadataNode parent, String name, String attribute, String value) {
    IIOMetadataNode child = new IIOMetadataNode(name);
    child.setAttribute(attribute, value);
    parent.appendChild(child);
  }

  private static IllegalStateException readOnly() {
    return new IllegalStateException("metadata of .lic pictures is read-only");
  }
}
