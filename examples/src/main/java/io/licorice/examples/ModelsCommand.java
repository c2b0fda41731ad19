package io.licorice.examples;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lic models}: lists and verifies the model packs. */
@Command(
    name = "models",
    description = "Lists the model packs, or verifies them and fails if one is broken.",
    footer = {
      "",
      "Examples:",
      "  lic models",
      "  lic models list --json",
      "  lic models verify --packs my-packs"
    })
final class ModelsCommand extends Subcommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|verify",
      defaultValue = "list",
      description = "What to do. Default: ${DEFAULT-VALUE}.")
  String action;

  @Option(
      names = "--packs",
      paramLabel = "FOLDER",
      description = "A folder with more model packs, looked at last.")
  Path folder;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (!action.equals("list") && !action.equals("verify")) {
      throw wrongUsage("list or verify expected, found " + action);
    }
    CodecSettings settings =
        new CodecSettings(
            CodecSettings.DEFAULT.device(),
            CodecSettings.DEFAULT.threads(),
            Optional.ofNullable(folder));
    List<PackInfo> packs = LicCodec.packs(settings);
    if (json) {
      out().println(Json.line(describe(packs)));
    } else {
      print(packs);
    }
    return action.equals("verify") ? verify(packs) : 0;
  }

  private int verify(List<PackInfo> packs) {
    for (PackInfo pack : packs) {
      for (String problem : pack.problems()) {
        warn(pack.id() + " in " + pack.origin() + ": " + problem);
      }
    }
    if (packs.isEmpty()) {
      warn("there is no model pack.");
    }
    boolean intact = !packs.isEmpty() && packs.stream().allMatch(p -> p.problems().isEmpty());
    return intact ? 0 : LicTool.FAILED;
  }

  private void print(List<PackInfo> packs) {
    print(
        "%-12s %-16s %10s %10s  %-8s %s",
        "id", "family", "bytes", "kMAC/pixel", "state", "licence, origin");
    for (PackInfo pack : packs) {
      print(
          "%-12s %-16s %10d %10.1f  %-8s %s, %s",
          pack.id(),
          pack.family(),
          pack.bytes(),
          pack.decodeMacsPerPixel() / 1000,
          pack.problems().isEmpty() ? "intact" : "broken",
          pack.licence(),
          pack.origin());
    }
  }

  private static ObjectNode describe(List<PackInfo> packs) {
    ObjectNode object = Json.object();
    ArrayNode array = object.putArray("packs");
    for (PackInfo pack : packs) {
      ObjectNode entry = array.addObject();
      entry.put("id", pack.id()).put("hash", pack.hash()).put("family", pack.family());
      entry.put("origin", pack.origin()).put("licence", pack.licence()).put("bytes", pack.bytes());
      entry.put("decode_macs_per_pixel", pack.decodeMacsPerPixel());
      ArrayNode problems = entry.putArray("problems");
      pack.problems().forEach(problems::add);
    }
    return object;
  }
}
