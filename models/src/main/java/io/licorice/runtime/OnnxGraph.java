package io.licorice.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.licorice.cancel.Cancellation;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One network: float tensors in, the first of its outputs out.
 *
 * <p>Owns its session. Safe for use by several threads until closed.
 */
public final class OnnxGraph implements AutoCloseable {
  /** Inputs that need no more memory than a process has to spare, in floats. */
  private static final long SMALL = 1 << 21;

  private static final AtomicLong LIVE_VALUES = new AtomicLong();

  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<String> inputs;
  private final Set<String> output;
  private final boolean returnsMemory;
  private final FeedBuffers buffers;

  /**
   * A tensor in memory.
   *
   * @param values the values, row by row
   * @param shape batch, channels, height, width
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Tensor(float[] values, long... shape) {}

  /**
   * What a graph says of an input.
   *
   * @param floats whether it takes floats of 32 bits
   * @param shape the lengths that it must have, -1 where any will do
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Input(boolean floats, long... shape) {}

  /**
   * Loads a graph.
   *
   * @param name name for messages
   * @param model the ONNX file's bytes
   * @param settings device and threads; CUDA that cannot be had is an error
   * @throws IOException if ONNX Runtime or the device is not to be had, or the graph is broken
   */
  public OnnxGraph(String name, byte[] model, ExecutionSettings settings) throws IOException {
    this(name, model, settings, new FeedBuffers());
  }

  /**
   * Loads one of several graphs.
   *
   * @param name name for messages
   * @param model the ONNX file's bytes
   * @param settings device and threads; CUDA that cannot be had is an error
   * @param buffers memory for inputs, which graphs may share
   * @throws IOException if ONNX Runtime or the device is not to be had, or the graph is broken
   */
  public OnnxGraph(String name, byte[] model, ExecutionSettings settings, FeedBuffers buffers)
      throws IOException {
    this(name, model, settings, buffers, computesBytes(settings));
  }

  private static boolean computesBytes(ExecutionSettings settings) throws IOException {
    OnnxEnvironment.get(); // or the trial would hide why there is none
    return settings.rewriting() == Rewriting.ALL && !settings.cuda() && ByteKernels.areExact();
  }

  /** Whether bytes are computed with bytes is told; results are the same where that is exact. */
  OnnxGraph(
      String name,
      byte[] model,
      ExecutionSettings settings,
      FeedBuffers buffers,
      boolean computesBytes)
      throws IOException {
    this.name = name;
    this.buffers = buffers;
    this.returnsMemory = settings.returnsMemory();
    this.environment = OnnxEnvironment.get();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(level(settings.rewriting()));
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      // A waiting worker that spins takes the core from the entropy coder of the next tile.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.disable_quant_qdq", computesBytes ? "0" : "1");
      if (settings.cuda()) {
        addCuda(options, settings.cudaDevice());
      }
      this.session = environment.createSession(model, options);
      this.inputs = new ArrayList<>(session.getInputNames());
      this.output = Set.of(session.getOutputNames().iterator().next());
    } catch (OrtException e) {
      throw new IOException("network " + name + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static OrtSession.SessionOptions.OptLevel level(Rewriting rewriting) {
    return switch (rewriting) {
      case NONE -> OrtSession.SessionOptions.OptLevel.NO_OPT;
      case BASIC -> OrtSession.SessionOptions.OptLevel.BASIC_OPT;
      case FLOATS, ALL -> OrtSession.SessionOptions.OptLevel.ALL_OPT;
    };
  }

  private static void addCuda(OrtSession.SessionOptions options, int device) throws IOException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
      // Sums of integers are exact in any order, but not the transforms of Winograd and Fourier
      // that
      // a search for the fastest algorithm may choose.
      cuda.add("cudnn_conv_algo_search", "DEFAULT");
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    } catch (OrtException e) {
      throw new IOException(
          "device cuda:"
              + device
              + " was asked for but is not to be had (it needs the onnxruntime_gpu artifact, CUDA 12"
              + " and cuDNN 9): "
              + e.getMessage(),
          e);
    }
  }

