package io.licorice.examples;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A codec that is a pair of programs: which files they take, and how they are called.
 *
 * @param name the name in {@code --codecs} and in reports
 * @param byDefault whether it is measured unless other codecs are named
 * @param inputSuffix what the encoder reads: {@code ppm} or {@code png}
 * @param codedSuffix of the coded file
 * @param outputSuffix what the decoder writes: {@code ppm} or {@code png}
 * @param qualities rate points that span about 0.1 to 2.5 bits a pixel on photographs
 * @param qualityStep smallest difference of qualities that the encoder knows
 * @param threaded whether the encoder has an option for threads
 * @param encoder the encoder's command line
 * @param decoder the decoder's command line
 * @param decoderToTime another way to decode that is nearer to the codec's own work, for the
 *     codec's time alone
 * @param report what the programs print of their own time
 * @param note what else a reader of the figures should know; may be empty
 */
record Peer(
    String name,
    boolean byDefault,
    String inputSuffix,
    String codedSuffix,
    String outputSuffix,
    List<Double> qualities,
    double qualityStep,
    boolean threaded,
    Encoder encoder,
    Decoder decoder,
    Optional<Decoder> decoderToTime,
    TimeReport report,
    String note) {

  /** Makes an encoder's command line. */
  interface Encoder {
    List<String> command(String in, String out, double quality, Conditions conditions);
  }

  /** Makes a decoder's command line. */
  interface Decoder {
    List<String> command(String in, String out, Conditions conditions);
  }

  /**
   * What a command line depends on beside the files and the quality.
   *
   * @param gray whether the picture is gray
   * @param threads at least 1
   */
  record Conditions(boolean gray, int threads) {}

  private static final Conditions COLOUR = new Conditions(false, 2);

  /** The programs that are needed. */
  List<String> programs() {
    return Stream.of(
            encoder.command("IN", "OUT", 1, COLOUR).get(0),
            decoder.command("IN", "OUT", COLOUR).get(0))
        .toList();
  }

  /** The command lines for colour and two threads, with {@code Q} where the quality stands. */
  String settings() {
    // No default quality looks like this, so it is found again.
    double probe = 7777;
    String encode = String.join(" ", encoder.command("IN", "OUT", probe, COLOUR));
    String decode = String.join(" ", decoder.command("IN", "OUT", COLOUR));
    String commands = encode.replace(Peers.number(probe), "Q") + "; " + decode;
    return note.isEmpty() ? commands : commands + "; " + note;
  }

  /** Where the codec's own time comes from. */
  String timing() {
    if (report != TimeReport.NONE) {
      return "as the programs report it";
    }
    String decode =
        decoderToTime
            .map(d -> ", to decode that of " + String.join(" ", d.command("IN", "OUT", COLOUR)))
            .orElse("");
    return "time of the process less that for a picture of 64x64" + decode;
  }
}
