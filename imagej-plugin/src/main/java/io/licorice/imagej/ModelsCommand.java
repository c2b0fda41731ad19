package io.licorice.imagej;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.measure.ResultsTable;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import io.licorice.runtime.PackRegistry;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code Models...}: lists packs, and chooses what their networks run on. */
final class ModelsCommand implements Command {
  @Override
  public void run() throws IOException {
    CodecSettings before = Codecs.settings();
    GenericDialog dialog = new GenericDialog("Models");
    dialog.addStringField("Device", before.device().toString(), 8);
    dialog.addMessage("cpu, or cuda:0, cuda:1, .. for an NVIDIA GPU");
    dialog.addNumericField("Threads", before.threads(), 0, 4, "(0: one a core)");
    dialog.addCheckbox("Folder of own packs", false);
    dialog.addCheckbox("CSV file", false);
    dialog.addHelp(Help.of("models"));
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return;
    }
    Device device = Device.parse(dialog.getNextString().strip());
    int threads = threads(dialog.getNextNumber());
    boolean opened = dialog.getNextBoolean();
    boolean saved = dialog.getNextBoolean() || Tables.isFileNamed();
    if (opened) {
      openFolder(PackRegistry.userFolder());
    }
    CodecSettings chosen = before.withDevice(device).withThreads(threads);
    list(chosen, saved);
    IJ.showStatus("Trying " + device);
    String ran = DeviceTrial.run(chosen);
    Codecs.choose(device, threads);
    IJ.showStatus(ran);
  }

  private static int threads(double number) {
    if (number >= 0 && number == Math.rint(number) && number <= Short.MAX_VALUE) {
      return (int) number;
    }
    throw new IllegalArgumentException("threads of 0 (one a core) or more expected");
  }

  private static void list(CodecSettings settings, boolean saved) throws IOException {
    ResultsTable table = PackTable.of(LicCodec.packs(settings));
    table.show("Models");
    if (saved) {
      Tables.save(table, "Models");
    }
  }

  private static void openFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean display = !GraphicsEnvironment.isHeadless() && Desktop.isDesktopSupported();
    if (display && Desktop.getDesktop().isSupported(Desktop.Action.OPEN)) {
      Desktop.getDesktop().open(folder.toFile());
    } else {
      IJ.log(Commands.TITLE + ": packs of your own go to " + folder);
    }
  }
}
