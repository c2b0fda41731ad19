package io.licorice.imagej.launch;

import ij.IJ;
import ij.ImagePlus;

/** What the class that plain ImageJ asks about unknown files calls. */
public final class FileTypes {
  private FileTypes() {}

  /**
   * Fills an image from a file, or tells the user why that cannot be.
   *
   * @param path a {@code .lic} or {@code .lvc} file
   * @param target an image without content
   * @return whether it has been filled
   */
  public static boolean open(String path, ImagePlus target) {
    if (!Launcher.isSupported()) {
      IJ.error("Licorice", Launcher.sentence());
      return false;
    }
    ImagePlus image = (ImagePlus) Launcher.call("openOrTell", path);
    if (image == null) {
      return false;
    }
    fill(target, image);
    return true;
  }

  private static void fill(ImagePlus target, ImagePlus image) {
    target.setStack(image.getTitle(), image.getStack());
    target.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
    target.setOpenAsHyperStack(image.getOpenAsHyperStack());
    target.setCalibration(image.getCalibration());
    target.setFileInfo(image.getOriginalFileInfo());
    target.setProperty("Info", image.getProperty("Info"));
    target.setProperties(image.getPropertiesAsArray());
    target.setRoi(image.getRoi());
    target.setOverlay(image.getOverlay());
    if (image.getType() == ImagePlus.COLOR_256) {
      target.setTypeToColor256();
    }
    target.setPosition(image.getChannel(), image.getSlice(), image.getFrame());
  }
}
