package io.licorice.imageio;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFile;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Region;
import java.awt.Dimension;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.ImageTypeSpecifier;

/** A picture of an open file; its parts are read when they are asked for. */
final class OpenPicture implements ReadablePicture {
  /** The family of packs that make up all of a picture. */
  private static final String GENERATIVE = "generative";

  private final LicFile file;
  private final int number;
  private final PictureInfo info;
  private final ParamCodec codec;
  private final ProfileCache profiles;
  private final Consumer<String> warnings;
  private PictureMetadata metadata;
  private Optional<ColorSpace> space;
  private List<ImageTypeSpecifier> types;

  OpenPicture(
      LicFile file,
      int number,
      PictureInfo info,
      ParamCodec codec,
      ProfileCache profiles,
      Consumer<String> warnings) {
    this.file = file;
    this.number = number;
    this.info = info;
    this.codec = codec;
    this.profiles = profiles;
    this.warnings = warnings;
  }

  int number() {
    return number;
  }

  PictureInfo info() {
    return info;
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
  public int channels() {
    return info.channels();
  }

  @Override
  public int bitDepth() {
    return Math.max(8, info.bitDepth());
  }

  @Override
  public int tileSize() {
    return info.tileSize();
  }

  @Override
  public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
    return atLeast8Bits(decode(file.picture(number), part, listener));
  }

  @Override
  public ReadablePicture raw() {
    return info.bitDepth() < 8 ? new Raw() : this;
  }

  @Override
  public int orientation() throws IIOException {
    return metadata().exif().map(ExifBlock::orientation).orElse(OptionalInt.empty()).orElse(1);
  }

  private DecodedPicture decode(ByteSource codestream, Region part, CodecListener listener)
      throws IOException {
    return codec.get().decode(codestream, DecodeOptions.DEFAULT.withRegion(part), listener);
  }

  private static DecodedPicture atLeast8Bits(DecodedPicture decoded) {
    Picture samples = PictureImages.atLeast8Bits(decoded.picture());
    return new DecodedPicture(samples, decoded.warnings(), decoded.device());
  }

  /** The blocks that belong to the picture; malformed ones are warned of and left out. */
  PictureMetadata metadata() throws IIOException {
    if (metadata == null) {
      try {
        metadata = file.metadata(number);
      } catch (LicFormatException e) {
        warnings.accept("the metadata cannot be read: " + e.getMessage());
        metadata = PictureMetadata.NONE;
      } catch (IOException e) {
        throw Border.exception(e);
      }
    }
    return metadata;
  }

  /** The pack that made up pixels when the file was made; empty if none did. */
  Optional<String> generator() throws IIOException {
    if (metadata().provenance().isEmpty()) {
      return Optional.empty();
    }
    try {
      return file.generator(number)
          .or(() -> Optional.of(info).filter(header -> header.family().equals(GENERATIVE)))
          .map(PictureInfo::model);
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  @Override
  public List<ImageTypeSpecifier> types() throws IIOException {
    if (info.isFloat()) {
      throw new IIOException(
          "the picture holds 32-bit floating-point samples, which LicCodec.decodeFloats gives");
    }
    if (types == null) {
      types = ImageTypes.of(channels(), bitDepth(), space());
    }
    return types;
  }

  @Override
  public Optional<ColorSpace> space() throws IIOException {
    if (space == null) {
      space = findSpace();
    }
    return space;
  }

  private Optional<ColorSpace> findSpace() throws IIOException {
    Optional<byte[]> icc = metadata().icc();
    if (icc.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(profiles.space(icc.get(), ImageTypes.colours(info.channels())))
          .filter(space -> !space.isCS_sRGB());
    } catch (IllegalArgumentException e) {
      warnings.accept(e.getMessage() + "; colours are taken as sRGB");
      return Optional.empty();
    }
  }

  int thumbnails() throws IIOException {
    try {
      return file.thumbnails(number);
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  /**
   * A thumbnail's codestream.
   *
   * @throws IndexOutOfBoundsException if there is no such thumbnail
   */
  ByteSource thumbnail(int index) throws IIOException {
    try {
      return file.thumbnail(number, index);
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  /**
   * The smallest thumbnail with at least some size that has the picture's shape and channels; the
   * picture itself if there is none.
   */
  ReadablePicture atLeast(Dimension size) throws IIOException {
    ReadablePicture best = this;
    for (int i = 0; i < thumbnails(); i++) {
      ByteSource codestream = thumbnail(i);
      try {
        PictureInfo small = LicCodec.info(codestream);
        if (small.width() >= size.width
            && small.height() >= size.height
            && small.width() < best.width()
            && small.channels() == info.channels()
            && small.bitDepth() == info.bitDepth()
            && hasShape(small)) {
          best = new Thumbnail(small, codestream);
        }
      } catch (IOException e) {
        throw Border.exception(e);
      }
    }
    return best;
  }

  /** Whether a thumbnail's sides are the picture's by one factor, but for rounding. */
  private boolean hasShape(PictureInfo small) {
    double factor = (double) small.width() / info.width();
    double other = (double) small.height() / info.height();
    return Math.abs(factor * info.height() - small.height()) <= 1
        || Math.abs(other * info.width() - small.width()) <= 1;
  }

  /** The picture with samples of less than 8 bits as they are. */
  private final class Raw implements ReadablePicture {
    @Override
    public int width() {
      return info.width();
    }

    @Override
    public int height() {
      return info.height();
    }

    @Override
    public int channels() {
      return info.channels();
    }

    @Override
    public int bitDepth() {
      return info.bitDepth();
    }

    @Override
    public int tileSize() {
      return info.tileSize();
    }

    @Override
    public List<ImageTypeSpecifier> types() throws IIOException {
      return OpenPicture.this.types();
    }

    @Override
    public Optional<ColorSpace> space() throws IIOException {
      return OpenPicture.this.space();
    }

    @Override
    public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
      return OpenPicture.this.decode(file.picture(number), part, listener);
    }
  }

  /** A thumbnail in place of the picture. */
  private final class Thumbnail implements ReadablePicture {
    private final PictureInfo small;
    private final ByteSource codestream;

    Thumbnail(PictureInfo small, ByteSource codestream) {
      this.small = small;
      this.codestream = codestream;
    }

    @Override
    public int width() {
      return small.width();
    }

    @Override
    public int height() {
      return small.height();
    }

    @Override
    public int channels() {
      return small.channels();
    }

    @Override
    public int bitDepth() {
      return Math.max(8, small.bitDepth());
    }

    @Override
    public int tileSize() {
      return small.tileSize();
    }

    @Override
    public List<ImageTypeSpecifier> types() throws IIOException {
      return OpenPicture.this.types();
    }

    @Override
    public Optional<ColorSpace> space() throws IIOException {
      return OpenPicture.this.space();
    }

    @Override
    public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
      return atLeast8Bits(OpenPicture.this.decode(codestream, part, listener));
    }
  }
}
