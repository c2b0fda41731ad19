package io.licorice.imagej;

import ij.process.ColorProcessor;
import java.awt.Color;

/** What was, what comes back and what differs, side by side. */
final class PreviewPanels {
  /** Differences are shown so many times larger, around mid gray. */
  static final int AMPLIFICATION = 8;

  private static final int GAP = 4;
  private static final int MID_GRAY = 128;
  private static final int WHITE = 255;

  private PreviewPanels() {}

  static ColorProcessor of(ColorProcessor original, ColorProcessor result) {
    int width = original.getWidth();
    ColorProcessor panels = new ColorProcessor(3 * width + 2 * GAP, original.getHeight());
    panels.setColor(Color.WHITE);
    panels.fill();
    panels.insert(original, 0, 0);
    panels.insert(result, width + GAP, 0);
    panels.insert(difference(original, result), 2 * (width + GAP), 0);
    return panels;
  }

  private static ColorProcessor difference(ColorProcessor original, ColorProcessor result) {
    int[] before = (int[]) original.getPixels();
    int[] after = (int[]) result.getPixels();
    int[] pixels = new int[before.length];
    for (int i = 0; i < pixels.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        int difference = (after[i] >> shift & 0xFF) - (before[i] >> shift & 0xFF);
        int shown = MID_GRAY + AMPLIFICATION * difference;
        pixels[i] |= Math.max(0, Math.min(WHITE, shown)) << shift;
      }
    }
    return new ColorProcessor(original.getWidth(), original.getHeight(), pixels);
  }
}
