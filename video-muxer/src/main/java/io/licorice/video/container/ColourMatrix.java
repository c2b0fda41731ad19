package io.licorice.video.container;

/**
 * How luma and colour differences stand for red, green and blue.
 *
 * @param red luma's share of red
 * @param blue luma's share of blue
 */
record ColourMatrix(double red, double blue) {
  static final ColourMatrix BT601 = new ColourMatrix(0.299, 0.114);
  static final ColourMatrix BT709 = new ColourMatrix(0.2126, 0.0722);
  static final ColourMatrix BT2020 = new ColourMatrix(0.2627, 0.0593);

  private static final int SD_LINES = 576;
  private static final int HD_COLUMNS = 1280;

  /** What is meant when nothing is said: BT.601 for standard definition, BT.709 above. */
  static ColourMatrix ofSize(int width, int height) {
    return height > SD_LINES || width >= HD_COLUMNS ? BT709 : BT601;
  }

  double green() {
    return 1 - red - blue;
  }
}
