package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.util.Optional;
import java.util.stream.IntStream;
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
   * @param image gray or RGB, with or without alpha, of at most 16 bits a sample, or indexed
   * @return a picture of 8 bits a sample, or as many as the image has if these are more: gray for
   *     gray images and gray palettes, RGB for others, each with straight alpha if the image has it
   * @throws IllegalArgumentException if there is a {@link #refusal refusal} for the image's type
   */
  public static Picture toPicture(RenderedImage image) {
    return new RenderedSource(image).read(Region.whole(image.getWidth(), image.getHeight()));
  }

  /**
   * Views an image as a picture whose samples are copied region by region. Of a tiled image only
   * the tiles beneath a region are asked for, so that it need not fit in memory.
   *
   * @param image gray or RGB, with or without alpha, of at most 16 bits a sample, or indexed
   * @return a source over the image; for use by one thread at a time
   * @throws IllegalArgumentException if there is a {@link #refusal refusal} for the image's type
   */
  public static PictureSource source(RenderedImage image) {
    return new RenderedSource(image);
  }

  /**
   * Makes an image: of 8 bits as the JDK's own readers do, {@link BufferedImage#TYPE_BYTE_GRAY},
   * {@link BufferedImage#TYPE_3BYTE_BGR} or {@link BufferedImage#TYPE_4BYTE_ABGR}, of more bits
   * with samples of type {@link java.awt.image.DataBuffer#TYPE_USHORT}. Samples of less than 8 bits
   * are stretched to 8.
   *
   * @param picture a picture
   * @return an image with the same samples
   */
  public static BufferedImage toImage(Picture picture) {
    Picture samples = atLeast8Bits(picture);
    int width = samples.width();
    int height = samples.height();
    int channels = samples.channels();
    BufferedImage image =
        ImageTypes.of(channels, samples.bitDepth(), Optional.empty())
            .get(0)
            .createBufferedImage(width, height);
    Rectangle all = new Rectangle(width, height);
    ReadPlan.Part whole = new ReadPlan.Part(Region.whole(width, height), 0, 0, width, height);
    new ReadPlan(all, 1, 1, all)
        .copy(whole, samples, IntStream.range(0, channels).toArray(), image.getRaster());
    return image;
  }

  /** The picture itself, or if its samples have less than 8 bits one with samples of 8. */
  static Picture atLeast8Bits(Picture picture) {
    if (picture.bitDepth() >= 8) {
      return picture;
    }
    char[] table = SampleMap.stretch(picture.bitDepth(), 8);
    Picture stretched = Picture.blank(picture.width(), picture.height(), picture.channels(), 8);
    for (int c = 0; c < picture.channels(); c++) {
      short[] from = picture.plane(c);
      short[] to = stretched.plane(c);
      for (int i = 0; i < from.length; i++) {
        to[i] = (short) table[from[i]];
      }
    }
    return stretched;
  }

  /**
   * Whether images of a type can be made into pictures, and so be written.
   *
   * @param type the images' type
   * @return true for gray and RGB, with or without alpha, of at most 16 bits a sample, and for
   *     indexed
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
