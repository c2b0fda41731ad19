package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PictureBoxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says of a picture beside its samples: colour profile, Exif, XMP, pixel size, what its
 * pixels show, which of them were synthesised, and what applications keep there. The first three
 * and the last are kept byte for byte and never interpreted. See the format specification, section
 * "File forms".
 *
 * <p>Immutable; arrays are copied on their way in and out.
 */
public final class PictureMetadata {
  /** Nothing. */
  public static final PictureMetadata NONE =
      new PictureMetadata(null, null, null, null, null, null, ApplicationData.NONE);

  private final byte[] icc;
  private final byte[] exif;
  private final byte[] xmp;
  private final PixelSize pixelSize;
  private final LabelMap labels;
  private final Provenance provenance;
  private final ApplicationData applications;

  private PictureMetadata(
      byte[] icc,
      byte[] exif,
      byte[] xmp,
      PixelSize pixelSize,
      LabelMap labels,
      Provenance provenance,
      ApplicationData applications) {
    this.icc = icc;
    this.exif = exif;
    this.xmp = xmp;
    this.pixelSize = pixelSize;
    this.labels = labels;
    this.provenance = provenance;
    this.applications = applications;
  }

  /**
   * The colour profile.
   *
   * @return an ICC profile, empty for sRGB or the gray that goes with it
   */
  public Optional<byte[]> icc() {
    return copy(icc);
  }

  /**
   * The Exif block.
   *
   * @return a TIFF structure from its byte order mark on, without the {@code Exif\0\0} that goes
   *     before it in JPEG files
   */
  public Optional<byte[]> exif() {
    return copy(exif);
  }

  /**
   * The XMP packet.
   *
   * @return XML, in UTF-8 if the writer followed the XMP specification
   */
  public Optional<byte[]> xmp() {
    return copy(xmp);
  }

  /**
   * The size of a pixel.
   *
   * @return the size, empty if unknown
   */
  public Optional<PixelSize> pixelSize() {
    return Optional.ofNullable(pixelSize);
  }

  /**
   * What the pixels show.
   *
   * @return a map of the picture's size, empty if unknown
   */
  public Optional<LabelMap> labels() {
    return Optional.ofNullable(labels);
  }

  /**
   * Which pixels were synthesised, when the file was made or before.
   *
   * @return what is known of a picture of this size; empty if nothing was synthesised
   */
  public Optional<Provenance> provenance() {
    return Optional.ofNullable(provenance);
  }

  /**
   * What an application keeps with the picture.
   *
   * @param name the application's name
   * @return its bytes, empty if it keeps none
   */
  public Optional<byte[]> application(String name) {
    return applications.of(name);
  }

  /**
   * The applications that keep something with the picture.
   *
   * @return their names in ascending order; not to be changed
   */
  public Set<String> applications() {
    return applications.names();
  }

  /**
   * This metadata with another colour profile.
   *
   * @param bytes the profile, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withIcc(byte[] bytes) {
    return new PictureMetadata(
        checked(bytes), exif, xmp, pixelSize, labels, provenance, applications);
  }

  /**
   * This metadata with another Exif block.
   *
   * @param bytes the block from its byte order mark on, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withExif(byte[] bytes) {
    return new PictureMetadata(
        icc, checked(bytes), xmp, pixelSize, labels, provenance, applications);
  }

  /**
   * This metadata with another XMP packet.
   *
   * @param bytes the packet, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withXmp(byte[] bytes) {
    return new PictureMetadata(
        icc, exif, checked(bytes), pixelSize, labels, provenance, applications);
  }

  /**
   * This metadata with another pixel size.
   *
   * @param size the size, or null for unknown
   * @return new metadata
   */
  public PictureMetadata withPixelSize(PixelSize size) {
    return new PictureMetadata(icc, exif, xmp, size, labels, provenance, applications);
  }

  /**
   * This metadata with another label map.
   *
   * @param map a map of the picture's size, or null for none
   * @return new metadata
   */
  public PictureMetadata withLabels(LabelMap map) {
    return new PictureMetadata(icc, exif, xmp, pixelSize, map, provenance, applications);
  }

