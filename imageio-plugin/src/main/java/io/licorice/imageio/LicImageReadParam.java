package io.licorice.imageio;

import io.licorice.codec.Device;
import java.awt.Dimension;
import java.util.Optional;
import javax.imageio.ImageReadParam;

/**
 * How a picture is to be read. Beside what every reader offers, a picture can be read at another
 * size, see {@link #setSourceRenderSize}: each pixel is then the mean of those beneath it, tiles
 * are decoded one after the other, and source region and subsampling count in the new size. It can
 * be turned as its Exif block tells, see {@link #setOrientationApplied}.
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
  private boolean orientationApplied;
  private Device device;
  private int threads;

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

  /**
   * Turns and mirrors the picture as the orientation in its Exif block tells. The default is false,
   * as with the JDK's readers, which give pixels as they are stored.
   *
   * <p>If it is set, everything else in this parameter counts in the turned picture: a region is
   * the crop of what reading it whole gives, and so are subsampling and the render size. {@code
   * getWidth}, {@code getHeight} and tiles of the reader are those of the stored picture; the
   * orientation stays in the metadata, so that whoever writes the turned image with the same
   * metadata must set it to normal. What the metadata of {@code getImageMetadata} say of single
   * pixels, label map and provenance, is said of the stored picture; with an image that {@code
   * readAll} reads goes what is to be said of its own pixels.
   *
   * @param applied true to apply the orientation
   */
  public void setOrientationApplied(boolean applied) {
    orientationApplied = applied;
  }

  /**
   * Whether the orientation in the Exif block is applied.
   *
   * @return true if it is
   */
  public boolean isOrientationApplied() {
    return orientationApplied;
  }

  /**
   * Chooses where the networks run. The default is the codec that all share, which runs on the CPU;
   * for any other device the reader opens a codec of its own, which it keeps until another is asked
   * for or it is disposed of.
   *
   * @param device the device, or null for the default
   */
  public void setDevice(Device device) {
    this.device = device;
  }

  /**
   * Where the networks run.
   *
   * @return the device, or empty for the default
   */
  public Optional<Device> getDevice() {
    return Optional.ofNullable(device);
  }

  /**
   * Sets how many tiles are decoded at a time, each by a thread that holds one in memory. The
   * default is 0: the codec that all share, with one for each core; for any other number the reader
   * opens a codec of its own, which it keeps until another is asked for or it is disposed of.
   *
   * @param count threads, or 0 for the default
   * @throws IllegalArgumentException if the number is negative
   */
  public void setThreads(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("threads of at least 0 expected, found " + count);
    }
    threads = count;
  }

  /**
   * How many tiles are decoded at a time.
   *
   * @return threads, or 0 for the default
   */
  public int getThreads() {
    return threads;
  }
}
