package io.licorice.imageio;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicCodec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageReadParam;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Puts the tiny generative pack into the user's folder for as long as a class of tests runs. Codecs
 * that were opened before do not see it; those that a number of threads asks for do.
 */
final class GenerativePacks implements BeforeAllCallback, AfterAllCallback {
  static final String TINY = "tiny-generative";

  /** The classes that the tiny pack draws. */
  static final List<LabelClass> CLASSES =
      List.of(
          new LabelClass("Sky", 0x80A0FA),
          new LabelClass("Road", 0x5A3C5A),
          new LabelClass("Tree", 0x3C8C1E));

  private static final Path TINY_FOLDER = Path.of("../models/src/test/resources/packs", TINY);

  private String homeBefore;
  private Path home;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    LicCodec.shared(); // must not look for packs in a folder that will be gone
    home = Files.createTempDirectory("licorice-home");
    Path pack = Files.createDirectories(home.resolve(".licorice/packs").resolve(TINY));
    try (Stream<Path> files = Files.list(TINY_FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, pack.resolve(file.getFileName()));
      }
    }
    homeBefore = System.setProperty("user.home", home.toString());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    System.setProperty("user.home", homeBefore);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The generative pack that is bundled, or as long as there is none the tiny one. */
  static String bundledOrTiny() throws IOException {
    return LicCodec.packs(CodecSettings.DEFAULT).stream()
            .anyMatch(pack -> pack.id().equals(EncodeOptions.DEFAULT_GENERATOR))
        ? EncodeOptions.DEFAULT_GENERATOR
        : TINY;
  }

  /** A parameter whose generator is the tiny pack. */
  static LicImageWriteParam param() {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setThreads(2);
    param.setGenerator(TINY);
    return param;
  }

  /** A parameter that finds the tiny pack. */
  static LicImageReadParam readParam() {
    LicImageReadParam param = new LicImageReadParam();
    param.setThreads(2);
    return param;
  }

  static BufferedImage read(byte[] file) throws IOException {
    return read(file, readParam());
  }

  static BufferedImage read(byte[] file, ImageReadParam param) throws IOException {
    LicImageReader reader = TestImages.reader(file);
    try {
      return reader.read(0, param);
    } finally {
      reader.dispose();
    }
  }

  /** Labels in stripes, with some pixels without a class. */
  static LabelMap stripes(int width, int height, int wide) {
    int[] labels = new int[width * height];
    Arrays.setAll(labels, i -> i % width / wide % 4 - 1);
    return LabelMap.of(width, height, CLASSES, labels);
  }
}
