package io.licorice.imageio;

import io.licorice.codec.DecodeOptions;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/** The image that a picture is read into, and what may be one. */
final class Destination {
  private Destination() {}

  /**
   * The image to fill. {@link javax.imageio.ImageReader#getDestination} would do, but refuses
   * pictures of more than 2^31 pixels even where only a small region of them is asked for.
   */
  static BufferedImage image(ReadablePicture picture, ImageReadParam param) throws IOException {
    if (param != null && param.getDestination() != null) {
      return param.getDestination();
    }
    List<ImageTypeSpecifier> types = picture.types();
    ImageTypeSpecifier type = types.get(0);
    if (param != null && param.getDestinationType() != null) {
      type = param.getDestinationType();
      if (!types.contains(type)) {
        throw new IIOException("the destination type is none of those that getImageTypes lists");
      }
    }
    Rectangle to = PictureReader.plan(picture, param, null).to();
    long width = (long) to.x + to.width;
    long height = (long) to.y + to.height;
    checkSize(width, height);
    return type.createBufferedImage((int) width, (int) height);
  }

  static void checkSize(long width, long height) throws IIOException {
    long most = DecodeOptions.DEFAULT.maxPixels();
    if (width * height > most) {
      throw new IIOException(
          width
              + "x"
              + height
              + " pixels are more than the "
              + most
              + " that are read at once;"
              + " read a region, or subsample");
    }
  }

  /** Refuses a destination whose samples are no plain ones of the picture's colours and bits. */
  static void checkSamples(BufferedImage image, int[] targetBands, ReadablePicture picture)
      throws IIOException {
    SampleModel samples = image.getSampleModel();
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel) {
      throw new IIOException("the destination has an IndexColorModel, RGB or gray expected");
    }
    if (colors.hasAlpha() && colors.isAlphaPremultiplied()) {
      throw new IIOException(
          "the destination's colours are multiplied by alpha, plain ones expected");
    }
    int bits = picture.bitDepth() > 8 ? 16 : 8;
    int[] bands =
        targetBands != null ? targetBands : IntStream.range(0, samples.getNumBands()).toArray();
    for (int band : bands) {
      if (samples.getSampleSize(band) != bits) {
        throw new IIOException(
            "the destination has samples of "
                + samples.getSampleSize(band)
                + " bits, "
                + bits
                + " expected");
      }
    }
  }

  /** What stands for the samples of a damaged tile: middle gray, and alpha that hides nothing. */
  static int[] damaged(ReadablePicture picture, int[] bands) {
    int largest = (1 << picture.bitDepth()) - 1;
    boolean alpha = ImageTypes.hasAlpha(picture.channels());
    return Arrays.stream(bands)
        .map(band -> alpha && band == picture.channels() - 1 ? largest : largest / 2 + 1)
        .toArray();
  }
}
