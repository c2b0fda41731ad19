package io.licorice.codec;

import java.io.IOException;

/**
 * A picture whose pixels are fetched region by region, so that it need not fit in memory.
 *
 * <p>The encoder calls {@link #read} from one thread at a time; regions of neighbouring tiles
 * overlap by the halo, so that a pixel may be asked for more than once.
 */
public interface PictureSource {
  /**
   * The picture's width.
   *
   * @return pixels, at least 1
   */
  int width();

  /**
   * The picture's height.
   *
   * @return pixels, at least 1
   */
  int height();

  /**
   * The number of planes.
   *
   * @return 1 (gray), 2 (gray, alpha), 3 (red, green, blue) or 4 (red, green, blue, alpha); alpha
   *     is straight: the colours are not multiplied by it
   */
  int channels();

  /**
   * The bits of a sample.
   *
   * @return 1 to 16
   */
  int bitDepth();

  /**
   * Whether the last plane is alpha.
   *
   * @return true for 2 and 4 channels
   */
  default boolean hasAlpha() {
    return channels() % 2 == 0;
  }

  /**
   * Fetches the samples of a region.
   *
   * @param region a region inside the picture
   * @return a picture of the region's size
   * @throws IOException if the pixels cannot be fetched
   */
  Picture read(Region region) throws IOException;
}
