package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a box file picture by picture, each with its metadata and thumbnails. Nothing that has
 * been written is touched again, so that any stream will do, and a file whose writing breaks off
 * still holds the pictures before.
 *
 * <p>For use by one thread at a time. The stream stays the caller's to flush and close.
 *
 * <pre>{@code
 * LicFileWriter writer = new LicFileWriter(stream);
 * for (PictureSource slice : slices) {
 *   try (SpooledPicture coded =
 *       codec.spool(slice, options, Scratch.temporary(), CodecListener.SILENT)) {
 *     writer.write(coded, metadata, List.of());
 *   }
 * }
 * }</pre>
 */
public final class LicFileWriter {
  private final OutputStream out;
  private boolean started;

  /**
   * Writes to a stream.
   *
   * @param out receives the file from its first byte on
   */
  public LicFileWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a picture.
   *
   * @param codestream a bare codestream, as {@link LicCodec#encode} makes it unless asked for boxes
   * @param metadata what is to be said of the picture
   * @param thumbnails bare codestreams of small versions of it, at most 16 of at most 1024 x 1024
   *     pixels
   * @throws IllegalArgumentException if a codestream is none, there are too many thumbnails, or the
   *     label map is of another size
   * @throws IOException if the stream fails
   */
  public void write(byte[] codestream, PictureMetadata metadata, List<byte[]> thumbnails)
      throws IOException {
    checkBare(codestream);
    PictureMetadata said = checked(ByteSource.of(codestream), Optional.empty(), metadata);
    begin(boxes -> PictureBoxes.layout(boxes, codestream.length), said, List.of(), thumbnails);
    out.write(codestream);
  }

  /**
   * Adds a picture.
   *
   * @param coded a picture without boxes, which stays the caller's to close
   * @param metadata what is to be said of the picture
   * @param thumbnails bare codestreams of small versions of it, at most 16 of at most 1024 x 1024
   *     pixels
   * @throws IllegalArgumentException if the picture has boxes, a thumbnail is no codestream, or
   *     there are too many of them, or the label map is of another size
   * @throws IOException if the stream fails
   */
  public void write(SpooledPicture coded, PictureMetadata metadata, List<byte[]> thumbnails)
      throws IOException {
    if (coded.boxed()) {
      throw new IllegalArgumentException("a bare codestream expected");
    }
    PictureMetadata said = checked(coded, coded.labels(), metadata);
    begin(coded::layout, said, coded.boxes(), thumbnails);
    coded.writeContent(out);
  }

  /** What is left to say of a picture beside what its own boxes say. */
  private static PictureMetadata checked(
      ByteSource coded, Optional<LabelMap> drawnFrom, PictureMetadata metadata) throws IOException {
    if (metadata.labels().isEmpty() && metadata.provenance().isEmpty()) {
      return metadata;
    }
    PictureInfo info = LicCodec.info(coded);
    Optional<LabelMap> labels = metadata.labels();
    labels.ifPresent(map -> checkSize(map, map.width(), map.height(), info));
    boolean drawn = labels.isPresent() && drawnFrom.isPresent();
    if (drawn && !labels.equals(drawnFrom)) {
      throw new IllegalArgumentException("another label map than the picture was drawn from");
    }
    metadata.provenance().ifPresent(mask -> checkSize(mask, mask.width(), mask.height(), info));
    return beside(metadata, drawn, CodedFile.open(coded).provenance());
  }

  /**
   * What is left to say of a picture.
   *
   * @param drawn whether a box of its own has the label map
   * @param made what the picture itself says was synthesised
   */
  static PictureMetadata beside(
      PictureMetadata metadata, boolean drawn, Optional<Provenance> made) {
    PictureMetadata left = drawn ? metadata.withLabels(null) : metadata;
    Optional<Provenance> told = metadata.provenance();
    boolean known =
        told.isPresent() && made.isPresent() && made.get().and(told.get()).equals(made.get());
    return known ? left.withProvenance(null) : left;
  }

  private static void checkSize(Object what, int width, int height, PictureInfo info) {
    if (width != info.width() || height != info.height()) {
      throw new IllegalArgumentException(
          what + " for a picture of " + info.width() + "x" + info.height());
    }
  }

  /** Lays out boxes before a codestream. */
  private interface Layout {
    byte[] of(List<PictureBoxes.Body> boxes);
  }

  /** Writes everything that stands before a codestream. */
  private void begin(
      Layout layout, PictureMetadata metadata, List<PictureBoxes.Body> own, List<byte[]> thumbnails)
      throws IOException {
    for (byte[] thumbnail : thumbnails) {
      checkBare(thumbnail);
    }
    List<PictureBoxes.Body> boxes = new ArrayList<>(own);
    boxes.addAll(boxes(metadata, thumbnails));
    byte[] head = layout.of(boxes);
    if (!started) {
      out.write(BoxFile.start());
      started = true;
    }
    out.write(head);
  }

  /**
   * The bytes that a file with one picture takes beside its codestream.
   *
   * @param metadata what is to be said of the picture
   * @param thumbnails codestreams of small versions of it
   * @return bytes
   */
  public static long overhead(PictureMetadata metadata, List<byte[]> thumbnails) {
    return (long) BoxFile.start().length
        + PictureBoxes.layout(boxes(metadata, thumbnails), 0).length;
  }

  /** The boxes in which metadata and thumbnails are written. */
  static List<PictureBoxes.Body> boxes(PictureMetadata metadata, List<byte[]> thumbnails) {
    List<PictureBoxes.Body> boxes = new ArrayList<>(metadata.boxes());
    for (byte[] thumbnail : thumbnails) {
      boxes.add(new PictureBoxes.Body(PictureBoxes.THUMBNAIL, thumbnail));
    }
    return boxes;
  }

  private static void checkBare(byte[] codestream) {
    if (!LicHeader.isMagic(codestream)) {
      throw new IllegalArgumentException("a bare codestream expected");
    }
  }
}
