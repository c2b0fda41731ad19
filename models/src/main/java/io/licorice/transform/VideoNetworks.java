package io.licorice.transform;

import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.PackManifest;
import java.io.IOException;

/**
 * The networks of a video pack. Frames go in as samples less 128, planes x rows x columns of whole
 * cells.
 *
 * <p>Safe for use by several threads until its networks are closed.
 */
final class VideoNetworks {
  private final int latents;
  private final int flowLatents;
  private final PassThreads threads;
  private final OnnxGraph flow;
  private final OnnxGraph flowAnalysis;
  private final OnnxGraph flowContext;
  private final OnnxGraph flowSynthesis;
  private final OnnxGraph compensation;
  private final OnnxGraph context;
  private final OnnxGraph analysis;
  private final OnnxGraph synthesis;
  private final OnnxGraph filter;
  private final PriorHeads.Networks flowPrior;
  private final PriorHeads.Networks prior;

  /**
   * Opens the networks of a pack, which are the caller's to close.
   *
   * @param threads share what is no network, or one that runs in two parts
   */
  VideoNetworks(PackGraphs graphs, PackManifest manifest, PassThreads threads) throws IOException {
    this.threads = threads;
    this.latents = manifest.latents();
    this.flowLatents = manifest.flowLatents();
    this.flow = graphs.open("flow");
    this.flowAnalysis = graphs.open("flow_analysis");
    this.flowContext = graphs.openOnCpu("flow_context");
    this.flowPrior = prior(graphs, "flow_");
    this.flowSynthesis = graphs.open("flow_synthesis");
    this.compensation = graphs.open("compensation");
    this.context = graphs.openOnCpu("context");
    this.analysis = graphs.open("analysis");
    this.prior = prior(graphs, "");
    this.synthesis = graphs.open("synthesis");
    this.filter = graphs.open("filter");
  }

  private static PriorHeads.Networks prior(PackGraphs graphs, String prefix) throws IOException {
    return new PriorHeads.Networks(
        graphs.open(prefix + "hyper_analysis"),
        graphs.open(prefix + "mean_head"),
        graphs.openOnCpu(prefix + "scale_head"));
  }

  PriorHeads.Networks flowPrior() {
    return flowPrior;
  }

  PriorHeads.Networks prior() {
    return prior;
  }

  /**
   * Where a frame comes from: 2 x rows / 4 x columns / 4, in pixels.
   *
   * @param worth squared error of a pixel that flow must save before it is made any less plain
   */
  float[] estimate(FramePlanes frame, FramePlanes reference, double worth) throws IOException {
    CellBlock block = frame.block();
    FlowBands bands = FlowBands.of(block.paddedHeight() * CellBlock.CELL);
    PassThreads.Both<float[]> found =
        threads.both(
            () -> estimate(frame, reference, worth, 0, bands.upperEnd()),
            () -> estimate(frame, reference, worth, bands.lowerBegin(), bands.rows()));
    int wide = block.paddedWidth() * FlowField.CELLS_OF_CELL;
    int rows = block.height() * FlowField.CELLS_OF_CELL;
    int columns = block.width() * FlowField.CELLS_OF_CELL;
    float[] flow = new float[2 * rows * columns];
    for (int row = 0; row < 2 * rows; row++) {
      int line = bands.place(row / rows, row % rows);
      float[] band = bands.isUpper(row % rows) ? found.first() : found.second();
      System.arraycopy(band, line * wide, flow, row * columns, columns);
    }
    return flow;
  }

  /**
   * The same of some rows of pixels, made up to whole hyper-cells: flow is sought at those first.
   */
  private float[] estimate(
      FramePlanes frame, FramePlanes reference, double worth, int first, int end)
      throws IOException {
    if (first == end) {
      return new float[0];
    }
    Tensor seen = band(frame, first, end);
    int size = 2 * seen.values().length / FramePlanes.PLANES / (FlowField.CELL * FlowField.CELL);
    return flow.run(size, seen, band(reference, first, end), number((float) worth));
  }

