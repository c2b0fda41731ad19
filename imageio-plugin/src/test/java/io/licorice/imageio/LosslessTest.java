package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is written losslessly is read as it was. */
class LosslessTest {
  /** Kinds of image beside the thirteen: gray with alpha, 16 bits, 12 bits, other band orders. */
  private static BufferedImage blank(int kind, int width, int height) {
    ColorSpace rgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    ColorSpace gray = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    int[] three = {2, 0, 1};
    int[] four = {0, 1, 2, 3};
    return switch (kind) {
      case 14 ->
          of(
              ImageTypeSpecifier.createGrayscale(8, DataBuffer.TYPE_BYTE, false, false),
              width,
              height);
      case 15 ->
          of(
              ImageTypeSpecifier.createGrayscale(16, DataBuffer.TYPE_USHORT, false, false),
              width,
              height);
      case 16 ->
          of(
              ImageTypeSpecifier.createInterleaved(
                  rgb, three, DataBuffer.TYPE_USHORT, false, false),
              width,
              height);
      case 17 ->
          of(
              ImageTypeSpecifier.createInterleaved(rgb, four, DataBuffer.TYPE_USHORT, true, false),
              width,
              height);
      case 18 ->
          of(
              ImageTypeSpecifier.createInterleaved(rgb, four, DataBuffer.TYPE_USHORT, true, true),
              width,
              height);
      case 19 ->
          of(
              ImageTypeSpecifier.createBanded(
                  rgb, three, three.clone(), DataBuffer.TYPE_BYTE, false, false),
              width,
              height);
      case 20 -> of(ImageTypes.of(1, 12, Optional.of(gray)).get(0), width, height);
      case 21 -> of(ImageTypes.of(4, 10, Optional.empty()).get(0), width, height);
      default -> new BufferedImage(width, height, kind);
    };
  }

  private static BufferedImage of(ImageTypeSpecifier type, int width, int height) {
    return type.createBufferedImage(width, height);
  }

