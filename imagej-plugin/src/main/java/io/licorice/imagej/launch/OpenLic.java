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
 * Opens a {@code .lic} file, for SciJava's command service and scripts. Not in the menus, where
 * ImageJ's own entry is.
 */
@Plugin(type = Command.class, name = "open-lic", label = "Open LIC", headless = true)
public final class OpenLic extends ContextCommand {
  @Parameter private File file;

  @Parameter(label = "Virtual stack")
  private boolean virtual = false;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus image;

  /** For SciJava, which makes the instance. */
  public OpenLic() {}

  @Override
  public void run() {
    try {
      image = (ImagePlus) Launcher.checked(virtual ? "openVirtually" : "open", file.getPath());
    } catch (IOException | IllegalArgumentException e) {
      cancel(e.getMessage());
    }
  }
}
