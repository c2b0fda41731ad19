package io.licorice.codec;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the parts of coded files and makes damaged ones pass the first checks. */
final class FileSurgery {
  private FileSurgery() {}

  /**
   * A tile in a file.
   *
   * @param offset where its check sums begin
   * @param payload where its payload begins
   * @param end position after its payload
   */
  record TileSpan(int offset, int payload, int end) {}

  /** The tiles that lie in the file, without those that are cut off. */
  static List<TileSpan> tiles(byte[] bytes) throws IOException {
    CodedFile file = CodedFile.open(ByteSource.of(bytes));
    TileIndex index = file.index();
    List<TileSpan> tiles = new ArrayList<>();
    for (int t = 0; t < file.grid().count(); t++) {
      long payload = index.offset(t) + Codestream.TILE_PREFIX;
      long end = payload + index.payloadLength(t);
      if (end <= file.end()) {
        tiles.add(new TileSpan((int) index.offset(t), (int) payload, (int) end));
      }
    }
    return tiles;
  }

  /** Where the codestream begins. */
  static int headerOffset(byte[] bytes) throws IOException {
    CodedFile file = CodedFile.open(ByteSource.of(bytes));
    return (int) file.bodyOffset() - file.header().length();
  }

  /** The file with check sums of header and payloads that fit, as far as it has any. */
  static byte[] withSums(byte[] bytes) {
    byte[] repaired = bytes.clone();
    try {
      byte[] header = CodedFile.open(ByteSource.of(bytes)).header().toBytes();
      for (TileSpan tile : tiles(bytes)) {
        byte[] payload = Arrays.copyOfRange(bytes, tile.payload, tile.end);
        ByteBuffer.wrap(repaired).putInt(tile.offset, Codestream.crc(header, payload));
      }
    } catch (IOException e) {
      return repaired;
    }
    return repaired;
  }

  /** The file with another pack's hash, if it has a header. */
  static byte[] withPackHash(byte[] bytes, int hash) {
    byte[] repaired = bytes.clone();
    try {
      CodedFile file = CodedFile.open(ByteSource.of(bytes));
      if (!file.isPredictive()) {
        int offset = headerOffset(bytes) + file.header().qualityOffset() - Integer.BYTES;
        ByteBuffer.wrap(repaired).putInt(offset, hash);
      }
    } catch (IOException e) {
      return repaired;
    }
    return repaired;
  }

  /** The file with another header and check sums that fit. */
  static byte[] withHeader(byte[] bytes, LicHeader header) throws IOException {
    CodedFile file = CodedFile.open(ByteSource.of(bytes));
    if (header.length() != file.header().length()) {
      throw new LicFormatException(-1, "header of another length");
    }
    byte[] changed = bytes.clone();
    System.arraycopy(header.toBytes(), 0, changed, headerOffset(bytes), header.length());
    return withSums(changed);
  }
}
