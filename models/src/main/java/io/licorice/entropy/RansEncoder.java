package io.licorice.entropy;

import java.util.Arrays;
import java.util.Objects;

/**
 * Codes integers into a stream of bytes, each by one of a set of frequency tables.
 *
 * <p>Symbols are queued in segments with {@link #add} and coded by {@link #finish}, in the opposite
 * order, because a rANS coder is a stack. The decoder must ask for the same segments in the same
 * order. The same symbols give the same bytes on every machine.
 *
 * <p>Not thread safe. Holds 8 bytes per coded symbol until {@code finish}. Example:
 *
 * <pre>{@code
 * RansEncoder encoder = new RansEncoder(tables);
 * encoder.add(tableOfEach, symbols, 0, symbols.length);
 * byte[] stream = encoder.finish();
 * }</pre>
 */
public final class RansEncoder {
  /** More lanes than one decode faster, but not noticeably so for as few symbols as this. */
  private static final int ONE_LANE_SYMBOLS = 4096;

  /** Each lane after the first wastes two bytes: below this size three of them cost over 0.5 %. */
  private static final int ONE_LANE_BYTES = 1200;

  /** Four lanes hide most of the latency of a lane's steps; eight were measured 5 % slower. */
  private static final int LOG_LANES = 2;

  /** A queued raw bit: frequency 0, and the bit in place of the cumulative frequency's top bit. */
  private static final int RAW_BIT_SHIFT = 31;

  private static final long RAW_BIT_ENTRY = ((0xFFFF_FFFFL / Rans.HALF) << 32) | Rans.HALF;

  private final FrequencyTables tables;

  /** What is to be coded: entries as in {@link FrequencyTables}, signs applied, and raw bits. */
  private long[] operations = new long[1024];

  private int operationCount;

  /** Per segment: where its operations end, and how many symbols they code. */
  private int[] segments = new int[16];

  private int segmentCount;
  private int symbolCount;

  /**
   * Makes an encoder with nothing queued.
   *
   * @param tables what the table indices mean
   */
  public RansEncoder(FrequencyTables tables) {
    this.tables = tables;
  }

  /**
   * Queues a segment of symbols. If this throws, nothing of the segment is queued.
   *
   * @param tableIndex the table of each symbol, 0 to 255 as an unsigned byte; not kept
   * @param symbols the symbols, of magnitude 2^20 at most; not kept
   * @param from index, in both arrays, of the first symbol to code
   * @param count how many symbols to code, possibly 0
   * @throws IllegalArgumentException if there is no such table, if a symbol is not 0 though its
   *     table is sure zero, or if a magnitude is above 2^20
   * @throws IndexOutOfBoundsException if an array is shorter than {@code from + count}
   */
  public void add(byte[] tableIndex, int[] symbols, int from, int count) {
    Objects.checkFromIndexSize(from, count, tableIndex.length);
    Objects.checkFromIndexSize(from, count, symbols.length);
    long[] entries = tables.entries();
    int operation = operationCount;
    int coded = 0;
    for (int i = from; i < from + count; i++) {
      int table = tableIndex[i] & 0xFF;
      int symbol = symbols[i];
      if (table >= tables.size()) {
        throw new IllegalArgumentException("table " + table + " of " + tables.size());
      }
      int base = tables.base(table);
      int escape = tables.base(table + 1) - base - 1;
      int sign = symbol >> 31;
      int magnitude = (symbol ^ sign) - sign;
      if (operation >= operations.length - 2 * Rans.MAX_ESCAPE_ZEROS - 3) {
        operations = Arrays.copyOf(operations, Math.multiplyExact(operations.length, 2));
      }
      if (escape < 0) {
        if (symbol != 0) {
          throw new IllegalArgumentException("symbol " + symbol + " under a table of sure zeros");
        }
        continue;
      }
      coded++;
      if (Integer.compareUnsigned(magnitude, escape) < 0) {
        long entry = entries[base + magnitude];
        operations[operation++] = entry + ((entry & 0xFFFF & sign) << 16);
      } else {
        operations[operation++] = entries[base + escape];
        operation = queueRemainder(operation, symbol, escape);
      }
    }
    commit(operation, coded);
  }

