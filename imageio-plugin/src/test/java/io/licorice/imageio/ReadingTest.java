package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyFloat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.mockito.Mockito;

/** What the reader does around the codec, for which a codec without networks stands in. */
class ReadingTest {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 200;
  private static final int TILE = 64;
  private static final BufferedImage IMAGE =
      TestImages.noise(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
  private static final Picture PICTURE = PictureImages.toPicture(IMAGE);

  private FakeCodec codec;

  @BeforeEach
  void openCodec() throws IOException {
    codec = new FakeCodec(PICTURE, TILE);
  }

  @AfterEach
  void closeCodec() {
    codec.close();
  }

  private static LicImageReader reader(long partPixels) {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi(), partPixels);
    reader.setInput(FakeCodec.stream());
    return reader;
  }

  @Property(tries = 300, seed = "1")
  void anyRegionSubsamplingAndOffset_isACropOfTheWhole(
      @ForAll @IntRange(max = WIDTH - 1) int x,
      @ForAll @IntRange(max = HEIGHT - 1) int y,
      @ForAll @IntRange(min = 1, max = WIDTH) int width,
      @ForAll @IntRange(min = 1, max = HEIGHT) int height,
      @ForAll @IntRange(min = 1, max = 90) int stepX,
      @ForAll @IntRange(min = 1, max = 90) int stepY,
      @ForAll @IntRange(max = 1000) int offsets,
      @ForAll @IntRange(min = 1, max = 40_000) int partPixels)
      throws IOException {
    Rectangle region =
        new Rectangle(x, y, width, height).intersection(new Rectangle(WIDTH, HEIGHT));
    int offsetX = Math.min(offsets % stepX, region.width - 1);
    int offsetY = Math.min(offsets % stepY, region.height - 1);
    try (FakeCodec own = new FakeCodec(PICTURE, TILE)) {
      ImageReadParam param = new ImageReadParam();
      param.setSourceRegion(region);
      param.setSourceSubsampling(stepX, stepY, offsetX, offsetY);
      param.setDestinationOffset(new Point(offsets % 7, offsets % 5));
      BufferedImage image = reader(partPixels).read(0, param);
      int columns = (region.width - offsetX + stepX - 1) / stepX;
      int rows = (region.height - offsetY + stepY - 1) / stepY;
      assertThat(image.getWidth()).isEqualTo(columns + offsets % 7);
      assertThat(image.getHeight()).isEqualTo(rows + offsets % 5);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          assertThat(image.getRGB(column + offsets % 7, row + offsets % 5))
              .isEqualTo(
                  IMAGE.getRGB(
                      region.x + offsetX + column * stepX, region.y + offsetY + row * stepY));
        }
      }
      for (Region part : own.decoded) {
        assertThat(region.contains(part.x(), part.y(), part.width(), part.height())).isTrue();
      }
    }
  }

  @Test
  void regionInOneTile_decodesItAlone() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(70, 70, 20, 30));
    reader(1 << 24).read(0, param);
    assertThat(codec.decoded).containsExactly(new Region(70, 70, 20, 30));
  }

  @Test
  void destinationSmallerThanThePicture_decodesWhatIsSeen() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setDestination(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB));
    param.setDestinationOffset(new Point(-10, 30));
    BufferedImage image = reader(1 << 24).read(0, param);
    assertThat(image).isSameAs(param.getDestination());
    assertThat(codec.decoded).containsExactly(new Region(10, 0, 50, 10));
    assertThat(image.getRGB(0, 30)).isEqualTo(IMAGE.getRGB(10, 0));
    assertThat(image.getRGB(49, 39)).isEqualTo(IMAGE.getRGB(59, 9));
    assertThat(image.getRGB(0, 29) & 0xFFFFFF).isZero();
  }

  @Test
  void bands_areSwappedAndLeftOut() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setSourceBands(new int[] {2, 0});
    param.setDestinationBands(new int[] {0, 1});
    BufferedImage image = reader(5000).read(0, param);
    for (int[] at : new int[][] {{0, 0}, {299, 199}, {64, 64}}) {
      int[] was = IMAGE.getRaster().getPixel(at[0], at[1], (int[]) null);
      int[] is = image.getRaster().getPixel(at[0], at[1], (int[]) null);
      assertThat(is).containsExactly(was[2], was[0], 0);
    }
  }

  @Test
  void bandsOfDifferentNumber_areRefused() {
    ImageReadParam param = new ImageReadParam();
    param.setSourceBands(new int[] {1});
    assertThatThrownBy(() -> reader(5000).read(0, param))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void colourBandsOfAnImageWithAlpha_canBeTheDestination() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setDestination(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB));
    param.setDestinationBands(new int[] {0, 1, 2});
    BufferedImage image = reader(5000).read(0, param);
    assertThat(image.getRGB(17, 18)).isEqualTo(IMAGE.getRGB(17, 18) & 0xFFFFFF);
  }

  @Test
  void tiles_areTheCodecs() throws IOException {
    LicImageReader reader = reader(1 << 24);
    assertThat(reader.isImageTiled(0)).isTrue();
    assertThat(reader.isRandomAccessEasy(0)).isTrue();
    assertThat(reader.getTileWidth(0)).isEqualTo(TILE);
    assertThat(reader.getTileHeight(0)).isEqualTo(TILE);
    BufferedImage tile = reader.readTile(0, 4, 3);
    assertThat(tile.getWidth()).isEqualTo(WIDTH - 4 * TILE);
    assertThat(tile.getHeight()).isEqualTo(HEIGHT - 3 * TILE);
    assertThat(tile.getRGB(0, 0)).isEqualTo(IMAGE.getRGB(4 * TILE, 3 * TILE));
    assertThat(codec.decoded).containsExactly(new Region(256, 192, 44, 8));
    for (int[] at : new int[][] {{-1, 0}, {0, -1}, {5, 0}, {0, 4}}) {
      assertThatThrownBy(() -> reader.readTile(0, at[0], at[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int[] at : new int[][] {{-1, 0}, {5, 0}}) {
      assertThatThrownBy(() -> reader.readTileRaster(0, at[0], at[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pictureSmallerThanATile_isItsOwnTile() throws IOException {
    codec.close();
    codec = new FakeCodec(Picture.blank(30, 100, 1, 8), 128);
    LicImageReader reader = reader(1 << 24);
    assertThat(reader.isImageTiled(0)).isFalse();
    assertThat(reader.getTileWidth(0)).isEqualTo(30);
    assertThat(reader.getTileHeight(0)).isEqualTo(100);
    assertThat(reader.readTile(0, 0, 0).getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
  }

  @Test
  void headerQuestions_decodeNothing() throws IOException {
    LicImageReader reader = reader(1 << 24);
    assertThat(reader.getNumImages(true)).isEqualTo(1);
    assertThat(reader.getWidth(0)).isEqualTo(WIDTH);
    assertThat(reader.getHeight(0)).isEqualTo(HEIGHT);
    assertThat(reader.getAspectRatio(0)).isEqualTo(1.5f);
    assertThat(reader.getImageTypes(0)).toIterable().hasSize(3);
    assertThat(reader.getImageMetadata(0).isStandardMetadataFormatSupported()).isTrue();
    assertThat(codec.decoded).isEmpty();
  }

  @Test
  void progress_risesFromZeroToAHundred() throws IOException {
    LicImageReader reader = reader(5000);
    List<Float> told = new ArrayList<>();
    IIOReadProgressListener listener = mock(IIOReadProgressListener.class);
    doAnswer(call -> told.add(call.getArgument(1)))
        .when(listener)
        .imageProgress(any(ImageReader.class), anyFloat());
    reader.addIIOReadProgressListener(listener);
    reader.read(0);
    assertThat(codec.decoded).hasSizeGreaterThan(3);
    assertThat(told).first().isEqualTo(0f);
    assertThat(told).last().isEqualTo(100f);
    assertThat(told).isSorted().doesNotHaveDuplicates();
    InOrder order = inOrder(listener);
    order.verify(listener).imageStarted(reader, 0);
    order.verify(listener, Mockito.atLeast(5)).imageProgress(eq(reader), anyFloat());
    order.verify(listener).imageComplete(reader);
    order.verifyNoMoreInteractions();
    verify(listener, never()).readAborted(any());
  }

  @Test
  void updates_tellOfEveryPart() throws IOException {
    LicImageReader reader = reader(5000);
    long[] pixels = new long[1];
    IIOReadUpdateListener listener = mock(IIOReadUpdateListener.class);
    doAnswer(
            call -> {
              pixels[0] += (long) call.<Integer>getArgument(4) * call.<Integer>getArgument(5);
              return null;
            })
        .when(listener)
        .imageUpdate(
            any(), any(), anyInt(), anyInt(), anyInt(), anyInt(), anyInt(), anyInt(), any());
    reader.addIIOReadUpdateListener(listener);
    reader.read(0);
    assertThat(pixels[0]).isEqualTo(WIDTH * HEIGHT);
  }

  @Test
  void abortHalfway_endsWithAbortedAndReturnsWhatThereIs() throws IOException {
    LicImageReader reader = reader(5000);
    IIOReadProgressListener listener = mock(IIOReadProgressListener.class);
    doAnswer(
            call -> {
              if (call.<Float>getArgument(1) > 40) {
                reader.abort();
              }
              return null;
            })
        .when(listener)
        .imageProgress(any(ImageReader.class), anyFloat());
    reader.addIIOReadProgressListener(listener);
    BufferedImage image = reader.read(0);
    assertThat(image.getRGB(0, 0)).isEqualTo(IMAGE.getRGB(0, 0));
    assertThat(image.getRGB(WIDTH - 1, HEIGHT - 1) & 0xFFFFFF).isZero();
    verify(listener).readAborted(reader);
    verify(listener, never()).imageComplete(any());

    reader.removeAllIIOReadProgressListeners();
    BufferedImage whole = reader.read(0);
    assertThat(whole.getRGB(WIDTH - 1, HEIGHT - 1)).isEqualTo(IMAGE.getRGB(WIDTH - 1, HEIGHT - 1));
  }

  @Test
  void warningsOfTheDecoder_arePassedOnOnce() throws IOException {
    codec.warning = "box 'abcd' is unknown";
    LicImageReader reader = reader(5000);
    IIOReadWarningListener listener = mock(IIOReadWarningListener.class);
    reader.addIIOReadWarningListener(listener);
    reader.read(0);
    verify(listener).warningOccurred(reader, "box 'abcd' is unknown");
  }

  @Test
  void partWithoutAnIntactTile_isAWarningAndGray() throws IOException {
    codec.damaged = new Region(100, 70, 1, 1);
    LicImageReader reader = reader(TILE * TILE);
    IIOReadWarningListener listener = mock(IIOReadWarningListener.class);
    reader.addIIOReadWarningListener(listener);
    BufferedImage image = reader.read(0);
    verify(listener).warningOccurred(eq(reader), any());
    assertThat(image.getRGB(100, 70) & 0xFFFFFF).isEqualTo(0x808080);
    assertThat(image.getRGB(0, 0)).isEqualTo(IMAGE.getRGB(0, 0));
    assertThat(image.getRGB(299, 199)).isEqualTo(IMAGE.getRGB(299, 199));
  }

  @Test
  void noIntactTileAtAll_isAnException() {
    codec.damaged = Region.whole(WIDTH, HEIGHT);
    assertThatThrownBy(() -> reader(5000).read(0))
        .isInstanceOf(IIOException.class)
        .hasMessage("byte 20: no tile is intact");
  }

  @Test
  void forwardOnlyStream_isNotSearched() throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(FakeCodec.stream(), true);
    assertThat(reader.getNumImages(false)).isEqualTo(1);
    assertThatThrownBy(() -> reader.getNumImages(true)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void pictureTooLarge_isRefusedButItsRegionsAreRead() throws IOException {
    codec.close();
    codec = new FakeCodec(Picture.blank(20_000, 14_000, 1, 8), 1024);
    LicImageReader reader = reader(1 << 24);
    assertThatThrownBy(() -> reader.read(0))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("20000x14000 pixels are more than");
    ImageReadParam param = new ImageReadParam();
    param.setSourceSubsampling(1000, 1000, 0, 0);
    assertThat(reader.read(0, param).getWidth()).isEqualTo(20);
  }
}
