package io.licorice.imagej;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import io.licorice.codec.Provenance;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.Set;

/** Says once for each image, in the log, that something is being measured that was made up. */
final class MeasuringWatch implements CommandListener {
  private static final String WARNED = "licorice.warned";

  private static final Set<String> MEASURING =
      Set.of(
          "Measure",
          "Histogram",
          "Plot Profile",
          "Plot Z-axis Profile",
          "Surface Plot...",
          "Analyze Particles...",
          "Find Maxima...",
          "Fractal Box Count...",
          "Measure Stack...");

  private static boolean started;

  private MeasuringWatch() {}

  /** Begins to watch, if nobody has. */
  static synchronized void start() {
    if (!started) {
      Executer.addCommandListener(new MeasuringWatch());
      started = true;
    }
  }

  @Override
  public String commandExecuting(String command) {
    ImagePlus image = WindowManager.getCurrentImage();
    if (image != null && MEASURING.contains(command)) {
      warnOf(image);
    }
    return command;
  }

  private static void warnOf(ImagePlus image) {
    if (image.getProperty(WARNED) != null || !SynthesisedPixels.isAny(image)) {
      return;
    }
    Optional<Provenance> made = SynthesisedPixels.of(image, image.getCurrentSlice());
    if (made.isPresent() && touches(image, made.get())) {
      image.setProperty(WARNED, true);
      IJ.log(
          "Warning: pixels measured in %s were synthesised by a model, not recorded: see the overlay's elements '%s'"
              .formatted(image.getTitle(), SynthesisedPixels.NAME));
    }
  }

  private static boolean touches(ImagePlus image, Provenance made) {
    Roi roi = image.getRoi();
    if (roi == null) {
      return made.isAny();
    }
    Rectangle inside =
        roi.getBounds().intersection(new Rectangle(image.getWidth(), image.getHeight()));
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        if (made.isSynthesised(x, y) && (!roi.isArea() || roi.contains(x, y))) {
          return true;
        }
      }
    }
    return false;
  }
}
