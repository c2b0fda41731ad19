package io.licorice.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.plugin.LutLoader;
import ij.process.FloatProcessor;
import io.licorice.codec.BitAllocation;

/** Makes images of the bits that cells of a picture cost. */
final class BitImage {
  private BitImage() {}

  /**
   * Makes an image.
   *
   * @param source what was coded; gives title and calibration
   * @param enlarged whether the image has the picture's size, with the bits of its cell in each
   *     pixel; otherwise it has a pixel for each cell
   */
  static ImagePlus of(ImagePlus source, BitAllocation allocation, boolean enlarged) {
    FloatProcessor pixels = enlarged ? enlarged(allocation) : cells(allocation);
    pixels.setColorModel(LutLoader.getLut("fire"));
    pixels.resetMinAndMax();
    ImagePlus image = new ImagePlus(source.getTitle() + " bits", pixels);
    image.setCalibration(calibration(source, enlarged ? 1 : allocation.cellSize()));
    return image;
  }

  private static FloatProcessor cells(BitAllocation allocation) {
    return new FloatProcessor(allocation.columns(), allocation.rows(), allocation.bits().clone());
  }

  private static FloatProcessor enlarged(BitAllocation allocation) {
    int width = allocation.width();
    int height = allocation.height();
    int cell = allocation.cellSize();
    float[] pixels = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = allocation.bits()[y / cell * allocation.columns() + x / cell];
      }
    }
    return new FloatProcessor(width, height, pixels);
  }

  private static Calibration calibration(ImagePlus source, int scale) {
    Calibration calibration = source.getCalibration().copy();
    calibration.disableDensityCalibration();
    calibration.setValueUnit("bits");
    calibration.pixelWidth *= scale;
    calibration.pixelHeight *= scale;
    calibration.xOrigin /= scale;
    calibration.yOrigin /= scale;
    return calibration;
  }
}
