package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated regions and provenance on the command line. */
final class GeneratedFlagsTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;
  @TempDir Path folder;
  private Path original;
  private Path coded;
  private Path mask;
  private Path labels;
  private Path classes;

  @BeforeEach
  void writeFiles() throws IOException {
    Picture photo = TestPictures.photo(WIDTH, HEIGHT, 3, 1);
    original = TestPictures.write(photo, folder.resolve("photo.png"));
    coded = folder.resolve("photo.lic");
    mask = folder.resolve("mask.png");
    ImageIO.write(box(0, 255), "png", mask.toFile());
    labels = folder.resolve("labels.png");
    ImageIO.write(box(0, 1), "png", labels.toFile());
    classes = folder.resolve("classes.csv");
    Files.writeString(
        classes, "index,name,r,g,b\n0,Sky,128,128,128\n1,Road,128,64,128\n2,Car,64,0,128\n");
  }

  /** Three by two cells of 16 x 16 pixels, from 32, 48 on, inside of something else. */
  private static BufferedImage box(int outside, int inside) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.getRaster().setSample(x, y, 0, isInside(x, y) ? inside : outside);
      }
    }
    return image;
  }

  private static boolean isInside(int x, int y) {
    return x >= 32 && x < 80 && y >= 48 && y < 80;
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

  private Raster provenance(Object... flags) throws IOException {
    Path out = folder.resolve("provenance.png");
    Object[] all = new Object[flags.length + 6];
    Object[] first = {"decode", coded, folder.resolve("out.png"), "--provenance", out, "-f"};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(flags, 0, all, first.length, flags.length);
    ToolRun run = ToolRun.of(all);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return ImageIO.read(out.toFile()).getRaster();
  }

  private static void assertSynthesisedOutside(Raster told) {
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int expected = isInside(i % WIDTH, i / WIDTH) ? 0 : 255;
      assertThat(told.getSample(i % WIDTH, i / WIDTH, 0)).isEqualTo(expected);
    }
  }

  @Test
  void backgroundThatIsGenerated_isToldPixelByPixel() throws IOException {
    ToolRun run = encode("--roi", mask + ":lossless", "--background", "generated", "--json");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("\"synthesised\":0.9");
    assertSynthesisedOutside(provenance());
    BufferedImage found = ImageIO.read(folder.resolve("out.png").toFile());
    BufferedImage expected = ImageIO.read(original.toFile());
    assertThat(found.getRGB(40, 60)).isEqualTo(expected.getRGB(40, 60));
    assertThat(ToolRun.of("info", coded).out())
        .containsPattern("synthesised +0\\.9")
        .containsPattern("generator +generative");
  }

  @Test
  void provenanceOfARegion_isThatOfItsPixels() throws IOException {
    assertThat(encode("--roi", mask + ":50", "--background", "generated").status()).isZero();
    Raster part = provenance("--region", "70,40,20,20");
    assertThat(part.getWidth()).isEqualTo(20);
    assertThat(part.getSample(9, 10, 0)).isZero();
    assertThat(part.getSample(10, 10, 0)).isEqualTo(255);
    assertThat(part.getSample(9, 7, 0)).isEqualTo(255);
  }

  @Test
  void pictureThatWasNotSynthesised_hasABlackMask() throws IOException {
    assertThat(encode("-q", 30).out()).doesNotContain("synthesised");
    Raster told = provenance();
    assertThat(told.getSamples(0, 0, WIDTH, HEIGHT, 0, (int[]) null)).containsOnly(0);
    assertThat(ToolRun.of("info", coded).out()).doesNotContain("synthesised");
  }

  @Test
  void maskWithoutAQuality_hasThatOfQ() {
    assertThat(encode("--roi", mask, "--background", "generated", "-q", 70).status()).isZero();
    assertThat(ToolRun.of("info", coded).out()).containsPattern("qualities +0.00 70.00");
  }

  @Test
  void keptClasses_areRegions_andTheRestIsDrawnFromTheLabels() throws IOException {
    Object[] flags = {
      "--labels",
      labels,
      "--classes",
      classes,
      "--keep-classes",
      "road:60",
      "--background",
      "generated"
    };
    assertThat(encode(flags).status()).isZero();
    assertSynthesisedOutside(provenance());
    assertThat(ToolRun.of("info", coded).out())
        .containsPattern("classes +Sky, Road, Car")
        .containsPattern("generated quality +0.0");
  }

  @Test
  void keptClassThatNothingShows_isAWarning_andAllIsGenerated() {
    ToolRun run =
        encode(
            "--labels",
            labels,
            "--classes",
            classes,
            "--keep-classes",
            "car:60",
            "--background",
            "generated");
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("--keep-classes: no pixel shows car");
    assertThat(run.out()).contains("model generative").contains("100.0 % synthesised");
  }

  @Test
  void keptClassesWithoutLabels_andUnknownOnes_areOneSentence() {
    ToolRun without = encode("--keep-classes", "road:60", "--background", "generated");
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err())
        .contains("--keep-classes road needs a label map: --labels or --segment");
    ToolRun unknown =
        encode("--labels", labels, "--classes", classes, "--keep-classes", "sky,dog:60");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("--keep-classes: no class 'dog', there are Sky, Road, Car");
  }

  @Test
  void classesThatTheGeneratorDoesNotDraw_areNamed() throws IOException {
    Files.writeString(classes, "index,name,r,g,b\n0,Sky,128,128,128\n1,Dragon,128,64,128\n");
    ToolRun run = encode("--labels", labels, "--classes", classes, "--background", "generated");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("pack generative does not know the class Dragon: it draws Sky");
    assertThat(coded).doesNotExist();
  }

  @Test
  void modelThatGenerates_takesQualitiesOfItsOwn() throws IOException {
    long last = 0;
    for (int quality : new int[] {33, 67, 100}) {
      ToolRun run = encode("--model", "generative", "-q", quality, "--learned-only");
      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("100.0 % synthesised");
      assertThat(Files.size(coded)).isGreaterThan(last);
      last = Files.size(coded);
    }
    ToolRun nothing = encode("--model", "generative", "-q", 0);
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).contains("is drawn from a label map, and there is none");
  }

  @Test
  void generatorThatDoesNotGenerate_isNamed() {
    ToolRun run =
        encode("--roi", mask + ":50", "--background", "generated", "--generator", "photo");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("pack photo does not generate pictures");
  }

  @Test
  void benchOfGeneratedPictures_printsOneLineForEachWay_andAPage() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(original, pictures.resolve("labels.png"));
    Path maps = Files.createDirectory(folder.resolve("maps"));
    Files.copy(labels, maps.resolve("labels.png"));
    Files.writeString(classes, "index,name,r,g,b\n0,Sky,128,128,128\n1,Road,128,64,128\n");
    Path page = folder.resolve("page.html");
    ToolRun run =
        ToolRun.of(
            "bench-generated",
            pictures,
            "--labels",
            maps,
            "--classes",
            classes,
            "--peers",
            "lic",
            "--html",
            page);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("GC C=2 .*0\\.\\d{4} +0\\.\\d{4} +\\d\\.\\d{3} ")
        .contains("SC labels alone", "GC C=8 + labels", "lic at GC C=4")
        .containsPattern("Road +1 +90\\.0%");
    assertThat(page).content().contains("data:image/png;base64,", "class=\"made\"");
    assertThat(ToolRun.of("bench-generated", pictures, "--peers", "gif").status()).isEqualTo(2);
  }

  @Test
  void benchOfRegions_measuresSeamsOfAGeneratedBackground() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(original, pictures.resolve("photo.png"));
    ToolRun run = ToolRun.of("bench-roi", pictures, "--background", "generated", "--area", 20);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("worst loss -?\\d\\.\\d\\d dB; mean steps \\d+\\.\\d, \\d+");
    assertThat(ToolRun.of("bench-roi", pictures, "--background", "lossless").status()).isEqualTo(2);
  }

  @Test
  void stepsAreThoseAcrossTheBorderAlone() {
    Picture mask = Picture.blank(48, 32, 1, 8);
    mask.plane(0)[17] = 1; // the second cell of the first row
    Picture picture = Picture.blank(48, 32, 3, 8);
    assertThat(new SeamStep(mask).of(picture)).isZero();
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 16; y++) {
        picture.plane(c)[y * 48 + 20] = 90; // inside of the cell, and not beside its border
      }
    }
    assertThat(new SeamStep(mask).of(picture)).isLessThan(3);
    for (int i = 16; i < 32; i++) {
      picture.plane(0)[15 * 48 + i] = 60;
    }
    // Below the cell 16 of 48 pairs differ by 60 in one of three channels, one of them already did.
    assertThat(new SeamStep(mask).of(picture)).isBetween(6.0, 9.0);
  }
}
