package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.lossless.LosslessSamples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the encoder codes exactly of its own accord. */
class ExactChoiceTest {
  private static final int WIDTH = 384;
  private static final int HEIGHT = 256;

  private static EncodeOptions learned(double quality) {
    return EncodeOptions.builder().quality(quality).learnedOnly(true).build();
  }

  /** Lines on white. */
  private static Picture drawing() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.BLACK);
    for (int y = 16; y < HEIGHT; y += 16) {
      graphics.drawOval(y, y / 2, 40, 30);
      graphics.drawRect(300 - y, y, 9, 11);
      graphics.drawLine(y, 0, WIDTH - y, HEIGHT);
    }
    graphics.dispose();
    return TestPictures.of(image);
  }

  /** The drawing with a photograph in its right half. */
  private static Picture drawingBesideAPhotograph() {
    Picture picture = drawing();
    Picture photo = TestPictures.photoLike(WIDTH / 2, HEIGHT, 3, 5);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        System.arraycopy(
            photo.plane(c), y * WIDTH / 2, picture.plane(c), y * WIDTH + WIDTH / 2, WIDTH / 2);
      }
    }
    return picture;
  }

  private static double squaredError(Picture a, Picture b) {
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      for (int i = 0; i < a.plane(c).length; i++) {
        sum += Math.pow(a.plane(c)[i] - b.plane(c)[i], 2);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 50, 90})
  void drawing_isLosslessInFewerBytesThanNetworksTake(double quality) throws IOException {
    Picture picture = drawing();
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(quality));
    assertThat(file.length).isLessThan(Coding.encode(picture, learned(quality)).length);
    assertThat(Coding.decode(file).picture()).isEqualTo(picture);
    assertThat(LicCodec.info(ByteSource.of(file)).mode()).isEqualTo(CodingMode.LOSSLESS);
  }

  @Test
  void photograph_isLeftToTheNetworks() throws IOException {
    Picture picture = TestPictures.photoLike(WIDTH, HEIGHT, 3, 1);
    assertThat(Coding.encode(picture, EncodeOptions.ofQuality(50)))
        .isEqualTo(Coding.encode(picture, learned(50)));
  }

  @Test
  void drawingBesideAPhotograph_isExactWhereItIsDrawn() throws IOException {
    Picture picture = drawingBesideAPhotograph();
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(60));
    byte[] learned = Coding.encode(picture, learned(60));
    assertThat(LicCodec.info(ByteSource.of(file)).losslessRegions()).isTrue();
    assertThat(file.length).isLessThan(learned.length);
    Picture decoded = Coding.decode(file).picture();
    Region drawn = new Region(0, 0, WIDTH / 2, HEIGHT);
    Region photo = new Region(WIDTH / 2, 0, WIDTH / 2, HEIGHT);
    // Cells of nothing but white may stay with the networks.
    assertThat(squaredError(decoded.read(drawn), picture.read(drawn)))
        .isLessThan(
            0.01 * squaredError(Coding.decode(learned).picture().read(drawn), picture.read(drawn)));
    double error = squaredError(decoded.read(photo), picture.read(photo));
    double ofLearned =
        squaredError(Coding.decode(learned).picture().read(photo), picture.read(photo));
    assertThat(error).isPositive().isLessThan(1.1 * ofLearned);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void drawingBesideAPhotograph_keepsToATarget(int tileSize) throws IOException {
    Picture picture = drawingBesideAPhotograph();
    EncodeOptions.Builder options = EncodeOptions.builder().tileSize(tileSize);
    int size = Coding.encode(picture, options.quality(60).build()).length;
    options.rate(new EncodeOptions.Rate.TargetBytes(size));
    byte[] file = Coding.encode(picture, options.build());
    byte[] learned = Coding.encode(picture, options.learnedOnly(true).build());
    assertThat(file.length).isBetween(size * 99 / 100, size);
    assertThat(squaredError(Coding.decode(file).picture(), picture))
        .isLessThan(0.5 * squaredError(Coding.decode(learned).picture(), picture));
  }

  @Test
  void targetThatExactCellsWouldExceed_isKeptByNetworksAlone() throws IOException {
    Picture picture = drawingBesideAPhotograph();
    int smallest = Coding.encode(picture, learned(0)).length;
    EncodeOptions.Rate rate = new EncodeOptions.Rate.TargetBytes(smallest + 20L);
    byte[] file = Coding.encode(picture, EncodeOptions.builder().rate(rate).build());
    assertThat(file.length).isLessThanOrEqualTo(smallest + 20);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void noFile_isLargerThanTheLosslessOne(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(max = 2) int depth,
      @ForAll LosslessSamples.Kind kind,
      @ForAll @IntRange(max = 100) int quality)
      throws IOException {
    int bits = new int[] {8, 1, 16}[depth];
    Picture picture =
        new Picture(
            width, height, bits, LosslessSamples.planes(kind, channels, width, height, bits, 1));
    int lossless = Coding.encode(picture, EncodeOptions.builder().lossless().build()).length;
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(quality));
    assertThat(file.length).isLessThanOrEqualTo(lossless);
    assertThat(Coding.decode(file).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SPARSE, 50, 6, 2, 16, 96", "SPARSE, 8, 46, 3, 8, 99", "PHOTO, 29, 74, 3, 1, 3"})
  void smallPictureOfFewLevels_isNoLargerThanItsLosslessFile(
      LosslessSamples.Kind kind, int width, int height, int channels, int bits, int quality)
      throws IOException {
    short[][] planes = LosslessSamples.planes(kind, channels, width, height, bits, 1);
    Picture picture = new Picture(width, height, bits, planes);
    byte[] lossless = Coding.encode(picture, EncodeOptions.builder().lossless().build());
    byte[] file = Coding.encode(picture, EncodeOptions.ofQuality(quality));
    assertThat(file.length).isLessThanOrEqualTo(lossless.length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void progress_neverFallsAndEndsAtOne(boolean targeted) throws IOException {
    List<Double> heard = new ArrayList<>();
    EncodeOptions.Builder options = EncodeOptions.builder().tileSize(128).quality(60);
    if (targeted) {
      options.rate(new EncodeOptions.Rate.TargetBytes(9000));
    }
    for (Picture picture : List.of(drawing(), drawingBesideAPhotograph())) {
      heard.clear();
      LicCodec.shared()
          .encode(
              picture,
              options.build(),
              new CodecListener() {
                @Override
                public void progress(double fraction) {
                  heard.add(fraction);
                }
              });
      assertThat(heard).isSorted().last().isEqualTo(1.0);
    }
  }
}
