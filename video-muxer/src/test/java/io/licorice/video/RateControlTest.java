package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateControlTest {
  private static final Picture PICTURE = Picture.blank(1, 1, 3, 8);

  /**
   * Frames whose sizes double with so many points of quality, key frames being so many times
   * larger.
   */
  private static final class Simulated {
    final RateControl control;
    final int interval;
    final double slope;
    final double share;
    final double noise;
    final SplittableRandom random = new SplittableRandom(1);
    final Coding.Listener listener = new Coding.Listener();
    final List<Double> qualities = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();

    Simulated(double bitrate, int interval, double slope, double share, double noise) {
      this(
          VideoEncodeOptions.builder().bitrate(bitrate).keyInterval(interval).build(),
          slope,
          share,
          noise);
    }

    Simulated(VideoEncodeOptions options, double slope, double share, double noise) {
      this.control = new RateControl(options, new TimeBase(1, 1000));
      this.interval = options.keyInterval();
      this.slope = slope;
      this.share = share;
      this.noise = noise;
    }

    private int length(boolean key, double quality) {
      double most = key ? 20_000 : 20_000 * share;
      double factor = 1 + noise * (2 * random.nextDouble() - 1);
      return (int) Math.max(6, most * factor * Math.pow(2, slope * (quality - 50)));
    }

    /** Bits a second over all. */
    double run(int frames, int cut, boolean variable) {
      long time = 0;
      long bytes = 0;
      int since = 0;
      for (int i = 0; i < frames; i++) {
        int duration = variable ? 15 + random.nextInt(60) : 40;
        TimedFrame frame = new TimedFrame(PICTURE, time, duration);
        boolean key = i == 0 || since == interval || i == cut;
        since = key ? 0 : since;
        int left = interval - since;
        control.plan(frame, key, left);
        double quality = key ? control.keyQuality() : control.predictedQuality();
        int length = length(key, quality);
        if (control.retries(frame, key, length, left)) {
          length = length(key, key ? control.keyQuality() : control.predictedQuality());
        }
        control.coded(frame, key, key, length, listener);
        lengths.add(length);
        qualities.add(control.predictedQuality());
        bytes += length;
        time += duration;
        since++;
      }
      return 8000.0 * bytes / time;
    }
  }

  @Property(tries = 500)
  void bitRate_isMetWithinFivePercentAfterFourGroups(
      @ForAll @DoubleRange(min = 0.04, max = 0.12) double slope,
      @ForAll @DoubleRange(min = 0.08, max = 0.6) double share,
      @ForAll @DoubleRange(min = 300_000, max = 2_000_000) double bitrate,
      @ForAll boolean variable) {
    for (int interval : new int[] {12, 48}) {
      Simulated video = new Simulated(bitrate, interval, slope, share, 0.2);
      double reached = video.run(4 * interval, -1, variable);
      boolean reachable = video.listener.warnings.isEmpty();
      if (reachable) {
        assertThat(reached)
            .as("interval " + interval + ", " + video.qualities)
            .isCloseTo(bitrate, within(0.05 * bitrate));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 48", "12, 60", "12, 77", "12, 144", "1, 40", "48, 200", "1000, 400"})
  void bitRate_isMetWhereverTheVideoEnds(int interval, int frames) {
    Simulated video = new Simulated(800_000, interval, 0.07, 0.25, 0.15);
    assertThat(video.run(frames, -1, false)).isCloseTo(800_000, within(40_000.0));
    assertThat(video.listener.warnings).isEmpty();
  }

  @Test
  void bestFrameOfFour_isBetterThanThoseBesideIt() {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().bitrate(800_000).keyInterval(48).cascade(10).build();
    Simulated video = new Simulated(options, 0.07, 0.25, 0);
    assertThat(video.run(144, -1, false)).isCloseTo(800_000, within(40_000.0));
    for (int i = 48; i < 144; i++) {
      // The quality of the next frame: the one after a key frame is the first of four.
      boolean best = i % 48 % 4 == 3 && i % 48 < 47;
      if (best) {
        assertThat(video.qualities.get(i) - video.qualities.get(i + 1)).isBetween(16.0, 24.0);
      }
    }
  }

  @Test
  void sceneCut_isPaidBack() {
    Simulated video = new Simulated(800_000, 48, 0.07, 0.2, 0.1);
    assertThat(video.run(192, 100, false)).isCloseTo(800_000, within(40_000.0));
  }

  @Test
  void quality_changesSmoothly() {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().bitrate(800_000).keyInterval(24).cascade(0).build();
    Simulated video = new Simulated(options, 0.07, 0.25, 0.15);
    video.run(240, -1, true);
    for (int i = 13; i < 240; i++) {
      double change = Math.abs(video.qualities.get(i) - video.qualities.get(i - 1));
      assertThat(change).isLessThanOrEqualTo(6.001);
    }
    List<Double> settled = video.qualities.subList(48, 240);
    double lowest = settled.stream().mapToDouble(q -> q).min().orElseThrow();
    double highest = settled.stream().mapToDouble(q -> q).max().orElseThrow();
    assertThat(highest - lowest).isLessThan(15);
  }

  @Test
  void bitRatesThatCannotBeReached_areTold() {
    Simulated low = new Simulated(1_000, 12, 0.05, 0.25, 0);
    low.run(60, -1, false);
    assertThat(low.listener.warnings)
        .singleElement()
        .asString()
        .startsWith("1000 bits a second are not reached: at quality 0 ");
    assertThat(low.qualities.get(59)).isZero();
    Simulated high = new Simulated(1e9, 12, 0.05, 0.25, 0);
    high.run(60, -1, false);
    assertThat(high.listener.warnings)
        .singleElement()
        .asString()
        .contains("are not reached: at quality 100 ");
    assertThat(high.qualities.get(59)).isEqualTo(100);
  }

  @Test
  void encoder_meetsABitRate() throws IOException {
    for (double bitrate : new double[] {200_000, 400_000}) {
      VideoEncodeOptions options =
          VideoEncodeOptions.builder().bitrate(bitrate).keyInterval(12).build();
      Coding.Coded coded = Coding.encode(Clips.noisy(Clips.pan(60, 64, 48, 4), 10), options);
      long bytes = coded.packets().stream().mapToLong(p -> p.bytes().length).sum();
      assertThat(8.0 * bytes * 25 / 60).isCloseTo(bitrate, within(0.05 * bitrate));
      VideoDecoder decoder = Coding.videoDecoder(coded.configuration());
      for (int i = 0; i < 60; i++) {
        assertThat(decoder.decode(coded.packets().get(i), CodecListener.SILENT))
            .isEqualTo(coded.pictures().get(i));
      }
    }
  }
}
