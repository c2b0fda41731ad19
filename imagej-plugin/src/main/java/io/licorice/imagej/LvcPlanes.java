package io.licorice.imagej;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Region;
import io.licorice.codec.VideoFrames;
import io.licorice.codec.VideoProvider;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The frames of a {@code .lvc} video, if there is a {@link VideoProvider}. */
final class LvcPlanes implements Planes {
  private final FileChannel channel;
  private final VideoFrames video;

  private LvcPlanes(FileChannel channel, VideoFrames video) {
    this.channel = channel;
    this.video = video;
  }

  static LvcPlanes open(Path path) throws IOException {
    VideoProvider provider = Videos.provider(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new LvcPlanes(channel, provider.open(ByteSource.of(channel)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int width() {
    return video.width();
  }

  @Override
  public int height() {
    return video.height();
  }

  @Override
  public PixelKind kind() {
    boolean eight = video.bitDepth() <= Byte.SIZE;
    if (video.channels() > 1) {
      return eight ? PixelKind.RGB : PixelKind.GRAY16;
    }
    return eight ? PixelKind.GRAY8 : PixelKind.GRAY16;
  }

  @Override
  public int count() {
    return video.count() * channels();
  }

  @Override
  public int channels() {
    return kind() == PixelKind.RGB ? 1 : video.channels();
  }

  @Override
  public int maxValue() {
    return (1 << video.bitDepth()) - 1;
  }

  @Override
  public synchronized Object pixels(int plane, Region region, CodecListener listener)
      throws IOException {
    Picture frame = video.read(plane / channels(), listener);
    return Pixels.of(frame.read(region), kind(), plane % channels());
  }

  @Override
  public Optional<byte[]> description() {
    return Optional.empty();
  }

  @Override
  public PictureMetadata metadata(int plane) {
    return PictureMetadata.NONE;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      video.close();
    }
  }
}
