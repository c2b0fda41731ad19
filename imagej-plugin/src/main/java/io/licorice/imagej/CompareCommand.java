package io.licorice.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.Plot;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code Compare Codecs...}: rate-distortion curves of the current plane. */
final class CompareCommand implements Command {
  private static final String LICORICE = "10 25 40 55 70 85 100";
  private static final String OTHERS = "10 25 40 55 70 85 95";

  @Override
  public void run() throws IOException {
    ImagePlus image = Images.current();
    if (image == null) {
      return;
    }
    GenericDialog dialog = new GenericDialog("Compare Codecs");
    dialog.addChoice("Model", Packs.transforms(), EncodeOptions.DEFAULT_MODEL);
    dialog.addStringField("Qualities", LICORICE, 24);
    dialog.addStringField("JPEG qualities", OTHERS, 24);
    dialog.addChoice("Measure", CodecMeasure.choices(), CodecMeasure.PSNR.choice());
    dialog.addCheckbox("Log axis", true);
    dialog.addCheckbox("Table", true);
    dialog.addCheckbox("CSV file", false);
    dialog.addHelp(Help.of("compare-codecs"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    String model = Choices.next(dialog, "model");
    List<Double> qualities = qualities(dialog.getNextString());
    List<Double> others = qualities(dialog.getNextString());
    CodecMeasure measure = CodecMeasure.of(Choices.next(dialog, "measure"));
    boolean log = dialog.getNextBoolean();
    boolean tabled = dialog.getNextBoolean();
    boolean saved = dialog.getNextBoolean() || Tables.isFileNamed();
    Picture picture = picture(image);
    List<CodecTrial> trials = compare(picture, model, qualities, others);
    double raw = picture.channels() * picture.bitDepth();
    plot(image.getTitle(), trials, raw, measure, log);
    ResultsTable table = CodecTable.of(trials);
    if (tabled) {
      table.show("Codecs");
    }
    if (saved) {
      Tables.save(table, "Codecs");
    }
  }

  private static List<CodecTrial> compare(
      Picture picture, String model, List<Double> qualities, List<Double> others)
      throws IOException {
    try (Work work = Work.begin("Comparing codecs")) {
      List<ComparedCodec> codecs = new ArrayList<>();
      codecs.add(ComparedLic.lossy(picture, model, qualities));
      codecs.add(ComparedLic.lossless(picture));
      codecs.addAll(ImageIoCodecs.of(picture, others, work));
      return CodecComparison.run(picture, codecs, work);
    }
  }

  private static void plot(
      String title, List<CodecTrial> trials, double raw, CodecMeasure measure, boolean log) {
    Plot plot = CodecPlot.of("Codecs of " + title, trials, raw, measure, log);
    plot.show();
  }

  private static Picture picture(ImagePlus image) {
    if (image.getBitDepth() == PixelKind.GRAY32.bits() || IndexedColours.isPalette(image)) {
      throw new IllegalArgumentException(
          "8-bit gray, 16-bit or RGB images can be compared: convert this one first");
    }
    Picture plane = Pixels.picture(image.getProcessor());
    Roi roi = image.getRoi();
    if (roi == null) {
      return plane;
    }
    Rectangle whole = new Rectangle(plane.width(), plane.height());
    Rectangle part = roi.getBounds().intersection(whole);
    if (part.isEmpty()) {
      throw new IllegalArgumentException("there is no pixel in the selection");
    }
    return plane.read(new Region(part.x, part.y, part.width, part.height));
  }

  private static List<Double> qualities(String text) {
    List<Double> qualities = new ArrayList<>();
    for (String word : text.split("[\\s,;]+", -1)) {
      if (!word.isEmpty()) {
        qualities.add(quality(word));
      }
    }
    return qualities;
  }

  private static double quality(String word) {
    try {
      double quality = Double.parseDouble(word);
      if (quality >= 0 && quality <= 100) {
        return quality;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of the range is
    }
    throw new IllegalArgumentException("qualities of 0 to 100 expected, found " + word);
  }
}
