package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import io.licorice.codec.VideoSettings;
import io.licorice.codec.VideoSink;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes {@code .lvc} video, if there is a {@link io.licorice.codec.VideoProvider}: a sequence of
 * images, each a frame, or a single image as a video of one frame.
 *
 * <p>All frames have the first one's size. Gray becomes RGB, samples of more than 8 bits are
 * rounded with a warning, and an image with a pixel that is not opaque is refused. Samples are
 * never converted between colour spaces.
 *
 * <p>For use by one thread at a time. The stream stays the caller's to close; it gets each frame as
 * it is coded, and is complete after {@link #endWriteSequence}.
 */
final class LvcImageWriter extends ImageWriter {
  private boolean inSequence;
  private VideoSink video;
  private int width;
  private int height;
  private int written;

  LvcImageWriter(ImageWriterSpi provider) {
    super(provider);
  }

  @Override
  public ImageWriteParam getDefaultWriteParam() {
    return new LvcImageWriteParam(getLocale());
  }

  @Override
  public IIOMetadata getDefaultStreamMetadata(ImageWriteParam param) {
    return null;
  }

  @Override
  public IIOMetadata getDefaultImageMetadata(ImageTypeSpecifier type, ImageWriteParam param) {
    return null;
  }

  @Override
  public IIOMetadata convertStreamMetadata(IIOMetadata data, ImageWriteParam param) {
    return null;
  }

  @Override
  public IIOMetadata convertImageMetadata(
      IIOMetadata data, ImageTypeSpecifier type, ImageWriteParam param) {
    return null;
  }

  @Override
  public boolean canWriteSequence() {
    return true;
  }

  @Override
  public void setOutput(Object output) {
    super.setOutput(output);
    forget();
  }

  @Override
  public void reset() {
    super.reset();
    forget();
  }

  @Override
  public void dispose() {
    super.dispose();
    forget();
  }

  private void forget() {
    inSequence = false;
    written = 0;
    closeVideo();
  }

  private void closeVideo() {
    VideoSink open = video;
    video = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        processWarningOccurred(0, "the video was not closed: " + e.getMessage());
      }
    }
  }

  @Override
  public void prepareWriteSequence(IIOMetadata streamMetadata) {
    checkOutput();
    forget();
    if (streamMetadata != null) {
      processWarningOccurred(0, "stream metadata has no place in a .lvc file");
    }
    inSequence = true;
  }

  @Override
  public void writeToSequence(IIOImage image, ImageWriteParam param) throws IOException {
    checkOutput();
    checkSequence();
    LicImageWriter.checkImage(image);
    try {
      write(image, param);
    } catch (IOException | IllegalArgumentException e) {
      throw Border.exception(e);
    }
  }

  @Override
  public void endWriteSequence() throws IOException {
    checkOutput();
    checkSequence();
    try {
      if (video == null) {
        throw new IIOException("a video has at least one frame");
      }
      video.finish();
    } catch (IOException e) {
      throw Border.exception(e);
    } finally {
      forget();
    }
  }

  @Override
  public void write(IIOMetadata streamMetadata, IIOImage image, ImageWriteParam param)
      throws IOException {
    checkOutput();
    LicImageWriter.checkImage(image);
    prepareWriteSequence(streamMetadata);
    try {
      writeToSequence(image, param);
      if (video != null && written > 0) {
        endWriteSequence();
      }
    } finally {
      forget();
    }
  }

  private void checkOutput() {
    if (getOutput() == null) {
      throw new IllegalStateException("no output is set");
    }
  }

  private void checkSequence() {
    if (!inSequence) {
      throw new IllegalStateException("prepareWriteSequence has not been called");
    }
  }

  private void write(IIOImage image, ImageWriteParam param) throws IOException {
    RenderedSource source = RenderedSource.of(image.getRenderedImage(), param);
    if (written > 0 && !source.hasSize(width, height)) {
      throw new IIOException(
          "all frames of a video have one size: frame %d has %dx%d pixels, the first %dx%d"
              .formatted(written, source.width(), source.height(), width, height));
    }
    VideoSettings settings = LvcImageWriteParam.settings(param, source.width(), source.height());
    clearAbortRequest();
    processImageStarted(written);
    processImageProgress(0);
    Picture picture = source.read(Region.whole(source.width(), source.height()));
    Picture frame = VideoFrame.of(picture);
    tell(image, picture);
    try {
      if (video == null) {
        StreamSink stream = new StreamSink((ImageOutputStream) getOutput());
        video = VideoModule.provider().create(stream, settings);
      }
      video.write(frame, new Listener(written));
    } catch (CancellationException e) {
      if (written == 0) {
        closeVideo();
      }
      processWriteAborted();
      return;
    }
    width = source.width();
    height = source.height();
    written++;
    processImageProgress(100);
    processImageComplete();
  }

  /** Says what of an image has no place in a video. */
  private void tell(IIOImage image, Picture picture) {
    VideoFrame.loss(picture).ifPresent(loss -> processWarningOccurred(written, loss));
    if (image.getNumThumbnails() > 0) {
      processWarningOccurred(written, "thumbnails have no place in a .lvc file");
    }
  }

  /** Passes on what the codec tells while it encodes. */
  private final class Listener implements CodecListener {
    private final int number;

    Listener(int number) {
      this.number = number;
    }

    @Override
    public void warning(String message) {
      processWarningOccurred(number, message);
    }

    @Override
    public boolean isCancelled() {
      return abortRequested();
    }
  }
}
