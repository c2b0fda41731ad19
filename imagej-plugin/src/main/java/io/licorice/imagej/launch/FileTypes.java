package io.licorice.imagej.launch;

import ij.CompositeImage;
import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;

/** What the class that plain ImageJ asks about unknown files calls. */
public final class FileTypes {
  /**
   * The property that tells how a composite's channels are to be shown, until it is: plain ImageJ
   * makes a composite of its own of what it is given, with one color at a time.
   */
  public static final String MODE = "LIC mode";

  private static boolean listening;

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
    if (image instanceof CompositeImage) {
      target.setProp(MODE, ((CompositeImage) image).getModeAsString());
      listen();
    }
    return true;
  }

  private static synchronized void listen() {
    if (!listening) {
      ImagePlus.addImageListener(new ModeSetter());
      listening = true;
    }
  }

  /** Sets the mode of composites that are shown. */
  private static final class ModeSetter implements ImageListener {
    @Override
    public void imageOpened(ImagePlus image) {
      String mode = image.getProp(MODE);
      if (mode != null && image instanceof CompositeImage) {
        image.setProp(MODE, null);
        ((CompositeImage) image).setMode(number(mode));
        image.updateAndDraw();
      }
    }

    private static int number(String mode) {
      if (mode.equals("composite")) {
        return IJ.COMPOSITE;
      }
      return mode.equals("grayscale") ? IJ.GRAYSCALE : IJ.COLOR;
    }

    @Override
    public void imageClosed(ImagePlus image) {}

    @Override
    public void imageUpdated(ImagePlus image) {}
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
