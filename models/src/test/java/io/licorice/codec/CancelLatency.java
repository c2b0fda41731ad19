package io.licorice.codec;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Measures how soon a call ends that is cancelled at a random time, for each way to encode and
 * decode a noisy picture of 2048 x 2048 pixels.
 *
 * <p>Arguments: number of threads, how often each call is cancelled, names of calls (all if there
 * are none). Prints one line a call: how long it takes, and median and largest of the times from
 * the wish to the exception, in milliseconds. From the repository's root:
 *
 * <pre>{@code
 * ./mvnw -pl models test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath io.licorice.codec.CancelLatency 2 8"
 * }</pre>
 */
final class CancelLatency {
  private static final int SIDE = 2048;

  private CancelLatency() {}

  private interface Call {
    void run(CodecListener listener) throws IOException;
  }

  /** Measures. */
  public static void main(String[] arguments) throws IOException {
    CodecSettings settings = CodecSettings.DEFAULT.withThreads(Integer.parseInt(arguments[0]));
    int times = Integer.parseInt(arguments[1]);
    try (LicCodec codec = LicCodec.open(settings);
        Segmenter segmenter = Segmenter.open(Segmenter.DEFAULT_MODEL, settings)) {
      Map<String, Call> calls = calls(codec, segmenter);
      if (arguments.length > 2) {
        calls.keySet().retainAll(Arrays.asList(arguments).subList(2, arguments.length));
      }
      for (Map.Entry<String, Call> call : calls.entrySet()) {
        measure(call.getKey(), call.getValue(), times);
      }
    }
  }

  private static Map<String, Call> calls(LicCodec codec, Segmenter segmenter) throws IOException {
    Picture picture = noisy();
    int[] labels = new int[SIDE * SIDE];
    Arrays.setAll(labels, i -> (i / SIDE / 97 + i % SIDE / 31) % 3);
    LabelMap map = LabelMap.of(SIDE, SIDE, GenerativeCodingTest.CLASSES, labels);
    QualityMap exact =
        QualityMap.over(SIDE, SIDE, 30)
            .region(new Region(500, 300, 1200, 1300), QualityMap.LOSSLESS)
            .build();
    QualityMap background =
        QualityMap.over(SIDE, SIDE, QualityMap.GENERATED)
            .region(new Region(500, 300, 600, 700), 60)
            .build();
    Map<String, EncodeOptions> options = new LinkedHashMap<>();
    options.put("quality", EncodeOptions.ofQuality(60));
    options.put(
        "target",
        EncodeOptions.builder().rate(new EncodeOptions.Rate.TargetBytes(600_000)).build());
    options.put("lossless", EncodeOptions.builder().lossless().build());
    options.put("map", EncodeOptions.builder().qualityMap(exact).build());
    options.put("generated", EncodeOptions.builder().qualityMap(background).labels(map).build());
    Map<String, Call> calls = new LinkedHashMap<>();
    for (Map.Entry<String, EncodeOptions> way : options.entrySet()) {
      calls.put(
          "encode-" + way.getKey(), listener -> codec.encode(picture, way.getValue(), listener));
      calls.put(
          "decode-" + way.getKey(),
          new Call() {
            private byte[] file;

            @Override
            public void run(CodecListener listener) throws IOException {
              if (file == null) {
                file = codec.encode(picture, way.getValue(), CodecListener.SILENT).bytes();
              }
              codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, listener);
            }
          });
    }
    calls.put("segment", listener -> segmenter.segment(picture, listener));
    return calls;
  }

  private static Picture noisy() {
    Picture picture = TestPictures.photoLike(SIDE, SIDE, 3, 1);
    Random random = new Random(2);
    for (int c = 0; c < 3; c++) {
      short[] plane = picture.plane(c);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) Math.max(0, Math.min(255, plane[i] + random.nextInt(25) - 12));
      }
    }
    return picture;
  }

  private static void measure(String name, Call call, int times) throws IOException {
    call.run(CodecListener.SILENT);
    long start = System.nanoTime();
    call.run(CodecListener.SILENT);
    long whole = System.nanoTime() - start;
    Random random = new Random(3);
    double[] latencies =
        IntStream.range(0, times)
            .mapToDouble(i -> latency(call, (long) (whole * (i + random.nextDouble()) / times)))
            .filter(t -> t >= 0)
            .sorted()
            .toArray();
    System.out.printf(
        "%-18s %6d  median %5.0f  largest %5.0f  of %d%n",
        name,
        whole / 1_000_000,
        latencies[latencies.length / 2],
        latencies[latencies.length - 1],
        latencies.length);
  }

  /** From the wish to the exception, in milliseconds; negative if the call was done before. */
  private static double latency(Call call, long after) {
    long wish = System.nanoTime() + after;
    CodecListener listener =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            return System.nanoTime() >= wish;
          }
        };
    try {
      call.run(listener);
      return -1;
    } catch (CancellationException e) {
      return (System.nanoTime() - wish) / 1e6;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
