package io.licorice.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the dumps of the format specification to what it says of them.
 *
 * <p>The first dump is not compared with what this machine encodes, since the analysis is in
 * floats. It must decode here: the check sum of its integers was written by another machine.
 */
class FormatDumpTest {
  private static final String LEARNED = "dump";
  private static final String LOSSLESS = "lossless-dump";
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?");
  private static final int BYTES_A_LINE = 12;
  private static final double QUALITY = 30;
  private static final int SIDE = 32;
  private static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", ".")).resolve("doc").resolve("lic-format.md");
  private static final String HOW =
      "models/doc/lic-format.md, section \"A file, byte by byte\", is out of date; write it anew by"
          + " ./mvnw -pl models test -Dtest=FormatDumpTest -Dlicorice.update-doc=true";

  @BeforeAll
  static void update_ifAsked() throws IOException {
    if (Boolean.getBoolean("licorice.update-doc")) {
      update(LEARNED, new Annotator(encode()).dump());
      update(LOSSLESS, new Annotator(encodeLossless()).dump());
    }
  }

  private static void update(String mark, String dump) throws IOException {
    String text = Files.readString(DOCUMENT);
    String old = begin(mark) + dump(text, mark) + end(mark);
    Files.writeString(DOCUMENT, text.replace(old, begin(mark) + dump + end(mark)));
  }

  private static String begin(String mark) {
    return "<!-- " + mark + ":begin -->\n```\n";
  }

  private static String end(String mark) {
    return "```\n<!-- " + mark + ":end -->";
  }

  @Test
  void dump_isOfTheBundledPack() throws IOException {
    LicHeader header = LicHeader.parse(documented(LEARNED), 0);
    ModelPack pack = new PackRegistry(Optional.empty()).byId(EncodeOptions.DEFAULT_MODEL);
    assertThat(header.packHashText()).as(HOW).isEqualTo(pack.hash().substring(0, 8));
  }

  @Test
  void dump_saysWhatTheBytesMean() throws IOException {
    byte[] bytes = documented(LEARNED);
    assertThat(dump(Files.readString(DOCUMENT), LEARNED))
        .as(HOW)
        .isEqualTo(new Annotator(bytes).dump());
  }

