package io.licorice.codec;

/** How near a decoded picture comes to the original. */
public enum CodingMode {
  /** A learned model decides what is kept; needs a pack. */
  LOSSY,
  /** No sample differs by more than a given number; needs no pack and no ONNX Runtime. */
  NEAR_LOSSLESS,
  /** Every sample comes back as it was; needs no pack and no ONNX Runtime. */
  LOSSLESS
}
