package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Region;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageTypeSpecifier;

/** What {@link PictureReader} needs to know of a picture to read it. */
interface ReadablePicture {
  int width();

  int height();

  int channels();

  int bitDepth();

  /** Edge of the tiles that can be decoded each by itself. */
  int tileSize();

  /** Whether samples are sums on their way, which take more memory. */
  default boolean scaled() {
    return false;
  }

  /** The picture with samples of as many bits as it was written with. */
  default ReadablePicture raw() {
    return this;
  }

  /** How the picture is to be turned and mirrored, 1 to 8 as Exif has it. */
  default int orientation() throws IIOException {
    return 1;
  }

  /** The types of image that the picture can be read into; the first is what lies in the file. */
  List<ImageTypeSpecifier> types() throws IIOException;

  /** The colour space of the picture's profile; empty for the usual one. */
  Optional<ColorSpace> space() throws IIOException;

  /**
   * Decodes a part.
   *
   * @throws io.licorice.bitstream.LicFormatException if nothing of the part is intact
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  DecodedPicture decode(Region part, CodecListener listener) throws IOException;
}
