package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.examples.VideoBenchReport.Comparison;
import io.licorice.examples.VideoBenchReport.Measurement;
import io.licorice.examples.VideoBenchReport.Part;
import io.licorice.examples.VideoBenchReport.Video;
import io.licorice.examples.VideoTrial.CodedFrame;

/** The reports of the video bench as one JSON object. */
final class VideoBenchJson {
  private VideoBenchJson() {}

  static ObjectNode of(VideoBenchSummary summary) {
    ObjectNode object = Json.object();
    object.put("machine", summary.machine()).put("folder", summary.folder());
    object.put("protocol", summary.protocol().name());
    object.put("key_frames", summary.protocol().gopText());
    ArrayNode packs = object.putArray("packs");
    for (VideoBenchSummary.Pack pack : summary.packs()) {
      packs.addObject().put("id", pack.id()).put("family", pack.family()).put("hash", pack.hash());
    }
    ArrayNode codecs = object.putArray("codecs");
    for (BenchSummary.Codec codec : summary.codecs()) {
      ObjectNode entry = codecs.addObject().put("name", codec.name());
      entry.put("settings", codec.settings()).put("timing", codec.timing());
      summary
          .framesPerSecond(codec.name(), true)
          .ifPresent(fps -> entry.put("encode_frames_per_second", fps));
      summary
          .framesPerSecond(codec.name(), false)
          .ifPresent(fps -> entry.put("decode_frames_per_second", fps));
    }
    ArrayNode leftOut = object.putArray("left_out");
    summary.leftOut().forEach(leftOut::add);
    ArrayNode videos = object.putArray("videos");
    for (VideoBenchReport report : summary.videos()) {
      describe(summary, report, videos.addObject());
    }
    describeMeans(summary, object.putArray("mean_bd_rates"));
    return object;
  }

  private static void describe(
      VideoBenchSummary summary, VideoBenchReport report, ObjectNode object) {
    Video video = report.video();
    object.put("video", video.name()).put("width", video.width()).put("height", video.height());
    object.put("frames", video.frames()).put("frames_per_second", video.framesPerSecond());
    object.put("pixel_format", video.pixelFormat());
    ArrayNode measurements = object.putArray("measurements");
    for (String codec : report.codecs()) {
      for (Measurement measurement : report.measurements(codec)) {
        describe(report, measurement, measurements.addObject());
      }
    }
    ArrayNode rates = object.putArray("bd_rates");
    for (String ours : summary.ours()) {
      for (String anchor : summary.others()) {
        for (Part part : Part.values()) {
          describe(report.compare(ours, anchor, part), rates.addObject());
        }
      }
    }
  }

  private static void describe(VideoBenchReport report, Measurement measurement, ObjectNode entry) {
    VideoTrial trial = measurement.trial();
    entry.put("codec", measurement.codec()).put("quality", measurement.quality());
    entry.put("bytes", trial.bytes()).put("file_bytes", trial.fileBytes());
    for (Part part : Part.values()) {
      report
          .worth(measurement, part)
          .ifPresent(
              worth -> {
                ObjectNode node = entry.putObject(part.key);
                node.put("frames", worth.frames()).put("bytes", worth.bytes());
                node.put("bpp", worth.bpp()).put("psnr", worth.psnr());
              });
    }
    entry.put("encode_seconds", trial.encodeSeconds());
    entry.put("decode_seconds", trial.decodeSeconds());
    ArrayNode frames = entry.putArray("frames");
    for (CodedFrame frame : trial.frames()) {
      frames
          .addObject()
          .put("bytes", frame.bytes())
          .put("key", frame.isKey())
          .put("psnr", frame.psnr());
    }
  }

  /** A rate difference; of predicted frames against key frames also as a share of their bits. */
  private static void describe(Comparison comparison, ObjectNode entry) {
    entry.put("codec", comparison.codec()).put("anchor", comparison.anchor());
    entry.put("frames", comparison.part().key);
    comparison
        .difference()
        .ifPresentOrElse(
            d -> {
              entry.put("percent", d.percent());
              entry.put("from_db", d.fromQuality()).put("to_db", d.toQuality());
            },
            () -> entry.putNull("percent"));
  }

  private static void describeMeans(VideoBenchSummary summary, ArrayNode array) {
    for (String ours : summary.ours()) {
      for (String anchor : summary.others()) {
        for (Part part : Part.values()) {
          VideoBenchSummary.Mean mean = summary.mean(ours, anchor, part);
          ObjectNode entry = array.addObject().put("codec", ours).put("anchor", anchor);
          entry.put("frames", part.key).put("videos", mean.videos());
          mean.percent()
              .ifPresentOrElse(
                  percent -> entry.put("percent", percent), () -> entry.putNull("percent"));
        }
      }
    }
  }
}
