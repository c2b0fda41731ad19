package io.licorice.imagej;

import io.licorice.codec.QualityMap;

/** How well pixels are kept, as dialogs and macros say it. */
enum RegionQuality {
  LOSSLESS("Lossless"),
  QUALITY("Quality"),
  GENERATED("Generated");

  private static final double HIGHEST = 100;

  private final String text;

  RegionQuality(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * The quality as quality maps have it.
   *
   * @param number what {@link #QUALITY} means
   * @param key the macro key of the number
   */
  double value(double number, String key) {
    return switch (this) {
      case LOSSLESS -> QualityMap.LOSSLESS;
      case GENERATED -> QualityMap.GENERATED;
      case QUALITY -> checked(number, key + ":", "" + number);
    };
  }

  /** Reads {@code lossless}, {@code generated} or a number. */
  static double parse(String text, String where) {
    for (RegionQuality quality : new RegionQuality[] {LOSSLESS, GENERATED}) {
      if (quality.text.equalsIgnoreCase(text.trim())) {
        return quality.value(0, where);
      }
    }
    return checked(parsed(text), where + ": lossless, generated or", text);
  }

  /** Reads a number. */
  static double number(String text, String key) {
    return checked(parsed(text), key + ":", text);
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static double checked(double number, String where, String found) {
    if (!(number >= 0 && number <= HIGHEST)) {
      throw new IllegalArgumentException(
          "%s a quality from 0 to 100 expected, found '%s'".formatted(where, found.trim()));
    }
    return number;
  }
}
