package io.licorice.examples;

import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import io.licorice.codec.QualityMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that give regions of a picture their own quality, or let them be made up. */
final class RegionFlags {
  private static final String GENERATED = "generated";

  @Option(
      names = "--roi",
      paramLabel = "MASK[:Q]",
      description = {
        "A region and its quality, 0 to 100, 'lossless' or 'generated': MASK is a picture of the",
        "size of IN, black outside and anything else inside. Can be repeated; where regions overlap",
        "the best quality holds. In a lossless region every sample comes back as it was. Default of",
        "Q: that of -q, if there is --background."
      })
  List<String> regions = List.of();

  @Option(
      names = "--keep-classes",
      paramLabel = "NAMES[:Q]",
      description = {
        "Regions by what they show: names of classes of the label map, separated by commas, and",
        "their quality as for --roi."
      })
  String keptClasses;

  @Option(
      names = "--background",
      paramLabel = "Q",
      description = {
        "Quality outside of all regions, 'lossless', or 'generated': made up by a generative pack,",
        "from the label map if there is one, and told as synthesised. Default: that of -q."
      })
  String background;

  @Option(
      names = "--generator",
      paramLabel = "PACK",
      defaultValue = EncodeOptions.DEFAULT_GENERATOR,
      description = "The pack that makes up what is generated. Default: ${DEFAULT-VALUE}.")
  String generator;

  @Option(
      names = "--generated-quality",
      paramLabel = "Q",
      description = {
        "How finely generated regions are coded, 0 to 100 on the generator's scale. Default: 0,",
        "drawn from the label map alone; without one, the coarsest code."
      })
  Double generatedQuality;

  /**
   * A region as the command line has it.
   *
   * @param name a file, or names of classes
   * @param quality 0 to 100, {@link QualityMap#LOSSLESS} or {@link QualityMap#GENERATED}
   */
  record NamedRegion(String name, double quality) {
    /** Reads {@code NAME:Q}, or {@code NAME} if there is a quality for it. */
    static NamedRegion parse(String option, String text, OptionalDouble otherwise) {
      int colon = text.lastIndexOf(':');
      // Colons are in names of files too: C:\mask.png.
      boolean ends = colon < 1 || text.substring(colon).matches(".*[/\\\\].*");
      if (ends || (otherwise.isPresent() && Files.exists(Path.of(text)))) {
        double quality =
            otherwise.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        option
                            + ": "
                            + text
                            + " needs a quality, such as "
                            + text
                            + ":80, or --background and -q"));
        return new NamedRegion(text, quality);
      }
      double quality = parseQuality(option + " " + text, text.substring(colon + 1));
      return new NamedRegion(text.substring(0, colon), quality);
    }
  }

  /**
   * The regions and the background that were asked for.
   *
   * @param masks regions by pictures
   * @param classes regions by classes
   * @param background 0 to 100, {@link QualityMap#LOSSLESS} or {@link QualityMap#GENERATED}
   */
  record Regions(List<NamedRegion> masks, Optional<NamedRegion> classes, double background) {
    /**
     * Reads the masks; what the {@code .lic} decoder warns of goes to {@code warnings}.
     *
     * @param labels what the pixels show, null if that is not known
     */
    QualityMap map(Picture picture, LabelMap labels, Consumer<String> warnings) throws IOException {
      QualityMap.Builder map = QualityMap.over(picture.width(), picture.height(), background);
      for (NamedRegion region : masks) {
        Picture mask = PictureFiles.read(Path.of(region.name), warnings);
        try {
          map.mask(mask, region.quality);
        } catch (IllegalArgumentException e) {
          throw new IOException(region.name + ": " + e.getMessage(), e);
        }
      }
      if (classes.isPresent()) {
        Optional<Picture> mask = LabelFiles.mask(labels, classes.get().name);
        mask.ifPresent(inside -> map.mask(inside, classes.get().quality));
        if (mask.isEmpty()) {
          warnings.accept("--keep-classes: no pixel shows " + classes.get().name);
        }
      }
      return map.build();
    }
  }

  /**
   * What was asked for, with no file read yet.
   *
   * @param rate what decides the size, or null
   * @throws IllegalArgumentException if the command line makes no sense
   */
  Optional<Regions> parse(EncodeCommand.RateFlags rate) {
    boolean generated = GENERATED.equals(background);
    if (regions.isEmpty() && keptClasses == null && !generated) {
      if (background != null) {
        throw new IllegalArgumentException("--background goes with --roi; alone it would be -q");
      }
      return Optional.empty();
    }
    if (rate != null && (rate.lossless || rate.maxError != null)) {
      throw new IllegalArgumentException(
          "--roi gives regions a quality, which lossless and near-lossless files do not have;"
              + " for a lossless region: --roi MASK:lossless");
    }
    boolean plainQuality = rate != null && rate.quality != null;
    double plain = plainQuality ? rate.quality : EncodeOptions.DEFAULT_QUALITY;
    double outside = background == null ? plain : parseQuality("--background", background);
    OptionalDouble otherwise =
        background == null ? OptionalDouble.empty() : OptionalDouble.of(plain);
    List<NamedRegion> masks = new ArrayList<>();
    for (String region : regions) {
      masks.add(NamedRegion.parse("--roi", region, otherwise));
    }
    Optional<NamedRegion> classes =
        Optional.ofNullable(keptClasses)
            .map(names -> NamedRegion.parse("--keep-classes", names, otherwise));
    boolean used =
        regions.stream().anyMatch(region -> masks.stream().anyMatch(m -> m.name.equals(region)))
            || classes.filter(c -> c.name.equals(keptClasses)).isPresent();
    if (background != null && plainQuality && !used && !(generated && masks.isEmpty())) {
      throw new IllegalArgumentException(
          "-q goes unused: all regions have their own quality, and --background too");
    }
    return Optional.of(new Regions(masks, classes, outside));
  }

  /** Passes on who makes up what is generated. */
  void apply(EncodeOptions.Builder options) {
    options.generator(generator);
    if (generatedQuality != null) {
      options.generatedQuality(generatedQuality);
    }
  }

  /** Reads a quality of the command line, {@code lossless} and {@code generated} included. */
  static double parseQuality(String where, String text) {
    if (text.equals("lossless")) {
      return QualityMap.LOSSLESS;
    }
    if (text.equals(GENERATED)) {
      return QualityMap.GENERATED;
    }
    double quality;
    try {
      quality = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      quality = Double.NaN;
    }
    if (!(quality >= 0 && quality <= 100)) {
      throw new IllegalArgumentException(
          where + ": quality 0 to 100, 'lossless' or 'generated' expected, found " + text);
    }
    return quality;
  }
}
