package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodingMode;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Device;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Region;
import io.licorice.codec.VideoFrames;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads the frames of {@code .lvc} video as a sequence of images, if there is a {@link
 * io.licorice.codec.VideoProvider}.
 *
 * <p>For use by one thread at a time. The stream stays the caller's to close.
 */
final class LvcImageReader extends PictureReader {
  private VideoFrames video;
  private int decodedFrame = -1;
  private Picture decoded;

  LvcImageReader(ImageReaderSpi provider) {
    super(provider, PART_PIXELS);
  }

  @Override
  public void setInput(Object input, boolean seekForwardOnly, boolean ignoreMetadata) {
    super.setInput(input, seekForwardOnly, ignoreMetadata);
    forget();
  }

  @Override
  public void dispose() {
    super.dispose();
    forget();
  }

  private void forget() {
    VideoFrames open = video;
    video = null;
    decodedFrame = -1;
    decoded = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        processWarningOccurred("the video was not closed: " + e.getMessage());
      }
    }
  }

  @Override
  public int getNumImages(boolean allowSearch) throws IOException {
    checkInput();
    if (seekForwardOnly && allowSearch) {
      throw new IllegalStateException("cannot search a stream that only goes forward");
    }
    return video().count();
  }

  @Override
  public IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public IIOMetadata getImageMetadata(int imageIndex) throws IOException {
    ReadablePicture frame = picture(imageIndex);
    return new LicMetadata(
        frame.channels(), frame.bitDepth(), CodingMode.LOSSY, PictureMetadata.NONE);
  }

  private void checkInput() {
    if (getInput() == null) {
      throw new IllegalStateException("no input is set");
    }
  }

  private VideoFrames video() throws IOException {
    checkInput();
    if (video == null) {
      try {
        video = VideoModule.provider().open(new StreamSource((ImageInputStream) getInput()));
      } catch (IOException e) {
        throw Border.exception(e);
      }
    }
    return video;
  }

  @Override
  ReadablePicture picture(int imageIndex) throws IOException {
    VideoFrames frames = video();
    if (imageIndex < minIndex || imageIndex >= frames.count()) {
      throw new IndexOutOfBoundsException("frame " + imageIndex + " of " + frames.count());
    }
    if (seekForwardOnly) {
      minIndex = imageIndex;
    }
    return new Frame(frames, imageIndex);
  }

  /** A frame; it is decoded whole, and kept while parts of it are read. */
  private final class Frame implements ReadablePicture {
    private final VideoFrames frames;
    private final int number;

    Frame(VideoFrames frames, int number) {
      this.frames = frames;
      this.number = number;
    }

    @Override
    public int width() {
      return frames.width();
    }

    @Override
    public int height() {
      return frames.height();
    }

    @Override
    public int channels() {
      return frames.channels();
    }

    @Override
    public int bitDepth() {
      return frames.bitDepth();
    }

    @Override
    public int tileSize() {
      return Math.max(width(), height());
    }

    @Override
    public List<ImageTypeSpecifier> types() {
      return ImageTypes.of(channels(), bitDepth(), Optional.empty());
    }

    @Override
    public Optional<ColorSpace> space() {
      return Optional.empty();
    }

    @Override
    public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
      if (decodedFrame != number) {
        decoded = frames.read(number, listener);
        decodedFrame = number;
      }
      return new DecodedPicture(decoded.read(part), List.of(), Device.CPU);
    }
  }
}
