package io.licorice.imagej.launch;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Locale;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;

/** Opens and saves {@code .lic} files, and opens {@code .lvc} ones, for SciJava's I/O service. */
@Plugin(type = IOPlugin.class)
public final class LicIoPlugin extends AbstractIOPlugin<ImagePlus> {
  /** For SciJava, which makes the instance. */
  public LicIoPlugin() {}

  @Override
  public Class<ImagePlus> getDataType() {
    return ImagePlus.class;
  }

  @Override
  public boolean supportsOpen(Location source) {
    String name = source.getName().toLowerCase(Locale.ROOT);
    return source instanceof FileLocation && (name.endsWith(".lic") || name.endsWith(".lvc"));
  }

  @Override
  public boolean supportsSave(Location destination) {
    return destination instanceof FileLocation
        && destination.getName().toLowerCase(Locale.ROOT).endsWith(".lic");
  }

  @Override
  public ImagePlus open(Location source) throws IOException {
    return (ImagePlus) Launcher.checked("open", path(source));
  }

  @Override
  public void save(ImagePlus image, Location destination) throws IOException {
    Launcher.checked("saveLosslessly", path(destination), image);
  }

  private static String path(Location location) {
    return ((FileLocation) location).getFile().getPath();
  }
}
