package io.licorice.imagej;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.LicFile;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Region;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of a {@code .lic} file from one of them on, as far as they are alike. A picture of
 * colours with other than eight bits is a plane for each colour, as ImageJ has it.
 */
final class LicPlanes implements Planes {
  private static final int COLOURS = 3;

  private final FileChannel channel;
  private final LicFile file;
  private final int first;
  private final int pictures;
  private final PictureInfo info;
  private final PixelKind kind;
  private final int channels;
  private final List<String> notes = new ArrayList<>();
  private Picture last;
  private int lastNumber = -1;
  private Region lastRegion;

  private LicPlanes(FileChannel channel, Path path, int first) throws IOException {
    this.channel = channel;
    this.file = LicFile.open(ByteSource.of(channel));
    if (!file.has(first)) {
      throw new IllegalArgumentException(
          path + " has no picture " + (first + 1) + ", but " + file.count());
    }
    this.first = first;
    this.info = file.info(first);
    boolean floats = file.isFloat(first);
    boolean colours = info.channels() >= COLOURS;
    this.channels = colours && info.bitDepth() != Byte.SIZE ? COLOURS : 1;
    this.kind = kind(floats || saysFloats(), colours && channels == 1);
    this.pictures = alike(path);
    if (info.hasAlpha()) {
      notes.add("the alpha channel of " + path.getFileName() + " is not shown: ImageJ has none");
    }
  }

  static LicPlanes open(Path path, int first) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new LicPlanes(channel, path, first);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private PixelKind kind(boolean floats, boolean colours) {
    if (floats) {
      return PixelKind.GRAY32;
    }
    if (colours) {
      return PixelKind.RGB;
    }
    return info.bitDepth() > Byte.SIZE ? PixelKind.GRAY16 : PixelKind.GRAY8;
  }

  /** Whether whole numbers stand for 32-bit ones. */
  private boolean saysFloats() throws IOException {
    Optional<byte[]> bytes = description();
    if (bytes.isEmpty() || info.channels() != 1) {
      return false;
    }
    try {
      return DescriptionBytes.parse(bytes.get()).value("type", "").equals("gray32");
    } catch (IOException e) {
      return false; // whoever asks for the description hears of it
    }
  }

  private int alike(Path path) throws IOException {
    int number = first + 1;
    while (file.has(number) && isLikeFirst(number)) {
      number++;
    }
    if (file.has(number)) {
      notes.add(
          "%s has pictures of another kind from picture %d on: import them with picture=%d"
              .formatted(path.getFileName(), number + 1, number + 1));
    }
    file.damage().ifPresent(notes::add);
    return number - first;
  }

  private boolean isLikeFirst(int number) throws IOException {
    PictureInfo other = file.info(number);
    boolean same = other.width() == info.width() && other.height() == info.height();
    if (kind == PixelKind.GRAY32) {
      return same && other.channels() == 1;
    }
    return same
        && !file.isFloat(number)
        && other.channels() == info.channels()
        && other.bitDepth() == info.bitDepth();
  }

  @Override
  public int width() {
    return info.width();
  }

  @Override
  public int height() {
    return info.height();
  }

  @Override
  public PixelKind kind() {
    return kind;
  }

  @Override
  public int count() {
    return pictures * channels;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int maxValue() {
    return (1 << info.bitDepth()) - 1;
  }

  /** What the header of a plane's picture says. */
  synchronized PictureInfo info(int plane) throws IOException {
    return file.info(number(plane));
  }

  @Override
  public synchronized Object pixels(int plane, Region region, CodecListener listener)
      throws IOException {
    int number = number(plane);
    DecodeOptions options = DecodeOptions.DEFAULT.withMaxPixels(Integer.MAX_VALUE);
    ByteSource bytes = file.picture(number);
    if (file.isFloat(number)) {
      return Codecs.current().decodeFloats(bytes, options.withRegion(region), listener).samples();
    }
    if (number != lastNumber || !region.equals(lastRegion)) {
      DecodedPicture decoded = Codecs.current().decode(bytes, options.withRegion(region), listener);
      decoded.warnings().forEach(listener::warning);
      last = decoded.picture();
      lastNumber = number;
      lastRegion = region;
    }
    Picture picture = last;
    if (channels == 1) {
      last = null; // only a picture of several planes is asked for again
      lastNumber = -1;
    }
    return Pixels.of(picture, kind, plane % channels);
  }

  @Override
  public Optional<byte[]> description() throws IOException {
    return metadata(0).application(StackDescription.APPLICATION);
  }

  @Override
  public synchronized PictureMetadata metadata(int plane) throws IOException {
    return file.metadata(number(plane));
  }

  private int number(int plane) {
    return first + plane / channels;
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
