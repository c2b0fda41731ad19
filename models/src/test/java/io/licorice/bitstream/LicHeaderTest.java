package io.licorice.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LicHeaderTest {
  private static final LicHeader PLAIN =
      new LicHeader(768, 512, 3, 8, 1024, 1, "photo", 0x01234567, 896);

  /** Where the fields of {@link #PLAIN} are. */
  private static final int VERSION = 4;

  private static final int LAYOUT = 5;
  private static final int FAMILY = 6;
  private static final int WIDTH = 7;
  private static final int HEIGHT = 9;
  private static final int ID = 11;
  private static final int END = 23;

  @Property(tries = 2000)
  void header_survivesRoundTrip(@ForAll("headers") LicHeader header) throws LicFormatException {
    byte[] bytes = header.toBytes();
    assertThat(bytes.length).isEqualTo(header.length()).isLessThanOrEqualTo(LicHeader.MAX_LENGTH);
    assertThat(LicHeader.parse(bytes, 0)).isEqualTo(header);
    assertThat(LicHeader.parse(Arrays.copyOf(bytes, LicHeader.MAX_LENGTH), 0)).isEqualTo(header);
  }

  @Property(tries = 2000)
  void whateverIsAccepted_isWrittenBackAsItWas(
      @ForAll("headers") LicHeader header, @ForAll int place, @ForAll byte value) {
    byte[] bytes = header.toBytes();
    bytes[Math.floorMod(place, bytes.length)] = value;
    try {
      LicHeader parsed = LicHeader.parse(bytes, 0);
      assertThat(parsed.toBytes()).isEqualTo(Arrays.copyOf(bytes, parsed.length()));
    } catch (LicFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
    }
  }

  @Provide
  static Arbitrary<LicHeader> headers() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 1 << 30);
    Arbitrary<String> id =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('0', '9')
            .withChars('-', '.', '_')
            .ofMinLength(1)
            .ofMaxLength(32);
    return Combinators.combine(
            side,
            side,
            Arbitraries.of(1, 3),
            Arbitraries.of(128, 256, 512, 1024, 2048, 4096),
            Arbitraries.integers().between(1, 255).filter(f -> f != LicHeader.PREDICTIVE),
            id,
            Arbitraries.integers(),
            Arbitraries.integers().between(0, 0xFFFF))
        .as((w, h, c, t, f, name, hash, q) -> new LicHeader(w, h, c, 8, t, f, name, hash, q))
        .flatMap(LicHeaderTest::variants);
  }

  /** The header itself, and others of the same picture with alpha, other depths, other families. */
  private static Arbitrary<LicHeader> variants(LicHeader plain) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 16),
            Arbitraries.integers().between(0, 0xFFFF),
            Arbitraries.integers().between(0, 0xFFFF),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 0xFFFF).set().ofMaxSize(256))
        .as(
            (channels, depth, a, b, kind, steps) ->
                switch (kind) {
                  case 0 -> plain;
                  case 1 ->
                      LicHeader.predictive(
                          plain.width(), plain.height(), channels, depth, plain.tileSize(), a);
                  default -> deep(plain, channels, depth, a, b, steps);
                });
  }

  private static LicHeader deep(
      LicHeader plain, int channels, int depth, int a, int b, Set<Integer> steps) {
    List<Integer> levels = steps.size() < 2 ? List.of() : steps.stream().sorted().toList();
    int largest = (1 << depth) - 1;
    boolean whole = depth == 8;
    return new LicHeader(
        plain.width(),
        plain.height(),
        channels,
        depth,
        plain.tileSize(),
        plain.family(),
        plain.packId(),
        plain.packHash(),
        levels.isEmpty() ? plain.quality() : levels.get(0),
        levels,
        channels % 2 == 0 ? a : 0,
        whole ? 0 : a & b & largest,
        whole ? largest : (a | b) & largest,
        (a + b) % 2 == 0);
  }

  @Test
  void levelOfExactCells_isTheLast_andNoStep() throws LicFormatException {
    List<Integer> levels = List.of(5, 9, LicHeader.EXACT);
    LicHeader exact = new LicHeader(9, 9, 3, 8, 128, 1, "a", 0, 5, levels, 0, 0, 255, false);
    LicHeader parsed = LicHeader.parse(exact.toBytes(), 0);
    assertThat(parsed).isEqualTo(exact);
    assertThat(parsed.hasExact()).isTrue();
    assertThat(parsed.steps()).containsExactly(5, 9);
    assertThat(PLAIN.hasExact()).isFalse();
    assertThat(PLAIN.steps()).isEmpty();
    LicHeader inexact =
        new LicHeader(9, 9, 3, 8, 128, 1, "a", 0, 5, List.of(5, 9), 0, 0, 255, false);
    assertThat(inexact.hasExact()).isFalse();
    assertThat(inexact.steps()).containsExactly(5, 9);
  }

  @Test
  void plainPicture_needsAtMost24Bytes() {
    assertThat(PLAIN.toBytes()).hasSizeLessThanOrEqualTo(24);
  }

  @Test
  void layoutOfTheBytes_isFixed() {
    assertThat(PLAIN.toBytes())
        .asHexString()
        .isEqualTo(
            "8C4C4943"
                + "01"
                + "31"
                + "01"
                + "FF05"
                + "FF03"
                + "0570686F746F"
                + "01234567"
                + "0380");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedField_isRefusedWithItsOffset(String name, byte[] bytes, int offset, String words) {
    assertThatThrownBy(() -> LicHeader.parse(bytes, 1000))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(1000 + offset))
        .hasMessageContaining(words);
  }

  static Stream<Arguments> malformed() {
    byte[] max = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
    byte[] side30 = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x04};
    byte[] over31 = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x08};
    byte[] endless = {-1, -1, -1, -1, -1, -1};
    byte[] lengthened = {(byte) 0x80, 0};
    return Stream.of(
        malformed("magic", with(0, 0x8D), 0, "magic number"),
        malformed("end of magic", with(3, 'D'), 0, "magic number"),
        malformed("older version", with(VERSION, 0), VERSION, "version 1 expected, found 0"),
        malformed("newer version", with(VERSION, 2), VERSION, "version 1 expected, found 2"),
        malformed("tile code 6 with a map", with(LAYOUT, 0x69), LAYOUT, "0x69 is reserved"),
        malformed("map without levels", with(LAYOUT, 0x39), END, "number of quality levels"),
        malformed("map of 257 levels", mapped(0xFF, 1), END, "257 quality levels"),
        malformed("map of 4, 2 given", mapped(2, 0, 0), END + 3, "quality level"),
        malformed("level over 65535", mapped(1, 64639 - 1, 0), END + 4, "step 65536 is over"),
        malformed("longish level", mapped(0, 0x80, 0), END + 1, "shortest form"),
        malformed("map without pack", predictiveMapped(), LAYOUT, "family 2 has no quality map"),
        malformed("bit depth 0", deep(0, 0, 9), WIDTH, "bit depth 0 is reserved"),
        malformed("bit depth 8 at length", deep(8, 0, 9), WIDTH, "bit depth 8 is reserved"),
        malformed("bit depth 17", deep(17, 0, 9), WIDTH, "bit depth 17 is reserved"),
        malformed("range of 13 bits", deep(12, 0, 4096), END + 5, "do not fit in 12 bits"),
        malformed("range upside down", deep(12, 10, 9), END + 5, "do not fit"),
        malformed("error over 65535", alpha(0x10000), END, "largest error 65536"),
        malformed("sums without pack", predictiveSummed(), LAYOUT, "have their own sums"),
        malformed("tile code 6", with(LAYOUT, 0x61), LAYOUT, "reserved"),
        malformed("tile code 7", with(LAYOUT, 0x71), LAYOUT, "reserved"),
        malformed("family", with(FAMILY, 0), FAMILY, "family 0"),
        malformed("width 2^30 + 1", splice(WIDTH, 2, side30), WIDTH, "2^30"),
        malformed("width 2^31", splice(WIDTH, 2, max), WIDTH, "2^30"),
        malformed("width over 31 bits", splice(WIDTH, 2, over31), WIDTH, "width"),
        malformed("endless width", splice(WIDTH, 2, endless), WIDTH, "width"),
        malformed("longish width", splice(WIDTH, 2, lengthened), WIDTH, "shortest form"),
        malformed("height 2^30 + 1", splice(HEIGHT, 2, side30), WIDTH, "2^30"),
        malformed("height over 31 bits", splice(HEIGHT, 2, over31), HEIGHT, "height"),
        malformed("longish height", splice(HEIGHT, 2, lengthened), HEIGHT, "shortest form"),
        malformed("no id", splice(ID, 6, new byte[1]), ID, "pack id"),
        malformed("capital in id", with(ID + 1, 'P'), ID, "pack id"),
        malformed("id with slash", with(ID + 2, '/'), ID, "pack id"),
        malformed("id beyond ASCII", with(ID + 2, 0xE9), ID, "pack id"),
        malformed("id of 33", splice(ID, 6, id(33)), ID, "pack id"),
        malformed("id of 255", with(ID, 255), ID + 1, "pack id: 255 bytes expected"));
  }

  private static Arguments malformed(String name, byte[] bytes, int offset, String words) {
    return Arguments.of(name, bytes, offset, words);
  }

  /** A header of another bit depth, which may be out of range. */
  private static byte[] deep(int depth, int low, int high) {
    byte[] bytes = with(LAYOUT, 0x35);
    return new ByteSink()
        .bytes(Arrays.copyOf(bytes, WIDTH))
        .u8(depth)
        .bytes(Arrays.copyOfRange(bytes, WIDTH, bytes.length))
        .u16(low)
        .u16(high)
        .toBytes();
  }

  /** A header with a quality map: number of levels minus 2, differences minus 1. */
  private static byte[] mapped(int count, int... differences) {
    ByteSink out = new ByteSink().bytes(with(LAYOUT, 0x39)).u8(count);
    for (int difference : differences) {
      if (difference == 0x80) {
        out.u8(difference);
      } else {
        out.varint(difference);
      }
    }
    return out.toBytes();
  }

  private static byte[] predictiveMapped() {
    byte[] bytes = LicHeader.predictive(9, 9, 3, 8, 128, 0).toBytes();
    bytes[LAYOUT] |= 8;
    return bytes;
  }

  private static byte[] predictiveSummed() {
    byte[] bytes = LicHeader.predictive(9, 9, 3, 8, 128, 0).toBytes();
    bytes[LAYOUT] |= (byte) 0x80;
    return bytes;
  }

  private static byte[] alpha(int error) {
    return new ByteSink().bytes(with(LAYOUT, 0x33)).varint(error).toBytes();
  }

  private static byte[] id(int length) {
    return (" " + "x".repeat(length))
        .replace(' ', (char) length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] with(int place, int value) {
    byte[] bytes = PLAIN.toBytes();
    bytes[place] = (byte) value;
    return bytes;
  }

  private static byte[] splice(int from, int count, byte[] replacement) {
    byte[] bytes = PLAIN.toBytes();
    return new ByteSink()
        .bytes(Arrays.copyOf(bytes, from))
        .bytes(replacement)
        .bytes(Arrays.copyOfRange(bytes, from + count, bytes.length))
        .toBytes();
  }

  @Test
  void headerCutAnywhere_isRefusedAtTheFieldThatIsMissing() {
    byte[] bytes = PLAIN.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      int end = length;
      assertThatThrownBy(() -> LicHeader.parse(cut, 7))
          .isInstanceOfSatisfying(
              LicFormatException.class, e -> assertThat(e.offset()).isBetween(7L, 7L + end));
    }
  }

  @Test
  void valuesOutOfRange_areNotWritten() {
    assertThatThrownBy(() -> new LicHeader(0, 1, 3, 8, 128, 1, "a", 0, 0))
        .hasMessageContaining("0x1");
    assertThatThrownBy(() -> new LicHeader(1, (1 << 30) + 1, 3, 8, 128, 1, "a", 0, 0))
        .hasMessageContaining("2^30");
    assertIllegal(0, 8, 128, 1, "a", 0);
    assertIllegal(5, 8, 128, 1, "a", 0);
    assertIllegal(3, 17, 128, 1, "a", 0);
    assertIllegal(3, 16, 128, 2, "a", 0);
    assertIllegal(3, 8, 64, 1, "a", 0);
    assertIllegal(3, 8, 8192, 1, "a", 0);
    assertIllegal(3, 8, 192, 1, "a", 0);
    assertIllegal(3, 8, 128, 0, "a", 0);
    assertIllegal(3, 8, 128, 256, "a", 0);
    assertIllegal(3, 8, 128, 1, "", 0);
    assertIllegal(3, 8, 128, 1, "A", 0);
    assertIllegal(3, 8, 128, 1, "a", -1);
    assertIllegal(3, 8, 128, 1, "a", 0x10000);
  }

  @ParameterizedTest
  @CsvSource({"5", "5 4", "5 5", "4 6", "5 65536"})
  void levelsThatDoNotAscendFromTheQuality_areNotWritten(String text) {
    List<Integer> levels = Stream.of(text.split(" ")).map(Integer::valueOf).toList();
    assertThatThrownBy(() -> new LicHeader(9, 9, 3, 8, 128, 1, "a", 0, 5, levels, 0, 0, 255, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("levels of a quality map");
  }

  private static void assertIllegal(
      int channels, int depth, int tile, int family, String id, int quality) {
    assertThatThrownBy(() -> new LicHeader(9, 9, channels, depth, tile, family, id, 0, quality))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
