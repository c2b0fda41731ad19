package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageTypeSpecifier;

/**
 * A picture as it is to be looked at: turned and mirrored. Used by one thread at a time.
 *
 * <p>Source: Exif 2.32, section 4.6.4, tag 274: where the first row and the first column are seen.
 */
final class OrientedPicture implements ReadablePicture {
  private final ReadablePicture picture;

  /** Whether rows are seen as columns. */
  private final boolean transposed;

  /** Whether columns of the picture are seen from the last to the first. */
  private final boolean mirrored;

  /** Whether rows of the picture are seen from the last to the first. */
  private final boolean upsideDown;

  /**
   * @param orientation 1 to 8, as Exif has it
   */
  OrientedPicture(ReadablePicture picture, int orientation) {
    this.picture = picture;
    this.transposed = orientation >= 5;
    this.mirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    this.upsideDown = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  }

  /** Whether an orientation turns width into height. */
  static boolean transposes(int orientation) {
    return orientation >= 5;
  }

  @Override
  public int width() {
    return transposed ? picture.height() : picture.width();
  }

  @Override
  public int height() {
    return transposed ? picture.width() : picture.height();
  }

  @Override
  public int channels() {
    return picture.channels();
  }

  @Override
  public int bitDepth() {
    return picture.bitDepth();
  }

  @Override
  public int tileSize() {
    return picture.tileSize();
  }

  @Override
  public boolean scaled() {
    return picture.scaled();
  }

  @Override
  public List<ImageTypeSpecifier> types() throws IIOException {
    return picture.types();
  }

  @Override
  public Optional<ColorSpace> space() throws IIOException {
    return picture.space();
  }

  @Override
  public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
    DecodedPicture decoded = picture.decode(beneath(part), listener);
    Picture turned = turn(decoded.picture(), part.width(), part.height());
    return new DecodedPicture(turned, decoded.warnings(), decoded.device());
  }

  /** Where a part lies in the picture. */
  private Region beneath(Region part) {
    int x = transposed ? part.y() : part.x();
    int y = transposed ? part.x() : part.y();
    int width = transposed ? part.height() : part.width();
    int height = transposed ? part.width() : part.height();
    return new Region(
        mirrored ? picture.width() - x - width : x,
        upsideDown ? picture.height() - y - height : y,
        width,
        height);
  }

  private Picture turn(Picture from, int width, int height) {
    Picture to = Picture.blank(width, height, from.channels(), from.bitDepth());
    int stepX = (mirrored ? -1 : 1);
    int stepY = (upsideDown ? -1 : 1) * from.width();
    int first =
        (mirrored ? from.width() - 1 : 0) + (upsideDown ? (from.height() - 1) * from.width() : 0);
    int right = transposed ? stepY : stepX;
    int down = transposed ? stepX : stepY;
    for (int c = 0; c < from.channels(); c++) {
      short[] source = from.plane(c);
      short[] target = to.plane(c);
      int at = 0;
      for (int row = 0; row < height; row++) {
        for (int column = 0, sample = first + row * down; column < width; column++) {
          target[at++] = source[sample];
          sample += right;
        }
      }
    }
    return to;
  }
}
