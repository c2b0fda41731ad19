package io.licorice.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rate-distortion curves that others published.
 *
 * <p>The file is a JSON object whose {@code codecs} are objects by identifier, each with a {@code
 * name}, perhaps a {@code description}, and {@code points} (perhaps {@code points_ms_ssim} too)
 * with {@code bpp} and {@code psnr_rgb} or {@code ms_ssim_db}; {@code _meta.what} says what they
 * were measured on.
 *
 * @param what what they were measured on; may be empty
 * @param curves by identifier, in the order of the file
 */
record PublishedCurves(String what, Map<String, Curve> curves) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static final PublishedCurves NONE = new PublishedCurves("", Map.of());

  /**
   * One codec's curve.
   *
   * @param points pairs of bpp and decibels by metric, by rising bpp
   */
  record Curve(String name, String description, Map<BenchMetric, List<double[]>> points) {}

  /** Reads a file. */
  static PublishedCurves read(Path file) throws IOException {
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
    }
    if (root == null || !root.path("codecs").isObject()) {
      throw new IOException(file + " has no object \"codecs\" with published curves");
    }
    Map<String, Curve> curves = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.get("codecs").properties()) {
      JsonNode codec = entry.getValue();
      Map<BenchMetric, List<double[]>> points = new LinkedHashMap<>();
      collect(codec, "psnr_rgb", BenchMetric.PSNR, points);
      collect(codec, "ms_ssim_db", BenchMetric.MS_SSIM, points);
      if (!points.isEmpty()) {
        String name = codec.path("name").asText(entry.getKey());
        curves.put(entry.getKey(), new Curve(name, codec.path("description").asText(""), points));
      }
    }
    return new PublishedCurves(root.path("_meta").path("what").asText(""), curves);
  }

  private static void collect(
      JsonNode codec, String key, BenchMetric metric, Map<BenchMetric, List<double[]>> curves) {
    List<double[]> points = new ArrayList<>();
    for (String list : List.of("points", "points_ms_ssim")) {
      if (!points.isEmpty()) {
        break; // the second list is for what the first one lacks
      }
      for (JsonNode point : codec.path(list)) {
        double bpp = point.path("bpp").asDouble();
        double quality = point.path(key).asDouble(Double.NaN);
        if (bpp > 0 && Double.isFinite(bpp) && Double.isFinite(quality)) {
          points.add(new double[] {bpp, quality});
        }
      }
    }
    if (!points.isEmpty()) {
      points.sort((a, b) -> Double.compare(a[0], b[0]));
      curves.put(metric, points);
    }
  }
}
