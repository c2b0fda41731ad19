package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.LicFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LicFileTest {
  private static final PictureMetadata FULL =
      PictureMetadata.NONE
          .withIcc(noise(3144))
          .withExif(noise(77))
          .withXmp(noise(500))
          .withPixelSize(new PixelSize(65e-9, 65.5e-9, PixelSize.Unit.METRE))
          .withApplication("ImageJ", noise(800))
          .withApplication("Fiji", noise(1));

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] coded(int side) throws IOException {
    return Coding.encode(TestPictures.photoLike(side, side, 1, side), EncodeOptions.ofQuality(20));
  }

  @Test
  void picturesComeBackWithTheirMetadataAndThumbnails() throws IOException {
    byte[] plain = coded(20);
    byte[] rich = coded(33);
    byte[] small = coded(8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LicFileWriter writer = new LicFileWriter(out);
    writer.write(plain, PictureMetadata.NONE, List.of());
    int first = out.size();
    writer.write(rich, FULL, List.of(small, plain));
    assertThat(first)
        .isEqualTo(plain.length + LicFileWriter.overhead(PictureMetadata.NONE, List.of()));
    assertThat(out.size() - first + 20)
        .isEqualTo(rich.length + LicFileWriter.overhead(FULL, List.of(small, plain)));

    LicFile file = LicFile.open(ByteSource.of(out.toByteArray()));
    assertThat(file.count()).isEqualTo(2);
    assertThat(file.damage()).isEmpty();
    assertThat(file.metadata(0)).isEqualTo(PictureMetadata.NONE);
    assertThat(file.metadata(0).isEmpty()).isTrue();
    assertThat(file.metadata(1)).isEqualTo(FULL).hasSameHashCodeAs(FULL);
    assertThat(file.metadata(1).exif()).hasValue(noise(77));
    assertThat(file.info(1).width()).isEqualTo(33);
    assertThat(file.info(1).boxed()).isTrue();
    assertThat(file.thumbnails(0)).isZero();
    assertThat(file.thumbnails(1)).isEqualTo(2);
    assertThat(LicCodec.info(file.thumbnail(1, 0)).width()).isEqualTo(8);
    assertThat(decode(file.picture(1))).isEqualTo(decode(ByteSource.of(rich)));
    assertThat(decode(file.thumbnail(1, 1))).isEqualTo(decode(ByteSource.of(plain)));
    assertThatThrownBy(() -> file.thumbnail(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> file.info(2)).isInstanceOf(LicFormatException.class);
  }

  private static Picture decode(ByteSource source) throws IOException {
    return LicCodec.shared().decode(source, DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
  }

  @Test
  void unknownBox_isSkippedWithAWarning() throws IOException {
    byte[] boxed = BoxFile.wrap(coded(20));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(boxed, 0, 20);
    out.writeBytes(new byte[] {0, 0, 0, 9, 'n', 'o', 't', 'e', 1});
    out.write(boxed, 20, boxed.length - 20);
    String expected = "box 'note' at byte 20 is unknown and skipped";
    List<String> told = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            told.add(message);
          }
        };
    DecodedPicture decoded =
        LicCodec.shared().decode(ByteSource.of(out.toByteArray()), DecodeOptions.DEFAULT, listener);
    assertThat(told).containsExactly(expected);
    assertThat(decoded.warnings()).containsExactly(expected);
    LicFile file = LicFile.open(ByteSource.of(out.toByteArray()));
    assertThat(file.unknownBoxes()).isEmpty();
    assertThat(file.count()).isEqualTo(1);
    assertThat(file.unknownBoxes()).containsExactly(expected);
  }

  @Test
  void errors_haveOffsetsInTheWholeFile() throws IOException {
    byte[] stream = coded(20);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LicFileWriter writer = new LicFileWriter(out);
    writer.write(stream, FULL, List.of());
    byte[] bytes = out.toByteArray();
    int start = bytes.length - stream.length;
    bytes[start + 4] = 99;
    LicFile file = LicFile.open(ByteSource.of(bytes));
    assertThatThrownBy(() -> file.info(0))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(start + 4));
    byte[] flipped = out.toByteArray();
    flipped[flipped.length - 1 - Integer.BYTES] ^= 1; // behind it stands the tile's sum
    LicFile damaged = LicFile.open(ByteSource.of(flipped));
    int tile = start + damaged.info(0).headerBytes();
    assertThatThrownBy(() -> decode(damaged.picture(0)))
        .hasMessageContaining("tile 0 is damaged: byte " + tile + ": CRC");
  }

  @Property(tries = 100)
  void anyBlocksAndSizes_comeBackByteForByte(
      @ForAll @Size(max = 50) byte[] icc,
      @ForAll @Size(max = 50) byte[] exif,
      @ForAll @DoubleRange(min = 0.01, max = 1e12) double width,
      @ForAll boolean metres)
      throws IOException {
    PictureMetadata metadata =
        PictureMetadata.NONE
            .withIcc(icc.length == 0 ? null : icc)
            .withExif(exif.length == 0 ? null : exif)
            .withPixelSize(
                new PixelSize(
                    width * 1e-9, 2, metres ? PixelSize.Unit.METRE : PixelSize.Unit.RATIO));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] magic = {(byte) 0x8C, 'L', 'I', 'C'};
    new LicFileWriter(out).write(magic, metadata, List.of());
    assertThat(LicFile.open(ByteSource.of(out.toByteArray())).metadata(0)).isEqualTo(metadata);
  }

  @Test
  void arrays_areCopied() {
    byte[] given = {1, 2, 3};
    PictureMetadata metadata = PictureMetadata.NONE.withXmp(given);
    given[0] = 9;
    metadata.xmp().orElseThrow()[1] = 9;
    assertThat(metadata.xmp()).hasValue(new byte[] {1, 2, 3});
  }

  @Test
  void whatCannotBeWritten_isRefused() {
    LicFileWriter writer = new LicFileWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> writer.write(new byte[9], PictureMetadata.NONE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PictureMetadata.NONE.withExif(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    for (double extent : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new PixelSize(1, extent, PixelSize.Unit.RATIO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void malformedPixelSizeAndOversizedThumbnail_areRefusedWithTheOffset() throws IOException {
    byte[] big = Coding.encode(Picture.blank(1025, 1, 1, 8), EncodeOptions.ofQuality(0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PixelSize size = new PixelSize(1, 1, PixelSize.Unit.RATIO);
    PictureMetadata metadata = PictureMetadata.NONE.withPixelSize(size);
    new LicFileWriter(out).write(coded(8), metadata, List.of(big));
    byte[] bytes = out.toByteArray();
    bytes[20 + 8 + 8] = 2;
    LicFile file = LicFile.open(ByteSource.of(bytes));
    assertThatThrownBy(() -> file.metadata(0)).hasMessageContaining("byte 36: pixel size");
    assertThatThrownBy(() -> file.thumbnail(0, 0))
        .hasMessageContaining("byte 61: thumbnail of 1025x1 pixels");
    bytes[36] = 1;
    Arrays.fill(bytes, 37, 45, (byte) -1);
    assertThatThrownBy(() -> file.metadata(0)).hasMessageContaining("byte 37: pixel of NaN");
  }
}
