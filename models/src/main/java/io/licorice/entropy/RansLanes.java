package io.licorice.entropy;

import io.licorice.bitstream.LicFormatException;
import java.util.Objects;

/** The decoder's lanes: their states, and the words that they share. */
final class RansLanes {
  private final SlotLookup lookup;
  private final byte[] data;
  private final int end;
  private final int[] states;

  /** Where the next word is in {@link #data}. */
  private int position;

  private RansLanes(SlotLookup lookup, byte[] data, int offset, int end, int logLanes)
      throws LicFormatException {
    this.lookup = lookup;
    this.data = data;
    this.end = end;
    states = new int[1 << logLanes];
    position = offset;
    int words = end - position - Rans.STATE_BYTES * states.length;
    if (words < 0 || words % Rans.WORD_BYTES != 0) {
      throw new LicFormatException(end, "stream of coded symbols has an impossible length");
    }
    for (int lane = 0; lane < states.length; lane++) {
      states[lane] = (int) Rans.INT.get(data, position);
      if (states[lane] >>> 16 == 0) {
        throw new LicFormatException(position, "impossible state of the entropy coder");
      }
      position += Rans.STATE_BYTES;
    }
  }

  /** The lanes of a stream whose first byte tells how many there are. */
  static RansLanes told(SlotLookup lookup, byte[] data, int offset, int length)
      throws LicFormatException {
    Objects.checkFromIndexSize(offset, length, data.length);
    if (length == 0) {
      throw new LicFormatException(offset, "stream of coded symbols is empty");
    }
    int logLanes = data[offset];
    if (logLanes < 0 || logLanes > Rans.MAX_LOG_LANES) {
      throw new LicFormatException(offset, "stream of coded symbols uses reserved bits");
    }
    return new RansLanes(lookup, data, offset + 1, offset + length, logLanes);
  }

  /** The lane of a stream that has a single one and does not tell. */
  static RansLanes one(SlotLookup lookup, byte[] data, int offset, int length)
      throws LicFormatException {
    Objects.checkFromIndexSize(offset, length, data.length);
    return new RansLanes(lookup, data, offset, offset + length, 0);
  }

  int count() {
    return states.length;
  }

  /**
   * Decodes symbols, the first by lane 0.
   *
   * @param symbols receives the symbols
   * @param places where each goes in {@code symbols}
   * @param buckets which buckets of the lookup each table has
   * @param from the first symbol's index in {@code places} and {@code buckets}
   * @param to the index after that of the last symbol
   */
  void decode(int[] symbols, int[] places, int[] buckets, int from, int to)
      throws LicFormatException {
    int i = from;
    while (to - i >= states.length) {
      if (states.length == 4) {
        i = decodeFours(symbols, places, buckets, i, to);
      }
      // What the fast loop leaves: an escape, the end of the input, another number of lanes.
      int groupEnd = Math.min(to, i + states.length);
      decodeGroup(symbols, places, buckets, i, groupEnd);
      i = groupEnd;
    }
    decodeGroup(symbols, places, buckets, i, to);
  }

  /** Decodes at most one symbol per lane. */
  private void decodeGroup(int[] symbols, int[] places, int[] buckets, int from, int to)
      throws LicFormatException {
    for (int i = from; i < to; i++) {
      symbols[places[i]] = decodeSymbol(i - from, buckets[i]);
    }
  }

  /**
   * Decodes whole groups of four lanes until one holds an escape or may need more words than are
   * left, and returns the index of the first symbol not decoded.
   */
  private int decodeFours(int[] symbols, int[] places, int[] buckets, int from, int to) {
    final byte[] words = data;
    final long[] answers = lookup.buckets();
    final int shift = lookup.shift();
    final int lastPosition = end - 4 * Rans.WORD_BYTES;
    int p = position;
    int x0 = states[0];
    int x1 = states[1];
    int x2 = states[2];
    int x3 = states[3];
    int i = from;
    for (; i <= to - 4 && p <= lastPosition; i += 4) {
      long a0 = answers[buckets[i] + (slot(x0) >>> shift)];
      long a1 = answers[buckets[i + 1] + (slot(x1) >>> shift)];
      long a2 = answers[buckets[i + 2] + (slot(x2) >>> shift)];
      long a3 = answers[buckets[i + 3] + (slot(x3) >>> shift)];
      if ((a0 | a1 | a2 | a3) < 0) {
        a0 = a0 < 0 ? lookup.resolve(buckets[i], slot(x0)) : a0;
        a1 = a1 < 0 ? lookup.resolve(buckets[i + 1], slot(x1)) : a1;
        a2 = a2 < 0 ? lookup.resolve(buckets[i + 2], slot(x2)) : a2;
        a3 = a3 < 0 ? lookup.resolve(buckets[i + 3], slot(x3)) : a3;
        if ((a0 | a1 | a2 | a3) < 0) {
          break;
        }
      }
      symbols[places[i]] = symbol(a0, x0);
      x0 = next(a0, x0);
      int missing = missing(x0);
      x0 = refill(x0, missing, words, p);
      p += missing * Rans.WORD_BYTES;

      symbols[places[i + 1]] = symbol(a1, x1);
      x1 = next(a1, x1);
      missing = missing(x1);
      x1 = refill(x1, missing, words, p);
      p += missing * Rans.WORD_BYTES;

      symbols[places[i + 2]] = symbol(a2, x2);
      x2 = next(a2, x2);
      missing = missing(x2);
      x2 = refill(x2, missing, words, p);
      p += missing * Rans.WORD_BYTES;

      symbols[places[i + 3]] = symbol(a3, x3);
      x3 = next(a3, x3);
      missing = missing(x3);
      x3 = refill(x3, missing, words, p);
      p += missing * Rans.WORD_BYTES;
    }
    states[0] = x0;
    states[1] = x1;
    states[2] = x2;
    states[3] = x3;
    position = p;
    return i;
  }

