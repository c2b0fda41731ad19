package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import io.licorice.cancel.Cancellation;
import java.util.Objects;
import java.util.Optional;

/**
 * Codes maps of a few levels that are mostly flat, such as masks: each cell by whether it goes on
 * with a neighbour's level, which the pattern of the levels around it foretells. See the format
 * specification, section "Quality map".
 *
 * <p>All in integers; the same map gives the same bytes on every machine. Safe for use by several
 * threads.
 */
public final class LevelMap {
  /** A map has no more levels. */
  public static final int MAX_LEVELS = 256;

  /** Patterns of four neighbours, and for each whether the two behind them go on. */
  private static final int FIRST_CONTEXTS = 60;

  private static final int PATTERNS = 15;
  private static final int SECOND = FIRST_CONTEXTS;
  private static final int SIGN = SECOND + PATTERNS;
  private static final int LENGTH = SIGN + 1;
  private static final int LENGTHS = 8;
  static final int CONTEXTS = LENGTH + LENGTHS;

  /** So many of the first contexts are there once more where the map before had the level. */
  static final int VARIED = SIGN;

  private static final int AS_BEFORE = CONTEXTS;

  /** And once more where it had another one. */
  private static final int UNLIKE_BEFORE = AS_BEFORE + VARIED;

  private final int width;
  private final int levels;
  private final Optional<int[]> before;
  private final int[] map;

  private LevelMap(int width, int levels, Optional<int[]> before, int[] map) {
    this.width = width;
    this.levels = levels;
    this.before = before;
    this.map = map;
  }

  /**
   * Codes a map.
   *
   * @param map levels row by row, each 0 to levels - 1
   * @param width cells in a row, at least 1
   * @param levels number of levels, 2 to 256
   * @return the stream
   * @throws IllegalArgumentException if a level is out of range or the sizes do not go together
   */
  public static byte[] encode(int[] map, int width, int levels) {
    return encode(map, width, levels, Optional.empty(), new AdaptiveBits(CONTEXTS));
  }

  /** The same with probabilities that something is known of, and after a map of the same cells. */
  static byte[] encode(
      int[] map, int width, int levels, Optional<int[]> before, AdaptiveBits bits) {
    StepEncoder steps = new StepEncoder();
    try {
      encode(map, width, levels, before, Answers.to(steps, bits));
    } catch (LicFormatException e) {
      throw new AssertionError(e); // only streams are malformed
    }
    return steps.finish();
  }

  static void encode(int[] map, int width, int levels, Optional<int[]> before, Answers answers)
      throws LicFormatException {
    check(map.length, width, levels);
    check(before, map.length);
    for (int level : map) {
      Objects.checkIndex(level, levels);
    }
    new LevelMap(width, levels, before, map).run(answers);
  }

  /**
   * Decodes a map.
   *
   * @param data holds the stream
   * @param offset where the stream begins
   * @param length its bytes
   * @param width cells in a row, at least 1
   * @param height rows, at least 1
   * @param levels number of levels, 2 to 256
   * @return levels row by row
   * @throws LicFormatException if the stream is malformed, with the offset in the array
   * @throws IllegalArgumentException if the sizes do not go together
   */
  public static int[] decode(byte[] data, int offset, int length, int width, int height, int levels)
      throws LicFormatException {
    Objects.checkFromIndexSize(offset, length, data.length);
    StepDecoder steps = new StepDecoder(data, offset, length);
    return decode(steps, width, height, levels, Optional.empty(), new AdaptiveBits(CONTEXTS));
  }

  /**
   * The same of all of a stream, with probabilities that something is known of, and after a map of
   * the same cells.
   */
  static int[] decode(
      StepDecoder steps,
      int width,
      int height,
      int levels,
      Optional<int[]> before,
      AdaptiveBits bits)
      throws LicFormatException {
    int[] map = new int[Math.multiplyExact(width, height)];
    check(map.length, width, levels);
    check(before, map.length);
    new LevelMap(width, levels, before, map).run(Answers.from(steps, bits));
    steps.finish();
    return map;
  }

