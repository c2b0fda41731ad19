package io.licorice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** FFmpeg's programs, which decode videos and run the codecs that the video bench compares with. */
final class Ffmpeg {
  private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");

  private final ScratchFolder scratch;

  private Ffmpeg(ScratchFolder scratch) {
    this.scratch = scratch;
  }

  /**
   * The programs of this machine.
   *
   * @param scratch for what they write; stays the caller's
   * @throws IOException if one is not installed
   */
  static Ffmpeg in(ScratchFolder scratch) throws IOException {
    for (String program : PROGRAMS) {
      if (!Programs.isInstalled(program)) {
        throw new IOException(
            "the video bench needs "
                + program
                + ", which is not installed (Debian: apt install"
                + " ffmpeg)");
      }
    }
    return new Ffmpeg(scratch);
  }

  /**
   * A video's first stream of pictures.
   *
   * @param width pixels as they are coded, before any rotation
   * @param height pixels as they are coded
   * @param pixelFormat in FFmpeg's words, such as yuv420p
   * @param rateNumerator frames in {@code rateDenominator} seconds
   * @param rateDenominator seconds
   */
  record VideoStream(
      int width, int height, String pixelFormat, int rateNumerator, int rateDenominator) {
    double framesPerSecond() {
      return (double) rateNumerator / rateDenominator;
    }
  }

  /** A coded frame in a file. */
  record Packet(long bytes, boolean isKey) {}

  Path file(String name) {
    return scratch.file(name);
  }

  /**
   * Runs {@code ffmpeg}.
   *
   * @return seconds from start to end
   */
  double run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
    command.addAll(arguments);
    return Programs.run(scratch.file("ffmpeg.log"), command);
  }

  /** What a file's first stream of pictures is. */
  VideoStream probe(Path video) throws IOException {
    JsonNode streams =
        ask(
            video,
            "stream=width,height,pix_fmt,avg_frame_rate,r_frame_rate:stream_disposition=attached_pic",
            "streams");
    for (JsonNode stream : streams) {
      int width = stream.path("width").asInt();
      int height = stream.path("height").asInt();
      if (width < 1 || height < 1 || stream.at("/disposition/attached_pic").asInt() == 1) {
        continue;
      }
      int[] rate = fraction(stream.path("avg_frame_rate").asText());
      if (rate[0] < 1 || rate[1] < 1) {
        rate = fraction(stream.path("r_frame_rate").asText());
      }
      if (rate[0] < 1 || rate[1] < 1) {
        throw new IOException("its frame rate is not known");
      }
      return new VideoStream(width, height, stream.path("pix_fmt").asText(), rate[0], rate[1]);
    }
    throw new IOException("it has no video");
  }

  /** The coded frames of a file's first stream of pictures. */
  List<Packet> packets(Path video) throws IOException {
    List<Packet> packets = new ArrayList<>();
    for (JsonNode packet : ask(video, "packet=size,flags", "packets")) {
      packets.add(
          new Packet(packet.path("size").asLong(), packet.path("flags").asText().startsWith("K")));
    }
    return packets;
  }

  private JsonNode ask(Path video, String entries, String answer) throws IOException {
    Path output = scratch.file("ffprobe.json");
    Programs.run(
        scratch.file("ffprobe.log"),
        output,
        List.of(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            "V",
            "-show_entries",
            entries,
            "-of",
            "json",
            url(video)));
    return Json.read(output).path(answer);
  }

  private static int[] fraction(String text) {
    String[] parts = text.split("/", -1);
    try {
      return parts.length == 2
          ? new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])}
          : new int[2];
    } catch (NumberFormatException e) {
      return new int[2]; // not known
    }
  }

  /**
   * Decodes a video to RGB, every frame once, not turned.
   *
   * @param frames most frames to decode
   * @param rgb the file to write
   * @return seconds from the program's start to its end
   */
  double decode(Path video, OptionalInt frames, Path rgb) throws IOException {
    List<String> arguments = new ArrayList<>(input(video));
    arguments.addAll(limit(frames));
    arguments.addAll(List.of("-pix_fmt", "rgb24", "-f", "rawvideo", rgb.toString()));
    return run(arguments);
  }

  /** The words that name a video to read: its first stream of pictures, in one thread. */
  static List<String> input(Path video) {
    return List.of(
        "-threads",
        "1",
        "-noautorotate",
        "-i",
        url(video),
        "-map",
        "0:V:0",
        "-vsync",
        "passthrough");
  }

  static List<String> limit(OptionalInt frames) {
    return frames.isPresent()
        ? List.of("-frames:v", Integer.toString(frames.getAsInt()))
        : List.of();
  }

  /** Otherwise a name with a colon or a percent sign would be another thing than a file. */
  private static String url(Path file) {
    return "file:" + file;
  }
}
