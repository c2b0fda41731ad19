package io.licorice.bitstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BoxFileTest {
  private static final byte[] STREAM = {(byte) 0x8C, 'L', 'I', 'C', 1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final byte[] FTYP = Arrays.copyOf(BoxFile.wrap(STREAM), 20);

  @Property(tries = 200)
  void wrappedCodestream_isFound(@ForAll @Size(max = 300) byte[] codestream) throws IOException {
    byte[] file = BoxFile.wrap(codestream);
    assertThat(file).hasSize(codestream.length + BoxFile.overhead());
    assertThat(BoxFile.isBoxFile(file)).isTrue();
    BoxFile.Span span = locate(file);
    assertThat(span.boxed()).isTrue();
    assertThat(Arrays.copyOfRange(file, (int) span.offset(), (int) span.end()))
        .isEqualTo(codestream);
  }

  @Test
  void bareCodestream_isTheWholeFile() throws IOException {
    assertThat(locate(STREAM)).isEqualTo(new BoxFile.Span(0, STREAM.length, false));
  }

  @Test
  void otherFiles_areRefusedAtTheirFirstByte() {
    assertRefused(new byte[0], 0, "neither");
    assertRefused(new byte[] {(byte) 0x8C, 'L', 'I'}, 0, "neither");
    assertRefused("\u0089PNG\r\n\u001a\n0000000000".getBytes(ISO_8859_1), 0, "neither");
    assertRefused(box("ftyp", "heic0000heic".getBytes(ISO_8859_1)), 0, "neither");
  }

  @Test
  void unknownOptionalBoxes_areSkippedWhereverTheyAre() throws IOException {
    byte[] file =
        join(FTYP, box("xtra", new byte[50]), box("zero", new byte[0]), box("licc", STREAM));
    BoxFile.Span span = locate(file);
    assertThat(span.offset()).isEqualTo(20 + 58 + 8 + 8);
    assertThat(span.end()).isEqualTo(file.length);
    assertThat(locate(join(file, box("tail", new byte[3]))).end()).isEqualTo(file.length);
  }

  @Test
  void unknownCriticalBox_isRefusedByName() {
    byte[] file = join(FTYP, box("xtra", new byte[5]), box("Need", new byte[9]));
    assertRefused(join(file, box("licc", STREAM)), 20 + 13, "box 'Need' is critical");
  }

  @Test
  void sizeZero_reachesToTheEndOfTheFile() throws IOException {
    byte[] body = new ByteSink().i32(0).bytes("licc".getBytes(ISO_8859_1)).bytes(STREAM).toBytes();
    BoxFile.Span span = locate(join(FTYP, body));
    assertThat(span).isEqualTo(new BoxFile.Span(28, 28 + STREAM.length, true));
  }

  @Test
  void sizeOne_hasALongSize() throws IOException {
    byte[] file = join(FTYP, longBox("xtra", 16 + 4, new byte[4]));
    BoxFile.Span span = locate(join(file, longBox("licc", 16 + STREAM.length, STREAM)));
    assertThat(span).isEqualTo(new BoxFile.Span(20 + 20 + 16, 20 + 20 + 16 + STREAM.length, true));
  }

  @Test
  void impossibleSizes_areRefusedWithTheOffsetOfTheBox() {
    for (int size = 2; size < 8; size++) {
      byte[] box = new ByteSink().i32(size).bytes("xtraxxxx".getBytes(ISO_8859_1)).toBytes();
      assertRefused(join(FTYP, box), 20, "box 'xtra' of " + size + " bytes");
    }
    for (long size : new long[] {0, 8, 15, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(join(FTYP, longBox("xtra", size, new byte[9])), 20, "box 'xtra' of " + size);
    }
  }

  @Test
  void fileThatEndsInABoxHeader_isRefused() {
    for (int length = 1; length < 8; length++) {
      assertRefused(join(FTYP, new byte[length]), 20, "8 bytes expected");
    }
    byte[] cut = Arrays.copyOf(longBox("licc", 100, new byte[0]), 13);
    assertRefused(join(FTYP, cut), 20 + 12, "long box size");
  }

  @Test
  void truncatedCodestreamBox_endsWithTheFile() throws IOException {
    byte[] file = BoxFile.wrap(STREAM);
    BoxFile.Span span = locate(Arrays.copyOf(file, file.length - 5));
    assertThat(span).isEqualTo(new BoxFile.Span(28, file.length - 5, true));
  }

  @Test
  void otherBoxThatReachesBeyondTheFile_isRefusedWithItsOffset() {
    byte[] beyond = new ByteSink().i32(1000).bytes("xtra".getBytes(ISO_8859_1)).toBytes();
    assertRefused(join(FTYP, beyond), 20, "box 'xtra' ends 992 bytes after the file");
  }

  @Test
  void fileWithoutCodestream_isRefusedAtItsEnd() {
    assertRefused(FTYP, 20, "no box 'licc' found");
    assertRefused(join(FTYP, box("xtra", new byte[4])), 32, "no box 'licc' found");
  }

  @Test
  void endlessTinyBoxes_areBounded() {
    int[] reads = new int[1];
    byte[] tiny = box("xtra", new byte[0]);
    BoxFile.Reader endless =
        (position, target) -> {
          reads[0]++;
          for (int i = 0; i < target.length; i++) {
            long at = position + i;
            target[i] = at < 20 ? FTYP[(int) at] : tiny[(int) ((at - 20) % 8)];
          }
        };
    assertThatThrownBy(() -> BoxFile.locate(endless, Long.MAX_VALUE))
        .isInstanceOf(LicFormatException.class);
    assertThat(reads[0]).isLessThan(PictureBoxes.MAX_BOXES + 10);
  }

  @Test
  void unprintableType_doesNotReachTheMessage() {
    byte[] box = new ByteSink().i32(3).bytes(new byte[] {27, '[', (byte) 0xC3, 'm'}).toBytes();
    assertRefused(join(FTYP, box), 20, "box '?[?m' of 3 bytes");
  }

  private static byte[] box(String type, byte[] body) {
    return new ByteSink()
        .i32(8 + body.length)
        .bytes(type.getBytes(ISO_8859_1))
        .bytes(body)
        .toBytes();
  }

  private static byte[] longBox(String type, long size, byte[] body) {
    return new ByteSink()
        .i32(1)
        .bytes(type.getBytes(ISO_8859_1))
        .i32((int) (size >>> 32))
        .i32((int) size)
        .bytes(body)
        .toBytes();
  }

  private static byte[] join(byte[]... parts) {
    ByteSink out = new ByteSink();
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toBytes();
  }

  private static BoxFile.Span locate(byte[] file) throws IOException {
    return BoxFile.locate(
        (position, target) -> {
          if (position + target.length > file.length) {
            throw new EOFException();
          }
          System.arraycopy(file, (int) position, target, 0, target.length);
        },
        file.length);
  }

  private static void assertRefused(byte[] file, long offset, String words) {
    assertThatThrownBy(() -> locate(file))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }
}
