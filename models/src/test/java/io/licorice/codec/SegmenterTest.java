package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.runtime.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose results are known: red, green or blue, whichever is largest, or dark. */
class SegmenterTest {
  private static final Path NETWORKS = Path.of("src/test/resources/segmenters");
  private static final CodecSettings ONE_THREAD = CodecSettings.DEFAULT.withThreads(1);

  /** Below this in -0.5..0.5 a sample is dark. */
  private static final float DARK = -0.25f;

  private static Segmenter open(String network) throws IOException {
    return Segmenter.open(NETWORKS.resolve(network + ".onnx").toString(), ONE_THREAD);
  }

  private static LabelMap segment(String network, PictureSource picture) throws IOException {
    try (Segmenter segmenter = open(network)) {
      return segmenter.segment(picture, CodecListener.SILENT);
    }
  }

  /** Noise in blocks of a size, dark in places. */
  private static Picture noise(int width, int height, int block, long seed) {
    Picture picture = Picture.blank(width, height, 3, 8);
    int columns = width / block + 1;
    int[] colours = new Random(seed).ints((long) columns * (height / block + 1), 0, 27).toArray();
    for (int i = 0; i < width * height; i++) {
      int colour = colours[i / width / block * columns + i % width / block];
      for (int c = 0; c < 3; c++) {
        picture.plane(c)[i] = (short) (new int[] {20, 100, 230}[colour % 3] + 7 * c);
        colour /= 3;
      }
    }
    return picture;
  }

  /** The class of three samples, the first of the largest. */
  private static int classOf(float[] samples, float dark) {
    int best = 0;
    for (int c = 1; c < 3; c++) {
      best = samples[c] > samples[best] ? c : best;
    }
    return dark > samples[best] ? LabelMap.UNLABELLED : best;
  }

  private static int expected(Picture picture, int x, int y) {
    float[] samples = new float[3];
    float largest = (1 << picture.bitDepth()) - 1;
    for (int c = 0; c < 3; c++) {
      samples[c] = (picture.plane(c)[y * picture.width() + x] & 0xFFFF) / largest - 0.5f;
    }
    return classOf(samples, DARK);
  }

