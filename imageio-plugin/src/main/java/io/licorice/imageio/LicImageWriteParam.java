package io.licorice.imageio;

import io.licorice.codec.CodingMode;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicFile;
import io.licorice.codec.QualityMap;
import java.awt.Dimension;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javax.imageio.ImageWriteParam;

/**
 * How a {@code .lic} picture is to be written: lossy, lossless or near-lossless, quality, quality
 * map or target size, label map, model, device, tiles.
 *
 * <p>Quality works as with the JDK's JPEG writer, 0 to 1 under {@link #MODE_EXPLICIT}; the default
 * is {@value #DEFAULT_QUALITY}. Tiles are set by {@link #setTiling}: squares whose edge is a power
 * of two from 128 to 4096.
 *
 * <p>For use by one thread at a time.
 *
 * <pre>{@code
 * LicImageWriteParam param = (LicImageWriteParam) writer.getDefaultWriteParam();
 * param.setTargetBytes(20_000);
 * writer.write(null, new IIOImage(image, null, null), param);
 * }</pre>
 */
public final class LicImageWriteParam extends ImageWriteParam {
  static final String LOSSY = "Lossy";
  static final String LOSSLESS = "Lossless";
  static final String NEAR_LOSSLESS = "Near-lossless";

  private static final float DEFAULT_QUALITY = (float) (EncodeOptions.DEFAULT_QUALITY / 100);
  private static final int SMALLEST_TILE = 128;
  private static final int LARGEST_TILE = 4096;
  private static final float[] QUALITIES = {0, 0.3f, 0.75f, 1};
  private static final String[] DESCRIPTIONS = {
    "Low quality", "Medium quality", "Visually lossless"
  };

  private EncodeOptions.Rate target;
  private QualityMap qualityMap;
  private LabelMap labels;
  private String generator = EncodeOptions.DEFAULT_GENERATOR;
  private Double generatedQuality;
  private String model = EncodeOptions.DEFAULT_MODEL;
  private Device device;
  private int threads;
  private boolean boxed;
  private boolean learnedOnly;
  private int thumbnailSide;
  private int maxError = 1;

  /** The defaults. */
  public LicImageWriteParam() {
    this(null);
  }

  /**
   * The defaults.
   *
   * @param locale for descriptions, or null
   */
  public LicImageWriteParam(Locale locale) {
    super(locale);
    canWriteCompressed = true;
    compressionTypes = new String[] {LOSSY, LOSSLESS, NEAR_LOSSLESS};
    compressionType = LOSSY;
    compressionQuality = DEFAULT_QUALITY;
    canWriteTiles = true;
    preferredTileSizes =
        new Dimension[] {
          new Dimension(SMALLEST_TILE, SMALLEST_TILE), new Dimension(LARGEST_TILE, LARGEST_TILE)
        };
  }

  /** Goes back to lossy compression at the default quality. */
  @Override
  public void unsetCompression() {
    super.unsetCompression();
    compressionType = LOSSY;
    compressionQuality = DEFAULT_QUALITY;
  }

  /**
   * Whether nothing is lost.
   *
   * @return true for the type {@code Lossless}
   */
  @Override
  public boolean isCompressionLossless() {
    super.isCompressionLossless(); // checks the mode
    return mode(this) == CodingMode.LOSSLESS;
  }

  /**
   * Names for ranges of quality, as the JDK's JPEG writer has them.
   *
   * @return the names, or null for the types that have no quality: {@code Lossless} and {@code
   *     Near-lossless}
   */
  @Override
  public String[] getCompressionQualityDescriptions() {
    super.getCompressionQualityDescriptions(); // checks the mode
    return mode(this) == CodingMode.LOSSY ? DESCRIPTIONS.clone() : null;
  }

  /**
   * The ends of the ranges of quality.
   *
   * @return one value more than there are names, or null for the types that have no quality
   */
  @Override
  public float[] getCompressionQualityValues() {
    super.getCompressionQualityValues(); // checks the mode
    return mode(this) == CodingMode.LOSSY ? QUALITIES.clone() : null;
  }

  /**
   * Sets by how much a sample may differ in the type {@code Near-lossless}. The default is 1.
   *
   * @param largest the largest error of a sample, 1 to 65535
   * @throws IllegalArgumentException if the error is out of range
   */
  public void setMaxError(int largest) {
    if (largest < 1 || largest > 0xFFFF) {
      throw new IllegalArgumentException("largest error 1 to 65535 expected, found " + largest);
    }
    maxError = largest;
  }