  /** Any samples that an image of the kind may hold: none of them above alpha if multiplied. */
  private static BufferedImage random(int kind, int width, int height, long seed) {
    BufferedImage image = blank(kind, width, height);
    WritableRaster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    SplittableRandom random = new SplittableRandom(seed);
    int calm = random.nextInt(3);
    int bands = raster.getNumBands();
    int[] pixel = new int[bands];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int b = bands - 1; b >= 0; b--) {
          int bits = colors.getComponentSize(Math.min(b, colors.getNumComponents() - 1));
          int size = bands == 1 ? Math.min(bits, colors.getPixelSize()) : bits;
          if (kind == BufferedImage.TYPE_BYTE_BINARY) {
            size = 1;
          }
          int largest = (1 << size) - 1;
          int limit = colors.isAlphaPremultiplied() && b < bands - 1 ? pixel[bands - 1] : largest;
          pixel[b] = calm == 0 ? (x * 3 + y * 5 + b) % (limit + 1) : random.nextInt(limit + 1);
          pixel[b] = calm == 1 && x % 7 != 0 ? limit / 2 : pixel[b];
        }
        raster.setPixel(x, y, pixel);
      }
    }
    return image;
  }

  @Property(tries = 300, seed = "11")
  void randomImagesOfAllKinds_comeBackAsTheyWere(
      @ForAll @IntRange(min = 1, max = 21) int kind,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll long seed)
      throws IOException {
    BufferedImage image = random(kind, width, height, seed);
    byte[] file = TestImages.write(image, TestImages.param("Lossless"));
    BufferedImage again = TestImages.read(file);
    assertThat(again.getWidth()).isEqualTo(width);
    assertThat(again.getHeight()).isEqualTo(height);
    assertThat(PictureImages.toPicture(again)).isEqualTo(PictureImages.toPicture(image));
    if (image.getColorModel().getComponentSize(0) >= 8 && isPlain(image)) {
      assertSamples(image.getRaster(), again.getRaster());
    }
    if (image.isAlphaPremultiplied()) {
      assertThat(again.isAlphaPremultiplied()).isFalse();
      assertMultiplied(image.getRaster(), again.getRaster());
    }
    LicImageReader reader = TestImages.reader(file);
    LicMetadata metadata = (LicMetadata) reader.getImageMetadata(0);
    assertThat(metadata.getAsTree(LicMetadataFormat.NAME)).isNotNull();
  }

  private static boolean isPlain(BufferedImage image) {
    return !image.isAlphaPremultiplied()
        && image.getType() != BufferedImage.TYPE_BYTE_INDEXED
        && image.getType() != BufferedImage.TYPE_BYTE_BINARY;
  }

  private static void assertSamples(Raster one, Raster two) {
    int w = one.getWidth();
    int h = one.getHeight();
    assertThat(two.getPixels(0, 0, w, h, (int[]) null))
        .isEqualTo(one.getPixels(0, 0, w, h, (int[]) null));
  }

  /** Multiplying what was read by its alpha gives what was written. */
  private static void assertMultiplied(Raster written, Raster read) {
    int[] was = written.getPixels(0, 0, written.getWidth(), written.getHeight(), (int[]) null);
    int[] is = read.getPixels(0, 0, written.getWidth(), written.getHeight(), (int[]) null);
    int bands = written.getNumBands();
    long largest = (1L << written.getSampleModel().getSampleSize(0)) - 1;
    for (int i = 0; i < was.length; i++) {
      long alpha = is[i / bands * bands + bands - 1];
      long value = i % bands == bands - 1 ? is[i] : (is[i] * alpha + largest / 2) / largest;
      assertThat(value).isEqualTo(was[i]);
    }
  }

  @Property(tries = 60, seed = "5")
  void anyRegionAndSubsamplingOfAnyKind_isTheCropOfTheWhole(
      @ForAll @IntRange(min = 14, max = 18) int kind,
      @ForAll @IntRange(max = 1) int tileBits,
      @ForAll @IntRange(max = 299) int x,
      @ForAll @IntRange(max = 199) int y,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 200) int height,
      @ForAll @IntRange(min = 1, max = 5) int stepX,
      @ForAll @IntRange(min = 1, max = 5) int stepY)
      throws IOException {
    BufferedImage image = random(kind, 300, 200, kind);
    LicImageWriteParam write = TestImages.param("Lossless");
    write.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    write.setTiling(128 << tileBits, 128 << tileBits, 0, 0);
    Rectangle region = new Rectangle(x, y, width, height).intersection(new Rectangle(300, 200));
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(region);
    param.setSourceSubsampling(stepX, stepY, 0, 0);
    byte[] file = TestImages.write(image, write);
    Raster whole = TestImages.read(file).getRaster();
    Raster part = TestImages.read(file, param).getRaster();
    for (int row = 0; row < part.getHeight(); row++) {
      for (int column = 0; column < part.getWidth(); column++) {
        assertThat(part.getPixel(column, row, (int[]) null))
            .isEqualTo(
                whole.getPixel(region.x + column * stepX, region.y + row * stepY, (int[]) null));
      }
    }
  }

  @Property(tries = 40, seed = "9")
  void nearLossless_keepsItsBoundOnEverySample(
      @ForAll @IntRange(min = 1, max = 21) int kind,
      @ForAll @IntRange(min = 1, max = 9) int bound,
      @ForAll long seed)
      throws IOException {
    BufferedImage image = random(kind, 50, 40, seed);
    LicImageWriteParam param = TestImages.param("Near-lossless");
    param.setMaxError(bound);
    var was = PictureImages.toPicture(image);
    var is = PictureImages.toPicture(TestImages.read(TestImages.write(image, param)));
    for (int c = 0; c < was.channels(); c++) {
      for (int i = 0; i < 2000; i++) {
        int error = (was.plane(c)[i] & 0xFFFF) - (is.plane(c)[i] & 0xFFFF);
        assertThat(error).isBetween(-bound, bound);
      }
    }
  }
}
