package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodingMode;
import io.licorice.codec.LicCodec;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures with a quality map through writer and reader. */
class QualityMapWritingTest {
  private static final BufferedImage IMAGE =
      TestImages.gradient(300, 200, BufferedImage.TYPE_3BYTE_BGR);
  private static final Rectangle INSIDE = new Rectangle(160, 48, 64, 64);

  private static LicImageWriteParam param(int width, int height) {
    BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
    mask.createGraphics().fillRect(INSIDE.x, INSIDE.y, INSIDE.width, INSIDE.height);
    LicImageWriteParam param = new LicImageWriteParam();
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(128, 128, 0, 0);
    param.setQualityMap(
        QualityMap.over(width, height, 2).mask(PictureImages.toPicture(mask), 95).build());
    return param;
  }

  @Test
  void insideOfAMask_thePictureIsBetter() throws IOException {
    byte[] file = TestImages.write(IMAGE, param(300, 200));
    BufferedImage image = TestImages.read(file);
    double inside = TestImages.psnr(cut(IMAGE, INSIDE), cut(image, INSIDE));
    Rectangle outside = new Rectangle(0, 100, 100, 100);
    assertThat(inside).isGreaterThan(TestImages.psnr(cut(IMAGE, outside), cut(image, outside)) + 3);
    assertThat(LicCodec.info(ByteSource.of(file)).qualityLevels()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void losslessCells_comeBackAsTheyWere_inTheWholeAndInAPart(int type) throws IOException {
    BufferedImage image = TestImages.gradient(300, 200, type);
    LicImageWriteParam param = param(300, 200);
    Region region = new Region(INSIDE.x, INSIDE.y, INSIDE.width, INSIDE.height);
    param.setQualityMap(QualityMap.over(300, 200, 0).region(region, QualityMap.LOSSLESS).build());
    byte[] file = TestImages.write(image, param);
    assertThat(LicCodec.info(ByteSource.of(file)).losslessRegions()).isTrue();
    int[] expected = samples(image, INSIDE);
    assertThat(samples(TestImages.read(file), INSIDE)).isEqualTo(expected);
    ImageReadParam part = new ImageReadParam();
    part.setSourceRegion(INSIDE);
    Rectangle all = new Rectangle(INSIDE.width, INSIDE.height);
    assertThat(samples(TestImages.read(file, part), all)).isEqualTo(expected);
    Rectangle rest = new Rectangle(0, 0, 100, 200);
    assertThat(samples(TestImages.read(file), rest)).isNotEqualTo(samples(image, rest));
  }

  private static int[] samples(BufferedImage image, Rectangle part) {
    return image.getRaster().getPixels(part.x, part.y, part.width, part.height, (int[]) null);
  }

  @Test
  void mapThatIsLosslessEverywhere_isALosslessFile() throws IOException {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setQualityMap(QualityMap.over(300, 200, QualityMap.LOSSLESS).build());
    byte[] file = TestImages.write(IMAGE, param);
    assertThat(LicCodec.info(ByteSource.of(file)).mode()).isEqualTo(CodingMode.LOSSLESS);
    Rectangle all = new Rectangle(300, 200);
    assertThat(samples(TestImages.read(file), all)).isEqualTo(samples(IMAGE, all));
  }

  private static BufferedImage cut(BufferedImage image, Rectangle part) {
    return image.getSubimage(part.x, part.y, part.width, part.height);
  }

  @Test
  void regionsAndReducedSizes_areThoseOfTheWholePicture() throws IOException {
    byte[] file = TestImages.write(IMAGE, param(300, 200));
    BufferedImage whole = TestImages.read(file);
    Rectangle part = new Rectangle(101, 33, 150, 120);
    ImageReadParam region = new ImageReadParam();
    region.setSourceRegion(part);
    assertThat(TestImages.psnr(TestImages.read(file, region), cut(whole, part))).isGreaterThan(60);
    LicImageReader reader = TestImages.reader(file);
    ImageReadParam small = reader.getDefaultReadParam();
    small.setSourceRenderSize(new Dimension(30, 20));
    BufferedImage preview = reader.read(0, small);
    assertThat(preview.getWidth()).isEqualTo(30);
    assertThat(preview.getHeight()).isEqualTo(20);
  }

  @Test
  void map_isForThePictureThatIsWritten() throws IOException {
    LicImageWriteParam param = param(250, 180);
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessage("the quality map is for a picture of 250x180 pixels, this one has 300x200");
    param.setSourceRegion(new Rectangle(50, 20, 250, 180));
    assertThat(TestImages.read(TestImages.write(IMAGE, param)).getWidth()).isEqualTo(250);
  }

  @Test
  void pictureReadAndWrittenAgain_hasNoMap() throws IOException {
    byte[] file = TestImages.write(IMAGE, param(300, 200));
    LicImageReader reader = TestImages.reader(file);
    byte[] again = TestImages.write(reader.read(0), new LicImageWriteParam());
    assertThat(LicCodec.info(ByteSource.of(again)).hasQualityMap()).isFalse();
  }

  @Test
  void losslessTypes_takeNoMap() {
    LicImageWriteParam param = TestImages.param("Lossless");
    param.setQualityMap(QualityMap.over(300, 200, 5).region(new Region(0, 0, 9, 9), 9).build());
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("a quality map needs lossy mode");
  }
}
