package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.licorice.codec.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segmentation on the command line, with a network that names the largest of three samples. */
final class SegmentCommandTest {
  private static final Path NETWORK =
      Path.of("..", "models", "src", "test", "resources", "segmenters", "colours.onnx");
  private static final int WIDTH = 80;
  private static final int HEIGHT = 50;
  @TempDir Path folder;
  private Path original;
  private Path labels;
  private Path coded;

  /** A quarter each of red, green, blue and dark. */
  @BeforeEach
  void writePicture() throws IOException {
    Picture picture = Picture.blank(WIDTH, HEIGHT, 3, 8);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int area = i % WIDTH / 20;
      if (area < 3) {
        picture.plane(area)[i] = 220;
      }
    }
    original = TestPictures.write(picture, folder.resolve("picture.png"));
    labels = folder.resolve("labels.png");
    coded = folder.resolve("picture.lic");
  }

  private void assertAreas(BufferedImage image) {
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int area = i % WIDTH / 20;
      assertThat(image.getRaster().getSample(i % WIDTH, i / WIDTH, 0))
          .isEqualTo(area < 3 ? area : 255);
    }
  }

  @Test
  void segment_writesNumbersOfClassesAndPrintsShares() throws IOException {
    ToolRun run = ToolRun.of("segment", original, labels, "--model", NETWORK);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    BufferedImage image = ImageIO.read(labels.toFile());
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertAreas(image);
    assertThat(run.out().lines())
        .contains(
            "     1  Green                     25.00 %",
            "   255  none                      25.00 %");
    assertThat(ToolRun.of("segment", original, labels, "--model", NETWORK).err())
        .contains("exists; use -f to replace it");
  }

  @Test
  void segmentInColour_hasAPaletteOfTheClasses() throws IOException {
    ToolRun run = ToolRun.of("segment", original, labels, "--model", NETWORK, "--colour", "--json");
    BufferedImage image = ImageIO.read(labels.toFile());
    assertThat(image.getColorModel()).isInstanceOf(IndexColorModel.class);
    assertAreas(image);
    assertThat(image.getRGB(30, 5)).isEqualTo(0xFF00FF00);
    JsonNode json = run.json();
    assertThat(json.path("width").asInt()).isEqualTo(WIDTH);
    assertThat(json.path("classes").path(2).path("name").asText()).isEqualTo("Blue");
    assertThat(json.path("classes").path(2).path("share").asDouble()).isEqualTo(0.25, within(1e-9));
    assertThat(json.path("unlabelled").asDouble()).isEqualTo(0.25, within(1e-9));
    assertThat(json.path("seconds").asDouble()).isPositive();
  }

  @Test
  void encodeWithSegment_keepsTheLabelsThatSegmentWrites() throws IOException {
    ToolRun run = ToolRun.of("encode", original, coded, "-q", 10, "--segment", NETWORK);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    Path out = folder.resolve("out.png");
    assertThat(ToolRun.of("decode", coded, out, "--labels", labels).status()).isZero();
    assertAreas(ImageIO.read(labels.toFile()));
    assertThat(ToolRun.of("info", coded).out()).contains("classes          Red, Green, Blue");
  }

  @Test
  void encodeWithSegmentAlone_takesTheBundledNetwork() throws IOException {
    assertThat(ToolRun.of("encode", original, coded, "-q", 10, "--segment").status()).isZero();
    assertThat(ToolRun.of("info", coded).out()).contains("Sky, Building").contains("Bicyclist");
  }

  @Test
  void tolerance_appliesToSegmentsToo() throws IOException {
    String model = "--segment=" + NETWORK;
    ToolRun.of("encode", model, original, coded, "-q", 10);
    long exact = Files.size(coded);
    ToolRun run =
        ToolRun.of("encode", model, original, coded, "-q", 10, "--label-tolerance", 40, "-f");
    assertThat(run.status()).isZero();
    assertThat(Files.size(coded)).isLessThan(exact);
  }

  @Test
  void mistakes_areToldInOneSentence() throws IOException {
    assertThat(ToolRun.of("encode", original, coded, "--segment", "fields").err())
        .startsWith(
            "lic encode: there is no segmenter 'fields': the id of a bundled one (streets)");
    assertThat(coded).doesNotExist();
    ToolRun run =
        ToolRun.of("encode", original, coded, "--segment", "--labels", labels, "--classes", labels);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("lic encode: --labels and --segment exclude each other");
    run = ToolRun.of("segment", original, folder.resolve("labels.jpg"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("labels.jpg should end in .png");
    Path broken = NETWORK.resolveSibling("not_finite.onnx");
    assertThat(ToolRun.of("segment", original, labels, "--model", broken).err())
        .isEqualToIgnoringNewLines(
            "lic segment: segmenter " + broken + ": finite scores expected, found NaN.");
    assertThat(labels).doesNotExist();
  }

  /** A folder with a label picture of the picture's size: what is red, green, or has no class. */
  private Path truth(int... quarters) throws IOException {
    BufferedImage truth = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      truth.getRaster().setSample(i % WIDTH, i / WIDTH, 0, quarters[i % WIDTH / 20]);
    }
    Path other = Files.createDirectories(folder.resolve("truth"));
    ImageIO.write(truth, "png", other.resolve("picture.png").toFile());
    return other;
  }

  @Test
  void benchSegmenter_countsPixelsWithAClass() throws IOException {
    Path classes = folder.resolve("classes.csv");
    Files.writeString(
        classes, "index,name,r,g,b\n0,green,0,9,0\n1,red,9,0,0\n2,Unlabelled,0,0,0\n");
    // Of the red half a part is found green, which is right elsewhere nowhere.
    Path truth = truth(1, 1, 255, 0);
    ToolRun run =
        ToolRun.of("bench-segmenter", folder, truth, classes, "--model", NETWORK, "--threads", 1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsSubsequence(
            "green                     0.0000",
            "red                       0.5000",
            "mean IoU                  0.2500",
            "pixels right              0.3333");
    assertThat(run.out()).contains("1 pictures, ");
    truth(1, 0, 2, 2);
    run = ToolRun.of("bench-segmenter", folder, truth, classes, "--model", NETWORK);
    assertThat(run.out()).contains("mean IoU                  1.0000");
  }

  @Test
  void benchSegmenter_tellsWhatDoesNotGoTogether() throws IOException {
    Path classes = folder.resolve("classes.csv");
    Files.writeString(classes, "index,name,r,g,b\n0,Sky,0,9,0\n");
    Path truth = truth(0, 0, 0, 0);
    assertThat(ToolRun.of("bench-segmenter", folder, truth, classes, "--model", NETWORK).err())
        .contains("class Sky is not one of the network's: Red, Green, Blue");
    Files.delete(truth.resolve("picture.png"));
    Files.writeString(classes, "index,name,r,g,b\n0,Red,0,9,0\n");
    assertThat(ToolRun.of("bench-segmenter", folder, truth, classes, "--model", NETWORK).err())
        .contains("truth/picture.png does not exist");
    TestPictures.write(TestPictures.flat(9, 9, 0), truth.resolve("picture.png"));
    assertThat(ToolRun.of("bench-segmenter", folder, truth, classes, "--model", NETWORK).err())
        .contains("80x50 pixels expected, found 9x9");
  }
}
