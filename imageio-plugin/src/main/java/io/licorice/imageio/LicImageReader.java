package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Region;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageReadParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads {@code .lic} pictures with their metadata and thumbnails.
 *
 * <p>For use by one thread at a time; readers in several threads share the codec. The stream stays
 * the caller's to close. Questions that the header answers start no network.
 */
final class LicImageReader extends PictureReader {
  private final ParamCodec codec = new ParamCodec();
  private OpenFile file;

  LicImageReader(ImageReaderSpi provider) {
    this(provider, PART_PIXELS);
  }

  /** A reader that decodes fewer pixels at once, for tests. */
  LicImageReader(ImageReaderSpi provider, long partPixels) {
    super(provider, partPixels);
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
    try {
      codec.close();
    } catch (IOException e) {
      processWarningOccurred("the codec was not closed: " + e.getMessage());
    }
  }

  @Override
  void prepare(ImageReadParam param) {
    if (param instanceof LicImageReadParam lic) {
      codec.use(lic.getDevice(), lic.getThreads());
    } else {
      codec.use(Optional.empty(), 0);
    }
  }

  private void forget() {
    file = null;
  }

  @Override
  public int getNumImages(boolean allowSearch) throws IOException {
    checkInput();
    if (seekForwardOnly && allowSearch) {
      throw new IllegalStateException("cannot search a stream that only goes forward");
    }
    if (allowSearch) {
      return file().count();
    }
    return picture(minIndex).info().boxed() ? -1 : 1;
  }

  @Override
  ReadablePicture standIn(ReadablePicture picture, ImageReadParam param, Dimension size)
      throws IOException {
    boolean accepted = param instanceof LicImageReadParam lic && lic.isThumbnailAccepted();
    return accepted && picture instanceof OpenPicture open ? open.atLeast(size) : picture;
  }

  @Override
  public IIOMetadata getStreamMetadata() {
    return null;
  }

  @Override
  public IIOMetadata getImageMetadata(int imageIndex) throws IOException {
    OpenPicture picture = picture(imageIndex);
    return ignoreMetadata
        ? new LicMetadata(picture.info(), Optional.empty(), PictureMetadata.NONE)
        : new LicMetadata(picture.info(), picture.generator(), picture.metadata());
  }

  /** Provenance in the metadata is that of the image; the rest is the file's. */
  @Override
  public IIOImage readAll(int imageIndex, ImageReadParam param) throws IOException {
    IIOImage image = super.readAll(imageIndex, param);
    fitMetadata(image, param);
    return image;
  }

  /** As for a single image. */
  @Override
  public Iterator<IIOImage> readAll(Iterator<? extends ImageReadParam> params) throws IOException {
    List<ImageReadParam> used = new ArrayList<>();
    Iterator<ImageReadParam> noted =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return params != null && params.hasNext();
          }

          @Override
          public ImageReadParam next() {
            used.add(params.next());
            return used.get(used.size() - 1);
          }
        };
    List<IIOImage> images = new ArrayList<>();
    super.readAll(noted).forEachRemaining(images::add);
    for (int i = 0; i < Math.min(images.size(), used.size()); i++) {
      fitMetadata(images.get(i), used.get(i));
    }
    return images.iterator();
  }

  private void fitMetadata(IIOImage image, ImageReadParam param) throws IOException {
    LicMetadata metadata = (LicMetadata) image.getMetadata();
    metadata.fit(
        MetadataAsRead.of(
            metadata.blocks(),
            param,
            (BufferedImage) image.getRenderedImage(),
            this::processWarningOccurred));
  }

  @Override
  public boolean readerSupportsThumbnails() {
    return true;
  }

  @Override
  public int getNumThumbnails(int imageIndex) throws IOException {
    return picture(imageIndex).thumbnails();
  }

  @Override
  public int getThumbnailWidth(int imageIndex, int thumbnailIndex) throws IOException {
    return thumbnailInfo(imageIndex, thumbnailIndex).width();
  }

  @Override
  public int getThumbnailHeight(int imageIndex, int thumbnailIndex) throws IOException {
    return thumbnailInfo(imageIndex, thumbnailIndex).height();
  }

  private PictureInfo thumbnailInfo(int imageIndex, int thumbnailIndex) throws IOException {
    OpenPicture picture = picture(imageIndex);
    try {
      return LicCodec.info(picture.thumbnail(thumbnailIndex));
    } catch (IOException e) {
      throw Border.exception(e);
    }
  }

  @Override
  public BufferedImage readThumbnail(int imageIndex, int thumbnailIndex) throws IOException {
    OpenPicture picture = picture(imageIndex);
    PictureInfo header = thumbnailInfo(imageIndex, thumbnailIndex);
    clearAbortRequest();
    processThumbnailStarted(imageIndex, thumbnailIndex);
    processThumbnailProgress(0);
    Picture decoded;
    try {
      decoded =
          LicCodec.shared()
              .decode(
                  picture.thumbnail(thumbnailIndex), DecodeOptions.DEFAULT, CodecListener.SILENT)
              .picture();
    } catch (IOException e) {
      throw Border.exception(e);
    }
    Optional<ColorSpace> space =
        ImageTypes.colours(header.channels()) == ImageTypes.colours(picture.info().channels())
            ? picture.space()
            : Optional.empty();
    decoded = PictureImages.atLeast8Bits(decoded);
    BufferedImage image =
        ImageTypes.of(header.channels(), decoded.bitDepth(), space)
            .get(0)
            .createBufferedImage(header.width(), header.height());
    Rectangle all = new Rectangle(header.width(), header.height());
    ReadPlan plan = new ReadPlan(all, 1, 1, all);
    int[] bands = IntStream.range(0, header.channels()).toArray();
    Region region = Region.whole(header.width(), header.height());
    ReadPlan.Part whole = new ReadPlan.Part(region, 0, 0, header.width(), header.height());
    plan.copy(whole, decoded, bands, image.getRaster());
    processThumbnailProgress(100);
    processThumbnailComplete();
    return image;
  }

  private void checkInput() {
    if (getInput() == null) {
      throw new IllegalStateException("no input is set");
    }
  }

  private OpenFile file() throws IOException {
    checkInput();
    if (file == null) {
      file = new OpenFile((ImageInputStream) getInput(), codec, this::processWarningOccurred);
    }
    return file;
  }

  @Override
  OpenPicture picture(int imageIndex) throws IOException {
    checkInput();
    if (imageIndex < minIndex) {
      throw new IndexOutOfBoundsException("image " + imageIndex + " has been passed");
    }
    OpenPicture picture = file().picture(imageIndex);
    if (seekForwardOnly) {
      minIndex = imageIndex;
    }
    return picture;
  }
}
