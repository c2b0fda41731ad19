package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.Roi;

/** On which planes of a stack regions of interest are. */
final class RoiPosition {
  private RoiPosition() {}

  /**
   * Whether a region is on a plane; a position of 0 is all of them.
   *
   * @param slice the plane's number in the stack, from 1
   */
  static boolean isOn(ImagePlus image, Roi roi, int slice) {
    if (image.getStackSize() == 1) {
      return true;
    }
    boolean hyperstack = image.isHyperStack() || image.getNChannels() > 1;
    if (hyperstack && roi.hasHyperStackPosition()) {
      int[] position = image.convertIndexToPosition(slice);
      return isOr0(roi.getCPosition(), position[0])
          && isOr0(roi.getZPosition(), position[1])
          && isOr0(roi.getTPosition(), position[2]);
    }
    return isOr0(inPlainStack(roi), slice);
  }

  /** Slices and frames are one and the same in a stack that is no hyperstack. */
  private static int inPlainStack(Roi roi) {
    int slice = roi.getZPosition();
    return slice > 1 ? slice : Math.max(slice, roi.getTPosition());
  }

  private static boolean isOr0(int position, int wanted) {
    return position == 0 || position == wanted;
  }
}
