package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PictureBoxes;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.Families;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file with its pictures, their metadata and thumbnails. Nothing here decodes a picture or starts
 * a network; pictures are found as they are asked for.
 *
 * <p>For use by one thread at a time. The byte source stays the caller's to close.
 *
 * <pre>{@code
 * LicFile file = LicFile.open(ByteSource.of(channel));
 * for (int i = 0; file.has(i); i++) {
 *   PictureMetadata metadata = file.metadata(i);
 *   Picture picture =
 *       codec.decode(file.picture(i), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
 * }
 * }</pre>
 */
public final class LicFile {
  /** No thumbnail has longer sides. */
  public static final int MAX_THUMBNAIL_SIDE = 1024;

  private final ByteSource source;
  private final PictureBoxes boxes;
  private final PackRegistry registry;

  private LicFile(ByteSource source, PictureBoxes boxes, PackRegistry registry) {
    this.registry = registry;
    this.source = source;
    this.boxes = boxes;
  }

  /**
   * Opens a file, bare or boxed.
   *
   * @param source its bytes
   * @return the file
   * @throws LicFormatException if it is neither form
   * @throws IOException if reading fails
   */
  public static LicFile open(ByteSource source) throws IOException {
    return open(source, CodecSettings.DEFAULT);
  }

  /**
   * Opens a file, bare or boxed.
   *
   * @param source its bytes
   * @param settings names an additional folder with packs, in which the classes of label maps have
   *     their names
   * @return the file
   * @throws LicFormatException if it is neither form
   * @throws IOException if reading fails
   */
  public static LicFile open(ByteSource source, CodecSettings settings) throws IOException {
    PictureBoxes boxes = new PictureBoxes(source::read, source.length());
    return new LicFile(source, boxes, new PackRegistry(settings.packs()));
  }

  /**
   * Whether there is a picture of a number. The boxes behind it need not be intact.
   *
   * @param number the number, from 0
   * @return true if there is
   * @throws IOException if reading fails
   */
  public boolean has(int number) throws IOException {
    return boxes.has(number);
  }

  /**
   * The number of pictures; looks at all boxes of the file.
   *
   * @return pictures that can be reached; {@link #damage} tells whether there may be more
   * @throws IOException if reading fails
   */
  public int count() throws IOException {
    return boxes.count();
  }

  /**
   * What keeps pictures at the end of the file from being found, as far as the file has been looked
   * at.
   *
   * @return one sentence with the byte offset, or empty
   */
  public Optional<String> damage() {
    return boxes.fault().map(Throwable::getMessage);
  }

  /**
   * The boxes that were skipped because this version does not know their types, as far as the file
   * has been looked at.
   *
   * @return one sentence with the byte offset for each type, at most 16
   */
  public List<String> unknownBoxes() {
    return boxes.unknown();
  }

  /**
   * The bytes of a picture's codestream, for {@link LicCodec}. Errors in it are told with offsets
   * in the whole file.
   *
   * @param number the number, from 0
   * @return a source over this file's source
   * @throws LicFormatException if there is no such picture, or a box of it is malformed or critical
   *     and unknown
   * @throws IOException if reading fails
   */
  public ByteSource picture(int number) throws IOException {
    PictureBoxes.Entry entry = boxes.picture(number);
    return new EmbeddedCodestream(source, entry.codestream(), entry.parts());
  }

  /**
   * What a picture's header says.
   *
   * @param number the number, from 0
   * @return as {@link LicCodec#info}
   * @throws LicFormatException if there is no such picture, or it is malformed
   * @throws IOException if reading fails
   */
  public PictureInfo info(int number) throws IOException {
    return LicCodec.info(picture(number));
  }

  /**
   * Whether a picture's samples are 32-bit floating-point numbers.
   *
   * @param number the number, from 0
   * @return true for pictures that {@link LicCodec#decodeFloats} decodes, and it alone
   * @throws LicFormatException if there is no such picture, or a box of it is malformed or critical
   *     and unknown
   * @throws IOException if reading fails
   */
  public boolean isFloat(int number) throws IOException {
    return boxes.picture(number).parts().stream()
        .anyMatch(part -> part.type().equals(PictureBoxes.FLOATS));
  }

  /**
   * What the file says of a picture beside its samples.
   *
   * @param number the number, from 0
   * @return its metadata, {@link PictureMetadata#NONE} in a bare codestream
   * @throws LicFormatException if there is no such picture, or a box of it is malformed
   * @throws IOException if reading fails
   */
  public PictureMetadata metadata(int number) throws IOException {
    PictureMetadata metadata = PictureMetadata.NONE;
    for (PictureBoxes.Part part : boxes.picture(number).parts()) {
      if (!PictureBoxes.holdsCodestream(part.type())) {
        byte[] body = new byte[(int) part.length()];
        source.read(part.offset(), body);
        metadata = with(metadata, number, part, body);
      }
    }
    return metadata.withProvenance(provenance(number, metadata.provenance()));
  }

  /** What the file itself synthesises, with what was before; null for none. */
  private Provenance provenance(int number, Optional<Provenance> before) throws IOException {
    CodedFile coded;
    try {
      coded = CodedFile.open(picture(number));
    } catch (LicFormatException e) {
      // Whoever decodes the picture hears of it; metadata do not need its header.
      return before.orElse(null);
    }
    Optional<Provenance> made = coded.provenance();
    if (made.isEmpty() || before.isEmpty()) {
      return made.or(() -> before).orElse(null);
    }
    return made.get().and(before.get());
  }

  /**
   * What made up the generated cells of a picture.
   *
   * @param number the number, from 0
   * @return what its header says; empty for a picture without such cells, or by one model
   * @throws LicFormatException if there is no such picture, or a box of it is malformed
   * @throws IOException if reading fails
   */
  public Optional<PictureInfo> generator(int number) throws IOException {
    Optional<GeneratedPart> part = CodedFile.open(picture(number)).generated();
    return part.isEmpty() ? Optional.empty() : Optional.of(LicCodec.info(part.get().codestream()));
  }

  private PictureMetadata with(
      PictureMetadata metadata, int number, PictureBoxes.Part part, byte[] body)
      throws IOException {
    if (part.type().equals(PictureBoxes.LABELS)) {
      CodedFile coded = CodedFile.open(picture(number));
      return metadata.withLabels(coded.labels(classes(coded.drawing())).orElseThrow());
    }
    if (part.type().equals(PictureBoxes.PROVENANCE)) {
      PictureInfo info = info(number);
      return metadata.withProvenance(
          Provenance.parse(body, part.offset(), info.width(), info.height()));
    }
    return metadata.withBox(part.type(), body, part.offset());
  }

  /** The classes of the pack of a picture; none if it is not to be had. */
  private List<LabelClass> classes(LicHeader header) throws IOException {
    if (!Families.isGenerative(header.family())) {
      return List.of();
    }
    Optional<ModelPack> pack = registry.lookUp(header.packId(), header.packHash());
    return pack.isEmpty() ? List.of() : LicCodec.classes(pack.get());
  }

  /**
   * The number of a picture's thumbnails.
   *
   * @param number the picture's number, from 0
   * @return 0 to 16
   * @throws LicFormatException if there is no such picture, or a box of it is malformed
   * @throws IOException if reading fails
   */
  public int thumbnails(int number) throws IOException {
    return thumbnailParts(number).size();
  }

  /**
   * The bytes of a thumbnail's codestream, for {@link LicCodec}.
   *
   * @param number the picture's number, from 0
   * @param thumbnail the thumbnail's number, from 0
   * @return a source over this file's source
   * @throws IndexOutOfBoundsException if there is no such thumbnail
   * @throws LicFormatException if there is no such picture, a box of it is malformed, or the
   *     thumbnail is larger than thumbnails may be
   * @throws IOException if reading fails
   */
  public ByteSource thumbnail(int number, int thumbnail) throws IOException {
    PictureBoxes.Part part = thumbnailParts(number).get(thumbnail);
    EmbeddedCodestream bytes = EmbeddedCodestream.of(source, part);
    PictureInfo info = LicCodec.info(bytes);
    if (info.width() > MAX_THUMBNAIL_SIDE || info.height() > MAX_THUMBNAIL_SIDE) {
      throw new LicFormatException(
          part.offset(), "thumbnail of " + info.width() + "x" + info.height() + " pixels");
    }
    return bytes;
  }

  private List<PictureBoxes.Part> thumbnailParts(int number) throws IOException {
    return boxes.picture(number).parts().stream()
        .filter(part -> part.type().equals(PictureBoxes.THUMBNAIL))
        .toList();
  }
}
