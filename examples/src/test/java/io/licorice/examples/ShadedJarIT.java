package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  @TempDir Path folder;

  @Test
  void programOnTheShadedJar_writesAndReadsByName() throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djava.awt.headless=true",
                    "-cp",
                    Path.of("target", "lic.jar").toAbsolutePath().toString(),
                    source.toString(),
                    folder.resolve("picture.lic").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(log)).contains("true", "40x30").doesNotContain("false");
    assertThat(process.exitValue()).isZero();
  }
}
