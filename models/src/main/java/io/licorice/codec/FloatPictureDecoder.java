package io.licorice.codec;

import java.io.IOException;
import java.util.Arrays;

/** Decodes a region of one picture of floats; used by one thread. */
final class FloatPictureDecoder {
  private final FloatPart part;
  private final TilePool pool;
  private final CodecListener listener;

  FloatPictureDecoder(FloatPart part, TilePool pool, CodecListener listener) {
    this.part = part;
    this.pool = pool;
    this.listener = listener;
  }

  /** The floats of a region; 0 where either half of them is damaged. */
  FloatPicture decode(Region region) throws IOException {
    PredictivePictureDecoder high = decoder(part.high(), new PartOfProgress(listener, 0, 0.5));
    Picture upper = high.decode(region);
    PredictivePictureDecoder low = decoder(part.low(), new PartOfProgress(listener, 0.5, 1));
    Picture lower = low.decode(region);
    float[] samples = FloatHalves.join(upper, lower);
    high.damaged().forEach(damaged -> clear(damaged, samples, region));
    low.damaged().forEach(damaged -> clear(damaged, samples, region));
    return new FloatPicture(region.width(), region.height(), samples);
  }

  private PredictivePictureDecoder decoder(CodedFile half, CodecListener progress) {
    return new PredictivePictureDecoder(half, pool, progress);
  }

  private static void clear(Region damaged, float[] samples, Region region) {
    for (int y = damaged.y(); y < damaged.bottom(); y++) {
      int from = (y - region.y()) * region.width() + damaged.x() - region.x();
      Arrays.fill(samples, from, from + damaged.width(), 0f);
    }
  }
}
