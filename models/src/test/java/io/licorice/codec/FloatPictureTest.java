package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatPictureTest {
  private static final FloatPicture COUNTS = FloatPictures.counts(300, 270, 1);

  @Property(tries = 150)
  void anyBits_comeBackExactly(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll boolean special,
      @ForAll long seed)
      throws IOException {
    FloatPicture picture =
        special
            ? FloatPictures.special(width, height, seed)
            : FloatPictures.noise(width, height, seed);
    assertThat(FloatPictures.decode(FloatPictures.encode(picture))).isEqualTo(picture);
  }

  @Property(tries = 500)
  void halves_haveTheOrderOfTheNumbers(@ForAll float a, @ForAll float b) {
    FloatPicture pair = new FloatPicture(2, 1, new float[] {a, b});
    Picture high = whole(FloatHalves.high(pair));
    Picture low = whole(FloatHalves.low(pair));
    int first = high.plane(0)[0] << 16 | low.plane(0)[0] & 0xFFFF;
    int second = high.plane(0)[1] << 16 | low.plane(0)[1] & 0xFFFF;
    assertThat(Integer.signum(Integer.compareUnsigned(first, second)))
        .isEqualTo(Integer.signum(Float.compare(a, b)));
    assertThat(FloatHalves.join(high, low)).containsExactly(pair.samples());
  }

  private static Picture whole(PictureSource source) {
    try {
      return source.read(Region.whole(source.width(), source.height()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 30)
  void anyRegion_isThatOfTheWhole(
      @ForAll @IntRange(max = 299) int x,
      @ForAll @IntRange(max = 269) int y,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 270) int height)
      throws IOException {
    Region region = new Region(x, y, Math.min(width, 300 - x), Math.min(height, 270 - y));
    FloatPicture part =
        FloatPictures.decode(
            Coded.COUNTS_FILE, DecodeOptions.DEFAULT.withRegion(region), CodecListener.SILENT);
    assertThat(part).isEqualTo(FloatPictures.part(COUNTS, region));
  }

  private static final class Coded {
    static final byte[] COUNTS_FILE;

    static {
      try {
        COUNTS_FILE = FloatPictures.encode(COUNTS);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void pictures_areEqualByTheirBits() {
    FloatPicture zero = new FloatPicture(1, 1, new float[] {0f});
    FloatPicture minusZero = new FloatPicture(1, 1, new float[] {-0f});
    FloatPicture nan = new FloatPicture(1, 1, new float[] {Float.intBitsToFloat(0x7FC00001)});
    assertThat(zero).isNotEqualTo(minusZero).isEqualTo(new FloatPicture(1, 1, new float[1]));
    assertThat(nan).isNotEqualTo(new FloatPicture(1, 1, new float[] {Float.NaN}));
    assertThat(nan).isEqualTo(new FloatPicture(1, 1, nan.samples().clone())).hasSameHashCodeAs(nan);
    assertThat(new FloatPicture(2, 1, new float[2]))
        .isNotEqualTo(new FloatPicture(1, 2, new float[2]))
        .hasToString("2x1, 32-bit float");
  }

  @Test
  void picturesWhoseSizesDoNotFit_areRefused() {
    for (int[] sides : new int[][] {{0, 1}, {1, -1}, {2, 2}, {1 << 16, 1 << 16}}) {
      assertThatThrownBy(() -> new FloatPicture(sides[0], sides[1], new float[3]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void spooledPicture_isWhatItWrites(@TempDir Path folder) throws IOException {
    FloatPicture picture = FloatPictures.noise(1100, 1000, 1);
    try (SpooledPicture coded =
        LicCodec.shared().spoolFloats(picture, Scratch.in(folder), CodecListener.SILENT)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      coded.writeTo(out);
      byte[] file = out.toByteArray();
      assertThat(coded.length()).isEqualTo(coded.summary().bytes()).isEqualTo(file.length);
      byte[] read = new byte[file.length];
      coded.read(0, read);
      assertThat(read).isEqualTo(file);
      for (int from = 0; from < file.length; from += 99_991) {
        byte[] piece = new byte[Math.min(300_000, file.length - from)];
        coded.read(from, piece);
        assertThat(piece).isEqualTo(Arrays.copyOfRange(file, from, from + piece.length));
      }
      assertThat(LicCodec.info(coded).isFloat()).isTrue();
      assertThat(LicCodec.shared().decodeFloats(coded, DecodeOptions.DEFAULT, CodecListener.SILENT))
          .isEqualTo(picture);
      assertThat(FloatPictures.encode(picture)).isEqualTo(file);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void picturesOfAllKinds_shareAFileWithTheirMetadata() throws IOException {
    PictureMetadata metadata =
        PictureMetadata.NONE
            .withApplication("ImageJ", new byte[] {1, 2, 3})
            .withXmp(new byte[] {4})
            .withPixelSize(new PixelSize(1e-6, 1e-6, PixelSize.Unit.METRE))
            .withProvenance(Provenance.all(21, 13));
    FloatPicture floats = FloatPictures.special(21, 13, 1);
    byte[] gray = Coding.encode(Picture.blank(9, 9, 1, 16), lossless());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LicFileWriter writer = new LicFileWriter(out);
    writer.write(gray, metadata.withProvenance(null), List.of());
    try (SpooledPicture coded =
        LicCodec.shared().spoolFloats(floats, Scratch.MEMORY, CodecListener.SILENT)) {
      writer.write(coded, metadata, List.of(gray));
      writer.write(coded, PictureMetadata.NONE, List.of());
    }
    LicFile file = LicFile.open(ByteSource.of(out.toByteArray()));
    assertThat(file.count()).isEqualTo(3);
    assertThat(List.of(file.isFloat(0), file.isFloat(1), file.isFloat(2)))
        .containsExactly(false, true, true);
    assertThat(file.metadata(1)).isEqualTo(metadata);
    assertThat(file.thumbnails(1)).isEqualTo(1);
    for (int i = 1; i <= 2; i++) {
      assertThat(
              LicCodec.shared()
                  .decodeFloats(file.picture(i), DecodeOptions.DEFAULT, CodecListener.SILENT))
          .isEqualTo(floats);
    }
  }

  private static EncodeOptions lossless() {
    return EncodeOptions.builder().lossless().build();
  }

  @Test
  void info_tellsFloatsFromIntegers() throws IOException {
    PictureInfo info = LicCodec.info(ByteSource.of(Coded.COUNTS_FILE));
    assertThat(info.isFloat()).isTrue();
    assertThat(info.bitDepth()).isEqualTo(32);
    assertThat(info.channels()).isEqualTo(1);
    assertThat(info.mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(info.width()).isEqualTo(300);
    assertThat(info.height()).isEqualTo(270);
    byte[] gray = Coding.encode(Picture.blank(9, 9, 1, 16), lossless());
    assertThat(LicCodec.info(ByteSource.of(gray)).isFloat()).isFalse();
  }

  @Test
  void eachKind_isDecodedByItsOwnCall() throws IOException {
    assertThatThrownBy(() -> Coding.decode(Coded.COUNTS_FILE))
        .isInstanceOf(LicFormatException.class)
        .hasMessage(
            "the picture holds 32-bit floating-point samples, which LicCodec.decodeFloats gives");
    byte[] gray = Coding.encode(Picture.blank(9, 9, 1, 16), lossless());
    assertThatThrownBy(() -> FloatPictures.decode(gray))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("the picture holds integer samples, which LicCodec.decode gives");
  }

  @Test
  void regionsAndLimits_areChecked() {
    DecodeOptions outside = DecodeOptions.DEFAULT.withRegion(new Region(299, 0, 2, 1));
    assertThatThrownBy(() -> FloatPictures.decode(Coded.COUNTS_FILE, outside, CodecListener.SILENT))
        .isInstanceOf(IllegalArgumentException.class);
    DecodeOptions few = DecodeOptions.DEFAULT.withMaxPixels(300 * 270 - 1);
    assertThatThrownBy(() -> FloatPictures.decode(Coded.COUNTS_FILE, few, CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("over the limit");
  }

  /** Remembers what it hears, and cancels when it is told so. */
  private static final class Heard implements CodecListener {
    private final List<Double> fractions = new ArrayList<>();
    private final double cancelAt;

    Heard(double cancelAt) {
      this.cancelAt = cancelAt;
    }

    @Override
    public void progress(double fraction) {
      fractions.add(fraction);
    }

    @Override
    public boolean isCancelled() {
      return !fractions.isEmpty() && fractions.get(fractions.size() - 1) >= cancelAt;
    }
  }

  @Test
  void progress_goesOverBothHalves() throws IOException {
    Heard encoding = new Heard(2);
    LicCodec.shared().spoolFloats(COUNTS, Scratch.MEMORY, encoding).close();
    Heard decoding = new Heard(2);
    FloatPictures.decode(Coded.COUNTS_FILE, DecodeOptions.DEFAULT, decoding);
    for (Heard heard : List.of(encoding, decoding)) {
      assertThat(heard.fractions).isSorted().hasSize(8).endsWith(1.0).contains(0.5);
    }
  }

  @Test
  void cancelling_endsEitherHalf(@TempDir Path folder) {
    for (double at : new double[] {0.25, 0.75}) {
      assertThatThrownBy(
              () -> LicCodec.shared().spoolFloats(COUNTS, Scratch.in(folder), new Heard(at)))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(
              () -> FloatPictures.decode(Coded.COUNTS_FILE, DecodeOptions.DEFAULT, new Heard(at)))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void flatPicturesAndCounts_areSmall() throws IOException {
    FloatPicture flat = FloatPictures.of(1000, 1000, (x, y) -> -0.1f);
    assertThat(FloatPictures.encode(flat)).hasSizeLessThan(1000);
    FloatPicture few = FloatPictures.of(512, 512, (x, y) -> x * 7 % 128 ^ y % 128);
    assertThat(FloatPictures.encode(few)).hasSizeLessThan(512 * 512);
    assertThat(Coded.COUNTS_FILE).hasSizeLessThan(300 * 270);
  }
}
