package io.licorice.video;

import io.licorice.codec.Picture;

/** Decides which frames are key frames. For use by one thread at a time. */
final class KeyChoice {
  /** Share of the last key frame's bytes at which a predicted frame is looked at again. */
  private static final double SUSPICIOUS = 0.75;

  /** By how much more a frame must take before it is looked at again, if it was kept once. */
  private static final double MORE_SUSPICIOUS = 1.2;

  /** What twice the bytes are worth in dB. */
  private static final double DOUBLING = 3;

  private final int interval;
  private final boolean scenes;
  private int sinceKey;
  private boolean begun;
  private long keyLength;
  private double suspicious = SUSPICIOUS;
  private SceneCuts.Small before;
  private SceneCuts.Small now;

  KeyChoice(int interval, boolean scenes) {
    this.interval = interval;
    this.scenes = scenes;
  }

  /** Whether the next frame is to be a key frame, as far as can be seen before it is coded. */
  boolean isKey(Picture frame) {
    boolean due = !begun || sinceKey >= interval;
    if (!scenes) {
      return due;
    }
    now = SceneCuts.Small.of(frame);
    return due || SceneCuts.isCut(before, now);
  }

  /** Whether a predicted frame takes so much that a key frame is to be tried too. */
  boolean isSuspicious(int length) {
    return scenes && length > suspicious * keyLength;
  }

  /** Whether a key frame is better than a predicted one, each with its bytes and its PSNR in dB. */
  boolean prefersKey(int predictedLength, double predicted, int asKeyLength, double asKey) {
    double worth = DOUBLING * Math.log((double) asKeyLength / predictedLength) / Math.log(2);
    boolean better = asKey - predicted >= worth;
    if (!better) {
      suspicious = MORE_SUSPICIOUS * predictedLength / keyLength;
    }
    return better;
  }

  /** Takes note of what the frame became. */
  void coded(boolean key, int length) {
    begun = true;
    before = now;
    if (key) {
      sinceKey = 0;
      keyLength = length;
      suspicious = SUSPICIOUS;
    }
    sinceKey++;
  }

  /**
   * The number of frames from the next one to the last before a key frame that is due.
   *
   * @param key whether the next one is a key frame itself
   */
  int groupLeft(boolean key) {
    return key ? interval : interval - sinceKey;
  }
}
