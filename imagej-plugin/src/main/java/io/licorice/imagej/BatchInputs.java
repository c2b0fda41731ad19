package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;

/** Tells files with images from others, and opens them without a window or a question. */
final class BatchInputs {
  /** What ImageJ opens as something else than an image, or asks about. */
  private static final Set<Integer> NO_IMAGES =
      Set.of(Opener.LUT, Opener.ROI, Opener.TABLE, Opener.JAVA_OR_TEXT, Opener.OJJ, Opener.RAW);

  private BatchInputs() {}

  /** Whether a file is to be converted. */
  static boolean suits(Path file, BatchJob job) {
    if (isOurs(file)) {
      return true;
    }
    if (job.format() != BatchFormat.LIC) {
      return false;
    }
    int type = new Opener().getFileType(file.toString());
    boolean text = type == Opener.TEXT && !isNamedAsImage(file);
    return !text && !NO_IMAGES.contains(type);
  }

  private static boolean isOurs(Path file) {
    return List.of("lic", "lvc").contains(extension(file));
  }

  private static boolean isNamedAsImage(Path file) {
    return Arrays.asList(ImageIO.getReaderFileSuffixes()).contains(extension(file));
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * Opens a file.
   *
   * @throws IOException if that cannot be
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  static ImagePlus open(Path file, Work work) throws IOException {
    if (isOurs(file)) {
      return StackOpener.open(file, OpenOptions.DEFAULT, work);
    }
    int type = new Opener().getFileType(file.toString());
    boolean unknown = type == Opener.UNKNOWN || type == Opener.TEXT;
    ImagePlus image = unknown ? openUnknown(file.toString()) : openKnown(file.toString());
    work.check(); // ImageJ gives up with null when Escape is pressed
    if (image == null || image.getWidth() == 0) {
      String why = IJ.getErrorMessage();
      throw new IOException(
          why == null ? "ImageJ cannot open it" : why.strip().replaceAll("\\s+", " "));
    }
    return image;
  }

  private static ImagePlus openKnown(String file) throws IOException {
    IJ.getErrorMessage(); // forgets the last one
    IJ.redirectErrorMessages(true);
    try {
      return IJ.openImage(file);
    } catch (RuntimeException e) {
      throw new IOException("ImageJ cannot open it: " + e, e); // its readers throw all kinds
    } finally {
      IJ.redirectErrorMessages(false);
    }
  }

  /** As ImageJ does, but for its message in several lines. */
  private static ImagePlus openUnknown(String file) {
    ImagePlus image = Opener.openUsingBioFormats(file);
    return image == null
        ? new Opener().openWithHandleExtraFileTypes(file, new int[] {Opener.UNKNOWN})
        : image;
  }
}
