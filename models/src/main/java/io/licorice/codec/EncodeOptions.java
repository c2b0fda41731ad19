package io.licorice.codec;

import java.util.Objects;

/**
 * How a picture is to be encoded; immutable.
 *
 * @param rate what decides the size
 * @param model id of the pack, such as {@code photo}
 * @param tileSize edge of a tile in pixels: a power of two, 128 to 4096
 * @param boxed true for the box file, false for the bare codestream
 */
public record EncodeOptions(Rate rate, String model, int tileSize, boolean boxed) {
  /** The quality that is used when none is asked for. */
  public static final double DEFAULT_QUALITY = 50;

  /** The pack that is used when none is asked for. */
  public static final String DEFAULT_MODEL = "photo";

  private static final int DEFAULT_TILE_SIZE = 1024;

  /**
   * Checks the values.
   *
   * @param rate see the record
   * @param model see the record
   * @param tileSize see the record
   * @param boxed see the record
   * @throws IllegalArgumentException if the tile size is not a power of two from 128 to 4096
   */
  public EncodeOptions {
    Objects.requireNonNull(rate);
    Objects.requireNonNull(model);
    if (tileSize < 128 || tileSize > 4096 || Integer.bitCount(tileSize) != 1) {
      throw new IllegalArgumentException(
          "tile size: a power of two from 128 to 4096 expected, found " + tileSize);
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
  public static EncodeOptions ofQuality(double quality) {
    return builder().quality(quality).build();
  }

  /** What decides the size of the result. */
  public sealed interface Rate {
    /**
     * A place on the model's quality scale.
     *
     * @param value 0 (smallest) to 100 (best)
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
     * The largest size allowed, which the result misses by at most 1 % and never exceeds.
     *
     * @param bytes size of the whole file, at least 1
     */
    record TargetBytes(long bytes) implements Rate {
      /**
       * Checks the range.
       *
       * @param bytes see the record
       * @throws IllegalArgumentException if the size is not positive
       */
      public TargetBytes {
        if (bytes < 1) {
          throw new IllegalArgumentException("target size of at least 1 byte expected: " + bytes);
        }
      }
    }

    /**
     * The largest rate allowed.
     *
     * @param bitsPerPixel bits of the whole file by pixels, above 0
     */
    record TargetBpp(double bitsPerPixel) implements Rate {
      /**
       * Checks the range.
       *
       * @param bitsPerPixel see the record
       * @throws IllegalArgumentException if the rate is not positive and finite
       */
      public TargetBpp {
        if (!(bitsPerPixel > 0 && bitsPerPixel < 1e6)) {
          throw new IllegalArgumentException("target above 0 bpp expected, found " + bitsPerPixel);
        }
      }
    }

    /**
     * The smallest compression ratio allowed.
     *
     * @param ratio bytes of the raw samples by bytes of the file, above 0
     */
    record TargetRatio(double ratio) implements Rate {
      /**
       * Checks the range.
       *
       * @param ratio see the record
       * @throws IllegalArgumentException if the ratio is not positive and finite
       */
      public TargetRatio {
        if (!(ratio > 0 && ratio < 1e9)) {
          throw new IllegalArgumentException("ratio above 0 expected, found " + ratio);
        }
      }
    }
  }

  /** Collects options; not safe for use by several threads. */
  public static final class Builder {
    private Rate rate = new Rate.Quality(DEFAULT_QUALITY);
    private String model = DEFAULT_MODEL;
    private int tileSize = DEFAULT_TILE_SIZE;
    private boolean boxed;

    private Builder() {}

    /**
     * Asks for a quality. The default is {@value EncodeOptions#DEFAULT_QUALITY}.
     *
     * @param quality 0 to 100
     * @return this
     */
    public Builder quality(double quality) {
      return rate(new Rate.Quality(quality));
    }

    /**
     * Sets what decides the size. The default is the default quality.
     *
     * @param rate quality or target
     * @return this
     */
    public Builder rate(Rate rate) {
      this.rate = Objects.requireNonNull(rate);
      return this;
    }

    /**
     * Chooses the pack. The default is {@value EncodeOptions#DEFAULT_MODEL}.
     *
     * @param id the pack's id
     * @return this
     */
    public Builder model(String id) {
      this.model = Objects.requireNonNull(id);
      return this;
    }

    /**
     * Sets the edge of a tile. The default is 1024.
     *
     * @param pixels a power of two from 128 to 4096
     * @return this
     */
    public Builder tileSize(int pixels) {
      this.tileSize = pixels;
      return this;
    }

    /**
     * Chooses the box file. The default is false: the bare codestream.
     *
     * @param boxed true for the box file
     * @return this
     */
    public Builder boxed(boolean boxed) {
      this.boxed = boxed;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public EncodeOptions build() {
      return new EncodeOptions(rate, model, tileSize, boxed);
    }
  }
}
