package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class ThumbnailTest {
  private static final BufferedImage IMAGE =
      TestImages.gradient(60, 40, BufferedImage.TYPE_3BYTE_BGR);

  @Test
  void thumbnailsOfTheCall_comeBack() throws IOException {
    BufferedImage colour = TestImages.gradient(30, 20, BufferedImage.TYPE_INT_RGB);
    BufferedImage gray = TestImages.gradient(15, 10, BufferedImage.TYPE_BYTE_GRAY);
    LicImageReader reader =
        TestImages.reader(Blocks.write(IMAGE, List.of(colour, gray), null, null));
    assertThat(reader.readerSupportsThumbnails()).isTrue();
    assertThat(reader.hasThumbnails(0)).isTrue();
    assertThat(reader.getNumThumbnails(0)).isEqualTo(2);
    assertThat(reader.getThumbnailWidth(0, 1)).isEqualTo(15);
    assertThat(reader.getThumbnailHeight(0, 1)).isEqualTo(10);
    assertThat(TestImages.psnr(colour, reader.readThumbnail(0, 0))).isGreaterThan(25);
    BufferedImage again = reader.readThumbnail(0, 1);
    assertThat(again.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(TestImages.psnr(gray, again)).isGreaterThan(25);
    assertThatThrownBy(() -> reader.readThumbnail(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(reader.readAll(0, null).getNumThumbnails()).isEqualTo(2);
  }

  @Test
  void thumbnailThatIsAskedFor_isMadeOfTheImage() throws IOException {
    LicImageWriteParam param = new LicImageWriteParam();
    assertThat(param.getThumbnailSide()).isZero();
    param.setThumbnailSide(30);
    LicImageReader reader = TestImages.reader(TestImages.write(IMAGE, param));
    BufferedImage made = reader.readThumbnail(0, 0);
    assertThat(made.getWidth()).isEqualTo(30);
    assertThat(made.getHeight()).isEqualTo(20);
    assertThat(
            TestImages.psnr(
                PictureImages.toImage(Scaling.toSide(PictureImages.source(IMAGE), 30)), made))
        .isGreaterThan(25);
    param.setThumbnailSide(60);
    assertThat(TestImages.reader(TestImages.write(IMAGE, param)).getNumThumbnails(0)).isZero();
    for (int side : new int[] {-1, 1025}) {
      assertThatThrownBy(() -> param.setThumbnailSide(side))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thumbnailsThatTheFileCannotHold_areLeftOutWithAWarning() throws IOException {
    List<BufferedImage> thumbnails =
        new ArrayList<>(
            Collections.nCopies(17, new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY)));
    thumbnails.set(0, new BufferedImage(1025, 1, BufferedImage.TYPE_BYTE_GRAY));
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    List<String> warnings = new ArrayList<>();
    writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(IMAGE, thumbnails, null), null);
    }
    assertThat(warnings)
        .containsExactly(
            "thumbnail 0 is left out: its sides are over 1024 pixels",
            "thumbnail 16 is left out: a picture has at most 16");
    assertThat(TestImages.reader(bytes.toByteArray()).getNumThumbnails(0)).isEqualTo(15);
  }

  @Test
  void events_comeBetweenThoseOfTheImage() throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    IIOWriteProgressListener listener = mock(IIOWriteProgressListener.class);
    writer.addIIOWriteProgressListener(listener);
    try (MemoryCacheImageOutputStream stream =
        new MemoryCacheImageOutputStream(new ByteArrayOutputStream())) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(IMAGE, List.of(IMAGE), null), null);
    }
    InOrder order = inOrder(listener);
    order.verify(listener).imageStarted(writer, 0);
    order.verify(listener).thumbnailStarted(writer, 0, 0);
    order.verify(listener).thumbnailProgress(writer, 0);
    order.verify(listener).thumbnailProgress(writer, 100);
    order.verify(listener).thumbnailComplete(writer);
    order.verify(listener).imageComplete(writer);
  }

  @Test
  void target_coversMetadataAndThumbnails() throws IOException {
    BufferedImage image = TestImages.noise(128, 128, BufferedImage.TYPE_3BYTE_BGR);
    LicMetadata metadata =
        new LicMetadata(
            3, 8, CodingMode.LOSSY, PictureMetadata.NONE.withIcc(TestProfiles.adobeRgb()));
    LicImageWriteParam param = new LicImageWriteParam();
    param.setThumbnailSide(32);
    param.setTargetBytes(8000);
    byte[] file = Blocks.write(image, null, metadata, param);
    assertThat(file.length).isBetween(7900, 8000);
    param.setTargetRatio(128 * 128 * 3 / 8000.0);
    assertThat(Blocks.write(image, null, metadata, param).length).isBetween(7900, 8000);
    param.setTargetBpp(8000 * 8 / (128.0 * 128));
    assertThat(Blocks.write(image, null, metadata, param).length).isBetween(7900, 8000);
    param.setTargetBytes(300);
    assertThatThrownBy(() -> Blocks.write(image, null, metadata, param))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("metadata and thumbnails take");
  }
}
