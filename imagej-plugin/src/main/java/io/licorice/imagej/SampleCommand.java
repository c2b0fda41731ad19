package io.licorice.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code File > Open Samples > LIC Sample}: an image of nuclei with its overlay. */
final class SampleCommand implements Command {
  private static final String NAME = "nuclei.lic";

  @Override
  public void run() throws IOException {
    Path folder = Files.createTempDirectory("licorice");
    Path file = folder.resolve(NAME);
    try (InputStream sample = SampleCommand.class.getResourceAsStream(NAME)) {
      Files.copy(sample, file);
      ImagePlus image;
      try (Work work = Work.begin("Opening a sample")) {
        image = StackOpener.open(file, OpenOptions.DEFAULT, work);
      }
      image.setFileInfo(null);
      image.show();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
