package io.licorice.imageio;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Picture;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Reads pictures that can be decoded part by part: whole, a region, every n-th pixel, or a tile.
 * What the pictures are, and where they come from, is a subclass's business.
 *
 * <p>For use by one thread at a time. The stream stays the caller's to close.
 */
abstract class PictureReader extends ImageReader {
  /** Pixels decoded at once, unless a tile has more: a plane takes 2 bytes each. */
  static final long PART_PIXELS = 1L << 24;

  private final long partPixels;

  /**
   * Makes a reader.
   *
   * @param partPixels pixels to decode at once, as far as tiles allow
   */
  PictureReader(ImageReaderSpi provider, long partPixels) {
    super(provider);
    this.partPixels = partPixels;
  }

  /**
   * A picture of the input.
   *
   * @throws IllegalStateException if no input is set
   * @throws IndexOutOfBoundsException if there is no such picture
   * @throws IIOException if it is malformed or cannot be read
   */
  abstract ReadablePicture picture(int imageIndex) throws IOException;

  /**
   * A smaller picture that a parameter accepts in place of the picture.
   *
   * @param size the size that is asked for
   * @return the picture itself where there is none
   */
  ReadablePicture standIn(ReadablePicture picture, ImageReadParam param, Dimension size)
      throws IOException {
    return picture;
  }

  @Override
  public ImageReadParam getDefaultReadParam() {
    return new LicImageReadParam();
  }

  /** Takes over what a parameter says of the decoder; called before each reading. */
  void prepare(ImageReadParam param) {}

  /**
   * The picture at the size and in the orientation that a parameter asks for.
   *
   * @param raw whether samples keep their bits
   */
  private ReadablePicture picture(int imageIndex, ImageReadParam param, boolean raw)
      throws IOException {
    ReadablePicture picture = picture(imageIndex);
    boolean turned = param instanceof LicImageReadParam lic && lic.isOrientationApplied();
    int orientation = turned ? picture.orientation() : 1;
    Dimension size = renderSize(param, orientation);
    if (size != null && !raw && !isSize(picture, size)) {
      picture = standIn(picture, param, size);
    }
    return shaped(raw ? picture.raw() : picture, size, orientation);
  }

  /** The size that a parameter asks for, before the picture is turned, or null for its own. */
  private static Dimension renderSize(ImageReadParam param, int orientation) {
    Dimension size = param == null ? null : param.getSourceRenderSize();
    return size != null && OrientedPicture.transposes(orientation)
        ? new Dimension(size.height, size.width)
        : size;
  }

  private static boolean isSize(ReadablePicture picture, Dimension size) {
    return size.equals(new Dimension(picture.width(), picture.height()));
  }

  /** The picture at the size that a parameter asks for, turned as is said. */
  static ReadablePicture shaped(ReadablePicture picture, ImageReadParam param, int orientation) {
    return shaped(picture, renderSize(param, orientation), orientation);
  }

  private static ReadablePicture shaped(ReadablePicture picture, Dimension size, int orientation) {
    boolean own = size == null || isSize(picture, size);
    ReadablePicture scaled = own ? picture : new ScaledPicture(picture, size);
    return orientation == 1 ? scaled : new OrientedPicture(scaled, orientation);
  }

  @Override
  public int getWidth(int imageIndex) throws IOException {
    return picture(imageIndex).width();
  }

  @Override
  public int getHeight(int imageIndex) throws IOException {
    return picture(imageIndex).height();
  }

  @Override
  public boolean isRandomAccessEasy(int imageIndex) throws IOException {
    return isImageTiled(imageIndex);
  }

  @Override
  public boolean isImageTiled(int imageIndex) throws IOException {
    ReadablePicture header = picture(imageIndex);
    return Math.max(header.width(), header.height()) > header.tileSize();
  }

  @Override
  public int getTileWidth(int imageIndex) throws IOException {
    ReadablePicture header = picture(imageIndex);
    return Math.min(header.tileSize(), header.width());
  }

  @Override
  public int getTileHeight(int imageIndex) throws IOException {
    ReadablePicture header = picture(imageIndex);
    return Math.min(header.tileSize(), header.height());
  }

