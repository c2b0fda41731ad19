package io.licorice.bitstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodestreamTest {
  @Test
  void crcOfLatents_isThatOfTheirLowBytes() {
    // CRC-32C of "123456789", the check value of its definition.
    int[] pairs = {0x3231, 0x3433, 0x3635, 0x3837};
    assertThat(Codestream.crc(pairs))
        .isEqualTo(Codestream.crc(new byte[0], "12345678".getBytes(US_ASCII)));
    assertThat(Codestream.crc("1234".getBytes(US_ASCII), "56789".getBytes(US_ASCII)))
        .isEqualTo(0xE3069283);
  }

  @Test
  void crcOfLatents_doesNotDependOnTheirGrouping() {
    int[] all = new int[20_000];
    Arrays.setAll(all, i -> i * 7919 % 1001 - 500);
    int[] head = Arrays.copyOf(all, 4097);
    int[] tail = Arrays.copyOfRange(all, 4097, all.length);
    assertThat(Codestream.crc(head, tail)).isEqualTo(Codestream.crc(all));
    assertThat(Codestream.crc(head, new int[0], tail)).isEqualTo(Codestream.crc(all));
  }

  @Test
  void otherHeader_givesOtherCheckSums() {
    byte[] payload = {1, 2, 3};
    byte[] header = new LicHeader(40, 40, 3, 8, 128, 1, "photo", 7, 5).toBytes();
    byte[] narrower = new LicHeader(39, 40, 3, 8, 128, 1, "photo", 7, 5).toBytes();
    assertThat(Codestream.crc(header, payload)).isNotEqualTo(Codestream.crc(narrower, payload));
  }
}
