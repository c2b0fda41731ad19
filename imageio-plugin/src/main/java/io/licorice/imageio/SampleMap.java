package io.licorice.imageio;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.SampleModel;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which samples of an image become which samples of a picture of 8 bits.
 *
 * <p>For every kind of image this is the same: a picture's channel is one of the image's bands,
 * seen through a table. The table is the identity for 8-bit samples, stretches smaller ones, and is
 * the palette for indexed ones. Colours are never converted: {@link
 * java.awt.image.BufferedImage#getRGB} would, for the linear gray of {@code TYPE_BYTE_GRAY}.
 *
 * <p>Immutable.
 */
final class SampleMap {
  private static final String ADVICE = "; convert to 8-bit RGB or gray";

  private final int[] bands;
  private final short[][] values;

  private SampleMap(int[] bands, short[][] values) {
    this.bands = bands;
    this.values = values;
  }

  /**
   * Makes the map of an image.
   *
   * @param sourceBands the channels wanted, or null for all
   * @throws IllegalArgumentException if there is a refusal
   */
  static SampleMap of(ColorModel colors, SampleModel samples, int[] sourceBands) {
    refusal(colors, samples, sourceBands)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    if (colors instanceof IndexColorModel palette) {
      return ofPalette(palette, sourceBands);
    }
    int[] bands = sourceBands != null ? sourceBands.clone() : firstBands(colors);
    short[][] values = new short[bands.length][];
    for (int c = 0; c < bands.length; c++) {
      values[c] = stretch(colors.getComponentSize(bands[c]));
    }
    return new SampleMap(bands, values);
  }

  /** Why images of a kind cannot be written, in one sentence; empty if they can. */
  static Optional<String> refusal(ColorModel colors, SampleModel samples, int[] sourceBands) {
    if (colors == null) {
      return Optional.of("an image without a colour model cannot be written" + ADVICE);
    }
    String kind = unsupportedKind(colors, samples, sourceBands);
    if (kind != null) {
      return Optional.of(kind + " cannot be written yet" + ADVICE);
    }
    if (sourceBands == null) {
      return Optional.empty();
    }
    if (sourceBands.length != 1 && sourceBands.length != 3) {
      return Optional.of("1 or 3 source bands expected, found " + sourceBands.length);
    }
    int channels = channels(colors);
    return Arrays.stream(sourceBands)
        .filter(band -> band < 0 || band >= channels)
        .mapToObj(band -> "source band " + band + " of an image with " + channels)
        .findFirst();
  }

  private static String unsupportedKind(ColorModel colors, SampleModel samples, int[] sourceBands) {
    if (colors instanceof IndexColorModel) {
      return colors.getTransparency() == ColorModel.OPAQUE ? null : "alpha";
    }
    int type = colors.getColorSpace().getType();
    if (type == ColorSpace.TYPE_CMYK) {
      return "CMYK";
    }
    if (type != ColorSpace.TYPE_GRAY && type != ColorSpace.TYPE_RGB) {
      return "a colour space other than RGB and gray";
    }
    int transfer = colors.getTransferType();
    if (transfer == DataBuffer.TYPE_FLOAT || transfer == DataBuffer.TYPE_DOUBLE) {
      return "float";
    }
    int bits = largestSample(colors);
    if (bits > 8) {
      return bits + "-bit";
    }
    if (colors.hasAlpha() && (sourceBands == null || colors.isAlphaPremultiplied())) {
      return "alpha";
    }
    boolean known = colors instanceof ComponentColorModel || colors instanceof PackedColorModel;
    if (!known || samples.getNumBands() != colors.getNumComponents()) {
      return "colour model " + colors.getClass().getName();
    }
    return null;
  }

  /** The number of the picture's channels. */
  int channels() {
    return bands.length;
  }

  /** Fills one row of a channel from pixels with all of the image's bands. */
  void map(int channel, int[] pixels, int pixelStride, short[] target, int from, int count) {
    short[] table = values[channel];
    int last = table.length - 1;
    int at = bands[channel];
    for (int i = 0; i < count; i++, at += pixelStride) {
      target[from + i] = table[Math.min(pixels[at], last)];
    }
  }

  private static SampleMap ofPalette(IndexColorModel palette, int[] sourceBands) {
    int channels = channels(palette);
    byte[][] parts = new byte[3][palette.getMapSize()];
    palette.getReds(parts[0]);
    palette.getGreens(parts[1]);
    palette.getBlues(parts[2]);
    int[] wanted = sourceBands != null ? sourceBands : firstBands(palette);
    short[][] values = new short[wanted.length][1 << palette.getPixelSize()];
    for (int c = 0; c < wanted.length; c++) {
      byte[] part = parts[channels == 1 ? 0 : wanted[c]];
      for (int i = 0; i < part.length && i < values[c].length; i++) {
        values[c][i] = (short) (part[i] & 0xFF);
      }
    }
    return new SampleMap(new int[wanted.length], values);
  }

  private static int[] firstBands(ColorModel colors) {
    return channels(colors) == 1 ? new int[] {0} : new int[] {0, 1, 2};
  }

  /** 1 for gray, 3 for colours; a palette of grays is gray. */
  private static int channels(ColorModel colors) {
    if (colors instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return 3;
        }
      }
      return 1;
    }
    return colors.getNumColorComponents();
  }

  private static int largestSample(ColorModel colors) {
    return Arrays.stream(colors.getComponentSize()).max().orElse(0);
  }

  /** The table that stretches samples of some bits to 0..255, to the nearest. */
  private static short[] stretch(int bits) {
    int max = (1 << bits) - 1;
    short[] table = new short[max + 1];
    for (int i = 0; i <= max; i++) {
      table[i] = (short) ((i * 255 + max / 2) / Math.max(max, 1));
    }
    return table;
  }
}
