package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Plot;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareCodecsTest {
  private static final String LINE =
      "model=photo qualities=[20 50 80] jpeg=[20 80] measure=%s log table save=[%s]";

  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  @Test
  void line_givesTheSameNumbers_headlessAndInBatchMode() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(128, 96, 24, 1));
    Object before = image.getProcessor().getPixelsCopy();
    Path direct = folder.resolve("direct.csv");
    Path batch = folder.resolve("batch.csv");

    IJ.run(image, "Compare Codecs...", LINE.formatted("PSNR", direct));
    Macros.onImage(
        image, "run('Compare Codecs...', '%s');".formatted(LINE.formatted("PSNR", batch)));

    List<String> lines = withoutTimes(direct);
    assertThat(withoutTimes(batch)).isEqualTo(lines);
    assertThat(lines.get(0)).isEqualTo("codec,quality,bytes,bpp,PSNR,MS-SSIM");
    assertThat(lines.stream().map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1]))
        .contains(
            "Licorice photo 20",
            "Licorice photo 50",
            "Licorice photo 80",
            "Licorice lossless",
            "JPEG 20",
            "JPEG 80",
            "PNG lossless",
            "TIFF LZW lossless",
            "TIFF Deflate lossless");
    assertThat(image.getProcessor().getPixels()).isEqualTo(before);
  }

  @Test
  void bytesOfLicorice_areThoseOfItsFiles_andQualityGrows() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(128, 96, 8, 2));
    image.setRoi(new OvalRoi(-5, 10, 100, 60));
    Path numbers = folder.resolve("numbers.csv");

    IJ.run(image, "Compare Codecs...", LINE.formatted("MS-SSIM", numbers));

    Picture part = Pixels.picture(image.getProcessor()).read(new Region(0, 10, 95, 60));
    double psnr = 0;
    for (double quality : new double[] {20, 50, 80}) {
      String[] row = row(numbers, "Licorice photo", IJ.d2s(quality, 0));
      int bytes = encoded(part, EncodeOptions.ofQuality(quality));
      assertThat(row[2]).isEqualTo("" + bytes);
      assertThat(Double.parseDouble(row[3])).isCloseTo(8.0 * bytes / (95 * 60), within());
      assertThat(Double.parseDouble(row[4])).isGreaterThan(psnr);
      psnr = Double.parseDouble(row[4]);
    }
    int lossless = encoded(part, EncodeOptions.builder().lossless().build());
    String[] row = row(numbers, "Licorice", "lossless");
    assertThat(row).contains("" + lossless, "Infinity");
  }

  @Test
  void plot_isAnImageOfABatch_withCurvesAndLines() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(128, 96, 8, 3));

    ImagePlus shown =
        Macros.resultOn(
            image,
            "run('Compare Codecs...', '"
                + LINE.formatted("PSNR", folder.resolve("numbers.csv"))
                + "');");

    assertThat(shown.getTitle()).isEqualTo("Codecs of image");
    Plot plot = (Plot) shown.getProperty(Plot.PROPERTY_KEY);
    assertThat(plot.getPlotObjectLabel(0)).isEqualTo("Licorice photo");
    assertThat(plot.getXValues()).hasSize(3);
    assertThat(plot.getYValues()[2]).isGreaterThan(plot.getYValues()[0]);
    assertThat(labels(plot)).anyMatch(label -> label.matches("PNG \\(lossless\\) \\d.* bpp"));
    assertThat(labels(plot)).contains("JPEG");
  }

  @Test
  void image16_isComparedWithCodecsThatTakeIt() throws Exception {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(96, 64, 16, 1));
    Path numbers = folder.resolve("numbers.csv");

    IJ.run(image, "Compare Codecs...", "qualities=50 jpeg=50 measure=PSNR save=[" + numbers + "]");

    assertThat(withoutTimes(numbers).stream().map(line -> line.split(",", -1)[0]))
        .contains("Licorice photo", "Licorice", "PNG", "TIFF Deflate")
        .doesNotContain("JPEG", "GIF");
  }

  @Test
  void badQualities_areToldInASentence() {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(64, 48, 8, 1));

    assertThatThrownBy(() -> IJ.run(image, "Compare Codecs...", "qualities=[10 110]"))
        .hasMessageContaining("Macro canceled");

    assertThat(IJ.getErrorMessage()).isEqualTo("Qualities of 0 to 100 expected, found 110");
  }

  @Test
  void floats_areToldInASentence() {
    ImagePlus image = new ImagePlus("image", TestStacks.plane(64, 48, 32, 1));

    assertThatThrownBy(() -> IJ.run(image, "Compare Codecs...", "qualities=10"))
        .hasMessageContaining("Macro canceled");

    assertThat(IJ.getErrorMessage()).startsWith("8-bit gray, 16-bit or RGB images");
  }

  private static int encoded(Picture picture, EncodeOptions options) throws IOException {
    return Codecs.current().encode(picture, options, CodecListener.SILENT).bytes().length;
  }

  private static List<String> labels(Plot plot) {
    return IntStream.range(0, plot.getNumPlotObjects())
        .mapToObj(plot::getPlotObjectLabel)
        .filter(Objects::nonNull)
        .toList();
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  private static String[] row(Path numbers, String codec, String quality) throws IOException {
    return withoutTimes(numbers).stream()
        .map(line -> line.split(",", -1))
        .filter(row -> row[0].equals(codec) && row[1].equals(quality))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> withoutTimes(Path numbers) throws IOException {
    return Files.readAllLines(numbers).stream()
        .map(line -> String.join(",", Arrays.copyOf(line.split(",", -1), 6)))
        .toList();
  }
}
