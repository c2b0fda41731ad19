package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;

/**
 * Vectors of those blocks of a predicted frame that do not move as the flow says: beside an edge of
 * motion flow, which is smooth, is of neither side. See {@code models/doc/predicted-frames.md},
 * section "Vectors".
 *
 * <p>Blocks are numbered row by row. Vectors are in sixteenths of a pixel, to the right and down,
 * and whole multiples of {@value #UNIT} of them away from what is {@linkplain #expectedRight
 * expected} by the blocks before. All in integers. Used by one thread while vectors are added, then
 * by any number.
 */
public final class MotionVectors {
  /** Pixels along a block's edge. */
  public static final int BLOCK = 8;

  /** Vectors differ from what is expected by multiples of this, in sixteenths of a pixel. */
  public static final int UNIT = 4;

  /** No vector goes further in either direction, in sixteenths of a pixel. */
  public static final int LIMIT = 2047;

  /** Bits beside an Exp-Golomb code's, about what contexts save less what signs cost. */
  private static final double BITS_OF_COMPONENT = 1.2;

  private final int width;
  private final int[] meanRight;
  private final int[] meanDown;
  private final boolean[] given;
  private final int[] right;
  private final int[] down;

  /**
   * A frame without vectors.
   *
   * @param width blocks in a row, at least 1
   * @param meanRight of each block, how far flow leads to the right on average, -2047 to 2047; kept
   * @param meanDown likewise down; kept
   * @throws IllegalArgumentException if the sizes do not go together
   */
  public MotionVectors(int width, int[] meanRight, int[] meanDown) {
    if (width < 1 || meanRight.length % width != 0 || meanRight.length != meanDown.length) {
      throw new IllegalArgumentException(
          meanRight.length + " and " + meanDown.length + " blocks in rows of " + width);
    }
    this.width = width;
    this.meanRight = meanRight;
    this.meanDown = meanDown;
    this.given = new boolean[meanRight.length];
    this.right = new int[meanRight.length];
    this.down = new int[meanRight.length];
  }

  /**
   * Reads vectors.
   *
   * @param bytes what {@link #toBytes} gave
   * @param width blocks in a row, at least 1
   * @param meanRight as for the constructor
   * @param meanDown as for the constructor
   * @param before what the frames before have shown
   * @return the vectors
   * @throws LicFormatException if the bytes are malformed, with the offset in them
   * @throws IllegalArgumentException if the sizes do not go together
   */
  public static MotionVectors parse(
      byte[] bytes, int width, int[] meanRight, int[] meanDown, MotionMemory before)
      throws LicFormatException {
    MotionVectors vectors = new MotionVectors(width, meanRight, meanDown);
    VectorCoder.decode(bytes, vectors, before);
    return vectors;
  }

  /**
   * Codes the vectors.
   *
   * @param before what the frames before have shown
   * @return bytes, the same ones on every machine
   */
  public byte[] toBytes(MotionMemory before) {
    return VectorCoder.encode(this, before);
  }

  /**
   * The number of blocks in a row.
   *
   * @return at least 1
   */
  public int width() {
    return width;
  }

  /**
   * The number of blocks.
   *
   * @return a multiple of {@link #width}
   */
  public int blocks() {
    return given.length;
  }

  /**
   * Gives a block a vector. Blocks behind it must not have any yet, since theirs depend on it.
   *
   * @param block its number
   * @param toRight sixteenths of a pixel
   * @param toBottom sixteenths of a pixel
   * @throws IllegalArgumentException if it is out of range or no multiple of the unit away from
   *     what is expected
   */
  public void give(int block, int toRight, int toBottom) {
    boolean reachable =
        (toRight - expectedRight(block)) % UNIT == 0
            && (toBottom - expectedDown(block)) % UNIT == 0;
    if (!reachable || Math.max(Math.abs(toRight), Math.abs(toBottom)) > LIMIT) {
      throw new IllegalArgumentException(
          "vector " + toRight + ", " + toBottom + " of block " + block + " cannot be coded");
    }
    set(block, toRight, toBottom);
  }

  void set(int block, int toRight, int toBottom) {
    given[block] = true;
    right[block] = toRight;
    down[block] = toBottom;
  }

