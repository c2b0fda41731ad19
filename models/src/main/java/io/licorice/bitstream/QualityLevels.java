package io.licorice.bitstream;

import java.util.ArrayList;
import java.util.List;

/** The quality steps of a quality map in a header: the lowest one is the header's quality. */
final class QualityLevels {
  private static final int LEAST = 2;
  private static final int MOST = 256;
  private static final int MAX_STEP = 0xFFFF;

  private QualityLevels() {}

  /** Whether steps ascend from the header's quality, and are neither too many nor too large. */
  static boolean isSound(List<Integer> levels, int quality) {
    boolean sound = levels.size() >= LEAST && levels.size() <= MOST && levels.get(0) == quality;
    for (int i = 1; i < levels.size(); i++) {
      sound &= levels.get(i) > levels.get(i - 1) && levels.get(i) <= MAX_STEP;
    }
    return sound;
  }

  /** Writes what follows the header's quality; nothing without a map. */
  static void write(List<Integer> levels, ByteSink out) {
    if (!levels.isEmpty()) {
      out.u8(levels.size() - LEAST);
      for (int i = 1; i < levels.size(); i++) {
        out.varint(levels.get(i) - levels.get(i - 1) - 1);
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  static List<Integer> read(ByteCursor in, int quality) throws LicFormatException {
    int count = in.u8("number of quality levels") + LEAST;
    if (count > MOST) {
      throw new LicFormatException(
          in.offset() - 1, count + " quality levels, at most " + MOST + " are possible");
    }
    List<Integer> levels = new ArrayList<>();
    long last = quality;
    levels.add(quality);
    for (int i = 1; i < count; i++) {
      long offset = in.offset();
      last += 1L + in.varint("quality level");
      if (last > MAX_STEP) {
        throw new LicFormatException(offset, "quality step " + last + " is over " + MAX_STEP);
      }
      levels.add((int) last);
    }
    return levels;
  }
}
