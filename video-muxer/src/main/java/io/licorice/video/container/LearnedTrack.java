package io.licorice.video.container;

import io.licorice.video.TimeBase;
import java.io.IOException;

/** The learned video track of an open file. For use by one thread at a time. */
interface LearnedTrack {
  /** What the container says; empty if it dropped it. */
  byte[] configuration();

  TimeBase timeBase();

  /** Places in the file; times in the unit of {@link #timeBase}. */
  PacketIndex index();

  byte[] read(int frame) throws IOException;
}