  private static void assertLabels(LabelMap map, Picture picture) {
    assertThat(map.width()).isEqualTo(picture.width());
    assertThat(map.height()).isEqualTo(picture.height());
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        if (map.at(x, y) != expected(picture, x, y)) {
          throw new AssertionError("label " + map.at(x, y) + " at " + x + "," + y);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,40", "17,33", "160,96", "333,1"})
  void pixelsOfAnySize_getTheClassThatTheNetworkSays(int width, int height) throws IOException {
    Picture picture = noise(width, height, 1, 5);
    assertLabels(segment("colours", picture), picture);
  }

  @Test
  void classes_areThoseOfTheListWithoutNone() throws IOException {
    try (Segmenter segmenter = open("colours")) {
      assertThat(segmenter.classes())
          .containsExactly(
              new LabelClass("Red", 0xFF0000),
              new LabelClass("Green", 0x00FF00),
              new LabelClass("Blue", 0x0000FF));
      LabelMap map = segmenter.segment(noise(40, 40, 2, 1), CodecListener.SILENT);
      assertThat(map.classes()).isEqualTo(segmenter.classes());
      assertThat(Arrays.stream(map.areas()).min().orElseThrow()).isPositive();
      assertThat(Arrays.stream(map.areas()).sum()).isLessThan(40 * 40);
    }
  }

  @ParameterizedTest
  @CsvSource({"1400,90", "90,2500", "1300,1300"})
  void pixelsOfPicturesLargerThanATile_getTheirOwnClass(int width, int height) throws IOException {
    Picture picture = noise(width, height, 1, 6);
    assertLabels(segment("colours", picture), picture);
  }

  @Test
  void tilesOfACoarseNetwork_meetWithoutASeam() throws IOException {
    // Means over 4 x 4 pixels: a window that began elsewhere would take other pixels together.
    Picture wide = noise(2503, 40, 4, 7);
    LabelMap tiled = segment("quarter", wide);
    for (int start : new int[] {512, 1344}) {
      LabelMap alone = segment("quarter", wide.read(new Region(start, 0, 640, 40)));
      for (int x = 8; x < 632; x++) {
        for (int y = 0; y < 40; y++) {
          assertThat(tiled.at(start + x, y)).isEqualTo(alone.at(x, y));
        }
      }
    }
  }

  @Test
  void scoresOfAQuarter_areInterpolatedBetweenTheirPoints() throws IOException {
    Picture picture = noise(61, 47, 1, 8);
    LabelMap map = segment("quarter", picture);
    float[][] means = new float[3][16 * 12];
    for (int i = 0; i < 64 * 48; i++) {
      int x = Math.min(i % 64, 60);
      int y = Math.min(i / 64, 46);
      for (int c = 0; c < 3; c++) {
        means[c][i / 64 / 4 * 16 + i % 64 / 4] += picture.plane(c)[y * 61 + x] / 255f / 16;
      }
    }
    int same = 0;
    for (int y = 0; y < 47; y++) {
      for (int x = 0; x < 61; x++) {
        float[] samples = new float[3];
        for (int c = 0; c < 3; c++) {
          samples[c] = between(means[c], 16, 12, (x + 0.5) / 4, (y + 0.5) / 4) - 0.5f;
        }
        same += map.at(x, y) == classOf(samples, DARK) ? 1 : 0;
      }
    }
    // Ties may fall either way.
    assertThat(same).isGreaterThan(61 * 47 - 5);
  }

  /** Values in the middle of unit squares, and between them. */
  private static float between(float[] values, int width, int height, double x, double y) {
    int left = (int) Math.floor(x - 0.5);
    int top = (int) Math.floor(y - 0.5);
    double sum = 0;
    for (int row = top; row < top + 2; row++) {
      for (int column = left; column < left + 2; column++) {
        int inside = Math.max(0, Math.min(column, width - 1));
        float value = values[Math.max(0, Math.min(row, height - 1)) * width + inside];
        sum += value * (1 - Math.abs(x - 0.5 - column)) * (1 - Math.abs(y - 0.5 - row));
      }
    }
    return (float) sum;
  }

  @Test
  void indices_areTakenAsTheyAre() throws IOException {
    Picture picture = noise(75, 50, 1, 9);
    assertLabels(segment("indices", picture), picture);
  }

  @Test
  void indicesOfHalfTheSize_holdForFourPixels() throws IOException {
    Picture picture = noise(75, 51, 2, 10);
    assertLabels(segment("half_indices", picture), picture);
  }

  @Test
  void samples_areNormalisedAsTheListSays() throws IOException {
    Picture picture = noise(30, 20, 1, 11);
    LabelMap map = segment("normalised", picture);
    float[] mean = {0.25f, 0.5f, 0.75f};
    float[] deviation = {0.5f, 0.25f, 0.2f};
    for (int i = 0; i < 600; i++) {
      float[] samples = new float[3];
      for (int c = 0; c < 3; c++) {
        samples[c] = (picture.plane(c)[i] / 255f - mean[c]) / deviation[c];
      }
      assertThat(map.at(i % 30, i / 30)).isEqualTo(classOf(samples, 0.1f));
    }
  }

  @ParameterizedTest
  @CsvSource({"48,32", "96,64", "480,320", "24,16", "1200,1600"})
  void networkOfOneSize_seesTheWholePictureAtThatSize(int width, int height) throws IOException {
    // Four areas, whose borders a change of size blurs.
    Picture picture = Picture.blank(width, height, 3, 8);
    for (int i = 0; i < width * height; i++) {
      int area = (i / width < height / 2 ? 0 : 2) + (i % width < width / 2 ? 0 : 1);
      if (area < 3) {
        picture.plane(area)[i] = 200;
      }
    }
    LabelMap map = segment("one_size", picture);
    int border = Math.max(1, width / 20);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (Math.abs(x - width / 2) > border && Math.abs(y - height / 2) > border) {
          assertThat(map.at(x, y)).isEqualTo(expected(picture, x, y));
        }
      }
    }
  }

