package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.File;
import java.io.IOException;
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
