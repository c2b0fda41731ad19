package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LvcWritingTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> warnings = new ArrayList<>();
  private ClassLoader before;
  private URLClassLoader loader;
  private ImageWriter writer;

  @BeforeEach
  void provide() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(VideoProvider.class.getName()), Recorder.class.getName() + "\n");
    before = Thread.currentThread().getContextClassLoader();
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
    Recorder.clear();
    writer = ImageIO.getImageWritersByFormatName("lvc").next();
    writer.setOutput(new MemoryCacheImageOutputStream(bytes));
    writer.addIIOWriteWarningListener((source, image, warning) -> warnings.add(image + warning));
  }

  @AfterEach
  void goBack() throws IOException {
    writer.dispose();
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  private static IIOImage image(int width, int height, int type, Color color) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return new IIOImage(image, null, null);
  }

  private static IIOImage image(int width, int height) {
    return image(width, height, BufferedImage.TYPE_INT_RGB, new Color(10, 20, 30));
  }

  @Test
  void sequence_becomesAVideo() throws IOException {
    assertThat(writer.canWriteSequence()).isTrue();
    LvcImageWriteParam param = (LvcImageWriteParam) writer.getDefaultWriteParam();
    param.setFrameRate(29.97);
    param.setKeyInterval(7);
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0.3f);
    writer.prepareWriteSequence(null);
    for (int i = 0; i < 3; i++) {
      writer.writeToSequence(
          image(6, 4, BufferedImage.TYPE_3BYTE_BGR, new Color(i, 100, 200)), param);
    }
    writer.endWriteSequence();
    assertThat(Recorder.settings).isEqualTo(new VideoSettings(6, 4, 29.97, 30, 7));
    assertThat(Recorder.FRAMES).hasSize(3);
    for (int i = 0; i < 3; i++) {
      Picture frame = Recorder.FRAMES.get(i);
      assertThat(frame.plane(0)).containsOnly((short) i);
      assertThat(frame.plane(1)).containsOnly((short) 100);
      assertThat(frame.plane(2)).containsOnly((short) 200);
    }
    assertThat(Recorder.EVENTS).containsExactly("finish", "close");
    assertThat(warnings).isEmpty();
    writer.setOutput(null);
  }

  @Test
  void defaults_areThoseOfTheDocumentation() throws IOException {
    writer.write(image(6, 4));
    assertThat(Recorder.settings).isEqualTo(new VideoSettings(6, 4, 25, 50, 48));
    assertThat(Recorder.FRAMES).hasSize(1);
    assertThat(Recorder.EVENTS).containsExactly("finish", "close");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_555_RGB
      })
  void imagesOfAllTypes_becomeFrames(int type) throws IOException {
    BufferedImage white = (BufferedImage) image(5, 3, type, Color.WHITE).getRenderedImage();
    assertThat(writer.getOriginatingProvider().canEncodeImage(new ImageTypeSpecifier(white)))
        .isTrue();
    writer.write(white);
    Picture frame = Recorder.FRAMES.get(0);
    assertThat(frame.channels()).isEqualTo(3);
    assertThat(frame.bitDepth()).isEqualTo(8);
    for (int c = 0; c < 3; c++) {
      assertThat(frame.plane(c)).hasSize(15).containsOnly((short) 255);
    }
    assertThat(warnings).hasSize(type == BufferedImage.TYPE_USHORT_GRAY ? 1 : 0);
  }

  @Test
  void transparency_isRefused() {
    IIOImage glass = image(5, 3, BufferedImage.TYPE_INT_ARGB, new Color(9, 9, 9, 254));
    assertThatThrownBy(() -> writer.write(glass))
        .isInstanceOf(IIOException.class)
        .hasMessage("a video has no transparency: draw the image over a background first");
    assertThat(Recorder.settings).isNull();
  }

  @Test
  void framesOfAnotherSize_areRefused_andTheVideoGoesOn() throws IOException {
    writer.prepareWriteSequence(null);
    writer.writeToSequence(image(6, 4), null);
    assertThatThrownBy(() -> writer.writeToSequence(image(6, 5), null))
        .isInstanceOf(IIOException.class)
        .hasMessage("all frames of a video have one size: frame 1 has 6x5 pixels, the first 6x4");
    ImageWriteParam part = writer.getDefaultWriteParam();
    part.setSourceRegion(new Rectangle(1, 1, 6, 4));
    writer.writeToSequence(image(8, 8), part);
    writer.endWriteSequence();
    assertThat(Recorder.FRAMES).hasSize(2);
  }

  @Test
  void callsInTheWrongOrder_areTold() throws IOException {
    assertThatIllegalStateException().isThrownBy(() -> writer.writeToSequence(image(6, 4), null));
    assertThatIllegalStateException().isThrownBy(() -> writer.endWriteSequence());
    writer.prepareWriteSequence(null);
    assertThatThrownBy(() -> writer.endWriteSequence())
        .isInstanceOf(IIOException.class)
        .hasMessage("a video has at least one frame");
    assertThatIllegalArgumentException().isThrownBy(() -> writer.write((IIOImage) null));
    ImageOutputStream none = null;
    writer.setOutput(none);
    assertThatIllegalStateException().isThrownBy(() -> writer.write(image(6, 4)));
  }

  @Test
  void parameters_areWithinTheirRanges() {
    LvcImageWriteParam param = new LvcImageWriteParam();
    assertThatIllegalArgumentException().isThrownBy(() -> param.setFrameRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> param.setKeyInterval(0));
    assertThat(param.getFrameRate()).isEqualTo(25);
    assertThat(param.getKeyInterval()).isEqualTo(48);
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    assertThat(param.isCompressionLossless()).isFalse();
    param.setCompressionMode(ImageWriteParam.MODE_DISABLED);
    assertThatThrownBy(() -> writer.write(null, image(6, 4), param))
        .isInstanceOf(IIOException.class)
        .hasMessage("a .lvc video is always compressed");
  }

  @Test
  void abortedFrame_isLeftOut() throws IOException {
    List<String> events = new ArrayList<>();
    writer.addIIOWriteProgressListener(new AbortFirst(events));
    writer.prepareWriteSequence(null);
    writer.writeToSequence(image(6, 4), null);
    writer.writeToSequence(image(7, 5), null);
    writer.endWriteSequence();
    assertThat(events).containsExactly("started", "aborted", "started", "complete");
    assertThat(Recorder.FRAMES).hasSize(1);
    assertThat(Recorder.settings.width()).isEqualTo(7);
  }

  @Test
  void withoutTheVideoModule_writingNamesIt() {
    Thread.currentThread().setContextClassLoader(before);
    assertThatThrownBy(() -> writer.write(image(6, 4)))
        .isInstanceOf(IIOException.class)
        .hasMessage("video: add licorice-video to the class path");
    assertThat(bytes.size()).isZero();
  }

  @Test
  void imageIo_writesAnImage() throws IOException {
    BufferedImage image = (BufferedImage) image(6, 4).getRenderedImage();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "lvc", out)).isTrue();
    assertThat(
            ImageIO.getImageReaders(
                    ImageIO.createImageInputStream(new ByteArrayInputStream(out.toByteArray())))
                .next())
        .isInstanceOf(LvcImageReader.class);
  }

  /** Aborts the first image that is written. */
  private record AbortFirst(List<String> events) implements IIOWriteProgressListener {
    @Override
    public void imageStarted(ImageWriter source, int imageIndex) {
      if (events.isEmpty()) {
        source.abort();
      }
      events.add("started");
    }

    @Override
    public void imageProgress(ImageWriter source, float percentageDone) {}

    @Override
    public void imageComplete(ImageWriter source) {
      events.add("complete");
    }

    @Override
    public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageWriter source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageWriter source) {}

    @Override
    public void writeAborted(ImageWriter source) {
      events.add("aborted");
    }
  }

  /** Keeps the frames, and writes a signature for each. */
  public static final class Recorder implements VideoProvider {
    static final List<Picture> FRAMES = new ArrayList<>();
    static final List<String> EVENTS = new ArrayList<>();
    static VideoSettings settings;

    static void clear() {
      FRAMES.clear();
      EVENTS.clear();
      settings = null;
    }

    @Override
    public VideoFrames open(ByteSource source) {
      throw new UnsupportedOperationException("stands for writing alone");
    }

    @Override
    public VideoSink create(OutputStream stream, VideoSettings asked) {
      settings = asked;
      return new VideoSink() {
        @Override
        public void write(Picture frame, CodecListener listener) throws IOException {
          if (listener.isCancelled()) {
            throw new CancellationException();
          }
          FRAMES.add(frame);
          stream.write(new byte[] {(byte) 0x8C, 'L', 'V', 'C'});
        }

        @Override
        public void finish() {
          EVENTS.add("finish");
        }

        @Override
        public void close() {
          EVENTS.add("close");
        }
      };
    }
  }
}
