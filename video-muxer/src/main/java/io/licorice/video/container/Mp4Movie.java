package io.licorice.video.container;

import io.licorice.bitstream.ByteSink;
import io.licorice.bitstream.LicFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.mp4parser.Box;
import org.mp4parser.boxes.iso14496.part12.ChunkOffset64BitBox;
import org.mp4parser.boxes.iso14496.part12.ChunkOffsetBox;
import org.mp4parser.boxes.iso14496.part12.DataEntryUrlBox;
import org.mp4parser.boxes.iso14496.part12.DataInformationBox;
import org.mp4parser.boxes.iso14496.part12.DataReferenceBox;
import org.mp4parser.boxes.iso14496.part12.EditBox;
import org.mp4parser.boxes.iso14496.part12.EditListBox;
import org.mp4parser.boxes.iso14496.part12.FileTypeBox;
import org.mp4parser.boxes.iso14496.part12.HandlerBox;
import org.mp4parser.boxes.iso14496.part12.MediaBox;
import org.mp4parser.boxes.iso14496.part12.MediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.MediaInformationBox;
import org.mp4parser.boxes.iso14496.part12.MovieBox;
import org.mp4parser.boxes.iso14496.part12.MovieHeaderBox;
import org.mp4parser.boxes.iso14496.part12.NullMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SampleDescriptionBox;
import org.mp4parser.boxes.iso14496.part12.SampleTableBox;
import org.mp4parser.boxes.iso14496.part12.SampleToChunkBox;
import org.mp4parser.boxes.iso14496.part12.SoundMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.StaticChunkOffsetBox;
import org.mp4parser.boxes.iso14496.part12.SubtitleMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SyncSampleBox;
import org.mp4parser.boxes.iso14496.part12.TimeToSampleBox;
import org.mp4parser.boxes.iso14496.part12.TrackBox;
import org.mp4parser.boxes.iso14496.part12.TrackHeaderBox;
import org.mp4parser.boxes.iso14496.part12.UserDataBox;
import org.mp4parser.boxes.iso14496.part12.VideoMediaHeaderBox;

/** Lays out the movie box of MP4 and QuickTime out of mp4parser's boxes. */
final class Mp4Movie {
  private static final int TIMESCALE = 90_000;
  private static final double NANOS = 1e9;

  /** The same file for the same content, whenever it is written. */
  @SuppressWarnings("JavaUtilDate") // mp4parser's
  private static final Date NO_DATE = new Date(-2_082_844_800_000L);

  private Mp4Movie() {}

  static Box fileType(boolean isQuickTime) {
    return isQuickTime
        ? new FileTypeBox("qt  ", 0x200, List.of("qt  "))
        : new FileTypeBox("isom", 0x200, List.of("isom", "iso2", "mp41"));
  }

  static Box movie(List<Mp4TrackTables> tracks, boolean isQuickTime) throws LicFormatException {
    MovieBox moov = new MovieBox();
    MovieHeaderBox head = new MovieHeaderBox();
    head.setCreationTime(NO_DATE);
    head.setModificationTime(NO_DATE);
    head.setTimescale(TIMESCALE);
    head.setNextTrackId(tracks.size() + 1L);
    moov.addBox(head);
    long longest = 0;
    for (int i = 0; i < tracks.size(); i++) {
      moov.addBox(track(i + 1, tracks.get(i), isQuickTime));
      longest = Math.max(longest, end(tracks.get(i)));
    }
    head.setDuration(longest);
    return moov;
  }

  /** How long what is shown of a track is, in the movie's ticks. */
  private static long shown(Mp4TrackTables tables) {
    double nanos = tables.ticks() * NANOS / tables.track().timescale();
    nanos += Math.min(0, tables.startNanos()) - tables.discard();
    return Math.max(0, Math.round(nanos / NANOS * TIMESCALE));
  }

  private static long end(Mp4TrackTables tables) {
    return shown(tables) + empty(tables);
  }

  private static long empty(Mp4TrackTables tables) {
    return Math.round(Math.max(0, tables.startNanos()) / NANOS * TIMESCALE);
  }

  private static TrackBox track(int id, Mp4TrackTables tables, boolean isQuickTime)
      throws LicFormatException {
    OutputTrack track = tables.track();
    TrackHeaderBox head = new TrackHeaderBox();
    head.setEnabled(track.copied().map(SourceTrack::isDefault).orElse(true));
    head.setInMovie(true);
    head.setCreationTime(NO_DATE);
    head.setModificationTime(NO_DATE);
    head.setTrackId(id);
    head.setDuration(end(tables));
    head.setWidth(track.width());
    head.setHeight(track.height());
    head.setVolume(track.kind() == MediaTrack.Kind.AUDIO ? 1 : 0);
    head.setAlternateGroup(
        switch (track.kind()) {
          case VIDEO -> 0;
          case AUDIO -> 1;
          case SUBTITLE, OTHER -> 2;
        });
    TrackBox trak = new TrackBox();
    trak.addBox(head);
    if (tables.startNanos() != 0 || tables.discard() != 0) {
      trak.addBox(edits(tables));
    }
    trak.addBox(media(tables, isQuickTime));
    track.copied().flatMap(SourceTrack::name).ifPresent(name -> trak.addBox(name(name)));
    return trak;
  }

