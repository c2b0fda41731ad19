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
 * Which samples of an image become which samples of a picture of 8 to 16 bits.
 *
 * <p>For every kind of image this is the same: a picture's channel is one of the image's bands,
 * seen through a table. The table is the identity for samples of 8 bits and more, stretches smaller
 * ones, and is the palette for indexed ones. Colours that are multiplied by alpha are divided by it
 * again, so that multiplying them gives the same samples as before. Colours are never converted:
 * {@link java.awt.image.BufferedImage#getRGB} would, for the linear gray of {@code TYPE_BYTE_GRAY}.
 *
 * <p>Immutable.
 */
final class SampleMap {
  private static final String ADVICE =
      "; convert to gray or RGB, with or without alpha, of at most 16 bits";

  private final int[] bands;
  private final char[][] values;
  private final int bitDepth;

  /** The band that the colours are multiplied by, or -1. */
  private final int multiplier;

  private SampleMap(int[] bands, char[][] values, int bitDepth, int multiplier) {
    this.bands = bands;
    this.values = values;
    this.bitDepth = bitDepth;
    this.multiplier = multiplier;
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
    int[] bands = sourceBands != null ? sourceBands.clone() : firstBands(channels(colors));
    int bitDepth = Math.max(8, largestSample(colors));
    char[][] values = new char[bands.length][];
    for (int c = 0; c < bands.length; c++) {
      values[c] = stretch(colors.getComponentSize(bands[c]), bitDepth);
    }
    boolean multiplied = colors.hasAlpha() && colors.isAlphaPremultiplied();
    return new SampleMap(bands, values, bitDepth, multiplied ? channels(colors) - 1 : -1);
  }

  /** Why images of a kind cannot be coded, in one sentence; empty if they can. */
  static Optional<String> refusal(ColorModel colors, SampleModel samples, int[] sourceBands) {
    if (colors == null) {
      return Optional.of("an image without a colour model cannot be coded" + ADVICE);
    }
    String kind = unsupportedKind(colors, samples);
    if (kind != null) {
      return Optional.of(kind + " cannot be coded" + ADVICE);
    }
    return sourceBands == null ? Optional.empty() : bandRefusal(sourceBands, colors);
  }

  private static Optional<String> bandRefusal(int[] sourceBands, ColorModel colors) {
    int channels = channels(colors);
    for (int band : sourceBands) {
      if (band < 0 || band >= channels) {
        return Optional.of("source band " + band + " of an image with " + channels);
      }
    }
    boolean alphaLast =
        colors.hasAlpha()
            && sourceBands.length > 0
            && sourceBands[sourceBands.length - 1] == channels - 1;
    boolean even = sourceBands.length == 2 || sourceBands.length == 4;
    if (sourceBands.length == 1 || sourceBands.length == 3 || even && alphaLast) {
      return Optional.empty();
    }
    return Optional.of(
        "1 or 3 source bands, or 2 or 4 of which the last is alpha, expected, found "
            + sourceBands.length);
  }

  private static String unsupportedKind(ColorModel colors, SampleModel samples) {
    if (colors instanceof IndexColorModel) {
      return null;
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
      return "float samples";
    }
    if (transfer == DataBuffer.TYPE_SHORT) {
      return "signed 16-bit samples";
    }
    int bits = largestSample(colors);
    if (bits > 16) {
      return bits + "-bit samples";
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

  /** The bits of the picture's samples, 8 to 16. */
  int bitDepth() {
    return bitDepth;
  }

  /** Fills one row of a channel from pixels with all of the image's bands. */
  void map(int channel, int[] pixels, int pixelStride, short[] target, int from, int count) {
    char[] table = values[channel];
    int last = table.length - 1;
    int at = bands[channel];
    if (multiplier >= 0 && at != multiplier) {
      divide(at, pixels, pixelStride, target, from, count);
      return;
    }
    for (int i = 0; i < count; i++, at += pixelStride) {
      target[from + i] = (short) table[Math.max(0, Math.min(pixels[at], last))];
    }
  }

  /** Nothing that is not there has a colour: without alpha it becomes black. */
  private void divide(
      int band, int[] pixels, int pixelStride, short[] target, int from, int count) {
    int largest = (1 << bitDepth) - 1;
    int at = band;
    for (int i = 0; i < count; i++, at += pixelStride) {
      int alpha = pixels[at - band + multiplier];
      long colour = alpha <= 0 ? 0 : ((long) pixels[at] * largest + alpha / 2) / alpha;
      target[from + i] = (short) Math.max(0, Math.min(colour, largest));
    }
  }

  private static SampleMap ofPalette(IndexColorModel palette, int[] sourceBands) {
    int size = palette.getMapSize();
    byte[][] parts = new byte[4][size];
    palette.getReds(parts[0]);
    palette.getGreens(parts[1]);
    palette.getBlues(parts[2]);
    palette.getAlphas(parts[3]);
    int channels = channels(palette);
    int[] wanted = sourceBands != null ? sourceBands : firstBands(channels);
    char[][] values = new char[wanted.length][1 << palette.getPixelSize()];
    for (int c = 0; c < wanted.length; c++) {
      boolean alpha = palette.hasAlpha() && wanted[c] == channels - 1;
      byte[] part = parts[alpha ? 3 : wanted[c]];
      for (int i = 0; i < size && i < values[c].length; i++) {
        values[c][i] = (char) (part[i] & 0xFF);
      }
    }
    return new SampleMap(new int[wanted.length], values, 8, -1);
  }

  private static int[] firstBands(int channels) {
    int[] bands = new int[channels];
    Arrays.setAll(bands, c -> c);
    return bands;
  }

  /** Colours and alpha; a palette of grays is gray. */
  private static int channels(ColorModel colors) {
    int alpha = colors.hasAlpha() ? 1 : 0;
    if (colors instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return 3 + alpha;
        }
      }
      return 1 + alpha;
    }
    return colors.getNumColorComponents() + alpha;
  }

  private static int largestSample(ColorModel colors) {
    return Arrays.stream(colors.getComponentSize()).max().orElse(0);
  }

  /** The table that stretches samples of some bits to those of more, to the nearest. */
  static char[] stretch(int bits, int moreBits) {
    int max = (1 << bits) - 1;
    long largest = (1L << moreBits) - 1;
    char[] table = new char[max + 1];
    for (int i = 0; i <= max; i++) {
      table[i] = (char) ((i * largest + max / 2) / Math.max(max, 1));
    }
    return table;
  }
}
