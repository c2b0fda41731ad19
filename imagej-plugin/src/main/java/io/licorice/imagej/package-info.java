/**
 * Opens, saves and compresses ImageJ's images and stacks. Commands are reached by name through
 * {@link io.licorice.imagej.Commands}; everything runs on the thread that calls, as ImageJ's
 * commands do.
 */
package io.licorice.imagej;
