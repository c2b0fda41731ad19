package io.licorice.codec;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.TileIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Optional;

/** Reads the tile records of a file; safe for use by several threads. */
final class TileRecords {
  private final CodedFile file;
  private final TileIndex index;
  private final byte[] headerBytes;

  TileRecords(CodedFile file) throws IOException {
    this.file = file;
    this.index = file.index();
    this.headerBytes = file.header().toBytes();
  }

  /** The check sums of the tiles' samples; empty if the file has none or has lost them. */
  Optional<IntBuffer> sampleSums() throws IOException {
    return file.sampleSums(index);
  }

  /**
   * A tile as it stands in the file.
   *
   * @param payload its bytes, or null if they are not what was written
   * @param check the second check sum
   * @param offset position of the payload in the file
   * @param fault what is wrong, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record TileRecord(byte[] payload, int check, long offset, String fault) {}

  TileRecord read(int tile) throws IOException {
    long offset = index.offset(tile);
    int length = index.payloadLength(tile);
    long missing = offset + Codestream.TILE_PREFIX + length - file.end();
    if (missing > 0) {
      return damaged("byte " + file.end() + ": the file ends " + missing + " bytes too early");
    }
    byte[] prefix = new byte[Codestream.TILE_PREFIX];
    byte[] payload = new byte[length];
    synchronized (file) {
      file.read(offset, prefix);
      file.read(offset + Codestream.TILE_PREFIX, payload);
    }
    ByteBuffer sums = ByteBuffer.wrap(prefix);
    int payloadCrc = sums.getInt();
    int found = Codestream.crc(headerBytes, payload);
    if (found != payloadCrc) {
      return damaged(
          String.format("byte %d: CRC %08x expected, found %08x", offset, payloadCrc, found));
    }
    return new TileRecord(payload, sums.getInt(), offset + Codestream.TILE_PREFIX, null);
  }

  private static TileRecord damaged(String fault) {
    return new TileRecord(null, 0, 0, fault);
  }
}
