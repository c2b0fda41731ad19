package io.licorice.entropy;

import java.util.SplittableRandom;

/** Tables and symbols like those of a learned codec, and wild ones, for tests and benchmark. */
final class EntropySamples {
  static final int SCALES = 64;

  private static final double SMALLEST_SCALE = 0.1;
  private static final double LARGEST_SCALE = 256;
  private static final int LARGEST_MAGNITUDE = 1023;
  private static final double SURE = 1 - 1.0 / 2048;
  private static final int TOTAL = 65536;

  private static final int CHANNELS = 192;
  private static final int SIDE = 48;

  private EntropySamples() {}

  /** How the tables of a sample vary from symbol to symbol. */
  enum Kind {
    /** A photo's latents: channels of falling energy, busy and quiet places, small variations. */
    LATENTS(0),
    /** The same at a low rate. */
    COARSE_LATENTS(-10),
    /** The same at a high quality. */
    FINE_LATENTS(10),
    /** Every table equally often, in no order: the worst for caches and branch predictors. */
    UNIFORM(0);

    private final int scaleSteps;

    Kind(int scaleSteps) {
      this.scaleSteps = scaleSteps;
    }
  }

  /** Which table each symbol has, and the symbols themselves. */
  static final class Sample {
    private final byte[] tables;
    private final int[] symbols;

    Sample(byte[] tables, int[] symbols) {
      this.tables = tables;
      this.symbols = symbols;
    }

    byte[] tables() {
      return tables;
    }

    int[] symbols() {
      return symbols;
    }

    int size() {
      return symbols.length;
    }

    double bits(FrequencyTables of) {
      double bits = 0;
      for (int i = 0; i < symbols.length; i++) {
        bits += of.bits(tables[i] & 0xFF, symbols[i]);
      }
      return bits;
    }

    int coded(FrequencyTables of) {
      int coded = 0;
      for (byte table : tables) {
        coded += of.isSureZero(table & 0xFF) ? 0 : 1;
      }
      return coded;
    }
  }

  /** Mostly logistic, partly Laplace, of scales on a logarithmic grid; the first is sure zero. */
  static int[][] scaleTables() {
    int[][] halves = new int[SCALES][];
    for (int t = 0; t < SCALES; t++) {
      double ratio = Math.pow(LARGEST_SCALE / SMALLEST_SCALE, t / (SCALES - 1.0));
      halves[t] = scaleTable(SMALLEST_SCALE * ratio);
    }
    return halves;
  }

  private static int[] scaleTable(double scale) {
    if (2 * cumulative(0.5, scale) - 1 > SURE) {
      return new int[0];
    }
    int largest = 0;
    while (largest < LARGEST_MAGNITUDE && TOTAL * probability(largest + 1, scale) >= 1) {
      largest++;
    }
    int[] half = new int[largest + 2];
    int rest = TOTAL;
    double carry = 0;
    for (int k = 1; k <= largest; k++) {
      // What rounding took from one magnitude goes to the next, not all of it to zero.
      double exact = TOTAL * probability(k, scale) + carry;
      half[k] = (int) Math.max(1, Math.round(exact));
      carry = exact - half[k];
      rest -= 2 * half[k];
    }
    double tail = 2 * (1 - cumulative(largest + 0.5, scale));
    half[largest + 1] = (int) Math.max(1, Math.round(TOTAL * tail));
    half[0] = rest - half[largest + 1];
    return half;
  }

  private static double probability(int k, double scale) {
    return cumulative(k + 0.5, scale) - cumulative(k - 0.5, scale);
  }

  /** The distribution function for x above 0, of a standard deviation near the scale. */
  private static double cumulative(double x, double scale) {
    double logistic = 1 / (1 + Math.exp(-x * 1.814 / scale));
    double laplace = 1 - 0.5 * Math.exp(-x * 1.414 / scale);
    return 0.8 * logistic + 0.2 * laplace;
  }

  /** A sample of the tables of {@link #scaleTables()}. */
  static Sample sample(int[][] halves, Kind kind, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] tables = new byte[count];
    int[] symbols = new int[count];
    for (int i = 0; i < count; i++) {
      int table = kind == Kind.UNIFORM ? random.nextInt(SCALES) : latent(i, kind, random);
      tables[i] = (byte) table;
      symbols[i] = draw(halves[table], random);
    }
    return new Sample(tables, symbols);
  }

  private static int latent(int i, Kind kind, SplittableRandom random) {
    int channel = i / (SIDE * SIDE) % CHANNELS;
    int x = i % SIDE;
    int y = i / SIDE % SIDE;
    double energy = 46 * Math.exp(-channel / 60.0) - 4 + kind.scaleSteps;
    double place = 7 * Math.sin(x * 0.31) * Math.cos(y * 0.23);
    double noise = 8 * (random.nextDouble() + random.nextDouble() - 1);
    return (int) Math.max(0, Math.min(SCALES - 1, Math.round(energy + place + noise)));
  }

  /** Draws from the distribution that the table states; a tail's remainder falls off by halves. */
  static int draw(int[] half, SplittableRandom random) {
    if (half.length == 0) {
      return 0;
    }
    int slot = random.nextInt(TOTAL);
    if (slot < half[0]) {
      return 0;
    }
    slot -= half[0];
    int k = 1;
    while (k < half.length - 1 && slot >= 2 * half[k]) {
      slot -= 2 * half[k++];
    }
    if (k == half.length - 1) {
      while (random.nextBoolean()) {
        k++;
      }
      return random.nextBoolean() ? k : -k;
    }
    return slot < half[k] ? k : -k;
  }

  /** Tables of every shape that is allowed, among them sure zeros. */
  static int[][] wildTables(int size, SplittableRandom random) {
    int[][] halves = new int[size][];
    for (int t = 0; t < size; t++) {
      halves[t] = random.nextInt(6) == 0 ? new int[0] : wildTable(random);
    }
    return halves;
  }

  private static int[] wildTable(SplittableRandom random) {
    int largest = (32767 >>> random.nextInt(16)) - random.nextInt(2);
    int[] half = new int[Math.max(0, largest - 1) + 2];
    int last = half.length - 1;
    int rest = TOTAL - 2 - 2 * (last - 1);
    for (int k = last; k > 0; k--) {
      int weight = k == last ? 1 : 2;
      // Most often a small share, now and then nearly all that is left.
      int share = random.nextInt(1 + (rest / weight >>> random.nextInt(12)));
      half[k] = 1 + share;
      rest -= weight * share;
    }
    half[0] = 1 + rest;
    return half;
  }

  /** Symbols in and out of the range of wild tables, up to the largest that can be coded. */
  static Sample wildSample(int[][] halves, int count, SplittableRandom random) {
    byte[] tables = new byte[count];
    int[] symbols = new int[count];
    for (int i = 0; i < count; i++) {
      int table = random.nextInt(halves.length);
      tables[i] = (byte) table;
      if (halves[table].length > 0) {
        int limit = 1 << random.nextInt(21);
        boolean any = random.nextInt(4) == 0;
        symbols[i] = any ? random.nextInt(-limit, limit + 1) : draw(halves[table], random);
      }
    }
    return new Sample(tables, symbols);
  }
}
