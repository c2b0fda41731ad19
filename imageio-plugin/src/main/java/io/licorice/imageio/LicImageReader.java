package io.licorice.imageio;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PictureInfo;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads {@code .lic} pictures: whole, a region, every n-th pixel, or a tile.
 *
 * <p>For use by one thread at a time; readers in several threads share the codec. The stream stays
 * the caller's to close. Questions that the header answers start no network.
 */
final class LicImageReader extends ImageReader {
  /** Pixels decoded at once, unless a tile has more: their planes take 6 bytes each. */
  private static final long PART_PIXELS = 1L << 24;

  private final long partPixels;
  private StreamSource source;
  private PictureInfo info;

  LicImageReader(ImageReaderSpi provider) {
    this(provider, PART_PIXELS);
  }

  /** A reader that decodes fewer pixels at once, for tests. */
  LicImageReader(ImageReaderSpi provider, long partPixels) {
    super(provider);
    this.partPixels = partPixels;
  }

  @Override
  public void setInput(Object input, boolean seekForwardOnly, boolean ignoreMetadata) {
    super.setInput(input, seekForwardOnly, ignoreMetadata);
    forget();
  }

  @Override
  public void dispose() {
    super.dispose();
    forget();
  }

  private void forget() {
    source = null;
    info = null;
  }

  @Override
  public int getNumImages(boolean allowSearch) {
    checkInput();
    if (seekForwardOnly && allowSearch) {
      throw new IllegalStateException("cannot search a stream that only goes forward");
    }
    return 1;
  }

  @Override
  public int getWidth(int imageIndex) throws IOException {
    return info(imageIndex).width();
  }

  @Override
  public int getHeight(int imageIndex) throws IOException {
    return info(imageIndex).height();
  }

  @Override
  public boolean isRandomAccessEasy(int imageIndex) throws IOException {
    return isImageTiled(imageIndex);
  }

  @Override
  public boolean isImageTiled(int imageIndex) throws IOException {
    return info(imageIndex).tileCount() > 1;
  }

  @Override
  public int getTileWidth(int imageIndex) throws IOException {
    PictureInfo header = info(imageIndex);
    return Math.min(header.tileSize(), header.width());
  }

  @Override
  public int getTileHeight(int imageIndex) throws IOException {
    PictureInfo header = info(imageIndex);
    return Math.min(header.tileSize(), header.height());
  }

  @Override
  public BufferedImage readTile(int imageIndex, int tileX, int tileY) throws IOException {
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
    return read(imageIndex, param);
  }

  @Override
  public ImageTypeSpecifier getRawImageType(int imageIndex) throws IOException {
    return types(info(imageIndex)).get(0);
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
    return types(info(imageIndex)).iterator();
  }

  @Override
  public IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public IIOMetadata getImageMetadata(int imageIndex) throws IOException {
    PictureInfo header = info(imageIndex);
    return new LicMetadata(header.channels(), header.bitDepth());
  }

  @Override
  public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
    PictureInfo header = info(imageIndex);
    BufferedImage image = destination(header, param);
    SampleModel samples = image.getSampleModel();
    checkReadParamBandSettings(param, header.channels(), samples.getNumBands());
    int[] targetBands = param == null ? null : param.getDestinationBands();
    checkSamples(image, targetBands);
    ReadPlan plan = plan(header, param, image);

    int[] bands = param == null ? null : param.getSourceBands();
    if (bands == null) {
      bands = IntStream.range(0, header.channels()).toArray();
    }
    WritableRaster raster = image.getRaster();
    WritableRaster target =
        targetBands == null
            ? raster
            : raster.createWritableChild(
                0, 0, image.getWidth(), image.getHeight(), 0, 0, targetBands);

