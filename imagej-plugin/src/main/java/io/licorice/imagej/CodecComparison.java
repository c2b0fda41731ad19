package io.licorice.imagej;

import io.licorice.codec.Picture;
import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Codes a picture with each of several codecs, and decodes it again. */
final class CodecComparison {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Picture picture;
  private final Work work;

  private CodecComparison(Picture picture, Work work) {
    this.picture = picture;
    this.work = work;
  }

  /**
   * Compares.
   *
   * @throws IOException if our codec fails; others that do are left out, and the log says why
   * @throws CancellationException if the user stopped it
   */
  static List<CodecTrial> run(Picture picture, List<ComparedCodec> codecs, Work work)
      throws IOException {
    CodecComparison comparison = new CodecComparison(picture, work);
    List<CodecTrial> trials = new ArrayList<>();
    for (int i = 0; i < codecs.size(); i++) {
      trials.addAll(
          comparison.trials(codecs.get(i), work.inPart(i, codecs.size(), codecs.get(i).name())));
    }
    return trials;
  }

  private List<CodecTrial> trials(ComparedCodec codec, Work part) throws IOException {
    List<CodecTrial> trials = new ArrayList<>();
    try {
      for (int i = 0; i < codec.qualities().size(); i++) {
        part.part(i, codec.qualities().size());
        double quality = codec.qualities().get(i);
        if (i == 0) {
          trial(codec, quality, part); // what is slow only once is not timed
        }
        trials.add(trial(codec, quality, part));
      }
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (!codec.isOptional()) {
        throw e;
      }
      work.warning(codec.name() + " is left out: " + Sentences.of(e));
      return List.of();
    }
    return trials;
  }

  private CodecTrial trial(ComparedCodec codec, double quality, Work part) throws IOException {
    long begin = System.nanoTime();
    byte[] bytes = codec.encode(quality, part);
    long middle = System.nanoTime();
    Supplier<Picture> result = codec.decode(bytes, part);
    long end = System.nanoTime();
    Picture decoded = result.get();
    double pixels = (double) picture.width() * picture.height();
    return new CodecTrial(
        codec.name(),
        quality,
        bytes.length,
        Byte.SIZE * bytes.length / pixels,
        Psnr.of(picture, decoded),
        MsSsim.of(picture, decoded),
        (middle - begin) / NANOS_PER_MILLI,
        (end - middle) / NANOS_PER_MILLI);
  }
}
