package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.metadata.IIOMetadataFormatImpl;

/**
 * Asks a reader everything about whatever the fuzzer makes. A normal run replays the files in the
 * resource folder {@code LicReaderFuzzTestInputs}; a search for new ones, ten minutes long, is
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw -pl imageio-plugin -am test -Dtest=LicReaderFuzzTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>{@link #main} writes the seeds.
 */
class LicReaderFuzzTest {
  private static final int MOST_PICTURES = 4;
  private static final int MOST_PIXELS = 1 << 14;
  private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

  @FuzzTest(maxDuration = "10m")
  void reader_throwsNothingButIoExceptions(byte[] input) {
    LicImageReader reader = TestImages.reader(input);
    int pictures;
    try {
      pictures = Math.min(MOST_PICTURES, reader.getNumImages(true));
    } catch (IOException e) {
      assertThat(e).isInstanceOf(IIOException.class);
      return;
    }
    for (int i = 0; i < pictures; i++) {
      try {
        ask(reader, i);
        read(reader, i);
      } catch (IOException e) {
        assertThat(e).isInstanceOf(IIOException.class); // and the next picture may be intact
      }
    }
    reader.dispose();
  }

  private static void ask(LicImageReader reader, int picture) throws IOException {
    reader.getTileWidth(picture);
    reader.isRandomAccessEasy(picture);
    reader.getAspectRatio(picture);
    LicMetadata metadata = (LicMetadata) reader.getImageMetadata(picture);
    metadata.setFromTree(LicMetadataFormat.NAME, metadata.getAsTree(LicMetadataFormat.NAME));
    metadata.mergeTree(STANDARD, metadata.getAsTree(STANDARD));
    reader
        .getImageTypes(picture)
        .forEachRemaining(type -> type.createBufferedImage(1, 1).getRGB(0, 0));
    for (int t = 0; t < reader.getNumThumbnails(picture); t++) {
      if ((long) reader.getThumbnailWidth(picture, t) * reader.getThumbnailHeight(picture, t)
          <= MOST_PIXELS) {
        reader.readThumbnail(picture, t);
      }
    }
  }

  /** Reads every pixel of a small picture, and so many of a large one. */
  private static void read(LicImageReader reader, int picture) throws IOException {
    int step = 1;
    while (pixels(reader.getWidth(picture), step) * pixels(reader.getHeight(picture), step)
        > MOST_PIXELS) {
      step *= 2;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    if ((long) reader.getWidth(picture) * reader.getHeight(picture) <= 64L * MOST_PIXELS) {
      reader.read(picture, param);
    }
  }

  private static long pixels(int side, int step) {
    return (side - 1L) / step + 1;
  }

  /** Writes the seeds into the folder that is named. */
  public static void main(String[] arguments) throws IOException {
    BufferedImage image = TestImages.gradient(9, 5, BufferedImage.TYPE_3BYTE_BGR);
    List<byte[]> seeds =
        List.of(
            TestImages.write(image, null),
            LicImageReaderTest.withEverything(),
            SequenceTest.sequence(2),
            TestImages.tiled(TestImages.gradient(130, 3, BufferedImage.TYPE_BYTE_GRAY)),
            lossless(BufferedImage.TYPE_4BYTE_ABGR),
            lossless(BufferedImage.TYPE_USHORT_GRAY),
            lossless(BufferedImage.TYPE_BYTE_GRAY));
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(folder.resolve("seed-" + i), seeds.get(i));
    }
  }

  private static byte[] lossless(int type) throws IOException {
    return TestImages.write(TestImages.gradient(9, 5, type), TestImages.param("Lossless"));
  }
}
