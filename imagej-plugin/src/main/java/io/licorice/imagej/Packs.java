package io.licorice.imagej;

import io.licorice.codec.LabelClass;
import io.licorice.codec.LicCodec;
import io.licorice.codec.PackInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Names of the packs that are to be had, for dialogs. */
final class Packs {
  private Packs() {}

  /** Packs that code what was recorded. */
  static String[] transforms() throws IOException {
    return names(false);
  }

  /** Packs that make pixels up. */
  static String[] generators() throws IOException {
    return names(true);
  }

  /** What a generator can draw from labels. */
  static List<LabelClass> classes(String generator) throws IOException {
    return Codecs.current().classes(generator);
  }

  private static String[] names(boolean generative) throws IOException {
    List<String> names = new ArrayList<>();
    for (PackInfo pack : LicCodec.packs(Codecs.settings())) {
      boolean sound = pack.problems().isEmpty() && !pack.video();
      if (sound && Codecs.current().isGenerative(pack.id()) == generative) {
        names.add(pack.id());
      }
    }
    return names.toArray(new String[0]);
  }
}
