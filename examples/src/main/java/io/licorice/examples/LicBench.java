package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodedPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Our codec, in this process; the first picture of a size is coded once before the clock runs. */
final class LicBench implements BenchCodec {
  private final String name;
  private final CodecSettings settings;
  private final String model;
  private final LicCodec codec;
  private final Map<Integer, LicCodec> codecsByThreads = new HashMap<>();
  private final Set<Warm> warm = new HashSet<>();
  private ScratchFolder scratch;
  private ProcessMemory memory;

  /** A size of pictures that a codec has coded before. */
  private record Warm(LicCodec codec, int width, int height, int channels) {}

  private LicBench(String name, CodecSettings settings, String model, LicCodec codec) {
    this.name = name;
    this.settings = settings;
    this.model = model;
    this.codec = codec;
  }

  static LicBench open(String name, CodecSettings settings, String model) throws IOException {
    return new LicBench(name, settings, model, LicCodec.open(settings));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "model " + model + " on " + settings.device() + ", in process, after one warm-up";
  }

  @Override
  public String timing() {
    return "steady state in one process; its own process is a Java that starts, loads, works, ends";
  }

  @Override
  public List<Double> qualities() {
    return IntStream.rangeClosed(0, 20).mapToObj(step -> 5.0 * step).toList();
  }

  @Override
  public double qualityStep() {
    return 0.01;
  }

  @Override
  public boolean isThreaded() {
    return true;
  }

  @Override
  public Trial run(Picture picture, double quality) throws IOException {
    return warmed(codec, picture, quality);
  }

  @Override
  public Speed speed(Picture picture, double quality, int threads, int repeats) throws IOException {
    CodecSettings wanted = settings.withThreads(threads);
    LicCodec own = codecsByThreads.get(threads);
    if (own == null) {
      own = LicCodec.open(wanted);
      codecsByThreads.put(threads, own);
    }
    double encode = Double.POSITIVE_INFINITY;
    double decode = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repeats; i++) {
      Trial trial = warmed(own, picture, quality);
      encode = Math.min(encode, trial.encodeSeconds());
      decode = Math.min(decode, trial.decodeSeconds());
    }
    if (scratch == null) {
      scratch = ScratchFolder.make();
      memory = ProcessMemory.in(scratch);
    }
    Path original = scratch.file("original.ppm");
    Path coded = scratch.file("coded.lic");
    Pnm.write(picture, original);
    LicProcess encoder = LicProcess.encoder(original, coded, wanted, model, quality);
    LicProcess decoder = LicProcess.decoder(coded, scratch.file("decoded.ppm"), wanted);
    return new Speed(cost(encode, encoder, repeats), cost(decode, decoder, repeats));
  }

  private Cost cost(double codecSeconds, LicProcess process, int repeats) throws IOException {
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repeats; i++) {
      shortest = Math.min(shortest, Programs.run(scratch.file("log.txt"), process.command()));
    }
    OptionalLong peak = memory.peakBytes(scratch.file("log.txt"), process.command());
    return new Cost(OptionalDouble.of(codecSeconds), OptionalDouble.of(shortest), peak);
  }

  private Trial warmed(LicCodec own, Picture picture, double quality) throws IOException {
    EncodeOptions options = EncodeOptions.builder().model(model).quality(quality).build();
    if (warm.add(new Warm(own, picture.width(), picture.height(), picture.channels()))) {
      measure(own, picture, options);
    }
    return measure(own, picture, options);
  }

  /** Codes and decodes a picture once. */
  static Trial measure(LicCodec codec, Picture picture, EncodeOptions options) throws IOException {
    long start = System.nanoTime();
    EncodedPicture coded = codec.encode(picture, options, CodecListener.SILENT);
    long middle = System.nanoTime();
    DecodeOptions whole = DecodeOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE);
    Picture decoded =
        codec.decode(ByteSource.of(coded.bytes()), whole, CodecListener.SILENT).picture();
    long end = System.nanoTime();
    return new Trial(coded.bytes().length, (middle - start) / 1e9, (end - middle) / 1e9, decoded);
  }

  @Override
  public void close() throws IOException {
    for (LicCodec own : codecsByThreads.values()) {
      own.close();
    }
    codec.close();
    if (scratch != null) {
      scratch.close();
    }
  }
}
