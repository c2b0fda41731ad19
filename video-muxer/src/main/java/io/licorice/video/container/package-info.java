/**
 * Containers: ordinary videos come in, {@code .lvc} tracks go into Matroska, MP4 and MOV and come
 * back, with the audio and subtitle tracks of their source copied untouched.
 */
package io.licorice.video.container;
