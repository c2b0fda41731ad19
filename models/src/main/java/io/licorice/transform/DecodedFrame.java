package io.licorice.transform;

import java.util.Optional;

/**
 * A decoded frame as the next one's reference.
 *
 * @param planes its samples
 * @param history what else is known of it: nothing of key frames, nor in families without histories
 */
public record DecodedFrame(FramePlanes planes, Optional<FrameHistory> history) {}
