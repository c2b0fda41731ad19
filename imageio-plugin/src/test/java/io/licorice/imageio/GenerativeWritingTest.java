package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodingMode;
import io.licorice.codec.LabelClass;
import io.licorice.codec.LabelMap;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFile;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Provenance;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label maps, and pictures that are made up as a whole or in part, through writer and reader. */
@ExtendWith(GenerativePacks.class)
class GenerativeWritingTest {
  private static final BufferedImage IMAGE =
      TestImages.gradient(300, 200, BufferedImage.TYPE_3BYTE_BGR);
  private static final LabelMap LABELS = GenerativePacks.stripes(300, 200, 40);

  /** Of whole cells. */
  private static final Region KEPT = new Region(160, 48, 64, 64);

  private static final QualityMap AROUND =
      QualityMap.over(300, 200, QualityMap.GENERATED).region(KEPT, 60).build();

  private static Provenance around() {
    Picture mask = Picture.blank(300, 200, 1, 8);
    for (int i = 0; i < 300 * 200; i++) {
      boolean kept = new Region(i % 300, i / 300, 1, 1).intersects(KEPT);
      mask.plane(0)[i] = (short) (kept ? 0 : 1);
    }
    return Provenance.ofMask(mask);
  }

  private static LicImageWriteParam generating() {
    LicImageWriteParam param = GenerativePacks.param();
    param.setQualityMap(AROUND);
    return param;
  }

  private static IIOMetadataNode tree(byte[] file) throws IOException {
    return (IIOMetadataNode)
        TestImages.reader(file).getImageMetadata(0).getAsTree(LicMetadataFormat.NAME);
  }

