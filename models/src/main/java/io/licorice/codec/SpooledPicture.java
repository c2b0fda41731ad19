package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A coded picture in its scratch space, ready to be written, or to be decoded as any other source
 * of bytes. Close it to free the scratch space.
 *
 * <p>For use by one thread at a time.
 *
 * <pre>{@code
 * try (SpooledPicture coded =
 *     codec.spool(picture, options, Scratch.temporary(), CodecListener.SILENT)) {
 *   coded.writeTo(stream);
 * }
 * }</pre>
 */
public final class SpooledPicture implements ByteSource, AutoCloseable {
  private final SpooledFile file;

  /** What goes into a box of its own: the low halves of floats. */
  private final Optional<SpooledFile> lowHalves;

  /** What stands before the files' own bytes: none without boxes beside the codestream. */
  private final byte[] head;

  private final List<PictureBoxes.Body> beside;
  private final Optional<LabelMap> labels;
  private final boolean boxed;
  private final String model;
  private final double quality;
  private final Device device;

  SpooledPicture(SpooledFile file, boolean boxed, String model, double quality, Device device) {
    this(file, Optional.empty(), List.of(), Optional.empty(), boxed, model, quality, device);
  }

  /** A picture of floats, of which both halves are coded; owns both. */
  static SpooledPicture ofFloats(SpooledFile low, SpooledFile high) {
    return new SpooledPicture(
        high, Optional.of(low), List.of(), Optional.empty(), false, "", Double.NaN, Device.CPU);
  }

  private SpooledPicture(
      SpooledFile file,
      Optional<SpooledFile> lowHalves,
      List<PictureBoxes.Body> beside,
      Optional<LabelMap> labels,
      boolean boxed,
      String model,
      double quality,
      Device device) {
    this.labels = labels;
    this.beside = List.copyOf(beside);
    this.file = file;
    this.lowHalves = lowHalves;
    this.head = isBare() ? new byte[0] : started(layout(beside));
    this.boxed = boxed;
    this.model = model;
    this.quality = quality;
    this.device = device;
  }

  /**
   * The size of the file.
   *
   * @return bytes
   */
  @Override
  public long length() {
    return head.length + between().length + lowLength() + file.length();
  }

  private long lowLength() {
    return lowHalves.map(SpooledFile::length).orElse(0L);
  }

  /** What stands between the low halves of floats and the codestream. */
  private byte[] between() {
    return lowHalves.isEmpty() ? new byte[0] : PictureBoxes.codestreamHeader(file.length());
  }

  private boolean isBare() {
    return beside.isEmpty() && lowHalves.isEmpty();
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    List<ByteSource> pieces = new ArrayList<>(List.of(ByteSource.of(head)));
    lowHalves.ifPresent(pieces::add);
    pieces.add(ByteSource.of(between()));
    pieces.add(file);
    new JoinedBytes(pieces).read(position, target);
  }

  /** A layout behind what every box file begins with. */
  private static byte[] started(byte[] layout) {
    byte[] start = BoxFile.start();
    return ByteBuffer.allocate(start.length + layout.length).put(start).put(layout).array();
  }

  /** The bytes of a file that are not its codestream's, if it has such boxes. */
  static long overhead(List<PictureBoxes.Body> boxes) {
    return boxes.isEmpty() ? 0 : started(PictureBoxes.layout(boxes, 0)).length;
  }

  /**
   * The same with boxes beside its codestream, which is bare; takes the place of this one.
   *
   * @param drawnFrom the label map that is in one of them
   */
  SpooledPicture beside(List<PictureBoxes.Body> boxes, Optional<LabelMap> drawnFrom) {
    return new SpooledPicture(file, lowHalves, boxes, drawnFrom, false, model, quality, device);
  }

  /** The label map without which it could not be decoded. */
  Optional<LabelMap> labels() {
    return labels;
  }

  /** The boxes without which the codestream could not be decoded. */
  List<PictureBoxes.Body> boxes() {
    return beside;
  }

  /** The bytes of the picture with boxes, up to what {@link #writeContent} writes. */
  byte[] layout(List<PictureBoxes.Body> boxes) {
    return lowHalves.isEmpty()
        ? PictureBoxes.layout(boxes, file.length())
        : PictureBoxes.layoutOfFloats(boxes, lowLength(), file.length());
  }

  /** Writes what stands behind the boxes. */
  void writeContent(OutputStream out) throws IOException {
    if (lowHalves.isPresent()) {
      lowHalves.get().writeTo(out);
      out.write(between());
    }
    file.writeTo(out);
  }

  /**
   * Writes the file.
   *
   * @param out receives it; the stream stays the caller's to flush and close
   * @throws IOException if the stream or the scratch space fails
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    writeContent(out);
  }

  /** Whether boxes surround the codestream that cannot be taken off. */
  boolean boxed() {
    return boxed;
  }

  /**
   * What the encoder made.
   *
   * @return size, pack, quality and device
   */
  public EncodedFile summary() {
    return new EncodedFile(length(), model, quality, device);
  }

  /** Frees the scratch space. */
  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      if (lowHalves.isPresent()) {
        lowHalves.get().close();
      }
    }
  }
}
