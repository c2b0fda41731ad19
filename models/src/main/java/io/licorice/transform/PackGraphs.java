package io.licorice.transform;

import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.FeedBuffers;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks that were opened of a pack, and their native memory.
 *
 * <p>Filled by one thread; closes what it opened.
 */
final class PackGraphs implements AutoCloseable {
  private final ModelPack pack;
  private final ExecutionSettings settings;
  private final FeedBuffers buffers = new FeedBuffers();
  private final List<OnnxGraph> graphs = new ArrayList<>();

  PackGraphs(ModelPack pack, ExecutionSettings settings) {
    this.pack = pack;
    this.settings = settings;
  }

  /** A network that runs where the settings say. */
  OnnxGraph open(String name) throws IOException {
    return open(name, settings);
  }

  /** A network that decides tables, and so runs on the CPU whatever the settings say. */
  OnnxGraph openOnCpu(String name) throws IOException {
    return open(name, settings.onCpu());
  }

  /**
   * What codes latents in stages.
   *
   * @param groups the pack's
   * @param channels latent channels
   */
  LatentStages stages(SymbolCosts costs, ScaleGroups groups, LatentUnits units, int channels)
      throws IOException {
    List<OnnxGraph> contexts = openAll("context_", CodingPasses.contextCount(), settings);
    // They are so small that to share them out takes longer than to run them.
    ExecutionSettings small = settings.onCpu().withOneThread();
    int count = ScaleContexts.graphCount(groups);
    List<OnnxGraph> scaleContexts = openAll("scale_context_", count, small);
    return new LatentStages(
        costs,
        new CodingPasses(contexts, channels, units),
        new ScaleContexts(groups, scaleContexts),
        units,
        channels);
  }

  private List<OnnxGraph> openAll(String prefix, int count, ExecutionSettings where)
      throws IOException {
    List<OnnxGraph> opened = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      opened.add(open(prefix + n, where));
    }
    return opened;
  }

  private OnnxGraph open(String name, ExecutionSettings where) throws IOException {
    OnnxGraph graph = new OnnxGraph(name, pack.file(name + ".onnx"), where, buffers);
    graphs.add(graph);
    return graph;
  }

  @Override
  public void close() throws IOException {
    for (OnnxGraph graph : graphs) {
      graph.close();
    }
    graphs.clear();
  }
}
