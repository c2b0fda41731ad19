package io.licorice.examples;

import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import io.licorice.video.EncodedFrame;
import io.licorice.video.FrameSource;
import io.licorice.video.GopEncoder;
import io.licorice.video.PacketSink;
import io.licorice.video.TimeBase;
import io.licorice.video.VideoEncodeOptions;
import io.licorice.video.container.Companions;
import io.licorice.video.container.ContainerFormat;
import io.licorice.video.container.Containers;
import io.licorice.video.container.MediaInput;
import io.licorice.video.container.MediaTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic video encode}: codes a video. */
@Command(
    name = "encode",
    description = "Codes a video and says what it cost and how good it is.",
    footer = {
      "",
      "IN is a .y4m file, a folder of pictures in the order of their names, or whatever Humble",
      "Video decodes: .mp4, .mkv, .mov, .webm and others. Without Humble Video, which is not part",
      "of this jar, the error tells how to get it. Sound and subtitles of IN are copied as they are",
      "to .mkv, .mp4 and .mov; a .lvc file has the video alone.",
      "",
      "The object that --json prints has the keys bytes (of the file), frame_bytes (of coded frames",
      "alone), bpp and bits_per_second (of coded frames), psnr (over red, green and blue: the mean",
      "of the frames' decibels), frames, key_frames, seconds, frames_per_second (of the video),",
      "encode_seconds, encode_frames_per_second, device, model, model_hash, width, height,",
      "tracks_copied, warnings, and per_frame: for each frame its number, timestamp (seconds),",
      "bytes, key, psnr, quality.",
      "",
      "Examples:",
      "  lic video encode film.mp4 film.mkv -q 40",
      "  lic video encode film.mov film.mp4 --bitrate 800k --gop 100",
      "  lic video encode film.y4m film.lvc --frames 96 --json",
      "  lic video encode frames film.lvc --rate 29.97"
    })
