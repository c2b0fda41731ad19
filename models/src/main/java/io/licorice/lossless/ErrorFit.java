package io.licorice.lossless;

import java.util.Arrays;

/** Finds how the size of a residual is best guessed from {@link RowPredictor}'s features. */
final class ErrorFit {
  private static final int ROUNDS = 4;
  private static final int MAX_SAMPLES = 12_000;
  private static final int SCALE = 64;

  private final PaddedPlane own;
  private final PaddedPlane[] references;
  private final int features;

  ErrorFit(PaddedPlane own, PaddedPlane... references) {
    this.own = own;
    this.references = references;
    this.features = RowPredictor.features(references.length);
  }

  /** Weights in 1/64. */
  int[] fit() {
    long samples = (long) own.width * own.height;
    // Odd, so that the samples do not stand in columns.
    int every = (int) (samples / MAX_SAMPLES) | 1;
    int count = (int) ((samples + every - 1) / every);
    int[][] vectors = new int[count][features + 1];
    for (int i = 0; i < count; i++) {
      long sample = (long) i * every;
      gather(own.at((int) (sample % own.width), (int) (sample / own.width)), vectors[i]);
    }
    double[] weights = new double[features];
    Arrays.fill(weights, 1.0 / features);
    for (int round = 0; round < ROUNDS; round++) {
      double[] sums = new double[LeastSquares.packed(features + 1)];
      for (int[] vector : vectors) {
        double expected = 0.3;
        for (int i = 0; i < features; i++) {
          expected += weights[i] * vector[i];
        }
        LeastSquares.add(sums, vector, 1 / (expected * expected));
      }
      weights = LeastSquares.solve(sums, features + 1);
      for (int i = 0; i < features; i++) {
        weights[i] = Math.max(0, weights[i]);
      }
    }
    return quantised(weights);
  }

  private static int[] quantised(double[] weights) {
    int[] result = new int[weights.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (int) Math.min(PlaneModel.MAX_WEIGHT, Math.rint(weights[i] * SCALE));
    }
    return result;
  }

  private void gather(int at, int[] vector) {
    int[] r = own.residuals;
    int[] s = own.samples;
    int n = at - own.stride;
    vector[0] = Math.abs(r[at - 1]);
    vector[1] = Math.abs(r[at - 2]);
    vector[2] = Math.abs(r[n]);
    vector[3] = Math.abs(r[n + 1]);
    vector[4] = Math.abs(r[n - 1]);
    vector[5] = Math.abs(r[n - own.stride]);
    vector[6] = Math.abs(s[at - 1] - s[n - 1]);
    vector[7] = Math.abs(s[n] - s[n + 1]);
    if (references.length > 0) {
      int[] first = references[0].residuals;
      vector[8] = Math.abs(first[at]);
      vector[9] = Math.abs(first[at - 1]);
      vector[10] = Math.abs(first[n]);
      vector[11] = Math.abs(first[at + 1]);
    }
    if (references.length > 1) {
      vector[12] = Math.abs(references[1].residuals[at]);
    }
    vector[features] = Math.abs(r[at]);
  }
}
