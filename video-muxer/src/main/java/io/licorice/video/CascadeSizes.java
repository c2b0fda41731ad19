package io.licorice.video;

/**
 * What predicted frames take at a quality of their group: {@link SizeModel}, and for each place of
 * the cascade a share that is learnt beside it.
 */
final class CascadeSizes {
  /** The weight of the newest frame in the height of the model and in the share of its place. */
  private static final double NEWEST = 0.3;

  /** Doublings of bytes for a point of the cascade, as long as nothing is known. */
  private static final double USUAL_SLOPE = 0.15;

  private final SizeModel model = new SizeModel(NEWEST);
  private final double[] shares = new double[QualityCascade.LENGTH];

  CascadeSizes(QualityCascade cascade) {
    for (int place = 0; place < shares.length; place++) {
      shares[place] = USUAL_SLOPE * cascade.offset(place);
    }
  }

  boolean isKnown() {
    return model.isKnown();
  }

  /** Takes note of a frame of a group of this quality. */
  void learn(double quality, int place, int length) {
    int at = place % shares.length;
    if (model.isKnown()) {
      double share = Math.log(length / model.bytes(quality)) / Math.log(2);
      shares[at] += NEWEST * (share - shares[at]);
    }
    model.learn(quality, length / Math.pow(2, shares[at]));
  }

  /** What a frame takes that is as large as the logarithmic mean of a cascade. */
  double bytes(double quality) {
    return model.bytes(quality);
  }

  /** How many such frames take as much as so many frames, the first of them at this place. */
  double count(int place, int frames) {
    double all = 0;
    for (int i = 0; i < frames; i++) {
      all += Math.pow(2, shares[(place + i) % shares.length]);
    }
    return all;
  }
}
