package io.licorice.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.licorice.codec.Picture;

/**
 * The frames of an image as a film of it shows them: in its colours and display range, the channels
 * of a composite together, without its overlay. Changes nothing in the image.
 *
 * <p>A film runs along time, or along depth if there is no time, or along the channels if there is
 * neither; in the other directions it stays where the image is.
 */
final class ShownFrames {
  private enum Along {
    CHANNELS,
    SLICES,
    FRAMES
  }

  private final ImagePlus image;
  private final Along along;

  ShownFrames(ImagePlus image) {
    this.image = image;
    if (image.getNFrames() > 1) {
      along = Along.FRAMES;
    } else {
      along = image.getNSlices() > 1 ? Along.SLICES : Along.CHANNELS;
    }
  }

  int count() {
    return switch (along) {
      case FRAMES -> image.getNFrames();
      case SLICES -> image.getNSlices();
      case CHANNELS -> mixed() ? 1 : image.getNChannels();
    };
  }

  private boolean mixed() {
    return image instanceof CompositeImage composite && composite.getMode() == IJ.COMPOSITE;
  }

  /**
   * A frame.
   *
   * @param number from 0
   * @return three planes of 8 bits
   */
  Picture frame(int number) {
    int channel = along == Along.CHANNELS && !mixed() ? number + 1 : image.getChannel();
    int slice = along == Along.SLICES ? number + 1 : image.getSlice();
    int time = along == Along.FRAMES ? number + 1 : image.getFrame();
    return Pixels.picture(
        mixed() ? mixture(slice, time) : shown(image.getStackIndex(channel, slice, time)));
  }

  private ColorProcessor shown(int index) {
    ImageProcessor plane = image.getStack().getProcessor(index).duplicate();
    if (image instanceof CompositeImage composite && composite.getMode() == IJ.COLOR) {
      plane.setLut(composite.getChannelLut(image.convertIndexToPosition(index)[0]));
      return (ColorProcessor) plane.convertToRGB();
    }
    return SeenPlane.of(image, index, plane);
  }

  /** The channels that are switched on, added up as ImageJ does. */
  private ColorProcessor mixture(int slice, int time) {
    CompositeImage composite = (CompositeImage) image;
    boolean[] active = composite.getActiveChannels();
    int[] sum = new int[image.getWidth() * image.getHeight()];
    for (int channel = 1; channel <= image.getNChannels(); channel++) {
      if (channel <= active.length && active[channel - 1]) {
        LUT lut = composite.getChannelLut(channel);
        int index = image.getStackIndex(channel, slice, time);
        ImageProcessor plane = image.getStack().getProcessor(index).duplicate();
        plane.setLut(lut);
        add((int[]) plane.convertToRGB().getPixels(), sum);
      }
    }
    return new ColorProcessor(image.getWidth(), image.getHeight(), sum);
  }

  private static void add(int[] pixels, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      int colour = 0;
      for (int shift = 0; shift < 24; shift += 8) {
        int level = (sum[i] >> shift & 0xFF) + (pixels[i] >> shift & 0xFF);
        colour |= Math.min(level, 0xFF) << shift;
      }
      sum[i] = colour;
    }
  }
}
