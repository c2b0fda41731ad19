package io.licorice.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.Random;

/** Images and stacks with all that can be lost. */
final class TestStacks {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 45;

  private TestStacks() {}

  /** Two channels, three slices and two frames of 16 bits, with all the rest. */
  static ImagePlus hyperstack() {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < 12; i++) {
      stack.addSlice(i == 3 ? null : "plane " + i + " \u00b5", plane(16, i));
    }
    ImagePlus image = new ImagePlus("hyperstack", stack);
    image.setDimensions(2, 3, 2);
    CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
    composite.setOpenAsHyperStack(true);
    LUT[] luts = {
      LUT.createLutFromColor(Color.CYAN), LUT.createLutFromColor(new Color(250, 100, 3))
    };
    luts[0].min = 12;
    luts[0].max = 3000;
    luts[1].min = 100;
    luts[1].max = 65000;
    composite.setLuts(luts);
    composite.getActiveChannels()[0] = false;
    describe(composite);
    composite.setPosition(2, 3, 1);
    return composite;
  }

  /** An image of a kind: 8, 16, 24 or 32 bits. */
  static ImagePlus image(int bits) {
    ImagePlus image = new ImagePlus("image", plane(bits, 0));
    describe(image);
    return image;
  }

  /** A stack of a kind. */
  static ImagePlus stack(int bits, int planes) {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < planes; i++) {
      stack.addSlice("plane " + i, plane(bits, i));
    }
    ImagePlus image = new ImagePlus("stack", stack);
    describe(image);
    return image;
  }

  /** Smooth shapes with some noise. */
  static ImageProcessor plane(int bits, int seed) {
    return plane(WIDTH, HEIGHT, bits, seed);
  }

  /** Smooth shapes with some noise. */
  static ImageProcessor plane(int width, int height, int bits, int seed) {
    Random random = new Random(seed);
    float[][] values = new float[width][height];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        double wave = Math.sin((x + 7 * seed) / 9.0) * Math.cos((y - 3 * seed) / 7.0);
        values[x][y] = (float) (100 + 80 * wave + 4 * random.nextGaussian());
      }
    }
    FloatProcessor floats = new FloatProcessor(values);
    return switch (bits) {
      case 8 -> floats.convertToByte(false);
      case 16 -> {
        floats.multiply(17);
        yield floats.convertToShort(false);
      }
      case 32 -> floats;
      case 24 -> {
        ByteProcessor red = (ByteProcessor) floats.convertToByte(false);
        ColorProcessor colours = new ColorProcessor(width, height);
        ByteProcessor green = (ByteProcessor) red.duplicate();
        green.flipVertical();
        colours.setChannel(1, red);
        colours.setChannel(2, green);
        colours.setChannel(3, (ByteProcessor) red.rotateRight().rotateLeft());
        yield colours;
      }
      default -> throw new IllegalArgumentException("bits " + bits);
    };
  }

  private static void describe(ImagePlus image) {
    Calibration calibration = new Calibration(image);
    calibration.pixelWidth = 0.25;
    calibration.pixelHeight = 0.5;
    calibration.pixelDepth = 1.5;
    calibration.xOrigin = 3;
    calibration.yOrigin = -2.5;
    calibration.zOrigin = 1;
    calibration.setUnit("micron");
    calibration.setZUnit("mm");
    calibration.frameInterval = 0.125;
    calibration.setTimeUnit("min");
    calibration.fps = 12.5;
    calibration.loop = true;
    calibration.setInvertY(true);
    if (image.getBitDepth() == 8 || image.getBitDepth() == 16) {
      calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] {-4, 0.5}, "OD\u00b7x", true);
    } else {
      calibration.setValueUnit("photons");
    }
    image.setCalibration(calibration);
    image.setProperty("Info", "line one\nline = two \u00e9\n");
    image.setProp("key", "a value, with: signs");
    image.setProp("Another", 4.5);
    Overlay overlay = new Overlay();
    Roi rectangle = new Roi(5, 6, 20, 12);
    rectangle.setName("nucleus 1");
    rectangle.setGroup(3);
    rectangle.setPosition(1);
    overlay.add(rectangle);
    Roi oval = new OvalRoi(20, 10, 25, 25);
    oval.setStrokeColor(Color.GREEN);
    oval.setPosition(2, 1, 1);
    overlay.add(oval);
    overlay.add(new TextRoi(8, 9, "a label"));
    overlay.drawLabels(true);
    overlay.drawNames(true);
    overlay.setLabelColor(Color.YELLOW);
    image.setOverlay(overlay);
    image.setRoi(new OvalRoi(4, 5, 16, 17));
  }

  /** A plane of 16 bits that is all noise. */
  static ShortProcessor noise(int width, int height, int seed) {
    Random random = new Random(seed);
    short[] pixels = new short[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) random.nextInt();
    }
    return new ShortProcessor(width, height, pixels, null);
  }
}
