package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Segmenter;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LabelRegionsTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;
  private static final String COMMAND = "Label Regions...";

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  /** A bright sky above a gray road. */
  private static ImagePlus street() {
    ColorProcessor colours = new ColorProcessor(WIDTH, HEIGHT);
    colours.setColor(new Color(200, 220, 250));
    colours.fill();
    colours.setColor(new Color(90, 90, 95));
    colours.fillRect(0, HEIGHT / 2, WIDTH, HEIGHT / 2);
    return new ImagePlus("street", colours);
  }

  private static List<String> names(ImagePlus image) {
    return Arrays.stream(image.getOverlay().toArray()).map(Roi::getName).toList();
  }

  @Test
  void eachClass_isAnElementOfTheOverlay() throws Exception {
    ImagePlus image = street();
    Object pixels = ((int[]) image.getProcessor().getPixels()).clone();

    IJ.run(image, COMMAND, "model=streets add");

    LabelMap labels;
    try (Segmenter network = Segmenter.open("streets", Codecs.settings())) {
      labels = network.segment(Pixels.picture(image.getProcessor()), CodecListener.SILENT);
    }
    assertThat(names(image)).isNotEmpty().doesNotHaveDuplicates();
    for (Roi roi : image.getOverlay()) {
      assertThat(roi.isArea()).isTrue();
      assertThat(roi.getFillColor().getAlpha()).isBetween(1, 254);
    }
    for (int y = 0; y < HEIGHT; y += 5) {
      for (int x = 0; x < WIDTH; x += 5) {
        int at = labels.at(x, y);
        String name = at < 0 ? null : labels.classes().get(at).name();
        for (Roi roi : image.getOverlay()) {
          assertThat(roi.contains(x, y)).isEqualTo(roi.getName().equals(name));
        }
      }
    }
    assertThat(image.getProcessor().getPixels()).isEqualTo(pixels);
  }

  @Test
  void lines_giveTheSameElementsInBatchMode() {
    ImagePlus direct = street();
    ImagePlus batch = street();

    IJ.run(direct, COMMAND, "model=streets classes=[] add");
    Macros.onImage(batch, "run('Label Regions...', 'model=streets classes=[] add');");

    assertThat(ImageProperties.differing(direct, batch)).isEmpty();
    assertThat(direct.getOverlay().size()).isPositive();
  }

  @Test
  void overlay_isKeptOrReplaced_exceptMarksOfSynthesisedPixels() {
    ImagePlus image = street();
    Roi mark = new Roi(1, 1, 5, 5);
    mark.setName(SynthesisedPixels.NAME);
    Roi own = new Roi(3, 3, 9, 9);
    own.setName("mine");
    image.setOverlay(new Overlay(mark));
    image.getOverlay().add(own);

    IJ.run(image, COMMAND, "add");
    assertThat(names(image)).startsWith(SynthesisedPixels.NAME, "mine").hasSizeGreaterThan(2);

    IJ.run(image, COMMAND, "model=streets");
    assertThat(names(image)).startsWith(SynthesisedPixels.NAME).doesNotContain("mine");
  }

  @Test
  void elements_areOnTheCurrentPlane() {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    stack.addSlice(street().getProcessor());
    stack.addSlice(street().getProcessor());
    ImagePlus image = new ImagePlus("stack", stack);
    image.setSlice(2);

    IJ.run(image, COMMAND, "model=streets");

    assertThat(image.getOverlay().get(0).getPosition()).isEqualTo(2);
  }

  @Test
  void grayPlanes_areSeenInTheirDisplayRange() {
    ImagePlus image = new ImagePlus("gray", TestStacks.plane(WIDTH, HEIGHT, 16, 2));
    image.setDisplayRange(0, 4000);
    IJ.run(image, COMMAND, "add");
    assertThat(image.getOverlay()).isNotNull();
    assertThat(image.getDisplayRangeMax()).isEqualTo(4000);
  }

  @Test
  void unknownClasses_areToldWithThoseThatThereAre() {
    List<LabelClass> known = List.of(new LabelClass("Car", 1), new LabelClass("Sky", 2));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> ClassRois.of(known, "sky, Cat"))
        .hasMessage("classes: there is no 'Cat', but Car, Sky");
  }
}
