package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Decodes the samples of a plane row by row; not safe for use by several threads. */
final class PlaneDecoder implements PlaneCursor {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Words that a sample takes at most: one for its symbol, one for its raw bits. */
  private static final int BYTES_A_SAMPLE = 4;

  private final int width;
  private final PlaneModel model;
  private final PlaneRows rows;
  private final RowPredictor predictor;
  private final SymbolLookup lookup;
  private final Quantiser quantiser;
  private final byte[] words;
  private final int end;
  private final long fileOffset;
  private int position;
  private int state;
  private int row;

  /** Bits by table and bucket; null until somebody asks. */
  private float[][] bitsOfTables;

  /**
   * @param data holds the stream
   * @param offset where the stream begins
   * @param length its bytes
   */
  PlaneDecoder(
      int width,
      PlaneModel model,
      Quantiser quantiser,
      PlaneRows rows,
      PlaneRows[] references,
      byte[] data,
      int offset,
      int length)
      throws LicFormatException {
    this.width = width;
    this.model = model;
    this.quantiser = quantiser;
    this.rows = rows;
    this.predictor = new RowPredictor(width, model, rows, references);
    this.lookup = new SymbolLookup(model.tables());
    this.fileOffset = offset;
    if (length < StepEncoder.STATE_BYTES || length % 2 != 0) {
      throw new LicFormatException(offset, "stream of residuals has an impossible length");
    }
    // Room behind the end, so that a row may read on; whether it did is checked behind each row.
    int padding = BYTES_A_SAMPLE * (width + 1);
    if (length > Integer.MAX_VALUE - 16 - padding) {
      throw new LicFormatException(offset, "stream of residuals is too long");
    }
    words = Arrays.copyOf(Arrays.copyOfRange(data, offset, offset + length), length + padding);
    end = length;
    state = (int) INT.get(words, 0);
    position = StepEncoder.STATE_BYTES;
    if (state >>> 16 == 0) {
      throw new LicFormatException(offset, "impossible state of the entropy coder");
    }
  }

  @Override
  public int[] next() throws LicFormatException {
    rows.begin();
    predictor.begin(row++);
    if (model.median()) {
      decodeMedian();
    } else {
      decodeLinear(predictor.west(), predictor.westWest());
    }
    rows.end();
    if (position > end) {
      throw new LicFormatException(fileOffset + end, "stream of residuals ends too early");
    }
    return rows.now;
  }

  @Override
  public void addBits(float[] bits) {
    if (bitsOfTables == null) {
      bitsOfTables =
          Arrays.stream(model.tables()).map(ResidualTable::bitsOfBuckets).toArray(float[][]::new);
    }
    for (int x = 0; x < width; x++) {
      int table = model.tableOfLevel()[PlaneModel.level(predictor.expect(x))];
      bits[x] += bitsOfTables[table][Buckets.of(rows.residualNow[x + 2])];
    }
  }

  @Override
  public void finish() throws LicFormatException {
    if (position != end || state != StepEncoder.LOWER_BOUND) {
      throw new LicFormatException(fileOffset + position, "stream of residuals is damaged");
    }
  }

