package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.bitstream.LicFormatException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes that must never change, since files hold such. The same symbols as two segments, in 1, 2, 4
 * and 8 lanes.
 */
class RansGoldenStreamTest {
  private static final String TABLES = "0200038801e808b86202800ca007";

  private static final int[][] HALVES = {{}, {50000, 7000, 700, 136}, {60000, 2000, 1536}};

  private static final byte[] TABLE_INDEX = {1, 2, 0, 1, 1, 2, 0, 0, 1, 1, 2, 1, 1, 2, 2, 1};
  private static final int[] SYMBOLS = {0, 1, 0, -1, 2, 0, 0, 0, -2, 3, -9, 0, 1, 0, 1048576, -5};

  @ParameterizedTest
  @CsvSource({
    "0, 007a6975143ad806fb30daff7f2eada0ff",
    "1, 019f9a1a28f8ea010030fc204db77a00feff1f0080",
    "2, 021f4ea208fcf1af0201f1020074fb6500e8ffa003007eff1f0080",
    "3, 038083c84690ee280098f35b0074fb6500a0b1b12e03ff0f00b8ff780800000100a0ffff1f0080",
  })
  void stream_staysTheSame(int logLanes, String hex) throws LicFormatException {
    FrequencyTables tables = FrequencyTables.of(HALVES);
    RansEncoder encoder = new RansEncoder(tables);
    encoder.add(TABLE_INDEX, SYMBOLS, 0, 10);
    encoder.add(TABLE_INDEX, SYMBOLS, 10, 6);
    assertThat(HexFormat.of().formatHex(encoder.encode(logLanes))).isEqualTo(hex);

    byte[] stream = HexFormat.of().parseHex(hex);
    RansDecoder decoder = new RansDecoder(tables, stream, 0, stream.length);
    int[] symbols = new int[16];
    decoder.decode(TABLE_INDEX, symbols, 0, 10);
    decoder.decode(TABLE_INDEX, symbols, 10, 6);
    decoder.finish();
    assertThat(symbols).isEqualTo(SYMBOLS);
  }

  @Test
  void tables_stayTheSame() throws LicFormatException {
    assertThat(HexFormat.of().formatHex(FrequencyTables.of(HALVES).toBytes())).isEqualTo(TABLES);
    FrequencyTables parsed = FrequencyTables.parse(HexFormat.of().parseHex(TABLES));
    assertThat(parsed.bitTable(1)).isEqualTo(FrequencyTables.of(HALVES).bitTable(1));
  }
}