  /**
   * How many ONNX Runtime values this process holds: inputs and outputs of runs under way.
   *
   * @return 0 if no graph is running
   */
  public static long liveValues() {
    return LIVE_VALUES.get();
  }

  /**
   * The inputs as the graph declares them.
   *
   * @return one entry an input, in the graph's order
   * @throws IOException if ONNX Runtime fails
   */
  public List<Input> inputs() throws IOException {
    try {
      List<Input> declared = new ArrayList<>();
      for (NodeInfo node : session.getInputInfo().values()) {
        declared.add(
            node.getInfo() instanceof TensorInfo info
                ? new Input(info.type == OnnxJavaType.FLOAT, info.getShape())
                : new Input(false));
      }
      return declared;
    } catch (OrtException e) {
      throw new IOException("network " + name + ": its inputs are not told: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a graph whose output has a known size.
   *
   * @param tensors the inputs in the graph's order
   * @param size number of values that the output must have
   * @return the output's values
   * @throws IOException if ONNX Runtime fails or the output has another size
   * @throws java.util.concurrent.CancellationException as the other method
   */
  public float[] run(int size, Tensor... tensors) throws IOException {
    float[] values = run(tensors).values;
    if (values.length != size) {
      throw new IOException(
          "network " + name + ": " + size + " values expected, found " + values.length);
    }
    return values;
  }

  /**
   * Runs a graph whose output says itself what shape it has.
   *
   * @param tensors the inputs in the graph's order
   * @return the output; integers as floats, which are exact below 2^24
   * @throws IOException if ONNX Runtime fails or the output is neither of floats nor of integers of
   *     32 or 64 bits
   * @throws java.util.concurrent.CancellationException if the job on this thread is {@linkplain
   *     Cancellation cancelled}, before the run or in it
   */
  public Tensor run(Tensor... tensors) throws IOException {
    if (tensors.length != inputs.size()) {
      throw new IllegalArgumentException(
          name + ": " + inputs.size() + " inputs expected, found " + tensors.length);
    }
    Cancellation.check();
    List<ByteBuffer> borrowed = new ArrayList<>();
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try {
      for (int i = 0; i < tensors.length; i++) {
        ByteBuffer buffer = buffers.borrow(tensors[i].values.length);
        borrowed.add(buffer);
        feeds.put(inputs.get(i), tensor(tensors[i], buffer));
      }
      return output(feeds, isLarge(tensors));
    } catch (OrtException e) {
      Cancellation.check(); // a run that was terminated has failed
      throw new IOException("network " + name + " failed: " + e.getMessage(), e);
    } finally {
      for (OnnxTensor feed : feeds.values()) {
        feed.close();
        LIVE_VALUES.decrementAndGet();
      }
      buffers.giveBack(borrowed);
    }
  }

  private static boolean isLarge(Tensor... tensors) {
    long floats = 0;
    for (Tensor tensor : tensors) {
      floats += tensor.values.length;
    }
    return floats > SMALL;
  }

  private Tensor output(Map<String, OnnxTensor> feeds, boolean large)
      throws OrtException, IOException {
    OrtSession.Result result;
    try (TerminableRun run = new TerminableRun(returnsMemory && large)) {
      result = session.run(feeds, output, run.options());
    }
    LIVE_VALUES.addAndGet(result.size());
    try (result) {
      return OnnxOutput.tensor(name, result.get(0));
    } finally {
      LIVE_VALUES.addAndGet(-result.size());
    }
  }

  private OnnxTensor tensor(Tensor tensor, ByteBuffer memory) throws OrtException {
    FloatBuffer buffer = memory.clear().asFloatBuffer();
    buffer.put(tensor.values).flip();
    OnnxTensor value = OnnxTensor.createTensor(environment, buffer, tensor.shape);
    LIVE_VALUES.incrementAndGet();
    return value;
  }

  @Override
  public void close() throws IOException {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IOException("network " + name + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
