package io.licorice.imageio;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.LicCodec;
import java.io.IOException;
import java.util.Optional;

/**
 * The codec that a parameter asks for: the shared one, or one with another device or number of
 * threads, which is kept until others are asked for. Used by one thread at a time.
 */
final class ParamCodec implements AutoCloseable {
  private CodecSettings wanted = CodecSettings.DEFAULT;
  private CodecSettings opened;
  private LicCodec own;

  /**
   * Sets what {@link #get} gives.
   *
   * @param device where the networks run, or empty for the default
   * @param threads threads to use, 0 for the default
   */
  void use(Optional<Device> device, int threads) {
    wanted =
        CodecSettings.DEFAULT
            .withDevice(device.orElse(CodecSettings.DEFAULT.device()))
            .withThreads(threads);
  }

  /**
   * The codec, which stays this object's to close.
   *
   * @throws IOException if the codec of other settings cannot be closed
   */
  LicCodec get() throws IOException {
    if (wanted.equals(CodecSettings.DEFAULT)) {
      return LicCodec.shared();
    }
    if (own == null || !wanted.equals(opened)) {
      close();
      own = LicCodec.open(wanted);
      opened = wanted;
    }
    return own;
  }

  @Override
  public void close() throws IOException {
    LicCodec codec = own;
    own = null;
    if (codec != null) {
      codec.close();
    }
  }
}
