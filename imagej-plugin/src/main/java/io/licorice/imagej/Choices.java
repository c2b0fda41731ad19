package io.licorice.imagej;

import ij.Macro;
import ij.gui.GenericDialog;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Enums as the choices of a dialog: their texts are API, since macros hold them. */
final class Choices {
  private Choices() {}

  static String[] texts(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::toString).toArray(String[]::new);
  }

  /**
   * The next choice of a dialog as it was asked for. Without a display ImageJ takes the first
   * choice for one that it does not know, and so what users may not want: this is for telling them.
   *
   * @param key the macro key
   */
  static String next(GenericDialog dialog, String key) {
    String chosen = dialog.getNextChoice();
    String options = Macro.getOptions();
    String asked = options == null ? chosen : Macro.getValue(options, key, chosen);
    boolean variable = asked.startsWith("&");
    return variable ? chosen : asked;
  }

  /** The next choice of a dialog. */
  static <E extends Enum<E>> E next(GenericDialog dialog, E[] values, String key) {
    return parse(values, next(dialog, key), key);
  }

  /**
   * The value of a text.
   *
   * @param key the macro key, for the sentence that says what was expected
   */
  private static <E extends Enum<E>> E parse(E[] values, String text, String key) {
    for (E value : values) {
      if (value.toString().equalsIgnoreCase(text.trim())) {
        return value;
      }
    }
    String expected = Arrays.stream(values).map(Enum::toString).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "%s: one of %s expected, found '%s'".formatted(key, expected, text));
  }
}
