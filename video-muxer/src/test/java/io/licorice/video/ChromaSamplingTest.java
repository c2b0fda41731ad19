package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import io.licorice.metrics.Psnr;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChromaSamplingTest {
  private static Picture picture(SplittableRandom random, int width, int height) {
    return Clips.noise(width, height, random.nextLong());
  }

  private static Picture ofHalfColour(int width, int height, double red, double blue) {
    return Clips.halfColour(Clips.pan(1, width, height, 9).get(0), red, blue);
  }

  @Test
  void framesOfPlayers_areFoundToHaveHalfTheColour_withTheLumaOfTheirSize() {
    Picture small = ofHalfColour(61, 47, 0.299, 0.114);
    assertThat(ChromaSampling.of(small)).isEqualTo(ChromaSampling.HALF_BT601);
    for (int[] size : new int[][] {{1280, 6}, {5, 578}}) {
      Picture large = ofHalfColour(size[0], size[1], 0.2126, 0.0722);
      assertThat(ChromaSampling.of(large)).isEqualTo(ChromaSampling.HALF_BT709);
    }
  }

  @Test
  void framesOfAnotherLuma_haveHalfTheColourToo() {
    Picture frame = ofHalfColour(61, 47, 0.2126, 0.0722);
    assertThat(ChromaSampling.of(frame)).isEqualTo(ChromaSampling.HALF_BT601);
  }

  @Test
  void otherFrames_haveAllOfIt() {
    assertThat(ChromaSampling.of(Clips.noise(61, 47, 3))).isEqualTo(ChromaSampling.FULL);
    Picture even = ChromaSampling.HALF_BT601.spread(ofHalfColour(61, 47, 0.299, 0.114));
    assertThat(ChromaSampling.of(even)).isEqualTo(ChromaSampling.FULL);
  }

  @Test
  void whatIsCodedForAFrame_isShownAsTheFrame_andHasSmallerSteps() {
    Map<ChromaSampling, Picture> frames =
        Map.of(
            ChromaSampling.HALF_BT601, ofHalfColour(61, 47, 0.299, 0.114),
            ChromaSampling.HALF_BT709, ofHalfColour(61, 47, 0.2126, 0.0722));
    frames.forEach(
        (chroma, frame) -> {
          Picture spread = chroma.spread(frame);
          assertThat(Psnr.of(frame, chroma.shown(spread))).isGreaterThan(48);
          assertThat(Psnr.of(frame, spread)).isLessThan(40);
          assertThat(stepsBetweenGroups(spread)).isLessThan(0.7 * stepsBetweenGroups(frame));
        });
  }

  /** By how much colour changes where groups meet, in the mean. */
  private static double stepsBetweenGroups(Picture picture) {
    int width = picture.width();
    return IntStream.range(0, picture.plane(0).length - 1)
        .filter(i -> i % width % 2 == 1 && i % width < width - 1)
        .map(i -> Math.abs(colour(picture, i + 1) - colour(picture, i)))
        .average()
        .orElseThrow();
  }

  private static int colour(Picture picture, int at) {
    return picture.plane(0)[at] - picture.plane(2)[at];
  }

  @Property(tries = 60)
  void shownFrames_areWhatTheSpecificationSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height) {
    Picture decoded = picture(new SplittableRandom(seed), width, height);
    Map<ChromaSampling, int[]> weights =
        Map.of(
            ChromaSampling.HALF_BT601, new int[] {77, 150, 29},
            ChromaSampling.HALF_BT709, new int[] {54, 183, 19});
    weights.forEach((chroma, w) -> assertIsAveraged(decoded, chroma.shown(decoded), w));
  }

  private static void assertIsAveraged(Picture decoded, Picture shown, int[] weights) {
    int width = decoded.width();
    int height = decoded.height();
    for (int i = 0; i < width * height; i++) {
      int x = i % width / 2 * 2;
      int y = i / width / 2 * 2;
      int[] group = {
        y * width + x,
        y * width + Math.min(x + 1, width - 1),
        Math.min(y + 1, height - 1) * width + x,
        Math.min(y + 1, height - 1) * width + Math.min(x + 1, width - 1)
      };
      for (int c = 0; c < 3; c++) {
        int sum = 4 * luma(decoded, weights, i);
        for (int at : group) {
          sum += 256 * decoded.plane(c)[at] - luma(decoded, weights, at);
        }
        int expected = Math.max(0, Math.min(255, Math.floorDiv(sum + 512, 1024)));
        assertThat(shown.plane(c)[i]).isEqualTo((short) expected);
      }
    }
  }

  private static int luma(Picture picture, int[] weights, int at) {
    return IntStream.range(0, 3).map(c -> weights[c] * picture.plane(c)[at]).sum();
  }

  @Property(tries = 30)
  void framesOfAnySize_keepTheirGrays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    short[] plane = picture(new SplittableRandom(seed), width, height).plane(0);
    Picture gray = new Picture(width, height, 8, plane, plane, plane);
    for (ChromaSampling chroma : ChromaSampling.values()) {
      assertThat(chroma.shown(gray)).isEqualTo(gray);
      assertThat(chroma.spread(gray)).isEqualTo(gray);
    }
  }

  @Test
  void framesOfFullChroma_staySame() {
    Picture frame = Clips.noise(8, 8, 1);
    assertThat(ChromaSampling.FULL.shown(frame)).isSameAs(frame);
    assertThat(ChromaSampling.FULL.spread(frame)).isSameAs(frame);
  }
}
