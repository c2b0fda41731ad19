package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodingMode;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageReadParam;
import javax.imageio.event.IIOReadProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentMatchers;
import org.mockito.InOrder;

/** Samples as they are in the file. */
class RawRasterTest {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 140;

  private static Picture random(int channels, int bitDepth) {
    SplittableRandom random = new SplittableRandom(channels * 100L + bitDepth);
    Picture picture = Picture.blank(WIDTH, HEIGHT, channels, bitDepth);
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        picture.plane(c)[i] = (short) random.nextInt(1 << bitDepth);
      }
    }
    return picture;
  }

  private static LicImageReader reader(Picture picture) throws IOException {
    EncodeOptions options = EncodeOptions.builder().lossless().tileSize(128).build();
    return TestImages.reader(
        LicCodec.shared().encode(picture, options, CodecListener.SILENT).bytes());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "3, 8", "2, 8", "4, 8", "3, 10", "1, 12", "2, 16", "4, 16"})
  void samples_areThoseOfThePictureWhateverTheirBits(int channels, int bitDepth)
      throws IOException {
    Picture picture = random(channels, bitDepth);
    LicImageReader reader = reader(picture);
    assertThat(reader.canReadRaster()).isTrue();
    Raster raster = reader.readRaster(0, null);
    assertThat(raster.getBounds()).isEqualTo(new Rectangle(WIDTH, HEIGHT));
    assertThat(raster.getNumBands()).isEqualTo(channels);
    assertThat(raster.getTransferType())
        .isEqualTo(bitDepth > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
    for (int c = 0; c < channels; c++) {
      int[] band = raster.getSamples(0, 0, WIDTH, HEIGHT, c, (int[]) null);
      for (int i = 0; i < band.length; i++) {
        assertThat(band[i]).isEqualTo(picture.plane(c)[i] & 0xFFFF);
      }
    }
  }

  @Test
  void regionSubsamplingAndBands_countAndTheDestinationDoesNot() throws IOException {
    Picture picture = random(3, 12);
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(100, 20, 45, 117));
    param.setSourceSubsampling(4, 3, 1, 2);
    param.setSourceBands(new int[] {2, 0});
    param.setDestination(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY));
    Raster raster = reader(picture).readRaster(0, param);
    assertThat(raster.getBounds()).isEqualTo(new Rectangle(11, 39));
    for (int y = 0; y < 39; y++) {
      for (int x = 0; x < 11; x++) {
        int at = (22 + 3 * y) * WIDTH + 101 + 4 * x;
        assertThat(raster.getSample(x, y, 0)).isEqualTo(picture.plane(2)[at]);
        assertThat(raster.getSample(x, y, 1)).isEqualTo(picture.plane(0)[at]);
      }
    }
    param.setSourceBands(new int[] {3});
    LicImageReader reader = reader(picture);
    assertThatThrownBy(() -> reader.readRaster(0, param))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tiles_areThoseOfTheFile() throws IOException {
    Picture picture = random(1, 12);
    Raster tile = reader(picture).readTileRaster(0, 1, 1);
    assertThat(tile.getBounds()).isEqualTo(new Rectangle(WIDTH - 128, HEIGHT - 128));
    assertThat(tile.getSample(3, 4, 0)).isEqualTo(picture.plane(0)[132 * WIDTH + 131]);
  }

  @Test
  void profile_isNotApplied() throws IOException {
    BufferedImage image = TestImages.gradient(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    PictureMetadata blocks = PictureMetadata.NONE.withIcc(TestProfiles.adobeRgb());
    LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSLESS, blocks);
    byte[] file = Blocks.write(image, List.of(), metadata, TestImages.param("Lossless"));
    Raster raster = TestImages.reader(file).readRaster(0, null);
    assertThat(raster.getPixels(0, 0, 40, 30, (int[]) null))
        .isEqualTo(image.getRaster().getPixels(0, 0, 40, 30, (int[]) null));
  }

  @Test
  void progress_isTold() throws IOException {
    LicImageReader reader = reader(random(1, 8));
    IIOReadProgressListener listener = mock(IIOReadProgressListener.class);
    reader.addIIOReadProgressListener(listener);
    reader.readRaster(0, null);
    InOrder order = inOrder(listener);
    order.verify(listener).imageStarted(reader, 0);
    order
        .verify(listener, atLeast(2))
        .imageProgress(ArgumentMatchers.eq(reader), ArgumentMatchers.anyFloat());
    order.verify(listener).imageComplete(reader);
    assertThatThrownBy(() -> reader.readRaster(1, null))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
