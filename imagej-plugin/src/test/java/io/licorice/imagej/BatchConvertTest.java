package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.licorice.codec.EncodeOptions;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchConvertTest {
  private static final EncodeOptions LOSSLESS = EncodeOptions.builder().lossless().build();

  @TempDir private Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void makeFolders() throws IOException {
    input = Files.createDirectory(folder.resolve("in put"));
    output = folder.resolve("out put");
  }

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
    IJ.resetEscape();
  }

  @Test
  void folder_givesTheSameBytes_headlessAndInBatchMode_asSavingEach() throws Exception {
    ImagePlus image = new ImagePlus("a", TestStacks.plane(128, 96, 24, 1));
    saveTiff(image, input.resolve("a.tif"));
    saveTiff(TestStacks.hyperstack(), input.resolve("b.tif"));
    Path second = folder.resolve("second");

    IJ.run("Batch Convert...", line(output, "format=LIC mode=Quality quality=40 model=photo"));
    Macros.onImage(
        null,
        "run('Batch Convert...', '%s');"
            .formatted(line(second, "format=LIC mode=Quality quality=40 model=photo")));

    assertThat(names(output)).containsExactly("a.lic", "b.lic");
    assertThat(second.resolve("a.lic")).hasSameBinaryContentAs(output.resolve("a.lic"));
    assertThat(second.resolve("b.lic")).hasSameBinaryContentAs(output.resolve("b.lic"));
    Path saved = folder.resolve("saved.lic");
    ImagePlus opened = IJ.openImage(input.resolve("a.tif").toString());
    IJ.run(opened, "LIC...", "mode=Quality quality=40 model=photo save=[" + saved + "]");
    assertThat(output.resolve("a.lic")).hasSameBinaryContentAs(saved);
  }

  @Test
  void work_goesOnWhereItWas_unlessOutputsAreOverwritten() throws Exception {
    savePlanes("one.tif", "two.tif");
    assertThat(convert(BatchFormat.LIC, false, false)).isEqualTo(new BatchResult(2, 0, 0));
    FileTime old = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(output.resolve("one.lic"), old);
    Files.delete(output.resolve("two.lic"));

    assertThat(convert(BatchFormat.LIC, false, false)).isEqualTo(new BatchResult(1, 1, 0));
    assertThat(Files.getLastModifiedTime(output.resolve("one.lic"))).isEqualTo(old);
    assertThat(convert(BatchFormat.LIC, false, true)).isEqualTo(new BatchResult(2, 0, 0));
    assertThat(Files.getLastModifiedTime(output.resolve("one.lic"))).isNotEqualTo(old);
  }

  @Test
  void brokenFiles_failAlone_andTextIsNoImage() throws Exception {
    savePlanes("a.tif", "z.tif");
    byte[] whole = Files.readAllBytes(input.resolve("a.tif"));
    Files.write(input.resolve("cut.tif"), Arrays.copyOf(whole, 100));
    Files.write(input.resolve("cut.lic"), new byte[] {(byte) 0x8C, 'L', 'I', 'C', 1});
    Files.writeString(input.resolve("text.tif"), "this is no image at all");
    Files.writeString(input.resolve("notes.md"), "this is no image at all");
    Files.writeString(input.resolve("table.csv"), "a,b\n1,2\n");
    Files.write(input.resolve("zeros.png"), new byte[300]);

    BatchResult result = convert(BatchFormat.LIC, false, false);

    assertThat(result.line()).isEqualTo("2 converted, 0 skipped, 4 failed");
    assertThat(names(output)).containsExactly("a.lic", "z.lic");
  }

  @Test
  void inputsOfOneName_keepTheirExtensions() throws Exception {
    savePlanes("a.tif", "b.tif", "c.tif.tif");
    ImagePlus image = new ImagePlus("a", TestStacks.plane(64, 48, 8, 9));
    new FileSaver(image).saveAsPng(input.resolve("A.png").toString());
    new FileSaver(image).saveAsPng(input.resolve("c.png").toString());
    new FileSaver(image).saveAsPng(input.resolve("c.tif").toString());

    convert(BatchFormat.LIC, false, false);

    assertThat(names(output))
        .containsExactlyInAnyOrder(
            "a.tif.lic", "A.png.lic", "b.lic", "c.tif.tif.lic", "c.png.lic", "c.tif.lic");
    ImagePlus again = Commands.open(output.resolve("A.png.lic").toString());
    assertThat(ImageProperties.differences(image, again)).isZero();
  }

  @Test
  void foldersInTheFolder_areConverted_butNotTheOutputInIt() throws Exception {
    Files.createDirectories(input.resolve("sub/deep"));
    savePlanes("a.tif", "sub/b.tif", "sub/deep/c.tif");
    output = input.resolve("converted");

    assertThat(convert(BatchFormat.LIC, false, false)).isEqualTo(new BatchResult(1, 0, 0));
    assertThat(convert(BatchFormat.LIC, true, false)).isEqualTo(new BatchResult(2, 1, 0));
    assertThat(convert(BatchFormat.LIC, true, true)).isEqualTo(new BatchResult(3, 0, 0));
    assertThat(names(output)).containsExactly("a.lic", "sub/b.lic", "sub/deep/c.lic");
  }

  @Test
  void oneFolderForBoth_isConvertedOnce() throws Exception {
    savePlanes("a.tif", "b.tif");
    output = input;

    assertThat(convert(BatchFormat.LIC, false, false)).isEqualTo(new BatchResult(2, 0, 0));
    assertThat(convert(BatchFormat.LIC, false, true)).isEqualTo(new BatchResult(2, 0, 0));
    assertThat(names(input)).containsExactly("a.lic", "a.tif", "b.lic", "b.tif");
  }

  @Test
  void lic_comesBackAsTiffAndPng_butNoStackAsPng() throws Exception {
    for (int bits : new int[] {8, 16, 24}) {
      saveLic(TestStacks.image(bits), "bits" + bits + ".lic");
    }
    saveLic(TestStacks.hyperstack(), "stack.lic");
    saveLic(new ImagePlus("whole numbers", wholeNumbers()), "float.lic");
    Files.writeString(input.resolve("ignored.png"), "not a .lic file");

    assertThat(convert(BatchFormat.TIFF, false, false)).isEqualTo(new BatchResult(5, 0, 0));
    assertThat(convert(BatchFormat.PNG, false, false)).isEqualTo(new BatchResult(3, 0, 2));

    ImagePlus stack = IJ.openImage(output.resolve("stack.tif").toString());
    assertThat(ImageProperties.differences(TestStacks.hyperstack(), stack)).isZero();
    for (int bits : new int[] {8, 16, 24}) {
      ImagePlus png = IJ.openImage(output.resolve("bits" + bits + ".png").toString());
      assertThat(Pixels.picture(png.getProcessor()))
          .isEqualTo(Pixels.picture(TestStacks.image(bits).getProcessor()));
    }
    assertThat(names(output)).hasSize(8);
  }

  @Test
  void escape_stopsAll_andLeavesNoHalfFile() throws Exception {
    ImagePlus image = new ImagePlus("noise", TestStacks.noise(128, 96, 1));
    for (int i = 0; i < 60; i++) {
      saveTiff(image, input.resolve("image%02d.tif".formatted(i)));
    }
    Thread escape =
        new Thread(
            () -> {
              while (!Files.exists(output.resolve("image00.lic"))) {
                Thread.onSpinWait();
              }
              IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            });
    escape.start();

    assertThatThrownBy(() -> IJ.run("Batch Convert...", line(output, "mode=Lossless")))
        .hasMessageContaining("Macro canceled");

    escape.join();
    assertThat(names(output)).hasSizeBetween(1, 59);
    for (String name : names(output)) {
      ImagePlus again = Commands.open(output.resolve(name).toString());
      assertThat(ImageProperties.differences(image, again)).isZero();
    }
  }

  @Test
  void missingFolder_isToldInASentence() {
    assertThatThrownBy(() -> IJ.run("Batch Convert...", "output=[" + output + "] mode=Lossless"))
        .hasMessageContaining("Macro canceled");
    assertThat(IJ.getErrorMessage()).isEqualTo("A folder is missing: input");
  }

  private BatchResult convert(BatchFormat format, boolean recursive, boolean overwrite)
      throws IOException {
    try (Work work = Work.begin("Converting")) {
      BatchJob job = new BatchJob(input, output, format, LOSSLESS, recursive, overwrite);
      return BatchConverter.run(job, work);
    }
  }

  private String line(Path target, String rest) {
    return "input=[%s] output=[%s] %s".formatted(input, target, rest);
  }

  private void savePlanes(String... names) {
    for (int i = 0; i < names.length; i++) {
      saveTiff(new ImagePlus("", TestStacks.plane(64, 48, 8, i)), input.resolve(names[i]));
    }
  }

  private static void saveTiff(ImagePlus image, Path file) {
    assertThat(new FileSaver(image).saveAsTiff(file.toString())).isTrue();
  }

  private void saveLic(ImagePlus image, String name) throws IOException {
    Commands.saveLosslessly(input.resolve(name).toString(), image);
  }

  private static ImageProcessor wholeNumbers() {
    return TestStacks.plane(64, 48, 8, 1).convertToFloat();
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
