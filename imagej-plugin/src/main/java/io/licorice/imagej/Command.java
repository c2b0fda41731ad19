package io.licorice.imagej;

import java.io.IOException;

/** A command of ImageJ's menus. */
interface Command {
  /**
   * Asks for parameters, unless a macro gives them, and does the work.
   *
   * @throws IOException if a file, a pack or a device is at fault; the message is for the user
   * @throws IllegalArgumentException if a parameter is; the message is for the user
   * @throws java.util.concurrent.CancellationException if the user stopped it
   */
  void run() throws IOException;
}
