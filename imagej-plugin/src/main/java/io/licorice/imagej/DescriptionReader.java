package io.licorice.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.measure.Calibration;
import ij.process.LUT;
import io.licorice.imagej.StackDescription.StoredLut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes down what ImageJ knows of an image; changes nothing in it. */
final class DescriptionReader {
  /** What {@code FileTypes} leaves with composites that plain ImageJ has opened, but not shown. */
  private static final String PENDING_MODE = "LIC mode";

  private final ImagePlus image;
  private final Map<String, String> values = new TreeMap<>();

  private DescriptionReader(ImagePlus image) {
    this.image = image;
  }

  static StackDescription of(ImagePlus image) {
    return new DescriptionReader(image).read();
  }

  private StackDescription read() {
    dimensions();
    Calibration calibration = image.getCalibration();
    float[] table = calibration(calibration);
    String info = image.getInfoProperty();
    return new StackDescription(
        values,
        luts(),
        table,
        bytes(image.getRoi()),
        overlay(),
        sliceLabels(),
        info == null ? "" : info,
        properties());
  }

  private List<String> properties() {
    String[] all = image.getPropertiesAsArray();
    List<String> kept = new ArrayList<>();
    for (int i = 0; all != null && i < all.length; i += 2) {
      boolean ours = all[i].equals(SynthesisedPixels.PROPERTY) || all[i].equals(PENDING_MODE);
      if (!ours) {
        kept.add(all[i]);
        kept.add(all[i + 1]);
      }
    }
    return kept;
  }

  private void dimensions() {
    put("type", typeName(image.getType()));
    put("channels", image.getNChannels());
    put("slices", image.getNSlices());
    put("frames", image.getNFrames());
    put("hyperstack", image.isHyperStack() || image.getOpenAsHyperStack());
    put("channel", image.getChannel());
    put("slice", image.getSlice());
    put("frame", image.getFrame());
    if (image instanceof CompositeImage composite) {
      String pending = image.getProp(PENDING_MODE);
      put("mode", pending == null ? composite.getModeAsString() : pending);
      put("active", activeChannels(composite));
    }
  }

  static String typeName(int type) {
    return switch (type) {
      case ImagePlus.GRAY8 -> "gray8";
      case ImagePlus.COLOR_256 -> "color256";
      case ImagePlus.GRAY16 -> "gray16";
      case ImagePlus.GRAY32 -> "gray32";
      case ImagePlus.COLOR_RGB -> "rgb";
      default -> throw new IllegalArgumentException("image of the unknown type " + type);
    };
  }

  private static String activeChannels(CompositeImage composite) {
    StringBuilder active = new StringBuilder();
    for (int c = 0; c < composite.getNChannels() && c < CompositeImage.MAX_CHANNELS; c++) {
      active.append(composite.getActiveChannels()[c] ? '1' : '0');
    }
    return active.toString();
  }

  /** Returns the calibration table, if it has one. */
  private float[] calibration(Calibration calibration) {
    put("pixelWidth", calibration.pixelWidth);
    put("pixelHeight", calibration.pixelHeight);
    put("pixelDepth", calibration.pixelDepth);
    put("xOrigin", calibration.xOrigin);
    put("yOrigin", calibration.yOrigin);
    put("zOrigin", calibration.zOrigin);
    put("invertY", calibration.getInvertY());
    put("unit", calibration.getUnit());
    put("yUnit", calibration.getYUnit());
    put("zUnit", calibration.getZUnit());
    put("frameInterval", calibration.frameInterval);
    put("timeUnit", calibration.getTimeUnit());
    put("fps", calibration.fps);
    put("loop", calibration.loop);
    if (calibration.info != null) {
      put("calibrationInfo", calibration.info);
    }
    put("valueUnit", calibration.getValueUnit());
    put("function", calibration.getFunction());
    put("zeroClip", calibration.zeroClip());
    double[] coefficients = calibration.getCoefficients();
    for (int i = 0; coefficients != null && i < coefficients.length; i++) {
      put("coefficient" + i, coefficients[i]);
    }
    boolean custom = calibration.getFunction() == Calibration.CUSTOM;
    float[] table = custom ? calibration.getCTable() : null;
    return table == null ? new float[0] : table.clone();
  }

  private List<StoredLut> luts() {
    if (image.getType() == ImagePlus.COLOR_RGB) {
      return List.of();
    }
    if (!(image instanceof CompositeImage composite)) {
      return List.of(stored(image.getProcessor().getLut()));
    }
    List<StoredLut> luts = new ArrayList<>();
    for (LUT lut : composite.getLuts()) {
      luts.add(stored(lut));
    }
    return luts;
  }

  private static StoredLut stored(LUT lut) {
    return new StoredLut(lut.getBytes(), lut.min, lut.max);
  }

  private List<byte[]> overlay() {
    Overlay overlay = image.getOverlay();
    List<byte[]> elements = new ArrayList<>();
    for (int i = 0; overlay != null && i < overlay.size(); i++) {
      // The settings of the overlay travel with its first element, as they do in ImageJ's TIFF.
      Roi element = (Roi) overlay.get(i).clone();
      if (SynthesisedPixels.isMark(element)) {
        continue; // the file says it with the pixels, and its overlay is made of that
      }
      if (elements.isEmpty()) {
        element.setPrototypeOverlay(overlay);
      }
      elements.add(bytes(element));
    }
    return elements;
  }

  private static byte[] bytes(Roi roi) {
    byte[] bytes = roi == null ? null : RoiEncoder.saveAsByteArray(roi);
    return bytes == null ? new byte[0] : bytes;
  }

  private List<String> sliceLabels() {
    ImageStack stack = image.getStack();
    List<String> labels = new ArrayList<>();
    boolean any = false;
    for (int i = 1; i <= stack.size(); i++) {
      String label = stack.getSliceLabel(i);
      any |= label != null;
      labels.add(label);
    }
    return any ? labels : List.of();
  }

  private void put(String key, Object value) {
    values.put(key, String.valueOf(value));
  }
}
