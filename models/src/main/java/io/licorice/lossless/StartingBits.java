package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is known of probabilities of yes before the first answer, from a pack's file: for each
 * context the probability, and how many answers it is worth. See the format specification, section
 * "Codes". Immutable.
 */
public final class StartingBits {
  private static final int ENTRY_BYTES = 3;

  private final int[] probability;
  private final int[] seen;

  private StartingBits(int[] probability, int[] seen) {
    this.probability = probability;
    this.seen = seen;
  }

  /**
   * Reads a file.
   *
   * @param file for each context the probability in 1/65536, two bytes, and the number of answers
   *     that it is worth, one byte
   * @param contexts how many contexts there are
   * @return what it says
   * @throws LicFormatException if its length is another, or a probability is 0
   */
  public static StartingBits parse(byte[] file, int contexts) throws LicFormatException {
    if (file.length != ENTRY_BYTES * contexts) {
      throw new LicFormatException(
          -1, ENTRY_BYTES * contexts + " bytes of probabilities expected, found " + file.length);
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    int[] probability = new int[contexts];
    int[] seen = new int[contexts];
    for (int i = 0; i < contexts; i++) {
      int units = in.getShort() & 0xFFFF;
      if (units == 0) {
        throw new LicFormatException(-1, "probability " + i + " is 0");
      }
      probability[i] = units << AdaptiveBits.PRECISION - Short.SIZE;
      seen[i] = in.get() & 0xFF;
    }
    return new StartingBits(probability, seen);
  }

  /**
   * The same, and behind it the first contexts once more.
   *
   * @param contexts how many of the first ones
   * @param times how many times
   * @param worth how many answers they are worth there at most
   */
  StartingBits withVariants(int contexts, int times, int worth) {
    int size = probability.length;
    int[] longer = Arrays.copyOf(probability, size + times * contexts);
    int[] known = Arrays.copyOf(seen, longer.length);
    for (int i = size; i < longer.length; i++) {
      longer[i] = probability[(i - size) % contexts];
      known[i] = Math.min(worth, seen[(i - size) % contexts]);
    }
    return new StartingBits(longer, known);
  }

  int[] probability() {
    return probability.clone();
  }

  int[] seen() {
    return seen.clone();
  }
}
