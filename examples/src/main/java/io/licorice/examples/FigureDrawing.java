package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/** Draws pictures of one size side by side, each under its caption. */
final class FigureDrawing {
  private static final int GAP = 8;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

  private final List<Panel> panels;

  FigureDrawing(List<Panel> panels) {
    this.panels = panels;
  }

  /** A picture and the words above it. */
  record Panel(String caption, Picture picture) {}

  /**
   * Draws the figure.
   *
   * @throws IOException if this machine has no fonts
   */
  BufferedImage draw() throws IOException {
    try {
      return drawPanels();
    } catch (InternalError | NullPointerException | UnsatisfiedLinkError e) {
      // How the JDK, version by version, says that there is no font.
      throw new IOException("captions need a font, and this machine has none: " + e, e);
    }
  }

  private BufferedImage drawPanels() {
    FontMetrics metrics = metrics();
    int line = metrics.getHeight();
    int column = panels.get(0).picture().width();
    for (Panel panel : panels) {
      column = Math.max(column, metrics.stringWidth(panel.caption()));
    }
    int width = GAP + panels.size() * (column + GAP);
    int height = GAP + line + GAP / 2 + panels.get(0).picture().height() + GAP;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setColor(Color.BLACK);
      graphics.setFont(FONT);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      int x = GAP;
      for (Panel panel : panels) {
        graphics.drawString(panel.caption(), x, GAP + metrics.getAscent());
        graphics.drawImage(PictureImages.toImage(panel.picture()), x, GAP + line + GAP / 2, null);
        x += column + GAP;
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static FontMetrics metrics() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return graphics.getFontMetrics(FONT);
    } finally {
      graphics.dispose();
    }
  }
}
