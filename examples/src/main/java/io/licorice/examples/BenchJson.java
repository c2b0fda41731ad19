package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.examples.BenchCodec.Cost;
import io.licorice.examples.BenchReport.Mean;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.examples.BenchReport.RateRow;
import io.licorice.examples.BenchReport.SpeedRow;
import io.licorice.metrics.MsSsim;
import java.util.stream.Stream;

/** The reports as one JSON object: every measurement, means, rate differences, speeds. */
final class BenchJson {
  private BenchJson() {}

  static ObjectNode of(BenchSummary summary) {
    ObjectNode object = Json.object();
    object.put("machine", summary.machine());
    ArrayNode codecs = object.putArray("codecs");
    for (BenchSummary.Codec codec : summary.codecs()) {
      ObjectNode entry = codecs.addObject().put("name", codec.name());
      entry.put("settings", codec.settings()).put("timing", codec.timing());
    }
    ArrayNode leftOut = object.putArray("left_out");
    summary.leftOut().forEach(leftOut::add);
    ArrayNode sets = object.putArray("sets");
    for (BenchReport report : summary.reports()) {
      describe(report, sets.addObject());
    }
    return object;
  }

  private static void describe(BenchReport report, ObjectNode object) {
    object.put("folder", report.set()).put("pictures", report.pictures());
    ArrayNode all = object.putArray("measurements");
    for (Measurement m : report.measurements()) {
      ObjectNode entry = all.addObject().put("picture", m.picture());
      entry.put("width", m.width()).put("height", m.height());
      entry.put("codec", m.codec()).put("quality", m.quality()).put("bytes", m.bytes());
      entry.put("bpp", m.bpp()).put("psnr", m.psnr());
      entry.put("ssim", m.ssim()).put("ms_ssim", m.msSsim());
      entry.put("encode_seconds", m.encodeSeconds()).put("decode_seconds", m.decodeSeconds());
    }
    ArrayNode means = object.putArray("means");
    report.means().forEach(mean -> describe(mean, means.addObject()));
    ArrayNode rates = object.putArray("bd_rates");
    Stream.concat(report.rates().stream(), report.ratesOfOurs().stream())
        .forEach(row -> describe(row, rates.addObject()));
    ArrayNode speeds = object.putArray("speeds");
    report.speeds().forEach(row -> describe(row, speeds.addObject()));
  }

  private static void describe(Mean mean, ObjectNode entry) {
    entry.put("codec", mean.codec());
    entry.put("quality", mean.quality()).put("pictures", mean.pictures());
    entry.put("bpp", mean.bpp()).put("psnr", mean.psnr()).put("ssim", mean.ssim());
    entry.put("ssim_db", MsSsim.toDecibels(mean.ssim())).put("ms_ssim", mean.msSsim());
    entry.put("ms_ssim_db", MsSsim.toDecibels(mean.msSsim()));
    entry.put("encode_seconds", mean.encodeSeconds()).put("decode_seconds", mean.decodeSeconds());
  }

  private static void describe(RateRow row, ObjectNode entry) {
    entry.put("codec", row.codec()).put("anchor", row.anchor()).put("metric", row.metric().key);
    row.range().ifPresent(r -> entry.putArray("bpp_range").add(r.from()).add(r.to()));
    row.difference()
        .ifPresentOrElse(
            d ->
                entry
                    .put("percent", d.percent())
                    .put("from_db", d.fromQuality())
                    .put("to_db", d.toQuality()),
            () -> entry.putNull("percent"));
  }

  private static void describe(SpeedRow row, ObjectNode entry) {
    entry.put("codec", row.codec()).put("quality", row.quality()).put("bpp", row.bpp());
    entry.put("threads", row.threads()).put("megapixels", row.megapixels());
    describe("encode", row.encode(), entry);
    describe("decode", row.decode(), entry);
  }

  private static void describe(String task, Cost cost, ObjectNode entry) {
    cost.codecSeconds().ifPresent(s -> entry.put(task + "_codec_seconds", s));
    cost.processSeconds().ifPresent(s -> entry.put(task + "_process_seconds", s));
    cost.peakBytes().ifPresent(bytes -> entry.put(task + "_peak_bytes", bytes));
  }
}
