package io.licorice.imageio;

import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;

/** An image in tiles with an origin of its own, that gives its pixels tile by tile only. */
@SuppressWarnings("JdkObsolete") // the interface asks for a vector
final class TiledImage implements RenderedImage {
  private final BufferedImage whole;
  private final int minX;
  private final int minY;
  private final int tileWidth;
  private final int tileHeight;

  /** The tiles asked for, as "column,row". */
  final List<String> asked = new ArrayList<>();

  TiledImage(BufferedImage whole, int minX, int minY, int tileWidth, int tileHeight) {
    this.whole = whole;
    this.minX = minX;
    this.minY = minY;
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
  }

  @Override
  public Vector<RenderedImage> getSources() {
    return new Vector<>();
  }

  @Override
  public Object getProperty(String name) {
    return Image.UndefinedProperty;
  }

  @Override
  public String[] getPropertyNames() {
    return new String[0];
  }

  @Override
  public ColorModel getColorModel() {
    return whole.getColorModel();
  }

  @Override
  public SampleModel getSampleModel() {
    return whole.getSampleModel().createCompatibleSampleModel(tileWidth, tileHeight);
  }

  @Override
  public int getWidth() {
    return whole.getWidth();
  }

  @Override
  public int getHeight() {
    return whole.getHeight();
  }

  @Override
  public int getMinX() {
    return minX;
  }

  @Override
  public int getMinY() {
    return minY;
  }

  @Override
  public int getNumXTiles() {
    return (getWidth() - 1) / tileWidth + 1;
  }

  @Override
  public int getNumYTiles() {
    return (getHeight() - 1) / tileHeight + 1;
  }

  @Override
  public int getMinTileX() {
    return 0;
  }

  @Override
  public int getMinTileY() {
    return 0;
  }

  @Override
  public int getTileWidth() {
    return tileWidth;
  }

  @Override
  public int getTileHeight() {
    return tileHeight;
  }

  @Override
  public int getTileGridXOffset() {
    return minX;
  }

  @Override
  public int getTileGridYOffset() {
    return minY;
  }

  @Override
  public Raster getTile(int tileX, int tileY) {
    asked.add(tileX + "," + tileY);
    Rectangle part =
        new Rectangle(tileX * tileWidth, tileY * tileHeight, tileWidth, tileHeight)
            .intersection(new Rectangle(getWidth(), getHeight()));
    return whole.getData(part).createTranslatedChild(minX + part.x, minY + part.y);
  }

  @Override
  public Raster getData() {
    throw new UnsupportedOperationException("the whole image does not fit in memory");
  }

  @Override
  public Raster getData(Rectangle part) {
    throw new UnsupportedOperationException("the whole image does not fit in memory");
  }

  @Override
  public WritableRaster copyData(WritableRaster target) {
    throw new UnsupportedOperationException("the whole image does not fit in memory");
  }
}
