package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the video module, for which {@link FakeVideo} stands. */
final class SaveVideoTest {
  private static final int WIDTH = 6;
  private static final int HEIGHT = 4;

  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  private List<String> saved(ImagePlus image, String options) throws IOException {
    Path file = folder.resolve("film.lvc");
    IJ.run(image, "LVC Video...", options + " save=[" + file + "]");
    return Files.readAllLines(file);
  }

  @Test
  void coloursOfAStack_areKept_andSettingsAreTheDialogs() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (Color colour : List.of(Color.RED, Color.ORANGE)) {
      ColorProcessor plane = new ColorProcessor(WIDTH, HEIGHT);
      plane.setColor(colour);
      plane.fill();
      stack.addSlice(plane);
    }

    assertThat(saved(new ImagePlus("colours", stack), "quality=70 rate=12.500 key=9"))
        .containsExactly(
            "VideoSettings[width=6, height=4, framesPerSecond=12.5, quality=70.0, keyInterval=9]",
            "255 0 0",
            "255 200 0",
            "end");
  }

  @Test
  void valuesOf16Bits_areSavedInTheirDisplayRange_andTheImageStaysAsItIs() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int value : new int[] {1000, 1500, 2000}) {
      ShortProcessor plane = new ShortProcessor(WIDTH, HEIGHT);
      plane.set(value);
      stack.addSlice(plane);
    }
    ImagePlus image = new ImagePlus("values", stack);
    image.setDisplayRange(1000, 2000);
    image.setSlice(2);

    List<String> lines = saved(image, "");

    assertThat(lines.subList(1, 4)).containsExactly("0 0 0", "128 128 128", "255 255 255");
    assertThat(image.getCurrentSlice()).isEqualTo(2);
    assertThat(image.getDisplayRangeMax()).isEqualTo(2000);
    assertThat(image.getStack().getProcessor(3).get(0)).isEqualTo(2000);
  }

  @Test
  void channelsOfAComposite_areMixed_andFramesRunAlongTime() throws IOException {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int value : new int[] {200, 50, 100, 250}) {
      ByteProcessor plane = new ByteProcessor(WIDTH, HEIGHT);
      plane.set(value);
      stack.addSlice(plane);
    }
    ImagePlus planes = new ImagePlus("channels", stack);
    planes.setDimensions(2, 1, 2);
    planes.getCalibration().frameInterval = 0.5;
    CompositeImage composite = new CompositeImage(planes, IJ.COMPOSITE);
    for (int channel = 1; channel <= 2; channel++) {
      composite.setPosition(channel, 1, 1);
      composite.setDisplayRange(0, 255);
    }

    List<String> lines = saved(composite, "");

    assertThat(lines.get(0)).contains("framesPerSecond=2.0");
    assertThat(lines.subList(1, 3)).containsExactly("200 50 0", "100 250 0");
  }

  @Test
  void settingThatCannotBe_isToldOf_andNothingIsWritten() {
    IJ.redirectErrorMessages();
    ImagePlus image = TestStacks.image(8);
    Path file = folder.resolve("none.lvc");

    assertThatThrownBy(() -> IJ.run(image, "LVC Video...", "quality=170 save=[" + file + "]"))
        .hasMessage("Macro canceled");

    assertThat(IJ.getErrorMessage()).contains("Quality 0 to 100 expected, found 170.0");
    assertThat(file).doesNotExist();
  }
}
