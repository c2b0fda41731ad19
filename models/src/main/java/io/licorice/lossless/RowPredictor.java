package io.licorice.lossless;

import io.licorice.cancel.Cancellation;

/**
 * Predicts the samples of a row from their neighbours, and their errors from the errors nearby.
 *
 * <p>What does not depend on the row itself is summed up beforehand, so that the serial part of a
 * row is short. Sums are modulo 2^32.
 *
 * <p>The taps of a linear predictor are, in this order, W, N, NW, NE, WW, NN of the plane itself,
 * then for each reference W, C (the same place), N, NW, NE, E. The tap W of the plane itself is
 * what the others lack to 1, that of a reference what the others lack to 0.
 *
 * <p>The features are the magnitudes of the residuals at W, WW, N, NE, NW and NN, the differences
 * |W - NW| and |N - NE|, for the first reference the magnitudes of the residuals at C, W, N and E,
 * and for the second that at C.
 */
final class RowPredictor {
  /** A predictor's taps sum to two to this power. */
  static final int TAP_BITS = 10;

  private static final int OWN = 6;
  private static final int OF_REFERENCE = 6;
  private static final int OWN_FEATURES = 8;

  private final int width;
  private final PlaneModel model;
  private final PlaneRows own;
  private final PlaneRows[] references;

  /** Coefficient of each tap in the blocks of the current row. */
  private final int[][] coefficients;

  /** Sums of the taps that are not in the row itself. */
  final int[] upper;

  /** Sums of the weighted features that are not in the row itself. */
  final int[] expected;

  /**
   * @param references planes coded before, the last one first, at most two
   */
  RowPredictor(int width, PlaneModel model, PlaneRows own, PlaneRows... references) {
    this.width = width;
    this.model = model;
    this.own = own;
    this.references = references;
    this.coefficients = model.median() ? null : new int[taps(references.length)][width];
    this.upper = new int[width];
    this.expected = new int[width];
  }

  static int taps(int references) {
    return OWN + OF_REFERENCE * references;
  }

  static int features(int references) {
    return OWN_FEATURES + (references > 0 ? 4 : 0) + (references > 1 ? 1 : 0);
  }

  /** Whether a tap follows from the others. */
  static boolean isDerived(int tap) {
    return tap % OF_REFERENCE == 0;
  }

  /** Fills the taps in that follow from the others. */
  static void derive(int[] taps) {
    for (int group = 0; group < taps.length; group += OF_REFERENCE) {
      int sum = 0;
      for (int i = 1; i < OF_REFERENCE; i++) {
        sum += taps[group + i];
      }
      taps[group] = (group == 0 ? 1 << TAP_BITS : 0) - sum;
    }
  }

  /** The median of W, N and W + N - NW. */
  static int median(int w, int n, int nw) {
    int low = Math.min(w, n);
    int high = Math.max(w, n);
    return Math.max(low, Math.min(high, w + n - nw));
  }

  /** The prediction of a sample, not clipped, for an encoder that has the plane in one array. */
  int predict(int x, int[] samples, int at, int stride) {
    if (model.median()) {
      int n = at - stride;
      return median(samples[at - 1], samples[n], samples[n - 1]);
    }
    return (upper[x] + coefficients[4][x] * samples[at - 2] + coefficients[0][x] * samples[at - 1])
        >> TAP_BITS;
  }

  /** The expected error of a sample, for those who have the whole row. */
  int expect(int x) {
    int[] weights = model.weights();
    return expected[x]
        + weights[0] * own.residualNow[x + 1]
        + weights[1] * own.residualNow[x]
        + weights[6] * Math.abs(own.now[x + 1] - own.above[x + 1]);
  }

  /** Coefficients of W, for each sample of the row. */
  int[] west() {
    return coefficients[0];
  }

  /** Coefficients of WW, for each sample of the row. */
  int[] westWest() {
    return coefficients[4];
  }

  /**
   * Sums up what a row needs; the rows of the references must be complete. Whatever goes through a
   * plane comes by here, so that this is where work is cancelled.
   */
  void begin(int y) {
    Cancellation.check();
    if (!model.median()) {
      if (y % PlaneModel.BLOCK == 0) {
        spread(y / PlaneModel.BLOCK);
      }
      sumOwn(own.above, own.above2);
      for (int r = 0; r < references.length; r++) {
        sumReference(OWN + OF_REFERENCE * r, references[r].now, references[r].above);
      }
    }
    int[] weights = model.weights();
    expectFromOwn(weights, own.residualAbove, own.residualAbove2, own.above);
    if (references.length > 0) {
      expectFromFirst(weights, references[0].residualNow, references[0].residualAbove);
    }
    if (references.length > 1) {
      expectFromSecond(weights[OWN_FEATURES + 4], references[1].residualNow);
    }
  }

  private void spread(int blockRow) {
    int columns = PlaneModel.blocks(width);
    for (int x = 0; x < width; x++) {
      int[] taps = model.taps()[model.classOfBlock()[blockRow * columns + x / PlaneModel.BLOCK]];
      for (int t = 0; t < taps.length; t++) {
        coefficients[t][x] = taps[t];
      }
    }
  }

  private void sumOwn(int[] n, int[] nn) {
    int[] sums = upper;
    int[] north = coefficients[1];
    int[] northWest = coefficients[2];
    int[] northEast = coefficients[3];
    int[] northNorth = coefficients[5];
    for (int x = 0; x < sums.length; x++) {
      sums[x] =
          (1 << (TAP_BITS - 1))
              + north[x] * n[x + 2]
              + northWest[x] * n[x + 1]
              + northEast[x] * n[x + 3]
              + northNorth[x] * nn[x + 2];
    }
  }

  private void sumReference(int group, int[] now, int[] above) {
    int[] sums = upper;
    int[] west = coefficients[group];
    int[] centre = coefficients[group + 1];
    int[] north = coefficients[group + 2];
    for (int x = 0; x < sums.length; x++) {
      sums[x] += west[x] * now[x + 1] + centre[x] * now[x + 2] + north[x] * above[x + 2];
    }
    int[] northWest = coefficients[group + 3];
    int[] northEast = coefficients[group + 4];
    int[] east = coefficients[group + 5];
    for (int x = 0; x < sums.length; x++) {
      sums[x] += northWest[x] * above[x + 1] + northEast[x] * above[x + 3] + east[x] * now[x + 3];
    }
  }

  private void expectFromOwn(int[] weights, int[] n, int[] nn, int[] above) {
    int[] sums = expected;
    int north = weights[2];
    int northEast = weights[3];
    int northWest = weights[4];
    int northNorth = weights[5];
    int slope = weights[7];
    for (int x = 0; x < sums.length; x++) {
      sums[x] =
          north * n[x + 2]
              + northEast * n[x + 3]
              + northWest * n[x + 1]
              + northNorth * nn[x + 2]
              + slope * Math.abs(above[x + 2] - above[x + 3]);
    }
  }

  private void expectFromFirst(int[] weights, int[] now, int[] above) {
    int[] sums = expected;
    int centre = weights[OWN_FEATURES];
    int west = weights[OWN_FEATURES + 1];
    int north = weights[OWN_FEATURES + 2];
    int east = weights[OWN_FEATURES + 3];
    for (int x = 0; x < sums.length; x++) {
      sums[x] += centre * now[x + 2] + west * now[x + 1] + north * above[x + 2] + east * now[x + 3];
    }
  }

  private void expectFromSecond(int centre, int[] now) {
    int[] sums = expected;
    for (int x = 0; x < sums.length; x++) {
      sums[x] += centre * now[x + 2];
    }
  }
}
