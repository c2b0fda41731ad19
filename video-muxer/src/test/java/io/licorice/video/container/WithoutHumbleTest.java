package io.licorice.video.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see who have not added Humble Video, or whose machine it has no natives for. */
class WithoutHumbleTest {
  @TempDir Path folder;

  /** The class path without the jars whose names hold a word. */
  private static URLClassLoader without(String word) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      if (!Path.of(entry).getFileName().toString().contains(word)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Object call(URLClassLoader loader, String method, Path path)
      throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(WithoutHumbleTest.class.getName() + "$Inside");
    Method inside = type.getDeclaredMethod(method, Path.class);
    inside.setAccessible(true);
    return inside.invoke(null, path);
  }

  /** Runs in the other class loader. */
  static final class Inside {
    private Inside() {}

    static String decode(Path file) throws IOException {
      MediaSamples.source(file, List.of(), List.of());
      MediaInput input = MediaInput.open(file);
      try {
        input.frames().close();
        return "decoded";
      } catch (IOException e) {
        return input.tracks().size() + " track: " + e.getMessage();
      }
    }

    static String roundTrip(Path folder) throws IOException {
      Path source = folder.resolve("source.mp4");
      MediaSamples.source(
          source, List.of(MediaSamples.aac(0)), List.of(MediaSamples.aacPackets(1, 0)));
      StringBuilder read = new StringBuilder();
      for (String extension : List.of("mkv", "mp4", "mov")) {
        Path file = folder.resolve("video." + extension);
        MediaSamples.write(
            file,
            MediaSamples.packets(20, MediaSamples.RATE, 1),
            MediaSamples.RATE,
            Companions.of(source));
        try (var packets = Containers.open(file)) {
          read.append(packets.frames().size()).append(' ');
        }
      }
      Path y4m = folder.resolve("clip.y4m");
      MediaSamples.write(
          FrameSinks.y4m(y4m, 8, 8, MediaSamples.RATE, FrameSinks.Chroma.HALF), 8, 8, 2, 1);
      try (var frames = MediaInput.open(y4m).frames()) {
        read.append(frames.next().isPresent());
      }
      return read.toString();
    }
  }

  @Test
  void withoutTheLibrary_decodingSaysWhatToAdd() throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = without("humble")) {
      assertThat(call(loader, "decode", folder.resolve("a.mkv")))
          .asString()
          .startsWith("1 track: conventional video codecs need Humble Video, which is not on")
          .contains("io.humble:humble-video-noarch:0.3.0");
    }
  }

  @Test
  void withoutItsNatives_decodingSaysForWhichMachine()
      throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = without("humble-video-arch")) {
      assertThat(call(loader, "decode", folder.resolve("a.mkv")))
          .asString()
          .startsWith("1 track: conventional video codecs need Humble Video's native library")
          .contains(System.getProperty("os.arch"));
    }
  }

  @Test
  void withoutTheLibrary_containersAndY4mWork() throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = without("humble")) {
      assertThat(call(loader, "roundTrip", folder)).isEqualTo("20 20 20 true");
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
