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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Our codec, in this process; the first picture of a size is coded once before the clock runs. */
final class LicBench implements BenchCodec {
  private final LicCodec codec;
  private final String model;
  private final String settings;
  private final Set<List<Integer>> warmSizes = new HashSet<>();

  private LicBench(LicCodec codec, String model, String device) {
    this.codec = codec;
    this.model = model;
    this.settings = "model " + model + " on " + device + ", in process, after one warm-up";
  }

  static LicBench open(CodecSettings settings, String model) throws IOException {
    return new LicBench(LicCodec.open(settings), model, settings.device().toString());
  }

  @Override
  public String name() {
    return "lic";
  }

  @Override
  public String settings() {
    return settings;
  }

  @Override
  public List<Double> qualities() {
    return IntStream.rangeClosed(0, 20).mapToObj(step -> 5.0 * step).toList();
  }

  @Override
  public Trial run(Picture picture, double quality) throws IOException {
    EncodeOptions options = EncodeOptions.builder().model(model).quality(quality).build();
    if (warmSizes.add(List.of(picture.width(), picture.height(), picture.channels()))) {
      measure(codec, picture, options);
    }
    return measure(codec, picture, options);
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
    codec.close();
  }
}
