package io.licorice.codec;

import java.io.IOException;
import java.nio.file.Path;
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
 * Steady-state speed of lossless coding on a picture of 768 x 512 pixels; the scores are pixels a
 * microsecond, that is megapixels a second.
 *
 * <p>The picture is generated, or, with {@code -Dlicorice.picture=FILE} for the fork, a file of
 * just that size. From the repository's root:
 *
 * <pre>{@code
 * ./mvnw -pl models test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath org.openjdk.jmh.Main LosslessBenchmark"
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LosslessBenchmark {
  private static final int WIDTH = 768;
  private static final int HEIGHT = 512;
  private static final int PIXELS = WIDTH * HEIGHT;

  /** Threads of the codec. */
  @Param({"1", "2"})
  public int threads;

  private LicCodec codec;
  private Picture picture;
  private EncodeOptions options;
  private ByteSource coded;

  /** Codes the picture once. */
  @Setup
  public void open() throws IOException {
    codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads));
    String file = System.getProperty("licorice.picture");
    picture =
        file == null
            ? TestPictures.photoLike(WIDTH, HEIGHT, 3, 1)
            : TestPictures.read(Path.of(file)).read(new Region(0, 0, WIDTH, HEIGHT));
    options = EncodeOptions.builder().lossless().build();
    coded = ByteSource.of(codec.encode(picture, options, CodecListener.SILENT).bytes());
  }

  /** Closes the codec. */
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