  private static Tensor band(FramePlanes frame, int first, int end) {
    int wide = frame.block().paddedWidth() * CellBlock.CELL;
    float[] rows = frame.centred(wide, first, end - first);
    return new Tensor(rows, 1, FramePlanes.PLANES, end - first, wide);
  }

  /**
   * Latents of flow: channels x height x width.
   *
   * @param pixels what {@link #estimate} gave
   * @param warped the reference where that flow takes it
   */
  float[] analyseFlow(
      float[] pixels, float[] frame, float[] warped, QualityStep step, CellBlock block)
      throws IOException {
    return flowAnalysis.run(
        flowLatents * block.cells(),
        flowCells(pixels, block),
        planes(frame, block),
        planes(warped, block),
        plane(step));
  }

  /**
   * What the flow of the frame before says of a frame's: channels x height x width.
   *
   * @param before decoded latents of that flow
   */
  float[] flowContext(float[] before, CellBlock block) throws IOException {
    return ofCells("flow_context", flowContext.run(latents(before, flowLatents, block)), block);
  }

  private static float[] ofCells(String name, Tensor made, CellBlock block) throws IOException {
    float[] values = made.values();
    if (values.length == 0 || values.length % block.cells() != 0) {
      throw new IOException(
          "network " + name + ": " + values.length + " values for " + block.cells() + " cells");
    }
    return values;
  }

  /** Flow of decoded latents. */
  FlowField flow(float[] decoded, CellBlock block) throws IOException {
    int size = 2 * block.cells() * FlowField.CELLS_OF_CELL * FlowField.CELLS_OF_CELL;
    return FlowField.of(block, flowSynthesis.run(size, latents(decoded, flowLatents, block)));
  }

  /** What the warped reference lacks, in sixteenths of a level. */
  float[] compensate(CompensationInputs inputs) throws IOException {
    return compensation.run(inputs.samples(), inputs.inOrder());
  }

  /** What the prediction says of the residual: channels x height x width. */
  float[] context(FramePrediction prediction, CellBlock block) throws IOException {
    Tensor[] known = {planes(prediction.shown(), block), planes(prediction.basis(), block)};
    return ofCells("context", context.run(known), block);
  }

  /** Latents of the residual: channels x height x width. */
  float[] analyse(float[] frame, FramePrediction prediction, CellBlock block) throws IOException {
    return analysis.run(latents * block.cells(), planes(prediction.missed(frame), block));
  }

  /** The frame of decoded latents, samples less 128. */
  float[] reconstruct(
      float[] decoded, FramePrediction prediction, QualityStep step, CellBlock block)
      throws IOException {
    Tensor plane = plane(step);
    int size = prediction.values().length;
    float[] residual = synthesis.run(size, latents(decoded, latents, block), plane);
    float[] frame = prediction.corrected(residual, threads);
    Tensor[] seen = {planes(frame, block), planes(prediction.shown(), block), plane};
    FramePrediction.filter(frame, filter.run(size, seen), threads);
    return frame;
  }

  static Tensor planes(float[] values, CellBlock block) {
    int high = block.height() * CellBlock.CELL;
    return new Tensor(values, 1, FramePlanes.PLANES, high, (long) block.width() * CellBlock.CELL);
  }

  private static Tensor flowCells(float[] values, CellBlock block) {
    long high = (long) block.height() * FlowField.CELLS_OF_CELL;
    return new Tensor(values, 1, 2, high, (long) block.width() * FlowField.CELLS_OF_CELL);
  }

  private static Tensor latents(float[] values, int channels, CellBlock block) {
    return new Tensor(values, 1, channels, block.height(), block.width());
  }

  static Tensor plane(QualityStep step) {
    return number(step.plane() / 16f);
  }

  private static Tensor number(float value) {
    return new Tensor(new float[] {value}, 1, 1, 1, 1);
  }
}
