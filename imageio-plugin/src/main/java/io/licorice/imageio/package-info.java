/** The {@code javax.imageio} plug-in that reads and writes {@code .lic} pictures. */
package io.licorice.imageio;