  private static void check(int cells, int width, int levels) {
    if (width < 1 || cells < 1 || cells % width != 0 || levels < 2 || levels > MAX_LEVELS) {
      throw new IllegalArgumentException(
          "map of " + cells + " cells in rows of " + width + " with " + levels + " levels");
    }
  }

  private static void check(Optional<int[]> before, int cells) {
    if (before.isPresent() && before.get().length != cells) {
      throw new IllegalArgumentException(
          "map of " + cells + " cells after one of " + before.get().length);
    }
  }

  private void run(Answers answers) throws LicFormatException {
    for (int i = 0; i < map.length; i++) {
      if (i % width == 0) {
        Cancellation.check();
      }
      map[i] = cell(i, answers);
    }
  }

  /** The level of a cell, which is in the map already if it is being coded. */
  private int cell(int i, Answers answers) throws LicFormatException {
    int actual = map[i];
    int column = i % width;
    boolean top = i < width;
    int north = top ? column == 0 ? 0 : map[i - 1] : map[i - width];
    int west = column == 0 ? north : map[i - 1];
    int northWest = top || column == 0 ? north : map[i - width - 1];
    int northEast = top || column == width - 1 ? north : map[i - width + 1];
    int westWest = column < 2 ? west : map[i - 2];
    int northNorth = i < 2 * width ? north : map[i - 2 * width];

    int pattern = pattern(west, north, northWest, northEast);
    int behind = (westWest == west ? 2 : 0) + (northNorth == north ? 1 : 0);
    int first = northWest == west ? north : west;
    if (answers.code(context(4 * pattern + behind, i, first), actual == first)) {
      return first;
    }
    if (levels == 2) {
      return 1 - first;
    }
    int second = first == west ? north : west;
    if (second == first) {
      second = northWest == first ? northEast : northWest;
    }
    if (second != first && answers.code(context(SECOND + pattern, i, second), actual == second)) {
      return second;
    }
    return other(first, actual, answers);
  }

  /** The context of whether a cell has a level, by whether it had it before. */
  private int context(int unknowing, int cell, int level) {
    if (before.isEmpty()) {
      return unknowing;
    }
    return unknowing + (before.get()[cell] == level ? AS_BEFORE : UNLIKE_BEFORE);
  }

  /** Numbers the 15 ways in which four levels may be equal to each other. */
  static int pattern(int a, int b, int c, int d) {
    int ofC = c == a ? 0 : c == b ? 1 : 2;
    int ofD = d == a ? 0 : d == b ? 1 : d == c ? 2 : 3;
    if (b == a) {
      return ofC == 0 ? ofD == 0 ? 0 : 1 : 2 + (ofD == 0 ? 0 : ofD - 1);
    }
    return ofC == 2 ? 11 + ofD : 5 + 3 * ofC + Math.min(ofD, 2);
  }

  /** A level other than the expected one: the sign of the difference, then its magnitude. */
  private int other(int expected, int actual, Answers answers) throws LicFormatException {
    boolean up = expected == 0;
    if (!up && expected < levels - 1) {
      up = answers.code(SIGN, actual > expected);
    }
    int largest = up ? levels - 1 - expected : expected;
    int most = 31 - Integer.numberOfLeadingZeros(largest);
    int magnitude = Math.abs(actual - expected);
    int length = 31 - Integer.numberOfLeadingZeros(Math.max(1, magnitude));
    int n = 0;
    while (n < most && answers.code(LENGTH + n, length > n)) {
      n++;
    }
    int value = 1 << n;
    if (n > 0) {
      value |= answers.bits(magnitude & value - 1, n);
    }
    value = Math.min(value, largest);
    return up ? expected + value : expected - value;
  }
}
