package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** Draws pictures that are no photographs: text, a screen, line art, a chart, microscopy. */
final class DomainPictures {
  private static final int WIDTH = 768;
  private static final int HEIGHT = 512;
  private static final String[] WORDS =
      ("latents of a tile are coded in groups of channels widest scales first and tables depend on"
              + " all integers that are known so that a reader adds what it learns and never sums"
              + " again")
          .split(" ", -1);

  private DomainPictures() {}

  /** The pictures by name; the same ones on a machine with the same fonts. */
  static Map<String, Picture> all() {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    pictures.put("text", draw(DomainPictures::text));
    pictures.put("screen", draw(DomainPictures::screen));
    pictures.put("line art", draw(DomainPictures::lineArt));
    pictures.put("chart", draw(DomainPictures::chart));
    pictures.put("fluorescence", MicroscopyPictures.fluorescence());
    pictures.put("electron micrograph", MicroscopyPictures.electronMicrograph());
    return pictures;
  }

  private static Picture draw(BiConsumer<Graphics2D, Random> drawing) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    drawing.accept(graphics, new Random(1));
    graphics.dispose();
    return PictureImages.toPicture(image);
  }

  private static String line(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    return text.toString();
  }

  private static void text(Graphics2D graphics, Random random) {
    graphics.setColor(new Color(20, 20, 30));
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 15));
    for (int y = 30; y < HEIGHT - 10; y += 19) {
      graphics.drawString(line(random, 95), 30, y);
    }
  }

  private static void screen(Graphics2D graphics, Random random) {
    graphics.setColor(new Color(238, 238, 242));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setPaint(new GradientPaint(0, 0, new Color(70, 90, 150), 0, 30, Color.DARK_GRAY));
    graphics.fillRect(0, 0, WIDTH, 30);
    graphics.setColor(Color.WHITE);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    graphics.drawString("Table of latents - editor", 10, 20);
    graphics.fillRect(10, 40, 350, HEIGHT - 50);
    graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 12));
    Color[] inks = {Color.BLACK, new Color(150, 30, 30), new Color(20, 100, 40)};
    for (int y = 56; y < HEIGHT - 16; y += 15) {
      graphics.setColor(inks[random.nextInt(inks.length)]);
      graphics.drawString(y / 15 + "  " + line(random, 30), 16, y);
    }
    photograph(graphics, random);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int i = 0; i < 6; i++) {
      graphics.setColor(new Color(205, 215, 235));
      graphics.fillRoundRect(375 + 64 * i, 400, 56, 30, 8, 8);
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawRoundRect(375 + 64 * i, 400, 56, 30, 8, 8);
      graphics.drawString("Step " + i, 385 + 64 * i, 420);
    }
  }

  /** Shades, edges and noise, as a camera gives them. */
  private static void photograph(Graphics2D graphics, Random random) {
    BufferedImage image = new BufferedImage(380, 330, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double shade = 120 + 60 * Math.sin(x / 50.0) + 40 * Math.cos(y / 37.0 + x / 90.0);
        shade += Math.hypot(x - 200, y - 150) < 80 ? 40 : 0;
        shade += 7 * Math.sin(x * 0.9 + y * 0.4) + 3 * random.nextGaussian();
        image.setRGB(
            x, y, new Color(byteOf(shade + 15), byteOf(shade), byteOf(shade - 20)).getRGB());
      }
    }
    graphics.drawImage(image, 372, 48, null);
  }

  private static int byteOf(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private static void lineArt(Graphics2D graphics, Random random) {
    graphics.setColor(Color.BLACK);
    for (int i = 0; i < 60; i++) {
      graphics.setStroke(new BasicStroke(1 + random.nextInt(3)));
      int x = random.nextInt(WIDTH);
      int y = random.nextInt(HEIGHT);
      if (i % 3 == 0) {
        int size = 20 + random.nextInt(150);
        graphics.drawOval(x, y, size, size);
      } else {
        graphics.drawLine(x, y, random.nextInt(WIDTH), random.nextInt(HEIGHT));
      }
    }
  }

  private static void chart(Graphics2D graphics, Random random) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int i = 0; i <= 10; i++) {
      graphics.setColor(new Color(225, 225, 225));
      graphics.drawLine(60, 40 + 42 * i, 740, 40 + 42 * i);
      graphics.setColor(Color.BLACK);
      graphics.drawString(String.valueOf(100 - 10 * i), 30, 44 + 42 * i);
    }
    Color[] inks = {new Color(31, 119, 180), new Color(255, 127, 14), new Color(44, 160, 44)};
    graphics.setStroke(new BasicStroke(2));
    for (Color ink : inks) {
      graphics.setColor(ink);
      int y = 100 + random.nextInt(300);
      for (int x = 60; x < 740; x += 10) {
        int next = Math.max(45, Math.min(455, y + random.nextInt(41) - 20));
        graphics.drawLine(x, y, x + 10, next);
        graphics.fillOval(x - 2, y - 2, 5, 5);
        y = next;
      }
    }
  }
}
