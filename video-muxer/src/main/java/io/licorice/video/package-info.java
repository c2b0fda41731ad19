/** {@code .lvc} video: its stream, and its frames in other containers. */
package io.licorice.video;
