package io.licorice.codec;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a picture is to be encoded; immutable.
 *
 * @param mode lossy, near-lossless or lossless
 * @param maxError largest error of a sample, 0 to 65535: in lossy mode of alpha, which is exact by
 *     default, else of all samples; 0 in lossless mode, at least 1 in near-lossless mode
 * @param rate what decides the size of a lossy file; otherwise a quality, which is not used
 * @param qualityMap qualities that differ within a picture of the map's size, in place of the
 *     rate's quality; a target shifts them all alike; empty unless lossy
 * @param model id of the pack, such as {@code photo}; not used unless lossy
 * @param tileSize edge of a tile in pixels: a power of two, 128 to 4096
 * @param boxed true for the box file, false for the bare codestream
 * @param sampleSums whether a lossy file carries check sums of the samples that it decodes to
 * @param learnedOnly whether networks code all of a lossy picture, also where exact samples, or
 *     samples with small errors, would be better for their bits
 * @param labels what the pixels show, for generative packs, which draw from it; other packs take no
 *     notice
 * @param generator id of the generative pack that makes up {@link QualityMap#GENERATED} cells
 * @param generatedQuality place on that pack's scale; empty for drawing from the labels alone, or,
 *     without labels, for the pack's coarsest code
 */
public record EncodeOptions(
    CodingMode mode,
    int maxError,
    Rate rate,
    Optional<QualityMap> qualityMap,
    String model,
    int tileSize,
    boolean boxed,
    boolean sampleSums,
    boolean learnedOnly,
    Optional<LabelMap> labels,
    String generator,
    OptionalDouble generatedQuality) {
  /** The quality that is used when none is asked for. */
  public static final double DEFAULT_QUALITY = 50;

  /** The pack that is used when none is asked for. */
  public static final String DEFAULT_MODEL = "photo";

  /** The generative pack that is used when none is asked for. */
  public static final String DEFAULT_GENERATOR = "generative";

  private static final int LOSSY_TILE_SIZE = 1024;

  /** Small enough that a photograph of ordinary size keeps several threads busy. */
  static final int PREDICTIVE_TILE_SIZE = 256;

  private static final int LARGEST_ERROR = 0xFFFF;

  /**
   * Checks the values.
   *
   * @param mode see the record
   * @param maxError see the record
   * @param rate see the record
   * @param qualityMap see the record
   * @param model see the record
   * @param tileSize see the record
   * @param boxed see the record
   * @param sampleSums see the record
   * @param learnedOnly see the record
   * @param labels see the record
   * @param generator see the record
   * @param generatedQuality see the record
   * @throws IllegalArgumentException if the tile size is not a power of two from 128 to 4096, if
   *     the largest error does not go with the mode, or if there is a target or a quality map but
   *     the mode is not lossy
   */
  public EncodeOptions {
    Objects.requireNonNull(mode);
    Objects.requireNonNull(rate);
    Objects.requireNonNull(qualityMap);
    Objects.requireNonNull(model);
    Objects.requireNonNull(labels);
    Objects.requireNonNull(generator);
    generatedQuality.ifPresent(Rate.Quality::new); // checks the range
    if (tileSize < 128 || tileSize > 4096 || Integer.bitCount(tileSize) != 1) {
      throw new IllegalArgumentException(
          "tile size: a power of two from 128 to 4096 expected, found " + tileSize);
    }
    int least = mode == CodingMode.NEAR_LOSSLESS ? 1 : 0;
    int most = mode == CodingMode.LOSSLESS ? 0 : LARGEST_ERROR;
    if (maxError < least || maxError > most) {
      throw new IllegalArgumentException(
          "largest error of " + least + " to " + most + " expected, found " + maxError);
    }
    if (mode != CodingMode.LOSSY && !(rate instanceof Rate.Quality)) {
      throw new IllegalArgumentException(
          "a target size needs lossy mode: a lossless or near-lossless file is as large as its"
              + " picture asks for");
    }
    if (mode != CodingMode.LOSSY && qualityMap.isPresent()) {
      throw new IllegalArgumentException(
          "a quality map needs lossy mode: a lossless or near-lossless file has no quality");
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

  /**
   * Starts from these options.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** What decides the size of the result. */
  public sealed interface Rate {
    /**
     * The most bytes that a file of a picture may have.
     *
     * @param source the picture
     * @return bytes; {@link Long#MAX_VALUE} if it goes by quality
     */
    default long bytes(PictureSource source) {
      double pixels = (double) source.width() * source.height();
      if (this instanceof TargetBpp target) {
        return (long) Math.floor(target.bitsPerPixel() * pixels / 8);
      }
      if (this instanceof TargetRatio target) {
        double raw = pixels * source.channels() * source.bitDepth() / 8;
        return (long) Math.floor(raw / target.ratio());
      }
      return this instanceof TargetBytes target ? target.bytes() : Long.MAX_VALUE;
    }

    /**
     * The rate of what is to be encoded in a file that has other bytes too.
     *
     * @param source the picture
     * @param overhead bytes of the rest of the file, see {@link LicCodec#overhead}
     * @return this one if it goes by quality
     * @throws IllegalArgumentException if they leave nothing
     */
    default Rate beside(PictureSource source, long overhead) {
      if (overhead == 0 || this instanceof Quality) {
        return this;
      }
      long bytes = bytes(source);
      if (bytes <= overhead) {
        throw new IllegalArgumentException(
            "metadata and thumbnails take "
                + overhead
                + " bytes, which leaves nothing of the target of "
                + bytes);
      }
      return new TargetBytes(bytes - overhead);
    }

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
    private CodingMode mode = CodingMode.LOSSY;
    private int maxError;
    private Rate rate = new Rate.Quality(DEFAULT_QUALITY);
    private QualityMap qualityMap;
    private String model = DEFAULT_MODEL;
    private int tileSize;
    private boolean tileSizeSet;
    private boolean boxed;
    private boolean sampleSums = true;
    private boolean learnedOnly;
    private LabelMap labels;
    private String generator = DEFAULT_GENERATOR;
    private OptionalDouble generatedQuality = OptionalDouble.empty();

    private Builder() {}

    /**
     * Asks for every sample to come back as it was. The default is lossy mode.
     *
     * @return this
     */
    public Builder lossless() {
      this.mode = CodingMode.LOSSLESS;
      this.maxError = 0;
      return this;
    }

    /**
     * Asks for no sample, alpha included, to differ by more than a number. The default is lossy
     * mode.
     *
     * @param largest the largest error, 0 to 65535; 0 is lossless mode
     * @return this
     */
    public Builder nearLossless(int largest) {
      this.mode = largest == 0 ? CodingMode.LOSSLESS : CodingMode.NEAR_LOSSLESS;
      this.maxError = largest;
      return this;
    }

    /**
     * Asks for lossy mode, and lets alpha differ by a number. The default is lossy mode with exact
     * alpha.
     *
     * @param largest the largest error of a sample of alpha, 0 to 65535
     * @return this
     */
    public Builder alphaError(int largest) {
      this.mode = CodingMode.LOSSY;
      this.maxError = largest;
      return this;
    }

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
     * Asks for qualities that differ within the picture, which must have the map's size. They stand
     * in place of the quality. With a target size, rate or ratio the search shifts all of them
     * alike, on the scale of the model's quality steps: their differences stay what they are,
     * except that none leaves the scale of 0 to 100. {@link QualityMap#LOSSLESS} stays what it is,
     * and takes its bytes whatever the target. The default is null: one quality everywhere.
     *
     * @param map the qualities, or null for none
     * @return this
     */
    public Builder qualityMap(QualityMap map) {
      this.qualityMap = map;
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
     * Sets the edge of a tile. The default is 1024 in lossy mode and 256 otherwise.
     *
     * @param pixels a power of two from 128 to 4096
     * @return this
     */
    public Builder tileSize(int pixels) {
      this.tileSize = pixels;
      this.tileSizeSet = true;
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
     * Chooses whether a lossy file carries check sums of the samples that it decodes to, four bytes
     * a tile. To know them the encoder decodes what it has coded, which takes it about as long
     * again. Packs that compute in floats have none. The default is true.
     *
     * @param sampleSums false for none
     * @return this
     */
    public Builder sampleSums(boolean sampleSums) {
      this.sampleSums = sampleSums;
      return this;
    }

    /**
     * Leaves all of a lossy picture to the networks. Otherwise the encoder codes cells exactly
     * where that is better for its bits, as it often is in text, drawings and screens, and all of
     * the picture if its lossless file is no larger, or keeps to the target. The default is false.
     *
     * @param learnedOnly true for networks only
     * @return this
     */
    public Builder learnedOnly(boolean learnedOnly) {
      this.learnedOnly = learnedOnly;
      return this;
    }

    /**
     * Says what the pixels show, for generative packs, which then draw from it: the model, if it is
     * one, and the generator of {@link QualityMap#GENERATED} cells. The file gets the map, without
     * which it could not be decoded. Other packs take no notice. The default is null: not known.
     *
     * @param map a map of the picture's size with classes that the pack knows, or null
     * @return this
     */
    public Builder labels(LabelMap map) {
      this.labels = map;
      return this;
    }

    /**
     * Chooses the generative pack that makes up {@link QualityMap#GENERATED} cells. The default is
     * {@value EncodeOptions#DEFAULT_GENERATOR}.
     *
     * @param id the pack's id
     * @return this
     */
    public Builder generator(String id) {
      this.generator = Objects.requireNonNull(id);
      return this;
    }

    /**
     * Sets how finely {@link QualityMap#GENERATED} cells are coded, on the generative pack's scale:
     * at 0 they are drawn from labels alone, above it from more and more integers a cell. The
     * default is 0 with labels, else the coarsest code.
     *
     * @param quality 0 to 100
     * @return this
     */
    public Builder generatedQuality(double quality) {
      this.generatedQuality = OptionalDouble.of(quality);
      return this;
    }

    /** Starts from other options. */
    Builder(EncodeOptions from) {
      mode = from.mode;
      maxError = from.maxError;
      rate = from.rate;
      qualityMap = from.qualityMap.orElse(null);
      model = from.model;
      tileSize = from.tileSize;
      tileSizeSet = true;
      boxed = from.boxed;
      sampleSums = from.sampleSums;
      learnedOnly = from.learnedOnly;
      labels = from.labels.orElse(null);
      generator = from.generator;
      generatedQuality = from.generatedQuality;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws IllegalArgumentException if they do not go together
     */
    public EncodeOptions build() {
      int byMode = mode == CodingMode.LOSSY ? LOSSY_TILE_SIZE : PREDICTIVE_TILE_SIZE;
      return new EncodeOptions(
          mode,
          maxError,
          rate,
          Optional.ofNullable(qualityMap),
          model,
          tileSizeSet ? tileSize : byMode,
          boxed,
          sampleSums,
          learnedOnly,
          Optional.ofNullable(labels),
          generator,
          generatedQuality);
    }
  }
}
