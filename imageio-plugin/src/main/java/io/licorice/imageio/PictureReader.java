package io.licorice.imageio;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Picture;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
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

  /** The picture at the size that a parameter asks for. */
  private ReadablePicture picture(int imageIndex, ImageReadParam param) throws IOException {
    ReadablePicture picture = picture(imageIndex);
    Dimension size = param == null ? null : param.getSourceRenderSize();
    if (size == null || size.equals(new Dimension(picture.width(), picture.height()))) {
      return picture;
    }
    return new ScaledPicture(standIn(picture, param, size), size);
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
    return picture(imageIndex).types().get(0);
  }

  @Override
  public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
    return picture(imageIndex).types().iterator();
  }

  @Override
  public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
    ReadablePicture header = picture(imageIndex, param);
    BufferedImage image = destination(header, param);
    SampleModel samples = image.getSampleModel();
    checkReadParamBandSettings(param, header.channels(), samples.getNumBands());
    int[] targetBands = param == null ? null : param.getDestinationBands();
    checkSamples(image, targetBands, header);
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

    boolean plainBands = param == null || param.getSourceBands() == null && targetBands == null;
    Optional<ColourConversion> conversion =
        plainBands
            ? ColourConversion.between(header.space(), image.getColorModel().getColorSpace())
            : Optional.empty();
    Work work = new Work(header, plan, bands, target, conversion);

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
          return image;
        }
      } catch (LicFormatException e) {
        // No tile of this part is intact. Those of other parts may be.
        firstFault = firstFault == null ? e : firstFault;
        faults++;
        if (faults == parts.size()) {
          throw Border.exception(firstFault);
        }
        progress.warning(e.getMessage());
        plan.fill(part, damaged(header, bands), target);
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

  private static ReadPlan plan(ReadablePicture header, ImageReadParam param, BufferedImage image) {
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
  private static BufferedImage destination(ReadablePicture picture, ImageReadParam param)
      throws IOException {
    if (param != null && param.getDestination() != null) {
      return param.getDestination();
    }
    List<ImageTypeSpecifier> types = picture.types();
    ImageTypeSpecifier type = types.get(0);
    if (param != null && param.getDestinationType() != null) {
      type = param.getDestinationType();
      if (!types.contains(type)) {
        throw new IIOException("the destination type is none of those that getImageTypes lists");
      }
    }
    Rectangle to = plan(picture, param, null).to();
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

  /** Refuses a destination whose samples are no plain ones of the picture's colours and bits. */
  private static void checkSamples(BufferedImage image, int[] targetBands, ReadablePicture picture)
      throws IIOException {
    SampleModel samples = image.getSampleModel();
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel) {
      throw new IIOException("the destination has an IndexColorModel, RGB or gray expected");
    }
    if (colors.hasAlpha() && colors.isAlphaPremultiplied()) {
      throw new IIOException(
          "the destination's colours are multiplied by alpha, plain ones expected");
    }
    int bits = picture.bitDepth() > 8 ? 16 : 8;
    int[] bands =
        targetBands != null ? targetBands : IntStream.range(0, samples.getNumBands()).toArray();
    for (int band : bands) {
      if (samples.getSampleSize(band) != bits) {
        throw new IIOException(
            "the destination has samples of "
                + samples.getSampleSize(band)
                + " bits, "
                + bits
                + " expected");
      }
    }
  }

  /** What stands for the samples of a damaged tile: middle gray, and alpha that hides nothing. */
  private static int[] damaged(ReadablePicture picture, int[] bands) {
    int largest = (1 << picture.bitDepth()) - 1;
    boolean alpha = ImageTypes.hasAlpha(picture.channels());
    return Arrays.stream(bands)
        .map(band -> alpha && band == picture.channels() - 1 ? largest : largest / 2 + 1)
        .toArray();
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
