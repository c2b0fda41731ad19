package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.util.Optional;
import javax.imageio.ImageTypeSpecifier;

/**
 * Turns images of the JDK into pictures of the codec and back.
 *
 * <p>Samples are copied as they are, never converted between colour spaces; the gray of {@link
 * BufferedImage#TYPE_BYTE_GRAY} keeps its values although the JDK takes it for linear.
 *
 * <p>Stateless, hence safe for use by several threads as long as none changes the image.
 *
 * <pre>{@code
 * Picture picture = PictureImages.toPicture(ImageIO.read(new File("photo.png")));
 * BufferedImage again = PictureImages.toImage(picture);
 * }</pre>
 */
public final class PictureImages {
  private PictureImages() {}

  /**
   * Copies an image's samples.
   *
   * @param image gray or RGB without alpha of at most 8 bits a sample, or opaque indexed
   * @return a picture of 8 bits a sample: gray for gray images and gray palettes, RGB for others
   * @throws IllegalArgumentException if there is a {@link #refusal refusal} for the image's type
   */
  public static Picture toPicture(RenderedImage image) {
    return new RenderedSource(image).read(Region.whole(image.getWidth(), image.getHeight()));
  }

  /**
   * Views an image as a picture whose samples are copied region by region. Of a tiled image only
   * the tiles beneath a region are asked for, so that it need not fit in memory.
   *
   * @param image gray or RGB without alpha of at most 8 bits a sample, or opaque indexed
   * @return a source of 8 bits a sample over the image; for use by one thread at a time
   * @throws IllegalArgumentException if there is a {@link #refusal refusal} for the image's type
   */
  public static PictureSource source(RenderedImage image) {
    return new RenderedSource(image);
  }

  /**
   * Makes an image as the JDK's JPEG reader does: {@link BufferedImage#TYPE_BYTE_GRAY} or {@link
   * BufferedImage#TYPE_3BYTE_BGR}.
   *
   * @param picture a picture of 8 bits a sample
   * @return an image with the same samples
   * @throws IllegalArgumentException if the picture has another bit depth
   */
  public static BufferedImage toImage(Picture picture) {
    if (picture.bitDepth() != 8) {
      throw new IllegalArgumentException(
          picture.bitDepth() + "-bit pictures cannot be made into images yet, only 8-bit ones");
    }
    int type =
        picture.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(picture.width(), picture.height(), type);
    WritableRaster raster = image.getRaster();
    int[] row = new int[picture.width() * picture.channels()];
    for (int y = 0; y < picture.height(); y++) {
      for (int c = 0; c < picture.channels(); c++) {
        short[] plane = picture.plane(c);
        int from = y * picture.width();
        for (int x = 0, at = c; x < picture.width(); x++, at += picture.channels()) {
          row[at] = plane[from + x];
        }
      }
      raster.setPixels(0, y, picture.width(), 1, row);
    }
    return image;
  }

  /**
   * Whether images of a type can be made into pictures, and so be written.
   *
   * @param type the images' type
   * @return true for gray and RGB without alpha of at most 8 bits a sample, and for opaque indexed
   */
  public static boolean supports(ImageTypeSpecifier type) {
    return refusal(type).isEmpty();
  }

  /**
   * Why images of a type cannot be made into pictures.
   *
   * @param type the images' type
   * @return one sentence that says what to do; empty if they can
   */
  public static Optional<String> refusal(ImageTypeSpecifier type) {
    return SampleMap.refusal(type.getColorModel(), type.getSampleModel(), null);
  }
}
