package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.process.ShortProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.PictureMetadata;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeStackTest {
  private static final int SIDE = 1024;
  private static final int PLANES = 1024;
  private static final int DIFFERENT = 4;

  @TempDir private Path folder;

  @Test
  void virtualStackOf2Gigabytes_scrollsIn512Megabytes() throws Exception {
    Path file = folder.resolve("large.lic");
    write(file);
    Path log = folder.resolve("log");
    Process scrolling =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                LargeStackTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(scrolling.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(scrolling.exitValue()).as(Files.readString(log)).isZero();
  }

  private static void write(Path file) throws IOException {
    List<byte[]> coded = new ArrayList<>();
    EncodeOptions lossless = EncodeOptions.builder().lossless().build();
    for (int i = 0; i < DIFFERENT; i++) {
      coded.add(
          LicCodec.shared()
              .encode(Pixels.picture(ramp(i)), lossless, CodecListener.SILENT)
              .bytes());
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      LicFileWriter writer = new LicFileWriter(out);
      for (int i = 0; i < PLANES; i++) {
        writer.write(coded.get(i % DIFFERENT), PictureMetadata.NONE, List.of());
      }
    }
  }

  private static ShortProcessor ramp(int number) {
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (i / SIDE * 30 + i % SIDE * 20 + number);
    }
    return new ShortProcessor(SIDE, SIDE, pixels, null);
  }

  /**
   * Scrolls through a stack, forth and back and far.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException {
    ImagePlus stack;
    try (Work work = Work.begin("Opening")) {
      stack = StackOpener.open(Path.of(args[0]), new OpenOptions(true, Optional.empty(), 0), work);
    }
    check(stack.getStackSize() == PLANES, "all planes");
    for (int slice = 1; slice <= PLANES; slice += 12) {
      look(stack, slice);
    }
    for (int slice = PLANES; slice > PLANES - 30; slice--) {
      look(stack, slice);
    }
    for (int i = 0; i < 30; i++) {
      look(stack, 1 + i * 7919 % PLANES);
    }
    System.exit(0);
  }

  private static void look(ImagePlus stack, int slice) {
    stack.setSlice(slice);
    int found = stack.getProcessor().get(10, 20);
    int expected = 20 * 30 + 10 * 20 + (slice - 1) % DIFFERENT;
    check(found == expected, "slice " + slice + ": expected " + expected + ", found " + found);
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
