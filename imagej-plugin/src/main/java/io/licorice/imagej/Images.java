package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/** The images that ImageJ has open. */
final class Images {
  private Images() {}

  /** The current image; null after the user has been told that there is none. */
  static ImagePlus current() {
    ImagePlus image = WindowManager.getCurrentImage();
    if (image == null) {
      IJ.noImage();
    }
    return image;
  }
}
