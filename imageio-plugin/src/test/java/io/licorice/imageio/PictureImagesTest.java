package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageTypeSpecifier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureImagesTest {
  private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_GRAY
      })
  void eightBitSamples_areCopiedAsTheyAre(int type) {
    BufferedImage image = TestImages.noise(13, 7, type);
    Picture picture = PictureImages.toPicture(image);
    Raster raster = image.getRaster();
    assertThat(picture.channels()).isEqualTo(raster.getNumBands());
    for (int c = 0; c < picture.channels(); c++) {
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 13; x++) {
          assertThat(picture.plane(c)[y * 13 + x]).isEqualTo((short) raster.getSample(x, y, c));
        }
      }
    }
  }

  @Test
  void firstPlane_isRed() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_BGR);
    image.setRGB(0, 0, 0x102030);
    Picture picture = PictureImages.toPicture(image);
    assertThat(picture.plane(0)).containsExactly((short) 0x10);
    assertThat(picture.plane(1)).containsExactly((short) 0x20);
    assertThat(picture.plane(2)).containsExactly((short) 0x30);
    assertThat(PictureImages.toImage(picture).getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x102030);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY})
  void imageAndPicture_areTheSameBothWays(int type) {
    BufferedImage image = TestImages.noise(31, 17, type);
    Picture picture = PictureImages.toPicture(image);
    BufferedImage again = PictureImages.toImage(picture);
    assertThat(again.getType()).isEqualTo(type);
    assertThat(PictureImages.toPicture(again)).isEqualTo(picture);
  }

  @Test
  void fiveAndSixBits_areStretchedToTheNearest() {
    BufferedImage image = new BufferedImage(64, 1, BufferedImage.TYPE_USHORT_565_RGB);
    for (int x = 0; x < 64; x++) {
      image.getRaster().setPixel(x, 0, new int[] {x / 2, x, 31 - x / 2});
    }
    Picture picture = PictureImages.toPicture(image);
    for (int x = 0; x < 64; x++) {
      assertThat(picture.plane(0)[x]).isEqualTo((short) Math.round(x / 2 * 255 / 31.0));
      assertThat(picture.plane(1)[x]).isEqualTo((short) Math.round(x * 255 / 63.0));
      assertThat(picture.plane(2)[x]).isEqualTo((short) Math.round((31 - x / 2) * 255 / 31.0));
    }
  }

  @Test
  void blackAndWhite_becomesGray() {
    BufferedImage image = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(8, 0, 0, 1);
    Picture picture = PictureImages.toPicture(image);
    assertThat(picture.channels()).isEqualTo(1);
    assertThat(picture.plane(0)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 255);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void fewBitsOfGray_areStretched(int bits) {
    ColorModel colors =
        ImageTypeSpecifier.createGrayscale(bits, DataBuffer.TYPE_BYTE, false).getColorModel();
    int max = (1 << bits) - 1;
    BufferedImage image =
        new BufferedImage(colors, colors.createCompatibleWritableRaster(max + 1, 1), false, null);
    for (int x = 0; x <= max; x++) {
      image.getRaster().setSample(x, 0, 0, x);
    }
    Picture picture = PictureImages.toPicture(image);
    assertThat(picture.channels()).isEqualTo(1);
    for (int x = 0; x <= max; x++) {
      assertThat(picture.plane(0)[x]).isEqualTo((short) (x * 255 / max));
    }
  }

  @Test
  void palette_isSeenThrough() {
    byte[] red = {0, 10, (byte) 200};
    byte[] green = {0, 20, (byte) 210};
    byte[] blue = {0, 30, (byte) 220};
    IndexColorModel palette = new IndexColorModel(8, 3, red, green, blue);
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {2, 0, 1});
    Picture picture = PictureImages.toPicture(image);
    assertThat(picture.plane(0)).containsExactly(200, 0, 10);
    assertThat(picture.plane(1)).containsExactly(210, 0, 20);
    assertThat(picture.plane(2)).containsExactly(220, 0, 30);
  }

  @Test
  void paletteOfGrays_isGray() {
    byte[] grays = {9, 8, (byte) 255};
    IndexColorModel palette = new IndexColorModel(2, 3, grays, grays, grays);
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {2, 0, 1});
    assertThat(PictureImages.toPicture(image))
        .isEqualTo(new Picture(3, 1, 8, new short[] {255, 9, 8}));
  }

  @Test
  void otherOrderOfBytes_isUnderstood() {
    ImageTypeSpecifier type =
        ImageTypeSpecifier.createInterleaved(
            SRGB, new int[] {1, 0, 2}, DataBuffer.TYPE_BYTE, false, false);
    BufferedImage image = type.createBufferedImage(1, 1);
    image.setRGB(0, 0, 0x010203);
    assertThat(PictureImages.toPicture(image))
        .isEqualTo(new Picture(1, 1, 8, new short[] {1}, new short[] {2}, new short[] {3}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
  void allThirteenTypes_areSupported(int type) {
    ImageTypeSpecifier specifier = ImageTypeSpecifier.createFromBufferedImageType(type);
    assertThat(PictureImages.refusal(specifier)).isEmpty();
    assertThat(PictureImages.supports(specifier)).isTrue();
    assertThat(new LicImageWriterSpi().canEncodeImage(specifier)).isTrue();
  }

  @Test
  void alpha_isStraight() {
    BufferedImage straight = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    straight.getRaster().setPixels(0, 0, 2, 1, new int[] {10, 20, 30, 0, 200, 100, 50, 128});
    Picture picture = PictureImages.toPicture(straight);
    assertThat(picture.channels()).isEqualTo(4);
    assertThat(picture.plane(0)).containsExactly(10, 200);
    assertThat(picture.plane(3)).containsExactly(0, 128);
    assertThat(PictureImages.toImage(picture).getType()).isEqualTo(BufferedImage.TYPE_4BYTE_ABGR);
    assertThat(PictureImages.toPicture(PictureImages.toImage(picture))).isEqualTo(picture);
  }

  @Test
  void coloursMultipliedByAlpha_areDividedSoThatMultiplyingGivesThemBack() {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_ARGB_PRE);
    for (int alpha = 0; alpha < 256; alpha++) {
      for (int colour = 0; colour <= alpha; colour++) {
        int[] pixel = {colour, 0, alpha, alpha};
        image.getRaster().setPixel(colour, alpha, pixel);
      }
    }
    Picture picture = PictureImages.toPicture(image);
    for (int alpha = 0; alpha < 256; alpha++) {
      for (int colour = 0; colour <= alpha; colour++) {
        int at = alpha * 256 + colour;
        assertThat(picture.plane(3)[at]).isEqualTo((short) alpha);
        assertThat((picture.plane(0)[at] * alpha + 127) / 255).isEqualTo(colour);
        assertThat(picture.plane(2)[at]).isEqualTo((short) (alpha == 0 ? 0 : 255));
      }
    }
  }

  @Test
  void paletteWithAlpha_hasAlpha() {
    byte[] part = {0, 1};
    IndexColorModel clear = new IndexColorModel(8, 2, part, part, part, 1);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, clear);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(PictureImages.toPicture(image))
        .isEqualTo(new Picture(2, 1, 8, new short[] {0, 1}, new short[] {255, 0}));
  }

  @Test
  void moreBits_areKept() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 40_000, 65_535});
    Picture picture = PictureImages.toPicture(image);
    assertThat(picture.bitDepth()).isEqualTo(16);
    assertThat(picture.plane(0)).containsExactly((short) 0, (short) 40_000, (short) 65_535);
    BufferedImage again = PictureImages.toImage(picture);
    assertThat(again.getType()).isEqualTo(BufferedImage.TYPE_USHORT_GRAY);
    assertThat(again.getRaster().getSample(1, 0, 0)).isEqualTo(40_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void oddDepths_areKeptOrStretchedToEight(int channels) {
    for (int bits = 1; bits <= 16; bits++) {
      Picture picture = Picture.blank(3, 1, channels, bits);
      int largest = (1 << bits) - 1;
      for (int c = 0; c < channels; c++) {
        picture.plane(c)[1] = (short) (largest / 3);
        picture.plane(c)[2] = (short) largest;
      }
      BufferedImage image = PictureImages.toImage(picture);
      ColorModel colors = image.getColorModel();
      assertThat(colors.getNumComponents()).isEqualTo(channels);
      assertThat(colors.hasAlpha()).isEqualTo(channels % 2 == 0);
      assertThat(colors.getComponentSize(0)).isEqualTo(Math.max(8, bits));
      assertThat(image.getRGB(2, 0)).isEqualTo(-1);
      if (bits >= 8) {
        assertThat(PictureImages.toPicture(image)).isEqualTo(picture);
      }
    }
  }

  @Test
  void otherKinds_areRefusedInOneSentence() {
    String advice =
        " cannot be coded; convert to gray or RGB, with or without alpha, of at most 16 bits";
    assertRefused(
        ImageTypeSpecifier.createGrayscale(16, DataBuffer.TYPE_SHORT, true),
        "signed 16-bit samples" + advice);
    assertRefused(
        ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            new int[] {0},
            DataBuffer.TYPE_INT,
            false,
            false),
        "32-bit samples" + advice);
    assertRefused(
        ImageTypeSpecifier.createInterleaved(
            SRGB, new int[] {0, 1, 2}, DataBuffer.TYPE_FLOAT, false, false),
        "float samples" + advice);
    ColorSpace cmyk =
        new ColorSpace(ColorSpace.TYPE_CMYK, 4) {
          private static final long serialVersionUID = 1L;

          @Override
          public float[] toRGB(float[] values) {
            return new float[3];
          }

          @Override
          public float[] fromRGB(float[] values) {
            return new float[4];
          }

          @Override
          public float[] toCIEXYZ(float[] values) {
            return new float[3];
          }

          @Override
          public float[] fromCIEXYZ(float[] values) {
            return new float[4];
          }
        };
    assertRefused(
        ImageTypeSpecifier.createInterleaved(
            cmyk, new int[] {0, 1, 2, 3}, DataBuffer.TYPE_BYTE, false, false),
        "CMYK" + advice);
  }

  private static void assertRefused(ImageTypeSpecifier type, String reason) {
    assertThat(PictureImages.refusal(type)).hasValue(reason);
    assertThat(PictureImages.supports(type)).isFalse();
    assertThat(new LicImageWriterSpi().canEncodeImage(type)).isFalse();
    BufferedImage image = type.createBufferedImage(2, 2);
    assertThatThrownBy(() -> PictureImages.toPicture(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void partOfAnImage_isReadWithItsOwnOrigin() {
    BufferedImage image = TestImages.noise(100, 80, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage part = image.getSubimage(61, 37, 20, 30);
    assertThat(PictureImages.toPicture(part))
        .isEqualTo(PictureImages.toPicture(image).read(new Region(61, 37, 20, 30)));
  }

  @Property(tries = 200, seed = "1")
  void tiledImage_givesTheSamePixelsTileByTile(
      @ForAll @IntRange(min = -40, max = 40) int minX,
      @ForAll @IntRange(min = -40, max = 40) int minY,
      @ForAll @IntRange(min = 1, max = 40) int tileWidth,
      @ForAll @IntRange(min = 1, max = 40) int tileHeight,
      @ForAll @IntRange(max = 20) int x,
      @ForAll @IntRange(max = 20) int y,
      @ForAll @IntRange(min = 1, max = 9) int stepX,
      @ForAll @IntRange(min = 1, max = 9) int stepY) {
    BufferedImage whole = TestImages.noise(60, 50, BufferedImage.TYPE_3BYTE_BGR);
    TiledImage tiled = new TiledImage(whole, minX, minY, tileWidth, tileHeight);
    Picture all = PictureImages.toPicture(whole);
    assertThat(PictureImages.toPicture(tiled)).isEqualTo(all);

    Rectangle area = new Rectangle(minX + x, minY + y, 60 - x, 50 - y);
    RenderedSource source = new RenderedSource(tiled, area, stepX, stepY, new int[] {2});
    assertThat(source.width()).isEqualTo((60 - x + stepX - 1) / stepX);
    assertThat(source.height()).isEqualTo((50 - y + stepY - 1) / stepY);
    Region region =
        new Region(
            source.width() / 3,
            source.height() / 4,
            source.width() - source.width() / 3,
            source.height() - source.height() / 4);
    Picture picture = source.read(region);
    for (int row = 0; row < region.height(); row++) {
      for (int column = 0; column < region.width(); column++) {
        int fromX = x + (region.x() + column) * stepX;
        int fromY = y + (region.y() + row) * stepY;
        assertThat(picture.plane(0)[row * region.width() + column])
            .isEqualTo(all.plane(2)[fromY * 60 + fromX]);
      }
    }
  }

  @Test
  void regionOfATiledImage_needsOnlyTheTilesBeneathIt() throws IOException {
    BufferedImage whole = TestImages.noise(60, 50, BufferedImage.TYPE_BYTE_GRAY);
    TiledImage tiled = new TiledImage(whole, 0, 0, 10, 10);
    PictureSource source = PictureImages.source(tiled);
    source.read(new Region(19, 30, 2, 10));
    assertThat(tiled.asked).containsExactly("1,3", "2,3");
  }

  @Test
  void bands_leaveAlphaOut() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x80102030);
    RenderedSource source =
        new RenderedSource(image, new Rectangle(1, 1), 1, 1, new int[] {0, 1, 2});
    assertThat(source.read(Region.whole(1, 1)))
        .isEqualTo(
            new Picture(1, 1, 8, new short[] {0x10}, new short[] {0x20}, new short[] {0x30}));
  }

  @Test
  void bandsThatDoNotExist_areRefused() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    for (int[] bands : new int[][] {{3}, {0, 1}, {0, 1, 2, 3}}) {
      assertThatThrownBy(() -> new RenderedSource(image, new Rectangle(1, 1), 1, 1, bands))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("source band");
    }
  }

  @Test
  void samplesBeyondTheirBits_doNotBreakTheTable() {
    ColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            new int[] {4},
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = colors.createCompatibleWritableRaster(1, 1);
    raster.setSample(0, 0, 0, 200);
    BufferedImage image = new BufferedImage(colors, raster, false, null);
    assertThat(PictureImages.toPicture(image).plane(0)).containsExactly((short) 255);
  }
}
