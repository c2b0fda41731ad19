package io.licorice.imagej;

import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws rate-distortion curves; lossless codecs are upright lines at their rates. */
final class CodecPlot {
  private static final Color[] COLOURS = {
    new Color(0xD62728),
    new Color(0x1F77B4),
    new Color(0x2CA02C),
    new Color(0x9467BD),
    new Color(0xFF7F0E),
    new Color(0x8C564B),
    new Color(0xE377C2),
    new Color(0x7F7F7F),
    new Color(0xBCBD22),
    new Color(0x17BECF)
  };

  private static final int WIDTH = 640;
  private static final int HEIGHT = 440;
  private static final double MARGIN = 0.05;

  private final List<CodecTrial> trials;
  private final CodecMeasure measure;
  private final Plot plot;
  private int colour;

  private CodecPlot(String title, List<CodecTrial> trials, CodecMeasure measure) {
    this.trials = trials;
    this.measure = measure;
    this.plot = new Plot(title, "Bits per pixel", measure.axis());
  }

  /**
   * Draws.
   *
   * @param rawBitsPerPixel rates as high as that are not drawn
   * @param log whether rates have a logarithmic axis
   */
  static Plot of(
      String title,
      List<CodecTrial> trials,
      double rawBitsPerPixel,
      CodecMeasure measure,
      boolean log) {
    List<CodecTrial> drawn =
        trials.stream().filter(trial -> trial.bitsPerPixel() < rawBitsPerPixel).toList();
    return new CodecPlot(title, drawn, measure).draw(log);
  }

  private Plot draw(boolean log) {
    plot.setFrameSize(WIDTH, HEIGHT);
    double[] limits = limits(log);
    Map<String, List<CodecTrial>> curves = new LinkedHashMap<>();
    List<CodecTrial> lines = new ArrayList<>();
    for (CodecTrial trial : trials) {
      if (isOnCurve(trial)) {
        curves.computeIfAbsent(trial.codec(), name -> new ArrayList<>()).add(trial);
      } else if (Double.isNaN(trial.quality())) {
        lines.add(trial);
      }
    }
    curves.forEach(this::curve);
    lines.forEach(line -> line(line, limits[2], limits[3]));
    plot.setLimits(limits[0], limits[1], limits[2], limits[3]);
    plot.setAxisXLog(log);
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setLegend(null, Plot.AUTO_POSITION);
    return plot;
  }

  private boolean isOnCurve(CodecTrial trial) {
    return Double.isFinite(measure.of(trial));
  }

  private void curve(String name, List<CodecTrial> points) {
    add(
        name,
        "connected",
        points.stream().mapToDouble(CodecTrial::bitsPerPixel).toArray(),
        points.stream().mapToDouble(measure::of).toArray());
  }

  private void line(CodecTrial trial, double bottom, double top) {
    double rate = trial.bitsPerPixel();
    String label = String.format(Locale.ROOT, "%s (lossless) %.2f bpp", trial.codec(), rate);
    add(label, "line", new double[] {rate, rate}, new double[] {bottom, top});
  }

  private void add(String label, String shape, double[] x, double[] y) {
    Color own = COLOURS[colour++ % COLOURS.length];
    plot.setColor(own, own);
    plot.setLineWidth(shape.equals("line") ? 1 : 2);
    plot.add(shape, x, y);
    plot.setLabel(-1, label);
  }

  /** Least and largest rate, then least and largest measure, with some room. */
  private double[] limits(boolean log) {
    double[] rates = trials.stream().mapToDouble(CodecTrial::bitsPerPixel).toArray();
    double[] values = trials.stream().filter(this::isOnCurve).mapToDouble(measure::of).toArray();
    double[] limits = {0, 1, 0, 1};
    if (rates.length > 0) {
      limits[0] = log ? Arrays.stream(rates).min().getAsDouble() / (1 + MARGIN) : 0;
      limits[1] = Arrays.stream(rates).max().getAsDouble() * (1 + MARGIN);
    }
    if (values.length > 0) {
      double least = Arrays.stream(values).min().getAsDouble();
      double most = Arrays.stream(values).max().getAsDouble();
      double room = Math.max(1, (most - least) * MARGIN);
      limits[2] = least - room;
      limits[3] = most + room;
    }
    return limits;
  }
}
