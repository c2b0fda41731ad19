package io.licorice.examples;

import java.util.List;

/**
 * All that a run of the bench found out.
 *
 * @param machine what it ran on, in words
 * @param leftOut a sentence for each codec that was not measured
 * @param reports one for each set of pictures
 */
record BenchSummary(
    String machine, List<Codec> codecs, List<String> leftOut, List<BenchReport> reports) {

  /** What a reader must know of a codec's figures. */
  record Codec(String name, String settings, String timing) {
    static Codec of(BenchCodec codec) {
      return new Codec(codec.name(), codec.settings(), codec.timing());
    }
  }

  /** This machine, without its name. */
  static String thisMachine() {
    return Text.of(
        "%s %s, %d processors, Java %s",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
  }
}
