package io.licorice.imageio;

import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Provenance;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageWriteParam;

/**
 * The pixels of an image, or of a grid of pixels in it, fetched tile by tile.
 *
 * <p>Used by one thread at a time; the image must not change while it is.
 */
final class RenderedSource implements PictureSource {
  private final RenderedImage image;
  private final SampleMap map;
  private final int left;
  private final int top;
  private final int stepX;
  private final int stepY;
  private final int width;
  private final int height;

  /**
   * Every pixel of an image.
   *
   * @throws IllegalArgumentException if the image's kind is not supported
   */
  RenderedSource(RenderedImage image) {
    this(image, bounds(image), 1, 1, null);
  }

  /**
   * Some pixels of an image.
   *
   * @param area where the pixels are taken from, inside the image; the first is its upper left one
   * @param stepX distance of the columns taken, at least 1
   * @param stepY distance of the rows taken, at least 1
   * @param bands the channels taken, or null for all
   * @throws IllegalArgumentException if the image's kind is not supported
   */
  RenderedSource(RenderedImage image, Rectangle area, int stepX, int stepY, int[] bands) {
    this.image = image;
    this.map = SampleMap.of(image.getColorModel(), image.getSampleModel(), bands);
    this.left = area.x;
    this.top = area.y;
    this.stepX = stepX;
    this.stepY = stepY;
    this.width = ceilDiv(area.width, stepX);
    this.height = ceilDiv(area.height, stepY);
  }

  /**
   * The pixels that a writer's parameter chooses.
   *
   * @param param source region, subsampling and bands; or null for every pixel
   * @throws IIOException if the image's kind is not supported
   * @throws IllegalArgumentException if no pixel is chosen
   */
  static RenderedSource of(RenderedImage image, ImageWriteParam param) throws IIOException {
    Rectangle area = bounds(image);
    int stepX = 1;
    int stepY = 1;
    int[] bands = null;
    if (param != null) {
      if (param.getSourceRegion() != null) {
        area = area.intersection(param.getSourceRegion());
      }
      area.x += param.getSubsamplingXOffset();
      area.y += param.getSubsamplingYOffset();
      area.width -= param.getSubsamplingXOffset();
      area.height -= param.getSubsamplingYOffset();
      stepX = param.getSourceXSubsampling();
      stepY = param.getSourceYSubsampling();
      bands = param.getSourceBands();
    }
    if (area.isEmpty()) {
      throw new IllegalArgumentException("the source region holds no pixel of the image");
    }
    try {
      return new RenderedSource(image, area, stepX, stepY, bands);
    } catch (IllegalArgumentException e) {
      throw new IIOException(e.getMessage(), e);
    }
  }

  static Rectangle bounds(RenderedImage image) {
    return new Rectangle(image.getMinX(), image.getMinY(), image.getWidth(), image.getHeight());
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int channels() {
    return map.channels();
  }

  @Override
  public int bitDepth() {
    return map.bitDepth();
  }

  @Override
  public Picture read(Region region) {
    if (!region.isInside(width, height)) {
      throw new IllegalArgumentException(
          "region " + region + " is not inside " + width + "x" + height);
    }
    Picture picture = Picture.blank(region.width(), region.height(), channels(), bitDepth());
    Rectangle wanted =
        new Rectangle(
            left + region.x() * stepX,
            top + region.y() * stepY,
            (region.width() - 1) * stepX + 1,
            (region.height() - 1) * stepY + 1);
    int lastX = tileX(wanted.x + wanted.width - 1);
    int lastY = tileY(wanted.y + wanted.height - 1);
    for (int y = tileY(wanted.y); y <= lastY; y++) {
      for (int x = tileX(wanted.x); x <= lastX; x++) {
        copy(image.getTile(x, y), wanted, picture);
      }
    }
    return picture;
  }

  /** Whether there are so many columns and rows. */
  boolean hasSize(int columns, int rows) {
    return columns == width && rows == height;
  }

  /**
   * Which of the pixels were synthesised.
   *
   * @param whole what is known of all pixels of the image
   * @return empty if it is of another size
   */
  Optional<Provenance> provenance(Provenance whole) {
    if (whole.width() != image.getWidth() || whole.height() != image.getHeight()) {
      return Optional.empty();
    }
    Picture mask = Picture.blank(width, height, 1, 8);
    short[] samples = mask.plane(0);
    for (int i = 0; i < samples.length; i++) {
      int x = left - image.getMinX() + i % width * stepX;
      int y = top - image.getMinY() + i / width * stepY;
      samples[i] = (short) (whole.isSynthesised(x, y) ? 1 : 0);
    }
    return Optional.of(Provenance.ofMask(mask));
  }

  private void copy(Raster tile, Rectangle wanted, Picture picture) {
    Rectangle shared = tile.getBounds().intersection(wanted);
    if (shared.isEmpty()) {
      return;
    }
    int firstColumn = ceilDiv(shared.x - wanted.x, stepX);
    int columns = ceilDiv(shared.x + shared.width - wanted.x, stepX) - firstColumn;
    int firstRow = ceilDiv(shared.y - wanted.y, stepY);
    int endRow = ceilDiv(shared.y + shared.height - wanted.y, stepY);
    if (columns <= 0) {
      return;
    }
    int bands = tile.getNumBands();
    int from = wanted.x + firstColumn * stepX;
    int span = (columns - 1) * stepX + 1;
    int[] pixels = new int[span * bands];
    for (int row = firstRow; row < endRow; row++) {
      tile.getPixels(from, wanted.y + row * stepY, span, 1, pixels);
      int to = row * picture.width() + firstColumn;
      for (int c = 0; c < picture.channels(); c++) {
        map.map(c, pixels, bands * stepX, picture.plane(c), to, columns);
      }
    }
  }

  /**
   * The tile of a column. A part of a {@link java.awt.image.BufferedImage} has one tile but the
   * tile grid of the whole, so that the result must be kept to the tiles that exist.
   */
  private int tileX(int x) {
    int tile = Math.floorDiv(x - image.getTileGridXOffset(), image.getTileWidth());
    return clamp(tile, image.getMinTileX(), image.getNumXTiles());
  }

  private int tileY(int y) {
    int tile = Math.floorDiv(y - image.getTileGridYOffset(), image.getTileHeight());
    return clamp(tile, image.getMinTileY(), image.getNumYTiles());
  }

  private static int ceilDiv(int dividend, int divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private static int clamp(int tile, int first, int count) {
    return Math.max(first, Math.min(tile, first + count - 1));
  }
}
