package io.licorice.video;

/** Says what became of damaged frames. */
final class Damage {
  private Damage() {}

  /** One sentence on frames that could not be decoded. */
  static String sentence(long first, long last) {
    String frames =
        first == last ? "frame " + first + " is" : "frames " + first + " to " + last + " are";
    return frames + (first == 0 ? " left gray" : " filled with frame " + (first - 1));
  }
}
