package io.licorice.examples;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program prints of the time that coding took it. */
enum TimeReport {
  /** Nothing, or nothing that is the time that passed. */
  NONE(Pattern.compile("(?!)")),

  /** libwebp's programs: {@code Time to encode picture: 0.087s}. */
  WEBP(Pattern.compile("Time to (?:en|de)code picture: *([0-9.]+) *s")),

  /** libjxl's programs: {@code 768 x 512, 2.48 MP/s [2.48, 2.48], 1 reps, 1 threads.} */
  JXL(Pattern.compile("([0-9]+) x ([0-9]+), ([0-9.]+) MP/s"));

  private static final double MEGA = 1e6;

  private final Pattern pattern;

  TimeReport(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Finds the seconds in what was printed. */
  OptionalDouble seconds(String printed) {
    Matcher matcher = pattern.matcher(printed);
    if (!matcher.find()) {
      return OptionalDouble.empty();
    }
    try {
      double seconds = Double.parseDouble(matcher.group(1));
      if (this == JXL) {
        double pixels = seconds * Double.parseDouble(matcher.group(2));
        seconds = pixels / MEGA / Double.parseDouble(matcher.group(3));
      }
      return Double.isFinite(seconds) ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // points without digits: another program than we know
    }
  }
}
