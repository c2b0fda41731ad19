package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.io.SaveDialog;
import ij.measure.Calibration;
import io.licorice.codec.VideoSettings;
import java.io.IOException;
import java.nio.file.Path;

/** {@code File > Save As > LVC Video...}: saves the current stack as it is shown, as a video. */
final class SaveVideoCommand implements Command {
  private static final double MILLISECONDS = 1000;

  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Save as LVC Video");
    dialog.addSlider("Quality", 0, 100, VideoSettings.DEFAULT_QUALITY, 1);
    dialog.addNumericField("Rate", rate(image.getCalibration()), 3, 8, "frames a second");
    dialog.addNumericField("Key frame every", VideoSettings.DEFAULT_KEY_INTERVAL, 0, 4, "frames");
    dialog.addMessage("Frames are saved as they are shown: 8 bits, compressed with loss.");
    dialog.addHelp(Help.of("save-video"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    double quality = dialog.getNextNumber();
    double rate = dialog.getNextNumber();
    double interval = dialog.getNextNumber();
    if (interval != Math.rint(interval)) {
      throw new IllegalArgumentException(
          "key frame every whole number of frames, found " + interval);
    }
    save(
        image,
        new VideoSettings(image.getWidth(), image.getHeight(), rate, quality, (int) interval));
  }

  private static void save(ImagePlus image, VideoSettings settings) throws IOException {
    SaveDialog where = new SaveDialog("Save as LVC Video...", image.getShortTitle(), ".lvc");
    if (where.getFileName() == null) {
      return;
    }
    Path file = Path.of(where.getDirectory() + where.getFileName());
    String line;
    try (Work work = Work.begin("Saving " + file.getFileName())) {
      line = VideoSaver.save(image, file, settings, work);
    }
    IJ.showStatus(line);
  }

  /** What the image says of its frames, or a usual rate. */
  private static double rate(Calibration calibration) {
    double interval = calibration.frameInterval;
    String unit = calibration.getTimeUnit();
    boolean inSeconds = unit.startsWith("s");
    if (interval > 0 && (inSeconds || unit.equals("ms") || unit.startsWith("msec"))) {
      return inSeconds ? 1 / interval : MILLISECONDS / interval;
    }
    return calibration.fps > 0 ? calibration.fps : VideoSettings.DEFAULT_RATE;
  }
}
