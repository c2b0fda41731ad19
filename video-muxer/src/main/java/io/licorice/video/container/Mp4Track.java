package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import io.licorice.video.container.EditList.Edit;
import io.licorice.video.container.Mp4Boxes.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A trak box.
 *
 * @param id the track's
 * @param timescale ticks of a second
 * @param edits of the movie
 * @param index its samples, in ticks
 * @param sampleEntry the first one
 * @param handler four letters
 * @param language empty where none is told
 * @param name for people
 * @param isEnabled whether it is shown
 * @param matrix how pictures are turned: the first four numbers of the matrix
 * @param chapters ids of tracks that hold its chapters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mp4Track(
    int id,
    int timescale,
    List<Edit> edits,
    PacketIndex index,
    byte[] sampleEntry,
    String handler,
    Optional<String> language,
    Optional<String> name,
    boolean isEnabled,
    int[] matrix,
    Set<Integer> chapters) {
  private static final int MAX_ENTRY = 1 << 20;
  private static final int MAX_EDITS = 1 << 16;

  static Mp4Track read(Mp4Boxes boxes, Box trak) throws IOException {
    Box mdia = need(boxes, trak, "mdia");
    ByteBuffer mdhd = head(boxes, need(boxes, mdia, "mdhd"), 24);
    boolean isLong = mdhd.get(0) == 1 && mdhd.limit() >= 36;
    int timescale = mdhd.getInt(isLong ? 20 : 12);
    if (timescale <= 0) {
      throw new LicFormatException(mdia.start(), "track with " + timescale + " ticks a second");
    }
    Box hdlr = need(boxes, mdia, "hdlr");
    head(boxes, hdlr, 12);
    String handler = Mp4Setup.fourCc(boxes.content(hdlr), 8);
    Box stbl = need(boxes, mdia, "minf", "stbl");
    byte[] entry = entry(boxes, need(boxes, stbl, "stsd"));
    ByteBuffer tkhd = head(boxes, need(boxes, trak, "tkhd"), 84);
    boolean isLongHead = tkhd.get(0) == 1 && tkhd.limit() >= 96;
    int matrixAt = isLongHead ? 52 : 40;
    int[] matrix = {
      tkhd.getInt(matrixAt),
      tkhd.getInt(matrixAt + 4),
      tkhd.getInt(matrixAt + 12),
      tkhd.getInt(matrixAt + 16)
    };
    return new Mp4Track(
        tkhd.getInt(isLongHead ? 20 : 12),
        timescale,
        edits(boxes, trak),
        SampleTable.read(boxes, stbl, linearFrame(entry, handler)),
        entry,
        handler,
        language(mdhd.getShort(isLong ? 32 : 20) & 0xFFFF),
        name(boxes, trak),
        (tkhd.getInt(0) & 1) != 0,
        matrix,
        chapters(boxes, trak));
  }

  private static Box need(Mp4Boxes boxes, Box parent, String... path) throws IOException {
    return boxes
        .find(parent, path)
        .orElseThrow(
            () ->
                new LicFormatException(
                    parent.start(), "track without '" + String.join("/", path) + "'"));
  }

  private static ByteBuffer head(Mp4Boxes boxes, Box box, int least) throws IOException {
    if (box.size() < least) {
      throw new LicFormatException(box.start(), "box '" + box.type() + "' is cut off");
    }
    return ByteBuffer.wrap(boxes.content(box));
  }

  private static byte[] entry(Mp4Boxes boxes, Box stsd) throws IOException {
    if (stsd.size() < 16) {
      throw new LicFormatException(stsd.start(), "track without a sample entry");
    }
    Box entry = boxes.at(stsd.data() + 8, stsd.end());
    long length = entry.end() - entry.start();
    return boxes.bytes().bytes(entry.start(), length, MAX_ENTRY, "sample entry");
  }

  private static int linearFrame(byte[] entry, String handler) {
    if (kind(handler) != MediaTrack.Kind.AUDIO) {
      return 0;
    }
    Mp4Setup setup = Mp4Setup.of(entry, MediaTrack.Kind.AUDIO);
    return setup.codec().isPcm() ? setup.channels() * setup.bits() / 8 : 0;
  }

  static MediaTrack.Kind kind(String handler) {
    return switch (handler) {
      case "vide" -> MediaTrack.Kind.VIDEO;
      case "soun" -> MediaTrack.Kind.AUDIO;
      case "sbtl", "text", "subt", "subp", "clcp" -> MediaTrack.Kind.SUBTITLE;
      default -> MediaTrack.Kind.OTHER;
    };
  }

  private static List<Edit> edits(Mp4Boxes boxes, Box trak) throws IOException {
    Optional<Box> elst = boxes.find(trak, "edts", "elst");
    List<Edit> edits = new ArrayList<>();
    if (elst.isPresent()) {
      ByteBuffer in = head(boxes, elst.get(), 8);
      boolean isLong = in.get(0) == 1;
      long count = in.getInt(4) & 0xFFFFFFFFL;
      in.position(8);
      if (count > MAX_EDITS || count * (isLong ? 20 : 12) > in.remaining()) {
        throw new LicFormatException(elst.get().start(), count + " edits make no sense");
      }
      for (int i = 0; i < count; i++) {
        long duration = isLong ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
        long time = isLong ? in.getLong() : in.getInt();
        in.getInt();
        if (duration < 0 || duration > 1L << 50 || time < -1 || time > 1L << 50) {
          throw new LicFormatException(elst.get().start(), "edit whose times make no sense");
        }
        edits.add(new Edit(duration, time));
      }
    }
    return edits;
  }

  /** Three letters of five bits; small numbers are QuickTime's, whose 0 is English. */
  private static Optional<String> language(int packed) {
    if (packed < 0x400) {
      return packed == 0 ? Optional.of("eng") : Optional.empty();
    }
    StringBuilder code = new StringBuilder();
    for (int shift = 10; shift >= 0; shift -= 5) {
      code.append((char) (0x60 + (packed >> shift & 31)));
    }
    String told = code.toString();
    return told.matches("[a-z]{3}") && !told.equals("und") ? Optional.of(told) : Optional.empty();
  }

  private static Optional<String> name(Mp4Boxes boxes, Box trak) throws IOException {
    Optional<Box> box = boxes.find(trak, "udta", "name");
    if (box.isEmpty() || box.get().size() > 1 << 12) {
      return Optional.empty();
    }
    String name = new String(boxes.content(box.get()), StandardCharsets.UTF_8).replace("\0", "");
    return name.isBlank() ? Optional.empty() : Optional.of(name.strip());
  }

  private static Set<Integer> chapters(Mp4Boxes boxes, Box trak) throws IOException {
    Set<Integer> ids = new HashSet<>();
    Optional<Box> chap = boxes.find(trak, "tref", "chap");
    if (chap.isPresent() && chap.get().size() < 1 << 12) {
      ByteBuffer in = ByteBuffer.wrap(boxes.content(chap.get()));
      while (in.remaining() >= 4) {
        ids.add(in.getInt());
      }
    }
    return ids;
  }

  /** What it says, for a list of tracks. */
  SourceTrack describe(int place, long movieScale, boolean isChapters, boolean isQuickTime) {
    MediaTrack.Kind kind = isChapters ? MediaTrack.Kind.OTHER : kind(handler);
    Mp4Setup setup = Mp4Setup.of(sampleEntry, kind);
    boolean isVideo = kind == MediaTrack.Kind.VIDEO && sampleEntry.length >= 36;
    ByteBuffer entry = ByteBuffer.wrap(sampleEntry);
    double length = 0;
    for (int i = 0; i < index.count(); i++) {
      length += index.duration(i);
    }
    double seconds = length / timescale;
    boolean isSound = kind == MediaTrack.Kind.AUDIO;
    List<EditList.Shown> shown =
        isSound ? EditList.apply(edits, index, movieScale, timescale, true) : List.of();
    long first = shown.isEmpty() ? 0 : shown.get(0).time();
    return new SourceTrack(
        place,
        kind,
        setup.codec(),
        setup.label(),
        setup.setup(),
        new SourceTrack.Mp4(sampleEntry, handler, isQuickTime),
        language,
        name,
        isEnabled,
        false,
        isVideo ? entry.getShort(32) & 0xFFFF : 0,
        isVideo ? entry.getShort(34) & 0xFFFF : 0,
        isVideo ? rotation() : 0,
        setup.channels(),
        setup.rate(),
        setup.bits(),
        Math.max(0, -first),
        setup.codec() == TrackCodec.OPUS ? 80_000_000 : 0,
        seconds > 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty(),
        isVideo && seconds > 0
            ? OptionalDouble.of(index.count() / seconds)
            : OptionalDouble.empty());
  }

  private int rotation() {
    double angle = Math.toDegrees(Math.atan2(matrix[1], matrix[0]));
    return Math.floorMod(Math.round(angle / 90) * 90, 360);
  }
}
