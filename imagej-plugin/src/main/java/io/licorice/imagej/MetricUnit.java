package io.licorice.imagej;

import java.util.Locale;
import java.util.Optional;

/** Units of length as ImageJ's users write them. */
enum MetricUnit {
  NANOMETRE("nm", 1e9, "nm|nanomet(er|re)s?"),
  MICRON("micron", 1e6, "microns?|um|\u00b5m|\u03bcm|micromet(er|re)s?"),
  MILLIMETRE("mm", 1e3, "mm|millimet(er|re)s?"),
  CENTIMETRE("cm", 1e2, "cm|centimet(er|re)s?"),
  METRE("m", 1, "m|met(er|re)s?"),
  INCH("inch", 1 / 0.0254, "in|inch(es)?");

  private final String symbol;
  private final double perMetre;

  /** A regular expression. */
  private final String names;

  MetricUnit(String symbol, double perMetre, String names) {
    this.symbol = symbol;
    this.perMetre = perMetre;
    this.names = names;
  }

  String symbol() {
    return symbol;
  }

  double perMetre() {
    return perMetre;
  }

  static Optional<MetricUnit> of(String name) {
    String known = name == null ? "" : name.toLowerCase(Locale.ROOT);
    for (MetricUnit unit : values()) {
      if (known.matches(unit.names)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }
}
