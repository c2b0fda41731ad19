package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import java.awt.HeadlessException;
import java.util.ArrayList;
import java.util.List;

/** Where regions come from. None of it is changed, and no ROI Manager is opened. */
enum RegionSource {
  SELECTION("Selection"),
  OVERLAY("Overlay"),
  MANAGER("ROI Manager");

  private final String text;

  RegionSource(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  /** The first one that has regions for an image. */
  static RegionSource first(ImagePlus image) {
    for (RegionSource source : values()) {
      if (!source.rois(image).isEmpty()) {
        return source;
      }
    }
    return SELECTION;
  }

  /**
   * The regions.
   *
   * @throws IllegalArgumentException if there is none, or something else than areas
   */
  List<NamedRoi> of(ImagePlus image) {
    List<NamedRoi> rois = rois(image);
    if (rois.isEmpty()) {
      throw new IllegalArgumentException(
          switch (this) {
            case SELECTION ->
                "there is no selection: draw one, or take the regions from the overlay or the ROI"
                    + " Manager";
            case OVERLAY -> "the overlay has no regions: add some, for instance with Ctrl+B";
            case MANAGER -> "the ROI Manager has no regions: add some, for instance with T";
          });
    }
    rois.forEach(NamedRoi::checkArea);
    return rois;
  }

  private List<NamedRoi> rois(ImagePlus image) {
    return numbered(
        switch (this) {
          case SELECTION -> image.getRoi() == null ? new Roi[0] : new Roi[] {image.getRoi()};
          case OVERLAY -> overlay(image.getOverlay());
          case MANAGER -> managed();
        });
  }

  private static Roi[] overlay(Overlay overlay) {
    return overlay == null ? new Roi[0] : overlay.toArray();
  }

  private static Roi[] managed() {
    try {
      RoiManager manager = RoiManager.getInstance2();
      return manager == null ? new Roi[0] : manager.getRoisAsArray();
    } catch (HeadlessException e) {
      return new Roi[0]; // that of batch mode needs a display, too
    }
  }

  /** Numbers are those that ImageJ shows, so what is left out counts. */
  private static List<NamedRoi> numbered(Roi[] all) {
    List<NamedRoi> rois = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (!SynthesisedPixels.isMark(all[i])) {
        rois.add(new NamedRoi(all[i], i + 1));
      }
    }
    return rois;
  }

  /** Whether a region counts for a plane; the selection does for all, wherever it was drawn. */
  boolean isOn(ImagePlus image, Roi roi, int slice) {
    return this == SELECTION || RoiPosition.isOn(image, roi, slice);
  }
}
