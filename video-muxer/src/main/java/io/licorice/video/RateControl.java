package io.licorice.video;

import io.licorice.codec.CodecListener;

/**
 * Chooses the quality of frames: the one that was asked for, or the one that meets a bit rate.
 *
 * <p>For a bit rate, key frames and predicted ones each have a size that doubles with so many
 * points of quality ({@link SizeModel}). Before each frame the quality is found at which the frames
 * up to the end of this group, or of the next if this one is nearly over, take what the video's
 * time so far and until then allows. So a debt is paid back within a group. For use by one thread
 * at a time.
 */
final class RateControl {
  /** What a predicted frame takes at first, as a part of a key frame. */
  private static final double FIRST_SHARE = 0.2;

  /** How far the quality may go from one predicted frame to the next. */
  private static final double STEP = 3;

  /** How far it may go from the last group to the next key frame. */
  private static final double KEY_STEP = 6;

  /** How many frames belong to the beginning, when little is known. */
  private static final int EARLY = 12;

  /** How far it may go in the beginning. */
  private static final double EARLY_STEP = 8;

  /** How far it may rise when a frame is coded again. */
  private static final double RETRY_STEP = 25;

  /** The part of a group's bits that may be put by for the next key frame. */
  private static final double MOST_RESERVE = 0.05;

  /** The most frames that are planned ahead. */
  private static final int HORIZON = 96;

  /** The fewest frames that are planned ahead. */
  private static final int LEAST_HORIZON = 3;

  /** How far a rate may be missed before it is told. */
  private static final double MISSED = 0.05;

  private static final double FIRST_QUALITY = 50;

  private final VideoEncodeOptions options;
  private final TimeBase timeBase;
  private final double bytesPerSecond;
  private final double lowest;
  private final double highest;

  private final QualityCascade cascade;
  private final SizeModel keys = new SizeModel(1);
  private final CascadeSizes predicted;
  private double quality;
  private int place;
  private long frames;
  private long bytes;
  private long first;
  private long end;
  private boolean missTold;

  RateControl(VideoEncodeOptions options, TimeBase timeBase) {
    this.options = options;
    this.timeBase = timeBase;
    this.cascade = new QualityCascade(options.cascade());
    this.predicted = new CascadeSizes(cascade);
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
    return clamped(quality + cascade.offset(place));
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
    double step = frames < EARLY ? EARLY_STEP : key ? KEY_STEP : STEP;
    double planned = planned(frame, key, groupLeft);
    quality = Math.max(quality - step, Math.min(quality + step, planned));
  }

  /**
   * Looks at what the first frame of a kind takes, of which nothing was known before.
   *
   * @return whether it is to be coded again, at the quality that is planned now
   */
  boolean retries(TimedFrame frame, boolean key, int length, int groupLeft) {
    if (isFixed() || (key ? keys.isKnown() : predicted.isKnown())) {
      return false;
    }
    double tried = key ? keyQuality() : predictedQuality();
    learn(key, length);
    // What is gained by far better frames is little, and what is guessed of their sizes uncertain.
    quality = Math.min(quality + RETRY_STEP, planned(frame, key, groupLeft));
    return Math.abs((key ? keyQuality() : predictedQuality()) - tried) > STEP;
  }

  private double planned(TimedFrame frame, boolean key, int groupLeft) {
    int interval = options.keyInterval();
    int left = Math.min(groupLeft, HORIZON);
    int keyFrames = key ? 1 : 0;
    boolean wholeGroups = groupLeft <= HORIZON;
    while (wholeGroups && left < Math.max(LEAST_HORIZON, Math.min(interval, HORIZON) / 4)) {
      left += Math.min(interval, HORIZON);
      keyFrames++;
      wholeGroups = interval <= HORIZON;
    }
    long so = frame.timestamp() - (frames == 0 ? frame.timestamp() : first);
    double mean =
        timeBase.seconds(frames == 0 ? frame.duration() : end - first) / Math.max(1, frames);
    double allowed = bytesPerSecond * (timeBase.seconds(so) + left * mean) - bytes;
    if (wholeGroups && predicted.isKnown()) {
      double surplus = keyBytes(quality) - bytesPerSecond * mean;
      double most = MOST_RESERVE * bytesPerSecond * mean * interval;
      allowed -= Math.max(0, Math.min(surplus / 2, most));
    }
    return qualityFor(allowed, keyFrames, left - keyFrames);
  }

  private void learn(boolean key, int length) {
    if (key) {
      keys.learn(keyQuality(), length);
    } else {
      predicted.learn(clamped(quality), place, length);
    }
  }

  /** The quality at which frames take so many bytes. */
  private double qualityFor(double allowed, int keyFrames, int others) {
    double low = lowest;
    double high = highest;
    double mean = predicted.count(place, others);
    while (high - low > 0.01) {
      double middle = (low + high) / 2;
      double taken = keyFrames * keyBytes(middle) + mean * predictedBytes(middle);
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
    return keys.bytes(keyQuality(value));
  }

  private double predictedBytes(double value) {
    return predicted.isKnown() ? predicted.bytes(clamped(value)) : FIRST_SHARE * keyBytes(value);
  }

  /**
   * Takes note of what a frame took.
   *
   * @param planned whether it was planned as a key frame
   * @param key whether it became one
   */
  void coded(TimedFrame frame, boolean planned, boolean key, int length, CodecListener listener) {
    if (frames == 0) {
      first = frame.timestamp();
    }
    frames++;
    bytes += length;
    end = frame.timestamp() + frame.duration();
    if (!isFixed()) {
      if (key) {
        learn(true, length);
      }
      if (!planned) {
        // A frame that became a key frame is what those to come may cost too.
        learn(false, length);
      }
      tellMiss(listener);
    }
    place = key ? 0 : place + 1;
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
                Byte.SIZE * bytesPerSecond, tooMuch ? 0 : 100, ratio * Byte.SIZE * bytesPerSecond));
  }
}
