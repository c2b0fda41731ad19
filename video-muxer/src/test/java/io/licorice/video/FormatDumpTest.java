package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.licorice.bitstream.ByteCursor;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the dump of the format specification to what it says of it. Its payload is made up: the
 * networks' is described beside them.
 */
class FormatDumpTest {
  private static final LvcConfiguration CONFIGURATION =
      new LvcConfiguration(352, 288, "video", 0x0A1B2C3D, "dvc");
  private static final TimeBase TIME_BASE = new TimeBase(1001, 30_000);
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{4})  ([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:  .*)?");
  private static final int BYTES_A_LINE = 12;
  private static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", ".")).resolve("doc").resolve("lvc-format.md");
  private static final String BEGIN = "<!-- dump:begin -->\n```\n";
  private static final String END = "```\n<!-- dump:end -->";
  private static final String HOW =
      "video-muxer/doc/lvc-format.md, section \"A file, byte by byte\", is out of date; write it"
          + " anew by ./mvnw -pl video-muxer -am test -Dtest=FormatDumpTest"
          + " -Dlicorice.update-doc=true -Dsurefire.failIfNoSpecifiedTests=false";

  @BeforeAll
  static void update_ifAsked() throws IOException {
    if (Boolean.getBoolean("licorice.update-doc")) {
      String text = Files.readString(DOCUMENT);
      String old = BEGIN + dump(text) + END;
      Files.writeString(DOCUMENT, text.replace(old, BEGIN + new Annotator(file()).dump() + END));
    }
  }

  /** A key frame, two predicted ones, the second of which is shown for longer, and a key frame. */
  private static byte[] file() throws IOException {
    byte[] still = HexFormat.of().parseHex("8c4c4943");
    List<LvcPacket> packets = new ArrayList<>();
    byte[] key = PacketLayout.key(ChromaSampling.FULL, CONFIGURATION, still);
    byte[] first =
        PacketLayout.predicted(ChromaSampling.FULL, new byte[] {1, 2}, PacketLayout.storedSum(key));
    byte[] second =
        PacketLayout.predicted(ChromaSampling.FULL, new byte[] {3}, PacketLayout.storedSum(first));
    packets.add(new LvcPacket(key, 0, 1, true));
    packets.add(new LvcPacket(first, 1, 1, false));
    packets.add(new LvcPacket(second, 2, 2, false));
    packets.add(new LvcPacket(key, 4, 1, true));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (LvcWriter writer = LvcWriter.to(bytes, CONFIGURATION, TIME_BASE)) {
      for (LvcPacket packet : packets) {
        writer.write(packet);
      }
      writer.finish();
    }
    return bytes.toByteArray();
  }

  @Test
  void dump_isWhatTheWriterWrites() throws IOException {
    assertThat(documented()).as(HOW).isEqualTo(file());
  }

  @Test
  void dump_saysWhatTheBytesMean() throws IOException {
    assertThat(dump(Files.readString(DOCUMENT))).as(HOW).isEqualTo(new Annotator(file()).dump());
  }

  @Test
  void dump_isReadWithoutWarnings() throws IOException {
    Coding.Listener listener = new Coding.Listener();
    LvcReader reader = LvcReader.open(ByteSource.of(documented()), listener);
    assertThat(listener.warnings).isEmpty();
    assertThat(reader.configuration()).isEqualTo(CONFIGURATION);
    assertThat(reader.frames()).hasSize(4);
    assertThat(reader.read(3).orElseThrow().timestamp()).isEqualTo(4);
  }

  private static byte[] documented() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    dump(Files.readString(DOCUMENT))
        .lines()
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              if (!matcher.matches() || Integer.parseInt(matcher.group(1), 16) != bytes.size()) {
                fail(HOW + "; cannot read: " + line);
              }
              bytes.writeBytes(HexFormat.of().parseHex(matcher.group(2).replace(" ", "")));
            });
    return bytes.toByteArray();
  }

  private static String dump(String text) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      return fail(DOCUMENT + " lacks the marks of the dump");
    }
    return text.substring(begin + BEGIN.length(), end);
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
      line(4, "magic number");
      line(1, "version");
      number("bytes of the header up to its check sum: %d");
      number("time base: %d");
      number("  / %d of a second");
      number("bytes of the configuration: %d");
      configuration("");
      line(4, "CRC-32C of all bytes before");
      LvcReader reader = LvcReader.open(ByteSource.of(bytes), CodecListener.SILENT);
      RecordHead.Clock clock = RecordHead.Clock.START;
      for (int i = 0; i < reader.frames().size(); i++) {
        assertThat(reader.offset(i)).hasValue(position);
        clock = record(i, clock);
      }
      line(1, "no more frames");
      index();
      return out.toString();
    }

    private void configuration(String indent) {
      line(1, indent + "version of the configuration");
      line(varintLength(), indent + "width - 1, so %d pixels", varint() + 1);
      line(varintLength(), indent + "height - 1, so %d pixels", varint() + 1);
      number(indent + "length of the pack's id: %d");
      line(5, indent + "pack 'video'");
      line(4, indent + "the pack's hash begins with 0a1b2c3d");
      line(1, indent + "optional field 1: family");
      number(indent + "its length: %d");
      line(3, indent + "'dvc'");
    }

    private RecordHead.Clock record(int number, RecordHead.Clock clock) throws IOException {
      RecordHead head = RecordHead.parse(Arrays.copyOfRange(bytes, position, bytes.length), clock);
      int end = position + head.length() + head.packetLength();
      boolean timed = (bytes[position] & 2) != 0;
      line(
          varintLength(),
          "frame %d: %d bytes, %s, %s",
          number,
          head.packetLength(),
          head.isKey() ? "key" : "predicted",
          timed ? "times follow" : "times as before");
      if (timed) {
        String what = head.isKey() ? "  at %d" : "  %d after the frame before it ends";
        line(varintLength(), what, RecordHead.unZigzag(varint()));
        number("  for %d");
        line(1, "  lowest byte of the CRC-32C of this head");
      }
      line(1, head.isKey() ? "  packet: key frame" : "  packet: predicted frame");
      if (head.isKey()) {
        number("  bytes of the configuration: %d");
        configuration("  ");
        line(end - 4 - position, "  codestream (here only its magic number)");
        line(4, "  CRC-32C of the packet");
      } else {
        line(end - 4 - position, "  payload (made up)");
        line(4, "  CRC-32C of the check sum before and the packet");
      }
      assertThat(position).isEqualTo(end);
      return head.after();
    }

    private void index() throws IOException {
      int groups = (int) varint();
      number("index: %d groups");
      for (int i = 0; i < groups; i++) {
        number("  frames: %d");
        number("  bytes: %d");
      }
      int runs = (int) varint();
      number("runs: %d");
      for (int i = 0; i < runs; i++) {
        number("  frames: %d");
        line(
            varintLength(),
            "  begin %d after the run before it ends",
            RecordHead.unZigzag(varint()));
        number("  for %d each");
      }
      line(4, "CRC-32C of the index");
      line(4, "bytes of the index: %d", new ByteCursor(tail(), 0).i32("length"));
      line(4, "'LVCI'");
      assertThat(position).isEqualTo(bytes.length);
    }

    private byte[] tail() {
      return Arrays.copyOfRange(bytes, position, bytes.length);
    }

    private long varint() throws IllegalStateException {
      try {
        return new ByteCursor(tail(), 0).varlong("number");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private void number(String meaning) {
      line(varintLength(), meaning, varint());
    }

    private int varintLength() {
      int end = position;
      while (bytes[end] < 0) {
        end++;
      }
      return end + 1 - position;
    }

    private void line(int count, String meaning, Object... values) {
      String text = String.format(Locale.ROOT, meaning, values);
      int end = position + count;
      while (position < end) {
        int some = Math.min(BYTES_A_LINE, end - position);
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, position, position + some);
        String width = "%-" + 3 * BYTES_A_LINE + "s";
        String row = String.format(Locale.ROOT, "%04x  " + width + " %s", position, hex, text);
        out.append(row.stripTrailing()).append('\n');
        text = "";
        position += some;
      }
    }
  }
}
