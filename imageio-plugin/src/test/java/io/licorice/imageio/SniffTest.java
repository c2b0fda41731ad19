package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SniffTest {
  private static final byte[] BARE = HexFormat.of().parseHex("8c4c494300112233445566778899aabb");
  private static final byte[] BOXED =
      HexFormat.of().parseHex("00000014667479706c69633100000000" + "6c69633100000000");

  private final LicImageReaderSpi provider = new LicImageReaderSpi();

  @Test
  void codestreamAndBoxFile_areKnown() throws IOException {
    assertThat(provider.canDecodeInput(TestImages.stream(BARE))).isTrue();
    assertThat(provider.canDecodeInput(TestImages.stream(BOXED))).isTrue();
  }

  @Test
  void codestream_isKnownByFourBytes() throws IOException {
    assertThat(provider.canDecodeInput(TestImages.stream(Arrays.copyOf(BARE, 4)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 11})
  void streamsTooShort_areNotKnownAndDoNotThrow(int length) throws IOException {
    assertThat(provider.canDecodeInput(TestImages.stream(Arrays.copyOf(BOXED, length)))).isFalse();
    assertThat(provider.canDecodeInput(TestImages.stream(Arrays.copyOf(BARE, Math.min(length, 3)))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0089PNG\r\n\u001a\n........",
        "\u00ff\u00d8\u00ff\u00e0..JFIF......",
        "....ftypavif....",
        "....ftypheic....",
        "....lic1ftyp....",
        "LIC.............",
        "\u008cLID............"
      })
  void otherFormats_areNotKnown(String start) throws IOException {
    byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(provider.canDecodeInput(TestImages.stream(bytes))).isFalse();
  }

  @Test
  void positionAndByteOrder_stayAsTheyWere() throws IOException {
    byte[] shifted = new byte[BARE.length + 5];
    System.arraycopy(BARE, 0, shifted, 5, BARE.length);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ImageInputStream stream = TestImages.stream(shifted);
      stream.setByteOrder(order);
      stream.seek(5);
      assertThat(provider.canDecodeInput(stream)).isTrue();
      assertThat(stream.getStreamPosition()).isEqualTo(5);
      assertThat(stream.getByteOrder()).isEqualTo(order);
    }
  }

  @Test
  void positionInAShortStream_staysAsItWas() throws IOException {
    ImageInputStream stream = TestImages.stream(new byte[] {1, 2, 3});
    stream.seek(1);
    assertThat(provider.canDecodeInput(stream)).isFalse();
    assertThat(stream.getStreamPosition()).isEqualTo(1);
  }

  @Test
  void otherInputs_areNotKnown() throws IOException {
    assertThat(provider.canDecodeInput(BARE)).isFalse();
    assertThat(provider.canDecodeInput("picture.lic")).isFalse();
    assertThatThrownBy(() -> provider.canDecodeInput(null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
