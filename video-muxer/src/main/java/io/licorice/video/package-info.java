/** Reserved for {@code .lvc} video in MP4 and Matroska containers, which does not exist yet. */
package io.licorice.video;