  @Test
  void dump_decodesWithoutWarnings() throws IOException {
    dump_isOfTheBundledPack();
    DecodedPicture decoded =
        LicCodec.shared()
            .decode(
                ByteSource.of(documented(LEARNED)), DecodeOptions.DEFAULT, CodecListener.SILENT);
    assertThat(decoded.warnings()).isEmpty();
    Picture original = picture();
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        double error = decoded.picture().plane(c)[i] - original.plane(c)[i];
        sum += error * error;
      }
    }
    assertThat(Math.sqrt(sum / (3 * SIDE * SIDE))).isLessThan(16);
  }

  @Test
  void losslessDump_isWhatTheEncoderWrites() throws IOException {
    byte[] bytes = encodeLossless();
    assertThat(documented(LOSSLESS)).as(HOW).isEqualTo(bytes);
    assertThat(dump(Files.readString(DOCUMENT), LOSSLESS))
        .as(HOW)
        .isEqualTo(new Annotator(bytes).dump());
  }

  @Test
  void losslessDump_decodesToThePicture() throws IOException {
    DecodedPicture decoded =
        LicCodec.shared()
            .decode(
                ByteSource.of(documented(LOSSLESS)), DecodeOptions.DEFAULT, CodecListener.SILENT);
    assertThat(decoded.picture()).isEqualTo(picture());
  }

  @Test
  void encoder_writesTheHeaderOfTheDump() throws IOException {
    byte[] bytes = documented(LEARNED);
    int length = LicHeader.parse(bytes, 0).length();
    assertThat(Arrays.copyOf(encode(), length)).as(HOW).isEqualTo(Arrays.copyOf(bytes, length));
  }

  private static byte[] encode() throws IOException {
    return LicCodec.shared()
        .encode(picture(), EncodeOptions.ofQuality(QUALITY), CodecListener.SILENT)
        .bytes();
  }

  private static byte[] encodeLossless() throws IOException {
    EncodeOptions options = EncodeOptions.builder().lossless().build();
    return LicCodec.shared().encode(picture(), options, CodecListener.SILENT).bytes();
  }

  /** The picture of the specification. */
  private static Picture picture() {
    Picture picture = Picture.blank(SIDE, SIDE, 3, 8);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int square = x >= 8 && x < 20 && y >= 8 && y < 24 ? 40 : 0;
        picture.plane(0)[y * SIDE + x] = (short) (60 + 4 * x + square);
        picture.plane(1)[y * SIDE + x] = (short) (200 - 3 * y + square);
        picture.plane(2)[y * SIDE + x] = (short) (90 + 2 * x + 2 * y + square);
      }
    }
    return picture;
  }

  /** The bytes of the specification's dump. */
  private static byte[] documented(String mark) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    dump(Files.readString(DOCUMENT), mark)
        .lines()
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              if (!matcher.matches() || Integer.parseInt(matcher.group(1), 16) != bytes.size()) {
                fail(HOW + "; cannot read: " + line);
              }
              bytes.writeBytes(HexFormat.of().parseHex(matcher.group(2).replace(" ", "")));
            });
    if (bytes.size() == 0) {
      fail(HOW);
    }
    return bytes.toByteArray();
  }

  private static String dump(String text, String mark) {
    int begin = text.indexOf(begin(mark));
    int end = text.indexOf(end(mark));
    if (begin < 0 || end < begin) {
      return fail(DOCUMENT + " lacks the marks of the dump");
    }
    return text.substring(begin + begin(mark).length(), end);
  }

  /** Writes bytes beside their meaning. */
  private static final class Annotator {
    private final StringBuilder out = new StringBuilder();
    private final byte[] bytes;
    private int position;

    Annotator(byte[] bytes) {
      this.bytes = bytes;
    }

    String dump() throws IOException {
      LicHeader header = LicHeader.parse(bytes, 0);
      line(4, "magic number");
      line(1, "version %d", bytes[position]);
      line(
          1,
          "layout: %s, tiles of %d x %d pixels",
          header.channels() == 3 ? "red, green, blue" : "gray",
          header.tileSize(),
          header.tileSize());
      line(1, "family %d", header.family());
      line(varintLength(), "width - 1, so %d pixels", header.width());
      line(varintLength(), "height - 1, so %d pixels", header.height());
      boolean predictive = header.family() == LicHeader.PREDICTIVE;
      if (predictive) {
        line(varintLength(), "largest error %d", header.maxError());
      } else {
        line(1, "length of the pack's id");
        line(header.packId().length(), "pack '%s'", header.packId());
        line(4, "the pack's hash begins with %s", header.packHashText());
        line(2, "quality step %d", header.quality());
      }
      assertThat(position).isEqualTo(header.length());
      line(
          4,
          "payload check: CRC-32C of the header and of all bytes from 0x%02x on",
          position + Codestream.TILE_PREFIX);
      line(4, predictive ? "samples check" : "latents check");
      if (predictive) {
        predictive();
      } else {
        learned();
      }
      return out.toString();
    }

    private void predictive() {
      int parameters = varint();
      line(varintLength(), "bytes of parameters: %d", parameters);
      rows(parameters, "parameters");
      int[] lengths = new int[2];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = varint();
        line(varintLength(), "bytes of stream %d: %d", i, lengths[i]);
      }
      for (int i = 0; i < 3; i++) {
        int end = i < 2 ? position + lengths[i] : bytes.length;
        line(4, "state of stream %d: 0x%08x", i, state());
        rows(end - position, "words");
      }
    }

    private void learned() {
      int lanes = 1 << bytes[position];
      line(1, "lanes: %d", lanes);
      for (int lane = 0; lane < lanes; lane++) {
        line(4, "state of lane %d: 0x%08x", lane, state());
      }
      rows(bytes.length - position, "words");
    }

    private int state() {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(position);
    }

    private int varint() {
      int value = 0;
      for (int i = 0; i < varintLength(); i++) {
        value |= (bytes[position + i] & 0x7F) << 7 * i;
      }
      return value;
    }

    private void rows(int count, String title) {
      int end = position + count;
      String meaning = title;
      while (position < end) {
        line(Math.min(BYTES_A_LINE, end - position), meaning);
        meaning = "";
      }
    }

    private int varintLength() {
      int end = position;
      while (bytes[end] < 0) {
        end++;
      }
      return end + 1 - position;
    }

    private void line(int count, String meaning, Object... values) {
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, position, position + count);
      String text = String.format(Locale.ROOT, meaning, values);
      String width = "%-" + (3 * BYTES_A_LINE) + "s";
      out.append(String.format(Locale.ROOT, "%04x  " + width + " %s", position, hex, text));
      while (out.charAt(out.length() - 1) == ' ' && meaning.isEmpty()) {
        out.setLength(out.length() - 1);
      }
      out.append('\n');
      position += count;
    }
  }
}
