package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.PackManifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What the hyper-latents of a residual are expected to be, and under which tables what they differ
 * by from that is coded: where little moves they hardly change from frame to frame. See {@code
 * models/doc/predicted-frames.md}, section "Latents".
 *
 * <p>Immutable and safe for use by several threads.
 */
final class HyperExpectation {
  private final PackManifest manifest;
  private final short[][] start;
  private final short[] changeScale;

  private HyperExpectation(PackManifest manifest, short[][] start, short[] changeScale) {
    this.manifest = manifest;
    this.start = start;
    this.changeScale = changeScale;
  }

  /**
   * Reads {@code hyper_start.bin}: little-endian shorts, for each anchor and channel what it is
   * expected to be where nothing is known of the frame before, in 1/16; then for each channel the
   * scale of what changes, in 1/16 of a table.
   */
  static HyperExpectation parse(byte[] bytes, PackManifest manifest) throws LicFormatException {
    int channels = manifest.hyperLatents();
    int expected = Short.BYTES * (manifest.anchors() + 1) * channels;
    if (bytes.length != expected) {
      throw new LicFormatException(
          0, "expected hyper-latents: " + expected + " bytes expected, found " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    short[][] start = new short[manifest.anchors()][];
    for (int anchor = 0; anchor < start.length; anchor++) {
      start[anchor] = row(in, channels);
    }
    return new HyperExpectation(manifest, start, row(in, channels));
  }

  private static short[] row(ByteBuffer in, int channels) {
    short[] row = new short[channels];
    for (int c = 0; c < channels; c++) {
      row[c] = in.getShort();
    }
    return row;
  }

  /**
   * Symbols that are expected.
   *
   * @param symbols channels x hyper-cells
   * @param tables those of what symbols exceed them by
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Expected(int[] symbols, byte[] tables) {
    /** Nothing of so many channels, whose symbols are coded as they are. */
    static Expected none(int channels, CellBlock block, QualityStep step) {
      int cells = block.hyperCells();
      byte[] tables = new byte[channels * cells];
      for (int i = 0; i < tables.length; i++) {
        tables[i] = step.hyperTable()[i / cells];
      }
      return new Expected(new int[tables.length], tables);
    }
  }

  /**
   * What is expected of a frame.
   *
   * @param before hyper-latents of the frame before, in sixteenths, if they are known: channels x
   *     hyper-cells
   * @param quality its quality step
   * @param step the numbers of that
   */
  Expected of(Optional<float[]> before, CellBlock block, int quality, QualityStep step) {
    int cells = block.hyperCells();
    int[] symbols = new int[changeScale.length * cells];
    byte[] tables = new byte[symbols.length];
    for (int c = 0; c < changeScale.length; c++) {
      int first = before.isPresent() ? 0 : step.hyperSymbol(startOf(c, quality), c);
      byte table = before.isPresent() ? step.hyperTable(changeScale[c], c) : step.hyperTable()[c];
      for (int i = c * cells; i < (c + 1) * cells; i++) {
        symbols[i] = before.isPresent() ? step.hyperSymbol((int) before.get()[i], c) : first;
        tables[i] = table;
      }
    }
    return new Expected(symbols, tables);
  }

  /** Between anchors; what there is at the ends beyond them. */
  private int startOf(int channel, int quality) {
    int perAnchor = manifest.stepsPerAnchor();
    int last = (start.length - 1) * perAnchor;
    int position = Math.max(0, Math.min(quality + manifest.lowestStep(), last));
    int anchor = Math.min(position / perAnchor, start.length - 2);
    int low = start[anchor][channel];
    int high = start[anchor + 1][channel];
    int between = low * perAnchor + (high - low) * (position - anchor * perAnchor);
    return Math.floorDiv(between + perAnchor / 2, perAnchor);
  }
}