    clearAbortRequest();
    processImageStarted(imageIndex);
    Progress progress = new Progress((double) plan.to().width * plan.to().height);
    progress.progress(0);
    List<ReadPlan.Part> parts = plan.parts(header.tileSize(), partPixels);
    LicFormatException firstFault = null;
    int faults = 0;
    for (ReadPlan.Part part : parts) {
      try {
        if (!decode(plan, part, bands, target, progress)) {
          processReadAborted();
          return image;
        }
      } catch (LicFormatException e) {
        // No tile of this part is intact. Those of other parts may be.
        firstFault = firstFault == null ? e : firstFault;
        faults++;
        if (faults == parts.size()) {
          throw border(firstFault);
        }
        progress.warning(e.getMessage());
        plan.fill(part, bands.length, target);
      }
      progress.progress(1);
      updated(image, plan, part, targetBands);
    }
    if (abortRequested()) {
      processReadAborted();
    } else {
      processImageComplete();
    }
    return image;
  }

  /**
   * Decodes a part; false if the reading was aborted.
   *
   * @throws LicFormatException if no tile of the part is intact
   */
  private boolean decode(
      ReadPlan plan, ReadPlan.Part part, int[] bands, WritableRaster target, Progress progress)
      throws IOException {
    if (abortRequested()) {
      return false;
    }
    progress.begin(part);
    try {
      DecodedPicture decoded =
          LicCodec.shared()
              .decode(source, DecodeOptions.DEFAULT.withRegion(part.region()), progress);
      decoded.warnings().forEach(progress::warning);
      plan.copy(part, decoded.picture(), bands, target);
    } catch (CancellationException e) {
      return false;
    } catch (LicFormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw border(e);
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

  private static ReadPlan plan(PictureInfo header, ImageReadParam param, BufferedImage image) {
    Rectangle from = new Rectangle();
    Rectangle to = new Rectangle();
    computeRegions(param, header.width(), header.height(), image, from, to);
    return new ReadPlan(
        from,
        param == null ? 1 : param.getSourceXSubsampling(),
        param == null ? 1 : param.getSourceYSubsampling(),
        to);
  }

  /**
   * The image to fill. {@link ImageReader#getDestination} would do, but refuses pictures of more
   * than 2^31 pixels even where only a small region of them is asked for.
   */
  private static BufferedImage destination(PictureInfo header, ImageReadParam param)
      throws IIOException {
    if (param != null && param.getDestination() != null) {
      return param.getDestination();
    }
    List<ImageTypeSpecifier> types = types(header);
    ImageTypeSpecifier type = types.get(0);
    if (param != null && param.getDestinationType() != null) {
      type = param.getDestinationType();
      if (!types.contains(type)) {
        throw new IIOException("the destination type is none of those that getImageTypes lists");
      }
    }
    Rectangle to = plan(header, param, null).to();
    long width = (long) to.x + to.width;
    long height = (long) to.y + to.height;
    long most = DecodeOptions.DEFAULT.maxPixels();
    if (width * height > most) {
      throw new IIOException(
          width
              + "x"
              + height
              + " pixels are more than the "
              + most
              + " that are read at once;"
              + " read a region, or subsample");
    }
    return type.createBufferedImage((int) width, (int) height);
  }

  /** Refuses a destination whose samples are no plain 8-bit ones of the picture's colours. */
  private void checkSamples(BufferedImage image, int[] targetBands) throws IIOException {
    SampleModel samples = image.getSampleModel();
    if (image.getColorModel() instanceof IndexColorModel) {
      throw new IIOException("the destination has an IndexColorModel, 8-bit RGB or gray expected");
    }
    int[] bands =
        targetBands != null ? targetBands : IntStream.range(0, samples.getNumBands()).toArray();
    for (int band : bands) {
      if (samples.getSampleSize(band) != 8) {
        throw new IIOException(
            "the destination has samples of " + samples.getSampleSize(band) + " bits, 8 expected");
      }
    }
  }

  /** The types of image that a picture can be read into; the first is what lies in the file. */
  private static List<ImageTypeSpecifier> types(PictureInfo header) {
    IntStream types =
        header.channels() == 1
            ? IntStream.of(BufferedImage.TYPE_BYTE_GRAY)
            : IntStream.of(
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR);
    return types.mapToObj(ImageTypeSpecifier::createFromBufferedImageType).toList();
  }

  private void checkInput() {
    if (getInput() == null) {
      throw new IllegalStateException("no input is set");
    }
  }

  private PictureInfo info(int imageIndex) throws IOException {
    checkInput();
    if (imageIndex != 0) {
      throw new IndexOutOfBoundsException("image " + imageIndex + " of a file with one");
    }
    if (info == null) {
      StreamSource opened = new StreamSource((ImageInputStream) getInput());
      PictureInfo header;
      try {
        header = LicCodec.info(opened);
      } catch (IOException e) {
        throw border(e);
      }
      if (header.bitDepth() != 8) {
        throw new IIOException(
            header.bitDepth() + "-bit pictures cannot be read yet, only 8-bit ones");
      }
      source = opened;
      info = header;
    }
    return info;
  }

  /** What the codec threw as what {@code javax.imageio} throws. */
  private static IIOException border(Exception e) {
    return e instanceof IIOException already ? already : new IIOException(e.getMessage(), e);
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
