package io.licorice.examples;

import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the packs of predicted frames. */
final class VideoModels {
  private VideoModels() {}

  /**
   * The pack of a name.
   *
   * @param name a codec family, of which the first pack is taken, or the id of a pack
   * @throws IOException if there is none; the message lists those that there are
   */
  static PackInfo find(CodecSettings settings, String name) throws IOException {
    List<PackInfo> packs = LicCodec.packs(settings).stream().filter(PackInfo::video).toList();
    Optional<PackInfo> byId = packs.stream().filter(pack -> pack.id().equals(name)).findFirst();
    return byId.or(() -> packs.stream().filter(pack -> pack.family().equals(name)).findFirst())
        .orElseThrow(() -> new IOException(missing(name, packs)));
  }

  private static String missing(String name, List<PackInfo> packs) {
    String found =
        packs.stream()
            .map(pack -> pack.family() + " (pack " + pack.id() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return "there is no video model '"
        + name
        + "'; "
        + (found.isEmpty() ? "no pack of predicted frames is here at all" : "there is " + found);
  }
}
