package io.licorice.imagej;

import ij.ImagePlus;
import ij.Macro;
import ij.gui.GenericDialog;
import io.licorice.codec.EncodeOptions;
import java.awt.AWTEvent;
import java.awt.GraphicsEnvironment;
import java.awt.Label;
import java.io.IOException;
import java.util.OptionalDouble;

/** The parameters of {@link CompressRegionsCommand}: their labels are its macro keys. */
final class RegionDialog {
  private static final String INSIDE_QUALITY = "inside_quality";
  private static final String BACKGROUND_QUALITY = "background_quality";
  private static final double BACKGROUND = 20;

  /** Room for what previews and errors say, in blanks. */
  private static final int LINE = 160;

  private final ImagePlus image;

  /** What the dialog said when it last made sense. */
  private volatile Answer latest;

  private final GenericDialog dialog = new GenericDialog("Compress Regions");

  RegionDialog(ImagePlus image) throws IOException {
    this.image = image;
    choice("Regions", RegionSource.values(), RegionSource.first(image));
    choice("Inside", RegionQuality.values(), RegionQuality.LOSSLESS);
    dialog.addSlider("Inside_quality", 0, 100, EncodeOptions.DEFAULT_QUALITY, 1);
    choice("Background", RegionQuality.values(), RegionQuality.QUALITY);
    dialog.addSlider("Background_quality", 0, 100, BACKGROUND, 1);
    dialog.addChoice("Model", Packs.transforms(), EncodeOptions.DEFAULT_MODEL);
    dialog.addChoice("Generator", Packs.generators(), EncodeOptions.DEFAULT_GENERATOR);
    dialog.addStringField("Generated_quality", "", 6);
    choice("Labels", LabelSource.values(), LabelSource.NONE);
    // Last, because ImageJ would find the keys of others in here.
    dialog.addStringField("Exceptions", "", 30);
    dialog.addCheckbox("Open result", false);
    dialog.addCheckbox("Preview", false);
    dialog.addMessage(" ".repeat(LINE));
    dialog.addHelp(Help.of("compress-regions"));
  }

  private void choice(String label, Enum<?>[] values, Enum<?> first) {
    dialog.addChoice(label, Choices.texts(values), first.toString());
  }

  /**
   * What was asked for.
   *
   * @param open whether the result is opened
   * @param preview whether a preview is shown while the dialog is
   */
  record Answer(RegionSettings settings, boolean open, boolean preview) {}

  /** Asks, unless a macro has answered; null if the user cancelled. */
  Answer ask() {
    boolean isShown = !GraphicsEnvironment.isHeadless() && Macro.getOptions() == null;
    if (!isShown) {
      dialog.showDialog();
      return dialog.wasCanceled() ? null : read();
    }
    latest = read();
    try (LivePreview preview = new LivePreview(image, this::say)) {
      dialog.addDialogListener((source, event) -> changed(preview, event));
      dialog.showDialog();
    }
    // The fields themselves may be in use: ImageJ is about to have the listener record them.
    return dialog.wasCanceled() ? null : latest;
  }

  /** Whether the parameters make sense: without that there is no OK. */
  private boolean changed(LivePreview preview, AWTEvent event) {
    try {
      latest = read();
    } catch (IllegalArgumentException e) {
      preview.stop();
      say(Sentences.of(e));
      return false;
    }
    if (event != null && latest.preview) {
      preview.show(latest.settings);
    } else {
      preview.hide();
      say("");
    }
    return true;
  }

  private void say(String line) {
    if (dialog.getMessage() instanceof Label label) {
      label.setText(line);
    }
  }

  private Answer read() {
    RegionSource source = Choices.next(dialog, RegionSource.values(), "regions");
    RegionQuality inside = Choices.next(dialog, RegionQuality.values(), "inside");
    double insideQuality = dialog.getNextNumber();
    RegionQuality background = Choices.next(dialog, RegionQuality.values(), "background");
    double backgroundQuality = dialog.getNextNumber();
    String model = Choices.next(dialog, "model");
    String generator = Choices.next(dialog, "generator");
    OptionalDouble generatedQuality = generatedQuality(dialog.getNextString());
    LabelSource labels = Choices.next(dialog, LabelSource.values(), "labels");
    RegionExceptions exceptions = RegionExceptions.parse(dialog.getNextString());
    boolean open = dialog.getNextBoolean();
    boolean preview = dialog.getNextBoolean();
    RegionSettings settings =
        new RegionSettings(
            source,
            inside.value(insideQuality, INSIDE_QUALITY),
            exceptions,
            background.value(backgroundQuality, BACKGROUND_QUALITY),
            model,
            generator,
            generatedQuality,
            labels);
    return new Answer(settings, open, preview);
  }

  private static OptionalDouble generatedQuality(String text) {
    return text.isBlank()
        ? OptionalDouble.empty()
        : OptionalDouble.of(RegionQuality.number(text, "generated_quality"));
  }
}
