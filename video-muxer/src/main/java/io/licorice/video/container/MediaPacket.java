package io.licorice.video.container;

/**
 * A packet of any track. Times are nanoseconds from the beginning of the file.
 *
 * @param track index of its track in the file
 * @param time when it is shown; below zero for sound that is thrown away
 * @param duration for how long; 0 if the file does not tell
 * @param isKey whether decoding can begin here
 * @param discard how much of its end is thrown away
 * @param bytes the packet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MediaPacket(
    int track, long time, long duration, boolean isKey, long discard, byte[] bytes) {}
