/** Reads and writes the boxes of the {@code .lic} file format. */
package io.licorice.bitstream;
