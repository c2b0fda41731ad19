package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PictureBoxes;
import io.licorice.bitstream.PictureBoxes.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of files with floats that are damaged or malformed. */
class FloatDamageTest {
  private static final FloatPicture PICTURE = FloatPictures.counts(300, 270, 1);

  /** Where the low halves begin in a file of which nothing else is said. */
  private static final int LOW = 20 + 8 + 8;

  private static final class Warnings implements CodecListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void warning(String message) {
      told.add(message);
    }
  }

  /** A file of two codestreams, and boxes between them. */
  private static byte[] file(byte[] low, byte[] high, Body... more) {
    List<Body> boxes = new ArrayList<>(List.of(new Body(PictureBoxes.FLOATS, low)));
    boxes.addAll(List.of(more));
    return file(boxes, high);
  }

  private static byte[] file(List<Body> boxes, byte[] high) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BoxFile.start());
    out.writeBytes(PictureBoxes.layout(boxes, high.length));
    out.writeBytes(high);
    return out.toByteArray();
  }

  private static byte[] gray(int width, int height, int channels, int depth, int maxError)
      throws IOException {
    EncodeOptions options = EncodeOptions.builder().nearLossless(maxError).build();
    return Coding.encode(Picture.blank(width, height, channels, depth), options);
  }

  private static byte[] half(int width, int height) throws IOException {
    EncodeOptions options = EncodeOptions.builder().lossless().build();
    return Coding.encode(Picture.blank(width, height, 1, 16), options);
  }

  @Test
  void damagedTilesOfEitherHalf_areZerosWithAWarning() throws IOException {
    byte[] intact = FloatPictures.encode(PICTURE);
    byte[] file = intact.clone();
    FloatPart part = CodedFile.open(ByteSource.of(file)).floats().orElseThrow();
    file[(int) part.high().index().offset(0) + 8] ^= 1;
    file[(int) part.low().index().offset(3) + 8] ^= 1;
    Warnings heard = new Warnings();
    FloatPicture decoded = FloatPictures.decode(file, DecodeOptions.DEFAULT, heard);
    assertThat(heard.told).hasSize(2);
    assertThat(heard.told.get(0)).startsWith("tile 0 is damaged: byte ");
    assertThat(heard.told.get(1)).startsWith("tile 3 is damaged: byte ");
    FloatPicture expected =
        FloatPictures.of(
            300, 270, (x, y) -> x >= 256 == y >= 256 ? 0f : PICTURE.samples()[y * 300 + x]);
    assertThat(decoded).isEqualTo(expected);

    Region region = new Region(250, 250, 20, 11);
    FloatPicture cut =
        FloatPictures.decode(file, DecodeOptions.DEFAULT.withRegion(region), CodecListener.SILENT);
    assertThat(cut).isEqualTo(FloatPictures.part(expected, region));
    Region lost = new Region(10, 10, 20, 20);
    assertThatThrownBy(
            () ->
                FloatPictures.decode(
                    file, DecodeOptions.DEFAULT.withRegion(lost), CodecListener.SILENT))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("no tile is intact");
  }

  @Test
  void halvesThatDoNotGoTogether_areRefused() throws IOException {
    byte[] good = half(20, 10);
    assertThat(FloatPictures.decode(file(good, good)).samples()).hasSize(200);
    assertRefused(
        file(half(20, 11), good), LOW, "low halves of 20x11 floats in a picture of 20x10");
    assertRefused(file(half(21, 10), good), LOW, "low halves of 21x10");
    assertRefused(file(gray(20, 10, 1, 8, 0), good), LOW, "low halves of floats: lossless gray");
    assertRefused(file(gray(20, 10, 2, 16, 0), good), LOW, "2 channels of 16 bits");
    assertRefused(file(gray(20, 10, 1, 16, 1), good), LOW, "largest error 1");
    byte[] learned = Coding.encode(Picture.blank(20, 10, 1, 16), Coding.tiled(10, 256));
    assertRefused(file(learned, good), LOW, "found family 1");
    int high = LOW + good.length + 8;
    assertRefused(file(good, gray(20, 10, 3, 16, 0)), high, "high halves of floats: lossless gray");
    assertRefused(file(good, learned), high, "high halves of floats: lossless gray");
  }

  @Test
  void malformedLowHalves_areRefusedWithTheOffset() throws IOException {
    byte[] good = half(20, 10);
    assertRefused(file(new byte[0], good), LOW, "magic number");
    assertRefused(file(new byte[30], good), LOW, "magic number");
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    assertThatThrownBy(() -> FloatPictures.decode(file(cut, good)))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("no tile is intact");
    byte[] whole = FloatPictures.encode(PICTURE);
    assertRefused(Arrays.copyOf(whole, LOW + 100), LOW - 8, "'Floa' ends ");
    Body low = new Body(PictureBoxes.FLOATS, good);
    byte[] twice = file(List.of(low, new Body(PictureBoxes.XMP, good)), good);
    int second = LOW + good.length;
    System.arraycopy(twice, LOW - 4, twice, second + 4, 4);
    assertRefused(twice, second, "one box 'Floa' too many");
  }

  @Test
  void boxesThatDoNotGoWithFloats_areRefused() throws IOException {
    byte[] good = half(20, 10);
    int next = LOW + good.length;
    Body generated = new Body(PictureBoxes.GENERATED, new byte[9]);
    assertRefused(file(good, good, generated), next + 8, "generated cells in a picture of floats");
    byte[] unknown = file(good, good, new Body(PictureBoxes.XMP, new byte[3]));
    unknown[next + 4] = 'X';
    assertRefused(unknown, next, "'Xmp ' is critical and unknown");
    assertThatThrownBy(() -> LicFile.open(ByteSource.of(unknown)).isFloat(0))
        .hasMessageContaining("is critical and unknown");
    assertThatThrownBy(() -> PictureBoxes.layout(List.of(generated, generated), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownBox_isWarnedOf() throws IOException {
    byte[] good = half(20, 10);
    byte[] file = file(good, good, new Body(PictureBoxes.XMP, new byte[3]));
    file[LOW + good.length + 4] = 'y';
    Warnings heard = new Warnings();
    FloatPictures.decode(file, DecodeOptions.DEFAULT, heard);
    assertThat(heard.told).singleElement().asString().contains("box 'ymp '", "is unknown");
  }

  private static void assertRefused(byte[] file, long offset, String words) {
    assertThatThrownBy(() -> FloatPictures.decode(file))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }
}
