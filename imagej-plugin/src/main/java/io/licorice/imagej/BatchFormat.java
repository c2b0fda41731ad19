package io.licorice.imagej;

import java.util.Locale;

/** What files of a folder can be converted to. */
enum BatchFormat {
  LIC(".lic"),
  TIFF(".tif"),
  PNG(".png");

  private final String suffix;

  BatchFormat(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }

  static String[] names() {
    return new String[] {LIC.name(), TIFF.name(), PNG.name()};
  }

  static BatchFormat of(String name) {
    for (BatchFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException("format LIC, TIFF or PNG expected, found " + name);
  }
}