  private int decodeSymbol(int lane, int bucketsOfTable) throws LicFormatException {
    int state = states[lane];
    long answer = lookup.resolve(bucketsOfTable, slot(state));
    if (answer < 0) {
      int inside = slot(state) - SlotLookup.start(answer);
      advance(lane, SlotLookup.frequency(answer) * (state >>> 16) + inside);
      return decodeRemainder(lane, SlotLookup.magnitude(answer & Long.MAX_VALUE));
    }
    advance(lane, next(answer, state));
    return symbol(answer, state);
  }

  /** Decodes the Exp-Golomb code and the sign that follow an escape. */
  private int decodeRemainder(int lane, int smallest) throws LicFormatException {
    int zeros = 0;
    while (decodeRawBit(lane) == 0) {
      zeros++;
      if (zeros > Rans.MAX_ESCAPE_ZEROS) {
        throw new LicFormatException(position, "coded symbol exceeds 2^20");
      }
    }
    int value = 1;
    for (int i = 0; i < zeros; i++) {
      value = (value << 1) | decodeRawBit(lane);
    }
    int magnitude = smallest + value - 1;
    if (magnitude > Rans.MAX_MAGNITUDE) {
      throw new LicFormatException(position, "coded symbol exceeds 2^20");
    }
    return decodeRawBit(lane) == 0 ? magnitude : -magnitude;
  }

  private int decodeRawBit(int lane) throws LicFormatException {
    int state = states[lane];
    advance(lane, (state >>> 16) * Rans.HALF + (state & (Rans.HALF - 1)));
    return (state >>> 15) & 1;
  }

  private void advance(int lane, int state) throws LicFormatException {
    int missing = missing(state);
    if (missing == 0) {
      states[lane] = state;
      return;
    }
    if (end - position < Rans.WORD_BYTES) {
      throw new LicFormatException(position, "stream of coded symbols ends too early");
    }
    states[lane] = refill(state, missing, data, position);
    position += Rans.WORD_BYTES;
  }

  private static int slot(int state) {
    return state & Rans.SLOT_MASK;
  }

  /** Returns -1 if the state's slot is in the second half of an answer, its negative, else 0. */
  private static int sign(long answer, int state) {
    int inside = slot(state) - SlotLookup.start(answer);
    return (SlotLookup.frequency(answer) - 1 - inside) >> 31;
  }

  private static int symbol(long answer, int state) {
    int sign = sign(answer, state);
    return (SlotLookup.magnitude(answer) ^ sign) - sign;
  }

  /** Returns the state once the symbol is taken out of it, before a word is shifted in. */
  private static int next(long answer, int state) {
    int frequency = SlotLookup.frequency(answer);
    int inside = slot(state) - SlotLookup.start(answer) - (frequency & sign(answer, state));
    return frequency * (state >>> 16) + inside;
  }

  /** Returns how many words must be shifted in, 0 or 1, without a branch. */
  private static int missing(int state) {
    return ((state >>> 16) - 1) >>> 31;
  }

  private static int refill(int state, int missing, byte[] words, int position) {
    int word = (short) Rans.SHORT.get(words, position) & 0xFFFF;
    return (state << (missing << 4)) | (word & -missing);
  }

  /** Checks that all words are used and every lane is back where the encoder began. */
  void checkFinished() throws LicFormatException {
    checkEnd();
    for (int state : states) {
      if (state != Rans.LOWER_BOUND) {
        throw damaged();
      }
    }
  }

  /** What the encoder began with in the only lane, above the smallest state. */
  int check() throws LicFormatException {
    checkEnd();
    int check = states[0] - Rans.LOWER_BOUND;
    if (check < 0 || check > Rans.SLOT_MASK) {
      throw damaged();
    }
    return check;
  }

  private void checkEnd() throws LicFormatException {
    if (position != end) {
      throw new LicFormatException(position, "bytes left in the stream of coded symbols");
    }
  }

  private LicFormatException damaged() {
    return new LicFormatException(position, "stream of coded symbols is damaged");
  }
}
