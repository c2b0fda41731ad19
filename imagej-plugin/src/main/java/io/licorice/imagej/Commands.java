package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import io.licorice.codec.EncodeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The commands by the names that {@code plugins.config} has for them, and what opens and saves
 * files without a dialog.
 *
 * <p>Commands return when their work is done. They tell users of bad input and files in one
 * sentence, and end a macro that runs into it.
 */
public final class Commands {
  static final String TITLE = "Licorice";

  private static final Map<String, Command> COMMANDS =
      Map.ofEntries(
          Map.entry("import", new ImportCommand()),
          Map.entry("save", new SaveCommand()),
          Map.entry("save-video", new SaveVideoCommand()),
          Map.entry("sample", new SampleCommand()),
          Map.entry("compress-regions", new CompressRegionsCommand()),
          Map.entry("label-regions", new LabelRegionsCommand()),
          Map.entry("compare-codecs", new CompareCommand()),
          Map.entry("bit-allocation", new BitAllocationCommand()),
          Map.entry("batch-convert", new BatchCommand()),
          Map.entry("models", new ModelsCommand()));

  private Commands() {}

  /**
   * Runs a command as ImageJ does: parameters come from a dialog, or from the macro that calls.
   *
   * @param name the command's name
   * @throws IllegalArgumentException if there is no such command
   */
  public static void run(String name) {
    Command command = COMMANDS.get(name);
    if (command == null) {
      throw new IllegalArgumentException("no command of the name '" + name + "'");
    }
    guarded(
        () -> {
          command.run();
          return null;
        });
  }

  /**
   * Opens a file, and tells the user if that cannot be.
   *
   * @param path a {@code .lic} or {@code .lvc} file
   * @return its image or stack, not shown; null if the user has been told why there is none
   */
  public static ImagePlus openOrTell(String path) {
    return guarded(() -> open(path));
  }

  /**
   * Opens a file.
   *
   * @param path a {@code .lic} or {@code .lvc} file
   * @return its image or stack, not shown
   * @throws IOException if it cannot be read, is malformed, or needs a pack that is not to be had
   * @throws CancellationException if the user pressed Escape
   */
  public static ImagePlus open(String path) throws IOException {
    return open(path, OpenOptions.DEFAULT);
  }

  /**
   * Opens a file as a virtual stack, whose planes are decoded when they are looked at.
   *
   * @param path a {@code .lic} or {@code .lvc} file
   * @return its image or stack, not shown
   * @throws IOException if it cannot be read, is malformed, or needs a pack that is not to be had
   */
  public static ImagePlus openVirtually(String path) throws IOException {
    return open(path, new OpenOptions(true, Optional.empty(), 0));
  }

  private static ImagePlus open(String path, OpenOptions options) throws IOException {
    try (Work work = Work.begin("Opening " + Path.of(path).getFileName())) {
      return StackOpener.open(Path.of(path), options, work);
    }
  }

  /**
   * Saves an image or a stack without loss.
   *
   * @param path the file, which is there whole or not at all
   * @param image what to save
   * @throws IOException if it cannot be written
   * @throws CancellationException if the user pressed Escape
   */
  public static void saveLosslessly(String path, ImagePlus image) throws IOException {
    save(path, image, EncodeOptions.builder().lossless().build());
  }

  /**
   * Saves an image or a stack.
   *
   * @param path the file, which is there whole or not at all
   * @param image what to save
   * @param mode Lossless, Quality or Compression ratio
   * @param quality 0 to 100, in the mode of that name
   * @param ratio bytes of the pixels by bytes of the file, in the mode of that name
   * @param model the pack's name
   * @return one line that tells of the file and what the networks ran on
   * @throws IOException if it cannot be written, or there is no such pack
   * @throws IllegalArgumentException if a parameter is out of its range, or the image can only be
   *     saved without loss
   * @throws CancellationException if the user pressed Escape
   */
  public static String saveAs(
      String path, ImagePlus image, String mode, double quality, double ratio, String model)
      throws IOException {
    return save(path, image, CodingFields.options(mode, quality, ratio, model)).line();
  }

  private static SavedStack save(String path, ImagePlus image, EncodeOptions options)
      throws IOException {
    try (Work work = Work.begin("Saving " + Path.of(path).getFileName())) {
      return StackSaver.save(image, Path.of(path), plane -> options, work);
    }
  }

  /** Whether there is a command of a name. */
  static boolean has(String name) {
    return COMMANDS.containsKey(name);
  }

  private interface Job<T> {
    T run() throws IOException;
  }

  private static <T> T guarded(Job<T> job) {
    try {
      return job.run();
    } catch (CancellationException e) {
      IJ.showStatus("Cancelled");
      IJ.beep();
      Macro.abort();
    } catch (IOException | IllegalArgumentException e) {
      IJ.error(TITLE, Sentences.of(e));
    }
    return null;
  }
}
