package io.licorice.examples;

import io.licorice.video.TimeBase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Frames a second as people write them: {@code 25}, {@code 29.97} or {@code 30000/1001}. */
final class FrameRate implements ITypeConverter<TimeBase> {
  private static final Pattern FRACTION = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

  /** For how long a frame is shown. */
  @Override
  public TimeBase convert(String text) {
    Matcher fraction = FRACTION.matcher(text);
    BigInteger frames;
    BigInteger seconds;
    if (fraction.matches()) {
      frames = new BigInteger(fraction.group(1));
      seconds = new BigInteger(fraction.group(2));
    } else if (DECIMAL.matcher(text).matches()) {
      BigDecimal decimal = new BigDecimal(text);
      frames = decimal.unscaledValue();
      seconds = BigInteger.TEN.pow(decimal.scale());
    } else {
      throw new TypeConversionException(
          "frames a second expected, such as 25, 29.97 or 30000/1001, found " + text);
    }
    try {
      BigInteger divisor = frames.gcd(seconds).max(BigInteger.ONE);
      return new TimeBase(
          seconds.divide(divisor).intValueExact(), frames.divide(divisor).intValueExact());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TypeConversionException("frames a second above 0 expected, found " + text);
    }
  }

  /** Frames a second of a video whose frames last so long. */
  static double of(TimeBase frameTime) {
    return (double) frameTime.denominator() / frameTime.numerator();
  }
}
