package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label maps on the command line. */
final class LabelFlagsTest {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 80;
  @TempDir Path folder;
  private Path original;
  private Path coded;
  private Path classes;
  private Path map;

  @BeforeEach
  void writeFiles() throws IOException {
    Picture photo = TestPictures.photo(WIDTH, HEIGHT, 3, 1);
    original = TestPictures.write(photo, folder.resolve("photo.png"));
    coded = folder.resolve("photo.lic");
    classes = folder.resolve("classes.csv");
    Files.writeString(
        classes, "index,name,r,g,b\n0,Sky,128,128,128\n3,Road,128,64,128\n7,Unlabelled,0,0,0\n");
    map = folder.resolve("map.png");
    ImageIO.write(gray(0, 3, 7), "png", map.toFile());
  }

  /** Sky above, road below, and a box of the third index in the middle. */
  private static BufferedImage gray(int above, int below, int box) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean inside = Math.abs(x - 60) < 9 && Math.abs(y - 40) < 9;
        image.getRaster().setSample(x, y, 0, inside ? box : y < 40 ? above : below);
      }
    }
    return image;
  }

  private ToolRun encode(Object... flags) {
    Object[] all = new Object[flags.length + 4];
    all[0] = "encode";
    all[1] = original;
    all[2] = coded;
    all[3] = "-f";
    System.arraycopy(flags, 0, all, 4, flags.length);
    return ToolRun.of(all);
  }

  private Raster decodedLabels() throws IOException {
    Path out = folder.resolve("labels.png");
    ToolRun run = ToolRun.of("decode", coded, folder.resolve("out.png"), "--labels", out, "-f");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return ImageIO.read(out.toFile()).getRaster();
  }

  @Test
  void target_countsTheLabels() throws IOException {
    for (String background : new String[] {"30", "generated"}) {
      Object[] flags = {
        "--labels",
        map,
        "--classes",
        classes,
        "--keep-classes",
        "road:40",
        "--background",
        background
      };
      assertThat(encode(flags).status()).isZero();
      long target = Files.size(coded) - 20;
      Object[] asked = Arrays.copyOf(flags, flags.length + 2);
      asked[flags.length] = "--target-size";
      asked[flags.length + 1] = target;
      assertThat(encode(asked).status()).isZero();
      assertThat(Files.size(coded)).isBetween(target * 97 / 100, target);
    }
  }

  @Test
  void labelsOfAGrayMap_comeBackAsNumbersOfClasses() throws IOException {
    assertThat(encode("--labels", map, "--classes", classes).status()).isZero();
    Raster labels = decodedLabels();
    BufferedImage expected = gray(0, 1, 255);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      assertThat(labels.getSample(i % WIDTH, i / WIDTH, 0))
          .isEqualTo(expected.getRaster().getSample(i % WIDTH, i / WIDTH, 0));
    }
    assertThat(ToolRun.of("info", coded).out())
        .contains("classes          Sky, Road")
        .contains("class shares     0.49 0.48");
  }

  @Test
  void mapInColours_isTheSameMap() throws IOException {
    encode("--labels", map, "--classes", classes);
    byte[] ofIndices = Files.readAllBytes(coded);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(128, 128, 128));
    graphics.fillRect(0, 0, WIDTH, 40);
    graphics.setColor(new Color(128, 64, 128));
    graphics.fillRect(0, 40, WIDTH, 40);
    graphics.setColor(Color.BLACK);
    graphics.fillRect(52, 32, 17, 17);
    graphics.dispose();
    ImageIO.write(image, "png", map.toFile());
    encode("--labels", map, "--classes", classes);
    assertThat(Files.readAllBytes(coded)).isEqualTo(ofIndices);
  }

  @Test
  void tolerance_letsSmallRegionsGo() throws IOException {
    encode("--labels", map, "--classes", classes, "--label-tolerance", 20);
    assertThat(decodedLabels().getSample(60, 40, 0)).isNotEqualTo(255);
  }

  @Test
  void benchLabels_setsTheMapBesideItsPng() throws IOException {
    ToolRun run = ToolRun.of("bench-labels", folder, classes, "--tolerances", "2,20");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("photo.png: colour #");
    Files.delete(original);
    run = ToolRun.of("bench-labels", folder, classes, "--tolerances", "2,20");
    assertThat(run.status()).isZero();
    String means =
        run.out().lines().filter(line -> line.startsWith("mean")).findFirst().orElseThrow();
    double[] mean =
        Pattern.compile("[\\d.]+")
            .matcher(means)
            .results()
            .mapToDouble(number -> Double.parseDouble(number.group()))
            .toArray();
    assertThat(mean).hasSize(5);
    assertThat(mean[0]).isEqualTo((double) Files.size(map));
    assertThat(mean[2]).isBetween(30.0, 80.0);
    assertThat(mean[4]).isBetween(30.0, mean[2]);
    assertThat(run.out()).contains("within 20.0 pixels: ").contains("3.01 % of the labels changed");
  }

  @Test
  void mistakes_areToldInOneSentence() throws IOException {
    assertThat(encode("--labels", map).err())
        .startsWith("lic encode: --labels and --classes go together");
    assertThat(encode("--labels", map, "--classes", classes, "--label-tolerance", 70).err())
        .startsWith("lic encode: --label-tolerance: 0 to 64 pixels");
    ImageIO.write(gray(0, 3, 9), "png", map.toFile());
    assertThat(encode("--labels", map, "--classes", classes).err())
        .isEqualToIgnoringNewLines(
            "lic encode: " + map + ": index 9 at 52,32 is not in the list of classes.");
    ImageIO.write(gray(0, 3, 7).getSubimage(0, 0, 50, 50), "png", map.toFile());
    assertThat(encode("--labels", map, "--classes", classes).err())
        .contains("120x80 pixels expected, found 50x50");
    Files.writeString(classes, "index,name,r,g,b\n0,Sky,128,128\n");
    assertThat(encode("--labels", map, "--classes", classes).err())
        .contains("a class as 8,Car,64,0,128 expected, found '0,Sky,128,128'");
    Files.writeString(classes, "0,Sky,128,128,128\n");
    assertThat(encode("--labels", map, "--classes", classes).err())
        .contains("the first line should be index,name,r,g,b");
    assertThat(coded).doesNotExist();
  }

  @Test
  void fileWithoutLabels_hasNoneToWrite() {
    assertThat(encode("-q", 20).status()).isZero();
    Path out = folder.resolve("labels.png");
    ToolRun run = ToolRun.of("decode", coded, folder.resolve("out.png"), "--labels", out);
    assertThat(run.err()).contains("has no label map");
    assertThat(out).doesNotExist();
    assertThat(folder.resolve("out.png")).doesNotExist();
  }
}