  private static IIOMetadataNode node(IIOMetadataNode root, String name) {
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lossy", "Lossless", "Near-lossless"})
  void labels_areKept_whateverTheCompressionType(String type) throws IOException {
    LicImageWriteParam param = TestImages.param(type);
    int[] instances = new int[300 * 200];
    instances[777] = 3;
    LabelMap labels = LABELS.withInstances(instances);
    param.setLabels(labels);
    byte[] file = TestImages.write(IMAGE, param);
    assertThat(Blocks.read(file)).isEqualTo(PictureMetadata.NONE.withLabels(labels));
    BufferedImage again = TestImages.read(file);
    param.setLabels(null);
    byte[] plain = TestImages.write(IMAGE, param);
    assertThat(Blocks.read(plain)).isEqualTo(PictureMetadata.NONE);
    assertThat(TestImages.psnr(again, TestImages.read(plain))).isGreaterThan(100);
  }

  @Test
  void labels_areToldByTheTree_withTheShareOfEachClass() throws IOException {
    LicImageWriteParam param = TestImages.param("Lossless");
    param.setLabels(LABELS);
    IIOMetadataNode node = node(tree(TestImages.write(IMAGE, param)), "LabelMap");
    assertThat(node.getUserObject()).isEqualTo(LABELS);
    assertThat(node.getAttribute("instances")).isEqualTo("FALSE");
    assertThat(node.getLength()).isEqualTo(3);
    IIOMetadataNode road = (IIOMetadataNode) node.item(1);
    assertThat(road.getNodeName()).isEqualTo("LabelClass");
    assertThat(road.getAttribute("name")).isEqualTo("Road");
    assertThat(road.getAttribute("colour")).isEqualTo("#5A3C5A");
    assertThat(Double.parseDouble(road.getAttribute("share"))).isEqualTo(80 / 300.0);
  }

  @Test
  void labels_areForThePictureThatIsWritten() throws IOException {
    LicImageWriteParam param = TestImages.param("Lossless");
    LabelMap labels = GenerativePacks.stripes(250, 180, 20);
    param.setLabels(labels);
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessage("the label map is for a picture of 250x180 pixels, this one has 300x200");
    param.setSourceRegion(new Rectangle(50, 20, 250, 180));
    assertThat(Blocks.read(TestImages.write(IMAGE, param)).labels()).contains(labels);
  }

  @Test
  void generatedCells_areMadeUp_andTheFileTellsWhichPixels() throws IOException {
    LicImageWriteParam param = generating();
    byte[] file = TestImages.write(IMAGE, param);
    BufferedImage image = GenerativePacks.read(file);
    Rectangle kept = new Rectangle(KEPT.x(), KEPT.y(), KEPT.width(), KEPT.height());
    Rectangle outside = new Rectangle(0, 120, 300, 80);
    assertThat(TestImages.psnr(cut(IMAGE, kept), cut(image, kept)))
        .isGreaterThan(TestImages.psnr(cut(IMAGE, outside), cut(image, outside)) + 5);
    IIOMetadataNode root = tree(file);
    IIOMetadataNode node = node(root, "Provenance");
    assertThat(node.getUserObject()).isEqualTo(around());
    assertThat(Double.parseDouble(node.getAttribute("share")))
        .isEqualTo(1 - 64 * 64 / (300.0 * 200));
    assertThat(node(root, "Header").getAttribute("generator")).isEqualTo(GenerativePacks.TINY);
    assertThat(node(root, "Header").getAttribute("model")).isEqualTo("photo");
    assertThat(node(root, "LabelMap")).isNull();
  }

  private static BufferedImage cut(BufferedImage image, Rectangle part) {
    return image.getSubimage(part.x, part.y, part.width, part.height);
  }

  @Test
  void generatedCells_aboveQualityZero_followThePicture() throws IOException {
    LicImageWriteParam param = generating();
    param.setLabels(LABELS);
    byte[] drawn = TestImages.write(IMAGE, param);
    param.setGeneratedQuality(100.0);
    byte[] coded = TestImages.write(IMAGE, param);
    assertThat(coded.length).isGreaterThan(drawn.length);
    assertThat(tree(drawn).getElementsByTagName("LabelMap").getLength()).isEqualTo(1);
    assertThat(node(tree(drawn), "LabelMap").getUserObject()).isEqualTo(LABELS);
    param.setGeneratedQuality(null);
    assertThat(TestImages.write(IMAGE, param)).isEqualTo(drawn);
  }

  @Test
  void tilesAndRegions_areThoseOfTheWholePicture() throws IOException {
    LicImageWriteParam param = generating();
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(128, 128, 0, 0);
    byte[] file = TestImages.write(IMAGE, param);
    BufferedImage whole = GenerativePacks.read(file);
    Rectangle part = new Rectangle(101, 33, 150, 120);
    ImageReadParam region = GenerativePacks.readParam();
    region.setSourceRegion(part);
    assertThat(TestImages.psnr(GenerativePacks.read(file, region), cut(whole, part)))
        .isGreaterThan(100);
    assertThat(TestImages.reader(file).getTileWidth(0)).isEqualTo(128);
  }

  @Test
  void bundledGenerator_makesUpWhatItIsAskedFor() throws IOException {
    LicImageWriteParam param = generating();
    param.setGenerator(GenerativePacks.bundledOrTiny());
    byte[] file = TestImages.write(IMAGE, param);
    IIOMetadataNode root = tree(file);
    assertThat(node(root, "Header").getAttribute("generator")).isEqualTo(param.getGenerator());
    assertThat(node(root, "Provenance").getUserObject()).isEqualTo(around());
    assertThat(GenerativePacks.read(file).getWidth()).isEqualTo(300);
  }

  @Test
  void generativeModel_drawsFromTheLabels_andAllIsSynthesised() throws IOException {
    LicImageWriteParam param = GenerativePacks.param();
    param.setModel(GenerativePacks.TINY);
    param.setLabels(LABELS);
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0);
    byte[] file = TestImages.write(IMAGE, param);
    IIOMetadataNode root = tree(file);
    assertThat(node(root, "LabelMap").getUserObject()).isEqualTo(LABELS);
    assertThat(node(root, "Provenance").getAttribute("share")).isEqualTo("1.0");
    assertThat(node(root, "Header").getAttribute("generator")).isEqualTo(GenerativePacks.TINY);
    assertThat(TestImages.write(TestImages.noise(300, 200, IMAGE.getType()), param))
        .isEqualTo(file);
    assertThat(GenerativePacks.read(file).getHeight()).isEqualTo(200);
  }

  @Test
  void thumbnails_areNeverMadeUp() throws IOException {
    LicImageWriteParam param = GenerativePacks.param();
    param.setModel(GenerativePacks.TINY);
    param.setThumbnailSide(60);
    LicFile file = LicFile.open(ByteSource.of(TestImages.write(IMAGE, param)));
    assertThat(file.info(0).model()).isEqualTo(GenerativePacks.TINY);
    assertThat(LicCodec.info(file.thumbnail(0, 0)).model()).isNotEqualTo(GenerativePacks.TINY);
  }

