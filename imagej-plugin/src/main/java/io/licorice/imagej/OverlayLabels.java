package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Labels by the elements of an overlay that are named by classes; later ones cover earlier ones.
 */
final class OverlayLabels implements SliceLabels {
  private final ImagePlus image;
  private final List<LabelClass> classes;
  private final List<Labelled> elements = new ArrayList<>();

  private record Labelled(Roi roi, int label) {}

  /**
   * Finds the elements.
   *
   * @param classes those that the generator draws
   * @throws IllegalArgumentException if no element is named by one of them
   */
  OverlayLabels(ImagePlus image, List<LabelClass> classes) {
    this.image = image;
    this.classes = classes;
    Overlay overlay = image.getOverlay();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      NamedRoi element = new NamedRoi(overlay.get(i), i + 1);
      int label = label(element);
      if (label != LabelMap.UNLABELLED) {
        element.checkArea();
        elements.add(new Labelled(element.roi(), label));
      }
    }
    if (elements.isEmpty()) {
      List<String> names = classes.stream().map(LabelClass::name).toList();
      throw new IllegalArgumentException(
          "labels=Overlay: no element of the overlay is named by a class of the generator, which"
              + " draws "
              + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
  }

  private int label(NamedRoi element) {
    for (int i = 0; i < classes.size(); i++) {
      String name = classes.get(i).name();
      if (name.equalsIgnoreCase(element.name()) || name.equalsIgnoreCase(element.className())) {
        return i;
      }
    }
    return LabelMap.UNLABELLED;
  }

  @Override
  public Optional<LabelMap> of(int slice) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] labels = new int[Math.multiplyExact(width, height)];
    Arrays.fill(labels, LabelMap.UNLABELLED);
    for (Labelled element : elements) {
      if (RoiPosition.isOn(image, element.roi, slice)) {
        draw(element, labels);
      }
    }
    boolean any = Arrays.stream(labels).anyMatch(label -> label != LabelMap.UNLABELLED);
    return any ? Optional.of(LabelMap.of(width, height, classes, labels)) : Optional.empty();
  }

  private void draw(Labelled element, int[] labels) {
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    Rectangle part = element.roi.getBounds().intersection(whole);
    RoiMask mask = new RoiMask(whole.width, whole.height);
    mask.add(element.roi);
    for (int y = part.y; y < part.y + part.height; y++) {
      for (int x = part.x; x < part.x + part.width; x++) {
        if (mask.has(x, y)) {
          labels[y * whole.width + x] = element.label;
        }
      }
    }
  }
}
