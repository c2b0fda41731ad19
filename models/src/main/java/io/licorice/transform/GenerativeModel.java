package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.lossless.CellCodes;
import io.licorice.lossless.StartingBits;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.OnnxGraph;
import io.licorice.runtime.OnnxGraph.Tensor;
import io.licorice.runtime.PackManifest;
import java.io.IOException;
import java.util.List;

/**
 * Selective generative compression (Agustsson et al. 2019): a few integers a cell of which a
 * generator makes a picture, and none at all where it draws from a label map. Its decoder computes
 * with integers.
 *
 * <p>Quality step 0 is no code; step k is the k-th number of channels of the pack.
 *
 * <p>Owns its networks. Safe for use by several threads until closed.
 */
final class GenerativeModel implements TransformModel {
  /** First byte of a payload: whether the label map was drawn from. */
  private static final int LABELLED = 1;

  private static final int SAMPLE_FRACTION_BITS = 12;

  private final PackManifest manifest;
  private final GeneratorCells cells;
  private final List<String> classes;
  private final StartingBits start;
  private final OnnxGraph analysis;
  private final OnnxGraph synthesis;

  /** The integers of a tile, channels x height x width, without padding. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Codes(CellBlock block, float[] y) implements Analysis {
    @Override
    public float[][] values() {
      return new float[][] {y};
    }
  }

  /** Loads a pack; the generator runs where the settings say. */
  GenerativeModel(ModelPack pack, ExecutionSettings settings) throws IOException {
    this.manifest = pack.manifest();
    this.classes = pack.classes().stream().map(ModelPack.NamedClass::name).toList();
    check();
    this.cells = new GeneratorCells(manifest.codeChannels(), classes.size());
    try {
      this.start = StartingBits.parse(pack.file("codes.bin"), CellCodes.contexts(cells.most()));
    } catch (LicFormatException e) {
      throw new IOException("pack " + manifest.id() + ": codes.bin: " + e.getMessage(), e);
    }
    this.analysis = new OnnxGraph("analysis", pack.file("analysis.onnx"), settings);
    OnnxGraph opened = null;
    try {
      opened = new OnnxGraph("synthesis", pack.file("synthesis.onnx"), settings);
    } finally {
      if (opened == null) {
        analysis.close();
      }
    }
    this.synthesis = opened;
  }

  private void check() throws IOException {
    List<Integer> channels = manifest.codeChannels();
    boolean ascending = !channels.isEmpty() && channels.get(0) > 0;
    for (int i = 1; i < channels.size(); i++) {
      ascending &= channels.get(i - 1) < channels.get(i);
    }
    int steps = 1 + manifest.highestStep() - manifest.lowestStep();
    if (!ascending
        || channels.size() > GeneratorCells.MOST_LEVELS
        || steps != 1 + channels.size()) {
      throw new IOException(
          "pack "
              + manifest.id()
              + ": up to 3 ascending numbers of channels and one quality step more expected, found "
              + channels
              + " and "
              + steps);
    }
    int latents = GeneratorCells.inputs(channels.get(channels.size() - 1), classes.size());
    if (manifest.latents() != latents || manifest.sampleFractionBits() != SAMPLE_FRACTION_BITS) {
      throw new IOException(
          "pack "
              + manifest.id()
              + ": "
              + latents
              + " latents and samples in units of 2^-12 expected, found "
              + manifest.latents()
              + " and 2^-"
              + manifest.sampleFractionBits());
    }
  }

  @Override
  public int qualitySteps() {
    return 1 + manifest.codeChannels().size();
  }

  @Override
  public int haloCells() {
    return manifest.haloCells();
  }

  @Override
  public int latents() {
    return manifest.latents();
  }

  @Override
  public Analysis analysis(CellBlock block, float[][] values) {
    return new Codes(block, values[0]);
  }

  @Override
  public Analysis analyse(
      float[] samples, int width, int height, int left, int top, CellBlock block)
      throws IOException {
    int wide = width / CellBlock.CELL;
    int high = height / CellBlock.CELL;
    float[] all =
        analysis.run(cells.most() * wide * high, new Tensor(samples, 1, 3, height, width));
    float[] y = new float[cells.most() * block.cells()];
    for (int c = 0; c < cells.most(); c++) {
      for (int row = 0; row < block.height(); row++) {
        int from = (c * high + top + row) * wide + left;
        int to = (c * block.height() + row) * block.width();
        System.arraycopy(all, from, y, to, block.width());
      }
    }
    return new Codes(block, y);
  }

