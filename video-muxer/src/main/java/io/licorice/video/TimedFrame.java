package io.licorice.video;

import io.licorice.codec.Picture;

/**
 * A frame and when it is shown.
 *
 * @param picture three planes (red, green, blue) of 8 bits
 * @param timestamp when, in the unit of its source
 * @param duration for how long, in the same unit; at least 1
 */
public record TimedFrame(Picture picture, long timestamp, long duration) {}
