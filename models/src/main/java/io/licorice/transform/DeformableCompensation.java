package io.licorice.transform;

import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;

/**
 * What motion beside a pixel's own says of it, after FVC (Hu et al. 2021): features of the
 * reference from where flow and offsets lead, fused into what a prediction lacks. See {@code
 * models/doc/predicted-frames.md}, section "Deformable compensation".
 *
 * <p>Safe for use by several threads until its networks are closed.
 */
final class DeformableCompensation {
  private final OnnxGraph features;
  private final OnnxGraph offsets;
  private final OnnxGraph fusion;
  private final PassThreads threads;

  /**
   * Opens the networks of a pack, which are the caller's to close.
   *
   * @param threads share what is no network
   */
  DeformableCompensation(PackGraphs graphs, PassThreads threads) throws IOException {
    this.threads = threads;
    this.features = graphs.open("features");
    this.offsets = graphs.open("offsets");
    this.fusion = graphs.open("fusion");
  }

  /** Features of the reference from where flow and offsets lead. */
  float[] deform(CompensationInputs inputs, CellBlock block) throws IOException {
    float[] moved = offsets.run(moves(block), inputs.inOrder());
    float[] found = features.run(inputs.reference()).values();
    int size = FeatureSampling.groups() * inputs.samples() / FramePlanes.PLANES;
    if (found.length == 0 || found.length % size != 0) {
      throw new IOException(
          "network features: " + found.length + " values for groups of " + size + " in all");
    }
    return FeatureSampling.sample(found, inputs.flow().values(), moved, block, threads);
  }

  /**
   * What a prediction lacks, in sixteenths of a level.
   *
   * @param prediction that of compensation alone
   * @param deformed features from where other motion leads
   */
  float[] fuse(
      FramePrediction prediction, float[] deformed, CompensationInputs inputs, CellBlock block)
      throws IOException {
    return fusion.run(
        inputs.samples(),
        channels(deformed, block),
        inputs.warped(),
        inputs.second(),
        VideoNetworks.planes(prediction.shown(), block),
        inputs.quality());
  }

  /** Offsets of all groups, each in two directions, one for four pixels. */
  private static int moves(CellBlock block) {
    return 2 * FeatureSampling.groups() * block.cells() * CellBlock.CELL * CellBlock.CELL / 4;
  }

  private static Tensor channels(float[] values, CellBlock block) {
    long high = (long) block.height() * CellBlock.CELL;
    long wide = (long) block.width() * CellBlock.CELL;
    return new Tensor(values, 1, values.length / (high * wide), high, wide);
  }
}