  @Override
  public BufferedImage readTile(int imageIndex, int tileX, int tileY) throws IOException {
    return read(imageIndex, tile(imageIndex, tileX, tileY));
  }

  @Override
  public Raster readTileRaster(int imageIndex, int tileX, int tileY) throws IOException {
    return readRaster(imageIndex, tile(imageIndex, tileX, tileY));
  }

  private ImageReadParam tile(int imageIndex, int tileX, int tileY) throws IOException {
    int width = getTileWidth(imageIndex);
    int height = getTileHeight(imageIndex);
    int across = (getWidth(imageIndex) - 1) / width + 1;
    int down = (getHeight(imageIndex) - 1) / height + 1;
    if (tileX < 0 || tileX >= across || tileY < 0 || tileY >= down) {
      throw new IllegalArgumentException(
          "tile (" + tileX + ", " + tileY + ") of " + across + "x" + down + " tiles");
    }
    ImageReadParam param = getDefaultReadParam();
    param.setSourceRegion(new Rectangle(tileX * width, tileY * height, width, height));
    return param;
  }

  @Override
  public ImageTypeSpecifier getRawImageType(int imageIndex) throws IOException {
    return picture(imageIndex).types().get(0);
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
    return picture(imageIndex).types().iterator();
  }

  @Override
  public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
    prepare(param);
    ReadablePicture header = picture(imageIndex, param, false);
    BufferedImage image = Destination.image(header, param);
    SampleModel samples = image.getSampleModel();
    checkReadParamBandSettings(param, header.channels(), samples.getNumBands());
    int[] targetBands = param == null ? null : param.getDestinationBands();
    Destination.checkSamples(image, targetBands, header);
    ReadPlan plan = plan(header, param, image);
    int[] bands = bands(header, param);
    WritableRaster raster = image.getRaster();
    WritableRaster target =
        targetBands == null
            ? raster
            : raster.createWritableChild(
                0, 0, image.getWidth(), image.getHeight(), 0, 0, targetBands);

    boolean plainBands = param == null || param.getSourceBands() == null && targetBands == null;
    Optional<ColourConversion> conversion =
        plainBands
            ? ColourConversion.between(header.space(), image.getColorModel().getColorSpace())
            : Optional.empty();
    Work work = new Work(header, plan, bands, target, conversion);

