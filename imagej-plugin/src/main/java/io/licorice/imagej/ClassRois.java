package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The classes of a label map as elements of an overlay, one for each class. */
final class ClassRois {
  private static final int OPACITY = 96;

  private final List<LabelClass> all;
  private final List<LabelClass> wanted;

  private ClassRois(List<LabelClass> all, List<LabelClass> wanted) {
    this.all = all;
    this.wanted = wanted;
  }

  /**
   * Chooses classes.
   *
   * @param all the classes by number
   * @param names names separated by commas; empty for all
   * @throws IllegalArgumentException if one is not known; the message lists those that are
   */
  static ClassRois of(List<LabelClass> all, String names) {
    List<LabelClass> wanted = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        wanted.add(named(all, name.trim()));
      }
    }
    return new ClassRois(all, wanted.isEmpty() ? all : wanted);
  }

  private static LabelClass named(List<LabelClass> all, String name) {
    return all.stream()
        .filter(known -> known.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "classes: there is no '%s', but %s"
                        .formatted(
                            name, String.join(", ", all.stream().map(LabelClass::name).toList()))));
  }

  /**
   * Puts them into the overlay of an image, on its current plane.
   *
   * @param add false to take out what is in the overlay, except what tells of synthesised pixels
   * @return what was found, in one line
   */
  String show(LabelMap labels, ImagePlus image, boolean add) {
    Overlay overlay = add && image.getOverlay() != null ? image.getOverlay() : marks(image);
    List<String> found = new ArrayList<>();
    for (LabelClass shown : wanted) {
      Picture mask = mask(labels, all.indexOf(shown));
      Roi roi = SynthesisedPixels.roi(mask);
      if (roi != null) {
        roi.setName(shown.name());
        roi.setFillColor(new Color(OPACITY << 24 | shown.colour(), true));
        roi.setPosition(image);
        overlay.add(roi);
        found.add(shown.name() + " " + share(mask));
      }
    }
    image.setOverlay(overlay);
    return found.isEmpty() ? "None of these classes was found" : String.join(", ", found);
  }

  private static Overlay marks(ImagePlus image) {
    Overlay marks = new Overlay();
    for (Roi element : image.getOverlay() == null ? new Overlay() : image.getOverlay()) {
      if (SynthesisedPixels.isMark(element)) {
        marks.add(element);
      }
    }
    return marks;
  }

  private static Picture mask(LabelMap labels, int label) {
    short[] inside = new short[labels.width() * labels.height()];
    for (int i = 0; i < inside.length; i++) {
      boolean shown = labels.at(i % labels.width(), i / labels.width()) == label;
      inside[i] = (short) (shown ? RoiMask.INSIDE : 0);
    }
    return new Picture(labels.width(), labels.height(), Byte.SIZE, inside);
  }

  private static String share(Picture mask) {
    int pixels = 0;
    for (short sample : mask.plane(0)) {
      pixels += sample == 0 ? 0 : 1;
    }
    double share = 100.0 * pixels / ((double) mask.width() * mask.height());
    return String.format(Locale.ROOT, "%.1f %%", share);
  }
}
