package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcPacket;
import io.licorice.video.PacketSource;
import io.licorice.video.container.ContainerFormat;
import io.licorice.video.container.MediaTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic video info}: says what a coded video is. */
@Command(
    name = "info",
    description = "Says what a coded video is; starts no network.",
    footer = {
      "",
      "shared_colour_frames are shown with one colour for 2 x 2 pixels, as videos of 4:2:0 are.",
      "frame_bytes are those of coded frames, bytes those of the whole file, with sound and all;",
      "bpp and bits_per_second are of coded frames. model_hash is the beginning of the hash of the",
      "pack that predicted frames need. lost_frames, of which there should be none, are frames",
      "whose bytes cannot be found. tracks are those beside the video.",
      "",
      "Examples:",
      "  lic video info film.lvc",
      "  lic video info film.mkv --json"
    })
final class VideoInfoCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN", description = "A .lvc, .mkv, .mp4 or .mov file.")
  Path input;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    ObjectNode object = Json.object();
    ContainerFormat format = VideoFiles.probe(input);
    try (PacketSource source = VideoFiles.open(input)) {
      describe(format, source, object);
    }
    List<MediaTrack> others =
        format == ContainerFormat.LVC
            ? List.of()
            : VideoFiles.others(VideoFiles.media(input, null));
    if (json) {
      ArrayNode tracks = object.putArray("tracks");
      others.forEach(track -> describe(track, tracks.addObject()));
      out().println(Json.line(object));
    } else {
      object
          .properties()
          .forEach(e -> print("%-17s %s", e.getKey().replace('_', ' '), e.getValue().asText()));
      others.forEach(track -> print("%-17s %s", "track " + track.index(), text(track)));
    }
    return 0;
  }

  private void describe(ContainerFormat format, PacketSource source, ObjectNode object)
      throws IOException {
    List<PacketSource.Entry> frames = source.frames();
    long frameBytes = 0;
    int lost = 0;
    int ofSharedColour = 0;
    for (int i = 0; i < frames.size(); i++) {
      int number = i;
      Optional<LvcPacket> packet = VideoFiles.naming(input, () -> source.read(number));
      frameBytes += packet.map(p -> p.bytes().length).orElse(0);
      lost += packet.isPresent() ? 0 : 1;
      ofSharedColour += packet.filter(LvcPacket::sharesColour).isPresent() ? 1 : 0;
    }
    LvcConfiguration configuration = source.configuration();
    double seconds = VideoFiles.seconds(source);
    double pixels = (double) configuration.width() * configuration.height();
    object.put("format", format.name().toLowerCase(Locale.ROOT));
    object.put("width", configuration.width()).put("height", configuration.height());
    object.put("frames", frames.size());
    object.put("key_frames", frames.stream().filter(PacketSource.Entry::isKey).count());
    object.put("shared_colour_frames", ofSharedColour);
    object.put("seconds", seconds).put("frames_per_second", frames.size() / seconds);
    object.put("model", configuration.model()).put("model_hash", configuration.hashText());
    if (!configuration.family().isEmpty()) {
      object.put("family", configuration.family());
    }
    object.put("bytes", Files.size(input)).put("frame_bytes", frameBytes);
    object.put("bpp", 8 * frameBytes / (pixels * frames.size()));
    object.put("bits_per_second", 8 * frameBytes / seconds).put("lost_frames", lost);
    if (lost > 0) {
      warn(input + ": the bytes of " + lost + " frames cannot be found");
    }
  }

  private static void describe(MediaTrack track, ObjectNode entry) {
    entry.put("index", track.index()).put("kind", kind(track)).put("codec", track.codec());
    track.language().ifPresent(language -> entry.put("language", language));
    track.name().ifPresent(name -> entry.put("name", name));
    if (track.kind() == MediaTrack.Kind.AUDIO) {
      entry.put("channels", track.channels()).put("sample_rate", track.sampleRate());
    }
    track.seconds().ifPresent(seconds -> entry.put("seconds", seconds));
  }

  private static String text(MediaTrack track) {
    StringBuilder text = new StringBuilder(kind(track)).append(", ").append(track.codec());
    if (track.kind() == MediaTrack.Kind.AUDIO) {
      text.append(Text.of(", %d Hz, channels: %d", track.sampleRate(), track.channels()));
    }
    track.language().ifPresent(language -> text.append(", ").append(language));
    track.name().ifPresent(name -> text.append(", ").append(name));
    return text.toString();
  }

  private static String kind(MediaTrack track) {
    return track.kind().name().toLowerCase(Locale.ROOT);
  }
}
