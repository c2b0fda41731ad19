package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.FrequencyTables;
import io.licorice.entropy.RansDecoder;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.PackManifest;
import java.io.IOException;
import java.util.List;

/**
 * The variable-rate mean-scale hyperprior (Ballé et al. 2018, Minnen et al. 2018; gains after Cui
 * et al. 2021) with context passes for the means and, in groups of channels, for the scales. What
 * decides tables computes with integers, and in a pack of integers all of the decoder does.
 *
 * <p>Owns its networks. Safe for use by several threads until closed.
 */
final class HyperpriorModel implements TransformModel {
  private final PackManifest manifest;
  private final LatentUnits units;
  private final FrequencyTables tables;
  private final QualityTables qualities;
  private final PackGraphs graphs;
  private final OnnxGraph analysis;
  private final OnnxGraph hyperAnalysis;
  private final OnnxGraph scaleHead;
  private final OnnxGraph meanHead;
  private final OnnxGraph synthesis;
  private final SymbolCosts costs;
  private final LatentStages stages;
  private final PassThreads threads;
  private final TileEncoder encoder;
  private final TileDecoder decoder;

  /** The networks' view of a tile: channels x padded height x padded width, and a quarter of it. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record TileAnalysis(CellBlock block, float[] y, float[] z) implements Analysis {
    @Override
    public float[][] values() {
      return new float[][] {y, z};
    }
  }

  /** Loads a pack; what decides tables runs on the CPU whatever the settings say. */
  HyperpriorModel(ModelPack pack, ExecutionSettings settings) throws IOException {
    this.manifest = pack.manifest();
    this.units = LatentUnits.of(manifest);
    this.threads = new PassThreads(settings);
    ScaleGroups scaleGroups;
    try {
      this.tables = FrequencyTables.parse(pack.file("tables.bin"));
      this.qualities =
          QualityTables.parse(
              pack.file("quality.bin"),
              manifest,
              new QualityTables.Sizes(manifest.latents(), manifest.hyperLatents(), 1, 0));
      scaleGroups = ScaleGroups.parse(pack.file("scale_context.bin"), manifest.latents());
    } catch (LicFormatException e) {
      throw new IOException("pack " + manifest.id() + ": " + e.getMessage(), e);
    }
    if (tables.size() != QualityTables.SCALE_TABLES) {
      throw new IOException("pack " + manifest.id() + ": " + tables.size() + " tables");
    }
    this.costs = new SymbolCosts(tables, manifest.rateWeight());
    this.graphs = new PackGraphs(pack, settings);
    try {
      this.analysis = graphs.open("analysis");
      this.hyperAnalysis = graphs.open("hyper_analysis");
      this.scaleHead = graphs.openOnCpu("scale_head");
      this.meanHead = graphs.open("mean_head");
      this.synthesis = graphs.open("synthesis");
      this.stages = graphs.stages(costs, scaleGroups, units, manifest.latents());
    } catch (IOException e) {
      close();
      throw e;
    }
    this.encoder = new TileEncoder(this);
    this.decoder = new TileDecoder(this);
  }

  @Override
  public int qualitySteps() {
    return qualities.count();
  }

  @Override
  public int haloCells() {
    return manifest.haloCells();
  }

  @Override
  public Codestream.Tile encode(Analysis tile, CellSteps quality, TileLabels labels)
      throws IOException {
    return encoder.encode((TileAnalysis) tile, quality);
  }

  @Override
  public double estimate(Analysis tile, CellSteps quality) throws IOException {
    return encoder.estimate((TileAnalysis) tile, quality);
  }

  @Override
  public Trial trial(Analysis tile, CellSteps quality) throws IOException {
    return encoder.trial((TileAnalysis) tile, quality);
  }

  @Override
  public double squaredErrorPerBit(int step) {
    return qualities.squaredErrorPerBit(step);
  }

  @Override
  public float[] decode(
      byte[] payload, int latentsCrc, CellBlock block, CellSteps quality, TileLabels labels)
      throws IOException {
    return decoder.decode(payload, latentsCrc, block, quality);
  }

  @Override
  public float[] cellBits(byte[] payload, CellBlock block, CellSteps quality) throws IOException {
    return decoder.cellBits(payload, block, quality);
  }

