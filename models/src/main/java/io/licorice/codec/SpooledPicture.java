package io.licorice.codec;

import java.io.IOException;
import java.io.OutputStream;

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
  private final boolean boxed;
  private final String model;
  private final double quality;
  private final Device device;

  SpooledPicture(SpooledFile file, boolean boxed, String model, double quality, Device device) {
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
    return file.length();
  }

  @Override
  public void read(long position, byte[] target) throws IOException {
    file.read(position, target);
  }

  /**
   * Writes the file.
   *
   * @param out receives it; the stream stays the caller's to flush and close
   * @throws IOException if the stream or the scratch space fails
   */
  public void writeTo(OutputStream out) throws IOException {
    file.writeTo(out);
  }

  /** Whether boxes surround the codestream. */
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
