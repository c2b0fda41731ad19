package io.licorice.video;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.CodecListener;
import io.licorice.codec.FramePredictor;
import io.licorice.codec.FrameReferences;
import io.licorice.codec.Picture;
import io.licorice.codec.PredictedFrame;
import io.licorice.codec.References;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Predicts a frame as the one before it, moved as a whole. What differs is divided by a step that
 * goes by the quality, and deflated.
 */
class DeltaPredictor implements FramePredictor {
  static final int HASH = 0x01020304;

  /** The number of frames that were decoded. */
  int decoded;

  @Override
  public String model() {
    return "delta";
  }

  @Override
  public int hashPrefix() {
    return HASH;
  }

  @Override
  public String family() {
    return "differences";
  }

  @Override
  public FrameReferences start(Picture key) {
    return References.of(key);
  }

  private static int step(int quality) {
    return 1 + (100 - quality) / 4;
  }

  @Override
  public PredictedFrame encode(
      Picture frame, FrameReferences references, double quality, CodecListener listener) {
    if (listener.isCancelled()) {
      throw new CancellationException();
    }
    int level = (int) Math.round(quality);
    int move = move(references.newest(), frame);
    Picture before = moved(references.newest(), move);
    int pixels = frame.width() * frame.height();
    byte[] steps = new byte[3 * pixels];
    for (int i = 0; i < steps.length; i++) {
      int difference = frame.plane(i / pixels)[i % pixels] - before.plane(i / pixels)[i % pixels];
      steps[i] = (byte) Math.round((double) difference / step(level) / 2);
    }
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(steps);
    deflater.finish();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(level);
    payload.write(move);
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      payload.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return new PredictedFrame(
        payload.toByteArray(), References.of(reconstructed(steps, level, before)));
  }

  @Override
  public FrameReferences decode(byte[] payload, FrameReferences references, CodecListener listener)
      throws LicFormatException {
    decoded++;
    if (payload.length < 2 || payload[0] < 0 || payload[0] > 100 || payload[1] < 0) {
      throw new LicFormatException(0, "quality 0 to 100 and a move expected");
    }
    Picture before = moved(references.newest(), payload[1]);
    byte[] steps = new byte[3 * before.width() * before.height()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Arrays.copyOfRange(payload, 2, payload.length));
      int found = 0;
      while (!inflater.finished() && found < steps.length && !inflater.needsInput()) {
        found += inflater.inflate(steps, found, steps.length - found);
      }
      if (found < steps.length) {
        throw new LicFormatException(2, "differences of all samples expected");
      }
    } catch (DataFormatException e) {
      throw new LicFormatException(2, "malformed differences");
    } finally {
      inflater.end();
    }
    return References.of(reconstructed(steps, payload[0], before));
  }

  private static Picture reconstructed(byte[] steps, int level, Picture before) {
    Picture frame = Picture.blank(before.width(), before.height(), 3, 8);
    int pixels = before.width() * before.height();
    for (int i = 0; i < steps.length; i++) {
      int value = before.plane(i / pixels)[i % pixels] + 2 * step(level) * steps[i];
      frame.plane(i / pixels)[i % pixels] = (short) Math.max(0, Math.min(255, value));
    }
    return frame;
  }

  /** The move of at most three pixels each way at which the green planes are most alike. */
  private static int move(Picture before, Picture frame) {
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int move = 0; move < 49; move++) {
      short[] plane = moved(before, move).plane(1);
      long sum = 0;
      for (int i = 0; i < plane.length; i++) {
        sum += Math.abs(plane[i] - frame.plane(1)[i]);
      }
      if (sum < least) {
        least = sum;
        best = move;
      }
    }
    return best;
  }

  private static Picture moved(Picture before, int move) {
    int width = before.width();
    int height = before.height();
    Picture frame = Picture.blank(width, height, 3, 8);
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < width * height; i++) {
        int x = Math.max(0, Math.min(width - 1, i % width + move % 7 - 3));
        int y = Math.max(0, Math.min(height - 1, i / width + move / 7 - 3));
        frame.plane(c)[i] = before.plane(c)[y * width + x];
      }
    }
    return frame;
  }
}