  @Override
  public boolean isGenerative() {
    return false;
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  LatentUnits units() {
    return units;
  }

  @Override
  public boolean isExact() {
    return units == LatentUnits.INTEGERS;
  }

  PackManifest manifest() {
    return manifest;
  }

  FrequencyTables tables() {
    return tables;
  }

  SymbolCosts costs() {
    return costs;
  }

  LatentStages stages() {
    return stages;
  }

  TileQuality quality(CellBlock block, CellSteps steps) {
    return TileQuality.of(qualities, block, steps);
  }

  @Override
  public TileAnalysis analyse(
      float[] samples, int width, int height, int left, int top, CellBlock block)
      throws IOException {
    int cellsWide = width / CellBlock.CELL;
    int cellsHigh = height / CellBlock.CELL;
    int channels = manifest.latents();
    float[] all =
        analysis.run(channels * cellsWide * cellsHigh, new Tensor(samples, 1, 3, height, width));
    int paddedWidth = block.paddedWidth();
    int paddedHeight = block.paddedHeight();
    float[] y = new float[channels * block.paddedCells()];
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < paddedHeight; row++) {
        int from = (c * cellsHigh + top + row) * cellsWide + left;
        System.arraycopy(all, from, y, (c * paddedHeight + row) * paddedWidth, paddedWidth);
      }
    }
    float[] z =
        hyperAnalysis.run(
            manifest.hyperLatents() * block.hyperCells(),
            new Tensor(y, 1, channels, paddedHeight, paddedWidth));
    return new TileAnalysis(block, y, z);
  }

  @Override
  public TileAnalysis analysis(CellBlock block, float[][] values) {
    return new TileAnalysis(block, values[0], values[1]);
  }

  /** What the heads see: the integers that were coded for the hyper-latents, and the quality. */
  private Tensor headInput(int[] hyperSymbols, CellBlock block, TileQuality quality) {
    int hyperCells = block.hyperCells();
    int hyper = manifest.hyperLatents();
    float[] input = new float[(hyper + 1) * hyperCells];
    for (int cell = 0; cell < hyperCells; cell++) {
      QualityStep step = quality.ofHyperCell(cell);
      for (int c = 0; c < hyper; c++) {
        int i = c * hyperCells + cell;
        input[i] = step.hyperLatent(hyperSymbols[i], c);
      }
      input[hyper * hyperCells + cell] = step.plane();
    }
    return new Tensor(input, 1, hyper + 1, block.hyperHeight(), block.hyperWidth());
  }

  /** What symbols of hyper-latents say of latents. */
  LatentStages.Expected expect(int[] hyperSymbols, CellBlock block, TileQuality quality)
      throws IOException {
    Tensor known = headInput(hyperSymbols, block, quality);
    int size = manifest.latents() * block.paddedCells();
    int[] sixteenths = sixteenths(scaleHead.run(size, known), block, quality);
    return new LatentStages.Expected(block, quality, sixteenths, () -> meanHead.run(size, known));
  }

  /** Decodes latents; with several threads, means are found beside the calling one. */
  float[] decode(LatentStages.Expected expected, RansDecoder coder, LatentStages.Check check)
      throws IOException {
    return stages.decode(expected, coder, threads, check);
  }

  /** Indices and a half, for rounding, before the scale contexts correct them. */
  private int[] sixteenths(float[] head, CellBlock block, TileQuality quality) {
    int[] sixteenths = new int[head.length];
    int[] offsets = new int[quality.steps().length];
    for (int c = 0; c < manifest.latents(); c++) {
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = quality.steps()[i].indexOffset()[c] + 8;
      }
      int from = c * block.paddedCells();
      for (int cell = 0; cell < block.paddedCells(); cell++) {
        sixteenths[from + cell] = 4 * (int) head[from + cell] + offsets[quality.ofCell(cell)];
      }
    }
    return sixteenths;
  }

  @Override
  public float[] synthesise(float[] y, int width, int height, CellSteps quality)
      throws IOException {
    int planeWidth = quality.isMapped() ? width : 1;
    int planeHeight = quality.isMapped() ? height : 1;
    float[] plane = new float[planeWidth * planeHeight];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = qualities.planeAt(quality.at(i % planeWidth, i / planeWidth)) / 16f;
    }
    return units.toSamples(
        synthesis.run(
            3 * width * height * CellBlock.CELL * CellBlock.CELL,
            new Tensor(y, 1, manifest.latents(), height, width),
            new Tensor(plane, 1, 1, planeHeight, planeWidth)));
  }

  @Override
  public int latents() {
    return manifest.latents();
  }

  @Override
  public void close() throws IOException {
    threads.close();
    graphs.close();
  }
}
