package io.licorice.bitstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.PictureBoxes.Body;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PictureBoxesTest {
  private static final byte[] STREAM = {(byte) 0x8C, 'L', 'I', 'C', 1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final byte[] FTYP = BoxFile.start();

  @Property(tries = 200)
  void laidOutPictures_areFoundWithTheirParts(
      @ForAll @IntRange(min = 1, max = 5) int pictures,
      @ForAll @Size(max = 40) byte[] profile,
      @ForAll @IntRange(max = 3) int thumbnails)
      throws IOException {
    ByteSink file = new ByteSink().bytes(FTYP);
    List<Body> bodies = Collections.nCopies(thumbnails, new Body(PictureBoxes.THUMBNAIL, STREAM));
    for (int i = 0; i < pictures; i++) {
      file.bytes(picture(bodies)).bytes(picture(List.of(new Body(PictureBoxes.ICC, profile))));
      file.bytes(box("xtra", new byte[i]));
    }
    byte[] bytes = file.toBytes();
    PictureBoxes boxes = open(bytes);
    assertThat(boxes.count()).isEqualTo(2 * pictures);
    assertThat(boxes.fault()).isEmpty();
    for (int i = 0; i < pictures; i++) {
      PictureBoxes.Entry first = boxes.picture(2 * i);
      assertThat(first.parts()).hasSize(thumbnails);
      assertThat(slice(bytes, first.codestream())).isEqualTo(STREAM);
      PictureBoxes.Entry second = boxes.picture(2 * i + 1);
      PictureBoxes.Part part = second.parts().get(0);
      assertThat(part.type()).isEqualTo(PictureBoxes.ICC);
      assertThat(Arrays.copyOfRange(bytes, (int) part.offset(), (int) part.offset() + 1))
          .isEqualTo(profile.length == 0 ? new byte[] {0} : new byte[] {profile[0]});
      assertThat(part.length()).isEqualTo(profile.length);
      assertThat(slice(bytes, second.codestream())).isEqualTo(STREAM);
    }
    assertThat(boxes.has(2 * pictures)).isFalse();
    assertThat(boxes.has(-1)).isFalse();
  }

  @Test
  void firstPicture_costsNothingOfThoseBehind() throws IOException {
    byte[] bytes =
        new ByteSink().bytes(BoxFile.wrap(STREAM)).bytes(box("licc", new byte[9])).toBytes();
    long[] furthest = new long[1];
    PictureBoxes boxes =
        new PictureBoxes(
            (position, target) -> {
              furthest[0] = Math.max(furthest[0], position + target.length);
              System.arraycopy(bytes, (int) position, target, 0, target.length);
            },
            bytes.length);
    boxes.picture(0);
    assertThat(furthest[0]).isLessThanOrEqualTo(20 + 16);
  }

  @Test
  void bareCodestream_isOnePicture() throws IOException {
    PictureBoxes boxes = open(STREAM);
    assertThat(boxes.boxed()).isFalse();
    assertThat(boxes.count()).isEqualTo(1);
    assertThat(boxes.picture(0))
        .isEqualTo(new PictureBoxes.Entry(new BoxFile.Span(0, STREAM.length, false), List.of()));
    assertThatThrownBy(() -> boxes.picture(1)).isInstanceOf(LicFormatException.class);
  }

  @Test
  void faultBehindAPicture_leavesThatPicture() throws IOException {
    byte[] whole = join(BoxFile.wrap(STREAM), box("xtra", new byte[30]));
    PictureBoxes boxes = open(Arrays.copyOf(whole, whole.length - 1));
    assertThat(boxes.count()).isEqualTo(1);
    assertThat(boxes.fault().orElseThrow())
        .hasMessage("byte 41: box 'xtra' ends 1 bytes after the file");
    assertThat(boxes.picture(0).codestream().offset()).isEqualTo(28);
  }

  @Test
  void unknownBoxes_areToldOnceATypeAndPaddingIsNot() throws IOException {
    byte[] inside = box("pict", join(box("note", new byte[3]), box("licc", STREAM)));
    byte[] padding = join(box("free", new byte[9]), box("skip", new byte[0]));
    byte[] extra = box("xtra", new byte[1]);
    PictureBoxes boxes = open(join(FTYP, padding, extra, extra, inside, extra));
    assertThat(boxes.unknown()).isEmpty();
    boxes.picture(0);
    assertThat(boxes.unknown())
        .containsExactly(
            "box 'xtra' at byte 45 is unknown and skipped",
            "box 'note' at byte 71 is unknown and skipped");
    assertThat(boxes.count()).isEqualTo(1);
    assertThat(boxes.unknown()).hasSize(2);
  }

  @Test
  void unknownBoxesOfManyTypes_areBounded() throws IOException {
    ByteSink many = new ByteSink().bytes(FTYP);
    for (int i = 0; i < 100; i++) {
      many.bytes(box(String.format("x%03d", i), new byte[0]));
    }
    PictureBoxes boxes = open(many.bytes(box("licc", STREAM)).toBytes());
    boxes.picture(0);
    assertThat(boxes.unknown()).hasSize(16);
  }

  @Test
  void criticalBoxBetweenPictures_locksThoseBehindIt() throws IOException {
    byte[] file = join(BoxFile.wrap(STREAM), box("Need", new byte[3]), box("licc", STREAM));
    PictureBoxes boxes = open(file);
    assertThat(boxes.count()).isEqualTo(1);
    assertThatThrownBy(() -> boxes.picture(1))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("'Need' is critical");
  }

  @Test
  void criticalBoxInAPicture_locksThatPictureAlone() throws IOException {
    byte[] locked = box("pict", join(box("Need", new byte[3]), box("licc", STREAM)));
    PictureBoxes boxes = open(join(FTYP, locked, box("licc", STREAM)));
    assertThat(boxes.count()).isEqualTo(2);
    assertRefused(boxes, 0, 28, "'Need' is critical");
    assertThat(boxes.picture(1).parts()).isEmpty();
  }

  @Test
  void truncatedPicture_isThereIfItsCodestreamBegins() throws IOException {
    byte[] whole = join(FTYP, picture(List.of(new Body(PictureBoxes.XMP, new byte[10]))));
    PictureBoxes boxes = open(Arrays.copyOf(whole, whole.length - 4));
    BoxFile.Span span = boxes.picture(0).codestream();
    assertThat(span.end()).isEqualTo(whole.length - 4);
    PictureBoxes shorter = open(Arrays.copyOf(whole, 20 + 8 + 12));
    assertRefused(shorter, 0, 28, "box 'xmp ' ends 6 bytes after the file");
  }

  @Test
  void malformedPictures_areRefusedWithTheOffset() throws IOException {
    byte[] two = join(box("exif", new byte[3]), box("exif", new byte[3]), box("licc", STREAM));
    assertRefused(open(join(FTYP, box("pict", two))), 0, 28 + 11, "one box 'exif' too many");
    byte[] none = box("exif", new byte[3]);
    assertRefused(open(join(FTYP, box("pict", none))), 0, 28 + 11, "no box 'licc'");
    byte[] over = new ByteSink().i32(100).bytes("licc".getBytes(ISO_8859_1)).toBytes();
    assertRefused(open(join(FTYP, box("pict", over))), 0, 28, "'licc' ends 92 bytes after the pic");
    byte[] outside = new ByteSink().i32(100).bytes("exif".getBytes(ISO_8859_1)).toBytes();
    assertRefused(
        open(join(FTYP, box("pict", outside))), 0, 28, "'exif' ends 92 bytes after the picture");
    byte[] many = new byte[0];
    for (int i = 0; i <= PictureBoxes.MAX_THUMBNAILS; i++) {
      many = join(many, box("thmb", STREAM));
    }
    assertRefused(
        open(join(FTYP, box("pict", join(many, box("licc", STREAM))))),
        0,
        28 + 16L * (8 + STREAM.length),
        "one box 'thmb' too many");
  }

  @Test
  void boxesThatWouldBeMalformed_areNotLaidOut() {
    Body one = new Body(PictureBoxes.APPLICATION, new byte[] {1, 'a', 1});
    assertThat(PictureBoxes.layout(Collections.nCopies(16, one), 1)).isNotEmpty();
    assertThatThrownBy(() -> PictureBoxes.layout(Collections.nCopies(17, one), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one box 'appd' too many");
    Body xmp = new Body(PictureBoxes.XMP, new byte[1]);
    assertThatThrownBy(() -> PictureBoxes.layout(List.of(xmp, one, xmp), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one box 'xmp ' too many");
  }

  @Test
  void countlessBoxesInAPicture_areBounded() throws IOException {
    byte[] tiny = box("xtra", new byte[0]);
    ByteSink body = new ByteSink();
    for (int i = 0; i < PictureBoxes.MAX_PICTURE_BOXES; i++) {
      body.bytes(tiny);
    }
    byte[] file = join(FTYP, box("pict", body.bytes(box("licc", STREAM)).toBytes()));
    assertRefused(open(file), 0, 28 + 8000, "no box 'licc'");
  }

  @Test
  void metadataOverTheLimit_isRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] head = new ByteSink().i32((1 << 26) + 9).bytes("iccp".getBytes(ISO_8859_1)).toBytes();
    byte[] picture = new ByteSink().i32(0).bytes("pict".getBytes(ISO_8859_1)).toBytes();
    byte[] start = join(FTYP, picture, head);
    PictureBoxes boxes =
        new PictureBoxes(
            (position, target) -> {
              for (int i = 0; i < target.length; i++) {
                target[i] = position + i < start.length ? start[(int) position + i] : 0;
              }
            },
            1L << 40);
    assertRefused(boxes, 0, 28, "over the limit");
    assertThatThrownBy(
            () ->
                PictureBoxes.layout(
                    List.of(new Body(PictureBoxes.EXIF, new byte[(1 << 26) + 1])), 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codestreamOfMoreThan4Gibibyte_getsALongSize() throws IOException {
    long huge = 5L << 30;
    byte[] head = PictureBoxes.layout(List.of(new Body(PictureBoxes.XMP, new byte[1])), huge);
    byte[] start = join(FTYP, head);
    PictureBoxes boxes =
        new PictureBoxes(
            (position, target) -> {
              for (int i = 0; i < target.length; i++) {
                target[i] = position + i < start.length ? start[(int) position + i] : 0;
              }
            },
            start.length + huge);
    assertThat(boxes.count()).isEqualTo(1);
    assertThat(boxes.picture(0).codestream())
        .isEqualTo(new BoxFile.Span(start.length, start.length + huge, true));
  }

  private static void assertRefused(PictureBoxes boxes, int number, long offset, String words) {
    assertThatThrownBy(() -> boxes.picture(number))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }

  private static byte[] picture(List<Body> bodies) {
    return join(PictureBoxes.layout(bodies, STREAM.length), STREAM);
  }

  private static byte[] box(String type, byte[] body) {
    return join(Box.header(type, body.length), body);
  }

  private static byte[] join(byte[]... parts) {
    ByteSink out = new ByteSink();
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toBytes();
  }

  private static byte[] slice(byte[] file, BoxFile.Span span) {
    return Arrays.copyOfRange(file, (int) span.offset(), (int) span.end());
  }

  private static PictureBoxes open(byte[] file) throws IOException {
    return new PictureBoxes(
        (position, target) -> {
          if (position + target.length > file.length) {
            throw new EOFException();
          }
          System.arraycopy(file, (int) position, target, 0, target.length);
        },
        file.length);
  }
}