  /**
   * This metadata of a picture of which some pixels were synthesised. Writers add what they
   * themselves synthesise.
   *
   * @param told a mask of the picture's size, or null if nothing was synthesised
   * @return new metadata
   */
  public PictureMetadata withProvenance(Provenance told) {
    Provenance any = told == null || !told.isAny() ? null : told;
    return new PictureMetadata(icc, exif, xmp, pixelSize, labels, any, applications);
  }

  /**
   * This metadata with other data of an application; those of others stay.
   *
   * @param name the application's name, of 1 to 64 printable ASCII characters without spaces
   * @param bytes what it keeps, or null for nothing
   * @return new metadata
   * @throws IllegalArgumentException if the name is none, there is no byte or over 64 MiB, or these
   *     are the data of a 17th application
   */
  public PictureMetadata withApplication(String name, byte[] bytes) {
    return with(applications.with(name, checked(bytes)));
  }

  private PictureMetadata with(ApplicationData data) {
    return new PictureMetadata(icc, exif, xmp, pixelSize, labels, provenance, data);
  }

  /**
   * Whether there is nothing.
   *
   * @return true if all parts are absent
   */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** The boxes in which it is written. */
  List<PictureBoxes.Body> boxes() {
    List<PictureBoxes.Body> boxes = new ArrayList<>();
    if (icc != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.ICC, icc));
    }
    if (pixelSize != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.PIXEL_SIZE, PixelSizeBox.toBytes(pixelSize)));
    }
    if (exif != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.EXIF, exif));
    }
    if (xmp != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.XMP, xmp));
    }
    if (labels != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.LABELS, labels.toBytes()));
    }
    if (provenance != null) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.PROVENANCE, provenance.toBytes()));
    }
    boxes.addAll(applications.boxes());
    return boxes;
  }

  /** The metadata with what a box holds; boxes of other kinds change nothing. */
  PictureMetadata withBox(String type, byte[] body, long offset) throws LicFormatException {
    if (type.equals(PictureBoxes.PIXEL_SIZE)) {
      return withPixelSize(PixelSizeBox.parse(body, offset));
    }
    if (body.length == 0) {
      throw new LicFormatException(offset, "box '" + type + "' is empty");
    }
    return switch (type) {
      case PictureBoxes.ICC -> withIcc(body);
      case PictureBoxes.EXIF -> withExif(body);
      case PictureBoxes.XMP -> withXmp(body);
      case PictureBoxes.APPLICATION -> with(applications.withBox(body, offset));
      default -> this;
    };
  }

  private static byte[] checked(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length == 0 || bytes.length > PictureBoxes.MAX_METADATA) {
      throw new IllegalArgumentException("1 byte to 64 MiB expected, found " + bytes.length);
    }
    return bytes.clone();
  }

  private static Optional<byte[]> copy(byte[] bytes) {
    return Optional.ofNullable(bytes).map(byte[]::clone);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PictureMetadata metadata
        && Arrays.equals(icc, metadata.icc)
        && Arrays.equals(exif, metadata.exif)
        && Arrays.equals(xmp, metadata.xmp)
        && Objects.equals(pixelSize, metadata.pixelSize)
        && Objects.equals(labels, metadata.labels)
        && Objects.equals(provenance, metadata.provenance)
        && applications.equals(metadata.applications);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(
        new Object[] {icc, exif, xmp, pixelSize, labels, provenance, applications});
  }

  @Override
  public String toString() {
    return "ICC "
        + length(icc)
        + ", Exif "
        + length(exif)
        + ", XMP "
        + length(xmp)
        + " bytes, pixel size "
        + (pixelSize == null ? "unknown" : pixelSize)
        + (labels == null ? "" : ", " + labels)
        + (provenance == null ? "" : ", " + provenance)
        + (applications.isEmpty() ? "" : ", application data " + applications);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