  @Test
  void networkOfOneSize_seesPicturesOfThatSizeAsTheyAre() throws IOException {
    Picture picture = noise(48, 32, 1, 12);
    assertLabels(segment("one_size", picture), picture);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12, 16})
  void samplesOfAnyDepth_areSeenAsPartsOfTheLargest(int depth) throws IOException {
    int largest = (1 << depth) - 1;
    Random random = new Random(depth);
    short[][] planes = new short[3][300];
    for (short[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) random.nextInt(largest + 1);
      }
    }
    Picture picture = new Picture(20, 15, depth, planes);
    assertLabels(segment("colours", picture), picture);
  }

  @Test
  void grayAndTransparentPixels_haveClassesToo() throws IOException {
    short[] gray = new short[64];
    Arrays.fill(gray, 10, 64, (short) 200);
    LabelMap map = segment("colours", new Picture(8, 8, 8, gray));
    assertThat(map.at(0, 0)).isEqualTo(LabelMap.UNLABELLED);
    assertThat(map.at(7, 7)).isZero();
    Picture green = Picture.blank(8, 8, 4, 8);
    Arrays.fill(green.plane(1), (short) 200);
    Arrays.fill(green.plane(3), (short) 255);
    green.plane(0)[20] = 255;
    green.plane(3)[20] = 0;
    assertThat(segment("colours", green).areas()).containsExactly(0, 64, 0);
  }

  @Test
  void progress_risesToOneAndCancellingEndsTheCall() throws IOException {
    for (String network : List.of("colours", "one_size")) {
      List<Double> fractions = new ArrayList<>();
      CodecListener recorder =
          new CodecListener() {
            @Override
            public void progress(double fraction) {
              fractions.add(fraction);
            }
          };
      try (Segmenter segmenter = open(network)) {
        segmenter.segment(noise(2000, 1300, 9, 1), recorder);
        assertThat(fractions).isSorted().hasSize(network.equals("colours") ? 4 : 1);
        assertThat(fractions.get(fractions.size() - 1)).isEqualTo(1);
        CodecListener canceller =
            new CodecListener() {
              @Override
              public boolean isCancelled() {
                return true;
              }
            };
        assertThatThrownBy(() -> segmenter.segment(noise(9, 9, 1, 1), canceller))
            .isInstanceOf(CancellationException.class);
      }
    }
  }

  @Test
  void severalThreads_mayUseOneSegmenter() throws IOException {
    Picture picture = noise(200, 150, 1, 3);
    try (Segmenter segmenter = open("colours")) {
      List<LabelMap> maps =
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(
                  i -> {
                    try {
                      return segmenter.segment(picture, CodecListener.SILENT);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  })
              .toList();
      maps.forEach(map -> assertLabels(map, picture));
    }
    assertThat(OnnxGraph.liveValues()).isZero();
  }

  @Test
  void closedSegmenter_saysSoAndMayBeClosedAgain() throws IOException {
    Segmenter segmenter = open("colours");
    segmenter.close();
    segmenter.close();
    Picture picture = noise(9, 9, 1, 1);
    assertThatThrownBy(() -> segmenter.segment(picture, CodecListener.SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the segmenter is closed");
  }

  @Test
  void bundledNetwork_seesSkyAboveARoad() throws IOException {
    Picture street = Picture.blank(480, 360, 3, 8);
    int[][] colours = {{225, 230, 235}, {95, 92, 95}};
    Random random = new Random(4);
    for (int i = 0; i < 480 * 360; i++) {
      for (int c = 0; c < 3; c++) {
        int shade = colours[i / 480 < 150 ? 0 : 1][c];
        street.plane(c)[i] = (short) (shade + 3 * random.nextGaussian());
      }
    }
    try (Segmenter segmenter = Segmenter.open(Segmenter.DEFAULT_MODEL, ONE_THREAD)) {
      assertThat(segmenter.classes()).extracting(LabelClass::name).contains("Sky", "Road", "Car");
      LabelMap map = segmenter.segment(street, CodecListener.SILENT);
      assertThat(shareOf("Sky", map, 0, 100)).isGreaterThan(0.9);
      assertThat(shareOf("Road", map, 240, 360)).isGreaterThan(0.9);
    }
  }

  private static double shareOf(String name, LabelMap map, int from, int to) {
    long found = 0;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < map.width(); x++) {
        int label = map.at(x, y);
        boolean named = label >= 0 && map.classes().get(label).name().equals(name);
        found += named ? 1 : 0;
      }
    }
    return (double) found / map.width() / (to - from);
  }
}
