package io.licorice.codec;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.SegmenterInput;
import io.licorice.runtime.SegmenterPack;
import java.io.IOException;
import java.util.List;

/**
 * A segmentation network that takes samples in -0.5..0.5.
 *
 * <p>Owns its graph. Safe for use by several threads until closed.
 */
final class SegmenterNetwork implements AutoCloseable {
  private final String name;
  private final int classes;
  private final SegmenterInput input;
  private final OnnxGraph graph;

  private SegmenterNetwork(SegmenterPack pack, SegmenterInput input, OnnxGraph graph) {
    this.name = pack.name();
    this.classes = pack.classes().size();
    this.input = input;
    this.graph = graph;
  }

  static SegmenterNetwork open(SegmenterPack pack, CodecSettings settings) throws IOException {
    int device = settings.device().cuda() ? settings.device().index() : -1;
    ExecutionSettings execution = new ExecutionSettings(device, settings.effectiveThreads());
    OnnxGraph graph = new OnnxGraph(pack.name(), pack.graph(), execution);
    try {
      return new SegmenterNetwork(pack, checked(pack, graph.inputs()), graph);
    } catch (IOException e) {
      graph.close();
      throw e;
    }
  }

  /** The input as it is described, with the size that the graph itself insists on. */
  private static SegmenterInput checked(SegmenterPack pack, List<OnnxGraph.Input> inputs)
      throws IOException {
    long[] shape = inputs.isEmpty() ? new long[0] : inputs.get(0).shape();
    boolean picture =
        inputs.size() == 1
            && inputs.get(0).floats()
            && shape.length == 4
            && fits(shape[0], 1)
            && fits(shape[1], 3);
    if (!picture) {
      throw new IOException(
          "segmenter "
              + pack.name()
              + ": one input of floats, 1 x 3 x height x width, expected, found "
              + inputs.size()
              + ", the first of "
              + ClassScores.words(shape));
    }
    SegmenterInput described = pack.input();
    boolean agrees = fits(shape[2], described.height()) && fits(shape[3], described.width());
    if (described.hasOneSize() ? !agrees : shape[2] > 0 != shape[3] > 0) {
      throw new IOException(
          "segmenter "
              + pack.name()
              + ": its graph takes "
              + ClassScores.words(shape)
              + ", which does not go with a size of "
              + (described.hasOneSize() ? described.width() + "x" + described.height() : "any"));
    }
    return described.hasOneSize() || shape[2] <= 0 ? described : ofGraph(pack, described, shape);
  }

  private static boolean fits(long declared, int length) {
    return declared <= 0 || declared == length;
  }

  private static SegmenterInput ofGraph(SegmenterPack pack, SegmenterInput input, long[] shape)
      throws IOException {
    try {
      return input.withSize(Math.toIntExact(shape[3]), Math.toIntExact(shape[2]));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IOException("segmenter " + pack.name() + ": " + e.getMessage(), e);
    }
  }

  SegmenterInput input() {
    return input;
  }

  int classes() {
    return classes;
  }

  /**
   * Runs the network.
   *
   * @param samples three planes of samples in -0.5..0.5, which are written over
   */
  ClassScores run(float[] samples, int width, int height) throws IOException {
    int plane = width * height;
    for (int c = 0; c < 3; c++) {
      float shift = 0.5f - input.mean()[c];
      float deviation = input.deviation()[c];
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        samples[i] = (samples[i] + shift) / deviation;
      }
    }
    Tensor output = graph.run(new Tensor(samples, 1, 3, height, width));
    try {
      return ClassScores.of(output, classes, width, height);
    } catch (IOException e) {
      throw new IOException("segmenter " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    graph.close();
  }
}
