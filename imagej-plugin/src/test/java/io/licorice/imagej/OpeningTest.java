package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.Duplicator;
import ij.process.ImageProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningTest {
  private static final EncodeOptions LOSSLESS = EncodeOptions.builder().lossless().build();

  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  @Test
  void virtualStack_showsWhatTheStackInMemoryDoes() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    Path file = saved(image);

    ImagePlus virtual = open(file, new OpenOptions(true, Optional.empty(), 0));

    assertThat(virtual.getStack().isVirtual()).isTrue();
    assertThat(ImageProperties.differing(image, virtual)).isEmpty();
    assertThat(ImageProperties.differences(image, virtual)).isZero();
  }

  @Test
  void displayRangeOfAVirtualStack_staysWhenItIsScrolled() throws IOException {
    ImagePlus image = TestStacks.stack(16, 4);
    image.setDisplayRange(100, 2000);
    ImagePlus virtual = open(saved(image), new OpenOptions(true, Optional.empty(), 0));

    virtual.setSlice(3);

    assertThat(virtual.getDisplayRangeMin()).isEqualTo(100);
    assertThat(virtual.getDisplayRangeMax()).isEqualTo(2000);
  }

  @Test
  void whatIsDrawnIntoAVirtualStack_isNotKept() throws IOException {
    ImagePlus virtual =
        open(saved(TestStacks.stack(8, 3)), new OpenOptions(true, Optional.empty(), 0));
    int before = virtual.getStack().getProcessor(2).get(3, 3);

    ImageProcessor plane = virtual.getStack().getProcessor(2);
    plane.set(3, 3, 255 - before);

    assertThat(virtual.getStack().getProcessor(2).get(3, 3)).isEqualTo(before);
  }

  @Test
  void slicesOfAVirtualStack_canBeDeletedAndDuplicated() throws IOException {
    ImagePlus image = TestStacks.stack(16, 4);
    ImagePlus virtual = open(saved(image), new OpenOptions(true, Optional.empty(), 0));

    virtual.deleteRoi();
    virtual.getStack().deleteSlice(2);
    ImagePlus copy = new Duplicator().run(virtual, 2, 3);

    assertThat(virtual.getStackSize()).isEqualTo(3);
    assertThat(copy.getStack().getPixels(1)).isEqualTo(image.getStack().getPixels(3));
    assertThat(copy.getStack().getSliceLabel(2)).isEqualTo("plane 3");
  }

  @Test
  void cropOnOpening_isThePartOfTheWhole() throws IOException {
    ImagePlus image = TestStacks.stack(16, 3);
    Path file = saved(image);
    Rectangle part = new Rectangle(11, 7, 30, 20);

    for (boolean virtual : new boolean[] {false, true}) {
      ImagePlus opened = open(file, new OpenOptions(virtual, Optional.of(part), 0));

      assertThat(opened.getWidth()).isEqualTo(30);
      assertThat(opened.getHeight()).isEqualTo(20);
      for (int slice = 1; slice <= 3; slice++) {
        ImageProcessor whole = image.getStack().getProcessor(slice);
        whole.setRoi(part);
        assertThat(opened.getStack().getPixels(slice)).isEqualTo(whole.crop().getPixels());
      }
      assertThat(opened.getCalibration().xOrigin).isEqualTo(3 - 11);
      assertThat(opened.getRoi().getBounds()).isEqualTo(new Rectangle(4 - 11, 5 - 7, 16, 17));
      assertThat(opened.getOverlay().get(0).getBounds())
          .isEqualTo(new Rectangle(5 - 11, 6 - 7, 20, 12));
    }
  }

  @Test
  void cropOutsideOfThePicture_isRefused() throws IOException {
    Path file = saved(TestStacks.image(8));
    OpenOptions outside = new OpenOptions(false, Optional.of(new Rectangle(60, 0, 30, 20)), 0);

    assertThatThrownBy(() -> open(file, outside))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70x45");
  }

  @Test
  void importCommand_opensVirtuallyAndCropped() throws IOException {
    Path file = saved(TestStacks.stack(8, 3));

    ImagePlus opened =
        Macros.result(
            "run('LIC Image...', 'open=[%s] virtual x=5 y=6 width=20 height=0 picture=2');"
                .formatted(file));

    assertThat(opened.getStack().isVirtual()).isTrue();
    assertThat(opened.getStackSize()).isEqualTo(2);
    assertThat(opened.getWidth()).isEqualTo(20);
    assertThat(opened.getHeight()).isEqualTo(45 - 6);
  }

  @Test
  void picturesOfColoursWith16Bits_becomeChannels() throws IOException {
    short[][] planes = new short[3][64];
    for (int c = 0; c < 3; c++) {
      Arrays.fill(planes[c], (short) (1000 * (c + 1)));
    }
    Path file = written(PictureMetadata.NONE, new Picture(8, 8, 16, planes));

    ImagePlus opened = Commands.open(file.toString());

    assertThat(opened.isComposite()).isTrue();
    assertThat(opened.getDimensions()).containsExactly(8, 8, 3, 1, 1);
    assertThat(opened.getStack().getProcessor(3).get(2, 2)).isEqualTo(3000);
  }

  @Test
  void alphaOfOthersFiles_isLeftOutWithAWord() throws IOException {
    Path file = written(PictureMetadata.NONE, Picture.blank(8, 8, 4, 8));

    assertThat(Commands.open(file.toString()).getType()).isEqualTo(ImagePlus.COLOR_RGB);
    assertThat(planesOf(file).notes()).singleElement().asString().contains("alpha");
  }

  @Test
  void picturesOfOtherSizes_areLeftOutWithAWord_andCanBeAskedFor() throws IOException {
    Path file = written(PictureMetadata.NONE, Picture.blank(8, 8, 1, 8), Picture.blank(9, 8, 1, 8));

    assertThat(Commands.open(file.toString()).getStackSize()).isEqualTo(1);
    assertThat(planesOf(file).notes()).singleElement().asString().contains("picture=2");
    assertThat(open(file, new OpenOptions(false, Optional.empty(), 1)).getWidth()).isEqualTo(9);
  }

  @Test
  void pixelSizeOfOthersFiles_isTheCalibration() throws IOException {
    PixelSize size = new PixelSize(0.2e-6, 0.4e-6, PixelSize.Unit.METRE);
    Path file = written(PictureMetadata.NONE.withPixelSize(size), Picture.blank(8, 8, 1, 8));

    ImagePlus opened = Commands.open(file.toString());

    assertThat(opened.getCalibration().getUnit()).isEqualTo("micron");
    assertThat(opened.getCalibration().pixelWidth).isCloseTo(0.2, within());
    assertThat(opened.getCalibration().pixelHeight).isCloseTo(0.4, within());
  }

  @Test
  void samplesOfFewBits_keepTheirValues() throws IOException {
    short[] samples = {0, 1, 2, 3};
    Path file = written(PictureMetadata.NONE, new Picture(2, 2, 2, samples));

    ImagePlus opened = Commands.open(file.toString());

    assertThat((byte[]) opened.getProcessor().getPixels()).containsExactly(0, 1, 2, 3);
    assertThat(opened.getDisplayRangeMax()).isEqualTo(3);
  }

  @Test
  void imageJsPartOfAFile_mayBeMalformed_withoutHarmToThePixels() throws IOException {
    PictureMetadata broken =
        PictureMetadata.NONE.withApplication(StackDescription.APPLICATION, new byte[] {1, 2, 3});
    Path file = written(broken, Picture.blank(8, 8, 1, 8));

    assertThat(Commands.open(file.toString()).getWidth()).isEqualTo(8);
  }

  @Test
  void noPicture_isOneSentence() throws IOException {
    Path file = folder.resolve("text.lic");
    Files.writeString(file, "no picture at all");

    assertThatThrownBy(() -> Commands.open(file.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("neither a .lic codestream nor a .lic box file");
    assertThatThrownBy(() -> Commands.open(folder.resolve("missing.lic").toString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void video_opensAsAStackOfFrames_inMemoryAndVirtually() throws IOException {
    Path file = folder.resolve("video.lvc");
    Files.write(file, FakeVideo.file(1, 8, 5, 6, 7));

    for (boolean virtual : new boolean[] {false, true}) {
      ImagePlus opened = open(file, new OpenOptions(virtual, Optional.empty(), 0));

      assertThat(opened.getStackSize()).isEqualTo(3);
      assertThat(opened.getStack().getProcessor(3).get(4, 4)).isEqualTo(7);
    }
  }

  @Test
  void colourVideo_isAnRgbStack_andDeepOneHasChannels() throws IOException {
    Path file = folder.resolve("video.lvc");
    Files.write(file, FakeVideo.file(3, 8, 5, 6));
    ImagePlus rgb = Commands.open(file.toString());
    assertThat(rgb.getType()).isEqualTo(ImagePlus.COLOR_RGB);
    assertThat(rgb.getStack().getProcessor(2).get(0, 0) & 0xFFFFFF).isEqualTo(0x060708);

    Files.write(file, FakeVideo.file(3, 16, 5, 6));
    ImagePlus deep = Commands.open(file.toString());
    assertThat(deep.getDimensions()).containsExactly(20, 10, 3, 1, 2);
    assertThat(deep.getStack().getProcessor(5).get(0, 0)).isEqualTo(7);
  }

  private Path saved(ImagePlus image) throws IOException {
    Path file = folder.resolve("saved.lic");
    try (Work work = Work.begin("Saving")) {
      StackSaver.save(image, file, slice -> LOSSLESS, work);
    }
    return file;
  }

  private Path written(PictureMetadata metadata, Picture... pictures) throws IOException {
    Path file = folder.resolve("written.lic");
    try (OutputStream out = Files.newOutputStream(file)) {
      LicFileWriter writer = new LicFileWriter(out);
      for (Picture picture : pictures) {
        byte[] coded = LicCodec.shared().encode(picture, LOSSLESS, CodecListener.SILENT).bytes();
        writer.write(coded, metadata, List.of());
      }
    }
    return file;
  }

  private static Planes planesOf(Path file) throws IOException {
    try (Planes planes = StackOpener.planes(file, 0)) {
      return planes;
    }
  }

  private static ImagePlus open(Path file, OpenOptions options) throws IOException {
    try (Work work = Work.begin("Opening")) {
      return StackOpener.open(file, options, work);
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }
}
