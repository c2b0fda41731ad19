package io.licorice.transform;

import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * The networks that correct the table indices of a stage, which is a group of channels in the cells
 * of a pass, by the integers of the stages before it.
 *
 * <p>Immutable and safe for use by several threads; the networks are the caller's to close.
 */
final class ScaleContexts {
  private final ScaleGroups groups;
  private final List<OnnxGraph> graphs;

  /**
   * The networks of a model.
   *
   * @param groups its groups
   * @param graphs networks of all stages but the first, in coding order
   */
  ScaleContexts(ScaleGroups groups, List<OnnxGraph> graphs) {
    if (graphs.size() != graphCount(groups)) {
      throw new IllegalArgumentException(
          graphs.size() + " scale contexts, " + graphCount(groups) + " expected");
    }
    this.groups = groups;
    this.graphs = List.copyOf(graphs);
  }

  /** How many networks a pack with these groups has. */
  static int graphCount(ScaleGroups groups) {
    return CodingPasses.COUNT * groups.count() - 1;
  }

  ScaleGroups groups() {
    return groups;
  }

  /**
   * The correction of each latent of a stage: corner of the pass x channel of the group x half
   * height x half width, in quarters of an index.
   *
   * @param sums padded height x padded width x sums
   * @return null in the first stage
   */
  float[] run(int pass, int group, float[] sums, CellBlock block) throws IOException {
    int stage = pass * groups.count() + group;
    if (stage == 0) {
      return null;
    }
    Tensor input = new Tensor(sums, 1, block.paddedHeight(), block.paddedWidth(), groups.sums());
    int corners = CodingPasses.corners(pass);
    int size = corners * groups.size(group) * block.paddedCells() / 4;
    return graphs.get(stage - 1).run(size, input);
  }
}
