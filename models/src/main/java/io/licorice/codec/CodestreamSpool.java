package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import java.io.IOException;

/**
 * Takes the tiles of a codestream one after the other and makes a file of them. Used by one thread.
 *
 * <p>Closing it before {@link #finish} frees what has been taken; afterwards it does nothing.
 */
final class CodestreamSpool implements AutoCloseable {
  /** More bytes than these go to a file. */
  static final int MEMORY = 1 << 22;

  private final LicHeader header;
  private final byte[] headerBytes;
  private final int[] payloads;
  private final boolean boxed;
  private Spool spool;
  private int taken;

  CodestreamSpool(
      LicHeader header, int tiles, boolean boxed, Scratch scratch, CodecListener listener) {
    this.header = header;
    this.headerBytes = header.toBytes();
    this.payloads = new int[tiles];
    this.boxed = boxed;
    this.spool = new Spool(scratch, MEMORY, listener::warning);
  }

  /** Takes the next tile. */
  void add(Codestream.Tile tile) throws IOException {
    payloads[taken++] = tile.payload().length;
    spool.add(Codestream.prefix(headerBytes, tile));
    spool.add(tile.payload());
  }

  /** The file of all tiles, the caller's to close; check sums of samples are still 0. */
  SpooledFile finish() {
    if (taken < payloads.length) {
      throw new IllegalStateException(taken + " of " + payloads.length + " tiles");
    }
    byte[] head = Codestream.head(header, payloads);
    byte[] sums = new byte[(int) Codestream.sumsLength(header, payloads.length)];
    byte[] start = boxed ? BoxFile.wrapping(head, spool.length() + sums.length) : head;
    SpooledFile file = new SpooledFile(start, spool, sums);
    spool = null;
    return file;
  }

  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
    }
  }
}
