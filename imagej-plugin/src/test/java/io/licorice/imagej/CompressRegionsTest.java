package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompressRegionsTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;
  private static final String COMMAND = "Compress Regions...";

  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  private static ImagePlus image(int bits) {
    return new ImagePlus("image", TestStacks.plane(WIDTH, HEIGHT, bits, 3));
  }

  private static ImagePlus stack(int planes) {
    ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int i = 0; i < planes; i++) {
      stack.addSlice(TestStacks.plane(WIDTH, HEIGHT, 8, i));
    }
    return new ImagePlus("stack", stack);
  }

  private static Roi named(Roi roi, String name) {
    roi.setName(name);
    return roi;
  }

  private ImagePlus compress(ImagePlus image, String options) throws Exception {
    Path file = folder.resolve("regions.lic");
    Files.deleteIfExists(file);
    IJ.run(image, COMMAND, options + " save=[" + file + "]");
    assertThat(file).as(IJ.getErrorMessage()).exists();
    return Commands.open(file.toString());
  }

  private static long changed(ImagePlus a, ImagePlus b, int slice, Roi roi, boolean inside) {
    ImageProcessor left = a.getStack().getProcessor(slice);
    ImageProcessor right = b.getStack().getProcessor(slice);
    long count = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        // ImageJ's colours leave the highest byte undefined.
        boolean differs = (left.get(x, y) & 0xFFFFFF) != (right.get(x, y) & 0xFFFFFF);
        count += differs && roi.contains(x, y) == inside ? 1 : 0;
      }
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24})
  void selectionIsExact_theRestIsNot(int bits) throws Exception {
    ImagePlus image = image(bits);
    Roi roi = new OvalRoi(20, 10, 41, 37);
    image.setRoi(roi);

    ImagePlus again =
        compress(
            image, "regions=Selection inside=Lossless background=Quality background_quality=5");

    assertThat(changed(image, again, 1, roi, true)).isZero();
    assertThat(changed(image, again, 1, roi, false)).isPositive();
    assertThat(image.getRoi()).isSameAs(roi);
  }

  @Test
  void linesGiveTheSameBytes_headlessAndInBatchMode() {
    ImagePlus image = image(24);
    image.setOverlay(new Overlay(named(new Roi(16, 16, 40, 30), "face")));
    Path direct = folder.resolve("direct.lic");
    Path batch = folder.resolve("batch.lic");
    String options =
        "regions=Overlay inside=Quality inside_quality=70 background=Quality background_quality=8"
            + " model=photo exceptions=[face=90] save=[%s]";

    IJ.run(image, COMMAND, options.formatted(direct));
    Macros.onImage(image, "run('Compress Regions...', '%s');".formatted(options.formatted(batch)));

    assertThat(batch).hasSameBinaryContentAs(direct);
  }

  @Test
  void regionsOfTheManager_countForTheirPlanes_andItStaysAsItIs() throws Exception {
    ImagePlus image = stack(3);
    Roi everywhere = named(new Roi(0, 0, 32, 32), "everywhere");
    Roi second = named(new Roi(64, 32, 32, 32), "second");
    second.setPosition(2);
    String before = text(everywhere) + text(second);
    try (RoiManagerWithoutWindow manager = new RoiManagerWithoutWindow(everywhere, second)) {
      ImagePlus again =
          compress(
              image,
              "regions=[ROI Manager] inside=Lossless background=Quality background_quality=5");

      for (int slice = 1; slice <= 3; slice++) {
        assertThat(changed(image, again, slice, everywhere, true)).isZero();
        boolean exact = changed(image, again, slice, second, true) == 0;
        assertThat(exact).isEqualTo(slice == 2);
      }
      assertThat(manager.rois()).containsExactly(everywhere, second);
      assertThat(text(everywhere) + text(second)).isEqualTo(before);
      assertThat(image.getOverlay()).isNull();
      assertThat(image.getRoi()).isNull();
    }
  }

  private static String text(Roi roi) {
    return HexFormat.of().formatHex(RoiEncoder.saveAsByteArray(roi));
  }

  @Test
  void hyperstackPositions_areRespected_zeroIsAll() throws Exception {
    ImagePlus image = stack(4);
    image.setDimensions(2, 2, 1);
    image.setOpenAsHyperStack(true);
    Roi roi = new Roi(16, 16, 48, 32);
    roi.setPosition(2, 0, 0);
    image.setOverlay(new Overlay(roi));

    ImagePlus again =
        compress(image, "regions=Overlay inside=Lossless background=Quality background_quality=5");

    for (int slice = 1; slice <= 4; slice++) {
      boolean exact = changed(image, again, slice, roi, true) == 0;
      assertThat(exact).isEqualTo(slice % 2 == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nucleus=lossless",
        "NUCLEUS-2=Lossless",
        "#2=lossless",
        "group 2=lossless",
        "nucleus=10, nucleus-2=lossless",
        "group 2=100,#2=lossless"
      })
  void exceptions_goByNameClassNumberAndGroup(String exceptions) throws Exception {
    ImagePlus image = image(8);
    Roi cell = named(new Roi(0, 0, 32, 32), "cell");
    Roi nucleus = named(new Roi(64, 32, 32, 48), "nucleus-2");
    nucleus.setGroup(2);
    image.setOverlay(new Overlay(cell));
    image.getOverlay().add(nucleus);

    ImagePlus again =
        compress(
            image,
            "regions=Overlay inside=Quality inside_quality=10 background=Quality"
                + " background_quality=5 exceptions=["
                + exceptions
                + "]");

    assertThat(changed(image, again, 1, nucleus, true)).isZero();
    assertThat(changed(image, again, 1, cell, true)).isPositive();
  }

  @Test
  void highestQuality_winsWhereRegionsOverlap() throws Exception {
    ImagePlus image = image(8);
    Roi large = named(new Roi(0, 0, 128, 96), "large");
    Roi small = named(new Roi(32, 32, 32, 32), "small");
    image.setOverlay(new Overlay(small));
    image.getOverlay().add(large);

    ImagePlus again =
        compress(
            image,
            "regions=Overlay inside=Lossless background=Quality background_quality=50"
                + " exceptions=[large=3]");

    assertThat(changed(image, again, 1, small, true)).isZero();
    assertThat(changed(image, again, 1, small, false)).isPositive();
  }

  @Test
  void generatedBackground_isMarkedWhenReopened_andNoRegionLater() throws Exception {
    ImagePlus image = image(24);
    Roi roi = new Roi(32, 32, 48, 48);
    image.setRoi(roi);

    ImagePlus again = compress(image, "regions=Selection inside=Lossless background=Generated");

    assertThat(changed(image, again, 1, roi, true)).isZero();
    assertThat(SynthesisedPixels.isAny(again)).isTrue();
    assertThat(again.getOverlay().get(0).getName()).isEqualTo(SynthesisedPixels.NAME);
    assertThat(again.getOverlay().get(0).contains(2, 2)).isTrue();
    assertThat(again.getOverlay().get(0).contains(40, 40)).isFalse();
    assertThat(errorOf(again, "regions=Overlay")).startsWith("The overlay has no regions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Overlay", "Segment"})
  void generatedBackground_isDrawnFromLabels(String labels) throws Exception {
    ImagePlus image = image(24);
    Overlay overlay = new Overlay(named(new Roi(0, 0, 128, 40), "Sky"));
    overlay.add(named(new Roi(0, 40, 128, 56), "road-1"));
    overlay.add(named(new Roi(32, 32, 32, 32), "face"));
    image.setOverlay(overlay);

    ImagePlus again =
        compress(
            image,
            "regions=Overlay inside=Generated background=Generated labels=%s exceptions=[face=60]"
                .formatted(labels));

    assertThat(again.getOverlay().get(3).contains(2, 2)).isTrue();
    assertThat(again.getOverlay().get(3).contains(40, 40)).isFalse();
  }

  @Test
  void losslessEverywhere_keepsNumbersAndIndices() throws Exception {
    ImagePlus image =
        new ImagePlus("numbers", TestStacks.plane(WIDTH, HEIGHT, 16, 1).convertToFloat());
    image.setRoi(8, 8, 20, 20);

    ImagePlus again = compress(image, "regions=selection inside=lossless background=lossless");

    assertThat(ImageProperties.differences(image, again)).isZero();
    assertThat(errorOf(image, "regions=Selection inside=Lossless background=Quality"))
        .startsWith("32-bit images are saved without loss or not at all");
  }

  @Test
  void whatCannotBe_isToldInASentence() {
    ImagePlus image = image(8);
    assertThat(errorOf(image, "regions=Selection")).startsWith("There is no selection");
    assertThat(errorOf(image, "regions=[ROI Manager]"))
        .startsWith("The ROI Manager has no regions");
    assertThat(errorOf(image, "regions=Nowhere"))
        .isEqualTo("Regions: one of Selection, Overlay, ROI Manager expected, found 'Nowhere'");
    image.setRoi(300, 300, 10, 10);
    assertThat(errorOf(image, "regions=Selection")).startsWith("No region touches the image");
    image.setOverlay(new Overlay(named(new Roi(1, 2, 30, 40), "cell")));
    assertThat(errorOf(image, "regions=Overlay model=nothing")).contains("nothing");
    assertThat(errorOf(image, "regions=Overlay exceptions=[nucleus=lossless]"))
        .isEqualTo("Exceptions: no region is named 'nucleus'; there are cell");
    assertThat(errorOf(image, "regions=Overlay exceptions=[cell=120]"))
        .isEqualTo(
            "Exceptions: cell: lossless, generated or a quality from 0 to 100 expected, found"
                + " '120'");
    assertThat(errorOf(image, "regions=Overlay background=Generated labels=Overlay"))
        .startsWith("Labels=Overlay: no element of the overlay is named by a class");
  }

  @ParameterizedTest
  @ValueSource(strings = {"makeLine(3, 4, 50, 60);", "makePoint(5, 6);", "makeText('text', 5, 6);"})
  void whatIsNoArea_isRefusedByName(String macro) {
    ImagePlus image = image(8);
    WindowManager.setTempCurrentImage(image);
    IJ.runMacro(macro.replace('\'', '"'));
    image.getRoi().setName("scale bar");

    assertThat(errorOf(image, "regions=Selection")).startsWith("'scale bar' (").contains("no area");
  }

  private String errorOf(ImagePlus image, String options) {
    Path file = folder.resolve("refused.lic");
    IJ.redirectErrorMessages(true);
    try {
      IJ.run(image, COMMAND, options + " save=[" + file + "]");
    } catch (RuntimeException e) {
      assertThat(e).hasMessage(ij.Macro.MACRO_CANCELED);
    }
    assertThat(file).doesNotExist();
    return IJ.getErrorMessage();
  }
}