  /**
   * By how much a sample may differ in the type {@code Near-lossless}.
   *
   * @return the largest error of a sample
   */
  public int getMaxError() {
    return maxError;
  }

  /** The mode that a parameter of any class asks for. */
  static CodingMode mode(ImageWriteParam param) {
    if (!(param instanceof LicImageWriteParam lic)
        || lic.compressionMode != MODE_EXPLICIT
        || lic.compressionType == null) {
      return CodingMode.LOSSY;
    }
    return switch (lic.compressionType) {
      case LOSSLESS -> CodingMode.LOSSLESS;
      case NEAR_LOSSLESS -> CodingMode.NEAR_LOSSLESS;
      default -> CodingMode.LOSSY;
    };
  }

  /** The compression type of a mode. */
  static String name(CodingMode mode) {
    return switch (mode) {
      case LOSSY -> LOSSY;
      case LOSSLESS -> LOSSLESS;
      case NEAR_LOSSLESS -> NEAR_LOSSLESS;
    };
  }

  /**
   * Sets the tiles, which are squares whose edge is a power of two from 128 to 4096.
   *
   * @param tileWidth the edge
   * @param tileHeight the edge again
   * @param tileGridXOffset 0
   * @param tileGridYOffset 0
   * @throws IllegalArgumentException if the size is another
   */
  @Override
  public void setTiling(int tileWidth, int tileHeight, int tileGridXOffset, int tileGridYOffset) {
    if (tileWidth != tileHeight || Integer.bitCount(tileWidth) != 1) {
      throw new IllegalArgumentException(
          "square tiles with an edge of 128 to 4096, a power of two, expected, found "
              + tileWidth
              + "x"
              + tileHeight);
    }
    super.setTiling(tileWidth, tileHeight, tileGridXOffset, tileGridYOffset);
  }

  /**
   * Asks for a file of at most some bytes, instead of a quality; it misses them by at most 1 %. The
   * default is to go by quality.
   *
   * @param bytes size of the whole file, at least 1
   * @throws IllegalArgumentException if the size is not positive
   */
  public void setTargetBytes(long bytes) {
    target = new EncodeOptions.Rate.TargetBytes(bytes);
  }

  /**
   * The size asked for.
   *
   * @return bytes, or empty
   */
  public OptionalLong getTargetBytes() {
    return target instanceof EncodeOptions.Rate.TargetBytes rate
        ? OptionalLong.of(rate.bytes())
        : OptionalLong.empty();
  }

  /**
   * Asks for a file of at most some bits by pixels, instead of a quality. The default is to go by
   * quality.
   *
   * @param bitsPerPixel bits of the whole file by pixels, above 0
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  public void setTargetBpp(double bitsPerPixel) {
    target = new EncodeOptions.Rate.TargetBpp(bitsPerPixel);
  }

  /**
   * The rate asked for.
   *
   * @return bits by pixels, or empty
   */
  public OptionalDouble getTargetBpp() {
    return target instanceof EncodeOptions.Rate.TargetBpp rate
        ? OptionalDouble.of(rate.bitsPerPixel())
        : OptionalDouble.empty();
  }

  /**
   * Asks for a file at most some part as large as the raw samples, instead of a quality. The
   * default is to go by quality.
   *
   * @param ratio bytes of the raw samples by bytes of the file, above 0
   * @throws IllegalArgumentException if the ratio is not positive and finite
   */
  public void setTargetRatio(double ratio) {
    target = new EncodeOptions.Rate.TargetRatio(ratio);
  }

  /**
   * The compression ratio asked for.
   *
   * @return bytes of the raw samples by bytes of the file, or empty
   */
  public OptionalDouble getTargetRatio() {
    return target instanceof EncodeOptions.Rate.TargetRatio rate
        ? OptionalDouble.of(rate.ratio())
        : OptionalDouble.empty();
  }

  /** Goes by quality again. */
  public void unsetTarget() {
    target = null;
  }

