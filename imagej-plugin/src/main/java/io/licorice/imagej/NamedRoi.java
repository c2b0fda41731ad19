package io.licorice.imagej;

import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.util.Locale;

/**
 * A region of interest as its source lists it.
 *
 * @param roi the source's own, not to be changed
 * @param number its place there, from 1
 */
record NamedRoi(Roi roi, int number) {
  private static final String GROUP = "group ";

  /** Its name, else its number. */
  String name() {
    String name = roi.getName();
    return name == null || name.isBlank() ? "#" + number : name;
  }

  /** The name without the number by which several of a class are told apart. */
  String className() {
    return name().replaceFirst("[-_ ]\\d+$", "");
  }

  /** Whether a name, {@code #3} or {@code group 2} means it. */
  boolean isMeantBy(String text) {
    String wanted = text.trim();
    String lower = wanted.toLowerCase(Locale.ROOT);
    return wanted.equalsIgnoreCase(name())
        || wanted.equalsIgnoreCase(className())
        || wanted.equals("#" + number)
        || (lower.startsWith(GROUP)
            && lower.substring(GROUP.length()).trim().equals("" + roi.getGroup()));
  }

  /** Makes sure that it has pixels inside. */
  void checkArea() {
    boolean annotation = roi instanceof TextRoi || roi instanceof ImageRoi;
    if (annotation || !roi.isArea()) {
      String type = roi instanceof TextRoi ? "Text" : roi.getTypeAsString();
      throw new IllegalArgumentException(
          "'%s' (%s) is no area: regions are area selections, such as rectangles, polygons and"
                  .formatted(name(), type)
              + " composites");
    }
  }
}
