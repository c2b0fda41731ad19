package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicFile;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PictureSource;
import io.licorice.codec.SpooledPicture;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes {@code .lic} pictures.
 *
 * <p>For use by one thread at a time; writers in several threads share the codec. The stream stays
 * the caller's to close, and gets its first byte when the whole picture is coded: nothing is
 * written of a picture that fails or is aborted. Until then coded tiles wait in a temporary file of
 * {@link javax.imageio.ImageIO#getCacheDirectory}, or in memory if there are few or {@link
 * javax.imageio.ImageIO#setUseCache} forbids the file.
 */
final class LicImageWriter extends ImageWriter {
  private static final int MAX_THUMBNAILS = 16;
  private static final String NO_STREAM_METADATA = "stream metadata has no place in a .lic file";

  /** The sequence that is being written, or null. */
  private LicFileWriter sequence;

  /** Pictures written to it so far. */
  private int written;

  LicImageWriter(ImageWriterSpi provider) {
    super(provider);
  }

  @Override
  public ImageWriteParam getDefaultWriteParam() {
    return new LicImageWriteParam(getLocale());
  }

  @Override
  public IIOMetadata getDefaultStreamMetadata(ImageWriteParam param) {
    return null;
  }

  @Override
  public IIOMetadata getDefaultImageMetadata(ImageTypeSpecifier type, ImageWriteParam param) {
    return imageMetadata(null, type, param);
  }

  /** The metadata for an image of a type, or null if such images cannot be written. */
  private static IIOMetadata imageMetadata(
      IIOMetadata data, ImageTypeSpecifier type, ImageWriteParam param) {
    int[] bands = param == null ? null : param.getSourceBands();
    if (SampleMap.refusal(type.getColorModel(), type.getSampleModel(), bands).isPresent()) {
      return null;
    }
    SampleMap map = SampleMap.of(type.getColorModel(), type.getSampleModel(), bands);
    return new LicMetadata(
        map.channels(),
        map.bitDepth(),
        LicImageWriteParam.mode(param),
        PictureToWrite.metadata(data, type.getColorModel(), null));
  }

  @Override
  public IIOMetadata convertStreamMetadata(IIOMetadata data, ImageWriteParam param) {
    if (data == null) {
      throw new IllegalArgumentException("data == null");
    }
    return null;
  }

  /**
   * Takes over what the file can hold: from any plug-in's standard tree the orientation and the
   * size of a pixel, and from metadata of JPEG, PNG and TIFF pictures ICC profile, Exif and XMP.
   */
  @Override
  public IIOMetadata convertImageMetadata(
      IIOMetadata data, ImageTypeSpecifier type, ImageWriteParam param) {
    if (data == null || type == null) {
      throw new IllegalArgumentException("data == null or type == null");
    }
    return imageMetadata(data, type, param);
  }

  @Override
  public int getNumThumbnailsSupported(
      ImageTypeSpecifier type, ImageWriteParam param, IIOMetadata stream, IIOMetadata image) {
    return MAX_THUMBNAILS;
  }

  @Override
  public Dimension[] getPreferredThumbnailSizes(
      ImageTypeSpecifier type, ImageWriteParam param, IIOMetadata stream, IIOMetadata image) {
    return new Dimension[] {
      new Dimension(1, 1), new Dimension(LicFile.MAX_THUMBNAIL_SIDE, LicFile.MAX_THUMBNAIL_SIDE)
    };
  }

  @Override
  public boolean canWriteSequence() {
    return true;
  }

  @Override
  public void prepareWriteSequence(IIOMetadata streamMetadata) {
    checkOutput();
    if (streamMetadata != null) {
      processWarningOccurred(0, NO_STREAM_METADATA);
    }
    sequence = new LicFileWriter(new StreamSink((ImageOutputStream) getOutput()));
    written = 0;
  }

  @Override
  public void writeToSequence(IIOImage image, ImageWriteParam param) throws IOException {
    checkOutput();
    if (sequence == null) {
      throw new IllegalStateException("prepareWriteSequence has not been called");
    }
    write(image, param, written, sequence);
  }

  @Override
  public void endWriteSequence() {
    checkOutput();
    if (sequence == null) {
      throw new IllegalStateException("prepareWriteSequence has not been called");
    }
    sequence = null;
  }

  @Override
  public void setOutput(Object output) {
    super.setOutput(output);
    sequence = null;
  }

  @Override
  public void write(IIOMetadata streamMetadata, IIOImage image, ImageWriteParam param)
      throws IOException {
    checkOutput();
    checkImage(image);
    if (streamMetadata != null) {
      processWarningOccurred(0, NO_STREAM_METADATA);
    }
    sequence = null;
    write(image, param, 0, null);
  }

  private void checkOutput() {
    if (getOutput() == null) {
      throw new IllegalStateException("no output is set");
    }
  }

  /**
   * Writes a picture.
   *
   * @param file the sequence it belongs to, or null
   */
  private void write(IIOImage image, ImageWriteParam param, int number, LicFileWriter file)
      throws IOException {
    checkImage(image);
    RenderedSource source = RenderedSource.of(image.getRenderedImage(), param);
    EncodeOptions options = options(param, source);
    ColorModel colors = image.getRenderedImage().getColorModel();
    PictureMetadata blocks = PictureToWrite.metadata(image.getMetadata(), colors, param);

    clearAbortRequest();
    processImageStarted(number);
    Progress progress = new Progress(number);
    progress.progress(0);
    PictureMetadata metadata = PictureToWrite.fitted(blocks, source, param, progress::warning);
    try (Encoder encoder = new Encoder(param)) {
      List<byte[]> thumbnails = thumbnails(image, source, param, encoder, number);
      boolean boxed =
          file != null
              || param instanceof LicImageWriteParam lic && lic.isBoxed()
              || !metadata.isEmpty()
              || !thumbnails.isEmpty();
      try (SpooledPicture coded =
          (boxed
                  ? encoder.encode(source, options, metadata, thumbnails, progress)
                  : encoder.encode(source, options, progress))
              .orElse(null)) {
        if (coded == null || abortRequested()) {
          processWriteAborted();
          return;
        }
        put(coded, metadata, thumbnails, boxed, file);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Border.exception(e);
    }
    written = number + 1;
    progress.progress(1);
    processImageComplete();
  }

  static void checkImage(IIOImage image) {
    if (image == null) {
      throw new IllegalArgumentException("image == null");
    }
    if (image.hasRaster()) {
      throw new UnsupportedOperationException("a raster has no colours, an image is needed");
    }
  }

  private static EncodeOptions options(ImageWriteParam param, RenderedSource source)
      throws IIOException {
    try {
      return LicImageWriteParam.options(param, source.width(), source.height());
    } catch (IllegalArgumentException e) {
      throw new IIOException(e.getMessage(), e);
    }
  }

  private void put(
      SpooledPicture coded,
      PictureMetadata metadata,
      List<byte[]> thumbnails,
      boolean boxed,
      LicFileWriter file)
      throws IOException {
    ImageOutputStream stream = (ImageOutputStream) getOutput();
    if (file != null) {
      file.write(coded, metadata, thumbnails);
    } else if (boxed) {
      new LicFileWriter(new StreamSink(stream)).write(coded, metadata, thumbnails);
    } else {
      coded.writeTo(new StreamSink(stream));
    }
  }

  /** Codes the image's thumbnails, or the one that the parameter asks for. */
  private List<byte[]> thumbnails(
      IIOImage image, RenderedSource source, ImageWriteParam param, Encoder encoder, int number)
      throws IOException {
    List<PictureSource> pictures = new ArrayList<>();
    for (int i = 0; i < image.getNumThumbnails(); i++) {
      Optional<PictureSource> small = thumbnail(image.getThumbnail(i), i, number);
      small.ifPresent(pictures::add);
    }
    int side = param instanceof LicImageWriteParam lic ? lic.getThumbnailSide() : 0;
    if (pictures.isEmpty() && side > 0 && Math.max(source.width(), source.height()) > side) {
      pictures.add(Scaling.toSide(source, side));
    }
    EncodeOptions options = LicImageWriteParam.thumbnailOptions(param);
    if (!pictures.isEmpty() && encoder.makesUp(options)) {
      // The file would not tell of a thumbnail that it was synthesised.
      options = options.toBuilder().model(EncodeOptions.DEFAULT_MODEL).build();
    }
    List<byte[]> coded = new ArrayList<>();
    for (PictureSource picture : pictures) {
      processThumbnailStarted(number, coded.size());
      processThumbnailProgress(0);
      try (SpooledPicture small =
          encoder.encode(picture, options, new Progress(number).silently()).orElse(null)) {
        if (small == null) {
          return List.of(); // aborted, which the caller sees
        }
        byte[] bytes = new byte[(int) small.length()];
        small.read(0, bytes);
        coded.add(bytes);
      }
      processThumbnailProgress(100);
      processThumbnailComplete();
    }
    return coded;
  }

  /** A thumbnail as it will be coded; empty with a warning if the file cannot hold it. */
  private Optional<PictureSource> thumbnail(BufferedImage image, int index, int number) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    Optional<String> refusal =
        SampleMap.refusal(image.getColorModel(), image.getSampleModel(), null);
    if (index >= MAX_THUMBNAILS) {
      refusal = Optional.of("a picture has at most " + MAX_THUMBNAILS);
    } else if (longest > LicFile.MAX_THUMBNAIL_SIDE) {
      refusal = Optional.of("its sides are over " + LicFile.MAX_THUMBNAIL_SIDE + " pixels");
    }
    if (refusal.isPresent()) {
      processWarningOccurred(number, "thumbnail " + index + " is left out: " + refusal.get());
      return Optional.empty();
    }
    return Optional.of(new RenderedSource(image));
  }

  /** Passes on what the codec tells while it encodes. */
  private final class Progress implements CodecListener {
    private final int number;
    private float told = -1;

    Progress(int number) {
      this.number = number;
    }

    /** Tells of no progress, which is that of a thumbnail. */
    Progress silently() {
      told = 100;
      return this;
    }

    @Override
    public void progress(double fraction) {
      float percent = (float) (100 * Math.min(1, fraction));
      if (percent > told) {
        told = percent;
        processImageProgress(percent);
      }
    }

    @Override
    public void warning(String message) {
      processWarningOccurred(number, message);
    }

    @Override
    public boolean isCancelled() {
      return abortRequested();
    }
  }
}
