package io.licorice.video;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where coded frames come from. For use by one thread at a time. */
public interface PacketSource extends AutoCloseable {
  /**
   * What a decoder must know.
   *
   * @return the configuration
   */
  LvcConfiguration configuration();

  /**
   * The unit of times.
   *
   * @return a fraction of a second
   */
  TimeBase timeBase();

  /**
   * A frame of the index.
   *
   * @param timestamp when it is shown
   * @param duration for how long
   * @param isKey whether decoding can begin here
   */
  record Entry(long timestamp, long duration, boolean isKey) {}

  /**
   * All frames, whose number their packets have.
   *
   * @return in the order of coding and showing
   */
  List<Entry> frames();

  /**
   * Reads a frame's packet.
   *
   * @param frame its number, from 0
   * @return the packet; empty if its bytes are damaged beyond finding
   * @throws IOException if reading fails
   */
  Optional<LvcPacket> read(int frame) throws IOException;

  /**
   * Where a frame is.
   *
   * @param frame its number, from 0
   * @return bytes from the beginning of the file, where it is known
   * @throws IOException if reading fails
   */
  default OptionalLong offset(int frame) throws IOException {
    return OptionalLong.empty();
  }

  @Override
  void close() throws IOException;
}
