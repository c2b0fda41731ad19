package io.licorice.imagej;

import java.nio.file.Path;

/**
 * A file that is to be converted.
 *
 * @param input the file
 * @param output what is made of it
 */
record BatchItem(Path input, Path output) {}
