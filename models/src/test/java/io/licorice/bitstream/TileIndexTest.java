package io.licorice.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TileIndexTest {
  private static final LicHeader HEADER = new LicHeader(300, 200, 3, 8, 128, 1, "photo", 7, 5);

  @Property(tries = 300)
  void index_findsEveryTileOfACodestream(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 40_000) Integer> sizes)
      throws LicFormatException {
    int[] lengths = sizes.stream().mapToInt(Integer::intValue).toArray();
    Codestream.Tile[] tiles = new Codestream.Tile[lengths.length];
    for (int t = 0; t < tiles.length; t++) {
      byte[] payload = new byte[lengths[t]];
      Arrays.fill(payload, (byte) t);
      tiles[t] = new Codestream.Tile(payload, 1000 + t);
    }
    byte[] stream = Codestream.assemble(HEADER, tiles);
    assertThat(stream).hasSize((int) Codestream.length(HEADER, lengths));
    TileIndex index = parse(stream, tiles.length);
    for (int t = 0; t < tiles.length; t++) {
      int from = (int) index.offset(t) + Codestream.TILE_PREFIX;
      assertThat(index.payloadLength(t)).isEqualTo(lengths[t]);
      assertThat(Arrays.copyOfRange(stream, from, from + lengths[t])).isEqualTo(tiles[t].payload());
    }
  }

  private static TileIndex parse(byte[] stream, int tiles) throws LicFormatException {
    int head = HEADER.length();
    byte[] body = Arrays.copyOfRange(stream, head, stream.length);
    return TileIndex.parse(body, tiles, head, stream.length);
  }

  @Test
  void singleTile_needsNoIndex() throws LicFormatException {
    TileIndex index = TileIndex.parse(new byte[0], 1, 50, 50 + 8 + 33);
    assertThat(index.offset(0)).isEqualTo(50);
    assertThat(index.payloadLength(0)).isEqualTo(33);
    assertThat(TileIndex.maxLength(1)).isZero();
  }

  @Test
  void singleTileWithoutPayload_isRefused() {
    for (int length = 0; length <= 8; length++) {
      int end = 50 + length;
      assertRefused(() -> TileIndex.parse(new byte[0], 1, 50, end), 50, "bytes");
    }
    assertRefused(() -> TileIndex.parse(new byte[0], 1, 50, 1L << 40), 50, "bytes");
  }

  @Test
  void bytesAfterTheLastTile_areRefusedWithTheirOffset() {
    byte[] index = {3, 4};
    long end = 10 + 2 + 8 + 3 + 8 + 4;
    assertThatCode(() -> TileIndex.parse(index, 2, 10, end)).doesNotThrowAnyException();
    assertRefused(() -> TileIndex.parse(index, 2, 10, end + 5), end, "5 bytes after the last tile");
  }

  @Test
  void truncatedFile_keepsItsIndex() throws LicFormatException {
    TileIndex index = TileIndex.parse(new byte[] {3, 4}, 2, 10, 15);
    assertThat(index.offset(1)).isEqualTo(10 + 2 + 8 + 3);
  }

  @Test
  void fileThatEndsInTheIndex_isRefusedAndNamesTheTile() {
    assertRefused(() -> TileIndex.parse(new byte[] {3, 4}, 3, 10, 12), 12, "length of tile 2");
    assertRefused(
        () -> TileIndex.parse(new byte[] {3, (byte) 0x80}, 3, 10, 12), 12, "length of tile 1");
  }

  @Test
  void malformedLength_isRefusedWithItsOffset() {
    byte[] longish = {3, (byte) 0x84, 0, 5};
    assertRefused(() -> TileIndex.parse(longish, 3, 10, 99), 11, "length of tile 1");
    byte[] endless = {3, -1, -1, -1, -1, -1, -1};
    assertRefused(() -> TileIndex.parse(endless, 3, 10, 99), 11, "length of tile 1");
    byte[] max = {-1, -1, -1, -1, 7, 1};
    assertRefused(() -> TileIndex.parse(max, 2, 10, 99), 15, "tile 0 of 2147483647 bytes");
  }

  @Test
  void hugeLengths_addUpWithoutOverflow() throws LicFormatException {
    byte[] lengths = new byte[5 * 100];
    IntStream.range(0, 100)
        .forEach(
            t ->
                System.arraycopy(
                    new ByteSink().varint(Integer.MAX_VALUE - 16).toBytes(), 0, lengths, 5 * t, 5));
    TileIndex index = TileIndex.parse(lengths, 100, 0, lengths.length);
    assertThat(index.offset(99)).isEqualTo(500 + 99 * (8L + Integer.MAX_VALUE - 16));
  }

  @Test
  void moreTilesThanBytes_areRefusedBeforeAnythingIsAllocated() {
    assertRefused(() -> TileIndex.checkCount(1L << 46, 1000, 23), 23, "tiles announced");
    assertRefused(() -> TileIndex.checkCount(Integer.MAX_VALUE, 1L << 40, 23), 23, "announced");
    assertRefused(() -> TileIndex.checkCount(200, 1000, 23), 23, "only 1000 bytes follow");
    assertThatCode(() -> TileIndex.checkCount(150, 1000, 23)).doesNotThrowAnyException();
  }

  private interface Action {
    void run() throws LicFormatException;
  }

  private static void assertRefused(Action action, long offset, String words) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }
}
