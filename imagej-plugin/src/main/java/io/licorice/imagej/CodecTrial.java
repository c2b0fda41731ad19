package io.licorice.imagej;

/**
 * What a codec made of a picture.
 *
 * @param codec its name
 * @param quality NaN if it was not asked for any
 * @param bytes the whole file's
 * @param bitsPerPixel of the whole file
 * @param psnr decibels, infinite if all samples came back
 * @param msSsim 0 to 1
 * @param encodeMillis what encoding took
 * @param decodeMillis what decoding took
 */
record CodecTrial(
    String codec,
    double quality,
    long bytes,
    double bitsPerPixel,
    double psnr,
    double msSsim,
    double encodeMillis,
    double decodeMillis) {
  boolean isLossless() {
    return Double.isInfinite(psnr);
  }
}