    read(imageIndex, work, part -> updated(image, plan, part, targetBands));
    return image;
  }

  private static int[] bands(ReadablePicture picture, ImageReadParam param) {
    return param == null || param.getSourceBands() == null
        ? IntStream.range(0, picture.channels()).toArray()
        : param.getSourceBands();
  }

  @Override
  public boolean canReadRaster() {
    return true;
  }

  /**
   * Reads samples as they are in the file: of as many bits as they were written with, in the order
   * gray or red, green, blue, then alpha, whatever the profile. Of a lossy file they are what the
   * decoder makes. As {@link ImageReader} has it, the parameter's destination is not used.
   */
  @Override
  public Raster readRaster(int imageIndex, ImageReadParam param) throws IOException {
    prepare(param);
    ReadablePicture picture = picture(imageIndex, param, true);
    int[] bands = bands(picture, param);
    for (int band : bands) {
      if (band < 0 || band >= picture.channels()) {
        throw new IllegalArgumentException(
            "source band " + band + " of a picture with " + picture.channels());
      }
    }
    Rectangle from = getSourceRegion(param, picture.width(), picture.height());
    int stepX = param == null ? 1 : param.getSourceXSubsampling();
    int stepY = param == null ? 1 : param.getSourceYSubsampling();
    Rectangle to = new Rectangle((from.width - 1) / stepX + 1, (from.height - 1) / stepY + 1);
    Destination.checkSize(to.width, to.height);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            picture.bitDepth() > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
            to.width,
            to.height,
            bands.length,
            null);
    ReadPlan plan = new ReadPlan(from, stepX, stepY, to);
    read(imageIndex, new Work(picture, plan, bands, raster, Optional.empty()), part -> {});
    return raster;
  }

  /** Does the work part by part, with all its events. */
  private void read(int imageIndex, Work work, Consumer<ReadPlan.Part> done) throws IOException {
    ReadPlan plan = work.plan;
    ReadablePicture header = work.picture;
    clearAbortRequest();
    processImageStarted(imageIndex);
    Progress progress = new Progress((double) plan.to().width * plan.to().height);
    progress.progress(0);
    List<ReadPlan.Part> parts =
        plan.parts(header.tileSize(), header.scaled() ? partPixels / 8 : partPixels);
    LicFormatException firstFault = null;
    int faults = 0;
    for (ReadPlan.Part part : parts) {
      try {
        if (!decode(work, part, progress)) {
          processReadAborted();
          return;
        }
      } catch (LicFormatException e) {
        // No tile of this part is intact. Those of other parts may be.
        firstFault = firstFault == null ? e : firstFault;
        faults++;
        if (faults == parts.size()) {
          throw Border.exception(firstFault);
        }
        progress.warning(e.getMessage());
        plan.fill(part, Destination.damaged(header, work.bands), work.target);
      }
      progress.progress(1);
      done.accept(part);
    }
    if (abortRequested()) {
      processReadAborted();
    } else {
      processImageComplete();
    }
  }

  /** What is read from where to where. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Work(
      ReadablePicture picture,
      ReadPlan plan,
      int[] bands,
      WritableRaster target,
      Optional<ColourConversion> conversion) {}

  /**
   * Decodes a part; false if the reading was aborted.
   *
   * @throws LicFormatException if no tile of the part is intact
   */
  private boolean decode(Work work, ReadPlan.Part part, Progress progress) throws IOException {
    if (abortRequested()) {
      return false;
    }
    progress.begin(part);
    try {
      DecodedPicture decoded = work.picture.decode(part.region(), progress);
      decoded.warnings().forEach(progress::warning);
      Picture samples = decoded.picture();
      if (work.conversion.isPresent()) {
        samples = work.conversion.get().apply(samples);
      }
      work.plan.copy(part, samples, work.bands, work.target);
    } catch (CancellationException e) {
      return false;
    } catch (LicFormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw Border.exception(e);
    }
    return true;
  }

  private void updated(BufferedImage image, ReadPlan plan, ReadPlan.Part part, int[] targetBands) {
    int[] bands =
        targetBands != null
            ? targetBands
            : IntStream.range(0, image.getSampleModel().getNumBands()).toArray();
    processImageUpdate(
        image,
        plan.to().x + part.column(),
        plan.to().y + part.row(),
        part.columns(),
        part.rows(),
        1,
        1,
        bands);
  }

  /** What is read of a picture, and where it goes in an image that may yet have to be made. */
  static ReadPlan plan(ReadablePicture header, ImageReadParam param, BufferedImage image) {
    Rectangle from = new Rectangle();
    Rectangle to = new Rectangle();
    computeRegions(param, header.width(), header.height(), image, from, to);
    return new ReadPlan(
        from,
        param == null ? 1 : param.getSourceXSubsampling(),
        param == null ? 1 : param.getSourceYSubsampling(),
        to);
  }

  /** Passes on what the codec tells while it decodes the parts. */
  private final class Progress implements CodecListener {
    private final double pixels;
    private final Set<String> warned = new HashSet<>();
    private double done;
    private long partPixels;
    private float told = -1;

    Progress(double pixels) {
      this.pixels = pixels;
    }

    void begin(ReadPlan.Part part) {
      done += partPixels;
      partPixels = part.pixels();
    }

    @Override
    public void progress(double fraction) {
      float percent = (float) (100 * Math.min(1, (done + fraction * partPixels) / pixels));
      if (percent > told) {
        told = percent;
        processImageProgress(percent);
      }
    }

    /** Every part would warn of the same box again. */
    @Override
    public void warning(String message) {
      if (warned.add(message)) {
        processWarningOccurred(message);
      }
    }

    @Override
    public boolean isCancelled() {
      return abortRequested();
    }
  }
}
