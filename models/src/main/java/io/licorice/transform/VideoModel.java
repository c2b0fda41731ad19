package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.entropy.FrequencyTables;
import io.licorice.lossless.MotionMemory;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackManifest;
import java.io.IOException;
import java.util.Optional;

/**
 * Predicted frames after DVC (Lu et al. 2019): coded flow, motion compensation, coded residual,
 * with the gains of family 1 (Cui et al. 2021) for every quality. After M-LVC (Lin et al. 2020),
 * packs of the family "mlvc" also predict flow from the flow of the frame before, and frames from
 * the frame before their reference; after FVC (Hu et al. 2021), those of the family "fvc" predict
 * them also from features that other motion leads to. A decoder computes with integers throughout,
 * so that a frame is the same on every machine and may be predicted from in turn. See {@code
 * models/doc/predicted-frames.md}.
 *
 * <p>Owns its networks. Safe for use by several threads until closed.
 */
public final class VideoModel implements AutoCloseable {
  /** Quantiser steps of flow a unit of its latents, at a gain of 1. */
  private static final int FLOW_STEPS = 8;

  /** Bits a pixel that flow must save before it is made any less plain. */
  private static final double FLOW_WORTH = 0.012;

  private final VideoFamily family;
  private final int flowLatents;
  private final FrequencyTables tables;
  private final QualityTables qualities;
  private final FlowFactors flowFactors;
  private final VideoNetworks networks;
  private final Optional<DeformableCompensation> deformable;
  private final FlowPrior flowPrior;
  private final ResidualPrior prior;
  private final PassThreads threads;
  private final PackGraphs graphs;

