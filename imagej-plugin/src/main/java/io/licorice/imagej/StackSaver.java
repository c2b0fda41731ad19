package io.licorice.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import io.licorice.codec.CodingMode;
import io.licorice.codec.Device;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.EncodedFile;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.NewFile;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.PixelSize;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Saves an image or a stack plane by plane as the pictures of a {@code .lic} file. Changes nothing
 * in the image.
 */
final class StackSaver {
  private final ImagePlus image;
  private final PlaneOptions options;
  private final Scratch scratch;
  private final Work work;
  private EncodedFile first;

  private StackSaver(ImagePlus image, PlaneOptions options, Scratch scratch, Work work) {
    this.image = image;
    this.options = options;
    this.scratch = scratch;
    this.work = work;
  }

  /**
   * Saves.
   *
   * @param file there whole or not at all
   * @throws IllegalArgumentException if pixels would be lost that nobody may lose: of 32-bit
   *     images, and of indexed colours, in other than lossless mode
   * @throws java.util.concurrent.CancellationException if the user stopped it; there is no file
   */
  static SavedStack save(ImagePlus image, Path file, PlaneOptions options, Work work)
      throws IOException {
    long begin = System.nanoTime();
    NewFile target = NewFile.at(file);
    StackSaver saver = new StackSaver(image, options, Scratch.in(target.folder()), work);
    target.write(saver::write);
    ImageStack stack = image.getStack();
    long pixels = (long) stack.getWidth() * stack.getHeight() * stack.size();
    return new SavedStack(
        file,
        Files.size(file),
        pixels * PixelKind.ofBits(image.getBitDepth()).bytes(),
        saver.first == null ? "" : saver.first.model(),
        saver.first == null ? Device.CPU : saver.first.device(),
        (System.nanoTime() - begin) / 1e9);
  }

  private void write(OutputStream stream) throws IOException {
    try (OutputStream out = new BufferedOutputStream(stream)) {
      LicFileWriter writer = new LicFileWriter(out);
      ImageStack stack = image.getStack();
      for (int slice = 1; slice <= stack.size(); slice++) {
        work.part(slice - 1, stack.size());
        PictureMetadata metadata = metadata(image, slice);
        try (SpooledPicture coded = spool(stack.getProcessor(slice), options.of(slice))) {
          writer.write(coded, metadata, List.of());
          first = first == null ? coded.summary() : first;
        }
      }
    }
  }

  private SpooledPicture spool(ImageProcessor plane, EncodeOptions how) throws IOException {
    LicCodec codec = Codecs.current();
    if (image.getBitDepth() != PixelKind.GRAY32.bits()) {
      IndexedColours.check(image, how);
      return codec.spool(Pixels.picture(plane), how, scratch, work);
    }
    if (how.mode() != CodingMode.LOSSLESS) {
      throw new IllegalArgumentException(
          "32-bit images are saved without loss or not at all: choose Lossless, or convert to"
              + " 16-bit first");
    }
    Optional<Picture> whole = Pixels.wholeNumbers(plane);
    return whole.isPresent()
        ? codec.spool(whole.get(), how, scratch, work)
        : codec.spoolFloats(Pixels.floats(plane), scratch, work);
  }

  /** What is said of a plane, and with the first one of all of them. */
  static PictureMetadata metadata(ImagePlus image, int slice) {
    PictureMetadata metadata = PictureMetadata.NONE;
    if (slice == 1) {
      byte[] description = DescriptionBytes.of(DescriptionReader.of(image));
      metadata = metadata.withApplication(StackDescription.APPLICATION, description);
    }
    Optional<PixelSize> size = pixelSize(image.getCalibration());
    if (size.isPresent()) {
      metadata = metadata.withPixelSize(size.get());
    }
    return metadata.withProvenance(SynthesisedPixels.of(image, slice).orElse(null));
  }

  /** The size of a pixel for readers who know nothing of ImageJ. */
  private static Optional<PixelSize> pixelSize(Calibration calibration) {
    Optional<MetricUnit> unit = MetricUnit.of(calibration.getUnit());
    boolean known = unit.isPresent() && calibration.pixelWidth > 0 && calibration.pixelHeight > 0;
    boolean sameUnit = calibration.getUnit().equals(calibration.getYUnit());
    if (!known || !sameUnit) {
      return Optional.empty();
    }
    double metres = 1 / unit.get().perMetre();
    return Optional.of(
        new PixelSize(
            calibration.pixelWidth * metres,
            calibration.pixelHeight * metres,
            PixelSize.Unit.METRE));
  }
}
