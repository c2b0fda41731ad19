package io.licorice.video;

/**
 * A coded frame, the same bytes in a {@code .lvc} file, Matroska and MP4. Frames are shown in the
 * order in which they are coded.
 *
 * @param bytes the frame's record, which begins with the configuration if it is a key frame; not to
 *     be changed
 * @param timestamp when it is shown, in the stream's time base
 * @param duration for how long; at least 1
 * @param isKey whether decoding can begin here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LvcPacket(byte[] bytes, long timestamp, long duration, boolean isKey) {
  /**
   * Whether 2 x 2 pixels of the frame are shown with one colour, as videos of 4:2:0 are.
   *
   * @return false too if the packet is damaged so badly that it does not tell
   */
  public boolean sharesColour() {
    return PacketLayout.sharesColour(bytes);
  }
}