  /**
   * Asks for qualities that differ within the picture, in place of the compression quality; a
   * target shifts all of them alike. The map must have the size of the picture that is written,
   * after source region and subsampling. Writing fails if it has another, or if the compression
   * type is not {@code Lossy}. Thumbnails take no map. It holds until it is unset: no reader hands
   * a file's map out, so that a picture that is read and written again has none unless it is set
   * anew. Where the map says {@link QualityMap#LOSSLESS} every sample comes back as it was; a map
   * that says nothing else makes a lossless file. Where it says {@link QualityMap#GENERATED} the
   * picture is made up, see {@link #setGenerator}, and the file tells which pixels were
   * synthesised. The default is null: one quality everywhere.
   *
   * <pre>{@code
   * Picture mask = PictureImages.toPicture(ImageIO.read(new File("face.png")));
   * param.setQualityMap(QualityMap.over(768, 512, 10).mask(mask, 80).build());
   * }</pre>
   *
   * @param map the qualities, or null for none
   */
  public void setQualityMap(QualityMap map) {
    qualityMap = map;
  }

  /**
   * The qualities that differ within the picture.
   *
   * @return the map, or empty
   */
  public Optional<QualityMap> getQualityMap() {
    return Optional.ofNullable(qualityMap);
  }

  /**
   * Says what the pixels show. The file keeps the map, whatever the compression type and the model,
   * in place of one in the image's metadata. Generative packs draw from it, the model as well as
   * the one of {@link #setGenerator}; from a map in the metadata they do not. It must have the size
   * of the picture that is written, after source region and subsampling. Writing fails if it has
   * another, or if a generative pack that is to draw from it does not know one of its classes. It
   * holds until it is unset. The default is null: not known.
   *
   * @param map what the pixels show, or null if that is not known
   */
  public void setLabels(LabelMap map) {
    labels = map;
  }

  /**
   * What the pixels show.
   *
   * @return the map, or empty
   */
  public Optional<LabelMap> getLabels() {
    return Optional.ofNullable(labels);
  }

  /**
   * Chooses the generative pack that makes up what the quality map calls {@link
   * QualityMap#GENERATED}. Writing fails if it is needed and there is none of this id, or it is not
   * generative. The default is {@value EncodeOptions#DEFAULT_GENERATOR}.
   *
   * @param id the pack's id
   * @throws IllegalArgumentException if the id is null
   */
  public void setGenerator(String id) {
    if (id == null) {
      throw new IllegalArgumentException("id == null");
    }
    generator = id;
  }

  /**
   * The id of the generative pack.
   *
   * @return the id
   */
  public String getGenerator() {
    return generator;
  }

  /**
   * Sets how finely is coded what the quality map calls {@link QualityMap#GENERATED}, on the
   * generative pack's scale: at 0 it is drawn from the labels alone, above that it follows the
   * picture more and more. The default is null: 0 with labels, else the coarsest code.
   *
   * @param quality 0 to 100, or null for the default
   * @throws IllegalArgumentException if the quality is out of range
   */
  public void setGeneratedQuality(Double quality) {
    if (quality != null && !(quality >= 0 && quality <= 100)) {
      throw new IllegalArgumentException("quality 0 to 100 expected, found " + quality);
    }
    generatedQuality = quality;
  }

  /**
   * How finely is coded what is made up.
   *
   * @return 0 to 100, or empty for the default
   */
  public OptionalDouble getGeneratedQuality() {
    return generatedQuality == null ? OptionalDouble.empty() : OptionalDouble.of(generatedQuality);
  }

  /**
   * Chooses the pack. The default is {@value EncodeOptions#DEFAULT_MODEL}.
   *
   * @param id the pack's id
   */
  public void setModel(String id) {
    if (id == null) {
      throw new IllegalArgumentException("id == null");
    }
    model = id;
  }

  /**
   * The pack's id.
   *
   * @return the id
   */
  public String getModel() {
    return model;
  }

  /**
   * Chooses where the networks run. The default is the codec that all share, which runs on the CPU;
   * for any other device the writer opens a codec of its own for each picture.
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
   * Sets how many tiles are coded at a time, each by a thread that holds one in memory. The default
   * is 0: the codec that all share, with one for each core; for any other number the writer opens a
   * codec of its own for each picture.
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
   * How many tiles are coded at a time.
   *
   * @return threads, or 0 for the default
   */
  public int getThreads() {
    return threads;
  }

  /**
   * Asks for a thumbnail, made by averaging, in each picture that is larger and for which the call
   * brings none. The default is 0: no thumbnail.
   *
   * @param pixels the thumbnail's longer side, 1 to 1024, or 0 for none
   * @throws IllegalArgumentException if the side is another
   */
  public void setThumbnailSide(int pixels) {
    if (pixels < 0 || pixels > LicFile.MAX_THUMBNAIL_SIDE) {
      throw new IllegalArgumentException("thumbnail side 0 to 1024 expected, found " + pixels);
    }
    thumbnailSide = pixels;
  }

