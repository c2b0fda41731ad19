package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** The codec of a writer's parameter: the shared one, or one for another device, which it owns. */
final class Encoder implements AutoCloseable {
  private final Optional<Device> device;
  private LicCodec own;

  Encoder(ImageWriteParam param) {
    this.device =
        param instanceof LicImageWriteParam lic
            ? lic.getDevice().filter(d -> !d.equals(CodecSettings.DEFAULT.device()))
            : Optional.empty();
  }

  /** The coded file, the caller's to close; empty if the listener asked to stop. */
  Optional<SpooledPicture> encode(
      PictureSource source, EncodeOptions options, CodecListener listener) throws IOException {
    if (listener.isCancelled()) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec().spool(source, options, scratch(), listener));
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

  private LicCodec codec() {
    if (device.isEmpty()) {
      return LicCodec.shared();
    }
    if (own == null) {
      own = LicCodec.open(CodecSettings.DEFAULT.withDevice(device.get()));
    }
    return own;
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
