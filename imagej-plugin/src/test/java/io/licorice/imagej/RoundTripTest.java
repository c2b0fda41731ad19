package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.LUT;
import io.licorice.codec.ByteSource;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicFile;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundTripTest {
  private static final EncodeOptions LOSSLESS = EncodeOptions.builder().lossless().build();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void imagesOfEachKind_comeBackWithEverything(int bits) throws IOException {
    assertComesBack(TestStacks.image(bits));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void stacksOfEachKind_comeBackWithEverything(int bits) throws IOException {
    assertComesBack(TestStacks.stack(bits, 5));
  }

  @Test
  void hyperstack_comesBackWithEverything() throws IOException {
    assertComesBack(TestStacks.hyperstack());
  }

  @Test
  void coloursOfALookUpTable_comeBack() throws IOException {
    ImagePlus image = TestStacks.image(8);
    image.getProcessor().setLut(LUT.createLutFromColor(Color.ORANGE));
    image.setTypeToColor256();
    image.setDisplayRange(20, 140);
    assertComesBack(image);
  }

  @Test
  void invertedLookUpTable_comesBack() throws IOException {
    ImagePlus image = TestStacks.image(8);
    image.getProcessor().invertLut();
    assertComesBack(image);
  }

  @Test
  void customCalibration_comesBack() throws IOException {
    ImagePlus image = TestStacks.image(8);
    float[] table = new float[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) Math.sqrt(i);
    }
    Calibration calibration = image.getCalibration();
    calibration.setCTable(table, "roots");
    image.setCalibration(calibration);
    assertComesBack(image);
  }

  @Test
  void signed16BitImage_comesBack() throws IOException {
    ImagePlus image = TestStacks.image(16);
    image.getLocalCalibration().setSigned16BitCalibration();
    assertComesBack(image);
  }

  @Test
  void everyBitPatternOfFloats_comesBack() throws IOException {
    Random random = new Random(5);
    float[] pixels = new float[90 * 40];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Float.intBitsToFloat(random.nextInt());
    }
    pixels[0] = -0.0f;
    pixels[1] = Float.NEGATIVE_INFINITY;
    assertComesBack(new ImagePlus("floats", new FloatProcessor(90, 40, pixels)));
  }

  @Test
  void wholeNumbersOfFloats_areStoredIn16Bits() throws IOException {
    ImagePlus image = new ImagePlus("whole", TestStacks.plane(16, 1).convertToFloat());
    Path file = assertComesBack(image);

    LicFile written = LicFile.open(ByteSource.of(Files.readAllBytes(file)));
    assertThat(written.isFloat(0)).isFalse();
    assertThat(written.info(0).bitDepth()).isEqualTo(16);
  }

  @Test
  void stackOfWholeAndOtherFloats_comesBack() throws IOException {
    ImageStack stack = new ImageStack(70, 45);
    stack.addSlice(TestStacks.plane(16, 1).convertToFloat());
    stack.addSlice(TestStacks.plane(32, 2));
    stack.addSlice(TestStacks.plane(8, 3).convertToFloat());
    assertComesBack(new ImagePlus("mixed", stack));
  }

  @Test
  void lossyImage_comesBackWithEverythingButItsPixels() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    Path file = folder.resolve("lossy.lic");

    save(image, file, EncodeOptions.ofQuality(30));
    ImagePlus again = Commands.open(file.toString());

    assertThat(ImageProperties.differing(image, again)).isEmpty();
    assertThat(ImageProperties.differences(image, again)).isPositive();
  }

  @Test
  void floats_areNeverLossy() {
    Path file = folder.resolve("float.lic");

    assertThatThrownBy(() -> save(TestStacks.image(32), file, EncodeOptions.ofQuality(90)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32-bit");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void paletteOfLabels_isNeverLossy_butRampsOfColourAre() throws IOException {
    ImagePlus labels = TestStacks.image(8);
    byte[][] colours = new byte[3][256];
    Random random = new Random(1);
    for (byte[] channel : colours) {
      random.nextBytes(channel);
    }
    labels.getProcessor().setLut(new LUT(colours[0], colours[1], colours[2]));
    labels.setTypeToColor256();
    Path file = folder.resolve("labels.lic");

    assertThatThrownBy(() -> save(labels, file, EncodeOptions.ofQuality(90)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("indices");
    assertThat(folder).isEmptyDirectory();
    ImagePlus fire = TestStacks.image(8);
    fire.getProcessor().setLut(fire.getProcessor().getLut());
    fire.setTypeToColor256();
    save(fire, file, EncodeOptions.ofQuality(90));
  }

  @Test
  void sourceImage_staysAsItWas() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    ImagePlus copy = TestStacks.hyperstack();

    save(image, folder.resolve("x.lic"), LOSSLESS);

    assertThat(ImageProperties.differing(copy, image)).isEmpty();
    assertThat(ImageProperties.differences(copy, image)).isZero();
    assertThat(image.changes).isEqualTo(copy.changes);
  }

  @Test
  void plainImageJ_opensFilesByItsOwnMeans() throws IOException {
    ImagePlus image = TestStacks.stack(16, 4);
    Path file = folder.resolve("stack.lic");
    save(image, file, LOSSLESS);

    ImagePlus opened = IJ.openImage(file.toString());

    assertThat(ImageProperties.differing(image, opened)).isEmpty();
    assertThat(ImageProperties.differences(image, opened)).isZero();
    assertThat(opened.getTitle()).isEqualTo("stack.lic");
  }

  @Test
  void plainImageJ_opensComposites_withTheirLookUpTables() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    Path file = folder.resolve("stack.lic");
    save(image, file, LOSSLESS);

    ImagePlus opened = IJ.openImage(file.toString());

    assertThat(opened.isComposite()).isTrue();
    assertThat(opened.getDimensions()).isEqualTo(image.getDimensions());
    for (int c = 0; c < 2; c++) {
      LUT before = image.getLuts()[c];
      LUT after = opened.getLuts()[c];
      assertThat(after.getBytes()).isEqualTo(before.getBytes());
      assertThat(after.min).isEqualTo(before.min);
      assertThat(after.max).isEqualTo(before.max);
    }
  }

  @Test
  void compositeOpenedByPlainImageJ_keepsItsModeInItsNextFile() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    Path file = folder.resolve("stack.lic");
    save(image, file, LOSSLESS);

    ImagePlus opened = IJ.openImage(file.toString());
    save(opened, file, LOSSLESS);

    CompositeImage again = (CompositeImage) Commands.open(file.toString());
    assertThat(again.getModeAsString()).isEqualTo("composite");
    assertThat(again.getPropertiesAsArray()).isEqualTo(image.getPropertiesAsArray());
    assertThat(ImageProperties.differences(image, again)).isZero();
  }

  private Path assertComesBack(ImagePlus image) throws IOException {
    Path file = folder.resolve("image.lic");
    save(image, file, LOSSLESS);
    ImagePlus again = Commands.open(file.toString());
    assertThat(ImageProperties.differences(image, again)).isZero();
    assertThat(ImageProperties.differing(image, again)).isEmpty();
    return file;
  }

  private static SavedStack save(ImagePlus image, Path file, EncodeOptions options)
      throws IOException {
    try (Work work = Work.begin("Saving")) {
      return StackSaver.save(image, file, slice -> options, work);
    }
  }
}
