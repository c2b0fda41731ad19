package io.licorice.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.process.LUT;
import io.licorice.codec.CodecListener;
import io.licorice.codec.PixelSize;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes images and stacks of files. */
final class StackOpener {
  private static final byte[] VIDEO = {(byte) 0x8C, 'L', 'V', 'C'};

  private final Path path;
  private final Planes planes;
  private final OpenOptions options;
  private final Region region;

  private StackOpener(Path path, Planes planes, OpenOptions options) {
    this.path = path;
    this.planes = planes;
    this.options = options;
    this.region =
        options
            .crop()
            .map(r -> new Region(r.x, r.y, r.width, r.height))
            .orElse(Region.whole(planes.width(), planes.height()));
    if (!region.isInside(planes.width(), planes.height())) {
      throw new IllegalArgumentException(
          "the part " + region + " is not inside " + planes.width() + "x" + planes.height());
    }
  }

  /** Opens the planes of a file, the caller's to close. */
  static Planes planes(Path path, int picture) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(VIDEO.length);
      boolean video = Arrays.equals(start, VIDEO);
      return video ? LvcPlanes.open(path) : LicPlanes.open(path, picture);
    }
  }

  /**
   * Opens a file.
   *
   * @return its image, not shown
   */
  static ImagePlus open(Path path, OpenOptions options, Work work) throws IOException {
    Planes planes = planes(path, options.picture());
    boolean kept = false;
    try {
      StackOpener opener = new StackOpener(path, planes, options);
      ImagePlus image = opener.open(work);
      planes.notes().forEach(work::warning);
      kept = options.virtual();
      return image;
    } finally {
      if (!kept) {
        planes.close();
      }
    }
  }

  private ImagePlus open(Work work) throws IOException {
    Optional<StackDescription> description = description(work);
    List<String> labels = description.map(StackDescription::sliceLabels).orElse(List.of());
    ImageStack stack =
        options.virtual() ? new LicVirtualStack(planes, region, labels) : inMemory(labels, work);
    ImagePlus image = new ImagePlus(path.getFileName().toString(), stack);
    image.setFileInfo(fileInfo());
    ImagePlus opened =
        description.isPresent()
            ? new DescriptionWriter(description.get(), crop(), options.picture() == 0)
                .writeTo(image)
            : undescribed(image);
    if (opened instanceof CompositeImage composite) {
      lookUpTables(composite);
    }
    SynthesisedPixels.show(opened, planes, region);
    return opened;
  }

  /** Plain ImageJ makes a composite of its own of what it is given, and looks here for these. */
  private static void lookUpTables(CompositeImage composite) {
    FileInfo info = composite.getOriginalFileInfo();
    LUT[] luts = composite.getLuts();
    info.channelLuts = new byte[luts.length][];
    info.displayRanges = new double[2 * luts.length];
    for (int i = 0; i < luts.length; i++) {
      info.channelLuts[i] = luts[i].getBytes();
      info.displayRanges[2 * i] = luts[i].min;
      info.displayRanges[2 * i + 1] = luts[i].max;
    }
  }

  private ImageStack inMemory(List<String> labels, Work work) throws IOException {
    ImageStack stack = new ImageStack(region.width(), region.height());
    int count = planes.count();
    for (int i = 0; i < count; i++) {
      work.part(i, count);
      String label = i < labels.size() ? labels.get(i) : null;
      stack.addSlice(label, planes.pixels(i, region, (CodecListener) work));
    }
    return stack;
  }

  private Optional<StackDescription> description(Work work) throws IOException {
    Optional<byte[]> bytes = planes.description();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DescriptionBytes.parse(bytes.get()));
    } catch (IOException e) {
      work.warning(path.getFileName() + " is opened without its " + Sentences.of(e));
      return Optional.empty();
    }
  }

  private Rectangle crop() {
    return new Rectangle(region.x(), region.y(), region.width(), region.height());
  }

  /** What can be said of pictures that another program has written. */
  private ImagePlus undescribed(ImagePlus image) throws IOException {
    Optional<PixelSize> size = planes.metadata(0).pixelSize();
    ImagePlus result = image;
    if (planes.channels() > 1) {
      image.setDimensions(planes.channels(), 1, planes.count() / planes.channels());
      result = new CompositeImage(image, IJ.COMPOSITE);
    }
    size.ifPresent(known -> calibrate(image.getCalibration(), known));
    result.setCalibration(image.getCalibration());
    if (planes.kind() == PixelKind.GRAY8 && planes.maxValue() < 0xFF) {
      result.setDisplayRange(0, planes.maxValue());
    }
    return result;
  }

  private void calibrate(Calibration calibration, PixelSize size) {
    boolean metres = size.unit() == PixelSize.Unit.METRE;
    double scale = metres ? MetricUnit.MICRON.perMetre() : 1 / size.width();
    calibration.pixelWidth = size.width() * scale;
    calibration.pixelHeight = size.height() * scale;
    calibration.setUnit(metres ? MetricUnit.MICRON.symbol() : "pixel");
    calibration.xOrigin = -region.x();
    calibration.yOrigin = -region.y();
  }

  private FileInfo fileInfo() {
    FileInfo info = new FileInfo();
    Path folder = path.toAbsolutePath().getParent();
    info.directory = folder == null ? "" : folder + File.separator;
    info.fileName = path.getFileName().toString();
    info.width = region.width();
    info.height = region.height();
    info.nImages = planes.count();
    info.fileType =
        switch (planes.kind()) {
          case GRAY8 -> FileInfo.GRAY8;
          case GRAY16 -> FileInfo.GRAY16_UNSIGNED;
          case GRAY32 -> FileInfo.GRAY32_FLOAT;
          case RGB -> FileInfo.RGB;
        };
    return info;
  }
}
