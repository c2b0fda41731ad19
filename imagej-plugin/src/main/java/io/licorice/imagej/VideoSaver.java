package io.licorice.imagej;

import ij.ImagePlus;
import io.licorice.codec.NewFile;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Saves the frames of an image, as they are shown, as a {@code .lvc} video. */
final class VideoSaver {
  private VideoSaver() {}

  /**
   * Saves.
   *
   * @param file there whole or not at all
   * @param settings of the image's size
   * @return one line for the status bar
   * @throws IOException if there is no video module, or the file cannot be written
   * @throws java.util.concurrent.CancellationException if the user stopped it; there is no file
   */
  static String save(ImagePlus image, Path file, VideoSettings settings, Work work)
      throws IOException {
    long begin = System.nanoTime();
    VideoProvider provider = Videos.provider(file);
    ShownFrames frames = new ShownFrames(image);
    NewFile.at(file).write(stream -> write(frames, provider, settings, stream, work));
    long bytes = Files.size(file);
    return String.format(
        Locale.ROOT,
        "%s: %,d bytes, %d frames, %.3f bits a pixel, %.1f s",
        file.getFileName(),
        bytes,
        frames.count(),
        8.0 * bytes / ((double) frames.count() * settings.width() * settings.height()),
        (System.nanoTime() - begin) / 1e9);
  }

  private static void write(
      ShownFrames frames,
      VideoProvider provider,
      VideoSettings settings,
      OutputStream stream,
      Work work)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(stream);
        VideoSink video = provider.create(out, settings)) {
      for (int number = 0; number < frames.count(); number++) {
        work.part(number, frames.count());
        video.write(frames.frame(number), work);
      }
      video.finish();
    }
  }
}
