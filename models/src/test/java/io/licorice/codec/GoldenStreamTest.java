package io.licorice.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Files that an earlier build wrote still decode. A failure means that the format or the bundled
 * pack has changed: see {@link GoldenFiles} if that was on purpose.
 */
class GoldenStreamTest {
  @ParameterizedTest
  @FieldSource("io.licorice.codec.GoldenFiles#NAMES")
  void goldenFile_decodesAsItDid(String name) throws IOException {
    byte[] file = resource(name + ".lic");
    assertThat(warnings(file)).isEmpty();
    List<String> expected = new String(resource(name + ".txt"), US_ASCII).lines().toList();
    List<String> found = GoldenFiles.dump(file).lines().toList();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      if (expected.get(i).startsWith("means ")) {
        assertClose(found.get(i), expected.get(i));
      } else {
        assertThat(found.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  private static List<String> warnings(byte[] file) throws IOException {
    if (!LicCodec.info(ByteSource.of(file)).isFloat()) {
      return Coding.decode(file).warnings();
    }
    List<String> warnings = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    FloatPictures.decode(file, DecodeOptions.DEFAULT, listener);
    return warnings;
  }

  private static void assertClose(String found, String expected) {
    byte[] a = HexFormat.of().parseHex(found.substring(6));
    byte[] b = HexFormat.of().parseHex(expected.substring(6));
    assertThat(a).hasSameSizeAs(b);
    for (int i = 0; i < a.length; i++) {
      assertThat(Math.abs((a[i] & 0xFF) - (b[i] & 0xFF))).as("block %d", i).isLessThanOrEqualTo(1);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        GoldenStreamTest.class.getResourceAsStream("/" + GoldenFiles.FOLDER + name)) {
      return in.readAllBytes();
    }
  }
}
