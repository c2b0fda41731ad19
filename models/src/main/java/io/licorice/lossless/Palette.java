package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The few colours of a tile.
 *
 * @param colours for each index the samples of all planes, 1 to 256 of them
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Palette(short[][] colours) {
  private static final int MAX_COLOURS = 256;

  /** The palette of a tile, dark colours first, if it has no more than 256 colours. */
  static Optional<Palette> of(short[][] planes) {
    Map<Long, short[]> found = new HashMap<>();
    long last = -1;
    for (int i = 0; i < planes[0].length; i++) {
      long key = key(planes, i);
      if (key != last && !found.containsKey(key)) {
        if (found.size() == MAX_COLOURS) {
          return Optional.empty();
        }
        short[] colour = new short[planes.length];
        for (int c = 0; c < colour.length; c++) {
          colour[c] = planes[c][i];
        }
        found.put(key, colour);
      }
      last = key;
    }
    short[][] colours = found.values().toArray(new short[0][]);
    Arrays.sort(colours, Comparator.comparingInt(Palette::sum).thenComparing(Arrays::compare));
    return Optional.of(new Palette(colours));
  }

  private static long key(short[][] planes, int i) {
    long key = 0;
    for (short[] plane : planes) {
      key = key << 16 | plane[i] & 0xFFFF;
    }
    return key;
  }

  private static int sum(short[] colour) {
    int sum = 0;
    for (short sample : colour) {
      sum += sample & 0xFFFF;
    }
    return sum;
  }

  /** The index of each pixel's colour. */
  short[] indices(short[][] planes) {
    Map<Long, Short> index = new HashMap<>();
    for (int i = 0; i < colours.length; i++) {
      long key = 0;
      for (short sample : colours[i]) {
        key = key << 16 | sample & 0xFFFF;
      }
      index.put(key, (short) i);
    }
    short[] indices = new short[planes[0].length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index.get(key(planes, i));
    }
    return indices;
  }

  void write(BitWriter out, int bitDepth) {
    out.bits(colours.length - 1, 8);
    for (short[] colour : colours) {
      for (short sample : colour) {
        out.bits(sample & 0xFFFF, bitDepth);
      }
    }
  }

  static Palette read(BitReader in, int planes, int bitDepth) throws LicFormatException {
    short[][] colours = new short[in.bits(8) + 1][planes];
    for (short[] colour : colours) {
      for (int c = 0; c < planes; c++) {
        colour[c] = (short) in.bits(bitDepth);
      }
    }
    return new Palette(colours);
  }

  /** The samples of a row of indices. */
  void restore(short[] indices, short[][] samples) {
    for (int c = 0; c < samples.length; c++) {
      for (int x = 0; x < indices.length; x++) {
        samples[c][x] = colours[indices[x]][c];
      }
    }
  }
}
