package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Provenance;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SynthesisedPixelsTest {
  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.setTempCurrentImage(null);
    WindowManager.closeAllWindows();
  }

  @Test
  void generatedPixels_areSeenInTheOverlayAndInAProperty() throws IOException {
    ImagePlus opened = Commands.open(withGeneratedLeft(1).toString());

    Overlay overlay = opened.getOverlay();
    assertThat(overlay.size()).isEqualTo(1);
    assertThat(overlay.get(0).getName()).isEqualTo("synthesised");
    assertThat(overlay.get(0).contains(5, 5)).isTrue();
    assertThat(overlay.get(0).contains(90, 60)).isFalse();
    assertThat(opened.getProp("Synthesised pixels")).endsWith(" %");
  }

  @Test
  void eachPlaneOfAStack_hasItsOwn() throws IOException {
    ImagePlus opened = Commands.open(withGeneratedLeft(3).toString());

    assertThat(Arrays.stream(opened.getOverlay().toArray()).mapToInt(Roi::getPosition))
        .containsExactly(1, 3);
    assertThat(SynthesisedPixels.of(opened, 2)).isEmpty();
    assertThat(SynthesisedPixels.of(opened, 3)).isPresent();
  }

  @Test
  void savedAgain_theyAreStillKnown() throws IOException {
    ImagePlus opened = Commands.open(withGeneratedLeft(3).toString());
    Path again = folder.resolve("again.lic");

    Commands.saveLosslessly(again.toString(), opened);
    ImagePlus reopened = Commands.open(again.toString());

    assertThat(ImageProperties.differing(opened, reopened)).isEmpty();
  }

  @Test
  void imageWhoseOverlayWasRemoved_countsAsSynthesisedAsAWhole() throws IOException {
    ImagePlus opened = Commands.open(withGeneratedLeft(1).toString());
    opened.setOverlay(null);

    assertThat(SynthesisedPixels.of(opened, 1).map(Provenance::share)).contains(1.0);
  }

  @Test
  void measuringInside_isWarnedOfOnce_andOutsideNot() throws IOException {
    ImagePlus opened = Commands.open(withGeneratedLeft(1).toString());
    WindowManager.setTempCurrentImage(opened);

    opened.setRoi(80, 50, 10, 10);
    assertThat(warnings(opened)).isEmpty();
    opened.setRoi(2, 2, 10, 10);
    assertThat(warnings(opened)).hasSize(1);
    assertThat(warnings(opened)).isEmpty();
  }

  /** What is logged while an image is measured; without a display the log is standard output. */
  private static List<String> warnings(ImagePlus image) {
    PrintStream usual = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
      IJ.run(image, "Measure", "");
    } finally {
      System.setOut(usual);
    }
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("were synthesised by a model"))
        .toList();
  }

  /** A stack of 8-bit planes, in the odd ones of which the left third is generated. */
  private Path withGeneratedLeft(int planes) throws IOException {
    ImageStack stack = new ImageStack(96, 64);
    IntStream.range(0, planes).forEach(i -> stack.addSlice(TestStacks.plane(96, 64, 24, i)));
    QualityMap map = QualityMap.over(96, 64, 50).region(new Region(0, 0, 96, 64), 60).build();
    QualityMap generated =
        QualityMap.over(96, 64, QualityMap.GENERATED).region(new Region(32, 0, 64, 64), 60).build();
    Path file = folder.resolve("generated.lic");
    try (Work work = Work.begin("Saving")) {
      StackSaver.save(
          new ImagePlus("stack", stack),
          file,
          slice -> EncodeOptions.builder().qualityMap(slice % 2 == 1 ? generated : map).build(),
          work);
    }
    return file;
  }
}