  /** Queues an Exp-Golomb code of the magnitude less the escape's, then the sign. */
  private int queueRemainder(int from, int symbol, int escape) {
    if (symbol < -Rans.MAX_MAGNITUDE || symbol > Rans.MAX_MAGNITUDE) {
      throw new IllegalArgumentException("symbol " + symbol + " exceeds 2^20");
    }
    int operation = from;
    long value = 1L + Math.abs(symbol) - escape;
    int zeros = 63 - Long.numberOfLeadingZeros(value);
    for (int bit = 2 * zeros; bit >= 0; bit--) {
      operations[operation++] = ((value >>> bit) & 1) << RAW_BIT_SHIFT;
    }
    operations[operation++] = (long) (symbol >>> 31) << RAW_BIT_SHIFT;
    return operation;
  }

  private void commit(int operation, int coded) {
    if (coded == 0) {
      return;
    }
    if (segmentCount + 2 > segments.length) {
      segments = Arrays.copyOf(segments, 2 * segments.length);
    }
    segments[segmentCount++] = operation;
    segments[segmentCount++] = coded;
    operationCount = operation;
    symbolCount += coded;
  }

  /**
   * Codes what was queued. The encoder is then empty and may be used again.
   *
   * @return the stream, of 5 bytes at least
   */
  public byte[] finish() {
    byte[] stream = null;
    if (symbolCount > ONE_LANE_SYMBOLS) {
      stream = encode(LOG_LANES);
    }
    if (stream == null || stream.length < ONE_LANE_BYTES) {
      stream = encode(0);
    }
    clear();
    return stream;
  }

  /**
   * Codes what was queued in a single lane, without the byte that tells lanes and with a check of
   * the caller's where other streams end on a fixed state: the least that a stream can take. The
   * encoder is then empty and may be used again.
   *
   * @param check what {@link RansDecoder#finishShort} will give, 16 bits
   * @return the stream, of 4 bytes at least
   */
  public byte[] finishShort(int check) {
    byte[] stream = encode(0, Rans.LOWER_BOUND | check & Rans.SLOT_MASK);
    clear();
    return Arrays.copyOfRange(stream, 1, stream.length);
  }

  private void clear() {
    operationCount = 0;
    segmentCount = 0;
    symbolCount = 0;
  }

  /** Codes everything queued in 2^logLanes lanes, and leaves it queued. */
  byte[] encode(int logLanes) {
    return encode(logLanes, Rans.LOWER_BOUND);
  }

  private byte[] encode(int logLanes, int start) {
    long[] states = new long[1 << logLanes];
    Arrays.fill(states, start);
    int headerBytes = 1 + Rans.STATE_BYTES * states.length;
    // No operation emits more than one word. The stream grows towards the front.
    byte[] out = new byte[headerBytes + Rans.WORD_BYTES * (operationCount + 1)];
    int position = out.length;
    for (int s = segmentCount - 2; s >= 0; s -= 2) {
      int first = s == 0 ? 0 : segments[s - 2];
      position = encodeSegment(first, segments[s], segments[s + 1], states, out, position);
    }
    position -= headerBytes;
    out[position] = (byte) logLanes;
    for (int lane = 0; lane < states.length; lane++) {
      Rans.INT.set(out, position + 1 + Rans.STATE_BYTES * lane, (int) states[lane]);
    }
    return Arrays.copyOfRange(out, position, out.length);
  }

  private int encodeSegment(
      int start, int end, int coded, long[] states, byte[] out, int outPosition) {
    int lastLane = states.length - 1;
    int lane = (coded - 1) & lastLane;
    int position = outPosition;
    for (int i = end - 1; i >= start; i--) {
      long entry = operations[i];
      int raw = (entry & 0xFFFF) == 0 ? 1 : 0;
      entry += raw == 0 ? 0 : RAW_BIT_ENTRY;
      long frequency = entry & 0xFFFF;
      long state = states[lane];
      // Without a branch, which no predictor could guess: 1 if a word must be shifted out, else 0.
      int words = (int) (((frequency << 16) - 1 - state) >>> 63);
      Rans.SHORT.set(out, position - Rans.WORD_BYTES, (short) state);
      position -= words * Rans.WORD_BYTES;
      state >>>= words << 4;
      // The reciprocal is rounded down, so that the quotient is right or one too small.
      long quotient = (state * (entry >>> 32)) >>> 32;
      long remainder = state - quotient * frequency;
      long missing = (frequency - 1 - remainder) >>> 63;
      quotient += missing;
      remainder -= frequency & -missing;
      states[lane] = (quotient << 16) + ((entry >>> 16) & 0xFFFF) + remainder;
      // A symbol's raw bits are behind its escape in the queue, and share its lane.
      lane = (lane - 1 + raw) & lastLane;
    }
    return position;
  }
}
