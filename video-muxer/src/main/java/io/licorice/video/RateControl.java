package io.licorice.video;

import io.licorice.codec.CodecListener;

/**
 * Chooses the quality of frames: the one that was asked for, or the one that meets a bit rate.
 *
 * <p>For a bit rate, key frames and predicted ones each have a size that is taken to double with so
 * many points of quality, and to be else what it was lately. Before each frame the quality is found
 * at which the frames up to the end of this group, or of the next if this one is nearly over, take
 * what the video's time so far and until then allows. So a debt is paid back within a group. For
 * use by one thread at a time.
 */
final class RateControl {
  /** Doublings of bytes for a point of quality. Too many are safe: they only slow the control. */
  private static final double SLOPE = 0.1;

  private static final double LEAST_SLOPE = 0.03;

  /** What a predicted frame takes at first, as a part of a key frame. */
  private static final double FIRST_SHARE = 0.2;

  /** How far the quality may go from one predicted frame to the next. */
  private static final double STEP = 3;

  /** How far it may go from the last group to the next key frame. */
  private static final double KEY_STEP = 6;

  /** The weight of the newest predicted frame in what they take. */
  private static final double NEWEST = 0.3;

  /** The part of a group's bits that may be put by for the next key frame. */
  private static final double MOST_RESERVE = 0.12;

  /** The most frames that are planned ahead. */
  private static final int HORIZON = 96;

  /** How far a rate may be missed before it is told. */
  private static final double MISSED = 0.05;

  private static final double FIRST_QUALITY = 50;

  private final VideoEncodeOptions options;
  private final TimeBase timeBase;
  private final double bytesPerSecond;
  private final double lowest;
  private final double highest;

  private double quality;
  private double keyLevel;
  private double keySlope = SLOPE;
  private double predictedLevel = Double.NaN;
  private long frames;
  private long bytes;
  private long first;
  private long end;
  private boolean missTold;

  RateControl(VideoEncodeOptions options, TimeBase timeBase) {
    this.options = options;
    this.timeBase = timeBase;
    // Beyond the ends of the scale one of both kinds has still room.
    this.lowest = Math.min(0, -options.keyAdvance());
    this.highest = Math.max(100, 100 - options.keyAdvance());
    if (options.rate() instanceof VideoEncodeOptions.Rate.Bitrate rate) {
      this.quality = FIRST_QUALITY;
      this.bytesPerSecond = rate.bitsPerSecond() / Byte.SIZE;
    } else {
      this.quality = ((VideoEncodeOptions.Rate.Quality) options.rate()).value();
      this.bytesPerSecond = Double.NaN;
    }
  }

  private boolean isFixed() {
    return Double.isNaN(bytesPerSecond);
  }

  /** The quality of the next frame, if it is a key frame. */
  double keyQuality() {
    return keyQuality(quality);
  }

  private double keyQuality(double value) {
    return clamped(value + options.keyAdvance());
  }

  /** The quality of the next frame, if it is predicted. */
  double predictedQuality() {
    return clamped(quality);
  }

  private static double clamped(double value) {
    return Math.max(0, Math.min(100, value));
  }

  /**
   * Plans the next frame.
   *
   * @param groupLeft frames from this one to the last before the next key frame
   */
  void plan(TimedFrame frame, boolean key, int groupLeft) {
    if (isFixed() || frames == 0) {
      return;
    }
    double step = key ? KEY_STEP : frames <= 2 ? highest - lowest : STEP;
    double planned = planned(frame, key, groupLeft);
    quality = Math.max(quality - step, Math.min(quality + step, planned));
  }

  /**
   * Looks at what the first key frame takes.
   *
   * @return whether it is to be coded again, at the quality that is planned now
   */
  boolean retriesFirst(TimedFrame frame, int length, int groupLeft) {
    if (isFixed() || frames > 0) {
      return false;
    }
    double tried = keyQuality();
    keyLevel = log2(length) - keySlope * tried;
    quality = planned(frame, true, groupLeft);
    return Math.abs(keyQuality() - tried) > STEP;
  }

