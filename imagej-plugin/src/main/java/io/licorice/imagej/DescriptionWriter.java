package io.licorice.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.CurveFitter;
import ij.process.LUT;
import io.licorice.imagej.StackDescription.StoredLut;
import java.awt.Rectangle;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.List;

/** Gives an image what was taken down of another, or of a part of it. */
final class DescriptionWriter {
  private final StackDescription description;
  private final Rectangle crop;
  private final boolean wholeStack;

  /**
   * Gives what was taken down.
   *
   * @param crop which part of each plane the images show
   * @param wholeStack whether they have all planes
   */
  DescriptionWriter(StackDescription description, Rectangle crop, boolean wholeStack) {
    this.description = description;
    this.crop = crop;
    this.wholeStack = wholeStack;
  }

  /** Writes to an image, and returns it or the composite that it has become. */
  ImagePlus writeTo(ImagePlus image) {
    ImagePlus result = dimensions(image);
    calibration(result);
    luts(result);
    if (!description.info().isEmpty()) {
      result.setProperty("Info", description.info());
    }
    List<String> properties = description.properties();
    if (!properties.isEmpty()) {
      result.setProperties(properties.toArray(new String[0]));
    }
    result.setOverlay(overlay());
    StoredRoi.of(description.selection()).map(this::moved).ifPresent(result::setRoi);
    return result;
  }

  private ImagePlus dimensions(ImagePlus image) {
    int channels = description.count("channels");
    int slices = description.count("slices");
    int frames = description.count("frames");
    if (!wholeStack || (long) channels * slices * frames != image.getStackSize()) {
      return image;
    }
    image.setDimensions(channels, slices, frames);
    String mode = description.value("mode", "");
    boolean composite = !mode.isEmpty() && channels > 1 && image.getBitDepth() != 24;
    ImagePlus result = composite ? composite(image, mode) : image;
    result.setOpenAsHyperStack(description.flag("hyperstack"));
    result.setPosition(
        Math.min(description.count("channel"), channels),
        Math.min(description.count("slice"), slices),
        Math.min(description.count("frame"), frames));
    return result;
  }

  private ImagePlus composite(ImagePlus image, String mode) {
    int number =
        switch (mode) {
          case "composite" -> CompositeImage.COMPOSITE;
          case "grayscale" -> CompositeImage.GRAYSCALE;
          default -> CompositeImage.COLOR;
        };
    CompositeImage composite = new CompositeImage(image, number);
    String active = description.value("active", "");
    for (int c = 0; c < active.length() && c < composite.getActiveChannels().length; c++) {
      composite.getActiveChannels()[c] = active.charAt(c) == '1';
    }
    return composite;
  }

  private void calibration(ImagePlus image) {
    Calibration calibration = new Calibration(image);
    calibration.pixelWidth = description.number("pixelWidth", 1);
    calibration.pixelHeight = description.number("pixelHeight", 1);
    calibration.pixelDepth = description.number("pixelDepth", 1);
    calibration.xOrigin = description.number("xOrigin", 0) - crop.x;
    calibration.yOrigin = description.number("yOrigin", 0) - crop.y;
    calibration.zOrigin = description.number("zOrigin", 0);
    calibration.setInvertY(description.flag("invertY"));
    calibration.setUnit(description.value("unit", "pixel"));
    calibration.setYUnit(description.value("yUnit", null));
    calibration.setZUnit(description.value("zUnit", null));
    calibration.frameInterval = description.number("frameInterval", 0);
    calibration.setTimeUnit(description.value("timeUnit", "sec"));
    calibration.fps = description.number("fps", 0);
    calibration.loop = description.flag("loop");
    calibration.info = description.value("calibrationInfo", null);
    values(calibration, image);
    image.setCalibration(calibration);
  }

  private void values(Calibration calibration, ImagePlus image) {
    String unit = description.value("valueUnit", "Gray Value");
    int function = (int) description.number("function", Calibration.NONE);
    if (image.getBitDepth() == 32) {
      calibration.setValueUnit(unit);
    } else if (function == Calibration.CUSTOM && hasTableFor(image)) {
      calibration.setCTable(description.calibrationTable().clone(), unit);
    } else if (function == Calibration.UNCALIBRATED_OD || isFit(function)) {
      calibration.setFunction(function, coefficients(), unit, description.flag("zeroClip"));
    }
  }

  private boolean hasTableFor(ImagePlus image) {
    return image.getBitDepth() <= 16
        && description.calibrationTable().length == 1 << image.getBitDepth();
  }

  /** Whether it is a function that has all its coefficients. */
  private boolean isFit(int function) {
    return function >= Calibration.STRAIGHT_LINE
        && function <= Calibration.EXP_RECOVERY
        && description.values().containsKey("coefficient0")
        && coefficients().length >= CurveFitter.getNumParams(function);
  }

  private double[] coefficients() {
    int count = 0;
    while (description.values().containsKey("coefficient" + count)) {
      count++;
    }
    double[] coefficients = new double[count];
    Arrays.setAll(coefficients, i -> description.number("coefficient" + i, 0));
    return count == 0 ? null : coefficients;
  }

  private void luts(ImagePlus image) {
    List<StoredLut> luts = description.luts();
    if (luts.isEmpty() || image.getBitDepth() == 24) {
      return;
    }
    if (image instanceof CompositeImage composite && luts.size() == composite.getNChannels()) {
      LUT[] all = luts.stream().map(DescriptionWriter::lut).toArray(LUT[]::new);
      composite.setLuts(all);
      return;
    }
    LUT lut = lut(luts.get(0));
    image.getProcessor().setLut(lut);
    if (image.getStackSize() > 1) {
      image.getStack().update(image.getProcessor());
    }
    if (description.value("type", "").equals("color256") && image.getBitDepth() == 8) {
      image.setTypeToColor256();
    }
  }

  static LUT lut(StoredLut stored) {
    byte[] colours = stored.colours();
    IndexColorModel model =
        new IndexColorModel(
            Byte.SIZE,
            256,
            Arrays.copyOfRange(colours, 0, 256),
            Arrays.copyOfRange(colours, 256, 512),
            Arrays.copyOfRange(colours, 512, 768));
    return new LUT(model, stored.min(), stored.max());
  }

  private Overlay overlay() {
    Overlay overlay = new Overlay();
    for (byte[] bytes : description.overlay()) {
      StoredRoi.of(bytes).map(this::moved).ifPresent(roi -> add(overlay, roi));
    }
    return overlay.size() == 0 ? null : overlay;
  }

  private static void add(Overlay overlay, Roi roi) {
    if (overlay.size() == 0 && roi.getPrototypeOverlay() != null) {
      settings(overlay, roi.getPrototypeOverlay());
    }
    overlay.add(roi);
  }

  private static void settings(Overlay overlay, Overlay prototype) {
    overlay.drawLabels(prototype.getDrawLabels());
    overlay.drawNames(prototype.getDrawNames());
    overlay.drawBackgrounds(prototype.getDrawBackgrounds());
    overlay.setLabelColor(prototype.getLabelColor());
    overlay.setLabelFont(prototype.getLabelFont(), prototype.scalableLabels());
  }

  private Roi moved(Roi roi) {
    if (crop.x != 0 || crop.y != 0) {
      roi.translate(-crop.x, -crop.y);
    }
    return roi;
  }
}
