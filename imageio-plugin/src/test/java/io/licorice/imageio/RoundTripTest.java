package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyFloat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the writer made, read again. */
class RoundTripTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 150;

  /** Coded once; the first test to ask pays. */
  private static final class Fixture {
    static final BufferedImage IMAGE =
        TestImages.gradient(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    static final byte[] FILE = TestImages.tiled(IMAGE);
    static final BufferedImage DECODED = decode();

    private static BufferedImage decode() {
      try {
        return TestImages.read(FILE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void writeAndReadByName(@TempDir Path folder) throws IOException {
    File file = folder.resolve("picture.lic").toFile();
    assertThat(ImageIO.write(Fixture.IMAGE, "lic", file)).isTrue();
    BufferedImage again = ImageIO.read(file);
    assertThat(again.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertThat(TestImages.psnr(Fixture.IMAGE, again)).isGreaterThan(25);
    assertThat(file.length()).isLessThan(WIDTH * HEIGHT / 2);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_BYTE_GRAY
      })
  void everyTypeOfEightBits_comesBackClose(int type) throws IOException {
    BufferedImage image = TestImages.gradient(61, 47, type);
    BufferedImage again = TestImages.read(TestImages.write(image, null));
    assertThat(TestImages.psnr(image, again)).isGreaterThan(25);
  }

  @Test
  void boxedAndStreamOfUnknownLength() throws IOException {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setBoxed(true);
    byte[] file = TestImages.write(Fixture.IMAGE, param);
    assertThat(Arrays.copyOfRange(file, 4, 12)).asString().isEqualTo("ftyplic1");
    BufferedImage again = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(TestImages.psnr(Fixture.IMAGE, again)).isGreaterThan(25);
  }

  @Test
  void pictureInsideALargerStream_isReadFromThePosition() throws IOException {
    byte[] shifted = new byte[Fixture.FILE.length + 77];
    System.arraycopy(Fixture.FILE, 0, shifted, 77, Fixture.FILE.length);
    ImageInputStream stream = TestImages.stream(shifted);
    stream.seek(77);
    ImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(stream);
    assertSame(reader.read(0).getData(), Fixture.DECODED.getData());
  }

  @Test
  void higherQuality_isLargerAndCloser() throws IOException {
    int size = 0;
    double psnr = 0;
    for (float quality : new float[] {0, 0.5f, 1}) {
      LicImageWriteParam param = new LicImageWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      byte[] file = TestImages.write(Fixture.IMAGE, param);
      double found = TestImages.psnr(Fixture.IMAGE, TestImages.read(file));
      assertThat(file.length).isGreaterThan(size);
      assertThat(found).isGreaterThan(psnr);
      size = file.length;
      psnr = found;
    }
  }

  @Test
  void target_isMetAndNeverExceeded() throws IOException {
    BufferedImage image = TestImages.noise(256, 256, BufferedImage.TYPE_3BYTE_BGR);
    LicImageWriteParam param = new LicImageWriteParam();
    param.setTargetBytes(12_000);
    assertThat(TestImages.write(image, param).length).isBetween(11_880, 12_000);
    param.setTargetBpp(2);
    assertThat(TestImages.write(image, param).length).isBetween(16_220, 16_384);
    param.setTargetBytes(1);
    assertThatThrownBy(() -> TestImages.write(image, param)).isInstanceOf(IIOException.class);
  }

  @Test
  void unknownModel_isOneSentence() {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setModel("nonesuch");
    assertThatThrownBy(() -> TestImages.write(Fixture.IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("nonesuch");
  }

  @Test
  void sourceRegionAndSubsampling_areHonouredInWriting() throws IOException {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setSourceRegion(new Rectangle(20, 10, 100, 80));
    param.setSourceSubsampling(3, 2, 1, 0);
    param.setSourceBands(new int[] {1});
    BufferedImage again = TestImages.read(TestImages.write(Fixture.IMAGE, param));
    assertThat(again.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(again.getWidth()).isEqualTo(33);
    assertThat(again.getHeight()).isEqualTo(40);
    double error = 0;
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 33; x++) {
        int was = Fixture.IMAGE.getRaster().getSample(21 + 3 * x, 10 + 2 * y, 1);
        error += Math.abs(was - again.getRaster().getSample(x, y, 0));
      }
    }
    assertThat(error / (33 * 40)).isLessThan(12);
  }

  @Test
  void sourceRegionOutsideTheImage_isRefused() {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setSourceRegion(new Rectangle(500, 500, 10, 10));
    assertThatThrownBy(() -> TestImages.write(Fixture.IMAGE, param))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unsupportedTypes_areRefusedInOneSentence() throws IOException {
    BufferedImage image =
        ImageTypeSpecifier.createGrayscale(8, DataBuffer.TYPE_BYTE, false)
            .createBufferedImage(4, 4);
    BufferedImage real =
        ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                new int[] {0, 1, 2},
                DataBuffer.TYPE_FLOAT,
                false,
                false)
            .createBufferedImage(4, 4);
    assertThat(ImageIO.write(image, "lic", new ByteArrayOutputStream())).isTrue();
    assertThat(ImageIO.write(real, "lic", new ByteArrayOutputStream())).isFalse();
    assertThatThrownBy(() -> TestImages.write(real, null))
        .isInstanceOf(IIOException.class)
        .hasMessage(
            "float samples cannot be coded; convert to gray or RGB, with or without alpha, of at"
                + " most 16 bits");
  }

  @Test
  void abort_leavesNothingInTheStream() throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    IIOWriteProgressListener listener = mock(IIOWriteProgressListener.class);
    doAnswer(
            call -> {
              if (call.<Float>getArgument(1) > 0) {
                writer.abort();
              }
              return null;
            })
        .when(listener)
        .imageProgress(any(ImageWriter.class), anyFloat());
    writer.addIIOWriteProgressListener(listener);
    assertThat(TestImages.write(writer, Fixture.IMAGE, null)).isEmpty();
    verify(listener).writeAborted(writer);
    verify(listener, never()).imageComplete(any());

    writer.removeAllIIOWriteProgressListeners();
    assertThat(TestImages.write(writer, Fixture.IMAGE, null)).isNotEmpty();
  }

  @Test
  void failure_leavesNothingInTheStream() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LicImageWriteParam param = new LicImageWriteParam();
    param.setTargetBytes(1);
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      assertThatThrownBy(() -> writer.write(null, new IIOImage(Fixture.IMAGE, null, null), param))
          .isInstanceOf(IIOException.class);
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void progressOfWritingAndReading_risesFromZeroToAHundred() throws IOException {
    List<Float> written = new ArrayList<>();
    IIOWriteProgressListener writing = mock(IIOWriteProgressListener.class);
    doAnswer(call -> written.add(call.getArgument(1)))
        .when(writing)
        .imageProgress(any(ImageWriter.class), anyFloat());
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    writer.addIIOWriteProgressListener(writing);
    byte[] file = TestImages.write(writer, Fixture.IMAGE, null);
    assertThat(written).isSorted().doesNotHaveDuplicates().startsWith(0f).endsWith(100f);

    List<Float> read = new ArrayList<>();
    IIOReadProgressListener reading = mock(IIOReadProgressListener.class);
    doAnswer(call -> read.add(call.getArgument(1)))
        .when(reading)
        .imageProgress(any(ImageReader.class), anyFloat());
    LicImageReader reader = TestImages.reader(file);
    reader.addIIOReadProgressListener(reading);
    reader.read(0);
    assertThat(read).isSorted().doesNotHaveDuplicates().startsWith(0f).endsWith(100f);
  }

  @Test
  void tiles_makeUpTheWhole() throws IOException {
    LicImageReader reader = TestImages.reader(Fixture.FILE);
    assertThat(reader.isImageTiled(0)).isTrue();
    assertThat(reader.getTileWidth(0)).isEqualTo(128);
    for (int[] tile : new int[][] {{0, 0, 128, 128}, {1, 0, 72, 128}, {0, 1, 128, 22}}) {
      assertSame(
          reader.readTile(0, tile[0], tile[1]).getData(),
          Fixture.DECODED.getSubimage(tile[0] * 128, tile[1] * 128, tile[2], tile[3]).getRaster());
    }
  }

  @Test
  void partByPart_isTheSame() throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi(), 128 * 128);
    reader.setInput(TestImages.stream(Fixture.FILE));
    assertSame(reader.read(0).getData(), Fixture.DECODED.getData());
  }

  @Test
  void eightThreads_readTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<BufferedImage>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(threads.submit(() -> TestImages.read(Fixture.FILE)));
      }
      for (Future<BufferedImage> result : results) {
        assertSame(result.get().getData(), Fixture.DECODED.getData());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void truncatedInTheHeader_isAnIioException() {
    for (int length : new int[] {0, 1, 4, 9, 14}) {
      LicImageReader reader = TestImages.reader(Arrays.copyOf(Fixture.FILE, length));
      assertThatThrownBy(() -> reader.getWidth(0)).isInstanceOf(IIOException.class);
      assertThatThrownBy(() -> reader.read(0)).isInstanceOf(IIOException.class);
    }
  }

  @Test
  void truncatedBehindTheHeader_isAnExceptionOrWarnings() throws IOException {
    assertThatThrownBy(() -> TestImages.read(Arrays.copyOf(Fixture.FILE, 40)))
        .isInstanceOf(IIOException.class);
    LicImageReader reader = TestImages.reader(Arrays.copyOf(Fixture.FILE, Fixture.FILE.length - 3));
    IIOReadWarningListener listener = mock(IIOReadWarningListener.class);
    reader.addIIOReadWarningListener(listener);
    BufferedImage image = reader.read(0);
    verify(listener).warningOccurred(any(), any());
    assertThat(image.getRGB(0, 0)).isEqualTo(Fixture.DECODED.getRGB(0, 0));
  }

  @Test
  void otherBytes_areAnIioException() {
    byte[] garbage = new byte[100];
    assertThatThrownBy(() -> TestImages.reader(garbage).getWidth(0))
        .isInstanceOf(IIOException.class);
  }

  @Test
  void fileStaysUsable_afterReading(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.lic"), Fixture.FILE);
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      for (int i = 0; i < 2; i++) {
        ImageReader reader = ImageIO.getImageReaders(stream).next();
        reader.setInput(stream);
        assertThat(reader.getFormatName()).isEqualTo("lic");
        assertSame(reader.read(0).getData(), Fixture.DECODED.getData());
        reader.dispose();
      }
    }
  }

  private static void assertSame(Raster one, Raster two) {
    assertThat(one.getWidth()).isEqualTo(two.getWidth());
    assertThat(one.getHeight()).isEqualTo(two.getHeight());
    int w = one.getWidth();
    int h = one.getHeight();
    assertThat(one.getPixels(one.getMinX(), one.getMinY(), w, h, (int[]) null))
        .isEqualTo(two.getPixels(two.getMinX(), two.getMinY(), w, h, (int[]) null));
  }
}
