package io.licorice.examples;

import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Picture;
import io.licorice.codec.QualityMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that give regions of a picture their own quality. */
final class RegionFlags {
  @Option(
      names = "--roi",
      paramLabel = "MASK:Q",
      description = {
        "A region and its quality, 0 to 100 or 'lossless': MASK is a picture of the size of IN,",
        "black outside and anything else inside. Can be repeated; where regions overlap the best",
        "quality holds. In a lossless region every sample comes back as it was."
      })
  List<String> regions = List.of();

  @Option(
      names = "--background",
      paramLabel = "Q",
      description = "Quality outside of all regions, or 'lossless'. Default: that of -q.")
  String background;

  /**
   * A region as the command line has it.
   *
   * @param mask the picture of the region
   * @param quality 0 to 100 or {@link QualityMap#LOSSLESS}
   */
  record MaskedRegion(Path mask, double quality) {
    /** Reads {@code MASK:Q}. */
    static MaskedRegion parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "--roi: MASK:Q expected, such as face.png:80, found " + text);
      }
      double quality = parseQuality("--roi " + text, text.substring(colon + 1));
      return new MaskedRegion(Path.of(text.substring(0, colon)), quality);
    }
  }

  /**
   * The regions and the background that were asked for.
   *
   * @param regions at least one
   * @param background 0 to 100 or {@link QualityMap#LOSSLESS}
   */
  record Regions(List<MaskedRegion> regions, double background) {
    /** Reads the masks; what the {@code .lic} decoder warns of goes to {@code warnings}. */
    QualityMap map(Picture picture, Consumer<String> warnings) throws IOException {
      QualityMap.Builder map = QualityMap.over(picture.width(), picture.height(), background);
      for (MaskedRegion region : regions) {
        Picture mask = PictureFiles.read(region.mask, warnings);
        try {
          map.mask(mask, region.quality);
        } catch (IllegalArgumentException e) {
          throw new IOException(region.mask + ": " + e.getMessage(), e);
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
    if (regions.isEmpty()) {
      if (background != null) {
        throw new IllegalArgumentException("--background goes with --roi; alone it would be -q");
      }
      return Optional.empty();
    }
    boolean plainQuality = rate != null && rate.quality != null;
    if (rate != null && (rate.lossless || rate.maxError != null)) {
      throw new IllegalArgumentException(
          "--roi gives regions a quality, which lossless and near-lossless files do not have;"
              + " for a lossless region: --roi MASK:lossless");
    }
    if (background != null && plainQuality) {
      throw new IllegalArgumentException("with --roi, --background and -q mean the same; give one");
    }
    double outside = plainQuality ? rate.quality : EncodeOptions.DEFAULT_QUALITY;
    if (background != null) {
      outside = parseQuality("--background", background);
    }
    List<MaskedRegion> parsed = new ArrayList<>();
    for (String region : regions) {
      parsed.add(MaskedRegion.parse(region));
    }
    return Optional.of(new Regions(parsed, outside));
  }

  /** Reads a quality of the command line, {@code lossless} included. */
  static double parseQuality(String where, String text) {
    if (text.equals("lossless")) {
      return QualityMap.LOSSLESS;
    }
    if (text.equals("generated")) {
      throw new IllegalArgumentException(
          where
              + ": this version has no generated regions, a quality of 0 to 100 or 'lossless' is"
              + " needed");
    }
    double quality;
    try {
      quality = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      quality = Double.NaN;
    }
    if (!(quality >= 0 && quality <= 100)) {
      throw new IllegalArgumentException(
          where + ": quality 0 to 100 or 'lossless' expected, found " + text);
    }
    return quality;
  }
}
