package io.licorice.imageio;

import java.awt.Dimension;
import javax.imageio.ImageReadParam;

/**
 * How a picture is to be read. Beside what every reader offers, a picture can be read at another
 * size, see {@link #setSourceRenderSize}: each pixel is then the mean of those beneath it, tiles
 * are decoded one after the other, and source region and subsampling count in the new size.
 *
 * <p>For use by one thread at a time.
 *
 * <pre>{@code
 * LicImageReadParam param = (LicImageReadParam) reader.getDefaultReadParam();
 * param.setSourceRenderSize(new Dimension(160, 120));
 * param.setThumbnailAccepted(true);
 * BufferedImage preview = reader.read(0, param);
 * }</pre>
 */
public final class LicImageReadParam extends ImageReadParam {
  private boolean thumbnailAccepted;

  /** The defaults: the whole picture at its own size. */
  public LicImageReadParam() {
    canSetSourceRenderSize = true;
  }

  /**
   * Reads the picture at another size. The default is its own.
   *
   * @param size the size in pixels, both sides at least 1, or null for the picture's own
   * @throws IllegalArgumentException if a side is not positive
   */
  @Override
  public void setSourceRenderSize(Dimension size) {
    super.setSourceRenderSize(size);
  }

  /**
   * Accepts a thumbnail of the file in place of the picture where it has the picture's shape and is
   * at least as large as the size asked for, which costs next to nothing. The default is false,
   * since whoever wrote the file chose what the thumbnail shows and how good it is.
   *
   * @param accepted true to accept it
   */
  public void setThumbnailAccepted(boolean accepted) {
    thumbnailAccepted = accepted;
  }

  /**
   * Whether a thumbnail is accepted in place of the picture.
   *
   * @return true if it is
   */
  public boolean isThumbnailAccepted() {
    return thumbnailAccepted;
  }
}
