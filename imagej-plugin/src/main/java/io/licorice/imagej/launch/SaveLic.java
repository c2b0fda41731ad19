package io.licorice.imagej.launch;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Saves an image as {@code .lic}, for SciJava's command service and scripts. Not in the menus,
 * where ImageJ's own entry is.
 */
@Plugin(type = Command.class, name = "save-lic", label = "Save as LIC", headless = true)
public final class SaveLic extends ContextCommand {
  @Parameter private ImagePlus image;

  @Parameter(style = "save")
  private File file;

  @Parameter(choices = {"Lossless", "Quality", "Compression ratio"})
  private String mode = "Lossless";

  @Parameter(min = "0", max = "100")
  private double quality = 50;

  @Parameter(min = "1")
  private double ratio = 10;

  @Parameter private String model = "photo";

  @Parameter(type = ItemIO.OUTPUT)
  private String saved;

  /** For SciJava, which makes the instance. */
  public SaveLic() {}

  @Override
  public void run() {
    try {
      saved =
          (String) Launcher.checked("saveAs", file.getPath(), image, mode, quality, ratio, model);
    } catch (IOException | IllegalArgumentException e) {
      cancel(e.getMessage());
    }
  }
}
