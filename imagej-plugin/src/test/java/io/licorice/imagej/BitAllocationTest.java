package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BitAllocationTest {
  private static final String LINE = "mode=Quality quality=60 model=photo";
  private static final int CELL = 16;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  @Test
  void line_givesTheSamePixels_headlessAndInBatchMode() throws Exception {
    ImagePlus image = TestStacks.image(24);

    IJ.run(image, "Bit Allocation...", LINE);
    ImagePlus direct = Interpreter.getLastBatchModeImage();
    ImagePlus batch = Macros.resultOn(image, "run('Bit Allocation...', '%s');".formatted(LINE));

    assertThat(direct.getTitle()).isEqualTo("image bits");
    assertThat(direct.getBitDepth()).isEqualTo(32);
    assertThat(direct.getWidth()).isEqualTo((image.getWidth() + CELL - 1) / CELL);
    assertThat(direct.getHeight()).isEqualTo((image.getHeight() + CELL - 1) / CELL);
    assertThat(ImageProperties.differences(direct, batch)).isZero();
    assertThat(ImageProperties.differing(direct, batch)).isEmpty();
    assertThat(direct.getProcessor().getLut().getRed(255)).isEqualTo(255);
    assertThat(direct.getProcessor().isGrayscale()).isFalse();
  }

  @Test
  void bits_areAboutThoseOfTheFile() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(128, 96, 8, 1));
    int bytes =
        Codecs.current()
            .encode(
                Pixels.picture(image.getProcessor()),
                EncodeOptions.ofQuality(60),
                CodecListener.SILENT)
            .bytes()
            .length;

    ImagePlus bits = Macros.resultOn(image, "run('Bit Allocation...', '%s');".formatted(LINE));

    double sum = 0;
    for (float cell : (float[]) bits.getProcessor().getPixels()) {
      sum += cell;
    }
    assertThat(sum).isBetween(0.5 * Byte.SIZE * bytes, 1.01 * Byte.SIZE * bytes);
  }

  @Test
  void pixels_areAsLargeAsCells() {
    ImagePlus image = TestStacks.image(8);
    Calibration before = image.getCalibration();

    ImagePlus bits = Macros.resultOn(image, "run('Bit Allocation...', 'mode=Lossless');");

    Calibration after = bits.getCalibration();
    assertThat(after.pixelWidth).isEqualTo(CELL * before.pixelWidth);
    assertThat(after.pixelHeight).isEqualTo(CELL * before.pixelHeight);
    assertThat(after.getX(0)).isEqualTo(before.getX(0));
    assertThat(after.getUnit()).isEqualTo(before.getUnit());
    assertThat(after.calibrated()).isFalse();
    assertThat(after.getValueUnit()).isEqualTo("bits");
    assertThat(image.getCalibration().getValueUnit()).isEqualTo("OD\u00b7x");
  }

  @Test
  void enlargedImage_hasTheBitsOfItsCellInEachPixel() {
    ImagePlus image = TestStacks.image(16);
    String line = "mode=Lossless";

    ImagePlus cells = Macros.resultOn(image, "run('Bit Allocation...', '%s');".formatted(line));
    ImagePlus large =
        Macros.resultOn(image, "run('Bit Allocation...', '%s enlarge');".formatted(line));

    assertThat(large.getWidth()).isEqualTo(image.getWidth());
    assertThat(large.getHeight()).isEqualTo(image.getHeight());
    assertThat(large.getCalibration().pixelWidth).isEqualTo(image.getCalibration().pixelWidth);
    FloatProcessor pixels = (FloatProcessor) large.getProcessor();
    for (int y = 0; y < large.getHeight(); y++) {
      for (int x = 0; x < large.getWidth(); x++) {
        assertThat(pixels.getf(x, y)).isEqualTo(cells.getProcessor().getf(x / CELL, y / CELL));
      }
    }
  }

  @Test
  void floats_areToldInASentence() {
    assertThatThrownBy(() -> IJ.run(TestStacks.image(32), "Bit Allocation...", "mode=Lossless"))
        .hasMessageContaining("Macro canceled");

    assertThat(IJ.getErrorMessage()).startsWith("8-bit, 16-bit or RGB images");
  }
}
