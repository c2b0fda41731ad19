package io.licorice.imagej;

/**
 * What became of a folder's files.
 *
 * @param converted files made
 * @param skipped files that had been made before
 * @param failed files of which the log says why there is no output
 */
record BatchResult(int converted, int skipped, int failed) {
  /** One line for the status bar. */
  String line() {
    return converted + " converted, " + skipped + " skipped, " + failed + " failed";
  }
}
