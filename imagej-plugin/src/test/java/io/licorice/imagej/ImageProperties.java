package io.licorice.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.measure.Calibration;
import ij.process.LUT;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that can be asked of an image, for comparison with another one. */
final class ImageProperties {
  private ImageProperties() {}

  /** The properties in which two images differ, one line each. */
  static List<String> differing(ImagePlus expected, ImagePlus found) {
    Map<String, String> left = of(expected);
    Map<String, String> right = of(found);
    Set<String> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(left.get(key), right.get(key)))
        .map(key -> key + ": expected " + left.get(key) + ", found " + right.get(key))
        .toList();
  }

  /** All but pixels, title and file. */
  private static Map<String, String> of(ImagePlus image) {
    Map<String, String> all = new TreeMap<>();
    all.put("type", "" + image.getType());
    all.put("size", image.getWidth() + "x" + image.getHeight());
    all.put("dimensions", Arrays.toString(image.getDimensions()));
    all.put("hyperstack", "" + (image.isHyperStack() || image.getOpenAsHyperStack()));
    all.put("position", image.getChannel() + " " + image.getSlice() + " " + image.getFrame());
    all.put("info", "" + image.getInfoProperty());
    all.put(
        "properties",
        new TreeMap<>(image.getImageProperties() == null ? Map.of() : image.getImageProperties())
            .toString());
    calibration(all, image.getCalibration());
    luts(all, image);
    ImageStack stack = image.getStack();
    for (int i = 1; i <= stack.size(); i++) {
      all.put("label " + i, "" + stack.getSliceLabel(i));
    }
    all.put("selection", bytes(image.getRoi()));
    Overlay overlay = image.getOverlay();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      all.put("overlay " + i, bytes(overlay.get(i)));
    }
    if (overlay != null) {
      all.put(
          "overlay",
          overlay.getDrawLabels() + " " + overlay.getDrawNames() + " " + overlay.getLabelColor());
    }
    return all;
  }

  private static void calibration(Map<String, String> all, Calibration c) {
    all.put("pixel", c.pixelWidth + " " + c.pixelHeight + " " + c.pixelDepth);
    all.put("origin", c.xOrigin + " " + c.yOrigin + " " + c.zOrigin + " " + c.getInvertY());
    all.put("units", c.getUnit() + " " + c.getYUnit() + " " + c.getZUnit() + " " + c.getTimeUnit());
    all.put("time", c.frameInterval + " " + c.fps + " " + c.loop);
    all.put(
        "values",
        c.getFunction()
            + " "
            + Arrays.toString(c.getCoefficients())
            + " "
            + c.getValueUnit()
            + " "
            + c.zeroClip());
    all.put("table", c.getFunction() == Calibration.CUSTOM ? Arrays.toString(c.getCTable()) : "");
    all.put("calibration info", "" + c.info);
  }

  private static void luts(Map<String, String> all, ImagePlus image) {
    if (image instanceof CompositeImage composite) {
      all.put("mode", composite.getModeAsString());
      all.put(
          "active",
          Arrays.toString(Arrays.copyOf(composite.getActiveChannels(), composite.getNChannels())));
      LUT[] luts = composite.getLuts();
      for (int i = 0; i < luts.length; i++) {
        all.put("lut " + i, text(luts[i]));
      }
    } else if (image.getType() != ImagePlus.COLOR_RGB) {
      all.put("lut", text(image.getProcessor().getLut()));
    }
  }

  private static String text(LUT lut) {
    return lut.min + ".." + lut.max + " " + HexFormat.of().formatHex(lut.getBytes());
  }

  private static String bytes(Roi roi) {
    if (roi == null) {
      return "none";
    }
    // What ImageJ's own .roi files keep of it, without the settings of its overlay.
    Roi kept = RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi));
    kept.setPrototypeOverlay(new Overlay());
    return HexFormat.of().formatHex(RoiEncoder.saveAsByteArray(kept));
  }

  /** The number of pixels that differ. */
  static long differences(ImagePlus a, ImagePlus b) {
    long count = 0;
    for (int i = 1; i <= a.getStackSize(); i++) {
      Object left = a.getStack().getPixels(i);
      Object right = b.getStack().getPixels(i);
      for (int k = 0; k < Array.getLength(left); k++) {
        boolean same = value(left, k) == value(right, k);
        count += same ? 0 : 1;
      }
    }
    return count;
  }

  /** What can be seen of a pixel: the eight bits above colours mean nothing to ImageJ. */
  private static int value(Object pixels, int index) {
    if (pixels instanceof float[] floats) {
      return Float.floatToRawIntBits(floats[index]);
    }
    return pixels instanceof int[] colours
        ? colours[index] & 0xFFFFFF
        : ((Number) Array.get(pixels, index)).intValue();
  }
}
