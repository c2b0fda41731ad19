package io.licorice.imageio;

import io.licorice.codec.Picture;
import java.util.Optional;
import javax.imageio.IIOException;

/** Pictures as video has them: red, green and blue of 8 bits. */
final class VideoFrame {
  private static final int BITS = 8;

  private VideoFrame() {}

  /** What is lost when a picture becomes a frame, in one sentence; empty if nothing is. */
  static Optional<String> loss(Picture picture) {
    return picture.bitDepth() > BITS
        ? Optional.of(
            "samples of " + picture.bitDepth() + " bits are rounded to 8: video has no more")
        : Optional.empty();
  }

  /**
   * Makes a frame of a picture: gray becomes red, green and blue alike, and samples of more bits
   * are rounded.
   *
   * @throws IIOException if a pixel is not opaque
   */
  static Picture of(Picture picture) throws IIOException {
    Picture samples = PictureImages.atLeast8Bits(picture);
    int largest = (1 << samples.bitDepth()) - 1;
    if (samples.hasAlpha()) {
      for (short alpha : samples.plane(samples.channels() - 1)) {
        if ((alpha & 0xFFFF) != largest) {
          throw new IIOException(
              "a video has no transparency: draw the image over a background first");
        }
      }
    }
    boolean gray = ImageTypes.colours(samples.channels()) == 1;
    short[][] planes = new short[3][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = rounded(samples.plane(gray ? 0 : c), largest);
    }
    return new Picture(samples.width(), samples.height(), BITS, planes);
  }

  private static short[] rounded(short[] samples, int largest) {
    if (largest == 255) {
      return samples;
    }
    short[] rounded = new short[samples.length];
    for (int i = 0; i < samples.length; i++) {
      rounded[i] = (short) (((samples[i] & 0xFFFF) * 255L + largest / 2) / largest);
    }
    return rounded;
  }
}
