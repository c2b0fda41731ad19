package io.licorice.imagej;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.LicFileWriter;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Scratch;
import io.licorice.codec.SpooledPicture;
import java.awt.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Encodes and decodes a part of a plane to tell how the whole file would turn out. */
final class RegionPreview {
  private final ImagePlus image;
  private final int slice;
  private final RegionOptions options;
  private final CodecListener listener;
  private final LicCodec codec = Codecs.current();

  private RegionPreview(ImagePlus image, int slice, RegionOptions options, CodecListener listener) {
    this.image = image;
    this.slice = slice;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Makes a preview; the image stays as it is.
   *
   * @param slice the plane's number in the stack, from 1
   * @param visible the part of the plane in its window
   * @param listener may cancel
   * @throws IllegalArgumentException if the settings do not suit the image; the message is for the
   *     user
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  static PreviewedRegions of(
      ImagePlus image,
      int slice,
      Rectangle visible,
      RegionSettings settings,
      CodecListener listener)
      throws IOException {
    if (image.getBitDepth() == PixelKind.GRAY32.bits()) {
      throw new IllegalArgumentException(
          "no preview of 32-bit images, which are saved without loss");
    }
    try (RegionOptions options = new RegionOptions(image, settings, listener)) {
      Rectangle part =
          PreviewCrop.of(image.getWidth(), image.getHeight(), visible, options.bounds(slice));
      return new RegionPreview(image, slice, options, listener).preview(part);
    }
  }

  private PreviewedRegions preview(Rectangle part) throws IOException {
    EncodeOptions how = options.of(slice, part);
    IndexedColours.check(image, how);
    ImageProcessor before = plane(part);
    Picture source = Pixels.picture(before);
    boolean exact = isAll(part);
    Picture result;
    long bytes;
    try (SpooledPicture coded = codec.spool(source, how, Scratch.MEMORY, listener)) {
      result = codec.decode(coded, DecodeOptions.DEFAULT, listener).picture();
      bytes = exact ? fileSize(coded) : estimate(source, how, part, coded.length());
    }
    ByteProcessor inside = options.inside(slice).pixels(part);
    return new PreviewedRegions(
        PreviewPanels.of(seen(before), seen(processor(result))),
        bytes,
        exact,
        psnr(source, result, inside, true),
        psnr(source, result, inside, false));
  }

  private ImageProcessor plane(Rectangle part) {
    ImageProcessor plane = image.getStack().getProcessor(slice);
    plane.setRoi(part);
    return plane.crop();
  }

  private ColorProcessor seen(ImageProcessor pixels) {
    return SeenPlane.of(image, slice, pixels);
  }

  private ImageProcessor processor(Picture picture) {
    Object pixels = Pixels.of(picture, PixelKind.ofBits(image.getBitDepth()), 0);
    int width = picture.width();
    int height = picture.height();
    if (pixels instanceof byte[] gray) {
      return new ByteProcessor(width, height, gray);
    }
    return pixels instanceof short[] gray
        ? new ShortProcessor(width, height, gray, null)
        : new ColorProcessor(width, height, (int[]) pixels);
  }

  private boolean isAll(Rectangle part) {
    boolean plane = part.width == image.getWidth() && part.height == image.getHeight();
    return plane && image.getStackSize() == 1;
  }

  private long fileSize(SpooledPicture coded) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    new LicFileWriter(file).write(coded, StackSaver.metadata(image, slice), List.of());
    return file.size();
  }

  /** The size of the file if regions and background take everywhere what they take in the part. */
  private long estimate(Picture source, EncodeOptions how, Rectangle part, long coded)
      throws IOException {
    long area = (long) part.width * part.height;
    long inside = options.inside(slice).count(part);
    double outsideRate = (double) coded / area;
    double insideRate = outsideRate;
    if (inside > 0 && inside < area) {
      EncodeOptions background = options.ofBackground(how, part);
      try (SpooledPicture plain = codec.spool(source, background, Scratch.MEMORY, listener)) {
        outsideRate = (double) plain.length() / area;
      }
      insideRate = Math.max(0, coded - outsideRate * (area - inside)) / inside;
    }
    long allInside = options.insidePixels();
    long all = (long) image.getWidth() * image.getHeight() * image.getStackSize();
    PictureMetadata described = StackSaver.metadata(image, 1).withProvenance(null);
    return LicFileWriter.overhead(described, List.of())
        + Math.round(insideRate * allInside + outsideRate * (all - allInside));
  }

  private static double psnr(Picture a, Picture b, ByteProcessor inside, boolean wanted) {
    double sum = 0;
    long count = 0;
    for (int channel = 0; channel < a.channels(); channel++) {
      short[] left = a.plane(channel);
      short[] right = b.plane(channel);
      for (int i = 0; i < left.length; i++) {
        if (inside.get(i) != 0 == wanted) {
          double difference = (left[i] & 0xFFFF) - (right[i] & 0xFFFF);
          sum += difference * difference;
          count++;
        }
      }
    }
    double peak = (1 << a.bitDepth()) - 1;
    return count == 0 ? Double.NaN : 10 * Math.log10(peak * peak * count / sum);
  }
}
