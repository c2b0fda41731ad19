package io.licorice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.LabelMap;
import io.licorice.codec.PictureInfo;
import io.licorice.codec.PictureMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic info}: prints what a file's header says. */
@Command(
    name = "info",
    description = "Says what a file's header says; starts no network.",
    footer = {
      "",
      "Of a file with a quality map, quality is the lowest one and qualities has all of them;",
      "lossless regions, of which lossless_regions tells, have none. How large they are stands in",
      "the tiles, which are not read. Of a file with a label map, classes are the names of its",
      "classes and class_shares the parts of the picture that they cover. Of a picture that was",
      "made up in whole or in part, by this file or before, synthesised is the share of its pixels",
      "that were, and generator the pack that made up a part; which pixels those are:",
      "lic decode --provenance. Of a file in which applications keep data, application_data has the",
      "bytes of each application's. Samples that are no integers have a sample_format.",
      "",
      "Examples:",
      "  lic info photo.lic",
      "  lic info photo.lic --json"
    })
final class InfoCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN.lic", description = "The file to look at.")
  Path input;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    PictureInfo info = PictureFiles.info(input);
    ObjectNode object = describe(info, Files.size(input));
    PictureMetadata metadata = PictureFiles.metadata(input);
    metadata.labels().ifPresent(map -> describe(map, object));
    metadata.provenance().ifPresent(told -> object.put("synthesised", told.share()));
    describeApplications(metadata, object);
    PictureFiles.generator(input)
        .ifPresent(
            made ->
                object
                    .put("generator", made.model())
                    .put("generator_hash", made.modelHash())
                    .put("generated_quality", made.quality()));
    if (json) {
      out().println(Json.line(object));
    } else {
      object
          .properties()
          .forEach(e -> print("%-16s %s", e.getKey().replace('_', ' '), text(e.getValue())));
    }
    return 0;
  }

  private static void describeApplications(PictureMetadata metadata, ObjectNode object) {
    if (metadata.applications().isEmpty()) {
      return;
    }
    ObjectNode sizes = object.putObject("application_data");
    for (String name : metadata.applications()) {
      sizes.put(name, metadata.application(name).orElseThrow().length);
    }
  }

  private static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(member -> member.getKey() + " (" + member.getValue() + " bytes)")
          .collect(Collectors.joining(", "));
    }
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> texts = new ArrayList<>();
    value.forEach(
        element ->
            texts.add(
                element.isTextual() ? element.asText() : Text.of("%.2f", element.asDouble())));
    return String.join(value.path(0).isTextual() ? ", " : " ", texts);
  }

  private static void describe(LabelMap map, ObjectNode object) {
    ArrayNode classes = object.putArray("classes");
    map.classes().forEach(c -> classes.add(c.name()));
    double pixels = (double) map.width() * map.height();
    Json.putNumbers(
        object, "class_shares", Arrays.stream(map.areas()).mapToObj(a -> a / pixels).toList());
  }

  private static ObjectNode describe(PictureInfo info, long bytes) {
    ObjectNode object = Json.object();
    object.put("version", info.version()).put("boxed", info.boxed());
    object.put("width", info.width()).put("height", info.height());
    object.put("channels", info.channels()).put("bit_depth", info.bitDepth());
    if (info.isFloat()) {
      object.put("sample_format", "32-bit float");
    }
    object.put("alpha", info.hasAlpha()).put("mode", Text.mode(info.mode(), info.maxError()));
    object.put("max_error", info.maxError()).put("family", info.family());
    if (!info.model().isEmpty()) {
      object.put("model", info.model());
      object.put("model_hash", info.modelHash()).put("quality", info.quality());
      object.put("quality_map", info.hasQualityMap());
    }
    if (info.hasQualityMap()) {
      Json.putNumbers(object, "qualities", info.qualityLevels());
      object.put("lossless_regions", info.losslessRegions());
    }
    object.put("tile_size", info.tileSize()).put("tile_count", info.tileCount());
    object.put("header_bytes", info.headerBytes()).put("bytes", bytes);
    object.put("bpp", 8.0 * bytes / ((double) info.width() * info.height()));
    return object;
  }
}
