package io.licorice.imageio;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;

/** The types of image that pictures are read into. */
final class ImageTypes {
  private ImageTypes() {}

  /** The number of colour channels among a picture's channels. */
  static int colours(int channels) {
    return channels < 3 ? 1 : 3;
  }

  /**
   * The types for a picture.
   *
   * @param space its colour space if that is not the usual one
   * @return the type with the samples as they lie in the file first
   */
  static List<ImageTypeSpecifier> of(int channels, int bitDepth, Optional<ColorSpace> space) {
    List<ImageTypeSpecifier> types = new ArrayList<>();
    space.ifPresent(own -> types.add(interleaved(own, channels)));
    usual(channels).mapToObj(ImageTypeSpecifier::createFromBufferedImageType).forEach(types::add);
    return List.copyOf(types);
  }

  private static IntStream usual(int channels) {
    return channels == 1
        ? IntStream.of(BufferedImage.TYPE_BYTE_GRAY)
        : IntStream.of(
            BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_BGR);
  }

  /** The layout of the JDK's own types of bytes: the last channel first. */
  private static ImageTypeSpecifier interleaved(ColorSpace space, int channels) {
    int[] offsets = IntStream.range(0, channels).map(c -> channels - 1 - c).toArray();
    return ImageTypeSpecifier.createInterleaved(space, offsets, DataBuffer.TYPE_BYTE, false, false);
  }
}
