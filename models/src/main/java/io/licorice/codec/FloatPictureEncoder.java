package io.licorice.codec;

import java.io.IOException;

/** Encodes one picture of floats without loss; used by one thread. */
final class FloatPictureEncoder {
  private final FloatPicture picture;
  private final TilePool pool;
  private final Scratch scratch;
  private final CodecListener listener;

  FloatPictureEncoder(
      FloatPicture picture, TilePool pool, Scratch scratch, CodecListener listener) {
    this.picture = picture;
    this.pool = pool;
    this.scratch = scratch;
    this.listener = listener;
  }

  /** The coded file, the caller's to close. */
  SpooledPicture encode() throws IOException {
    SpooledFile low = encode(FloatHalves.low(picture), new PartOfProgress(listener, 0, 0.5));
    SpooledFile high = null;
    try {
      high = encode(FloatHalves.high(picture), new PartOfProgress(listener, 0.5, 1));
      return SpooledPicture.ofFloats(low, high);
    } finally {
      if (high == null) {
        low.close();
      }
    }
  }

  private SpooledFile encode(PictureSource half, CodecListener part) throws IOException {
    EncodeOptions lossless = EncodeOptions.builder().lossless().build();
    return new PredictivePictureEncoder(half, lossless, pool, scratch, part).encode();
  }
}
