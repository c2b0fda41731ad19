package io.licorice.video.container;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders names as people do: numbers within them by their value. */
final class NaturalOrder implements Comparator<String> {
  private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

  @Override
  public int compare(String first, String second) {
    Matcher one = PART.matcher(first);
    Matcher other = PART.matcher(second);
    while (true) {
      boolean hasOne = one.find();
      boolean hasOther = other.find();
      if (!hasOne || !hasOther) {
        int lengths = Boolean.compare(hasOne, hasOther);
        return lengths != 0 ? lengths : first.compareTo(second);
      }
      int order = parts(one.group(), other.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int parts(String one, String other) {
    boolean areNumbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    if (!areNumbers) {
      return one.compareTo(other);
    }
    String a = one.replaceFirst("^0+", "");
    String b = other.replaceFirst("^0+", "");
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }
}
