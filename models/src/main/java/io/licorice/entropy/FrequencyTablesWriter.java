package io.licorice.entropy;

import java.io.ByteArrayOutputStream;

/**
 * Writes {@link FrequencyTables} compactly.
 *
 * <p>One byte holds the number of tables less one. Then each table is a row of varints (7 bits a
 * byte, low bits first, bit 7 set on all but the last byte): K + 1, or 0 for a sure zero; f_esc;
 * and for k = K down to 1 the difference of f_k to the number before it, with zigzag sign (0, -1,
 * 1, -2 ... as 0, 1, 2, 3 ...). f_0 is what is missing to 65536. Frequencies change slowly along a
 * tail, so that most differences fit in one byte.
 */
final class FrequencyTablesWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private FrequencyTablesWriter() {}

  static byte[] write(int[][] halves) {
    FrequencyTablesWriter writer = new FrequencyTablesWriter();
    writer.out.write(halves.length - 1);
    for (int[] half : halves) {
      writer.writeTable(half);
    }
    return writer.out.toByteArray();
  }

  private void writeTable(int[] half) {
    int last = half.length - 1;
    writeVarint(Math.max(0, last));
    for (int k = last; k > 0; k--) {
      int difference = k == last ? 0 : half[k] - half[k + 1];
      writeVarint(k == last ? half[k] : (difference << 1) ^ (difference >> 31));
    }
  }

  private void writeVarint(int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
