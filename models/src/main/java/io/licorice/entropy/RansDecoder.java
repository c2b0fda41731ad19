package io.licorice.entropy;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decodes what {@link RansEncoder} wrote.
 *
 * <p>The segments must be asked for in the order in which they were added, with the same table
 * indices. A damaged stream gives wrong symbols or a {@link LicFormatException}, never anything
 * else; what it can cost in time is bounded by the number of symbols asked for, and it costs no
 * memory. Only {@link #finish()} tells that the stream was sound to its end. After an exception the
 * decoder is of no further use.
 *
 * <p>Not thread safe. Reads the stream in place. Example:
 *
 * <pre>{@code
 * RansDecoder decoder = new RansDecoder(tables, stream, 0, stream.length);
 * decoder.decode(tableOfEach, symbols, 0, symbols.length);
 * decoder.finish();
 * }</pre>
 */
public final class RansDecoder {
  /** How many symbols are looked through at a time for those that are coded. */
  private static final int CHUNK = 2048;

  /** What {@link #kinds} says of a table: its symbols are coded. */
  private static final int CODED = 1;

  /** What {@link #kinds} says of a table: it does not exist. */
  private static final int NONE = 2;

  private final FrequencyTables tables;
  private final SlotLookup lookup;
  private final RansLanes lanes;
  private final byte[] kinds = new byte[256];

  /** The coded symbols of a chunk, and at most one less than there are lanes from before. */
  private final int[] places = new int[CHUNK + (1 << Rans.MAX_LOG_LANES)];

  /** Where the buckets of their tables begin. */
  private final int[] buckets = new int[places.length];

  /**
   * Opens a stream. This exception and all later ones carry an offset in {@code data}.
   *
   * @param tables what the table indices mean
   * @param data holds the stream; not copied, must not change until the decoder is done
   * @param offset where the stream begins in {@code data}
   * @param length how many bytes the stream has
   * @throws LicFormatException if the stream begins with nothing that the encoder writes
   * @throws IndexOutOfBoundsException if {@code data} is shorter than {@code offset + length}
   */
  public RansDecoder(FrequencyTables tables, byte[] data, int offset, int length)
      throws LicFormatException {
    this(tables, RansLanes.told(tables.lookup(), data, offset, length));
  }

  private RansDecoder(FrequencyTables tables, RansLanes lanes) {
    this.tables = tables;
    this.lookup = tables.lookup();
    this.lanes = lanes;
    Arrays.fill(kinds, (byte) NONE);
    for (int t = 0; t < tables.size(); t++) {
      kinds[t] = (byte) (tables.isSureZero(t) ? 0 : CODED);
    }
  }

  /**
   * Opens a stream of {@link RansEncoder#finishShort}, which {@link #finishShort} ends.
   *
   * @param tables as for the constructor
   * @param data as for the constructor
   * @param offset as for the constructor
   * @param length as for the constructor
   * @return the decoder
   * @throws LicFormatException as the constructor
   */
  public static RansDecoder ofShort(FrequencyTables tables, byte[] data, int offset, int length)
      throws LicFormatException {
    return new RansDecoder(tables, RansLanes.one(tables.lookup(), data, offset, length));
  }

  /**
   * Decodes a segment of symbols.
   *
   * @param tableIndex the table of each symbol, 0 to 255 as an unsigned byte
   * @param symbols receives the symbols; zeros where the table is sure zero
   * @param from index, in both arrays, of the first symbol to decode
   * @param count how many symbols to decode, possibly 0
   * @throws LicFormatException if the stream ends too early or holds a magnitude above 2^20
   * @throws IllegalArgumentException if there is no such table
   * @throws IndexOutOfBoundsException if an array is shorter than {@code from + count}
   */
  public void decode(byte[] tableIndex, int[] symbols, int from, int count)
      throws LicFormatException {
    Objects.checkFromIndexSize(from, count, tableIndex.length);
    Objects.checkFromIndexSize(from, count, symbols.length);
    Arrays.fill(symbols, from, from + count, 0);
    int waiting = 0;
    int chunk;
    for (int done = 0; done < count; done += chunk) {
      chunk = Math.min(CHUNK, count - done);
      waiting = collect(tableIndex, from + done, chunk, waiting);
      // All but the last chunk leave an incomplete group to the next one: a group starts at lane 0.
      int whole = done + chunk == count ? waiting : waiting - waiting % lanes.count();
      lanes.decode(symbols, places, buckets, 0, whole);
      waiting -= whole;
      System.arraycopy(places, whole, places, 0, waiting);
      System.arraycopy(buckets, whole, buckets, 0, waiting);
    }
  }

  /** Appends the coded symbols of a chunk to the waiting ones; returns how many wait then. */
  private int collect(byte[] tableIndex, int from, int count, int waiting) {
    final int logBuckets = lookup.logBuckets();
    int n = waiting;
    int seen = 0;
    for (int i = from; i < from + count; i++) {
      int table = tableIndex[i] & 0xFF;
      int kind = kinds[table];
      // Written always and counted if coded: a branch would be mispredicted too often.
      places[n] = i;
      buckets[n] = table << logBuckets;
      n += kind & CODED;
      seen |= kind;
    }
    if ((seen & NONE) != 0) {
      throw new IllegalArgumentException("a table index is not below " + tables.size());
    }
    return n;
  }

  /**
   * Checks that the stream is decoded to its end and leaves nothing over. Not a checksum: damage
   * that only changes symbols passes, if rarely.
   *
   * @throws LicFormatException if the stream holds more than was asked for, or is damaged
   */
  public void finish() throws LicFormatException {
    lanes.checkFinished();
  }

  /**
   * Ends a stream of {@link RansEncoder#finishShort}. The check says nothing of the symbols unless
   * the encoder made it of what comes of them.
   *
   * @return the encoder's check, 16 bits
   * @throws LicFormatException if the stream holds more than was asked for, or is damaged
   */
  public int finishShort() throws LicFormatException {
    return lanes.check();
  }
}