  private void decodeLinear(int[] west, int[] westWest) {
    final int[] now = rows.now;
    final int[] above = rows.above;
    final int[] magnitudes = rows.residualNow;
    final int[] upper = predictor.upper;
    final int[] expected = predictor.expected;
    final int largest = quantiser.largest();
    final int weightW = model.weights()[0];
    final int weightWw = model.weights()[1];
    final int weightSlope = model.weights()[6];
    final byte[] tableOfLevel = model.tableOfLevel();
    final long[] buckets = lookup.buckets();
    final byte[] in = words;
    final int step = quantiser.step();
    final int span = quantiser.span();
    final int over = largest + (step >> 1);
    int x32 = state;
    int p = position;
    int w = now[1];
    int ww = now[0];
    int errorW = 0;
    int errorWw = 0;
    for (int x = 0; x < width; x++) {
      int predicted = (upper[x] + westWest[x] * ww + west[x] * w) >> RowPredictor.TAP_BITS;
      predicted = Math.max(0, Math.min(predicted, largest));
      int error =
          expected[x]
              + weightWw * errorWw
              + weightW * errorW
              + weightSlope * Math.abs(w - above[x + 1]);
      int table = tableOfLevel[PlaneModel.level(error)];
      int slot = x32 & 0xFFFF;
      long answer = buckets[(table << SymbolLookup.LOG_BUCKETS) + (slot >> SymbolLookup.SHIFT)];
      if (answer < 0) {
        answer = lookup.resolve(answer, slot);
      }
      x32 = SymbolLookup.frequency(answer) * (x32 >>> 16) + slot - SymbolLookup.start(answer);
      int missing = (x32 >>> 16) - 1 >>> 31;
      x32 = x32 << (missing << 4) | (short) SHORT.get(in, p) & 0xFFFF & -missing;
      p += missing << 1;
      int residual = SymbolLookup.residual(answer);
      int raw = SymbolLookup.rawBits(answer);
      if (raw != 0) {
        int rest = x32 & 0xFFFF;
        int low = rest >>> (16 - raw);
        residual += residual < 0 ? -low : low;
        x32 = ((x32 >>> 16) << (16 - raw)) + (rest & (1 << (16 - raw)) - 1);
        missing = (x32 >>> 16) - 1 >>> 31;
        x32 = x32 << (missing << 4) | (short) SHORT.get(in, p) & 0xFFFF & -missing;
        p += missing << 1;
      }
      ww = w;
      w = predicted + residual * step;
      w += w < -(step >> 1) ? span : 0;
      w -= w > over ? span : 0;
      w = Math.max(0, Math.min(w, largest));
      now[x + 2] = w;
      errorWw = errorW;
      errorW = Math.abs(residual);
      magnitudes[x + 2] = errorW;
    }
    state = x32;
    position = p;
  }

  private void decodeMedian() {
    final int[] now = rows.now;
    final int[] above = rows.above;
    final int[] magnitudes = rows.residualNow;
    final int[] expected = predictor.expected;
    final int[] weights = model.weights();
    int w = now[1];
    int errorW = 0;
    int errorWw = 0;
    for (int x = 0; x < width; x++) {
      int n = above[x + 2];
      int nw = above[x + 1];
      int error =
          expected[x] + weights[1] * errorWw + weights[0] * errorW + weights[6] * Math.abs(w - nw);
      int residual = residual(model.tableOfLevel()[PlaneModel.level(error)]);
      w = quantiser.restore(RowPredictor.median(w, n, nw), residual);
      now[x + 2] = w;
      errorWw = errorW;
      errorW = Math.abs(residual);
      magnitudes[x + 2] = errorW;
    }
  }

  private int residual(int table) {
    int slot = state & 0xFFFF;
    int bucket = (table << SymbolLookup.LOG_BUCKETS) + (slot >> SymbolLookup.SHIFT);
    long answer = lookup.buckets()[bucket];
    if (answer < 0) {
      answer = lookup.resolve(answer, slot);
    }
    advance(SymbolLookup.frequency(answer) * (state >>> 16) + slot - SymbolLookup.start(answer));
    int residual = SymbolLookup.residual(answer);
    int raw = SymbolLookup.rawBits(answer);
    if (raw != 0) {
      int rest = state & 0xFFFF;
      int low = rest >>> (16 - raw);
      residual += residual < 0 ? -low : low;
      advance(((state >>> 16) << (16 - raw)) + (rest & ((1 << (16 - raw)) - 1)));
    }
    return residual;
  }

  private void advance(int next) {
    if (next >>> 16 == 0) {
      state = next << 16 | (short) SHORT.get(words, position) & 0xFFFF;
      position += 2;
    } else {
      state = next;
    }
  }
}
