package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.ApplicationBox;
import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PictureBoxes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ApplicationDataTest {
  private static final byte[] STREAM = {(byte) 0x8C, 'L', 'I', 'C'};

  /** Where the first body of a file with boxes begins. */
  private static final int FIRST_BODY = 20 + 8 + 8;

  @Property(tries = 100)
  void anyBytesOfAnyApplication_comeBackByteForByte(
      @ForAll @StringLength(min = 1, max = 64) @CharRange(from = '!', to = '~') String name,
      @ForAll @StringLength(min = 1, max = 64) @CharRange(from = '!', to = '~') String other,
      @ForAll @Size(min = 1, max = 50) byte[] bytes)
      throws IOException {
    PictureMetadata metadata =
        PictureMetadata.NONE.withApplication(other, STREAM).withApplication(name, bytes);
    PictureMetadata found = written(metadata);
    assertThat(found).isEqualTo(metadata).hasSameHashCodeAs(metadata);
    assertThat(found.application(name)).hasValue(bytes);
    assertThat(found.applications()).isSubsetOf(name, other).contains(name, other);
    assertThat(found.withApplication(name, null).application(name)).isEmpty();
  }

  private static PictureMetadata written(PictureMetadata metadata) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new LicFileWriter(out).write(STREAM, metadata, List.of());
    assertThat(out.size()).isEqualTo(STREAM.length + LicFileWriter.overhead(metadata, List.of()));
    return LicFile.open(ByteSource.of(out.toByteArray())).metadata(0);
  }

  @Test
  void names_areInAscendingOrderAndNobodyChangesThem() {
    PictureMetadata metadata =
        PictureMetadata.NONE
            .withApplication("b", STREAM)
            .withApplication("a", STREAM)
            .withApplication("c", STREAM);
    assertThat(metadata.applications()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> metadata.applications().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(metadata.withXmp(STREAM).withIcc(STREAM).applications()).hasSize(3);
  }

  @Test
  void metadata_differByNameAndByBytes() {
    PictureMetadata one = PictureMetadata.NONE.withApplication("ImageJ", new byte[] {1, 2});
    assertThat(one.isEmpty()).isFalse();
    assertThat(one).isNotEqualTo(PictureMetadata.NONE.withApplication("ImageJ", new byte[] {1}));
    assertThat(one).isNotEqualTo(PictureMetadata.NONE.withApplication("Fiji", new byte[] {1, 2}));
    assertThat(one).hasToString(PictureMetadata.NONE + ", application data ImageJ 2 bytes");
    assertThat(one.withApplication("ImageJ", null)).isEqualTo(PictureMetadata.NONE);
  }

  @Test
  void bytes_areCopied() {
    byte[] given = {1, 2, 3};
    PictureMetadata metadata = PictureMetadata.NONE.withApplication("ImageJ", given);
    given[0] = 9;
    metadata.application("ImageJ").orElseThrow()[1] = 9;
    assertThat(metadata.application("ImageJ")).hasValue(new byte[] {1, 2, 3});
    assertThat(metadata.application("imagej")).isEmpty();
  }

  @Test
  void whatCannotBeKept_isRefused() {
    for (String name : List.of("", "Image J", "Größe", "a\n", "a".repeat(65))) {
      assertThatThrownBy(() -> PictureMetadata.NONE.withApplication(name, STREAM))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name of 1 to 64");
    }
    assertThatThrownBy(() -> PictureMetadata.NONE.withApplication("a", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    PictureMetadata full = PictureMetadata.NONE;
    for (int i = 0; i < PictureBoxes.MAX_APPLICATIONS; i++) {
      full = full.withApplication("a" + i, STREAM);
    }
    PictureMetadata all = full.withApplication("a0", new byte[] {1});
    assertThatThrownBy(() -> all.withApplication("b", STREAM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 16");
  }

  @Test
  void longestName_mayHaveTheMostBytes() throws IOException {
    byte[] most = new byte[PictureBoxes.MAX_METADATA];
    PictureMetadata metadata = PictureMetadata.NONE.withApplication("a".repeat(64), most);
    assertThat(written(metadata)).isEqualTo(metadata);
    byte[] over = Arrays.copyOf(ApplicationBox.toBytes("a", most), most.length + 3);
    assertRefused(over, FIRST_BODY + 2, "64 MiB expected");
  }

  @Test
  void malformedBodies_areRefusedWithTheOffset() throws IOException {
    assertRefused(new byte[0], FIRST_BODY, "'appd' is empty");
    assertRefused(new byte[] {0, 1}, FIRST_BODY, "1 to 64 printable");
    assertRefused(new byte[] {2, 'a'}, FIRST_BODY + 1, "2 bytes expected, 1 left");
    assertRefused(new byte[] {2, 'a', ' ', 1}, FIRST_BODY, "1 to 64 printable");
    assertRefused(new byte[] {2, 'a', -1, 1}, FIRST_BODY, "1 to 64 printable");
    assertRefused(new byte[] {1, 'a'}, FIRST_BODY + 2, "found 0");
    byte[] longName = new byte[70];
    Arrays.fill(longName, (byte) 65);
    assertRefused(longName, FIRST_BODY, "1 to 64 printable");
    byte[] once = ApplicationBox.toBytes("ImageJ", STREAM);
    assertRefused(
        List.of(once, once), FIRST_BODY + once.length + 8, "application 'ImageJ' too many");
  }

  private static void assertRefused(byte[] body, long offset, String words) {
    assertRefused(List.of(body), offset, words);
  }

  private static void assertRefused(List<byte[]> bodies, long offset, String words) {
    List<PictureBoxes.Body> boxes =
        bodies.stream().map(body -> new PictureBoxes.Body(PictureBoxes.APPLICATION, body)).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BoxFile.start());
    out.writeBytes(PictureBoxes.layout(boxes, STREAM.length));
    out.writeBytes(STREAM);
    assertThatThrownBy(() -> LicFile.open(ByteSource.of(out.toByteArray())).metadata(0))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }
}
