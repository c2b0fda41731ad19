package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.Device;
import io.licorice.codec.PackInfo;
import io.licorice.metrics.Psnr;
import io.licorice.video.EncodedFrame;
import io.licorice.video.FrameSource;
import io.licorice.video.LvcPacket;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What coding a video cost, and how good it is. */
final class VideoEncodeReport {
  private final Path file;
  private final PackInfo pack;
  private final Device device;
  private final List<String> warnings = new ArrayList<>();
  private final List<Frame> frames = new ArrayList<>();
  private int width;
  private int height;
  private int tracksCopied;
  private long nanos;

  VideoEncodeReport(Path file, PackInfo pack, Device device) {
    this.file = file;
    this.pack = pack;
    this.device = device;
  }

  /** A coded frame; times are in seconds. */
  private record Frame(
      double timestamp, double end, int bytes, boolean isKey, double psnr, double quality) {}

  List<String> warnings() {
    return warnings;
  }

  void tracksCopied(int count) {
    tracksCopied = count;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  void add(EncodedFrame frame, FrameSource source) {
    TimeBase unit = source.timeBase();
    LvcPacket packet = frame.packet();
    width = source.width();
    height = source.height();
    frames.add(
        new Frame(
            unit.seconds(packet.timestamp()),
            unit.seconds(packet.timestamp() + packet.duration()),
            packet.bytes().length,
            packet.isKey(),
            Psnr.of(frame.source().picture(), frame.decoded()),
            frame.quality()));
  }

  /** What all frames took, reading and writing included. */
  void took(long all) {
    nanos = all;
  }

  private long frameBytes() {
    return frames.stream().mapToLong(Frame::bytes).sum();
  }

  private long keyFrames() {
    return frames.stream().filter(Frame::isKey).count();
  }

  private double seconds() {
    return frames.get(frames.size() - 1).end - frames.get(0).timestamp;
  }

  private double bpp() {
    return 8.0 * frameBytes() / ((double) width * height * frames.size());
  }

  private double psnr() {
    return frames.stream().mapToDouble(Frame::psnr).average().orElseThrow();
  }

  void print(PrintWriter out, boolean json) throws IOException {
    out.println(json ? Json.line(object()) : text());
  }

  private String text() throws IOException {
    return Text.of(
        "%s: %d bytes, %.1f kbit/s, %.4f bpp, PSNR %s, %d frames (%d key frames) of %dx%d,"
            + " %.2f s on %s, %s frames/s, model %s%s",
        file,
        Files.size(file),
        8 * frameBytes() / seconds() / 1000,
        bpp(),
        Text.decibels(psnr()),
        frames.size(),
        keyFrames(),
        width,
        height,
        nanos / 1e9,
        device,
        VideoBenchText.framesPerSecond(frames.size() / (nanos / 1e9)),
        pack.id(),
        tracksCopied == 0 ? "" : ", other tracks copied: " + tracksCopied);
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = Json.object();
    object.put("bytes", Files.size(file)).put("frame_bytes", frameBytes()).put("bpp", bpp());
    object.put("bits_per_second", 8 * frameBytes() / seconds()).put("psnr", psnr());
    object.put("frames", frames.size()).put("key_frames", keyFrames());
    object.put("seconds", seconds()).put("frames_per_second", frames.size() / seconds());
    object.put("encode_seconds", nanos / 1e9);
    object.put("encode_frames_per_second", frames.size() / (nanos / 1e9));
    object.put("device", device.toString());
    object.put("model", pack.id()).put("model_hash", pack.hash());
    object.put("width", width).put("height", height).put("tracks_copied", tracksCopied);
    warnings.forEach(object.putArray("warnings")::add);
    ArrayNode array = object.putArray("per_frame");
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      ObjectNode entry = array.addObject().put("number", i).put("timestamp", frame.timestamp);
      entry.put("bytes", frame.bytes).put("key", frame.isKey);
      entry.put("psnr", frame.psnr).put("quality", frame.quality);
    }
    return object;
  }
}
