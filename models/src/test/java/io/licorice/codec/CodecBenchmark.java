package io.licorice.codec;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steady-state speed of the whole codec on a 768 x 512 picture, entropy coding included; the scores
 * are pixels a microsecond, that is megapixels a second.
 *
 * <p>From the repository's root:
 *
 * <pre>{@code
 * ./mvnw -pl models test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath org.openjdk.jmh.Main CodecBenchmark"
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class CodecBenchmark {
  private static final int WIDTH = 768;
  private static final int HEIGHT = 512;
  private static final int PIXELS = WIDTH * HEIGHT;

  /** Threads of the codec. */
  @Param({"1", "2"})
  public int threads;

  /** Place on the quality scale. */
  @Param({"20", "50", "80"})
  public double quality;

  private LicCodec codec;
  private Picture picture;
  private EncodeOptions options;
  private ByteSource coded;

  /** Codes the picture once. */
  @Setup
  public void open() throws IOException {
    codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads));
    picture = TestPictures.photoLike(WIDTH, HEIGHT, 3, 1);
    options = EncodeOptions.ofQuality(quality);
    coded = ByteSource.of(codec.encode(picture, options, CodecListener.SILENT).bytes());
  }

  /** Frees the networks. */
  @TearDown
  public void close() throws IOException {
    codec.close();
  }

  /** Pixels to bytes. */
  @Benchmark
  @OperationsPerInvocation(PIXELS)
  public byte[] encode() throws IOException {
    return codec.encode(picture, options, CodecListener.SILENT).bytes();
  }

  /** Bytes to pixels. */
  @Benchmark
  @OperationsPerInvocation(PIXELS)
  public Picture decode() throws IOException {
    return codec.decode(coded, DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
  }
}
