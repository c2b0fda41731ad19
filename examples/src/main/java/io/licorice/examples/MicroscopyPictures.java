package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.examples.GrayPlane.Ellipse;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws what microscopes give: 8-bit gray with the blur of an optical system and the noise of a
 * camera. The pictures are the same on every machine.
 */
final class MicroscopyPictures {
  private static final int WIDTH = 768;
  private static final int HEIGHT = 512;
  private static final int NUCLEI = 70;
  private static final int CELLS = 60;
  private static final int ORGANELLES = 160;

  /** What a camera adds to the gray of darkness, so that its noise is not cut off at 0. */
  private static final double OFFSET = 12;

  private static final double GRAY_PER_PHOTON = 0.6;

  private MicroscopyPictures() {}

  /** Nuclei of different brightness on a dark ground, some of them out of focus. */
  static Picture fluorescence() {
    Random random = new Random(1);
    GrayPlane sharp = new GrayPlane(WIDTH, HEIGHT);
    GrayPlane unfocused = new GrayPlane(WIDTH, HEIGHT);
    Arrays.fill(sharp.values, 4);
    for (int i = 0; i < NUCLEI; i++) {
      addNucleus(i % 4 == 0 ? unfocused : sharp, random);
    }
    sharp.blur(1.4);
    unfocused.blur(9);
    GrayPlane seen = new GrayPlane(WIDTH, HEIGHT);
    for (int i = 0; i < seen.values.length; i++) {
      double light = GRAY_PER_PHOTON * (sharp.values[i] + unfocused.values[i]);
      // The variance of photons is their number; that of reading is 1 everywhere.
      double noise = Math.sqrt(GRAY_PER_PHOTON * light + 1);
      seen.values[i] = OFFSET + light + noise * random.nextGaussian();
    }
    return seen.toPicture();
  }

  private static void addNucleus(GrayPlane photons, Random random) {
    Ellipse nucleus = photons.ellipseAnywhere(random, 9, 20);
    double brightness = 25 * StrictMath.exp(2.4 * random.nextDouble());
    double phase = 9 * random.nextDouble();
    photons.forEachIn(
        nucleus,
        (at, x, y) -> {
          double folds = StrictMath.sin(0.55 * x + phase) * StrictMath.sin(0.6 * y);
          photons.values[at] += brightness * (1 + 0.25 * folds);
        });
    for (int k = 0; k < 2; k++) {
      photons.forEachIn(nucleus.spot(random, 0.25), (at, x, y) -> photons.values[at] *= 0.5);
    }
  }

  /** A section of tissue: membranes, organelles, and grain all over. */
  static Picture electronMicrograph() {
    Random random = new Random(2);
    GrayPlane gray = new GrayPlane(WIDTH, HEIGHT);
    drawCells(gray, random);
    for (int i = 0; i < ORGANELLES; i++) {
      Ellipse organelle = gray.ellipseAnywhere(random, 3, 14);
      double shade = random.nextDouble(85, 115);
      gray.forEachIn(organelle, (at, x, y) -> gray.values[at] = shade - 35);
      gray.forEachIn(
          organelle.core(0.8),
          (at, x, y) -> gray.values[at] = shade + 18 * StrictMath.sin(1.3 * x + 0.4 * y));
    }
    gray.addGrain(random, 75, 2.2);
    gray.blur(0.9);
    gray.addGrain(random, 14, 0.6);
    return gray.toPicture();
  }

  /** Cells are what is nearest to one of some points; membranes are where two are as near. */
  private static void drawCells(GrayPlane gray, Random random) {
    double[] x = random.doubles(CELLS, 0, WIDTH).toArray();
    double[] y = random.doubles(CELLS, 0, HEIGHT).toArray();
    double[] shades = random.doubles(CELLS, 150, 205).toArray();
    for (int i = 0; i < gray.values.length; i++) {
      int column = i % WIDTH;
      int row = i / WIDTH;
      // Without waves membranes would be straight.
      double atX = column + 9 * StrictMath.sin(row / 17.0);
      double atY = row + 9 * StrictMath.sin(column / 21.0);
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      double next = Double.POSITIVE_INFINITY;
      for (int cell = 0; cell < CELLS; cell++) {
        double dx = atX - x[cell];
        double dy = atY - y[cell];
        double distance = Math.sqrt(dx * dx + dy * dy);
        if (distance < least) {
          next = least;
          least = distance;
          nearest = cell;
        } else {
          next = Math.min(next, distance);
        }
      }
      gray.values[i] = next - least < 5 ? 60 : shades[nearest];
    }
  }
}