  private static EditBox edits(Mp4TrackTables tables) {
    EditListBox list = new EditListBox();
    List<EditListBox.Entry> entries = new ArrayList<>();
    if (empty(tables) > 0) {
      entries.add(new EditListBox.Entry(list, empty(tables), -1, 1));
    }
    double cut = Math.max(0, -tables.startNanos());
    long mediaTime = Math.round(cut / NANOS * tables.track().timescale());
    entries.add(new EditListBox.Entry(list, shown(tables), mediaTime, 1));
    boolean isLong =
        entries.stream()
            .anyMatch(e -> e.getSegmentDuration() >= 1L << 32 || e.getMediaTime() >= 1L << 31);
    list.setVersion(isLong ? 1 : 0);
    list.setEntries(entries);
    EditBox box = new EditBox();
    box.addBox(list);
    return box;
  }

  private static UserDataBox name(String name) {
    UserDataBox box = new UserDataBox();
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    box.addBox(new RawBox(LearnedSetup.box("name", text)));
    return box;
  }

  private static MediaBox media(Mp4TrackTables tables, boolean isQuickTime)
      throws LicFormatException {
    OutputTrack track = tables.track();
    MediaHeaderBox head = new MediaHeaderBox();
    head.setCreationTime(NO_DATE);
    head.setModificationTime(NO_DATE);
    head.setTimescale(track.timescale());
    head.setDuration(tables.ticks());
    head.setLanguage(
        track
            .copied()
            .flatMap(SourceTrack::language)
            .map(MatroskaHeader::threeLetters)
            .orElse("und"));
    HandlerBox handler = new HandlerBox();
    handler.setHandlerType(handlerType(track));
    handler.setName(
        switch (track.kind()) {
          case VIDEO -> "VideoHandler";
          case AUDIO -> "SoundHandler";
          case SUBTITLE, OTHER -> "SubtitleHandler";
        });
    MediaInformationBox information = new MediaInformationBox();
    information.addBox(
        switch (handlerType(track)) {
          case "vide" -> new VideoMediaHeaderBox();
          case "soun" -> new SoundMediaHeaderBox();
          case "subt" -> new SubtitleMediaHeaderBox();
          default -> new NullMediaHeaderBox();
        });
    information.addBox(ownFile());
    information.addBox(tables(tables, isQuickTime));
    MediaBox media = new MediaBox();
    media.addBox(head);
    media.addBox(handler);
    media.addBox(information);
    return media;
  }

  private static String handlerType(OutputTrack track) {
    return switch (track.kind()) {
      case VIDEO -> "vide";
      case AUDIO -> "soun";
      case SUBTITLE, OTHER ->
          track.copied().orElseThrow().origin() instanceof SourceTrack.Mp4 mp4
                  && track.copied().orElseThrow().codec() != TrackCodec.TEXT
              ? mp4.handler()
              : "sbtl";
    };
  }

  private static DataInformationBox ownFile() {
    DataEntryUrlBox url = new DataEntryUrlBox();
    url.setFlags(1);
    DataReferenceBox reference = new DataReferenceBox();
    reference.addBox(url);
    DataInformationBox information = new DataInformationBox();
    information.addBox(reference);
    return information;
  }

  private static SampleTableBox tables(Mp4TrackTables tables, boolean isQuickTime)
      throws LicFormatException {
    SampleDescriptionBox description = new SampleDescriptionBox();
    description.addBox(new RawBox(sampleEntry(tables, isQuickTime)));
    TimeToSampleBox durations = new TimeToSampleBox();
    durations.setEntries(tables.durations());
    SampleToChunkBox groups = new SampleToChunkBox();
    groups.setEntries(tables.groups());
    SampleTableBox box = new SampleTableBox();
    box.addBox(description);
    box.addBox(durations);
    long[] keys = tables.keys();
    if (keys.length > 0) {
      SyncSampleBox sync = new SyncSampleBox();
      sync.setSampleNumber(keys);
      box.addBox(sync);
    }
    box.addBox(groups);
    box.addBox(new RawBox(sizes(tables)));
    long[] chunks = tables.chunks();
    boolean isLong = chunks.length > 0 && chunks[chunks.length - 1] >= 1L << 32;
    ChunkOffsetBox offsets = isLong ? new ChunkOffset64BitBox() : new StaticChunkOffsetBox();
    offsets.setChunkOffsets(chunks);
    box.addBox(offsets);
    return box;
  }

  private static byte[] sampleEntry(Mp4TrackTables tables, boolean isQuickTime)
      throws LicFormatException {
    OutputTrack track = tables.track();
    if (track.copied().isEmpty()) {
      return track.isLearned()
          ? LearnedSetup.sampleEntry(track.width(), track.height(), track.setup())
          : SampleEntries.h264(track.width(), track.height(), track.setup());
    }
    SourceTrack source = track.copied().get();
    if (isCopied(source, isQuickTime)) {
      return ((SourceTrack.Mp4) source.origin()).sampleEntry();
    }
    return source.codec() == TrackCodec.TEXT
        ? SampleEntries.text()
        : SampleEntries.sound(source, tables.first(), isQuickTime);
  }

  /** Whether a track's sample entry can be taken as it is. */
  static boolean isCopied(SourceTrack track, boolean isQuickTime) {
    return track.origin() instanceof SourceTrack.Mp4 mp4
        && (mp4.isQuickTime() == isQuickTime
            || Mp4Setup.fourCc(mp4.sampleEntry(), 4).equals("tx3g"));
  }

  /** mp4parser's own box cannot say that all samples are of one size. */
  private static byte[] sizes(Mp4TrackTables tables) {
    ByteSink out = new ByteSink().i32(0).i32(tables.uniformSize()).i32((int) tables.samples());
    for (int i = 0; tables.uniformSize() == 0 && i < tables.samples(); i++) {
      out.i32(tables.size(i));
    }
    return LearnedSetup.box("stsz", out.toBytes());
  }
}
