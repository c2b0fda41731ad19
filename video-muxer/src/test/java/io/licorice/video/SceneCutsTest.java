package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SceneCutsTest {
  /** The numbers of the frames that begin a scene, but for the first. */
  private static List<Integer> cuts(List<Picture> frames) {
    List<Integer> cuts = new ArrayList<>();
    SceneCuts.Small before = SceneCuts.Small.of(frames.get(0));
    for (int i = 1; i < frames.size(); i++) {
      SceneCuts.Small small = SceneCuts.Small.of(frames.get(i));
      if (SceneCuts.isCut(before, small)) {
        cuts.add(i);
      }
      before = small;
    }
    return cuts;
  }

  @ParameterizedTest
  @CsvSource({"64, 48", "176, 144", "352, 288"})
  void scenes_areFound(int width, int height) {
    assertThat(cuts(Clips.scenes(4, width, height, 6))).containsExactly(4, 8, 12, 16, 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void panning_isNoScene(long scene) {
    assertThat(cuts(Clips.pan(12, 128, 96, scene))).isEmpty();
    assertThat(cuts(Clips.move(12, 352, 288, scene, 6.5, -3.3))).isEmpty();
    assertThat(cuts(Clips.move(8, 64, 64, scene, 0.5, 0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noiseAndFading_areNoScenes(long scene) {
    List<Picture> frames = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(scene);
    for (Picture still : Clips.move(20, 96, 80, scene, 0, 0)) {
      Picture frame = Picture.blank(96, 80, 3, 8);
      double fade = 1 - 0.04 * frames.size();
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 96 * 80; i++) {
          double value = fade * still.plane(c)[i] + random.nextInt(-8, 9);
          frame.plane(c)[i] = (short) Math.max(0, Math.min(255, value));
        }
      }
      frames.add(frame);
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 200", "7, 5"})
  void smallFrames_areNoFault(int width, int height) {
    assertThat(cuts(List.of(Clips.noise(width, height, 1), Clips.noise(width, height, 1))))
        .isEmpty();
    List<Picture> blackAndWhite = List.of(Picture.blank(width, height, 3, 8), white(width, height));
    assertThat(cuts(blackAndWhite)).containsExactly(1);
  }

  private static Picture white(int width, int height) {
    Picture white = Picture.blank(width, height, 3, 8);
    for (int c = 0; c < 3; c++) {
      Arrays.fill(white.plane(c), (short) 255);
    }
    return white;
  }
}
