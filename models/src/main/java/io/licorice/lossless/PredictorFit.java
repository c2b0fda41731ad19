package io.licorice.lossless;

import io.licorice.cancel.Cancellation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Finds linear predictors for a plane, and which block is best off with which: least squares inside
 * a class and the best class for each block in turn, as Lloyd's method does.
 */
final class PredictorFit {
  private static final int ROUNDS = 6;
  private static final int SAMPLES_A_CLASS = 6144;

  /** Blocks whose sums are kept; of a larger plane some blocks are left out of the fit. */
  private static final int MAX_KEPT = 4096;

  private final PaddedPlane own;
  private final PaddedPlane[] references;
  private final int columns;
  private final int blocks;
  private final int size;
  private double[][] factors;

  PredictorFit(PaddedPlane own, PaddedPlane... references) {
    this.own = own;
    this.references = references;
    this.columns = PlaneModel.blocks(own.width);
    this.blocks = columns * PlaneModel.blocks(own.height);
    this.size = 6 + 5 * references.length;
  }

  /** Classes of blocks, and the taps of each class. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Result(byte[] classOfBlock, int[][] taps) {}

  Result fit() {
    int every = (blocks + MAX_KEPT - 1) / MAX_KEPT;
    int kept = (blocks + every - 1) / every;
    double[][] sums = new double[kept][];
    for (int i = 0; i < kept; i++) {
      sums[i] = sums(i * every);
    }
    long samples = (long) own.width * own.height;
    int count = (int) Math.max(1, Math.min(PlaneModel.MAX_CLASSES, samples / SAMPLES_A_CLASS));
    int[] classes = startClasses(sums, count);
    factors = new double[count][];
    for (int round = 0; round < ROUNDS; round++) {
      Cancellation.check();
      solve(sums, classes);
      if (count == 1) {
        break;
      }
      for (int i = 0; i < kept; i++) {
        classes[i] = best(sums[i]);
      }
    }
    byte[] classOfBlock = new byte[blocks];
    for (int b = 0; b < blocks; b++) {
      classOfBlock[b] = (byte) (b % every == 0 ? classes[b / every] : best(sums(b)));
    }
    return compact(classOfBlock);
  }

  /** Blocks in classes of equal number, by what the sample to the left leaves unexplained. */
  private int[] startClasses(double[][] sums, int count) {
    int last = LeastSquares.packed(size) - 1;
    int[] order =
        IntStream.range(0, sums.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sums[i][last]))
            .mapToInt(i -> i)
            .toArray();
    int[] classes = new int[sums.length];
    for (int i = 0; i < order.length; i++) {
      classes[order[i]] = (int) ((long) i * count / order.length);
    }
    return classes;
  }

  private void solve(double[][] sums, int[] classes) {
    double[][] total = new double[factors.length][LeastSquares.packed(size)];
    for (int i = 0; i < sums.length; i++) {
      double[] target = total[classes[i]];
      for (int k = 0; k < target.length; k++) {
        target[k] += sums[i][k];
      }
    }
    for (int c = 0; c < factors.length; c++) {
      if (factors[c] == null || total[c][total[c].length - 1] > 0) {
        factors[c] = LeastSquares.solve(total[c], size);
      }
    }
  }

  private int best(double[] sums) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < factors.length; c++) {
      double error = LeastSquares.error(sums, factors[c]);
      if (error < least) {
        least = error;
        best = c;
      }
    }
    return best;
  }

  /** Leaves out classes that no block has. */
  private Result compact(byte[] classOfBlock) {
    int[] number = new int[factors.length];
    Arrays.fill(number, -1);
    int count = 0;
    int[][] taps = new int[factors.length][];
    for (int b = 0; b < blocks; b++) {
      int c = classOfBlock[b];
      if (number[c] < 0) {
        taps[count] = quantised(factors[c]);
        number[c] = count++;
      }
      classOfBlock[b] = (byte) number[c];
    }
    return new Result(classOfBlock, Arrays.copyOf(taps, count));
  }

  private int[] quantised(double[] solution) {
    int[] taps = new int[RowPredictor.taps(references.length)];
    int next = 0;
    for (int t = 0; t < taps.length; t++) {
      if (!RowPredictor.isDerived(t)) {
        double scaled = Math.rint(solution[next++] * (1 << RowPredictor.TAP_BITS));
        taps[t] = (int) Math.max(-PlaneModel.MAX_TAP, Math.min(PlaneModel.MAX_TAP, scaled));
      }
    }
    RowPredictor.derive(taps);
    return taps;
  }

  /** The products of differences in a block: of each tap to its W, and of the sample to its W. */
  private double[] sums(int block) {
    Cancellation.check();
    double[] sums = new double[LeastSquares.packed(size)];
    int x0 = block % columns * PlaneModel.BLOCK;
    int y0 = block / columns * PlaneModel.BLOCK;
    int[] vector = new int[size];
    for (int y = y0; y < Math.min(own.height, y0 + PlaneModel.BLOCK); y++) {
      for (int x = x0; x < Math.min(own.width, x0 + PlaneModel.BLOCK); x++) {
        gather(own.at(x, y), vector);
        LeastSquares.add(sums, vector, weight(own.at(x, y)));
      }
    }
    return sums;
  }

  private void gather(int at, int[] vector) {
    int[] s = own.samples;
    int stride = own.stride;
    int w = s[at - 1];
    vector[0] = s[at - stride] - w;
    vector[1] = s[at - stride - 1] - w;
    vector[2] = s[at - stride + 1] - w;
    vector[3] = s[at - 2] - w;
    vector[4] = s[at - 2 * stride] - w;
    int next = 5;
    for (PaddedPlane reference : references) {
      int[] r = reference.samples;
      int rw = r[at - 1];
      vector[next++] = r[at] - rw;
      vector[next++] = r[at - stride] - rw;
      vector[next++] = r[at - stride - 1] - rw;
      vector[next++] = r[at - stride + 1] - rw;
      vector[next++] = r[at + 1] - rw;
    }
    vector[next] = s[at] - w;
  }

  /** Errors count less where they are expected to be large. */
  private double weight(int at) {
    int stride = own.stride;
    double near = medianError(at - 1) + medianError(at - stride);
    double far = medianError(at - stride - 1) + medianError(at - stride + 1);
    return 1 / (0.7 + (near + 0.5 * far) / 3);
  }

  private double medianError(int at) {
    int[] s = own.samples;
    if (at < 2 * own.stride + 2) {
      return 0;
    }
    int n = at - own.stride;
    return Math.abs(s[at] - RowPredictor.median(s[at - 1], s[n], s[n - 1]));
  }
}
