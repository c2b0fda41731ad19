package io.licorice.imageio;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Whether the last of a picture's channels is alpha. */
  static boolean hasAlpha(int channels) {
    return channels % 2 == 0;
  }

  /**
   * The types for a picture.
   *
   * @param channels 1 to 4; of 2 and 4 the last is alpha
   * @param bitDepth 8 to 16
   * @param space its colour space if that is not the usual one
   * @return the type with the samples as they lie in the file first
   */
  static List<ImageTypeSpecifier> of(int channels, int bitDepth, Optional<ColorSpace> space) {
    List<ImageTypeSpecifier> types = new ArrayList<>();
    space.ifPresent(own -> types.add(interleaved(own, channels, bitDepth)));
    if (bitDepth == 8 && channels != 2) {
      usual(channels).mapToObj(ImageTypeSpecifier::createFromBufferedImageType).forEach(types::add);
    } else if (bitDepth == 16 && channels == 1) {
      types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_USHORT_GRAY));
    } else {
      int usual = channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
      types.add(interleaved(ColorSpace.getInstance(usual), channels, bitDepth));
    }
    return List.copyOf(types);
  }

  private static IntStream usual(int channels) {
    return switch (channels) {
      case 1 -> IntStream.of(BufferedImage.TYPE_BYTE_GRAY);
      case 3 ->
          IntStream.of(
              BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_BGR);
      default -> IntStream.of(BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_INT_ARGB);
    };
  }

  /**
   * Colours in bytes have the layout of the JDK's own types, the last channel first; all others the
   * first first, as {@link java.awt.image.AffineTransformOp} wants it of gray with alpha.
   */
  private static ImageTypeSpecifier interleaved(ColorSpace space, int channels, int bitDepth) {
    boolean bytes = bitDepth == 8;
    int type = bytes ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
    boolean alpha = hasAlpha(channels);
    int[] offsets =
        IntStream.range(0, channels)
            .map(c -> bytes && channels > 2 ? channels - 1 - c : c)
            .toArray();
    ImageTypeSpecifier whole =
        ImageTypeSpecifier.createInterleaved(space, offsets, type, alpha, false);
    if (bytes || bitDepth == 16) {
      return whole;
    }
    int[] bits = new int[channels];
    Arrays.fill(bits, bitDepth);
    int transparency = alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
    return new ImageTypeSpecifier(
        new ComponentColorModel(space, bits, alpha, false, transparency, type),
        whole.getSampleModel());
  }
}
