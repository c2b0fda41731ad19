package io.licorice.entropy;

import io.licorice.bitstream.LicFormatException;

/** Reads {@link FrequencyTables} from the bytes that {@link FrequencyTablesWriter} describes. */
final class FrequencyTablesReader {
  private final byte[] data;
  private int position;

  FrequencyTablesReader(byte[] data) {
    this.data = data;
  }

  /** Returns valid halves as {@link FrequencyTables#of} takes them. */
  int[][] read() throws LicFormatException {
    int[][] halves = new int[1 + readByte()][];
    for (int t = 0; t < halves.length; t++) {
      int start = position;
      halves[t] = readTable();
      String fault = FrequencyTables.fault(halves[t]);
      if (fault != null) {
        throw new LicFormatException(start, "frequency table " + t + ": " + fault);
      }
    }
    if (position != data.length) {
      throw new LicFormatException(position, "bytes after the last frequency table");
    }
    return halves;
  }

  private int[] readTable() throws LicFormatException {
    int start = position;
    int length = readVarint();
    if (length == 0) {
      return new int[0];
    }
    // A frequency takes a byte at least, so that the input bounds what is allocated here.
    if (length > data.length - position) {
      throw new LicFormatException(start, "frequency table longer than the data");
    }
    int[] half = new int[1 + length];
    long rest = Rans.TOTAL;
    int frequency = 0;
    for (int k = length; k > 0; k--) {
      int value = readVarint();
      frequency = k == length ? value : frequency + ((value >>> 1) ^ -(value & 1));
      half[k] = frequency;
      rest -= k == length ? frequency : 2L * frequency;
    }
    // Whatever is wrong shows in the sum, once the rest is brought into an int's range.
    half[0] = (int) Math.max(-1, Math.min(rest, Rans.TOTAL));
    return half;
  }

  /** Reads at most 17 bits in 7-bit groups, low group first, in the shortest form only. */
  private int readVarint() throws LicFormatException {
    int start = position;
    int value = 0;
    for (int shift = 0; shift <= 14; shift += 7) {
      int group = readByte();
      value |= (group & 0x7F) << shift;
      if (group < 0x80) {
        if (value >= 2 * Rans.TOTAL || (group == 0 && shift > 0)) {
          break;
        }
        return value;
      }
    }
    throw new LicFormatException(start, "malformed number in a frequency table");
  }

  private int readByte() throws LicFormatException {
    if (position >= data.length) {
      throw new LicFormatException(position, "frequency tables end too early");
    }
    return data[position++] & 0xFF;
  }
}
