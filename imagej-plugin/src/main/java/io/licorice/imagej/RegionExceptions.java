package io.licorice.imagej;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What some regions get in place of what the others get: {@code nucleus=lossless, #3=80}. */
final class RegionExceptions {
  private static final int MOST_NAMES = 20;

  private final List<Term> terms = new ArrayList<>();

  /** A region, or several of a name or group, with their quality. */
  private record Term(String name, double quality) {}

  /** Reads a list separated by commas; empty for none. */
  static RegionExceptions parse(String text) {
    RegionExceptions exceptions = new RegionExceptions();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "exceptions: NAME=lossless, NAME=generated or NAME=80 expected, found '%s'"
                .formatted(part.trim()));
      }
      String name = part.substring(0, equals).trim();
      double quality = RegionQuality.parse(part.substring(equals + 1), "exceptions: " + name);
      exceptions.terms.add(new Term(name, quality));
    }
    return exceptions;
  }

  /**
   * Makes sure that each one is about some region.
   *
   * @throws IllegalArgumentException if one is not; the message lists names
   */
  void check(List<NamedRoi> rois) {
    for (Term term : terms) {
      if (rois.stream().noneMatch(roi -> roi.isMeantBy(term.name))) {
        throw new IllegalArgumentException(
            "exceptions: no region is named '%s'; there are %s".formatted(term.name, known(rois)));
      }
    }
  }

  private static String known(List<NamedRoi> rois) {
    Set<String> names = new LinkedHashSet<>();
    for (NamedRoi roi : rois) {
      names.add(roi.name());
      if (roi.roi().getGroup() > 0) {
        names.add("group " + roi.roi().getGroup());
      }
    }
    boolean all = names.size() <= MOST_NAMES;
    String listed = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return all ? listed : listed + " and " + (names.size() - MOST_NAMES) + " more";
  }

  /** A region's quality: of several exceptions for it the last one holds. */
  double quality(NamedRoi roi, double otherwise) {
    double quality = otherwise;
    for (Term term : terms) {
      quality = roi.isMeantBy(term.name) ? term.quality : quality;
    }
    return quality;
  }
}
