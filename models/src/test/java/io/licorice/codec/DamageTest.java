package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.CellBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
  private static final int TILE = 128;
  private static final int COLUMNS = 4;
  private static final Picture PICTURE = TestPictures.photoLike(500, 250, 3, 31);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7})
  void flippedByteInATile_graysThatTileAndNamesIt(int tile) throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    byte[] damaged = file.clone();
    FileSurgery.TileSpan span = FileSurgery.tiles(file).get(tile);
    damaged[(span.payload() + span.end()) / 2] ^= 0x10;
    List<String> heard = new ArrayList<>();
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            heard.add(message);
          }
        };
    DecodedPicture decoded =
        LicCodec.shared().decode(ByteSource.of(damaged), DecodeOptions.DEFAULT, listener);
    assertThat(decoded.warnings())
        .singleElement()
        .asString()
        .startsWith("tile " + tile + " is damaged: byte " + span.offset() + ": CRC");
    assertThat(heard).isEqualTo(decoded.warnings());
    assertOnlyDamagedNear(tile, Coding.decode(file).picture(), decoded.picture());
  }

  @ParameterizedTest
  @CsvSource({"0", "5"})
  void otherLatentsThanTheEncoders_areADamagedTile(int tile) throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    byte[] damaged = file.clone();
    damaged[FileSurgery.tiles(file).get(tile).offset() + 5] ^= 1; // the CRC of the latents
    DecodedPicture decoded = Coding.decode(damaged);
    assertThat(decoded.warnings())
        .singleElement()
        .asString()
        .startsWith("tile " + tile + " is damaged: ")
        .contains("decoded latents have CRC");
    assertOnlyDamagedNear(tile, Coding.decode(file).picture(), decoded.picture());
  }

  private static void assertOnlyDamagedNear(int tile, Picture intact, Picture damaged)
      throws IOException {
    int halo =
        new PackRegistry(Optional.empty()).byId("photo").manifest().haloCells() * CellBlock.CELL;
    int left = tile % COLUMNS * TILE;
    int top = tile / COLUMNS * TILE;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < intact.plane(c).length; i++) {
        int x = i % intact.width();
        int y = i / intact.width();
        int dx = Math.max(Math.max(left - x, x - left - TILE + 1), 0);
        int dy = Math.max(Math.max(top - y, y - top - TILE + 1), 0);
        if (dx == 0 && dy == 0) {
          assertThat(damaged.plane(c)[i]).isEqualTo((short) 128);
        } else if (Math.max(dx, dy) > halo) {
          // The synthesis sees a little farther than the halo: rounding may tip there.
          int tolerance = Math.max(dx, dy) > 2 * halo ? 0 : 1;
          int difference = Math.abs(damaged.plane(c)[i] - intact.plane(c)[i]);
          assertThat(difference).as("%d, %d", x, y).isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  @Test
  void truncatedFile_keepsTheTilesBeforeTheCut() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    List<FileSurgery.TileSpan> tiles = FileSurgery.tiles(file);
    byte[] cut = Arrays.copyOf(file, tiles.get(6).payload() + 3);
    DecodedPicture decoded = Coding.decode(cut);
    assertThat(decoded.warnings()).hasSize(2);
    assertThat(decoded.warnings().get(0))
        .startsWith("tile 6 is damaged: byte " + cut.length + ": the file ends");
    assertThat(decoded.warnings().get(1)).startsWith("tile 7 is damaged: ").contains("too early");
    Region above = new Region(0, 0, 128, 250);
    assertThat(decoded.picture().read(above)).isEqualTo(Coding.decode(file).picture().read(above));
  }

  @Test
  void regionAwayFromTheDamage_hasNoWarning() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    byte[] damaged = file.clone();
    damaged[FileSurgery.tiles(file).get(7).payload() + 9] ^= 1;
    DecodeOptions corner = DecodeOptions.DEFAULT.withRegion(new Region(0, 0, 100, 40));
    assertThat(Coding.decode(damaged, corner).warnings()).isEmpty();
    assertThat(Coding.decode(damaged, corner).picture())
        .isEqualTo(Coding.decode(file, corner).picture());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damagedSingleTile_isRefusedWithItsOffset(boolean boxed) throws IOException {
    Picture picture = TestPictures.photoLike(80, 50, 3, 1);
    byte[] file = Coding.encode(picture, EncodeOptions.builder().quality(50).boxed(boxed).build());
    FileSurgery.TileSpan tile = FileSurgery.tiles(file).get(0);
    byte[] damaged = file.clone();
    damaged[tile.end() - 1] ^= 1;
    assertRefused(damaged, tile.offset(), "no tile is intact: tile 0 is damaged: ");
    byte[] cut = Arrays.copyOf(file, file.length - 1);
    assertRefused(cut, tile.offset(), "no tile is intact: ");
  }

  @Test
  void damagedHeader_neverGivesAnotherPictureWithoutAWord() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    int length = CodedFile.open(ByteSource.of(file)).header().length();
    for (int bit = 0; bit < 8 * length; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Coding.decode(damaged))
          .as("bit %d", bit)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void unknownPack_isNamedInOneSentenceWithThePlaces() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    byte[] other = FileSurgery.withPackHash(file, 0xDEAD0123);
    Path folder = Path.of("no", "such", "folder");
    CodecSettings settings = new CodecSettings(Device.CPU, 1, Optional.of(folder));
    try (LicCodec codec = LicCodec.open(settings)) {
      assertThatThrownBy(
              () -> codec.decode(ByteSource.of(other), DecodeOptions.DEFAULT, CodecListener.SILENT))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(LicFormatException.class)
          .hasMessage(
              "the file needs pack 'photo' with hash dead0123, which is not among the packs in the"
                  + " jar, "
                  + PackRegistry.userFolder()
                  + ", "
                  + folder);
    }
    assertThat(LicCodec.info(ByteSource.of(other)).quality()).isNaN();
    assertThat(LicCodec.info(ByteSource.of(other)).modelHash()).isEqualTo("dead0123");
  }

  @Test
  void unknownModel_isNamedWhenEncoding() {
    EncodeOptions options = EncodeOptions.builder().model("phot0").build();
    assertThatThrownBy(() -> Coding.encode(PICTURE, options))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("there is no pack 'phot0'; looked for it in the jar, ");
  }

  @Test
  void unknownFamily_isRefusedWithItsOffset() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    file[6] = (byte) 200;
    assertRefused(file, 6, "codec family 200 is unknown");
  }

  @Test
  void qualityStepBeyondThePack_isRefusedWithItsOffset() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    LicHeader h = CodedFile.open(ByteSource.of(file)).header();
    LicHeader beyond =
        new LicHeader(
            h.width(), h.height(), 3, 8, TILE, h.family(), h.packId(), h.packHash(), 0xFFFF);
    assertRefused(FileSurgery.withHeader(file, beyond), h.length() - 2, "quality step 65535");
  }

  @Test
  void hugePictures_areRefusedBeforeAnythingIsAllocated() throws IOException {
    int hash = new PackRegistry(Optional.empty()).byId("photo").hashPrefix();
    LicHeader huge = new LicHeader(1 << 30, 1 << 30, 3, 8, 128, 1, "photo", hash, 100);
    assertRefused(file(huge, 500), -1, "over the limit of 268435456");

    DecodeOptions unlimited = DecodeOptions.DEFAULT.withMaxPixels(Long.MAX_VALUE);
    assertThatThrownBy(() -> Coding.decode(file(huge, 500), unlimited))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("over the limit of " + (Integer.MAX_VALUE - 8));

    // As many pixels as an array holds, and more tiles than the file has bytes.
    LicHeader large = new LicHeader(1 << 15, (1 << 16) - 1, 3, 8, 128, 1, "photo", hash, 100);
    assertThatThrownBy(() -> Coding.decode(file(large, 500), unlimited))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("tiles announced, but only 500 bytes follow");

    // The region is small, the picture is not.
    DecodeOptions corner = DecodeOptions.DEFAULT.withRegion(new Region(5, 5, 9, 9));
    assertThatThrownBy(() -> Coding.decode(file(huge, 500), corner))
        .isInstanceOf(LicFormatException.class)
        .hasMessageContaining("tiles announced");
  }

  private static byte[] file(LicHeader header, int bytesAfter) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.toBytes());
    out.writeBytes(ByteBuffer.allocate(bytesAfter).array());
    return out.toByteArray();
  }

  @Test
  void limitOfPixels_countsTheRegionNotThePicture() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    DecodeOptions limited = DecodeOptions.DEFAULT.withMaxPixels(100 * 100);
    assertThatThrownBy(() -> Coding.decode(file, limited))
        .isInstanceOf(LicFormatException.class)
        .hasMessage("125000 pixels are over the limit of 10000");
    assertThatCode(() -> Coding.decode(file, limited.withRegion(new Region(9, 9, 100, 100))))
        .doesNotThrowAnyException();
  }

  @Test
  void regionOutsideThePicture_isTheCallersMistake() throws IOException {
    byte[] file = Coding.encode(PICTURE, Coding.tiled(50, TILE));
    DecodeOptions outside = DecodeOptions.DEFAULT.withRegion(new Region(400, 0, 101, 10));
    assertThatThrownBy(() -> Coding.decode(file, outside))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("101x10+400+0");
  }

  private static void assertRefused(byte[] file, long offset, String words) {
    assertThatThrownBy(() -> Coding.decode(file))
        .isInstanceOfSatisfying(
            LicFormatException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(words);
  }
}
