package io.licorice.codec;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PictureBoxes;
import io.licorice.bitstream.TileGrid;
import io.licorice.bitstream.TileIndex;
import io.licorice.transform.Families;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** A coded file whose header has been read; used by one thread at a time. */
final class CodedFile {
  private final ByteSource source;
  private final BoxFile.Span span;
  private final LicHeader header;
  private final long end;
  private final List<PictureBoxes.Part> parts;
  private final List<String> unknownBoxes;

  private CodedFile(
      ByteSource source,
      BoxFile.Span span,
      LicHeader header,
      long end,
      List<PictureBoxes.Part> parts,
      List<String> unknownBoxes) {
    this.parts = parts;
    this.source = source;
    this.span = span;
    this.header = header;
    this.end = end;
    this.unknownBoxes = unknownBoxes;
  }

  static CodedFile open(ByteSource source) throws IOException {
    if (source instanceof EmbeddedCodestream embedded) {
      PictureBoxes.Entry entry = new PictureBoxes.Entry(embedded.span(), embedded.parts());
      return open(embedded.whole(), entry, List.of());
    }
    PictureBoxes boxes = new PictureBoxes(source::read, source.length());
    return open(source, boxes.picture(0), boxes.unknown());
  }

  private static CodedFile open(
      ByteSource source, PictureBoxes.Entry entry, List<String> unknownBoxes) throws IOException {
    BoxFile.Span span = entry.codestream();
    long length = source.length();
    byte[] start = new byte[(int) Math.min(LicHeader.MAX_LENGTH, span.end() - span.offset())];
    source.read(span.offset(), start);
    LicHeader header = LicHeader.parse(start, span.offset());
    long end = Math.min(span.end(), length);
    return new CodedFile(source, span, header, end, entry.parts(), unknownBoxes);
  }

  LicHeader header() {
    return header;
  }

  /** One sentence for each unknown type of box on the way to the codestream. */
  List<String> unknownBoxes() {
    return unknownBoxes;
  }

  /**
   * The label map of the picture.
   *
   * @param ofPack the classes of the pack that drew from it
   */
  Optional<LabelMap> labels(List<LabelClass> ofPack) throws IOException {
    Optional<PictureBoxes.Part> part = part(PictureBoxes.LABELS);
    return part.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LabelMap.parse(
                body(part.get()), part.get().offset(), header.width(), header.height(), ofPack));
  }

  /** The header of what may have drawn from a label map. */
  LicHeader drawing() throws IOException {
    Optional<GeneratedPart> part = generated();
    return part.isEmpty() ? header : part.get().open(header).header;
  }

  /** What was generated for a part of the picture. */
  Optional<GeneratedPart> generated() throws IOException {
    Optional<PictureBoxes.Part> part = part(PictureBoxes.GENERATED);
    return part.isEmpty()
        ? Optional.empty()
        : Optional.of(GeneratedPart.open(source, part.get(), parts, header));
  }

  /** Whether the samples are floats. */
  boolean isFloat() {
    return part(PictureBoxes.FLOATS).isPresent();
  }

  /** Both halves of the samples if they are floats. */
  Optional<FloatPart> floats() throws IOException {
    Optional<PictureBoxes.Part> part = part(PictureBoxes.FLOATS);
    Optional<PictureBoxes.Part> generated = part(PictureBoxes.GENERATED);
    if (part.isPresent() && generated.isPresent()) {
      throw new LicFormatException(
          generated.get().offset(), "generated cells in a picture of floats");
    }
    return part.isEmpty()
        ? Optional.empty()
        : Optional.of(FloatPart.open(this, source, part.get()));
  }

  /** Which pixels the file itself synthesises; empty for none. */
  Optional<Provenance> provenance() throws IOException {
    if (Families.isGenerative(header.family())) {
      return Optional.of(Provenance.all(header.width(), header.height()));
    }
    return generated().map(part -> part.cells().provenance());
  }

  private Optional<PictureBoxes.Part> part(String type) {
    return parts.stream().filter(part -> part.type().equals(type)).findFirst();
  }

  private byte[] body(PictureBoxes.Part part) throws IOException {
    byte[] body = new byte[(int) part.length()];
    read(part.offset(), body);
    return body;
  }

  boolean boxed() {
    return span.boxed();
  }

  TileGrid grid() {
    return new TileGrid(header.width(), header.height(), header.tileSize());
  }

  /** Position of the codestream's first byte. */
  long offset() {
    return span.offset();
  }

  /** Position after the codestream's last byte, or of the file's end if that comes earlier. */
  long end() {
    return end;
  }

  /** Position of the first byte after the header. */
  long bodyOffset() {
    return span.offset() + header.length();
  }

  /** Whether the file needs no pack. */
  boolean isPredictive() {
    return header.family() == LicHeader.PREDICTIVE;
  }

  private CodingMode mode() {
    if (!isPredictive()) {
      return CodingMode.LOSSY;
    }
    return header.maxError() == 0 ? CodingMode.LOSSLESS : CodingMode.NEAR_LOSSLESS;
  }

  TileIndex index() throws IOException {
    long tiles = grid().count();
    long available = end - bodyOffset();
    TileIndex.checkCount(tiles, available, bodyOffset());
    byte[] bytes = new byte[(int) Math.min(TileIndex.maxLength(tiles), available)];
    read(bodyOffset(), bytes);
    return TileIndex.parse(
        bytes, (int) tiles, bodyOffset(), end - Codestream.sumsLength(header, tiles));
  }

  /** The check sums of the tiles' samples; empty if the file has none or has lost them. */
  Optional<IntBuffer> sampleSums(TileIndex index) throws IOException {
    long length = Codestream.sumsLength(header, grid().count());
    if (length == 0 || index.end() + length != end) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) length];
    read(index.end(), bytes);
    return Optional.of(ByteBuffer.wrap(bytes).asIntBuffer());
  }

  void read(long position, byte[] target) throws IOException {
    source.read(position, target);
  }

  /**
   * What the header says.
   *
   * @param quality tells the place of a quality step on the model's scale
   */
  PictureInfo info(IntToDoubleFunction quality) {
    TileGrid grid = grid();
    return new PictureInfo(
        LicHeader.VERSION,
        boxed(),
        header.width(),
        header.height(),
        header.channels(),
        isFloat() ? PictureInfo.FLOAT : header.bitDepth(),
        mode(),
        header.maxError(),
        isPredictive() ? "predictive" : Families.name(header.family()),
        header.packId(),
        isPredictive() ? "" : header.packHashText(),
        isPredictive() ? Double.NaN : quality.applyAsDouble(header.quality()),
        header.steps().stream().map(quality::applyAsDouble).toList(),
        header.hasExact(),
        header.tileSize(),
        (int) Math.min(grid.count(), Integer.MAX_VALUE),
        header.length());
  }

  void checkFamily() throws LicFormatException {
    if (!isPredictive() && !Families.isKnown(header.family())) {
      throw new LicFormatException(
          span.offset() + 6, "codec family " + header.family() + " is unknown to this version");
    }
  }
}
