package io.licorice.entropy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;

/**
 * A set of up to 256 symmetric integer frequency tables: what the entropy coder knows about the
 * symbols.
 *
 * <p>Table {@code t} gives magnitude 0 the frequency {@code f_0}, each of {@code +k} and {@code -k}
 * the frequency {@code f_k} for {@code k = 1..K}, and everything larger together the escape's
 * frequency {@code f_esc}. All are at least 1, and {@code f_0 + 2 * (f_1 + ... + f_K) + f_esc} is
 * exactly 65536. A table may instead be <i>sure zero</i>: its symbols are all 0 and are not coded.
 *
 * <p>Immutable, so safe to share between threads. Example:
 *
 * <pre>{@code
 * FrequencyTables tables = FrequencyTables.of(new int[][] {{}, {50000, 7000, 700, 136}});
 * tables.isSureZero(0); // true
 * tables.bits(1, -2); // 6.55 bits
 * }</pre>
 */
public final class FrequencyTables {
  private static final int MAX_TABLES = 256;
  private static final double LN_2 = StrictMath.log(2);

  /** Table t owns the entries base[t] until base[t + 1]: magnitudes 0..K, then the escape. */
  private final int[] base;

  /**
   * Per entry: bits 0-15 its frequency, 16-31 the sum of the frequencies before it, 32-63 the
   * frequency's reciprocal, floor((2^32 - 1) / frequency), which spares the encoder a division.
   */
  private final long[] entries;

  private final float[] entryBits;
  private final SlotLookup lookup;

  private FrequencyTables(int[][] halves) {
    int size = halves.length;
    base = new int[size + 1];
    for (int t = 0; t < size; t++) {
      base[t + 1] = base[t] + halves[t].length;
    }
    entries = new long[base[size]];
    entryBits = new float[base[size]];
    for (int t = 0; t < size; t++) {
      fillEntries(halves[t], base[t]);
    }
    lookup = new SlotLookup(halves);
  }

  private void fillEntries(int[] half, int from) {
    int start = 0;
    for (int k = 0; k < half.length; k++) {
      int frequency = half[k];
      entries[from + k] = ((0xFFFF_FFFFL / frequency) << 32) | ((long) start << 16) | frequency;
      // StrictMath: an encoder decides by these numbers, and should decide alike everywhere.
      entryBits[from + k] = (float) (Rans.PRECISION - StrictMath.log(frequency) / LN_2);
      start += k == 0 ? frequency : 2 * frequency;
    }
  }

  /**
   * Makes a set of tables.
   *
   * @param halves per table {@code {f_0, f_1, .., f_K, f_esc}}, or an empty array for a table that
   *     is sure zero; copied
   * @return the tables
   * @throws IllegalArgumentException if there are no tables or more than 256, or if a table's
   *     frequencies are not all positive or do not sum to 65536
   */
  public static FrequencyTables of(int[][] halves) {
    if (halves.length == 0 || halves.length > MAX_TABLES) {
      throw new IllegalArgumentException(halves.length + " tables; 1 to 256 are possible");
    }
    for (int t = 0; t < halves.length; t++) {
      String fault = fault(halves[t]);
      if (fault != null) {
        throw new IllegalArgumentException("table " + t + ": " + fault);
      }
    }
    return new FrequencyTables(halves);
  }

  /** Says why an array is no table, or returns null when it is one. */
  static String fault(int[] half) {
    if (half.length == 0) {
      return null;
    }
    if (half.length == 1) {
      return "a zero and an escape frequency are the least a table has";
    }
    long sum = 0;
    for (int k = 0; k < half.length; k++) {
      if (half[k] <= 0) {
        return "frequency " + half[k] + " at " + k + " is not positive";
      }
      boolean once = k == 0 || k == half.length - 1;
      sum += once ? half[k] : 2L * half[k];
    }
    return sum == Rans.TOTAL ? null : "frequencies sum to " + sum + ", not 65536";
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @param data the whole of it
   * @return the tables
   * @throws LicFormatException if the bytes are anything else, with the offset in {@code data}
   */
  public static FrequencyTables parse(byte[] data) throws LicFormatException {
    return new FrequencyTables(new FrequencyTablesReader(data).read());
  }

  /** {@return these tables in the compact form that a model pack stores} */
  public byte[] toBytes() {
    int[][] halves = new int[size()][];
    for (int t = 0; t < halves.length; t++) {
      halves[t] = new int[base[t + 1] - base[t]];
      for (int k = 0; k < halves[t].length; k++) {
        halves[t][k] = (int) entries[base[t] + k] & 0xFFFF;
      }
    }
    return FrequencyTablesWriter.write(halves);
  }

  /** {@return the number of tables, 1 to 256} */
  public int size() {
    return base.length - 1;
  }

  /**
   * Says whether symbols of a table are always 0 and never coded.
   *
   * @param table the table's index
   * @return true if the table is sure zero
   * @throws IndexOutOfBoundsException if there is no such table
   */
  public boolean isSureZero(int table) {
    return base[table + 1] == base[table];
  }

  /**
   * Says how far a table goes without an escape.
   *
   * @param table the table's index
   * @return the largest magnitude K that has a frequency; 0 for a sure zero
   * @throws IndexOutOfBoundsException if there is no such table
   */
  public int largestMagnitude(int table) {
    return Math.max(0, base[table + 1] - base[table] - 2);
  }

  /**
   * Says what a symbol costs.
   *
   * @param table the table's index
   * @param symbol any integer
   * @return the cost in bits, an escape's remainder included; infinity for what cannot be coded,
   *     which is all but 0 in a sure-zero table, and all magnitudes above 2^20
   * @throws IndexOutOfBoundsException if there is no such table
   */
  public float bits(int table, int symbol) {
    if (symbol < -Rans.MAX_MAGNITUDE || symbol > Rans.MAX_MAGNITUDE) {
      return Float.POSITIVE_INFINITY;
    }
    int magnitude = Math.abs(symbol);
    int from = base[table];
    int escape = base[table + 1] - from - 1;
    if (escape < 0) {
      return magnitude == 0 ? 0 : Float.POSITIVE_INFINITY;
    }
    if (magnitude < escape) {
      return entryBits[from + magnitude];
    }
    int zeros = 31 - Integer.numberOfLeadingZeros(magnitude - escape + 1);
    return entryBits[from + escape] + (2 * zeros + 2);
  }

  /**
   * Says what the symbols of a table cost, for an encoder that weighs many of them.
   *
   * @param table the table's index
   * @return a new array of the costs in bits of a symbol of magnitude 0..K, followed by that of an
   *     escape without its remainder, which adds 2 bits for magnitude K + 1, 4 for K + 2 and K + 3,
   *     6 for the next four, and so on; for a sure zero 0, then infinity
   * @throws IndexOutOfBoundsException if there is no such table
   */
  public float[] bitTable(int table) {
    return isSureZero(table)
        ? new float[] {0, Float.POSITIVE_INFINITY}
        : Arrays.copyOfRange(entryBits, base[table], base[table + 1]);
  }

  /** Index in {@link #entries()} of a table's magnitude 0. */
  int base(int table) {
    return base[table];
  }

  /** Not to be written to; see the field. */
  long[] entries() {
    return entries;
  }

  SlotLookup lookup() {
    return lookup;
  }
}
