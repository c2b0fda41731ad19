package io.licorice.imageio;

import io.licorice.codec.VideoSettings;
import java.util.Locale;
import javax.imageio.ImageWriteParam;

/**
 * How a {@code .lvc} video is to be written: quality, frame rate, key frames. The first image's
 * parameter decides; of those of the others source region, subsampling and bands are taken.
 *
 * <p>Quality works as with the JDK's JPEG writer, 0 to 1 under {@link #MODE_EXPLICIT}; the default
 * is 0.5. For use by one thread at a time.
 */
public final class LvcImageWriteParam extends ImageWriteParam {
  private static final String LOSSY = "Lossy";
  private static final float DEFAULT_QUALITY = (float) (VideoSettings.DEFAULT_QUALITY / 100);

  private double frameRate = VideoSettings.DEFAULT_RATE;
  private int keyInterval = VideoSettings.DEFAULT_KEY_INTERVAL;

  /** The defaults. */
  public LvcImageWriteParam() {
    this(null);
  }

  /**
   * The defaults.
   *
   * @param locale for descriptions, or null
   */
  public LvcImageWriteParam(Locale locale) {
    super(locale);
    canWriteCompressed = true;
    compressionTypes = new String[] {LOSSY};
    compressionType = LOSSY;
    compressionQuality = DEFAULT_QUALITY;
  }

  /** Goes back to the default quality. */
  @Override
  public void unsetCompression() {
    super.unsetCompression();
    compressionType = LOSSY;
    compressionQuality = DEFAULT_QUALITY;
  }

  @Override
  public boolean isCompressionLossless() {
    super.isCompressionLossless(); // checks the mode
    return false;
  }

  /**
   * The frames of a second.
   *
   * @return frames
   */
  public double getFrameRate() {
    return frameRate;
  }

  /**
   * Sets how many frames of a second there are; 25 by default. Kept to a thousandth.
   *
   * @param framesPerSecond 0.001 to 100000
   * @throws IllegalArgumentException if it is out of range
   */
  public void setFrameRate(double framesPerSecond) {
    new VideoSettings(1, 1, framesPerSecond, 0, 1); // checks the range
    this.frameRate = framesPerSecond;
  }

  /**
   * The most frames from one key frame to the next.
   *
   * @return frames
   */
  public int getKeyInterval() {
    return keyInterval;
  }

  /**
   * Sets after how many frames there is a key frame at the latest; 48 by default. Few make files
   * larger and random access faster.
   *
   * @param frames at least 1
   * @throws IllegalArgumentException if it is out of range
   */
  public void setKeyInterval(int frames) {
    new VideoSettings(1, 1, 1, 0, frames); // checks the range
    this.keyInterval = frames;
  }

  /**
   * What a parameter of any kind asks for.
   *
   * @throws IllegalArgumentException if it asks for what a video cannot be
   */
  static VideoSettings settings(ImageWriteParam param, int width, int height) {
    double quality = VideoSettings.DEFAULT_QUALITY;
    if (param != null && param.canWriteCompressed()) {
      if (param.getCompressionMode() == MODE_DISABLED) {
        throw new IllegalArgumentException("a .lvc video is always compressed");
      }
      if (param.getCompressionMode() == MODE_EXPLICIT) {
        // In steps of 0.01, so that 0.3f is 30 and not 30.0000012.
        quality = Math.rint(param.getCompressionQuality() * 1e4) / 100;
      }
    }
    boolean own = param instanceof LvcImageWriteParam;
    return new VideoSettings(
        width,
        height,
        own ? ((LvcImageWriteParam) param).frameRate : VideoSettings.DEFAULT_RATE,
        quality,
        own ? ((LvcImageWriteParam) param).keyInterval : VideoSettings.DEFAULT_KEY_INTERVAL);
  }
}
