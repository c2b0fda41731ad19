package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
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
 * written of a picture that fails or is aborted.
 */
final class LicImageWriter extends ImageWriter {
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
    int[] bands = param == null ? null : param.getSourceBands();
    if (SampleMap.refusal(type.getColorModel(), type.getSampleModel(), bands).isPresent()) {
      return null;
    }
    SampleMap map = SampleMap.of(type.getColorModel(), type.getSampleModel(), bands);
    return new LicMetadata(map.channels(), 8);
  }

  @Override
  public IIOMetadata convertStreamMetadata(IIOMetadata data, ImageWriteParam param) {
    if (data == null) {
      throw new IllegalArgumentException("data == null");
    }
    return null;
  }

  @Override
  public IIOMetadata convertImageMetadata(
      IIOMetadata data, ImageTypeSpecifier type, ImageWriteParam param) {
    if (data == null || type == null) {
      throw new IllegalArgumentException("data == null or type == null");
    }
    return getDefaultImageMetadata(type, param);
  }

  @Override
  public void write(IIOMetadata streamMetadata, IIOImage image, ImageWriteParam param)
      throws IOException {
    if (getOutput() == null) {
      throw new IllegalStateException("no output is set");
    }
    if (image == null) {
      throw new IllegalArgumentException("image == null");
    }
    if (image.hasRaster()) {
      throw new UnsupportedOperationException("a raster has no colours, an image is needed");
    }
    RenderedSource source = source(image.getRenderedImage(), param);
    EncodeOptions options;
    try {
      options = LicImageWriteParam.options(param, source.width(), source.height());
    } catch (IllegalArgumentException e) {
      throw new IIOException(e.getMessage(), e);
    }
    Optional<Device> device =
        param instanceof LicImageWriteParam lic
            ? lic.getDevice().filter(d -> !d.equals(CodecSettings.DEFAULT.device()))
            : Optional.empty();

    clearAbortRequest();
    processImageStarted(0);
    Progress progress = new Progress();
    progress.progress(0);
    warnOfLosses(streamMetadata, image);
    Optional<byte[]> coded = encode(source, options, device, progress);
    if (coded.isEmpty() || abortRequested()) {
      processWriteAborted();
      return;
    }
    ((ImageOutputStream) getOutput()).write(coded.get());
    progress.progress(1);
    processImageComplete();
  }

  private static RenderedSource source(RenderedImage image, ImageWriteParam param)
      throws IIOException {
    Rectangle area = RenderedSource.bounds(image);
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

  /** The coded file; empty if the writing was aborted. */
  private Optional<byte[]> encode(
      RenderedSource source, EncodeOptions options, Optional<Device> device, Progress progress)
      throws IIOException {
    if (abortRequested()) {
      return Optional.empty();
    }
    try {
      if (device.isEmpty()) {
        return Optional.of(LicCodec.shared().encode(source, options, progress).bytes());
      }
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withDevice(device.get()))) {
        return Optional.of(codec.encode(source, options, progress).bytes());
      }
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw e instanceof IIOException already ? already : new IIOException(e.getMessage(), e);
    }
  }

  /** Warns of everything in the call that the file will not hold. */
  private void warnOfLosses(IIOMetadata streamMetadata, IIOImage image) {
    if (image.getNumThumbnails() > 0) {
      processWarningOccurred(0, "thumbnails are not stored yet");
    }
    boolean own = image.getMetadata() == null || image.getMetadata() instanceof LicMetadata;
    if (streamMetadata != null || !own) {
      processWarningOccurred(0, "metadata is not stored yet");
    }
    ColorModel colors = image.getRenderedImage().getColorModel();
    ColorSpace space = colors.getColorSpace();
    if (!(colors instanceof IndexColorModel)
        && space.getType() == ColorSpace.TYPE_RGB
        && !space.isCS_sRGB()) {
      processWarningOccurred(0, "the colour profile is not stored yet; samples are taken as sRGB");
    }
  }

  /** Passes on what the codec tells while it encodes. */
  private final class Progress implements CodecListener {
    private float told = -1;

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
      processWarningOccurred(0, message);
    }

    @Override
    public boolean isCancelled() {
      return abortRequested();
    }
  }
}
