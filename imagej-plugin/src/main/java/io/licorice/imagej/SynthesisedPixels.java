package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.licorice.codec.Picture;
import io.licorice.codec.Provenance;
import io.licorice.codec.Region;
import java.awt.Color;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows which pixels were synthesised, as elements of the overlay and in a property of the image,
 * and finds them there again.
 */
final class SynthesisedPixels {
  /** The name of the overlay's elements. */
  static final String NAME = "synthesised";

  /** The image's property. */
  static final String PROPERTY = "Synthesised pixels";

  private SynthesisedPixels() {}

  /** Adds what a file says to an image that was opened from it. */
  static void show(ImagePlus image, Planes planes, Region region) throws IOException {
    double share = 0;
    for (int plane = 0; plane < planes.count(); plane++) {
      Optional<Provenance> told = planes.provenance(plane);
      Optional<Provenance> part = told.map(whole -> whole.read(region));
      if (part.isPresent() && part.get().isAny()) {
        share += part.get().share() / planes.count();
        add(image, part.get(), plane + 1);
      }
    }
    if (share > 0) {
      image.setProp(PROPERTY, String.format(Locale.ROOT, "%.2f %%", 100 * share));
      MeasuringWatch.start();
    }
  }

  private static void add(ImagePlus image, Provenance provenance, int slice) {
    Roi roi = roi(provenance.mask());
    roi.setName(NAME);
    roi.setStrokeColor(Color.MAGENTA);
    if (image.getStackSize() > 1) {
      if (image.isHyperStack()) {
        int[] position = image.convertIndexToPosition(slice);
        roi.setPosition(position[0], position[1], position[2]);
      } else {
        roi.setPosition(slice);
      }
    }
    Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
    overlay.add(roi);
    image.setOverlay(overlay);
  }

  /** The pixels of a mask that are not 0; null if there is none. */
  static Roi roi(Picture mask) {
    byte[] pixels = (byte[]) Pixels.of(mask, PixelKind.GRAY8, 0);
    ByteProcessor processor = new ByteProcessor(mask.width(), mask.height(), pixels);
    processor.setThreshold(1, RoiMask.INSIDE, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(processor);
  }

  /** Whether some pixels of an image were synthesised. */
  static boolean isAny(ImagePlus image) {
    return image.getProp(PROPERTY) != null;
  }

  /** Whether an element of an overlay is one of those that tell of it. */
  static boolean isMark(Roi element) {
    return NAME.equals(element.getName());
  }

  /**
   * Which pixels of a plane were synthesised, as the overlay has it.
   *
   * @param slice the plane's number, from 1
   * @return empty for none; all of them if the image has the property, but nothing in its overlay
   */
  static Optional<Provenance> of(ImagePlus image, int slice) {
    if (!isAny(image)) {
      return Optional.empty();
    }
    RoiMask mask = new RoiMask(image.getWidth(), image.getHeight());
    boolean marks = false;
    Overlay overlay = image.getOverlay();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      Roi element = overlay.get(i);
      if (isMark(element)) {
        marks = true;
        if (RoiPosition.isOn(image, element, slice)) {
          mask.add(element);
        }
      }
    }
    if (!marks) {
      return Optional.of(Provenance.all(image.getWidth(), image.getHeight()));
    }
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    Provenance provenance = Provenance.ofMask(Pixels.picture(mask.pixels(whole)));
    return provenance.isAny() ? Optional.of(provenance) : Optional.empty();
  }
}
