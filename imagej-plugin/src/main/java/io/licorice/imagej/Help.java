package io.licorice.imagej;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts behind Help buttons, which ImageJ shows in a window of its own. */
final class Help {
  private Help() {}

  /** The HTML page of a command. */
  static String of(String command) {
    try (InputStream page = Help.class.getResourceAsStream("help/" + command + ".html")) {
      if (page == null) {
        throw new IllegalArgumentException("no help for '" + command + "'");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
