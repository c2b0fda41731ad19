package io.licorice.video;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.FramePredictor;
import io.licorice.codec.FrameReferences;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes packets in their order and tells which of them it could not; what stands for their frames
 * is the last good one. For use by one thread at a time.
 */
final class PacketDecoder {
  /** Gives what predicted frames are decoded with. */
  interface Predictors {
    FramePredictor predictor(LvcConfiguration configuration) throws IOException;
  }

  /** What became of a packet. */
  enum Outcome {
    /** It was decoded. */
    DECODED,
    /** It is damaged; the last good frame stands for it. */
    DAMAGED,
    /** It may be intact, but a frame before it is not; the last good frame stands for it. */
    UNREFERENCED
  }

  /**
   * A frame.
   *
   * @param picture three planes of 8 bits
   * @param outcome what it is
   * @param fault what is wrong with a damaged packet, else null; offsets are within the packet
   */
  record Frame(Picture picture, Outcome outcome, LicFormatException fault) {}

  private static final short GRAY = 128;

  private final LicCodec codec;
  private final Predictors predictors;
  private final LvcConfiguration configuration;
  private FramePredictor predictor;
  private Picture shown;
  private Picture keyFrame;
  private FrameReferences references;
  private boolean decodable;
  private int sum;

  PacketDecoder(LicCodec codec, Predictors predictors, LvcConfiguration configuration) {
    this.codec = codec;
    this.predictors = predictors;
    this.configuration = configuration;
  }

  /** The codec's own networks. */
  static Predictors predictors(LicCodec codec) {
    return stream -> codec.predictor(stream.model(), stream.hashPrefix());
  }

  /** Forgets what was decoded, but for the picture that stands for damaged frames. */
  void reset() {
    references = null;
    keyFrame = null;
    decodable = false;
  }

  /** Forgets the picture that stands for damaged frames too. */
  void forget() {
    reset();
    shown = null;
  }

  /** Takes note that the next packet cannot be found. */
  Frame lost() {
    return damaged(new LicFormatException(-1, "it cannot be found"));
  }

  private Frame damaged(LicFormatException fault) {
    reset();
    return new Frame(shown(), Outcome.DAMAGED, fault);
  }

  /**
   * Decodes the next packet.
   *
   * @throws IOException if a network is not to be had or fails, or a pack is missing
   */
  Frame decode(byte[] packet, CodecListener listener) throws IOException {
    boolean key = PacketLayout.isKey(packet);
    if (!key && !decodable) {
      return new Frame(shown(), Outcome.UNREFERENCED, null);
    }
    try {
      PacketLayout.Content content = PacketLayout.parse(packet, sum);
      Picture coded =
          content instanceof PacketLayout.Key still
              ? still(still, listener)
              : predicted((PacketLayout.Predicted) content, listener);
      shown = content.chroma().shown(coded);
      decodable = true;
      sum = PacketLayout.storedSum(packet);
      return new Frame(shown, Outcome.DECODED, null);
    } catch (LicFormatException e) {
      return damaged(e);
    }
  }

  private Picture still(PacketLayout.Key key, CodecListener listener) throws IOException {
    LvcConfiguration own = key.configuration();
    if (own.width() != configuration.width()
        || own.height() != configuration.height()
        || !own.model().equals(configuration.model())
        || own.hashPrefix() != configuration.hashPrefix()) {
      throw new LicFormatException(1, "the key frame is of another video");
    }
    ByteSource source = ByteSource.of(key.codestream());
    PictureInfo info = LicCodec.info(source);
    if (info.channels() != 3 || info.bitDepth() != 8) {
      throw new LicFormatException(
          1,
          "a key frame has 3 channels of 8 bits, found %d of %d"
              .formatted(info.channels(), info.bitDepth()));
    }
    checkSize(info.width(), info.height());
    reset();
    keyFrame = codec.decode(source, DecodeOptions.DEFAULT, listener).picture();
    return keyFrame;
  }

  private Picture predicted(PacketLayout.Predicted packet, CodecListener listener)
      throws IOException {
    if (predictor == null) {
      predictor = predictors.predictor(configuration);
    }
    FrameReferences before = references == null ? predictor.start(keyFrame) : references;
    try {
      references = predictor.decode(packet.payload(), before, listener);
    } catch (LicFormatException e) {
      throw e.withBase(1);
    }
    Picture frame = references.newest();
    checkSize(frame.width(), frame.height());
    return frame;
  }

  private void checkSize(int width, int height) throws LicFormatException {
    if (width != configuration.width() || height != configuration.height()) {
      throw new LicFormatException(
          1,
          "a frame of %dx%d pixels in a video of %dx%d"
              .formatted(width, height, configuration.width(), configuration.height()));
    }
  }

  /** The last good frame, or gray before the first. */
  private Picture shown() {
    if (shown == null) {
      shown = Picture.blank(configuration.width(), configuration.height(), 3, Byte.SIZE);
      for (int c = 0; c < 3; c++) {
        Arrays.fill(shown.plane(c), GRAY);
      }
    }
    return shown;
  }
}
