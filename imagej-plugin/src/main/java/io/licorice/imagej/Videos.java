package io.licorice.imagej;

import io.licorice.codec.VideoProvider;
import java.io.IOException;
import java.util.ServiceLoader;

/** The video module, where there is one. */
final class Videos {
  private Videos() {}

  /**
   * The video module's provider.
   *
   * @param file what it is needed for, for the message
   * @throws IOException if the module is not there
   */
  static VideoProvider provider(Object file) throws IOException {
    return ServiceLoader.load(VideoProvider.class, Videos.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () -> new IOException(file + " is a video: licorice-video is not among ImageJ's jars"));
  }
}