  /**
   * The longer side of the thumbnail that is made.
   *
   * @return pixels, or 0 for none
   */
  public int getThumbnailSide() {
    return thumbnailSide;
  }

  /**
   * Chooses the box file. The default is false: the bare codestream, unless there is metadata or a
   * thumbnail.
   *
   * @param boxed true for the box file
   */
  public void setBoxed(boolean boxed) {
    this.boxed = boxed;
  }

  /**
   * Whether the box file is written.
   *
   * @return false for the bare codestream
   */
  public boolean isBoxed() {
    return boxed;
  }

  /**
   * Sets whether networks code all of a lossy picture. Otherwise parts of it, or all of it, are
   * coded exactly where that is better for their bytes, as it often is in text and drawings. The
   * default is false.
   *
   * @param learnedOnly true for networks only
   */
  public void setLearnedOnly(boolean learnedOnly) {
    this.learnedOnly = learnedOnly;
  }

  /**
   * Whether networks code all of a lossy picture.
   *
   * @return false if text and drawings may be coded exactly
   */
  public boolean isLearnedOnly() {
    return learnedOnly;
  }

  /**
   * The codec's options for a parameter of any class.
   *
   * @param param the writer's parameter, or null for the defaults
   * @param width the picture's width, which decides the tile where the parameter forbids tiles
   * @param height the picture's height
   * @throws IllegalArgumentException if the parameter asks for what cannot be
   */
  static EncodeOptions options(ImageWriteParam param, int width, int height) {
    return builder(param, width, height).build();
  }

  /** The options for thumbnails: the same model at the default quality, or none if none is used. */
  static EncodeOptions thumbnailOptions(ImageWriteParam param) {
    EncodeOptions.Builder options = EncodeOptions.builder();
    if (mode(param) != CodingMode.LOSSY) {
      options.lossless();
    } else if (param instanceof LicImageWriteParam lic) {
      options.model(lic.model);
    }
    return options.build();
  }

  private static EncodeOptions.Builder builder(ImageWriteParam param, int width, int height) {
    EncodeOptions.Builder options = EncodeOptions.builder();
    if (param == null) {
      return options;
    }
    if (param.canWriteCompressed()) {
      int mode = param.getCompressionMode();
      if (mode == MODE_DISABLED) {
        throw new IllegalArgumentException("a .lic picture is always compressed");
      }
      if (mode == MODE_EXPLICIT) {
        // In steps of 0.01, so that 0.3f is 30 and not 30.0000012.
        options.quality(Math.rint(param.getCompressionQuality() * 1e4) / 100);
      }
    }
    if (param.canWriteTiles()) {
      tiles(param, width, height).ifPresent(options::tileSize);
    }
    if (param instanceof LicImageWriteParam lic) {
      options.model(lic.model).boxed(lic.boxed).qualityMap(lic.qualityMap);
      options.learnedOnly(lic.learnedOnly).labels(lic.labels).generator(lic.generator);
      lic.getGeneratedQuality().ifPresent(options::generatedQuality);
      if (lic.target != null) {
        options.rate(lic.target);
      }
      switch (mode(lic)) {
        case LOSSY -> {}
        case LOSSLESS -> options.lossless();
        case NEAR_LOSSLESS -> options.nearLossless(lic.maxError);
      }
    }
    return options;
  }

  private static Optional<Integer> tiles(ImageWriteParam param, int width, int height) {
    int mode = param.getTilingMode();
    if (mode == MODE_EXPLICIT) {
      if (param.getTileWidth() != param.getTileHeight()) {
        throw new IllegalArgumentException("square tiles expected");
      }
      return Optional.of(param.getTileWidth());
    }
    if (mode == MODE_DISABLED) {
      int edge = Math.max(width, height);
      if (edge > LARGEST_TILE) {
        throw new IllegalArgumentException(
            "without tiles a picture is at most 4096x4096, found " + width + "x" + height);
      }
      return Optional.of(Math.max(SMALLEST_TILE, powerOfTwoFrom(edge)));
    }
    return Optional.empty();
  }

  private static int powerOfTwoFrom(int value) {
    int below = Integer.highestOneBit(value);
    return below == value ? below : 2 * below;
  }
}
