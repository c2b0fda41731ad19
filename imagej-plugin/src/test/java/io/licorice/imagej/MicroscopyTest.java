package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.licorice.codec.EncodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Images of a folder come back. Runs with {@code -Dlicorice.microscopy=FOLDER}; the repository has
 * no such folder.
 */
@EnabledIfSystemProperty(named = "licorice.microscopy", matches = ".+")
final class MicroscopyTest {
  @TempDir private Path folder;

  static List<Path> images() throws IOException {
    String named = System.getProperty("licorice.microscopy", ".");
    try (Stream<Path> all = Files.list(Path.of(named))) {
      return all.filter(path -> path.toString().matches(".*\\.(tif|png|jpg|gif)"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void image_comesBackWithEverything_losslessly(Path path) throws IOException {
    ImagePlus image = withRois(IJ.openImage(path.toString()));
    Path file = folder.resolve("image.lic");

    SavedStack saved = save(image, file, EncodeOptions.builder().lossless().build());
    ImagePlus again = Commands.open(file.toString());

    assertThat(ImageProperties.differences(image, again)).isZero();
    assertThat(ImageProperties.differing(image, again)).isEmpty();
    IJ.log(path.getFileName() + " -> " + saved.line());
  }

  @ParameterizedTest
  @MethodSource("images")
  void image_comesBackWithCalibrationLutsAndOverlays_lossily(Path path) throws IOException {
    ImagePlus image = withRois(IJ.openImage(path.toString()));
    boolean refused = image.getBitDepth() == 32 || IndexedColours.isPalette(image);
    if (refused) {
      image = new ImagePlus(image.getTitle(), image.getProcessor().convertToShort(true));
    }
    Path file = folder.resolve("image.lic");

    SavedStack saved = save(image, file, EncodeOptions.ofQuality(75));
    ImagePlus again = Commands.open(file.toString());

    assertThat(ImageProperties.differing(image, again)).isEmpty();
    IJ.log(path.getFileName() + " -> " + saved.line());
  }

  private static SavedStack save(ImagePlus image, Path file, EncodeOptions options)
      throws IOException {
    try (Work work = Work.begin("Saving")) {
      return StackSaver.save(image, file, slice -> options, work);
    }
  }

  private static ImagePlus withRois(ImagePlus image) {
    Overlay overlay = new Overlay();
    Roi rectangle = new Roi(3, 4, 20, 10);
    rectangle.setPosition(1);
    overlay.add(rectangle, "a rectangle");
    overlay.add(new OvalRoi(10, 10, 30, 20));
    overlay.drawLabels(true);
    image.setOverlay(overlay);
    image.setRoi(new OvalRoi(5, 6, 12, 13));
    return image;
  }
}