  /**
   * Whether a block has a vector.
   *
   * @param block its number
   * @return false if its pixels move as the flow says
   */
  public boolean isGiven(int block) {
    return given[block];
  }

  /**
   * Whether any block has a vector.
   *
   * @return false if there is nothing to be coded
   */
  public boolean isAnyGiven() {
    for (boolean one : given) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /**
   * How far flow leads a block to the right on average.
   *
   * @param block its number
   * @return sixteenths of a pixel
   */
  public int meanRight(int block) {
    return meanRight[block];
  }

  /**
   * How far flow leads a block down on average.
   *
   * @param block its number
   * @return sixteenths of a pixel
   */
  public int meanDown(int block) {
    return meanDown[block];
  }

  /**
   * How far a block that has a vector moves to the right.
   *
   * @param block its number
   * @return sixteenths of a pixel
   */
  public int right(int block) {
    return right[block];
  }

  /**
   * How far a block that has a vector moves down.
   *
   * @param block its number
   * @return sixteenths of a pixel
   */
  public int down(int block) {
    return down[block];
  }

  /**
   * What is expected of a block's vector by the flow and the vectors to its left, above it, and
   * above it to the right.
   *
   * @param block its number
   * @return sixteenths of a pixel to the right
   */
  public int expectedRight(int block) {
    return expected(block, right, meanRight[block]);
  }

  /**
   * Likewise of the other direction.
   *
   * @param block its number
   * @return sixteenths of a pixel down
   */
  public int expectedDown(int block) {
    return expected(block, down, meanDown[block]);
  }

  private int expected(int block, int[] of, int mean) {
    int left = left(block, of, mean);
    int above = above(block, of, mean);
    int beside = isGivenBeside(block) ? of[block - width + 1] : mean;
    int low = Math.min(left, above);
    int high = Math.max(left, above);
    return Math.max(low, Math.min(high, beside));
  }

  boolean isGivenLeft(int block) {
    return block % width > 0 && given[block - 1];
  }

  boolean isGivenAbove(int block) {
    return block >= width && given[block - width];
  }

  /** Above to the right. */
  boolean isGivenBeside(int block) {
    return block >= width && block % width < width - 1 && given[block - width + 1];
  }

  /** Above to the left. */
  boolean isGivenBehind(int block) {
    return block >= width && block % width > 0 && given[block - width - 1];
  }

  /**
   * How many of the blocks to the left, above, and above to the right have vectors.
   *
   * @param block its number
   * @return 0 to 3
   */
  public int givenAround(int block) {
    return neighboursGiven(block).length;
  }

  /**
   * Those of the blocks to the left, above, and above to the right that have vectors.
   *
   * @param block its number
   * @return their numbers
   */
  public int[] neighboursGiven(int block) {
    int[] found = new int[3];
    int count = 0;
    if (isGivenLeft(block)) {
      found[count++] = block - 1;
    }
    if (isGivenAbove(block)) {
      found[count++] = block - width;
    }
    if (isGivenBeside(block)) {
      found[count++] = block - width + 1;
    }
    return Arrays.copyOf(found, count);
  }

  /** How much the motion to the left of a block differs from that above it. */
  int spread(int block) {
    return spread(block, right, meanRight[block]) + spread(block, down, meanDown[block]);
  }

  private int spread(int block, int[] of, int mean) {
    return Math.abs(left(block, of, mean) - above(block, of, mean));
  }

  private int left(int block, int[] of, int mean) {
    return isGivenLeft(block) ? of[block - 1] : mean;
  }

  private int above(int block, int[] of, int mean) {
    return isGivenAbove(block) ? of[block - width] : mean;
  }

  /**
   * About what a vector costs, for an encoder that weighs many of them.
   *
   * @param toRight by how many units it differs from what is expected
   * @param toBottom likewise
   * @return bits, without those that tell that there is a vector
   */
  public static double bits(int toRight, int toBottom) {
    return bits(toRight) + bits(toBottom);
  }

  private static double bits(int units) {
    return 2 * Logs.log2(1 + Math.abs(units)) + BITS_OF_COMPONENT;
  }
}
