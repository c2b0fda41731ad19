package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
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

  /** What stands before the file's own bytes: none without boxes beside the codestream. */
  private final byte[] head;

  private final List<PictureBoxes.Body> beside;
  private final Optional<LabelMap> labels;
  private final boolean boxed;
  private final String model;
  private final double quality;
  private final Device device;

  SpooledPicture(SpooledFile file, boolean boxed, String model, double quality, Device device) {
    this(file, List.of(), Optional.empty(), boxed, model, quality, device);
  }

  private SpooledPicture(
      SpooledFile file,
      List<PictureBoxes.Body> beside,
      Optional<LabelMap> labels,
      boolean boxed,
      String model,
      double quality,
      Device device) {
    this.labels = labels;
    this.beside = List.copyOf(beside);
    this.head = beside.isEmpty() ? new byte[0] : head(beside, file.length());
    this.file = file;
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
    return head.length + file.length();
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    if (position >= head.length) {
      file.read(position - head.length, target);
      return;
    }
    Objects.checkIndex(position, length());
    int ofHead = (int) Math.min(target.length, head.length - position);
    System.arraycopy(head, (int) position, target, 0, ofHead);
    byte[] rest = new byte[target.length - ofHead];
    file.read(0, rest);
    System.arraycopy(rest, 0, target, ofHead, rest.length);
  }

  private static byte[] head(List<PictureBoxes.Body> boxes, long codestream) {
    byte[] start = BoxFile.start();
    byte[] layout = PictureBoxes.layout(boxes, codestream);
    return ByteBuffer.allocate(start.length + layout.length).put(start).put(layout).array();
  }

  /** The bytes of a file that are not its codestream's, if it has such boxes. */
  static long overhead(List<PictureBoxes.Body> boxes) {
    return boxes.isEmpty() ? 0 : head(boxes, 0).length;
  }

  /**
   * The same with boxes beside its codestream, which is bare; takes the place of this one.
   *
   * @param drawnFrom the label map that is in one of them
   */
  SpooledPicture beside(List<PictureBoxes.Body> boxes, Optional<LabelMap> drawnFrom) {
    return new SpooledPicture(file, boxes, drawnFrom, false, model, quality, device);
  }

  /** The label map without which it could not be decoded. */
  Optional<LabelMap> labels() {
    return labels;
  }

  /** The boxes without which the codestream could not be decoded. */
  List<PictureBoxes.Body> boxes() {
    return beside;
  }

  /** The length of the codestream. */
  long codestreamLength() {
    return file.length();
  }

  /** Writes the codestream. */
  void writeCodestream(OutputStream out) throws IOException {
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
    file.writeTo(out);
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
    file.close();
  }
}
