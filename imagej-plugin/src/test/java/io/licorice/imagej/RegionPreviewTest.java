package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.QualityMap;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegionPreviewTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;

  @TempDir private Path folder;

  private static RegionSettings settings(RegionSource source, double inside, double background) {
    return new RegionSettings(
        source,
        inside,
        RegionExceptions.parse(""),
        background,
        "photo",
        "generative",
        OptionalDouble.empty(),
        LabelSource.NONE);
  }

  private static PreviewedRegions preview(ImagePlus image, RegionSettings settings)
      throws Exception {
    Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
    return RegionPreview.of(image, 1, all, settings, CodecListener.SILENT);
  }

  private ImagePlus saved(ImagePlus image, RegionSettings settings, Path file) throws Exception {
    try (Work work = Work.begin("Saving");
        RegionOptions options = new RegionOptions(image, settings, work)) {
      StackSaver.save(image, file, options, work);
    }
    return Commands.open(file.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24})
  void sizeIsThatOfTheFile_andRegionsAreLossless(int bits) throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(WIDTH, HEIGHT, bits, 3));
    image.setOverlay(new Overlay(new OvalRoi(20, 10, 41, 37)));
    RegionSettings settings = settings(RegionSource.OVERLAY, QualityMap.LOSSLESS, 10);
    Path file = folder.resolve("image.lic");

    PreviewedRegions preview = preview(image, settings);
    ImagePlus again = saved(image, settings, file);

    assertThat(preview.exact()).isTrue();
    assertThat(preview.bytes()).isEqualTo(Files.size(file));
    assertThat(preview.inside()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(preview.outside()).isBetween(15.0, 60.0);
    assertThat(preview.line()).contains("PSNR inside lossless, outside ");
    ColorProcessor panels = preview.panels();
    panels.setRoi(WIDTH + 4, 0, WIDTH, HEIGHT);
    int[] shown = (int[]) panels.crop().getPixels();
    int[] decoded = (int[]) SeenPlane.of(image, 1, again.getProcessor()).getPixels();
    for (int i = 0; i < shown.length; i++) {
      assertThat(shown[i] & 0xFFFFFF).isEqualTo(decoded[i] & 0xFFFFFF);
    }
    assertThat(panels.get(2 * (WIDTH + 4) + 40, 28) & 0xFFFFFF).isEqualTo(0x808080);
  }

  @Test
  void sizeOfGeneratedBackground_isThatOfTheFile() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(WIDTH, HEIGHT, 24, 3));
    image.setRoi(32, 32, 32, 32);
    RegionSettings settings = settings(RegionSource.SELECTION, 60, QualityMap.GENERATED);
    Path file = folder.resolve("image.lic");

    PreviewedRegions preview = preview(image, settings);

    saved(image, settings, file);
    assertThat(preview.bytes()).isEqualTo(Files.size(file));
    assertThat(preview.inside()).isGreaterThan(preview.outside());
  }

  @Test
  void sizeOfLargeImages_isAboutThatOfTheFile() throws Exception {
    ImageStack stack = new ImageStack(700, 600);
    stack.addSlice(TestStacks.plane(700, 600, 8, 1));
    stack.addSlice(TestStacks.plane(700, 600, 8, 2));
    ImagePlus image = new ImagePlus("stack", stack);
    Roi roi = new Roi(200, 100, 160, 160);
    image.setOverlay(new Overlay(roi));
    roi.setPosition(1);
    RegionSettings settings = settings(RegionSource.OVERLAY, QualityMap.LOSSLESS, 10);
    Path file = folder.resolve("stack.lic");

    PreviewedRegions preview = preview(image, settings);

    saved(image, settings, file);
    assertThat(preview.exact()).isFalse();
    assertThat((double) preview.bytes() / Files.size(file)).isCloseTo(1, within(0.1));
    assertThat(preview.line()).startsWith("about ");
    assertThat(preview.panels().getWidth()).isEqualTo(3 * 512 + 8);
  }

  @Test
  void preview_isCancelledByItsListener_andRefusesWhatSavingRefuses() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(WIDTH, HEIGHT, 8, 3));
    RegionSettings settings = settings(RegionSource.SELECTION, 60, 20);
    Rectangle all = new Rectangle(WIDTH, HEIGHT);
    CodecListener cancels =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };

    assertThatThrownBy(() -> preview(image, settings)).hasMessageStartingWith("there is no sel");
    image.setRoi(3, 4, 20, 20);
    assertThatThrownBy(() -> RegionPreview.of(image, 1, all, settings, cancels))
        .isInstanceOf(CancellationException.class);
    image.setProcessor(image.getProcessor().convertToFloat());
    image.setRoi(3, 4, 20, 20);
    assertThatThrownBy(() -> preview(image, settings)).hasMessageContaining("32-bit");
  }

  @Test
  void crop_isAroundVisibleRegions_inWholeCells() {
    Rectangle none = new Rectangle();
    Rectangle all = new Rectangle(2000, 1000);
    assertThat(PreviewCrop.of(128, 96, new Rectangle(128, 96), none))
        .isEqualTo(new Rectangle(0, 0, 128, 96));
    assertThat(PreviewCrop.of(2000, 1000, all, none)).isEqualTo(new Rectangle(736, 240, 512, 512));
    assertThat(PreviewCrop.of(2000, 1000, all, new Rectangle(1900, 900, 50, 50)))
        .isEqualTo(new Rectangle(1488, 496, 512, 504));
    assertThat(PreviewCrop.of(2000, 1000, new Rectangle(100, 100), new Rectangle(900, 900, 9, 9)))
        .isEqualTo(new Rectangle(0, 0, 512, 512));
  }
}
