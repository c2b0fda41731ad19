package io.licorice.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Generated clips with some of a film's traits: a pan, something that moves across it, noise. */
public final class TestClips {
  private static final int MARGIN = 64;

  private TestClips() {}

  /** Frames that depend on nothing but the arguments, without a cut between them. */
  public static List<Picture> panned(int count, int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Picture scene =
        TestPictures.photoLike(width + 2 * MARGIN, height + 2 * MARGIN, 3, random.nextInt());
    double speedX = random.nextDouble(-2.5, 2.5);
    double speedY = random.nextDouble(-1.5, 1.5);
    int square = Math.max(1, Math.min(width, height) / 4);
    List<Picture> frames = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int x = Math.max(0, Math.min((int) (MARGIN + n * speedX), 2 * MARGIN));
      int y = Math.max(0, Math.min((int) (MARGIN + n * speedY), 2 * MARGIN));
      Picture frame = scene.read(new Region(x, y, width, height));
      for (int c = 0; c < 3; c++) {
        short[] plane = frame.plane(c);
        for (int i = 0; i < plane.length; i++) {
          int column = i % width - 3 * n % width;
          int row = i / width - height / 3;
          boolean inside = column >= 0 && column < square && row >= 0 && row < square;
          int value = inside ? 60 * c + (column ^ row) % 64 : plane[i] + random.nextInt(-2, 3);
          plane[i] = (short) Math.max(0, Math.min(value, 255));
        }
      }
      frames.add(frame);
    }
    return frames;
  }

  /** Frames of white noise, which nothing can predict. */
  static List<Picture> noise(int count, int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Picture> frames = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Picture frame = Picture.blank(width, height, 3, 8);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < width * height; i++) {
          frame.plane(c)[i] = (short) random.nextInt(256);
        }
      }
      frames.add(frame);
    }
    return frames;
  }
}
