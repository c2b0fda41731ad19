package io.licorice.imagej;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What ImageJ knows of an image or a stack beside its pixels.
 *
 * @param values numbers, units and switches by their names, see {@link DescriptionReader}
 * @param luts one for each channel of a composite, else one; none for RGB
 * @param calibrationTable a value for each raw value, if the image has a table instead of a
 *     function; else empty
 * @param selection the image's selection as ImageJ's {@code .roi} files have it, or empty
 * @param overlay the overlay's elements, likewise
 * @param sliceLabels a label for each plane, null where there is none; empty if none has one
 * @param info the "Info" property, or empty
 * @param properties keys and values of the image's other properties, in turn
 */
@SuppressWarnings("ArrayRecordComponent") // written once, and compared by nobody
record StackDescription(
    Map<String, String> values,
    List<StoredLut> luts,
    float[] calibrationTable,
    byte[] selection,
    List<byte[]> overlay,
    List<String> sliceLabels,
    String info,
    List<String> properties) {
  /** The name under which files keep it. */
  static final String APPLICATION = "ImageJ";

  StackDescription {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    luts = List.copyOf(luts);
    overlay = List.copyOf(overlay);
    sliceLabels = Collections.unmodifiableList(new ArrayList<>(sliceLabels));
    properties = List.copyOf(properties);
  }

  /**
   * A look-up table with the range of values that it is spread over.
   *
   * @param colours 256 of red, then of green, then of blue
   * @param min the value shown in the first colour
   * @param max the value shown in the last colour
   */
  @SuppressWarnings("ArrayRecordComponent")
  record StoredLut(byte[] colours, double min, double max) {
    static final int COLOURS = 3 * 256;
  }

  String value(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  double number(String key, double otherwise) {
    String text = values.get(key);
    try {
      return text == null ? otherwise : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  int count(String key) {
    double number = number(key, 1);
    return number >= 1 && number <= Integer.MAX_VALUE ? (int) number : 1;
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(values.get(key));
  }
}
