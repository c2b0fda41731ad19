package io.licorice.examples;

import io.licorice.codec.Region;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code X,Y,W,H}. */
final class RegionConverter implements ITypeConverter<Region> {
  @Override
  public Region convert(String text) {
    if (!text.matches("\\d{1,9},\\d{1,9},\\d{1,9},\\d{1,9}")) {
      throw new TypeConversionException("X,Y,W,H expected, such as 0,0,400,300, found " + text);
    }
    String[] numbers = text.split(",", -1);
    try {
      return new Region(
          Integer.parseInt(numbers[0]),
          Integer.parseInt(numbers[1]),
          Integer.parseInt(numbers[2]),
          Integer.parseInt(numbers[3]));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
