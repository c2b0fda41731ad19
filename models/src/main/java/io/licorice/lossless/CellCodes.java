package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;

/**
 * Codes the integers of a generative codec, each -2 to 2: cell by cell, channel by channel, by a
 * few answers whose probabilities begin as a pack says and are learnt from then on. See the format
 * specification, section "Codes".
 *
 * <p>All in integers; the same codes give the same bytes on every machine. Safe for use by several
 * threads.
 */
public final class CellCodes {
  /** The largest magnitude. */
  public static final int LARGEST = 2;

  /** What stands for a neighbour that has no integer of this channel. */
  private static final int NONE = 2 * LARGEST + 1;

  /** Kinds of neighbours. */
  private static final int KINDS = NONE + 1;

  /** Questions: whether 0, whether positive, whether 2 of a positive and of a negative one. */
  private static final int ANSWERS = 4;

  private static final int ZERO = 0;
  private static final int POSITIVE = 1;
  private static final int TWO = 2;
  private static final int MINUS_TWO = 3;

  private final int width;
  private final int[] channels;
  private final int[] codes;

  private CellCodes(int width, int[] channels, int[] codes) {
    this.width = width;
    this.channels = channels;
    this.codes = codes;
  }

  /**
   * The number of probabilities that codes of some channels have.
   *
   * @param channels the most integers that a cell may have
   * @return one for each channel, kind of left and of upper neighbour, and question, in this order
   */
  public static int contexts(int channels) {
    return channels * KINDS * KINDS * ANSWERS;
  }

  /**
   * Codes the integers of a block of cells.
   *
   * @param codes the integers, channel by channel, each row by row; those of further channels than
   *     a cell has do not count
   * @param channels how many integers each cell has, row by row
   * @param width cells in a row
   * @param start what is known of the probabilities
   * @return the stream
   * @throws IllegalArgumentException if an integer is out of range
   */
  public static byte[] encode(int[] codes, int[] channels, int width, StartingBits start) {
    StepEncoder steps = new StepEncoder();
    Answers answers = Answers.to(steps, new AdaptiveBits(start));
    for (int code : codes) {
      if (code < -LARGEST || code > LARGEST) {
        throw new IllegalArgumentException("code -2 to 2 expected, found " + code);
      }
    }
    try {
      new CellCodes(width, channels, codes.clone()).run(answers);
    } catch (LicFormatException e) {
      throw new AssertionError(e); // only streams are malformed
    }
    return steps.finish();
  }

  /**
   * Decodes the integers of a block of cells.
   *
   * @param data holds the stream, from an offset to its end
   * @param offset where the stream begins
   * @param most the most integers that a cell may have
   * @param channels how many each cell has, row by row
   * @param width cells in a row
   * @param start what is known of the probabilities
   * @return the integers, channel by channel, each row by row, 0 where a cell has none
   * @throws LicFormatException if the stream is malformed, with the offset in the array
   */
  public static int[] decode(
      byte[] data, int offset, int most, int[] channels, int width, StartingBits start)
      throws LicFormatException {
    StepDecoder steps = new StepDecoder(data, offset, data.length - offset);
    int[] codes = new int[most * channels.length];
    new CellCodes(width, channels, codes).run(Answers.from(steps, new AdaptiveBits(start)));
    steps.finish();
    return codes;
  }

  /**
   * Tells what the integers of each cell cost.
   *
   * @param codes the integers as {@link #decode} gives them
   * @param channels how many each cell has, row by row
   * @param width cells in a row
   * @param start what is known of the probabilities
   * @return bits of each cell, row by row; together those of the stream but for a few bytes
   */
  public static float[] bits(int[] codes, int[] channels, int width, StartingBits start) {
    AnswerBits answers = new AnswerBits(new AdaptiveBits(start));
    CellCodes cells = new CellCodes(width, channels, codes.clone());
    float[] bits = new float[channels.length];
    try {
      for (int cell = 0; cell < bits.length; cell++) {
        double before = answers.count();
        cells.cell(cell, answers);
        bits[cell] = (float) (answers.count() - before);
      }
    } catch (LicFormatException e) {
      throw new AssertionError(e); // only streams are malformed
    }
    return bits;
  }

  private void run(Answers answers) throws LicFormatException {
    for (int cell = 0; cell < channels.length; cell++) {
      cell(cell, answers);
    }
  }

  private void cell(int cell, Answers answers) throws LicFormatException {
    for (int c = 0; c < channels[cell]; c++) {
      int west = cell % width == 0 ? NONE : kind(cell - 1, c);
      int north = cell < width ? NONE : kind(cell - width, c);
      int context = ((c * KINDS + west) * KINDS + north) * ANSWERS;
      int i = c * channels.length + cell;
      codes[i] = code(context, codes[i], answers);
    }
  }

  private int kind(int cell, int channel) {
    return channel < channels[cell] ? codes[channel * channels.length + cell] + LARGEST : NONE;
  }

  private static int code(int context, int code, Answers answers) throws LicFormatException {
    if (answers.code(context + ZERO, code == 0)) {
      return 0;
    }
    if (answers.code(context + POSITIVE, code > 0)) {
      return answers.code(context + TWO, code == LARGEST) ? 2 : 1;
    }
    return answers.code(context + MINUS_TWO, code == -LARGEST) ? -2 : -1;
  }
}