  @Override
  public Codestream.Tile encode(Analysis tile, CellSteps quality, TileLabels labels) {
    Codes codes = (Codes) tile;
    int[] integers = integers(codes, quality);
    byte[] stream = stream(integers, codes.block, quality);
    byte[] payload = new byte[1 + stream.length];
    payload[0] = (byte) (labels == TileLabels.UNKNOWN ? 0 : LABELLED);
    System.arraycopy(stream, 0, payload, 1, stream.length);
    int[] seen = cells.of(integers, codes.block, quality, labels);
    return new Codestream.Tile(payload, Codestream.crc(quality.checked(), seen));
  }

  /** The integers of the channels that each cell has, 0 otherwise. */
  private int[] integers(Codes codes, CellSteps quality) {
    int[] channels = cells.channels(codes.block, quality);
    int[] integers = new int[codes.y.length];
    for (int i = 0; i < integers.length; i++) {
      boolean coded = i / channels.length < channels[i % channels.length];
      integers[i] = coded ? (int) codes.y[i] : 0;
    }
    return integers;
  }

  private byte[] stream(int[] integers, CellBlock block, CellSteps quality) {
    return CellCodes.encode(integers, cells.channels(block, quality), block.width(), start);
  }

  @Override
  public double estimate(Analysis tile, CellSteps quality) {
    Codes codes = (Codes) tile;
    return 1 + stream(integers(codes, quality), codes.block, quality).length;
  }

  @Override
  public Trial trial(Analysis tile, CellSteps quality) {
    throw new UnsupportedOperationException("pixels are synthesised: errors say nothing");
  }

  @Override
  public double squaredErrorPerBit(int step) {
    throw new UnsupportedOperationException("pixels are synthesised: errors say nothing");
  }

  @Override
  public float[] decode(
      byte[] payload, int latentsCrc, CellBlock block, CellSteps quality, TileLabels labels)
      throws IOException {
    boolean labelled = isLabelled(payload);
    if (labelled && labels == TileLabels.UNKNOWN) {
      throw new LicFormatException(0, "drawn from a label map, which the picture has lost");
    }
    int[] integers = integers(payload, block, quality);
    int[] seen = cells.of(integers, block, quality, labelled ? labels : TileLabels.UNKNOWN);
    int found = Codestream.crc(quality.checked(), seen);
    if (found != latentsCrc) {
      throw new LicFormatException(
          -1,
          String.format(
              "codes and labels have CRC %08x, the encoder's had %08x", found, latentsCrc));
    }
    return cells.padded(seen, block);
  }

  private static boolean isLabelled(byte[] payload) throws LicFormatException {
    if (payload.length == 0 || payload[0] < 0 || payload[0] > LABELLED) {
      throw new LicFormatException(0, "codes that begin with 0 or 1 expected");
    }
    return payload[0] == LABELLED;
  }

  private int[] integers(byte[] payload, CellBlock block, CellSteps quality)
      throws LicFormatException {
    int[] channels = cells.channels(block, quality);
    return CellCodes.decode(payload, 1, cells.most(), channels, block.width(), start);
  }

  @Override
  public float[] cellBits(byte[] payload, CellBlock block, CellSteps quality) throws IOException {
    isLabelled(payload);
    int[] integers = integers(payload, block, quality);
    return CellCodes.bits(integers, cells.channels(block, quality), block.width(), start);
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public boolean isGenerative() {
    return true;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public float[] synthesise(float[] y, int width, int height, CellSteps quality)
      throws IOException {
    float[] samples =
        synthesis.run(
            3 * width * height * CellBlock.CELL * CellBlock.CELL,
            new Tensor(y, 1, manifest.latents(), height, width));
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= 1 << SAMPLE_FRACTION_BITS;
    }
    return samples;
  }

  @Override
  public void close() throws IOException {
    analysis.close();
    synthesis.close();
  }
}
