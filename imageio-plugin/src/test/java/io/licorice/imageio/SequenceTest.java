package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.CodingMode;
import io.licorice.codec.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** Files of several pictures. */
class SequenceTest {
  private static PictureMetadata blocks(int number) {
    return PictureMetadata.NONE.withXmp(("<x" + number + "/>").getBytes(StandardCharsets.UTF_8));
  }

  static BufferedImage image(int number) {
    int type = number % 2 == 0 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY;
    return TestImages.gradient(20 + number, 15, type);
  }

  static byte[] sequence(int pictures) throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < pictures; i++) {
        LicMetadata metadata = i == 1 ? null : new LicMetadata(3, 8, CodingMode.LOSSY, blocks(i));
        writer.writeToSequence(new IIOImage(image(i), null, metadata), null);
      }
      writer.endWriteSequence();
    }
    return bytes.toByteArray();
  }

  @Test
  void unknownBox_isWarnedOfOnce() throws IOException {
    LicImageWriteParam param = TestImages.param("Lossless");
    param.setBoxed(true);
    byte[] file =
        TestImages.write(TestImages.gradient(20, 10, BufferedImage.TYPE_3BYTE_BGR), param);
    byte[] note = {0, 0, 0, 9, 'n', 'o', 't', 'e', 1};
    byte[] longer = Arrays.copyOf(file, file.length + note.length);
    System.arraycopy(file, 20, longer, 20 + note.length, file.length - 20);
    System.arraycopy(note, 0, longer, 20, note.length);
    LicImageReader reader = TestImages.reader(longer);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    assertThat(reader.getNumImages(true)).isEqualTo(1);
    reader.read(0);
    reader.read(0);
    assertThat(warnings).containsExactly("box 'note' at byte 20 is unknown and skipped");
  }

  @Test
  void picturesComeBackInOrder_eachWithItsMetadata() throws IOException {
    LicImageReader reader = TestImages.reader(sequence(4));
    assertThat(reader.getNumImages(false)).isEqualTo(-1);
    for (int i : new int[] {3, 0, 2, 1, 1}) {
      assertThat(reader.getWidth(i)).isEqualTo(20 + i);
      BufferedImage again = reader.read(i);
      assertThat(TestImages.psnr(image(i), again)).isGreaterThan(25);
      LicMetadata metadata = (LicMetadata) reader.getImageMetadata(i);
      assertThat(metadata.blocks()).isEqualTo(i == 1 ? PictureMetadata.NONE : blocks(i));
    }
    assertThat(reader.getNumImages(true)).isEqualTo(4);
    assertThatThrownBy(() -> reader.read(4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("4");
    assertThatThrownBy(() -> reader.read(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void forwardOnly_pictureThatWasPassedIsGone() throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(TestImages.stream(sequence(3)), true);
    reader.read(0);
    reader.read(2);
    assertThat(reader.getMinIndex()).isEqualTo(2);
    assertThatThrownBy(() -> reader.getWidth(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void truncatedFile_givesThePicturesBeforeAndAWarning() throws IOException {
    byte[] three = sequence(3);
    byte[] two = sequence(2);
    LicImageReader reader = TestImages.reader(Arrays.copyOf(three, two.length + 5));
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    assertThat(reader.getNumImages(true)).isEqualTo(2);
    assertThat(warnings).containsExactly("byte " + two.length + ": box header: 8 bytes expected");
    assertThat(reader.read(1).getWidth()).isEqualTo(21);
  }

  @Test
  void sequenceAtAPlaceInAStream_isFoundThere() throws IOException {
    byte[] file = sequence(2);
    byte[] shifted = new byte[file.length + 33];
    System.arraycopy(file, 0, shifted, 33, file.length);
    ImageInputStream stream = TestImages.stream(shifted);
    stream.seek(33);
    stream.flush();
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(stream);
    assertThat(reader.getNumImages(true)).isEqualTo(2);
    assertThat(reader.read(1).getWidth()).isEqualTo(21);
    assertThat(stream.getStreamPosition()).isEqualTo(33);
    assertThat(stream.getFlushedPosition()).isEqualTo(33);
  }

  @Test
  void flushedStream_isAnExceptionInOneSentence() throws IOException {
    ImageInputStream stream = TestImages.stream(sequence(2));
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    reader.setInput(stream);
    reader.getWidth(0);
    stream.seek(40);
    stream.flush();
    assertThatThrownBy(() -> reader.read(0))
        .isInstanceOf(IIOException.class)
        .hasMessageContaining("flushed");
  }

  @Test
  void callsInTheWrongOrder_areRefusedAsByTheJdk() throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    IIOImage image = new IIOImage(image(0), null, null);
    assertThat(writer.canWriteSequence()).isTrue();
    assertThatThrownBy(() -> writer.prepareWriteSequence(null))
        .isInstanceOf(IllegalStateException.class);
    try (MemoryCacheImageOutputStream stream =
        new MemoryCacheImageOutputStream(new ByteArrayOutputStream())) {
      writer.setOutput(stream);
      assertThatThrownBy(() -> writer.writeToSequence(image, null))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::endWriteSequence).isInstanceOf(IllegalStateException.class);
      writer.prepareWriteSequence(null);
      assertThatThrownBy(() -> writer.writeToSequence(null, null))
          .isInstanceOf(IllegalArgumentException.class);
      writer.endWriteSequence();
      assertThatThrownBy(() -> writer.writeToSequence(image, null))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
