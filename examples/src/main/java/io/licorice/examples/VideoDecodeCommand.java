package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.video.FrameSink;
import io.licorice.video.GopDecoder;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import io.licorice.video.TimedFrame;
import io.licorice.video.container.Companions;
import io.licorice.video.container.ContainerFormat;
import io.licorice.video.container.FrameSinks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic video decode}: decodes a video. */
@Command(
    name = "decode",
    description = "Decodes a video, or frames of it.",
    footer = {
      "",
      "A .y4m file holds 4:2:0 frames and no sound; a folder gets PNG files and keeps the decoded",
      "pixels as they are. .mp4, .mkv and .mov are coded again, as nearly transparent H.264, by",
      "Humble Video, with the sound and the subtitles of IN. What a damaged file still gives is",
      "decoded: the last good frame stands for damaged ones up to the next key frame, and a warning",
      "on standard error tells which; the exit code is 0.",
      "",
      "The object that --json prints has the keys width, height, frames (that were written),",
      "decode_seconds (loading of the networks included, writing not), frames_per_second (decoded",
      "in a second), device, warnings (a list of sentences, which also go to standard error).",
      "",
      "Examples:",
      "  lic video decode film.lvc film.y4m",
      "  lic video decode film.mkv film.mp4",
      "  lic video decode film.lvc frames --from 100 --frames 10"
    })
final class VideoDecodeCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN", description = "A .lvc, .mkv, .mp4 or .mov file.")
  Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write: .y4m, .mp4, .mkv or .mov; or the name of a folder.")
  Path output;

  @Option(names = "--frames", paramLabel = "N", description = "Write no more frames than this.")
  Integer most;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Begin with this frame, counted from 0. With more than 0, sound and subtitles are left"
              + " out. Default: ${DEFAULT-VALUE}.")
  int from;

  @Option(names = "--no-audio", description = "Leave out sound and subtitles.")
  boolean withoutCompanions;

  @Option(
      names = "--full-chroma",
      description = "Write colours of .y4m files at full size (4:4:4), which fewer programs read.")
  boolean fullChroma;

  @Option(
      names = "--crf",
      paramLabel = "0..51",
      description = "Rate factor of H.264, 0 is the best. Default: 12.")
  Double rateFactor;

  @Mixin CodecFlags codecFlags;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT if it is a file that exists.")
  boolean force;

  private final List<String> warnings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    ContainerFormat format = checked(() -> VideoOutputs.decoded(output));
    checkNumbers();
    if (format != ContainerFormat.FOLDER) {
      OutputFile.at(output, force);
    }
    try (PacketSource source = VideoFiles.open(input)) {
      int end = end(source);
      int gops = GopDecoder.gopsAtOnce(source, from, end, settings);
      try (LicCodec codec = LicCodec.open(GopDecoder.settings(settings, gops));
          GopDecoder decoder = new GopDecoder(codec, source, from, end, gops);
          FrameSink sink = sink(format, source);
          FrameProgress progress =
              new FrameProgress("decode", OptionalLong.of(end - from), !json)) {
        double seconds = decode(decoder, source.frames(), sink, progress);
        sink.finish();
        report(source.configuration(), end - from, seconds, settings);
      }
    }
    return 0;
  }

  private void checkNumbers() {
    if (most != null && most < 1) {
      throw wrongUsage("--frames: at least 1 expected, found " + most);
    }
    if (from < 0) {
      throw wrongUsage("--from: at least 0 expected, found " + from);
    }
    if (rateFactor != null && !(rateFactor >= 0 && rateFactor <= 51)) {
      throw wrongUsage("--crf: 0 to 51 expected, found " + rateFactor);
    }
  }

  /** The number after the last frame to write. */
  private int end(PacketSource source) throws IOException {
    int count = source.frames().size();
    if (from >= count) {
      throw new IOException(input + " has " + count + " frames, and none of number " + from);
    }
    return most == null ? count : Math.min(count, from + Math.min(most, count));
  }

  private FrameSink sink(ContainerFormat format, PacketSource source) throws IOException {
    int width = source.configuration().width();
    int height = source.configuration().height();
    return switch (format) {
      case FOLDER -> FrameSinks.folder(output);
      case Y4M ->
          FrameSinks.y4m(
              output,
              width,
              height,
              frameTime(source),
              fullChroma ? FrameSinks.Chroma.FULL : FrameSinks.Chroma.HALF);
      default ->
          VideoFiles.advising(
              () ->
                  FrameSinks.h264(
                      output,
                      width,
                      height,
                      source.timeBase(),
                      companions(),
                      rateFactor == null ? FrameSinks.DEFAULT_CRF : rateFactor));
    };
  }

  private Companions companions() {
    if (withoutCompanions || from > 0) {
      return Companions.none();
    }
    return most == null ? Companions.of(input) : Companions.of(input).cutAtEnd();
  }

  /** How far frames are apart in the middle, for a file that has one distance for all. */
  private TimeBase frameTime(PacketSource source) throws IOException {
    long[] durations =
        source.frames().stream().mapToLong(PacketSource.Entry::duration).sorted().toArray();
    long middle = durations[durations.length / 2];
    TimeBase unit = source.timeBase();
    if (durations[durations.length - 1] - durations[0] > 1) {
      tell(".y4m files have no times: frames that are not equally long will be");
    }
    try {
      return new TimeBase(
          Math.toIntExact(Math.multiplyExact(middle, unit.numerator())), unit.denominator());
    } catch (ArithmeticException e) {
      throw new IOException(
          "a frame that lasts " + unit.seconds(middle) + " seconds has no place in .y4m", e);
    }
  }

  /** Decodes and writes frames; returns seconds. */
  private double decode(
      GopDecoder decoder, List<PacketSource.Entry> entries, FrameSink sink, FrameProgress progress)
      throws IOException {
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            tell(input + ": " + message);
          }
        };
    long start = System.nanoTime();
    for (int i = from; decoder.hasNext(); i++) {
      Picture picture = VideoFiles.naming(input, () -> decoder.next(listener));
      PacketSource.Entry entry = entries.get(i);
      sink.write(new TimedFrame(picture, entry.timestamp(), entry.duration()));
      progress.at(i - from + 1);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void tell(String warning) {
    warnings.add(warning);
    warn(warning);
  }

  private void report(
      LvcConfiguration configuration, int frames, double seconds, CodecSettings settings)
      throws IOException {
    if (json) {
      ObjectNode object = Json.object();
      object.put("width", configuration.width()).put("height", configuration.height());
      object.put("frames", frames).put("decode_seconds", seconds);
      object.put("frames_per_second", frames / seconds);
      object.put("device", settings.device().toString());
      ArrayNode array = object.putArray("warnings");
      warnings.forEach(array::add);
      out().println(Json.line(object));
    } else {
      print(
          "%s: %dx%d, %d frames, %.2f s on %s, %s frames/s",
          output,
          configuration.width(),
          configuration.height(),
          frames,
          seconds,
          settings.device(),
          VideoBenchText.framesPerSecond(frames / seconds));
    }
  }
}
