package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.runtime.ModelPack;
import io.licorice.transform.DecodedFrame;
import io.licorice.transform.FramePlanes;
import io.licorice.transform.VideoModel;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** The networks of a video pack at work. */
final class PackPredictor implements FramePredictor {
  private static final int MAX_SIDE = 16384;
  private static final int MAX_PIXELS = 1 << 26;
  private static final int BITS = 8;

  private final ModelPack pack;
  private final VideoModel model;
  private final Function<CodecListener, TilePool> pools;

  /**
   * A predictor.
   *
   * @param model its networks, the caller's to close
   * @param pools run the work of a call for its listener
   */
  PackPredictor(ModelPack pack, VideoModel model, Function<CodecListener, TilePool> pools) {
    this.pack = pack;
    this.model = model;
    this.pools = pools;
  }

  @Override
  public String model() {
    return pack.manifest().id();
  }

  @Override
  public int hashPrefix() {
    return pack.hashPrefix();
  }

  @Override
  public String family() {
    return pack.manifest().familyName();
  }

  @Override
  public FrameReferences start(Picture key) {
    checkKind(key);
    return new FrameReferences(key, Optional.empty());
  }

  @Override
  public PredictedFrame encode(
      Picture frame, FrameReferences references, double quality, CodecListener listener)
      throws IOException {
    checkKind(frame);
    Picture reference = references.newest();
    if (frame.width() != reference.width() || frame.height() != reference.height()) {
      throw new IllegalArgumentException(
          String.format(
              "a frame of %dx%d pixels is to be predicted from one of %dx%d",
              frame.width(), frame.height(), reference.width(), reference.height()));
    }
    if (isTooLarge(frame)) {
      throw new IllegalArgumentException(tooLarge(frame));
    }
    if (!(quality >= 0 && quality <= 100)) {
      throw new IllegalArgumentException("quality 0 to 100 expected, found " + quality);
    }
    int step = QualityPlan.step(quality, model.qualitySteps());
    VideoModel.CodedFrame coded =
        pools.apply(listener).call(() -> model.encode(planes(frame), decoded(references), step));
    return new PredictedFrame(coded.payload(), after(coded.decoded(), frame));
  }

  @Override
  public FrameReferences decode(byte[] payload, FrameReferences references, CodecListener listener)
      throws IOException {
    Picture reference = references.newest();
    if (isTooLarge(reference)) {
      throw new LicFormatException(0, tooLarge(reference));
    }
    DecodedFrame frame =
        pools.apply(listener).call(() -> model.decode(payload, decoded(references)));
    return after(frame, reference);
  }

  private static FrameReferences after(DecodedFrame frame, Picture like) {
    Picture picture = new Picture(like.width(), like.height(), BITS, frame.planes().samples());
    return new FrameReferences(picture, frame.history());
  }

  private static DecodedFrame decoded(FrameReferences references) {
    return new DecodedFrame(planes(references.newest()), references.history());
  }

  private static FramePlanes planes(Picture picture) {
    short[][] planes = {picture.plane(0), picture.plane(1), picture.plane(2)};
    return FramePlanes.of(picture.width(), picture.height(), planes);
  }

  private static void checkKind(Picture frame) {
    if (frame.channels() != FramePlanes.PLANES || frame.bitDepth() != BITS) {
      throw new IllegalArgumentException(
          "a frame of three planes of 8 bits expected, found " + frame);
    }
  }

  private static boolean isTooLarge(Picture frame) {
    return frame.width() > MAX_SIDE
        || frame.height() > MAX_SIDE
        || (long) frame.width() * frame.height() > MAX_PIXELS;
  }

  private static String tooLarge(Picture frame) {
    return String.format(
        "frames of at most 16384 pixels a side and 2^26 in all expected, found %dx%d",
        frame.width(), frame.height());
  }
}
