package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Encodes with the codec of a writer's parameter. */
final class Encoder implements AutoCloseable {
  private final ParamCodec codec = new ParamCodec();

  Encoder(ImageWriteParam param) {
    if (param instanceof LicImageWriteParam lic) {
      codec.use(lic.getDevice(), lic.getThreads());
    }
  }

  /** Whether what these options make is made up as a whole. */
  boolean makesUp(EncodeOptions options) throws IOException {
    return codec.get().isGenerative(options.model());
  }

  /**
   * The coded picture of a box file, the caller's to close; empty if the listener asked to stop.
   *
   * @param options of which a target holds for the whole file
   */
  Optional<SpooledPicture> encode(
      PictureSource source,
      EncodeOptions options,
      PictureMetadata metadata,
      List<byte[]> thumbnails,
      CodecListener listener)
      throws IOException {
    EncodeOptions bare = options.toBuilder().boxed(false).build();
    if (options.rate() instanceof EncodeOptions.Rate.Quality) {
      return encode(source, bare, listener);
    }
    long beside = codec.get().overhead(options, metadata, thumbnails);
    EncodeOptions.Rate rate = options.rate().beside(source, beside);
    EncodeOptions targeted = bare.toBuilder().rate(rate).build();
    Optional<SpooledPicture> coded = encode(source, targeted, listener);
    if (coded.isEmpty() || !coded.get().summary().model().isEmpty()) {
      return coded;
    }
    long file = coded.get().length() + LicFileWriter.overhead(metadata, thumbnails);
    if (file <= options.rate().bytes(source)) {
      return coded;
    }
    // It was to be generated and came out lossless: then all that is said of it takes more.
    coded.get().close();
    return encode(source, targeted.toBuilder().learnedOnly(true).build(), listener);
  }

  /** The coded file, the caller's to close; empty if the listener asked to stop. */
  Optional<SpooledPicture> encode(
      PictureSource source, EncodeOptions options, CodecListener listener) throws IOException {
    if (listener.isCancelled()) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.get().spool(source, options, scratch(), listener));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  /** Where ImageIO is told to keep what does not fit in memory. */
  private static Scratch scratch() {
    if (!ImageIO.getUseCache()) {
      return Scratch.MEMORY;
    }
    File folder = ImageIO.getCacheDirectory();
    return folder == null ? Scratch.temporary() : Scratch.in(folder.toPath());
  }

  @Override
  public void close() throws IOException {
    codec.close();
  }
}
