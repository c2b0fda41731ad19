package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  private static final int TILE = 128;
  private static final Picture PICTURE = TestPictures.photoLike(400, 300, 3, 21);

  /**
   * What cutting a picture into tiles costs at equal bytes: at low rates each tile's own check sums
   * and coder states, and in tiles of 128, where every hyper-latent lies at a border, worse
   * predictions. The default is 1024.
   */
  @ParameterizedTest
  @CsvSource({"128, 1.9", "256, 0.9"})
  void tiles_costLittleAtEqualBytes(int tileSize, double decibels) throws IOException {
    for (double quality : new double[] {10, 50, 90}) {
      byte[] whole = Coding.encode(PICTURE, Coding.tiled(quality, 4096));
      byte[] better = Coding.encode(PICTURE, Coding.tiled(quality + 5, 4096));
      byte[] tiled = Coding.encode(PICTURE, Coding.tiled(quality, tileSize));
      double slope = (psnr(better) - psnr(whole)) / Math.log((double) better.length / whole.length);
      double atEqualBytes = psnr(tiled) + slope * Math.log((double) whole.length / tiled.length);
      System.out.printf(
          "tiles of %d at quality %.0f: %+.3f dB at equal bytes%n",
          tileSize, quality, atEqualBytes - psnr(whole));
      assertThat(atEqualBytes).isGreaterThan(psnr(whole) - decibels);
    }
  }

  private static double psnr(byte[] coded) throws IOException {
    return Psnr.of(PICTURE, Coding.decode(coded).picture());
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 50, 90})
  void bordersOfTiles_areNotVisible(double quality) throws IOException {
    Picture decoded = decoded(quality, TILE);
    IntPredicate atBorder = i -> i % TILE == TILE - 1 || (i % TILE == 0 && i > 0);
    double columns =
        error(decoded, atBorder, y -> true) / error(decoded, atBorder.negate(), y -> true);
    double rows =
        error(decoded, x -> true, atBorder) / error(decoded, x -> true, atBorder.negate());
    System.out.printf("seam ratio: columns %.3f, rows %.3f%n", columns, rows);
    assertThat(columns).isLessThan(1.3);
    assertThat(rows).isLessThan(1.3);
  }

  private static Picture decoded(double quality, int tileSize) throws IOException {
    return Coding.decode(Coding.encode(PICTURE, Coding.tiled(quality, tileSize))).picture();
  }

  /** Mean squared error over some columns and rows. */
  private static double error(Picture decoded, IntPredicate columns, IntPredicate rows) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < PICTURE.height(); y++) {
      for (int x = 0; x < PICTURE.width(); x++) {
        if (columns.test(x) && rows.test(y)) {
          for (int c = 0; c < PICTURE.channels(); c++) {
            int i = y * PICTURE.width() + x;
            double difference = PICTURE.plane(c)[i] - decoded.plane(c)[i];
            sum += difference * difference;
            count++;
          }
        }
      }
    }
    return sum / count;
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void region_isACropOfTheWhole(
      @ForAll @IntRange(max = 399) int x,
      @ForAll @IntRange(max = 299) int y,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(max = 2) int file)
      throws IOException {
    Region region = new Region(x, y, Math.min(width, 400 - x), Math.min(height, 300 - y));
    Whole whole = Whole.ALL.get(file);
    DecodedPicture part = Coding.decode(whole.file, DecodeOptions.DEFAULT.withRegion(region));
    assertThat(part.warnings()).isEmpty();
    assertThat(part.picture().width()).isEqualTo(region.width());
    assertThat(part.picture().height()).isEqualTo(region.height());
    assertThat(Coding.largestDifference(part.picture(), whole.pixels.read(region)))
        .as("region %s", region)
        .isLessThanOrEqualTo(1);
  }

  /** Files of one picture with other tiles, and their pixels. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Whole(byte[] file, Picture pixels) {
    static final List<Whole> ALL = all();

    static List<Whole> all() {
      List<Whole> all = new ArrayList<>();
      try {
        for (int tileSize : new int[] {128, 256, 512}) {
          byte[] file = Coding.encode(PICTURE, Coding.tiled(60, tileSize));
          all.add(new Whole(file, Coding.decode(file).picture()));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return all;
    }
  }

  @Test
  void regionOfOnePixel_readsOnlyTheTilesAround() throws IOException {
    Picture wide = TestPictures.photoLike(1800, 60, 1, 2);
    byte[] file = Coding.encode(wide, Coding.tiled(70, TILE));
    long[] read = new long[1];
    ByteSource counting =
        new ByteSource() {
          @Override
          public long length() {
            return file.length;
          }

          @Override
          public void read(long position, byte[] target) {
            read[0] += target.length;
            System.arraycopy(file, (int) position, target, 0, target.length);
          }
        };
    DecodeOptions options = DecodeOptions.DEFAULT.withRegion(new Region(64, 30, 1, 1));
    LicCodec.shared().decode(counting, options, CodecListener.SILENT);
    assertThat(read[0]).isLessThan(file.length / 2);
  }
}
