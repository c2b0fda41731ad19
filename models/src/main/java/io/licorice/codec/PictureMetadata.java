package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PictureBoxes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a file says of a picture beside its samples: colour profile, Exif, XMP, pixel size, what its
 * pixels show, which of them were synthesised. The first three are kept byte for byte and never
 * interpreted. See the format specification, section "File forms".
 *
 * <p>Immutable; arrays are copied on their way in and out.
 */
public final class PictureMetadata {
  /** Nothing. */
  public static final PictureMetadata NONE =
      new PictureMetadata(null, null, null, null, null, null);

  private static final int PIXEL_SIZE_BYTES = 17;

  private final byte[] icc;
  private final byte[] exif;
  private final byte[] xmp;
  private final PixelSize pixelSize;
  private final LabelMap labels;
  private final Provenance provenance;

  private PictureMetadata(
      byte[] icc,
      byte[] exif,
      byte[] xmp,
      PixelSize pixelSize,
      LabelMap labels,
      Provenance provenance) {
    this.icc = icc;
    this.exif = exif;
    this.xmp = xmp;
    this.pixelSize = pixelSize;
    this.labels = labels;
    this.provenance = provenance;
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
   * This metadata with another colour profile.
   *
   * @param bytes the profile, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withIcc(byte[] bytes) {
    return new PictureMetadata(checked(bytes), exif, xmp, pixelSize, labels, provenance);
  }

  /**
   * This metadata with another Exif block.
   *
   * @param bytes the block from its byte order mark on, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withExif(byte[] bytes) {
    return new PictureMetadata(icc, checked(bytes), xmp, pixelSize, labels, provenance);
  }

  /**
   * This metadata with another XMP packet.
   *
   * @param bytes the packet, or null for none
   * @return new metadata
   * @throws IllegalArgumentException if it has no byte or over 64 MiB
   */
  public PictureMetadata withXmp(byte[] bytes) {
    return new PictureMetadata(icc, exif, checked(bytes), pixelSize, labels, provenance);
  }

  /**
   * This metadata with another pixel size.
   *
   * @param size the size, or null for unknown
   * @return new metadata
   */
  public PictureMetadata withPixelSize(PixelSize size) {
    return new PictureMetadata(icc, exif, xmp, size, labels, provenance);
  }

  /**
   * This metadata with another label map.
   *
   * @param map a map of the picture's size, or null for none
   * @return new metadata
   */
  public PictureMetadata withLabels(LabelMap map) {
    return new PictureMetadata(icc, exif, xmp, pixelSize, map, provenance);
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
    return new PictureMetadata(icc, exif, xmp, pixelSize, labels, any);
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
      ByteBuffer body = ByteBuffer.allocate(PIXEL_SIZE_BYTES);
      body.put((byte) (pixelSize.unit() == PixelSize.Unit.METRE ? 1 : 0));
      body.putDouble(pixelSize.width()).putDouble(pixelSize.height());
      boxes.add(new PictureBoxes.Body(PictureBoxes.PIXEL_SIZE, body.array()));
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
    return boxes;
  }

  /** The metadata with what a box holds; boxes of other kinds change nothing. */
  PictureMetadata withBox(String type, byte[] body, long offset) throws LicFormatException {
    if (type.equals(PictureBoxes.PIXEL_SIZE)) {
      return withPixelSize(pixelSize(body, offset));
    }
    if (body.length == 0) {
      throw new LicFormatException(offset, "box '" + type + "' is empty");
    }
    return switch (type) {
      case PictureBoxes.ICC -> withIcc(body);
      case PictureBoxes.EXIF -> withExif(body);
      case PictureBoxes.XMP -> withXmp(body);
      default -> this;
    };
  }

  private static PixelSize pixelSize(byte[] body, long offset) throws LicFormatException {
    if (body.length != PIXEL_SIZE_BYTES || body[0] < 0 || body[0] > 1) {
      throw new LicFormatException(offset, "pixel size of 17 bytes in unit 0 or 1 expected");
    }
    ByteBuffer in = ByteBuffer.wrap(body, 1, PIXEL_SIZE_BYTES - 1);
    try {
      PixelSize.Unit unit = body[0] == 1 ? PixelSize.Unit.METRE : PixelSize.Unit.RATIO;
      return new PixelSize(in.getDouble(), in.getDouble(), unit);
    } catch (IllegalArgumentException e) {
      LicFormatException told = new LicFormatException(offset + 1, e.getMessage());
      told.initCause(e);
      throw told;
    }
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
        && Objects.equals(provenance, metadata.provenance);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {icc, exif, xmp, pixelSize, labels, provenance});
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
        + (provenance == null ? "" : ", " + provenance);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
