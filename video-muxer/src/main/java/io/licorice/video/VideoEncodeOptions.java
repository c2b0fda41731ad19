package io.licorice.video;

import io.licorice.codec.EncodeOptions;
import io.licorice.codec.VideoSettings;
import java.util.Objects;

/**
 * How a video is to be encoded; immutable.
 *
 * @param model id of the pack of predicted frames, such as {@code video-fvc}
 * @param keyModel id of the pack of key frames, such as {@code photo}
 * @param rate what decides the size
 * @param keyInterval a key frame at the latest after so many frames, at least 1
 * @param keyAdvance by how many points of quality key frames are better than predicted ones, -100
 *     to 100; ten points are a factor of 2.32 in the price of a bit
 * @param cascade by how many points of quality the best of four predicted frames is better than
 *     asked for, 0 to 50; of the others one is better by half of that, two are worse by as much
 * @param sceneCuts whether a new scene begins with a key frame
 */
public record VideoEncodeOptions(
    String model,
    String keyModel,
    Rate rate,
    int keyInterval,
    double keyAdvance,
    double cascade,
    boolean sceneCuts) {
  /** The pack of predicted frames that is used when none is asked for. */
  public static final String DEFAULT_MODEL = "video-fvc";

  /** The key interval when none is asked for. */
  public static final int DEFAULT_KEY_INTERVAL = VideoSettings.DEFAULT_KEY_INTERVAL;

  /** The advance of key frames when none is asked for. */
  public static final double DEFAULT_KEY_ADVANCE = 12;

  /** By how much the best of four predicted frames is better when nothing is asked for. */
  public static final double DEFAULT_CASCADE = 4;

  /** The most that predicted frames may be better than asked for. */
  public static final double MAX_CASCADE = 50;

  /** What decides the size of the result. */
  public sealed interface Rate {
    /**
     * The quality of predicted frames.
     *
     * @param value 0 (smallest) to 100 (best), on the scale of {@link
     *     EncodeOptions.Builder#quality}
     */
    record Quality(double value) implements Rate {
      /**
       * Checks the range.
       *
       * @param value see the record
       * @throws IllegalArgumentException if the value is not in 0..100
       */
      public Quality {
        if (!(value >= 0 && value <= 100)) {
          throw new IllegalArgumentException("quality 0 to 100 expected, found " + value);
        }
      }
    }

    /**
     * Bits for each second of the video, of frames alone: what a container adds is not counted.
     *
     * @param bitsPerSecond above 0
     */
    record Bitrate(double bitsPerSecond) implements Rate {
      /**
       * Checks the range.
       *
       * @param bitsPerSecond see the record
       * @throws IllegalArgumentException if it is not above 0, or over 10^12
       */
      public Bitrate {
        if (!(bitsPerSecond > 0 && bitsPerSecond <= 1e12)) {
          throw new IllegalArgumentException(
              "a bit rate above 0 expected, found " + bitsPerSecond + " bits a second");
        }
      }
    }
  }

  /**
   * Checks the values.
   *
   * @param model see the record
   * @param keyModel see the record
   * @param rate see the record
   * @param keyInterval see the record
   * @param keyAdvance see the record
   * @param cascade see the record
   * @param sceneCuts see the record
   * @throws IllegalArgumentException if one is out of range
   */
  public VideoEncodeOptions {
    Objects.requireNonNull(model);
    Objects.requireNonNull(keyModel);
    Objects.requireNonNull(rate);
    if (keyInterval < 1) {
      throw new IllegalArgumentException(
          "key interval of at least 1 frame expected, found " + keyInterval);
    }
    if (!(keyAdvance >= -100 && keyAdvance <= 100)) {
      throw new IllegalArgumentException(
          "key frames better by -100 to 100 points expected, found " + keyAdvance);
    }
    if (!(cascade >= 0 && cascade <= MAX_CASCADE)) {
      throw new IllegalArgumentException("a cascade of 0 to 50 points expected, found " + cascade);
    }
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The defaults at a quality.
   *
   * @param quality 0 (smallest) to 100 (best)
   * @return the options
   */
  public static VideoEncodeOptions ofQuality(double quality) {
    return builder().quality(quality).build();
  }

  /** Collects options. */
  public static final class Builder {
    private String model = DEFAULT_MODEL;
    private String keyModel = EncodeOptions.DEFAULT_MODEL;
    private Rate rate = new Rate.Quality(EncodeOptions.DEFAULT_QUALITY);
    private int keyInterval = DEFAULT_KEY_INTERVAL;
    private double keyAdvance = DEFAULT_KEY_ADVANCE;
    private double cascade = DEFAULT_CASCADE;
    private boolean sceneCuts = true;

    private Builder() {}

    /**
     * The pack of predicted frames; {@value VideoEncodeOptions#DEFAULT_MODEL} by default.
     *
     * @param id its id
     * @return this builder
     */
    public Builder model(String id) {
      this.model = id;
      return this;
    }

    /**
     * The pack of key frames; {@code photo} by default.
     *
     * @param id its id
     * @return this builder
     */
    public Builder keyModel(String id) {
      this.keyModel = id;
      return this;
    }

    /**
     * The quality of predicted frames, a {@link #cascade} apart; 50 by default. Takes the place of
     * a bit rate.
     *
     * @param value 0 (smallest) to 100 (best)
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder quality(double value) {
      this.rate = new Rate.Quality(value);
      return this;
    }

    /**
     * Bits for each second of the video; none by default. Takes the place of a quality. Four key
     * intervals or more come within 5 % of it, as far as qualities 0 to 100 reach.
     *
     * @param bitsPerSecond above 0
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder bitrate(double bitsPerSecond) {
      this.rate = new Rate.Bitrate(bitsPerSecond);
      return this;
    }

    /**
     * The most frames from one key frame to the next; 48 by default.
     *
     * @param frames at least 1, which makes every frame a key frame
     * @return this builder
     */
    public Builder keyInterval(int frames) {
      this.keyInterval = frames;
      return this;
    }

    /**
     * By how much key frames are better than predicted ones; 12 by default.
     *
     * @param points points of quality, -100 to 100
     * @return this builder
     */
    public Builder keyAdvance(double points) {
      this.keyAdvance = points;
      return this;
    }

    /**
     * By how much the best of four predicted frames is better than asked for, so that it carries
     * those that are predicted from it; 4 by default. One of the others is better by half of that,
     * two are worse by as much.
     *
     * @param points points of quality, 0 to 50; 0 makes all predicted frames alike
     * @return this builder
     */
    public Builder cascade(double points) {
      this.cascade = points;
      return this;
    }

    /**
     * Whether a new scene begins with a key frame; true by default.
     *
     * @param found false for key frames at the key interval alone
     * @return this builder
     */
    public Builder sceneCuts(boolean found) {
      this.sceneCuts = found;
      return this;
    }

    /**
     * The options.
     *
     * @return new options
     * @throws IllegalArgumentException if a value is out of range
     */
    public VideoEncodeOptions build() {
      return new VideoEncodeOptions(
          model, keyModel, rate, keyInterval, keyAdvance, cascade, sceneCuts);
    }
  }
}