  /**
   * A coded frame.
   *
   * @param payload its bytes
   * @param decoded what a decoder makes of them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record CodedFrame(byte[] payload, DecodedFrame decoded) {}

  /**
   * Loads a pack; what decides tables runs on the CPU whatever the settings say.
   *
   * @param family the pack's
   */
  VideoModel(ModelPack pack, ExecutionSettings settings, VideoFamily family) throws IOException {
    PackManifest manifest = pack.manifest();
    this.family = family;
    this.flowLatents = manifest.flowLatents();
    if (LatentUnits.of(manifest) != LatentUnits.INTEGERS) {
      throw new IOException("pack " + manifest.id() + ": a decoder in integers expected");
    }
    QualityTables.Sizes sizes =
        new QualityTables.Sizes(manifest.latents(), manifest.hyperLatents(), 1, 0);
    QualityTables.Sizes flowSizes =
        new QualityTables.Sizes(
            flowLatents, manifest.flowHyperLatents(), FLOW_STEPS, manifest.flowStepsBelow());
    QualityTables flowQualities;
    ScaleGroups scaleGroups;
    HyperExpectation hyperExpectation;
    try {
      this.tables = FrequencyTables.parse(pack.file("tables.bin"));
      this.qualities = QualityTables.parse(pack.file("quality.bin"), manifest, sizes);
      flowQualities = QualityTables.parse(pack.file("flow_quality.bin"), manifest, flowSizes);
      this.flowFactors = FlowFactors.parse(pack.file("flow_factors.bin"), flowLatents);
      scaleGroups = ScaleGroups.parse(pack.file("scale_context.bin"), manifest.latents());
      hyperExpectation = HyperExpectation.parse(pack.file("hyper_start.bin"), manifest);
    } catch (LicFormatException e) {
      throw new IOException("pack " + manifest.id() + ": " + e.getMessage(), e);
    }
    if (tables.size() != QualityTables.SCALE_TABLES) {
      throw new IOException("pack " + manifest.id() + ": " + tables.size() + " tables");
    }
    SymbolCosts costs = new SymbolCosts(tables, manifest.rateWeight());
    this.threads = new PassThreads(settings);
    this.graphs = new PackGraphs(pack, settings.returningMemory());
    try {
      this.networks = new VideoNetworks(graphs, manifest, threads);
      this.deformable =
          family.deforms()
              ? Optional.of(new DeformableCompensation(graphs, threads))
              : Optional.empty();
      this.flowPrior =
          new FlowPrior(
              new PriorHeads(costs, flowQualities, flowSizes, networks.flowPrior()),
              flowFactors.neighbours());
      this.prior =
          new ResidualPrior(
              new PriorHeads(costs, qualities, sizes, networks.prior()),
              hyperExpectation,
              graphs.stages(costs, scaleGroups, LatentUnits.INTEGERS, manifest.latents()),
              threads);
    } catch (IOException e) {
      close();
      throw e;
    }
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
   * @throws IllegalArgumentException if the reference's history is of another pack
   */
  public CodedFrame encode(FramePlanes frame, DecodedFrame reference, int quality)
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
   * @throws IllegalArgumentException if the reference's history is of another pack
   */
  public DecodedFrame decode(byte[] payload, DecodedFrame reference) throws IOException {
    return new FrameDecoder(this, reference).decode(payload);
  }

  FrequencyTables tables() {
    return tables;
  }

  VideoNetworks networks() {
    return networks;
  }

  FlowPrior flowPrior() {
    return flowPrior;
  }

  ResidualPrior prior() {
    return prior;
  }

  /** Squared error, summed over samples, that is as bad as a bit at a quality step. */
  double squaredErrorPerBit(int quality) {
    return qualities.squaredErrorPerBit(quality);
  }

  /** Squared error of a pixel's luma that flow must save before it is made any less plain. */
  double flowWorth(int quality) {
    return FLOW_WORTH * squaredErrorPerBit(quality) / FramePlanes.PLANES;
  }

  /** What is known of a frame's flow beforehand. */
  ExpectedFlow expectFlow(DecodedFrame reference) throws IOException {
    CellBlock block = reference.planes().block();
    float[] before =
        history(reference)
            .map(FrameHistory::latents)
            .orElseGet(() -> new float[flowLatents * block.cells()]);
    return new ExpectedFlow(flowFactors.times(before), networks.flowContext(before, block));
  }

  /** The reference as it is. */
  FrameMotion still(DecodedFrame reference) {
    FramePlanes planes = reference.planes();
    return new FrameMotion(FramePrediction.still(planes), FrameHistory.still(planes, flowLatents));
  }

  /**
   * What decoded flow makes of a reference.
   *
   * @param flow with vectors, if there are any
   * @param warped the reference where flow takes it; kept
   * @param latents decoded latents of flow; kept
   * @param centred the reference less 128
   * @param step of the frame, not of its flow
   */
  FrameMotion move(
      FlowField flow,
      float[] warped,
      float[] latents,
      DecodedFrame reference,
      float[] centred,
      QualityStep step)
      throws IOException {
    FramePlanes planes = reference.planes();
    float[] second =
        history(reference)
            .map(known -> IntegerWarp.warpOnwards(known.older(), flow, known.flow(), threads))
            .orElse(warped);
    CellBlock block = planes.block();
    CompensationInputs inputs =
        new CompensationInputs(
            VideoNetworks.planes(warped, block),
            VideoNetworks.planes(centred, block),
            VideoNetworks.planes(second, block),
            flow.half(),
            VideoNetworks.plane(step));
    FramePrediction prediction;
    if (deformable.isPresent()) {
      DeformableCompensation more = deformable.get();
      PassThreads.Both<float[]> made =
          threads.both(() -> networks.compensate(inputs), () -> more.deform(inputs, block));
      prediction = FramePrediction.moved(warped, made.first(), threads);
      prediction = prediction.plus(more.fuse(prediction, made.second(), inputs, block), threads);
    } else {
      prediction = FramePrediction.moved(warped, networks.compensate(inputs), threads);
    }
    return new FrameMotion(prediction, new FrameHistory(planes, flow, latents));
  }

  PassThreads threads() {
    return threads;
  }

  /** A reference where flow takes it, samples less 128. */
  float[] warp(FramePlanes reference, FlowField flow) {
    return IntegerWarp.warp(reference, flow, threads);
  }

  /** A frame as the next one's reference. */
  DecodedFrame decoded(FramePlanes frame, FrameHistory history) {
    return new DecodedFrame(frame, Optional.of(history).filter(any -> family.remembers()));
  }

  /** The reference once more. */
  DecodedFrame repeated(DecodedFrame reference) {
    FramePlanes planes = reference.planes();
    FrameHistory still = FrameHistory.still(planes, flowLatents);
    return decoded(planes, still.withHyper(hyperBefore(reference)).withMemory(memory(reference)));
  }

  /** Hyper-latents of the last residual before a frame, in sixteenths, if they are known. */
  Optional<float[]> hyperBefore(DecodedFrame reference) {
    return history(reference).flatMap(FrameHistory::hyper);
  }

  /** What vectors and modes of a frame are expected to be like. */
  MotionMemory memory(DecodedFrame reference) {
    return history(reference).map(FrameHistory::memory).orElse(MotionMemory.USUAL);
  }

  /** A frame's history with what the next frame is expected to be like because of it. */
  FrameHistory remembered(FrameHistory history, DecodedFrame reference, Optional<CellModes> modes) {
    if (!family.remembers()) {
      return history;
    }
    int width = reference.planes().block().width();
    Optional<int[]> ofCells = modes.map(CellModes::ofCells);
    return history.withMemory(memory(reference).after(history.flow().vectors(), ofCells, width));
  }

  /** The history that a frame is coded with. */
  private Optional<FrameHistory> history(DecodedFrame reference) {
    Optional<FrameHistory> known = reference.history().filter(any -> family.remembers());
    known.ifPresent(history -> checkSize(history, reference.planes().block()));
    return known;
  }

  private void checkSize(FrameHistory history, CellBlock block) {
    int hyper = prior.heads().hyperLatents() * block.hyperCells();
    if (!history.older().block().equals(block)
        || history.latents().length != flowLatents * block.cells()
        || history.hyper().filter(known -> known.length != hyper).isPresent()) {
      throw new IllegalArgumentException("the reference's history is of another pack or size");
    }
  }

  @Override
  public void close() throws IOException {
    threads.close();
    graphs.close();
  }
}
