package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.io.OpenDialog;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code File > Import > LIC Image...}: opens a file, a part of it, or virtually. */
final class ImportCommand implements Command {
  @Override
  public void run() throws IOException {
    OpenDialog which = new OpenDialog("Open LIC Image...");
    if (which.getPath() == null) {
      return;
    }
    Path path = Path.of(which.getPath());
    OpenOptions options = ask(path);
    if (options == null) {
      return;
    }
    ImagePlus image;
    try (Work work = Work.begin("Opening " + path.getFileName())) {
      image = StackOpener.open(path, options, work);
    }
    image.show();
  }

  private static OpenOptions ask(Path path) throws IOException {
    GenericDialog dialog = new GenericDialog("Import " + path.getFileName());
    dialog.addMessage(summary(path));
    dialog.addCheckbox("Virtual stack", false);
    dialog.addMessage("Crop (a width or height of 0 is all of it):");
    dialog.addNumericField("X", 0, 0);
    dialog.addNumericField("Y", 0, 0);
    dialog.addNumericField("Width", 0, 0);
    dialog.addNumericField("Height", 0, 0);
    dialog.addNumericField("Picture", 1, 0);
    dialog.addHelp(Help.of("import"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return null;
    }
    boolean virtual = dialog.getNextBoolean();
    int x = (int) dialog.getNextNumber();
    int y = (int) dialog.getNextNumber();
    int width = (int) dialog.getNextNumber();
    int height = (int) dialog.getNextNumber();
    int picture = (int) dialog.getNextNumber();
    if (picture < 1) {
      throw new IllegalArgumentException("pictures are numbered from 1, found " + picture);
    }
    return new OpenOptions(virtual, crop(path, picture, x, y, width, height), picture - 1);
  }

  private static Optional<Rectangle> crop(
      Path path, int picture, int x, int y, int width, int height) throws IOException {
    if (x == 0 && y == 0 && width == 0 && height == 0) {
      return Optional.empty();
    }
    try (Planes planes = StackOpener.planes(path, picture - 1)) {
      int wide = width == 0 ? planes.width() - x : width;
      int high = height == 0 ? planes.height() - y : height;
      return Optional.of(new Rectangle(x, y, wide, high));
    }
  }

  private static String summary(Path path) throws IOException {
    try (Planes planes = StackOpener.planes(path, 0)) {
      long bytes = (long) planes.width() * planes.height() * planes.count() * planes.kind().bytes();
      return "%d x %d pixels, %d-bit, %d %s, %.1f MB in memory"
          .formatted(
              planes.width(),
              planes.height(),
              planes.kind().bits(),
              planes.count(),
              planes.count() == 1 ? "plane" : "planes",
              bytes / 1e6);
    }
  }
}
