package io.licorice.imageio;

import io.licorice.codec.VideoProvider;
import java.util.ServiceLoader;
import javax.imageio.IIOException;

/** Finds who reads and writes video. */
final class VideoModule {
  private static final String NO_PROVIDER = "video: add licorice-video to the class path";

  private VideoModule() {}

  /**
   * The video module's provider, beside this class or where the calling thread finds classes.
   *
   * @throws IIOException if there is none
   */
  static VideoProvider provider() throws IIOException {
    return ServiceLoader.load(VideoProvider.class, VideoModule.class.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(VideoProvider.class).findFirst())
        .orElseThrow(() -> new IIOException(NO_PROVIDER));
  }
}
