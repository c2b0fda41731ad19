package io.licorice.video;

import io.licorice.codec.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes frames of videos. */
final class Clips {
  private Clips() {}

  /** A window that moves over a landscape, two pixels a frame to the right and one down. */
  static List<Picture> pan(int count, int width, int height, long scene) {
    return move(count, width, height, scene, 2, 1);
  }

  /** A window that moves over a landscape. */
  static List<Picture> move(int count, int width, int height, long scene, double dx, double dy) {
    double[] waves = waves(scene);
    List<Picture> frames = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      Picture frame = Picture.blank(width, height, 3, 8);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < width * height; i++) {
          double x = i % width + dx * f;
          int row = i / width;
          double y = row + dy * f;
          frame.plane(c)[i] = (short) Math.round(sample(waves, x, y, c));
        }
      }
      frames.add(frame);
    }
    return frames;
  }

  /** Scenes one after the other. */
  static List<Picture> scenes(int framesEach, int width, int height, int count) {
    List<Picture> frames = new ArrayList<>();
    for (int scene = 0; scene < count; scene++) {
      frames.addAll(pan(framesEach, width, height, 100 + scene));
    }
    return frames;
  }

  private static double[] waves(long scene) {
    SplittableRandom random = new SplittableRandom(scene);
    double[] waves = new double[4 * 24];
    for (int i = 0; i < waves.length; i += 4) {
      double frequency = 0.02 * Math.pow(40, random.nextDouble());
      double angle = 2 * Math.PI * random.nextDouble();
      waves[i] = frequency * Math.cos(angle);
      waves[i + 1] = frequency * Math.sin(angle);
      waves[i + 2] = 2 * Math.PI * random.nextDouble();
      waves[i + 3] = 3 / Math.sqrt(frequency);
    }
    return waves;
  }

  private static double sample(double[] waves, double x, double y, int channel) {
    double sum = 120 + 8 * channel;
    for (int i = 0; i < waves.length; i += 4) {
      sum += waves[i + 3] * Math.sin(waves[i] * x + waves[i + 1] * y + waves[i + 2]);
    }
    return Math.max(0, Math.min(255, sum));
  }

  /** Frames with noise of their own. */
  static List<Picture> noisy(List<Picture> clean, int amplitude) {
    SplittableRandom random = new SplittableRandom(amplitude);
    List<Picture> frames = new ArrayList<>();
    for (Picture picture : clean) {
      Picture frame = Picture.blank(picture.width(), picture.height(), 3, 8);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < frame.plane(c).length; i++) {
          int value = picture.plane(c)[i] + random.nextInt(-amplitude, amplitude + 1);
          frame.plane(c)[i] = (short) Math.max(0, Math.min(255, value));
        }
      }
      frames.add(frame);
    }
    return frames;
  }

  /**
   * A colourful frame with the given one's red as luma, as players make it of half the colour.
   *
   * @param red luma's share of red
   * @param blue luma's share of blue
   */
  static Picture halfColour(Picture luma, double red, double blue) {
    int width = luma.width();
    Picture frame = Picture.blank(width, luma.height(), 3, 8);
    for (int i = 0; i < frame.plane(0).length; i++) {
      int x = i % width / 2;
      int y = i / width / 2;
      // Far enough from both ends that no sample is cut.
      double light = 90 + 0.3 * luma.plane(0)[i];
      double cb = 30 * Math.sin(0.5 * x + 0.3 * y);
      double cr = 30 * Math.cos(0.3 * x - 0.5 * y);
      double r = light + 2 * (1 - red) * cr;
      double b = light + 2 * (1 - blue) * cb;
      double g = (light - red * r - blue * b) / (1 - red - blue);
      frame.plane(0)[i] = (short) Math.round(r);
      frame.plane(1)[i] = (short) Math.round(g);
      frame.plane(2)[i] = (short) Math.round(b);
    }
    return frame;
  }

  /** A picture of noise. */
  static Picture noise(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Picture frame = Picture.blank(width, height, 3, 8);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < width * height; i++) {
        frame.plane(c)[i] = (short) random.nextInt(256);
      }
    }
    return frame;
  }
}
