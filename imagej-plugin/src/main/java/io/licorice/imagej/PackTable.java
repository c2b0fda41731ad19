package io.licorice.imagej;

import ij.measure.ResultsTable;
import io.licorice.codec.PackInfo;
import java.util.List;

/** Lists packs. */
final class PackTable {
  private static final int HASH_PREFIX = 8;

  private PackTable() {}

  static ResultsTable of(List<PackInfo> packs) {
    ResultsTable table = new ResultsTable();
    table.showRowNumbers(false);
    for (PackInfo pack : packs) {
      String hash = pack.hash();
      table.incrementCounter();
      table.addValue("id", pack.id());
      table.addValue("family", pack.family());
      table.addValue("MB", pack.bytes() / 1e6);
      table.addValue("kMAC/px", pack.decodeMacsPerPixel() / 1e3);
      table.addValue("licence", pack.licence());
      table.addValue("origin", pack.origin());
      table.addValue("hash", hash.substring(0, Math.min(HASH_PREFIX, hash.length())));
      table.addValue("problems", String.join("; ", pack.problems()));
    }
    return table;
  }
}
