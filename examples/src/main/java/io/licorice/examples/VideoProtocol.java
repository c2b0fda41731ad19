package io.licorice.examples;

/**
 * How often codecs of a comparison start anew. All have a low delay: no frame waits for a later
 * one.
 *
 * @param name in {@code --protocol} and reports
 * @param gop frames from one key frame to the next, or {@link #ONE_KEY_FRAME}
 */
record VideoProtocol(String name, int gop) {
  static final int ONE_KEY_FRAME = 0;
  static final int DEFAULT_GOP = 12;
  static final String LOW_DELAY = "low-delay";
  static final String LONG_GOP = "long-gop";

  /** Frames between key frames of a video. */
  int gop(VideoClip clip) {
    return gop == ONE_KEY_FRAME ? clip.frameCount() : gop;
  }

  /** The distance in words. */
  String gopText() {
    return gop == ONE_KEY_FRAME ? "one key frame" : "a key frame every " + gop + " frames";
  }
}
