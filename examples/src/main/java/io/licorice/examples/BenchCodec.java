package io.licorice.examples;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** A codec under measurement. */
interface BenchCodec extends AutoCloseable {
  /** The name in {@code --codecs} and in reports. */
  String name();

  /** How the codec is called, for whoever wants to repeat the measurement. */
  String settings();

  /** What the codec's own time is, and where it comes from. */
  String timing();

  /** Rate points that span about 0.1 to 2.5 bits a pixel on photographs. */
  List<Double> qualities();

  /** The smallest difference of qualities that makes a difference. */
  default double qualityStep() {
    return 1;
  }

  /** Whether it can use more than one thread. */
  default boolean isThreaded() {
    return false;
  }

  /** Codes and decodes a picture. */
  Trial run(Picture picture, double quality) throws IOException;

  /**
   * Codes and decodes a picture several times with nothing else to do.
   *
   * @param threads threads to use, 0 for one a core
   * @param repeats how often each time is taken, at least 1; the shortest counts
   */
  Speed speed(Picture picture, double quality, int threads, int repeats) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * What came out.
   *
   * @param bytes size of the coded file
   * @param encodeSeconds time to encode
   * @param decodeSeconds time to decode
   * @param decoded the picture again
   */
  record Trial(long bytes, double encodeSeconds, double decodeSeconds, Picture decoded) {}

  /** What coding and decoding cost. */
  record Speed(Cost encode, Cost decode) {}

  /**
   * What a program or a codec inside this process costs; empty is what cannot be told.
   *
   * @param codecSeconds of the codec itself
   * @param processSeconds of the whole process, from its start to its end
   * @param peakBytes most memory that the process held at a time, as the system counts it
   */
  record Cost(OptionalDouble codecSeconds, OptionalDouble processSeconds, OptionalLong peakBytes) {
    /** The cost of a codec that has no process of its own. */
    static Cost ofCodec(double seconds) {
      return new Cost(OptionalDouble.of(seconds), OptionalDouble.empty(), OptionalLong.empty());
    }

    /** Mean times, and the largest of the peaks; what one of them cannot tell is empty. */
    static Cost mean(List<Cost> costs) {
      return new Cost(
          mean(costs, Cost::codecSeconds),
          mean(costs, Cost::processSeconds),
          costs.stream().allMatch(cost -> cost.peakBytes().isPresent())
              ? costs.stream().mapToLong(cost -> cost.peakBytes().getAsLong()).max()
              : OptionalLong.empty());
    }

    private static OptionalDouble mean(List<Cost> costs, Function<Cost, OptionalDouble> seconds) {
      return costs.stream().map(seconds).allMatch(OptionalDouble::isPresent)
          ? costs.stream().map(seconds).mapToDouble(OptionalDouble::getAsDouble).average()
          : OptionalDouble.empty();
    }
  }
}
