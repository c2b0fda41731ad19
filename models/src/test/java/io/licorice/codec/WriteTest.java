package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoding to files and streams. */
class WriteTest {
  private static final Picture PICTURE = TestPictures.photoLike(300, 200, 3, 7);
  private static final EncodeOptions LOSSLESS = EncodeOptions.builder().lossless().build();

  /** Its lossless file has over 5 MB, more than waits in memory. */
  private static final Picture NOISE = noise(1400, 1300);

  @TempDir private Path folder;

  private static Picture noise(int width, int height) {
    Random random = new Random(1);
    Picture picture = Picture.blank(width, height, 3, 8);
    for (int c = 0; c < 3; c++) {
      short[] plane = picture.plane(c);
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) random.nextInt(256);
      }
    }
    return picture;
  }

  static List<EncodeOptions> options() {
    EncodeOptions.Builder tiled = EncodeOptions.builder().tileSize(128);
    return List.of(
        LOSSLESS,
        EncodeOptions.builder().lossless().boxed(true).build(),
        EncodeOptions.builder().nearLossless(3).tileSize(4096).build(),
        tiled.quality(40).build(),
        tiled.boxed(true).build(),
        tiled.rate(new EncodeOptions.Rate.TargetBytes(6000)).build());
  }

  @ParameterizedTest
  @MethodSource("options")
  void fileAndStream_haveTheBytesOfTheArray(EncodeOptions options) throws IOException {
    assertSame(PICTURE, options);
  }

  @Test
  void picturesThatDoNotWaitInMemory_haveTheSameBytesToo() throws IOException {
    assertSame(NOISE, LOSSLESS);
  }

  private void assertSame(Picture picture, EncodeOptions options) throws IOException {
    LicCodec codec = LicCodec.shared();
    EncodedPicture expected = codec.encode(picture, options, CodecListener.SILENT);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    EncodedFile told = codec.write(picture, options, stream, CodecListener.SILENT);
    assertThat(stream.toByteArray()).isEqualTo(expected.bytes());
    Path file = folder.resolve("picture.lic");
    assertThat(codec.write(picture, options, file, CodecListener.SILENT)).isEqualTo(told);
    assertThat(file).hasBinaryContent(expected.bytes());
    assertThat(told)
        .isEqualTo(
            new EncodedFile(
                expected.bytes().length, expected.model(), expected.quality(), expected.device()));
    assertOnlyFile(file);
  }

  @Test
  void spooledPicture_isDecodedWhereItIs() throws IOException {
    try (SpooledPicture coded =
        LicCodec.shared().spool(NOISE, LOSSLESS, Scratch.in(folder), CodecListener.SILENT)) {
      assertThat(coded.length()).isGreaterThan(CodestreamSpool.MEMORY);
      Picture decoded =
          LicCodec.shared().decode(coded, DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
      assertThat(decoded).isEqualTo(NOISE);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void spooledPictures_makeAFileOfSeveral() throws IOException {
    Path file = folder.resolve("two.lic");
    try (OutputStream out = Files.newOutputStream(file)) {
      LicFileWriter writer = new LicFileWriter(out);
      for (Picture picture : List.of(NOISE, PICTURE)) {
        try (SpooledPicture coded =
            LicCodec.shared().spool(picture, LOSSLESS, Scratch.in(folder), CodecListener.SILENT)) {
          writer.write(coded, PictureMetadata.NONE, List.of());
        }
      }
    }
    assertOnlyFile(file);
    try (FileChannel channel = FileChannel.open(file)) {
      LicFile pictures = LicFile.open(ByteSource.of(channel));
      assertThat(pictures.count()).isEqualTo(2);
      Picture second =
          LicCodec.shared()
              .decode(pictures.picture(1), DecodeOptions.DEFAULT, CodecListener.SILENT)
              .picture();
      assertThat(second).isEqualTo(PICTURE);
    }
  }

  @Test
  void boxedPicture_isNoPartOfAFileOfSeveral() throws IOException {
    EncodeOptions boxed = EncodeOptions.builder().lossless().boxed(true).build();
    LicFileWriter writer = new LicFileWriter(OutputStream.nullOutputStream());
    try (SpooledPicture coded =
        LicCodec.shared().spool(PICTURE, boxed, Scratch.MEMORY, CodecListener.SILENT)) {
      assertThatThrownBy(() -> writer.write(coded, PictureMetadata.NONE, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void cancelledEncoding_leavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.lic"), "old");
    CodecListener late =
        new CodecListener() {
          private double done;

          @Override
          public void progress(double fraction) {
            done = fraction;
          }

          @Override
          public boolean isCancelled() {
            return done > 0.95;
          }
        };
    assertThatThrownBy(() -> LicCodec.shared().write(NOISE, LOSSLESS, file, late))
        .isInstanceOf(CancellationException.class);
    assertThat(file).hasContent("old");
    assertOnlyFile(file);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void sourceThatFails_leavesNothing() throws IOException {
    PictureSource source =
        new PictureSource() {
          @Override
          public int width() {
            return NOISE.width();
          }

          @Override
          public int height() {
            return NOISE.height();
          }

          @Override
          public int channels() {
            return 3;
          }

          @Override
          public int bitDepth() {
            return 8;
          }

          @Override
          public Picture read(Region region) throws IOException {
            if (region.bottom() == NOISE.height()) {
              throw new IOException("the scanner has stopped");
            }
            return NOISE.read(region);
          }
        };
    Path file = folder.resolve("picture.lic");
    assertThatThrownBy(() -> LicCodec.shared().write(source, LOSSLESS, file, CodecListener.SILENT))
        .hasMessage("the scanner has stopped");
    assertThat(folder).isEmptyDirectory();
    assertNoneOpen();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void streamThatFails_freesTheScratchSpace() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> LicCodec.shared().write(NOISE, LOSSLESS, full, CodecListener.SILENT))
        .hasMessage("disk full");
    assertNoneOpen();
  }

  @Test
  void folderThatIsNotThere_isToldBeforeAnyWork() {
    CodecListener asked =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            throw new AssertionError("work was begun");
          }
        };
    Path file = folder.resolve("none").resolve("picture.lic");
    assertThatThrownBy(() -> LicCodec.shared().write(PICTURE, LOSSLESS, file, asked))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("folder");
  }

  private void assertOnlyFile(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertNoneOpen();
  }

  /** Looks for temporary files that are held open, which have lost their names. */
  private static void assertNoneOpen() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return;
    }
    try (Stream<Path> open = Files.list(handles)) {
      assertThat(open.filter(Files::isSymbolicLink).map(WriteTest::target))
          .noneMatch(target -> target.contains(".licorice"));
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile, as the one that lists the folder
    }
  }
}
