package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import io.licorice.video.FrameSink;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import io.licorice.video.container.FrameSinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Generated videos: a camera that moves over a picture. */
final class TestVideos {
  /** Frames of generated videos are shown for so long. */
  static final TimeBase FRAME_TIME = new TimeBase(1, 25);

  /** A little pack of predicted frames, whose pictures are bad. */
  static final Path PACK =
      Path.of("..", "models", "src", "test", "resources", "packs", "tiny-video").toAbsolutePath();

  private TestVideos() {}

  static List<Picture> frames(int width, int height, int count) {
    Picture scene = TestPictures.photo(width + 2 * count, height + count, 3, 5);
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(scene.read(new Region(2 * i, i, width, height)));
    }
    return frames;
  }

  /** Writes a y4m file of 4:2:0. */
  static Path y4m(List<Picture> frames, Path file) throws IOException {
    Picture first = frames.get(0);
    try (FrameSink sink =
        FrameSinks.y4m(file, first.width(), first.height(), FRAME_TIME, FrameSinks.Chroma.HALF)) {
      for (int i = 0; i < frames.size(); i++) {
        sink.write(new TimedFrame(frames.get(i), i, 1));
      }
      sink.finish();
    }
    return file;
  }

  /** Writes a folder of PNG files. */
  static Path folder(List<Picture> frames, Path folder) throws IOException {
    Files.createDirectory(folder);
    for (int i = 0; i < frames.size(); i++) {
      TestPictures.write(frames.get(i), folder.resolve("frame " + (i + 1) + ".png"));
    }
    return folder;
  }
}
