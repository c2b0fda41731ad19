package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.HexFormat;
import java.util.Optional;

/** Counts the answers in each context, for what coders begin with. */
public final class AnswerCounts {
  /** What neither answer is ever less likely than. */
  private static final double PRIOR = 0.4;

  /** How many answers what is known counts for at most. */
  private static final int MOST = 16;

  private final long[] yes;
  private final long[] all;

  private AnswerCounts(int contexts) {
    yes = new long[contexts];
    all = new long[contexts];
  }

  /** Of vectors. */
  public static AnswerCounts ofVectors() {
    return new AnswerCounts(VectorCoder.CONTEXTS);
  }

  /** Of modes. */
  public static AnswerCounts ofModes() {
    return new AnswerCounts(LevelMap.CONTEXTS);
  }

  private Answers answers() {
    return new Answers() {
      @Override
      public boolean code(int context, boolean answer) {
        yes[context] += answer ? 1 : 0;
        all[context]++;
        return answer;
      }

      @Override
      public int bits(int value, int count) {
        return value;
      }
    };
  }

  /** Counts the answers of a frame's vectors. */
  public void add(MotionVectors vectors) throws LicFormatException {
    VectorCoder.code(vectors, MotionMemory.USUAL, answers());
  }

  /** Counts the answers of a frame's modes. */
  public void add(int[] modes, int width) throws LicFormatException {
    LevelMap.encode(modes, width, ModeMap.MODES, Optional.empty(), answers());
  }

  /** What {@link StartingBits#parse} reads, in hexadecimal digits. */
  @Override
  public String toString() {
    byte[] file = new byte[3 * yes.length];
    for (int i = 0; i < yes.length; i++) {
      long units = Math.round(65536 * (yes[i] + PRIOR) / (all[i] + 2 * PRIOR));
      int probability = (int) Math.max(1, Math.min(units, 65535));
      file[3 * i] = (byte) (probability >> Byte.SIZE);
      file[3 * i + 1] = (byte) probability;
      file[3 * i + 2] = (byte) Math.min(MOST, all[i] / 2);
    }
    return HexFormat.of().formatHex(file);
  }
}
