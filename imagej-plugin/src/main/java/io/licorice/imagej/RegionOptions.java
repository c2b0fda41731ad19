package io.licorice.imagej;

import ij.ImagePlus;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelMap;
import io.licorice.codec.QualityMap;
import java.awt.Rectangle;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How planes are encoded whose regions have their own qualities. */
final class RegionOptions implements PlaneOptions, Closeable {
  private final ImagePlus image;
  private final RegionSettings settings;
  private final List<Rated> rois = new ArrayList<>();
  private final SliceLabels labels;

  /** A region with its quality. */
  private record Rated(NamedRoi roi, double quality) {}

  /**
   * Finds the regions, and loads what is needed to label pixels.
   *
   * @param listener may cancel, and hears of warnings
   * @throws IllegalArgumentException if there is no region in the image, if something is no area,
   *     or if names are not known
   */
  RegionOptions(ImagePlus image, RegionSettings settings, CodecListener listener)
      throws IOException {
    this.image = image;
    this.settings = settings;
    List<NamedRoi> found = settings.source().of(image);
    settings.exceptions().check(found);
    for (NamedRoi roi : found) {
      rois.add(new Rated(roi, settings.exceptions().quality(roi, settings.inside())));
    }
    if (!touchesImage()) {
      throw new IllegalArgumentException("no region touches the image: all of them are beside it");
    }
    this.labels = isAnyGenerated() ? labels(listener) : SliceLabels.UNKNOWN;
  }

  private boolean touchesImage() {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(this::on)
        .flatMap(List::stream)
        .anyMatch(rated -> rated.roi.roi().getBounds().intersects(whole()));
  }

  private boolean isAnyGenerated() {
    return settings.background() == QualityMap.GENERATED
        || rois.stream().anyMatch(rated -> rated.quality == QualityMap.GENERATED);
  }

  private SliceLabels labels(CodecListener listener) throws IOException {
    return switch (settings.labels()) {
      case NONE -> SliceLabels.UNKNOWN;
      case OVERLAY -> new OverlayLabels(image, Packs.classes(settings.generator()));
      case SEGMENT -> new SegmentedLabels(image, listener);
    };
  }

  @Override
  public EncodeOptions of(int slice) throws IOException {
    return of(slice, whole());
  }

  private Rectangle whole() {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  /**
   * How a part of a plane is to be encoded by itself.
   *
   * @param part a rectangle inside the image
   */
  EncodeOptions of(int slice, Rectangle part) throws IOException {
    QualityMap map = qualityMap(slice, part);
    if (map.qualities().get(0) == QualityMap.LOSSLESS) {
      return EncodeOptions.builder().lossless().build();
    }
    EncodeOptions.Builder options = builder().qualityMap(map);
    if (map.hasGenerated()) {
      labels.of(slice).ifPresent(known -> options.labels(part(known, part)));
    }
    return options.build();
  }

  /**
   * How a part would be encoded if all of it were background.
   *
   * @param around how it is encoded
   */
  EncodeOptions ofBackground(EncodeOptions around, Rectangle part) {
    double quality = settings.background();
    if (quality == QualityMap.LOSSLESS) {
      return EncodeOptions.builder().lossless().build();
    }
    QualityMap map = QualityMap.over(part.width, part.height, quality).build();
    return builder().qualityMap(map).labels(around.labels().orElse(null)).build();
  }

  private EncodeOptions.Builder builder() {
    EncodeOptions.Builder options =
        EncodeOptions.builder().model(settings.model()).generator(settings.generator());
    settings.generatedQuality().ifPresent(options::generatedQuality);
    return options;
  }

  private QualityMap qualityMap(int slice, Rectangle part) {
    QualityMap.Builder map = QualityMap.over(part.width, part.height, settings.background());
    masks(slice)
        .forEach(
            (quality, mask) -> {
              if (mask.count(part) > 0) {
                map.mask(Pixels.picture(mask.pixels(part)), quality);
              }
            });
    return map.build();
  }

  private LabelMap part(LabelMap labels, Rectangle part) {
    if (part.equals(whole())) {
      return labels;
    }
    int[] ofPart = new int[part.width * part.height];
    for (int i = 0; i < ofPart.length; i++) {
      ofPart[i] = labels.at(part.x + i % part.width, part.y + i / part.width);
    }
    return LabelMap.of(part.width, part.height, labels.classes(), ofPart);
  }

  /** The regions of each quality together, so that many regions cost no more than few. */
  private SortedMap<Double, RoiMask> masks(int slice) {
    SortedMap<Double, RoiMask> masks = new TreeMap<>();
    for (Rated rated : on(slice)) {
      masks.computeIfAbsent(rated.quality, quality -> mask()).add(rated.roi.roi());
    }
    return masks;
  }

  private List<Rated> on(int slice) {
    return rois.stream()
        .filter(rated -> settings.source().isOn(image, rated.roi.roi(), slice))
        .toList();
  }

  private RoiMask mask() {
    return new RoiMask(image.getWidth(), image.getHeight());
  }

  /** The pixels of a plane that are in some region. */
  RoiMask inside(int slice) {
    RoiMask mask = mask();
    on(slice).forEach(rated -> mask.add(rated.roi.roi()));
    return mask;
  }

  /** The smallest rectangle with all regions of a plane; empty if it has none. */
  Rectangle bounds(int slice) {
    Rectangle bounds = new Rectangle(-1, -1);
    for (Rated rated : on(slice)) {
      bounds.add(rated.roi.roi().getBounds());
    }
    return bounds.intersection(whole());
  }

  /** The number of pixels of the whole stack that are in some region. */
  long insidePixels() {
    Map<List<Rated>, Long> known = new HashMap<>();
    long count = 0;
    for (int slice = 1; slice <= image.getStackSize(); slice++) {
      int number = slice;
      count += known.computeIfAbsent(on(slice), same -> inside(number).count(whole()));
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    labels.close();
  }
}