  @Test
  void sequence_takesMadeUpPicturesAndOthers() throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LicImageWriteParam labelled = generating();
    labelled.setLabels(LABELS);
    labelled.setThumbnailSide(40);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (LicImageWriteParam param : List.of(labelled, new LicImageWriteParam(), generating())) {
        writer.writeToSequence(new IIOImage(IMAGE, null, null), param);
      }
      writer.endWriteSequence();
    }
    LicFile file = LicFile.open(ByteSource.of(bytes.toByteArray()));
    assertThat(file.count()).isEqualTo(3);
    assertThat(file.metadata(0))
        .isEqualTo(PictureMetadata.NONE.withLabels(LABELS).withProvenance(around()));
    assertThat(file.thumbnails(0)).isEqualTo(1);
    assertThat(file.metadata(1)).isEqualTo(PictureMetadata.NONE);
    assertThat(file.metadata(2)).isEqualTo(PictureMetadata.NONE.withProvenance(around()));
    LicImageReader reader = TestImages.reader(bytes.toByteArray());
    assertThat(TestImages.psnr(reader.read(0, GenerativePacks.readParam()), IMAGE))
        .isLessThan(TestImages.psnr(reader.read(1, null), IMAGE));
    reader.dispose();
  }

  @Test
  void packsAndClassesThatAreNotKnown_areOneSentence() {
    LicImageWriteParam param = generating();
    param.setGenerator("nonesuch");
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("there is no pack 'nonesuch'");
    param.setGenerator("photo");
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessage("pack photo does not generate pictures");
    param.setGenerator(GenerativePacks.TINY);
    param.setLabels(LabelMap.of(300, 200, List.of(new LabelClass("Dragon", 0)), new int[60_000]));
    assertThatThrownBy(() -> TestImages.write(IMAGE, param))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("does not know the class Dragon");
  }

  /** Outlines at random, so that the map takes many bytes. */
  private static LabelMap costlyLabels() {
    BufferedImage noise = TestImages.noise(300, 200, BufferedImage.TYPE_BYTE_GRAY);
    int[] labels = new int[300 * 200];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = noise.getRaster().getSample(i % 300 / 10 * 10, i / 300 / 10 * 10, 0) % 3;
    }
    return LabelMap.of(300, 200, GenerativePacks.CLASSES, labels);
  }

  @Test
  void target_coversTheLabels() throws IOException {
    LicImageWriteParam param = new LicImageWriteParam();
    param.setLabels(costlyLabels());
    param.setTargetBytes(6000);
    BufferedImage noise = TestImages.noise(300, 200, BufferedImage.TYPE_3BYTE_BGR);
    byte[] file = TestImages.write(noise, param);
    assertThat(file.length).isBetween(5940, 6000);
    assertThat(Blocks.read(file).labels()).contains(costlyLabels());
  }

  @Test
  void target_coversEachBoxOfAMadeUpPictureOnce() throws IOException {
    BufferedImage noise = TestImages.noise(300, 200, BufferedImage.TYPE_3BYTE_BGR);
    Picture before = Picture.blank(300, 200, 1, 8);
    before.plane(0)[70 * 300 + 190] = 1;
    PictureMetadata blocks =
        PictureMetadata.NONE.withXmp(new byte[500]).withProvenance(Provenance.ofMask(before));
    for (PictureMetadata said : List.of(blocks, blocks.withProvenance(around()))) {
      LicMetadata metadata = new LicMetadata(3, 8, CodingMode.LOSSY, said);
      LicImageWriteParam param = generating();
      param.setLabels(costlyLabels());
      param.setThumbnailSide(30);
      param.setTargetBytes(5000);
      byte[] file = Blocks.write(noise, null, metadata, param);
      assertThat(file.length).isBetween(4950, 5000);
      PictureMetadata found = LicFile.open(ByteSource.of(file)).metadata(0);
      assertThat(found.labels()).contains(costlyLabels());
      assertThat(found.provenance().orElseThrow().isSynthesised(0, 0)).isTrue();
      assertThat(found.provenance().orElseThrow().isSynthesised(190, 70))
          .isEqualTo(said.equals(blocks));
    }
  }

  @Test
  void target_holdsAlsoIfWhatWasToBeDrawnComesOutLossless() throws IOException {
    LicImageWriteParam param = GenerativePacks.param();
    param.setModel(GenerativePacks.TINY);
    param.setLabels(LABELS);
    param.setTargetBytes(150_000);
    byte[] lossless = TestImages.write(IMAGE, param);
    assertThat(LicCodec.info(ByteSource.of(lossless)).mode()).isEqualTo(CodingMode.LOSSLESS);
    assertThat(Blocks.read(lossless).labels()).contains(LABELS);
    param.setTargetBytes(lossless.length);
    assertThat(TestImages.write(IMAGE, param)).isEqualTo(lossless);
    param.setTargetBytes(lossless.length - 1);
    byte[] smaller = TestImages.write(IMAGE, param);
    assertThat(smaller.length).isLessThan(lossless.length);
    assertThat(LicCodec.info(ByteSource.of(smaller)).model()).isEqualTo(GenerativePacks.TINY);
  }
}
