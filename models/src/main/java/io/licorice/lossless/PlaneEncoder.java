package io.licorice.lossless;

import io.licorice.cancel.Cancellation;

/** Encodes one plane; not safe for use by several threads. */
final class PlaneEncoder {
  private final PaddedPlane original;
  private final PaddedPlane[] references;
  private final Quantiser quantiser;

  /**
   * @param original working samples from 0 to their largest, which is above 0
   * @param references decoded planes, the last one first, at most two
   */
  PlaneEncoder(PaddedPlane original, int maxError, PaddedPlane... references) {
    this.original = original;
    this.references = references;
    this.quantiser = new Quantiser(original.largest(), maxError);
  }

  /**
   * A coded plane.
   *
   * @param parameters what stands before the residuals
   * @param stream the coded residuals
   * @param decoded what a decoder makes of it, with the residuals
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Result(PlaneModel parameters, byte[] stream, PaddedPlane decoded) {
    double bits(int references) {
      BitWriter writer = new BitWriter();
      parameters.write(writer, decoded.width, references);
      return writer.count() + 8.0 * stream.length;
    }
  }

  Result encode() {
    Result linear = encode(false);
    if (!medianIsPromising()) {
      return linear;
    }
    Result median = encode(true);
    return median.bits(references.length) < linear.bits(references.length) ? median : linear;
  }

  /** Drawn pictures have edges that no sum of neighbours meets, and much that is flat. */
  private boolean medianIsPromising() {
    int[] s = original.samples;
    int hits = 0;
    for (int y = 0; y < original.height; y++) {
      for (int x = 0; x < original.width; x++) {
        int at = original.at(x, y);
        int n = at - original.stride;
        hits += s[at] == RowPredictor.median(s[at - 1], s[n], s[n - 1]) ? 1 : 0;
      }
    }
    return hits * 3L > (long) original.width * original.height
        || (long) original.width * original.height < 1024;
  }

  private Result encode(boolean median) {
    PredictorFit.Result linear =
        median
            ? new PredictorFit.Result(null, new int[0][])
            : new PredictorFit(original, references).fit();
    PlaneModel model =
        new PlaneModel(
            median,
            linear.classOfBlock(),
            linear.taps(),
            new int[RowPredictor.features(references.length)],
            null,
            null);
    PaddedPlane decoded = residuals(model);
    int[] weights = new ErrorFit(decoded, references).fit();
    model = new PlaneModel(median, linear.classOfBlock(), linear.taps(), weights, null, null);
    byte[] levels = new byte[original.width * original.height];
    ContextFit.Result contexts = ContextFit.fit(count(model, decoded, levels));
    model =
        new PlaneModel(
            median,
            linear.classOfBlock(),
            linear.taps(),
            weights,
            contexts.tableOfLevel(),
            contexts.tables());
    return new Result(model, code(model, decoded, levels), decoded);
  }

  private PlaneRows rows(PaddedPlane plane) {
    return new PlaneRows(plane.width, plane.largest());
  }

  private PlaneRows[] referenceRows() {
    PlaneRows[] rows = new PlaneRows[references.length];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = rows(references[r]);
    }
    return rows;
  }

  /** Predicts, quantises and decodes all samples. */
  private PaddedPlane residuals(PlaneModel model) {
    int width = original.width;
    PaddedPlane decoded = new PaddedPlane(width, original.height, original.largest());
    PlaneRows own = rows(decoded);
    PlaneRows[] others = referenceRows();
    RowPredictor predictor = new RowPredictor(width, model, own, others);
    for (int y = 0; y < original.height; y++) {
      decoded.begin(y);
      load(decoded, own, others, y);
      predictor.begin(y);
      int row = decoded.at(0, y);
      for (int x = 0; x < width; x++) {
        int predicted = predictor.predict(x, decoded.samples, row + x, decoded.stride);
        predicted = Math.max(0, Math.min(predicted, original.largest()));
        int residual = quantiser.residual(predicted, original.samples[row + x]);
        decoded.residuals[row + x] = residual;
        decoded.samples[row + x] = quantiser.restore(predicted, residual);
      }
      decoded.end(y);
    }
    return decoded;
  }

  private void load(PaddedPlane decoded, PlaneRows own, PlaneRows[] others, int y) {
    decoded.load(own, y);
    for (int r = 0; r < others.length; r++) {
      references[r].load(others[r], y);
    }
  }

  /** Counts the symbols under each level, and notes the level of each sample. */
  private int[][] count(PlaneModel model, PaddedPlane decoded, byte[] levels) {
    int[][] counts = new int[PlaneModel.LEVELS][];
    int width = original.width;
    PlaneRows own = rows(decoded);
    PlaneRows[] others = referenceRows();
    RowPredictor predictor = new RowPredictor(width, model, own, others);
    for (int y = 0; y < original.height; y++) {
      load(decoded, own, others, y);
      predictor.begin(y);
      int row = decoded.at(0, y);
      for (int x = 0; x < width; x++) {
        int level = PlaneModel.level(predictor.expect(x));
        levels[y * width + x] = (byte) level;
        if (counts[level] == null) {
          counts[level] = new int[Buckets.SYMBOLS];
        }
        counts[level][Buckets.symbol(decoded.residuals[row + x])]++;
      }
    }
    return counts;
  }

  private byte[] code(PlaneModel model, PaddedPlane decoded, byte[] levels) {
    int[][] starts = new int[model.tables().length][];
    for (int t = 0; t < starts.length; t++) {
      starts[t] = starts(model.tables()[t].frequencies());
    }
    StepEncoder coder = new StepEncoder();
    for (int y = 0; y < original.height; y++) {
      Cancellation.check();
      int row = decoded.at(0, y);
      for (int x = 0; x < original.width; x++) {
        int table = model.tableOfLevel()[levels[y * original.width + x]];
        int residual = decoded.residuals[row + x];
        int symbol = Buckets.symbol(residual);
        coder.step(starts[table][symbol], model.tables()[table].frequencies()[symbol]);
        int raw = Buckets.rawBits(Buckets.bucket(symbol));
        if (raw > 0) {
          coder.raw(Math.abs(residual) - Buckets.first(Buckets.bucket(symbol)), raw);
        }
      }
    }
    return coder.finish();
  }

  private static int[] starts(int[] frequencies) {
    int[] starts = new int[frequencies.length];
    for (int s = 1; s < starts.length; s++) {
      starts[s] = starts[s - 1] + frequencies[s - 1];
    }
    return starts;
  }
}
