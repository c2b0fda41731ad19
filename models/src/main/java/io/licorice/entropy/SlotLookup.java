package io.licorice.entropy;

/**
 * Finds the symbol that owns a slot, for all tables at once.
 *
 * <p>An answer is packed into a long: bits 0-15 the frequency, 16-31 the first slot, 32-47 the
 * magnitude; the sign bit is set on what the fast path cannot use. Within a table the slots belong
 * to magnitude 0, then to +1, -1, +2, -2 and so on, and the last ones to the escape. Since +k and
 * -k are equally frequent they share one answer, and the slot's place in it tells the sign.
 */
final class SlotLookup {
  /** Marks an escape, and a bucket of several magnitudes. */
  private static final long SLOW = Long.MIN_VALUE;

  /** 2^16 longs are 512 KB: half of a common second-level cache. */
  private static final int LOG_BUCKETS_OF_ALL = 16;

  /** With 10 bits 64 wide tables were measured 12 % faster than with 9; narrow ones alike. */
  private static final int MAX_LOG_BUCKETS = 10;

  /** The answer for each bucket of slots; for a mixed bucket that of its first magnitude. */
  private final long[] buckets;

  private final int logBuckets;

  /** Table t owns base[t] until base[t + 1] in the two arrays below. */
  private final int[] base;

  private final long[] answers;
  private final int[] ends;

  SlotLookup(int[][] halves) {
    int logTables = 32 - Integer.numberOfLeadingZeros(halves.length - 1);
    logBuckets = Math.min(MAX_LOG_BUCKETS, LOG_BUCKETS_OF_ALL - logTables);
    buckets = new long[halves.length << logBuckets];
    base = new int[halves.length + 1];
    for (int t = 0; t < halves.length; t++) {
      base[t + 1] = base[t] + halves[t].length;
    }
    answers = new long[base[halves.length]];
    ends = new int[base[halves.length]];
    for (int t = 0; t < halves.length; t++) {
      if (halves[t].length > 0) {
        fillAnswers(halves[t], base[t]);
        fillBuckets(t);
      }
    }
  }

  private void fillAnswers(int[] half, int from) {
    int start = 0;
    for (int k = 0; k < half.length; k++) {
      boolean escape = k == half.length - 1;
      answers[from + k] = (escape ? SLOW : 0) | (long) k << 32 | (long) start << 16 | half[k];
      start += k == 0 || escape ? half[k] : 2 * half[k];
      ends[from + k] = start;
    }
  }

  private void fillBuckets(int table) {
    int i = base[table];
    int width = 1 << shift();
    for (int b = 0; b < 1 << logBuckets; b++) {
      int first = b * width;
      while (ends[i] <= first) {
        i++;
      }
      boolean mixed = ends[i] < first + width;
      buckets[(table << logBuckets) + b] = answers[i] | (mixed ? SLOW : 0);
    }
  }

  /** How many low bits of a slot do not take part in the choice of its bucket. */
  int shift() {
    return Rans.PRECISION - logBuckets;
  }

  /** Table t has the 2^logBuckets buckets from t << logBuckets on. */
  int logBuckets() {
    return logBuckets;
  }

  /** Not to be written to; see the field. */
  long[] buckets() {
    return buckets;
  }

  static int frequency(long answer) {
    return (int) answer & 0xFFFF;
  }

  static int start(long answer) {
    return (int) answer >>> 16;
  }

  /** Returns an answer's magnitude; the sign bit must be clear. */
  static int magnitude(long answer) {
    return (int) (answer >>> 32);
  }

  /** Returns the answer for one slot, negative only if the slot belongs to the escape. */
  long resolve(int bucketsOfTable, int slot) {
    int table = bucketsOfTable >>> logBuckets;
    int i = base[table] + (int) ((buckets[bucketsOfTable + (slot >>> shift())] >>> 32) & 0xFFFF);
    while (ends[i] <= slot) {
      i++;
    }
    return answers[i];
  }
}
