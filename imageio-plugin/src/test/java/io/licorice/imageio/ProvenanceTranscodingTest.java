package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.CodingMode;
import io.licorice.codec.LabelMap;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Provenance;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of single pixels, in files that are read and written again. */
class ProvenanceTranscodingTest {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 40;

  /** White where a pixel counts as synthesised, so that a file without loss shows what is right. */
  private static final BufferedImage MASK = mask();

  private static final LabelMap LABELS = GenerativePacks.stripes(WIDTH, HEIGHT, 7);
  private static final String LABELS_LEFT_OUT =
      "the label map is left out: it is for the whole picture as it is stored";

  private final List<String> warnings = new ArrayList<>();

  private static BufferedImage mask() {
    BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      boolean synthesised = i % WIDTH > 20 && i / WIDTH < 30 && random.nextInt(3) == 0;
      mask.getRaster().setSample(i % WIDTH, i / WIDTH, 0, synthesised ? 255 : 0);
    }
    return mask;
  }

  private static Provenance provenance(BufferedImage mask) {
    return Provenance.ofMask(PictureImages.toPicture(mask));
  }

  private static byte[] file(int orientation) throws IOException {
    PictureMetadata blocks =
        PictureMetadata.NONE
            .withExif(ExifBlock.withOrientation(null, orientation))
            .withLabels(LABELS)
            .withProvenance(provenance(MASK));
    return Blocks.write(
        MASK,
        null,
        new LicMetadata(1, 8, CodingMode.LOSSLESS, blocks),
        TestImages.param("Lossless"));
  }

  private LicImageReader reader(byte[] file) {
    LicImageReader reader = TestImages.reader(file);
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    return reader;
  }

  private byte[] write(IIOImage image, ImageWriteParam param) throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    }
    return bytes.toByteArray();
  }

  /** What a file becomes that is read with a parameter and written with another. */
  private byte[] transcoded(byte[] file, ImageReadParam read, ImageWriteParam written)
      throws IOException {
    return write(reader(file).readAll(0, read), written);
  }

  private static void assertThatProvenanceIsThePicture(byte[] file) throws IOException {
    Provenance told = Blocks.read(file).provenance().orElseThrow();
    assertThat(told.isAny()).isTrue();
    assertThat(told).isEqualTo(provenance(TestImages.read(file)));
  }

  @Test
  void pictureThatKeepsItsSize_keepsBoth() throws IOException {
    byte[] file = file(1);
    for (ImageReadParam param : new ImageReadParam[] {null, new LicImageReadParam(), whole()}) {
      byte[] again = transcoded(file, param, TestImages.param("Lossless"));
      assertThat(Blocks.read(again)).isEqualTo(Blocks.read(file));
    }
    assertThat(Blocks.read(transcoded(file, null, null))).isEqualTo(Blocks.read(file));
    assertThat(warnings).isEmpty();
  }

  private static ImageReadParam whole() {
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(WIDTH, HEIGHT));
    return param;
  }

  @Test
  void readersRegionAndSubsampling_areThoseOfTheProvenance_andLabelsAreLeftOut()
      throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(13, 5, 40, 31));
    param.setSourceSubsampling(3, 2, 1, 1);
    byte[] again = transcoded(file(1), param, TestImages.param("Lossless"));
    assertThatProvenanceIsThePicture(again);
    assertThat(Blocks.read(again).labels()).isEmpty();
    assertThat(warnings).containsExactly(LABELS_LEFT_OUT);
  }

  @Test
  void destination_isThatOfTheProvenance() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setDestination(new BufferedImage(80, 50, BufferedImage.TYPE_BYTE_GRAY));
    param.setDestinationOffset(new Point(9, 6));
    byte[] again = transcoded(file(1), param, TestImages.param("Lossless"));
    assertThatProvenanceIsThePicture(again);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void turnedPicture_hasTurnedProvenance(int orientation) throws IOException {
    LicImageReadParam param = new LicImageReadParam();
    param.setOrientationApplied(true);
    byte[] again = transcoded(file(orientation), param, TestImages.param("Lossless"));
    assertThatProvenanceIsThePicture(again);
    assertThat(warnings).containsExactly(LABELS_LEFT_OUT);
    warnings.clear();
    param.setOrientationApplied(false);
    byte[] asStored = transcoded(file(orientation), param, TestImages.param("Lossless"));
    assertThat(Blocks.read(asStored)).isEqualTo(Blocks.read(file(orientation)));
    assertThat(warnings).isEmpty();
  }

  @Test
  void smallerPicture_isSynthesisedWhereAnyPixelBeneathWas() throws IOException {
    LicImageReadParam param = new LicImageReadParam();
    param.setSourceRenderSize(new Dimension(20, 10));
    byte[] again = transcoded(file(1), param, TestImages.param("Lossless"));
    assertThatProvenanceIsThePicture(again);
    assertThat(Blocks.read(again).provenance().orElseThrow().share())
        .isGreaterThan(provenance(MASK).share());
  }

  @Test
  void partThatWasNotSynthesised_hasNoProvenance() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(0, 0, 20, 40));
    byte[] again = transcoded(file(1), param, TestImages.param("Lossless"));
    assertThat(Blocks.read(again).provenance()).isEmpty();
  }

  @Test
  void allPicturesReadAtOnce_areEachAsTheirParameter() throws IOException {
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(new Rectangle(30, 0, 30, 40));
    Iterator<IIOImage> images = reader(file(1)).readAll(List.of(param).iterator());
    assertThatProvenanceIsThePicture(write(images.next(), TestImages.param("Lossless")));
    assertThat(images).isExhausted();
    Iterator<IIOImage> plain = reader(file(1)).readAll((Iterator<ImageReadParam>) null);
    assertThat(((LicMetadata) plain.next().getMetadata()).blocks()).isEqualTo(Blocks.read(file(1)));
  }

  @Test
  void writersRegionAndSubsampling_areThoseOfTheProvenance_andLabelsAreLeftOut()
      throws IOException {
    ImageWriteParam param = TestImages.param("Lossless");
    param.setSourceRegion(new Rectangle(13, 5, 40, 31));
    param.setSourceSubsampling(3, 2, 1, 1);
    byte[] again = transcoded(file(1), null, param);
    assertThatProvenanceIsThePicture(again);
    assertThat(Blocks.read(again).labels()).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "the metadata's label map is left out: it is for a picture of 60x40 pixels, this one"
                + " has 13x15");
  }

  @Test
  void partOfAnImage_whoseOriginIsElsewhere_isTheSamePart() throws IOException {
    TiledImage shifted = new TiledImage(MASK, -7, 11, 16, 16);
    ImageWriteParam param = TestImages.param("Lossless");
    param.setSourceRegion(new Rectangle(20, 20, 20, 20));
    LicMetadata metadata = new LicMetadata(1, 8, CodingMode.LOSSLESS, Blocks.read(file(1)));
    assertThatProvenanceIsThePicture(write(new IIOImage(shifted, null, metadata), param));
  }

  @Test
  void imageOfAnotherSizeThanItsMetadata_getsAWarningForBoth() throws IOException {
    BufferedImage other = TestImages.gradient(30, 30, BufferedImage.TYPE_BYTE_GRAY);
    LicMetadata metadata = new LicMetadata(1, 8, CodingMode.LOSSLESS, Blocks.read(file(1)));
    byte[] again = write(new IIOImage(other, null, metadata), TestImages.param("Lossless"));
    assertThat(Blocks.read(again).provenance()).isEqualTo(Optional.empty());
    assertThat(Blocks.read(again).labels()).isEqualTo(Optional.empty());
    assertThat(warnings)
        .containsExactly(
            "the metadata's label map is left out: it is for a picture of 60x40 pixels, this one"
                + " has 30x30",
            "which pixels were synthesised is not kept: what the metadata say is for a picture of"
                + " 60x40 pixels, this one has 30x30");
  }

  @Test
  void parametersLabels_takeThePlaceOfTheMetadatas() throws IOException {
    LicImageWriteParam param = TestImages.param("Lossless");
    LabelMap others = GenerativePacks.stripes(WIDTH, HEIGHT, 9);
    param.setLabels(others);
    byte[] again = transcoded(file(1), null, param);
    assertThat(Blocks.read(again).labels()).contains(others);
    assertThat(warnings).isEmpty();
  }
}
