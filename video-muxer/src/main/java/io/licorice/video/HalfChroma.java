package io.licorice.video;

import io.licorice.codec.Picture;

/**
 * Colour that is the same in groups of 2 x 2 pixels while luma is each pixel's own. At the right
 * and the lower edge of odd sizes, groups are made up with their own pixels once more.
 *
 * <p>Pictures have three planes of 8 bits. Immutable.
 */
final class HalfChroma {
  private static final int PLANES = 3;
  private static final int WEIGHT_BITS = 8;
  private static final int GROUP_BITS = 2;
  private static final int GROUP = 1 << GROUP_BITS;
  private static final int PEAK = 255;

  /** More make means more like those asked for, by edges that take more bits than that is worth. */
  private static final int ROUNDS = 3;

  private final int red;
  private final int green;
  private final int blue;

  /** The weights of luma in 1/256; their sum is 256. */
  HalfChroma(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** The picture with each group's mean colour; its luma is as it was, within rounding. */
  Picture averaged(Picture picture) {
    int[] luma = luma(picture);
    short[][] out = new short[PLANES][];
    for (int c = 0; c < PLANES; c++) {
      out[c] = averaged(picture.plane(c), luma, picture.width());
    }
    return new Picture(picture.width(), picture.height(), Byte.SIZE, out);
  }

  /** The picture with colour that changes evenly from group to group, of about the same means. */
  Picture spread(Picture picture) {
    int[] luma = luma(picture);
    short[][] out = new short[PLANES][];
    for (int c = 0; c < PLANES; c++) {
      out[c] = spread(picture.plane(c), luma, picture.width());
    }
    return new Picture(picture.width(), picture.height(), Byte.SIZE, out);
  }

  /** Of each pixel, in 1/256. */
  private int[] luma(Picture picture) {
    int[] luma = new int[picture.plane(0).length];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          red * picture.plane(0)[i] + green * picture.plane(1)[i] + blue * picture.plane(2)[i];
    }
    return luma;
  }

  private static short[] averaged(short[] plane, int[] luma, int width) {
    int height = plane.length / width;
    short[] out = new short[plane.length];
    for (int y = 0; y < height; y += 2) {
      int below = Math.min(y + 1, height - 1) * width;
      for (int x = 0; x < width; x += 2) {
        int right = Math.min(x + 1, width - 1);
        int a = y * width + x;
        int b = y * width + right;
        int c = below + x;
        int d = below + right;
        int sum = plane[a] + plane[b] + plane[c] + plane[d] << WEIGHT_BITS;
        int colour = sum - luma[a] - luma[b] - luma[c] - luma[d];
        out[a] = level(colour, luma[a]);
        out[b] = level(colour, luma[b]);
        out[c] = level(colour, luma[c]);
        out[d] = level(colour, luma[d]);
      }
    }
    return out;
  }

  /** The sample of a pixel with the given luma, in a group that exceeds its luma by so much. */
  private static short level(int colour, int luma) {
    int bits = WEIGHT_BITS + GROUP_BITS;
    return limited(colour + (luma << GROUP_BITS) + (1 << bits - 1) >> bits);
  }

  private static short limited(int value) {
    return (short) Math.max(0, Math.min(value, PEAK));
  }

  private static short[] spread(short[] plane, int[] luma, int width) {
    int height = plane.length / width;
    int columns = (width + 1) / 2;
    float[] asked = colours(plane, luma, width);
    float[] colours = asked.clone();
    for (int round = 0; round < ROUNDS; round++) {
      float[] means = meansOfSpread(colours, columns);
      for (int i = 0; i < colours.length; i++) {
        colours[i] += asked[i] - means[i];
      }
    }
    short[] out = new short[plane.length];
    for (int y = 0; y < height; y++) {
      int row = y / 2 * columns;
      int otherRow = beside(y, (height + 1) / 2) * columns;
      for (int x = 0; x < width; x++) {
        int column = x / 2;
        int other = beside(x, columns);
        float near = 3 * colours[row + column] + colours[row + other];
        float far = 3 * colours[otherRow + column] + colours[otherRow + other];
        int at = y * width + x;
        float light = luma[at] / (float) (1 << WEIGHT_BITS);
        out[at] = limited(Math.round(light + (3 * near + far) / 16));
      }
    }
    return out;
  }

  /** The group, of so many, that is next to a pixel beside its own. */
  private static int beside(int pixel, int groups) {
    int group = pixel / 2 + (pixel % 2 == 0 ? -1 : 1);
    return Math.max(0, Math.min(group, groups - 1));
  }

  /** By how much groups exceed their luma, in levels. */
  private static float[] colours(short[] plane, int[] luma, int width) {
    int height = plane.length / width;
    int columns = (width + 1) / 2;
    float[] colours = new float[columns * ((height + 1) / 2)];
    for (int i = 0; i < colours.length; i++) {
      int y = i / columns * 2;
      int x = i % columns * 2;
      int sum = 0;
      for (int pixel = 0; pixel < GROUP; pixel++) {
        int row = Math.min(y + pixel / 2, height - 1);
        int at = row * width + Math.min(x + pixel % 2, width - 1);
        sum += (plane[at] << WEIGHT_BITS) - luma[at];
      }
      colours[i] = (float) sum / (GROUP << WEIGHT_BITS);
    }
    return colours;
  }

  /** The means of groups whose colours are spread to their pixels linearly. */
  private static float[] meansOfSpread(float[] colours, int columns) {
    float[] across = new float[colours.length];
    for (int i = 0; i < across.length; i++) {
      int x = i % columns;
      float left = colours[x == 0 ? i : i - 1];
      float right = colours[x == columns - 1 ? i : i + 1];
      across[i] = (left + 6 * colours[i] + right) / 8;
    }
    float[] means = new float[colours.length];
    for (int i = 0; i < means.length; i++) {
      float above = across[i < columns ? i : i - columns];
      float below = across[i + columns < means.length ? i + columns : i];
      means[i] = (above + 6 * across[i] + below) / 8;
    }
    return means;
  }
}
