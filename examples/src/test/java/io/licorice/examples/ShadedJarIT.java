package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plug-in in a jar that was made of several: a program that only knows {@code javax.imageio}.
 */
final class ShadedJarIT {
  private static final String PROGRAM =
      """
      import java.awt.image.BufferedImage;
      import java.io.File;
      import javax.imageio.ImageIO;

      class Program {
        public static void main(String[] arguments) throws Exception {
          File file = new File(arguments[0]);
          BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
          System.out.println(ImageIO.write(image, "lic", file));
          BufferedImage again = ImageIO.read(file);
          System.out.println(again.getWidth() + "x" + again.getHeight());
          System.out.println(ImageIO.getImageReadersBySuffix("lvc").hasNext());
        }
      }
      """;

  private static final Path JAR = Path.of("target", "lic.jar").toAbsolutePath();

  @TempDir Path folder;

  /** Lines that Java printed, and its exit code. */
  private record Result(int status, List<String> lines) {}

  private Result java(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path log = Files.createTempFile(folder, "log", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + command);
    }
    return new Result(process.exitValue(), Files.readAllLines(log, Charset.defaultCharset()));
  }

  @Test
  void programOnTheShadedJar_writesAndReadsByName() throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    Result result = java("-cp", JAR, source, folder.resolve("picture.lic"));
    assertThat(result.lines()).contains("true", "40x30").doesNotContain("false");
    assertThat(result.status()).isZero();
  }

  @Test
  void humbleVideoIsBesideTheJarAndNotInIt() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.contains("humble"))
          .anyMatch(name -> name.startsWith("io/licorice/video/"));
      String classPath = jar.getManifest().getMainAttributes().getValue("Class-Path");
      for (String name : JAR.resolveSibling("lib").toFile().list()) {
        assertThat(classPath.split(" ", -1)).contains("lib/" + name);
      }
    }
  }

  @Test
  void jarByItselfCodesFoldersAndNamesWhatOrdinaryVideosNeed() throws Exception {
    Path alone = Files.copy(JAR, folder.resolve("alone.jar"));
    TestVideos.folder(TestVideos.frames(64, 48, 3), folder.resolve("frames"));
    Object[] packs = {"--packs", TestVideos.PACK, "--model", "tiny-video"};
    Result coded = video(alone, "encode", "frames", "coded.mkv", packs);
    assertThat(coded.lines()).singleElement().asString().startsWith("coded.mkv: ");
    Result info = video(alone, "info", "coded.mkv");
    assertThat(info.lines()).anyMatch(line -> line.matches("frames +3"));
    assumeTrue(Programs.isInstalled("ffmpeg"), "ffmpeg makes an ordinary video");
    Programs.run(
        folder.resolve("ffmpeg.log"),
        List.of(
            "ffmpeg",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=64x48:duration=0.2",
            "-c:v",
            "mpeg4",
            folder.resolve("film.mp4").toString()));
    Result refused = video(alone, "encode", "film.mp4", "film.lvc", packs);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.lines())
        .singleElement()
        .asString()
        .startsWith("lic video encode: ")
        .contains("Humble Video", "humble-video-noarch", "in a folder lib beside it");
    assertThat(folder.resolve("film.lvc")).doesNotExist();
  }

  private Result video(Path jar, String command, Object in, Object... rest)
      throws IOException, InterruptedException {
    Stream<Object> words = Stream.of("-jar", jar, "video", command, in);
    Stream<Object> others =
        Stream.of(rest).flatMap(o -> o instanceof Object[] many ? Stream.of(many) : Stream.of(o));
    return java(Stream.concat(words, others).toArray());
  }
}
