package io.licorice.imagej;

import ij.IJ;
import ij.gui.GenericDialog;
import io.licorice.codec.EncodeOptions;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code Batch Convert...}: converts a folder of images. */
final class BatchCommand implements Command {
  @Override
  public void run() throws IOException {
    GenericDialog dialog = new GenericDialog("Batch Convert");
    addFolder(dialog, "Input");
    addFolder(dialog, "Output");
    dialog.addChoice("Format", BatchFormat.names(), BatchFormat.LIC.name());
    CodingFields.addTo(dialog);
    dialog.addCheckbox("Recursive", false);
    dialog.addCheckbox("Overwrite", false);
    dialog.addHelp(Help.of("batch-convert"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    Path input = folder("input", dialog.getNextString()).toRealPath();
    Path output = real(folder("output", dialog.getNextString()));
    BatchFormat format = BatchFormat.of(Choices.next(dialog, "format"));
    EncodeOptions options = CodingFields.next(dialog);
    boolean recursive = dialog.getNextBoolean();
    boolean overwrite = dialog.getNextBoolean();
    BatchJob job = new BatchJob(input, output, format, options, recursive, overwrite);
    BatchResult result;
    try (Work work = Work.begin("Converting")) {
      result = BatchConverter.run(job, work);
    }
    IJ.showStatus(result.line());
  }

  private static void addFolder(GenericDialog dialog, String label) {
    // Fiji's dialogs without a display keep folders to themselves.
    if (GraphicsEnvironment.isHeadless()) {
      dialog.addStringField(label, "");
    } else {
      dialog.addDirectoryField(label, "");
    }
  }

  private static Path folder(String key, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a folder is missing: " + key);
    }
    return Path.of(text.strip());
  }

  /** The folder's one name, by which it is seen whether it is in the other. */
  private static Path real(Path folder) throws IOException {
    return Files.createDirectories(folder).toRealPath();
  }
}
