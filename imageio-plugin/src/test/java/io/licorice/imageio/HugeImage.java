package io.licorice.imageio;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.TileGrid;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.File;
import java.io.IOException;
import java.util.Vector;
import javax.imageio.IIOImage;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;

/**
 * Writes an image that does not fit in memory, made as its tiles are asked for, and reads a part of
 * it. Prints how far the part is off on average, which share of the file's tiles was decoded for
 * it, which share of its bytes was read, and seconds.
 *
 * <p>Arguments: the file, the image's side, the edge of a tile of the file, the compression type,
 * bits of noise in a sample, up to 5, and the quality, 0 to 1, or the most bytes of the file.
 */
@SuppressWarnings("JdkObsolete") // the interface asks for a vector
final class HugeImage implements RenderedImage {
  private static final int TILE = 512;
  private static final int PART = 512;
  private static final BufferedImage KIND = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);

  private final int side;
  private final int noiseBits;

  private HugeImage(int side, int noiseBits) {
    this.side = side;
    this.noiseBits = noiseBits;
  }

  /** Prints one line. */
  public static void main(String[] arguments) throws IOException {
    File file = new File(arguments[0]);
    int side = Integer.parseInt(arguments[1]);
    int tile = Integer.parseInt(arguments[2]);
    long start = System.nanoTime();
    HugeImage image = new HugeImage(side, Integer.parseInt(arguments[4]));
    LicImageWriteParam param = TestImages.param(arguments[3]);
    param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
    param.setTiling(tile, tile, 0, 0);
    // Without noise it is a drawing, which a lossy writer would code without loss.
    param.setLearnedOnly(arguments[4].equals("0"));
    double rate = Double.parseDouble(arguments[5]);
    if (rate > 1) {
      param.setTargetBytes((long) rate);
    } else if (arguments[3].equals(LicImageWriteParam.LOSSY)) {
      param.setCompressionQuality((float) rate);
    }
    write(image, file, param);
    long written = System.nanoTime();
    Rectangle part = new Rectangle(side / 2 - 100, side / 3 + 50, PART, PART);
    TileCounter stream = new TileCounter(file);
    BufferedImage read = read(stream, part);
    long end = System.nanoTime();
    long error = 0;
    for (int y = 0; y < PART; y++) {
      for (int x = 0; x < PART; x++) {
        for (int b = 0; b < 3; b++) {
          error +=
              Math.abs(
                  read.getRaster().getSample(x, y, b) - image.sample(part.x + x, part.y + y, b));
        }
      }
    }
    System.out.printf(
        "error %.3f tiles %d of %d bytes %d of %d write %.1f read %.2f%n",
        error / (3.0 * PART * PART),
        stream.tiles(),
        new TileGrid(side, side, tile).count(),
        stream.bytes(),
        file.length(),
        (written - start) / 1e9,
        (end - written) / 1e9);
  }

  private static void write(RenderedImage image, File file, ImageWriteParam param)
      throws IOException {
    LicImageWriter writer = new LicImageWriter(new LicImageWriterSpi());
    try (FileImageOutputStream out = new FileImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    }
  }

  private static BufferedImage read(TileCounter stream, Rectangle part) throws IOException {
    LicImageReader reader = new LicImageReader(new LicImageReaderSpi());
    try (stream) {
      reader.setInput(stream);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceRegion(part);
      return reader.read(0, param);
    }
  }

  /** Counts what is read behind the header and the index, where there are tiles only. */
  private static final class TileCounter extends FileImageInputStream {
    private int prefixes;
    private long bytes;

    TileCounter(File file) throws IOException {
      super(file);
    }

    @Override
    public void readFully(byte[] target) throws IOException {
      super.readFully(target);
      prefixes += target.length == Codestream.TILE_PREFIX ? 1 : 0;
      bytes += target.length;
    }

    /** Each tile is read in two pieces, of which the first has this length. */
    int tiles() {
      return prefixes;
    }

    long bytes() {
      return bytes;
    }
  }

  private int sample(int x, int y, int band) {
    int disc = (x & 2047) * (x & 2047) + (y & 2047) * (y & 2047) < 1_000_000 ? 60 : 0;
    int noise = noiseBits == 0 ? 0 : hash(x, y) >>> 8 * band & (1 << noiseBits) - 1;
    return (x >> 5 & 63) + (y >> 6 & 63) + disc + 8 * band + noise;
  }

  /** Bits in which no predictor finds anything. */
  private static int hash(int x, int y) {
    int h = x * 0x9E3779B1 + y * 0x85EBCA77;
    h = (h ^ h >>> 15) * 0x2C1B3C6D;
    h = (h ^ h >>> 12) * 0x297A2D39;
    return h ^ h >>> 15;
  }

  @Override
  public Raster getTile(int tileX, int tileY) {
    int width = Math.min(TILE, side - tileX * TILE);
    int height = Math.min(TILE, side - tileY * TILE);
    WritableRaster raster = KIND.getRaster().createCompatibleWritableRaster(0, 0, width, height);
    byte[] bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int b = 2; b >= 0; b--) {
          bytes[at++] = (byte) sample(tileX * TILE + x, tileY * TILE + y, b);
        }
      }
    }
    return raster.createTranslatedChild(tileX * TILE, tileY * TILE);
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
    return KIND.getColorModel();
  }

  @Override
  public SampleModel getSampleModel() {
    return KIND.getSampleModel().createCompatibleSampleModel(TILE, TILE);
  }

  @Override
  public int getWidth() {
    return side;
  }

  @Override
  public int getHeight() {
    return side;
  }

  @Override
  public int getMinX() {
    return 0;
  }

  @Override
  public int getMinY() {
    return 0;
  }

  @Override
  public int getNumXTiles() {
    return (side - 1) / TILE + 1;
  }

  @Override
  public int getNumYTiles() {
    return (side - 1) / TILE + 1;
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
    return TILE;
  }

  @Override
  public int getTileHeight() {
    return TILE;
  }

  @Override
  public int getTileGridXOffset() {
    return 0;
  }

  @Override
  public int getTileGridYOffset() {
    return 0;
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
