package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LvcTest {
  private static final byte[] FILE = {(byte) 0x8C, 'L', 'V', 'C', 3};

  @TempDir private Path folder;

  private static ImageReader reader() throws IOException {
    ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(FILE));
    ImageReader reader = ImageIO.getImageReaders(stream).next();
    reader.setInput(stream);
    return reader;
  }

  @Test
  void names_areRegistered() {
    assertThat(ImageIO.getImageReadersByFormatName("lvc").next())
        .isInstanceOf(LvcImageReader.class);
    assertThat(ImageIO.getImageReadersBySuffix("lvc").next()).isInstanceOf(LvcImageReader.class);
    assertThat(ImageIO.getImageReadersByMIMEType("video/x-licorice").next())
        .isInstanceOf(LvcImageReader.class);
    assertThat(ImageIO.getImageWritersByFormatName("lvc").next())
        .isInstanceOf(LvcImageWriter.class);
    assertThat(ImageIO.getImageWriter(ImageIO.getImageReadersBySuffix("lvc").next()))
        .isInstanceOf(LvcImageWriter.class);
  }

  @Test
  void signature_tellsVideoFromPictures() throws IOException {
    LvcImageReaderSpi provider = new LvcImageReaderSpi();
    assertThat(provider.canDecodeInput(TestImages.stream(FILE))).isTrue();
    assertThat(provider.canDecodeInput(FakeCodec.stream())).isFalse();
    assertThat(provider.canDecodeInput(TestImages.stream(new byte[3]))).isFalse();
    assertThat(provider.canDecodeInput("file.lvc")).isFalse();
    assertThat(new LicImageReaderSpi().canDecodeInput(TestImages.stream(FILE))).isFalse();
  }

  @Test
  void withoutTheVideoModule_everyQuestionNamesIt() throws IOException {
    ImageReader reader = reader();
    List<ThrowingCallable> questions =
        List.of(
            () -> reader.getNumImages(true),
            () -> reader.getWidth(0),
            () -> reader.getImageTypes(0),
            () -> reader.read(0),
            () -> ImageIO.read(new ByteArrayInputStream(FILE)));
    for (ThrowingCallable question : questions) {
      assertThatThrownBy(question)
          .isInstanceOf(IIOException.class)
          .hasMessage("video: add licorice-video to the class path");
    }
  }

  @Test
  void withAProvider_framesAreImages() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(VideoProvider.class.getName()), GrayVideo.class.getName() + "\n");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      ImageReader reader = reader();
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      assertThat(reader.getWidth(2)).isEqualTo(10);
      for (int frame : new int[] {0, 2, 1}) {
        BufferedImage image = reader.read(frame);
        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(image.getRaster().getSample(3, 4, 0)).isEqualTo(100 * frame + 43);
      }
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceRegion(new Rectangle(2, 1, 4, 3));
      BufferedImage part = reader.read(1, param);
      assertThat(part.getWidth()).isEqualTo(4);
      assertThat(part.getRaster().getSample(0, 0, 0)).isEqualTo(112);
      assertThatThrownBy(() -> reader.read(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> reader.read(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      reader.dispose();
      assertThat(GrayVideo.EVENTS).containsExactly("open", "0", "2", "1", "close");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Three frames of 10 x 8 pixels with the value 100 · frame + 10 · row + column. */
  public static final class GrayVideo implements VideoProvider {
    static final List<String> EVENTS = new ArrayList<>();

    @Override
    public VideoFrames open(ByteSource source) throws IOException {
      byte[] bytes = new byte[(int) source.length()];
      source.read(0, bytes);
      assertThat(bytes).asString(StandardCharsets.ISO_8859_1).startsWith("\u008cLVC");
      EVENTS.add("open");
      return new VideoFrames() {
        @Override
        public int count() {
          return bytes[4];
        }

        @Override
        public int width() {
          return 10;
        }

        @Override
        public int height() {
          return 8;
        }

        @Override
        public int channels() {
          return 1;
        }

        @Override
        public int bitDepth() {
          return 8;
        }

        @Override
        public Picture read(int frame, CodecListener listener) {
          EVENTS.add(Integer.toString(frame));
          Picture picture = Picture.blank(10, 8, 1, 8);
          for (int i = 0; i < 80; i++) {
            picture.plane(0)[i] = (short) (100 * frame + i);
          }
          return picture;
        }

        @Override
        public void close() {
          EVENTS.add("close");
        }
      };
    }

    @Override
    public VideoSink create(OutputStream stream, VideoSettings settings) {
      throw new UnsupportedOperationException("stands for reading alone");
    }
  }
}