final class VideoEncodeCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN", description = "A video, or a folder of pictures.")
  Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write: .lvc, .mkv, .mp4 or .mov.")
  Path output;

  @ArgGroup RateFlags rate;

  @Option(
      names = "--gop",
      paramLabel = "N",
      defaultValue = "" + VideoEncodeOptions.DEFAULT_KEY_INTERVAL,
      description = "A key frame at the latest after N frames. Default: ${DEFAULT-VALUE}.")
  int gop;

  @Option(
      names = "--key-advance",
      paramLabel = "N",
      defaultValue = "" + VideoEncodeOptions.DEFAULT_KEY_ADVANCE,
      description =
          "By how many points of quality key frames are better. Default: ${DEFAULT-VALUE}.")
  double keyAdvance;

  @Option(
      names = "--cascade",
      paramLabel = "N",
      defaultValue = "" + VideoEncodeOptions.DEFAULT_CASCADE,
      description =
          "By how many points of quality the best of four predicted frames is better than asked for,"
              + " so that it carries the others; 0: all are alike. Default: ${DEFAULT-VALUE}.")
  double cascade;

  @Option(
      names = "--no-scene-cuts",
      description = "Begin no new scene with a key frame: every N frames there is one.")
  boolean withoutSceneCuts;

  @Option(
      names = "--model",
      paramLabel = "fvc|mlvc|dvc",
      defaultValue = "fvc",
      description =
          "How frames are predicted: mlvc, from the two frames before and the motion between"
              + " them; fvc, as mlvc and from features that other motion leads to; dvc, from the"
              + " frame before alone; or the id of a pack. Default: ${DEFAULT-VALUE}.")
  String model;

  @Option(names = "--frames", paramLabel = "N", description = "Code no more frames than this.")
  Integer most;

  @Option(
      names = "--rate",
      paramLabel = "FPS",
      converter = FrameRate.class,
      description = "Frames a second of a folder: 25, 29.97 or 30000/1001. Default: 25.")
  TimeBase frameTime;

  @Option(
      names = "--track",
      paramLabel = "N",
      description =
          "The video track to code, if there are several, counted from 0 over all tracks.")
  Integer track;

  @Option(names = "--no-audio", description = "Leave out sound and subtitles.")
  boolean withoutCompanions;

  @Mixin CodecFlags codecFlags;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = {"-f", "--force"},
      description = "Replace OUT if it exists.")
  boolean force;

  private VideoEncodeReport report;

  /** What decides the size; one at most. */
  static final class RateFlags {
    @Option(
        names = {"-q", "--quality"},
        paramLabel = "0..100",
        description = "Quality of predicted frames, 0 (smallest) to 100 (best). Default: 50.")
    Double quality;

    @Option(
        names = "--bitrate",
        paramLabel = "BITS",
        converter = BitRate.class,
        description = "Bits a second of coded frames, such as 800k or 2.5M.")
    Double bitsPerSecond;
  }

  @Override
  public Integer call() throws IOException {
    CodecSettings settings = checked(codecFlags::settings);
    ContainerFormat format = checked(() -> VideoOutputs.coded(output));
    VideoEncodeOptions.Builder builder = checked(this::options);
    checked(builder::build);
    if (most != null && most < 1) {
      throw wrongUsage("--frames: at least 1 expected, found " + most);
    }
    OutputFile.at(output, force);
    PackInfo pack = VideoModels.find(settings, model);
    report = new VideoEncodeReport(output, pack, settings.device());
    MediaInput media = open();
    VideoEncodeOptions options = builder.model(pack.id()).build();
    try (FrameSource frames = frames(media)) {
      long end = most == null ? Long.MAX_VALUE : most;
      int gops = GopEncoder.gopsAtOnce(frames, options, end, settings);
      try (LicCodec codec = LicCodec.open(GopEncoder.settings(settings, gops));
          GopEncoder encoder = new GopEncoder(codec, options, frames, end, gops);
          PacketSink sink =
              Containers.create(
                  output, encoder.configuration(), frames.timeBase(), companions(format, media))) {
        encode(frames, encoder, sink);
        sink.finish();
      }
    }
    report.print(out(), json);
    return 0;
  }

  private VideoEncodeOptions.Builder options() {
    VideoEncodeOptions.Builder builder = VideoEncodeOptions.builder();
    if (rate != null && rate.bitsPerSecond != null) {
      builder.bitrate(rate.bitsPerSecond);
    } else {
      builder.quality(rate == null ? EncodeOptions.DEFAULT_QUALITY : rate.quality);
    }
    return builder
        .keyInterval(gop)
        .keyAdvance(keyAdvance)
        .cascade(cascade)
        .sceneCuts(!withoutSceneCuts);
  }

  private MediaInput open() throws IOException {
    boolean isOurs = VideoFiles.probe(input) == ContainerFormat.LVC;
    MediaInput media = isOurs ? null : VideoFiles.media(input, frameTime);
    if (isOurs || track == null && media.video().filter(VideoFiles::isOurs).isPresent()) {
      throw new IOException(input + " is coded by lic already; lic video decode undoes that");
    }
    if (frameTime != null && media.format() != ContainerFormat.FOLDER) {
      tell("--rate is for folders; " + input + " says itself how long its frames are shown");
    }
    return media;
  }

  private FrameSource frames(MediaInput media) throws IOException {
    if (track == null) {
      return VideoFiles.naming(input, media::frames);
    }
    boolean isVideo =
        media.tracks().stream()
            .anyMatch(t -> t.index() == track && t.kind() == MediaTrack.Kind.VIDEO);
    if (!isVideo) {
      throw new IOException(
          input + " has no video track " + track + "; its tracks are " + VideoFiles.list(media));
    }
    return VideoFiles.naming(input, () -> media.frames(track));
  }

  private Companions companions(ContainerFormat format, MediaInput media) {
    int count = withoutCompanions ? 0 : VideoFiles.companions(media).size();
    if (count > 0 && format == ContainerFormat.LVC) {
      tell(
          "sound and subtitles are left out, for which .lvc has no place; .mkv, .mp4 and .mov"
              + " have one");
      count = 0;
    }
    report.tracksCopied(count);
    if (count == 0) {
      return Companions.none();
    }
    return most == null ? Companions.of(input) : Companions.of(input).cutAtEnd();
  }

  private void encode(FrameSource frames, GopEncoder encoder, PacketSink sink) throws IOException {
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            tell(message);
          }
        };
    long start = System.nanoTime();
    try (FrameProgress progress = new FrameProgress("encode", total(frames), !json)) {
      VideoFiles.Reading<Optional<EncodedFrame>> next = () -> encoder.next(listener);
      Optional<EncodedFrame> frame = VideoFiles.naming(input, next);
      for (long done = 1; frame.isPresent(); done++) {
        report.add(frame.get(), frames);
        sink.write(frame.get().packet());
        progress.at(done);
        frame = VideoFiles.naming(input, next);
      }
    }
    report.took(System.nanoTime() - start);
    if (report.isEmpty()) {
      throw new IOException(input + " has no frames");
    }
  }

  private OptionalLong total(FrameSource frames) {
    if (most == null) {
      return frames.frameCount();
    }
    return OptionalLong.of(Math.min(most, frames.frameCount().orElse(most)));
  }

  private void tell(String warning) {
    report.warnings().add(warning);
    warn(warning);
  }
}
