package io.licorice.examples;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bits a second as people write them: {@code 800000}, {@code 800k} or {@code 0.8M}. */
final class BitRate implements ITypeConverter<Double> {
  private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kM]?)");

  @Override
  public Double convert(String text) {
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new TypeConversionException(
          "bits a second expected, such as 800000, 800k or 0.8M, found " + text);
    }
    double unit =
        switch (rate.group(2)) {
          case "k" -> 1e3;
          case "M" -> 1e6;
          default -> 1;
        };
    return Double.parseDouble(rate.group(1)) * unit;
  }
}
