package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.FrequencyTables;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackManifest;
import java.io.IOException;

/**
 * Predicted frames after DVC (Lu et al. 2019): coded flow, motion compensation, coded residual,
 * with the gains of family 1 (Cui et al. 2021) for every quality. A decoder computes with integers
 * throughout, so that a frame is the same on every machine and may be predicted from in turn. See
 * {@code models/doc/predicted-frames.md}.
 *
 * <p>Owns its networks. Safe for use by several threads until closed.
 */
public final class VideoModel implements AutoCloseable {
  /** Quantiser steps of flow a unit of its latents, at a gain of 1. */
  private static final int FLOW_STEPS = 8;

  private final FrequencyTables tables;
  private final QualityTables qualities;
  private final VideoNetworks networks;
  private final LatentPrior flowPrior;
  private final LatentPrior prior;

  /**
   * A coded frame.
   *
   * @param payload its bytes
   * @param frame what a decoder makes of them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record CodedFrame(byte[] payload, FramePlanes frame) {}

  /** Loads a pack; what decides tables runs on the CPU whatever the settings say. */
  VideoModel(ModelPack pack, ExecutionSettings settings) throws IOException {
    PackManifest manifest = pack.manifest();
    if (LatentUnits.of(manifest) != LatentUnits.INTEGERS) {
      throw new IOException("pack " + manifest.id() + ": a decoder in integers expected");
    }
    QualityTables.Sizes sizes =
        new QualityTables.Sizes(manifest.latents(), manifest.hyperLatents(), 1);
    QualityTables.Sizes flowSizes =
        new QualityTables.Sizes(manifest.flowLatents(), manifest.flowHyperLatents(), FLOW_STEPS);
    QualityTables flowQualities;
    try {
      this.tables = FrequencyTables.parse(pack.file("tables.bin"));
      this.qualities = QualityTables.parse(pack.file("quality.bin"), manifest, sizes);
      flowQualities = QualityTables.parse(pack.file("flow_quality.bin"), manifest, flowSizes);
    } catch (LicFormatException e) {
      throw new IOException("pack " + manifest.id() + ": " + e.getMessage(), e);
    }
    if (tables.size() != QualityTables.SCALE_TABLES) {
      throw new IOException("pack " + manifest.id() + ": " + tables.size() + " tables");
    }
    SymbolCosts costs = new SymbolCosts(tables, manifest.rateWeight());
    this.networks = new VideoNetworks(pack, settings.returningMemory());
    this.flowPrior = new LatentPrior(costs, flowQualities, flowSizes, networks.flowPrior());
    this.prior = new LatentPrior(costs, qualities, sizes, networks.prior());
  }

  /**
   * The number of quality steps.
   *
   * @return steps; the quality of a frame is below this
   */
  public int qualitySteps() {
    return qualities.count();
  }

  /**
   * Codes a frame and decodes it again.
   *
   * @param frame the frame
   * @param reference the decoded frame before it, of the same size
   * @param quality the quality step
   * @return payload and decoded frame
   * @throws IOException if a network fails
   */
  public CodedFrame encode(FramePlanes frame, FramePlanes reference, int quality)
      throws IOException {
    return new FrameEncoder(this, frame, reference, quality).encode();
  }

  /**
   * Decodes a frame.
   *
   * @param payload what {@link #encode} gave
   * @param reference the decoded frame before it
   * @return the frame
   * @throws LicFormatException if the payload is malformed, or the frame is not the one that was
   *     encoded; the offset is within the payload
   * @throws IOException if a network fails
   */
  public FramePlanes decode(byte[] payload, FramePlanes reference) throws IOException {
    return new FrameDecoder(this, reference).decode(payload);
  }

  FrequencyTables tables() {
    return tables;
  }

  VideoNetworks networks() {
    return networks;
  }

  LatentPrior flowPrior() {
    return flowPrior;
  }

  LatentPrior prior() {
    return prior;
  }

  /** Squared error, summed over samples, that is as bad as a bit at a quality step. */
  double squaredErrorPerBit(int quality) {
    return qualities.squaredErrorPerBit(quality);
  }

  /**
   * What decoded flow makes of a reference.
   *
   * @param flowLatents decoded latents of flow
   * @param centred the reference less 128
   */
  FramePrediction predict(
      float[] flowLatents, FramePlanes reference, float[] centred, QualityStep step)
      throws IOException {
    CellBlock block = reference.block();
    FlowField flow = networks.flow(flowLatents, block);
    float[] warped = IntegerWarp.warp(reference, flow);
    return FramePrediction.moved(warped, networks.compensate(warped, centred, flow, step, block));
  }

  @Override
  public void close() throws IOException {
    networks.close();
  }
}