  /** Learns from the two tries of the first key frame how fast sizes grow. */
  void learn(double someQuality, int someLength, double otherQuality, int otherLength) {
    double slope = (log2(otherLength) - log2(someLength)) / (otherQuality - someQuality);
    keySlope = Math.max(LEAST_SLOPE, Math.min(SLOPE, slope));
  }

  private double planned(TimedFrame frame, boolean key, int groupLeft) {
    int interval = options.keyInterval();
    int left = Math.min(groupLeft, HORIZON);
    int keys = key ? 1 : 0;
    boolean wholeGroups = groupLeft <= HORIZON;
    while (wholeGroups && left < Math.max(4, Math.min(interval, HORIZON) / 2)) {
      left += Math.min(interval, HORIZON);
      keys++;
      wholeGroups = interval <= HORIZON;
    }
    long so = frame.timestamp() - (frames == 0 ? frame.timestamp() : first);
    double mean =
        timeBase.seconds(frames == 0 ? frame.duration() : end - first) / Math.max(1, frames);
    double allowed = bytesPerSecond * (timeBase.seconds(so) + left * mean) - bytes;
    if (wholeGroups && !Double.isNaN(predictedLevel)) {
      double surplus = keyBytes(quality) - bytesPerSecond * mean;
      double most = MOST_RESERVE * bytesPerSecond * mean * interval;
      allowed -= Math.max(0, Math.min(surplus / 2, most));
    }
    return qualityFor(allowed, keys, left - keys);
  }

  /** The quality at which frames take so many bytes. */
  private double qualityFor(double allowed, int keys, int predicted) {
    double low = lowest;
    double high = highest;
    while (high - low > 0.01) {
      double middle = (low + high) / 2;
      double taken = keys * keyBytes(middle) + predicted * predictedBytes(middle);
      if (taken > allowed) {
        high = middle;
      } else {
        low = middle;
      }
    }
    // The ends themselves are never tried.
    return high == highest ? highest : low;
  }

  private double keyBytes(double value) {
    return Math.pow(2, keyLevel + keySlope * keyQuality(value));
  }

  private double predictedBytes(double value) {
    return Double.isNaN(predictedLevel)
        ? FIRST_SHARE * keyBytes(value)
        : Math.pow(2, predictedLevel + SLOPE * clamped(value));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** Takes note of what a frame took. */
  void coded(TimedFrame frame, boolean key, int length, CodecListener listener) {
    if (frames == 0) {
      first = frame.timestamp();
    }
    frames++;
    bytes += length;
    end = frame.timestamp() + frame.duration();
    if (isFixed()) {
      return;
    }
    if (key) {
      keyLevel = log2(length) - keySlope * keyQuality();
    } else {
      double level = log2(length) - SLOPE * predictedQuality();
      double weight = Double.isNaN(predictedLevel) ? 1 : NEWEST;
      predictedLevel = Double.isNaN(predictedLevel) ? level : predictedLevel;
      predictedLevel += weight * (level - predictedLevel);
    }
    tellMiss(listener);
  }

  private void tellMiss(CodecListener listener) {
    double ratio = bytes / (bytesPerSecond * timeBase.seconds(end - first));
    boolean tooMuch = quality <= lowest && ratio > 1 + MISSED;
    boolean tooLittle = quality >= highest && ratio < 1 - MISSED;
    if (missTold || frames < Math.min(options.keyInterval(), HORIZON) || !tooMuch && !tooLittle) {
      return;
    }
    missTold = true;
    listener.warning(
        "%.0f bits a second are not reached: at quality %d it is %.0f so far"
            .formatted(
                Byte.SIZE * bytesPerSecond,
                tooMuch ? 0 : 100,
                ratio * Byte.SIZE * bytesPerSecond));
  }
}
