package io.licorice.entropy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.EntropySamples.Kind;
import io.licorice.entropy.EntropySamples.Sample;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Speed of the entropy coder on one core, in millions of symbols a second: {@code all} counts every
 * symbol, {@code coded} those only that are not sure zeros. Run from the root of the repository:
 *
 * <pre>{@code
 * ./mvnw -pl models test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *     -Dexec.args="-cp %classpath org.openjdk.jmh.Main RansBenchmark"
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RansBenchmark {
  private static final int SIZE = 192 * 48 * 48;

  /** Which symbols are coded: the name of a {@link Kind}. */
  @Param({"LATENTS", "COARSE_LATENTS", "FINE_LATENTS", "UNIFORM"})
  public String kind;

  private FrequencyTables tables;
  private Sample sample;
  private byte[] stream;
  private int[] decoded;
  private int codedSymbols;

  /** Counts symbols, for JMH to divide by the time. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Symbols {
    /** All symbols. */
    public long all;

    /** The symbols whose table is not sure zero. */
    public long coded;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void clear() {
      all = 0;
      coded = 0;
    }
  }

  /** Makes the sample. */
  @Setup
  public void prepare() {
    int[][] halves = EntropySamples.scaleTables();
    tables = FrequencyTables.of(halves);
    sample = EntropySamples.sample(halves, Kind.valueOf(kind), SIZE, 1);
    codedSymbols = sample.coded(tables);
    decoded = new int[SIZE];
    stream = encode(new Symbols());
  }

  /** Queues and codes the sample. */
  @Benchmark
  public byte[] encode(Symbols symbols) {
    RansEncoder encoder = new RansEncoder(tables);
    encoder.add(sample.tables(), sample.symbols(), 0, SIZE);
    symbols.all += SIZE;
    symbols.coded += codedSymbols;
    return encoder.finish();
  }

  /** Decodes the sample. */
  @Benchmark
  public int[] decode(Symbols symbols) throws LicFormatException {
    RansDecoder decoder = new RansDecoder(tables, stream, 0, stream.length);
    decoder.decode(sample.tables(), decoded, 0, SIZE);
    decoder.finish();
    symbols.all += SIZE;
    symbols.coded += codedSymbols;
    return decoded;
  }
}
