package io.licorice.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Native memory for what graphs are given, used again by whichever of them runs next: only the
 * garbage collector frees such memory.
 *
 * <p>Keeps at most as many buffers as were in use at once. Safe for use by several threads.
 */
public final class FeedBuffers {
  private final List<ByteBuffer> spare = new ArrayList<>();

  /** No buffers yet. */
  public FeedBuffers() {}

  /** A buffer for so many floats, until it is {@linkplain #giveBack given back}. */
  ByteBuffer borrow(int floats) {
    int bytes = Math.multiplyExact(floats, Float.BYTES);
    synchronized (spare) {
      int best = -1;
      for (int i = 0; i < spare.size(); i++) {
        if (best < 0 || isBetter(spare.get(i).capacity(), spare.get(best).capacity(), bytes)) {
          best = i;
        }
      }
      if (best >= 0) {
        ByteBuffer found = spare.remove(best);
        if (found.capacity() >= bytes) {
          return found;
        }
      }
    }
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * The smallest one that is large enough, else the largest one, which another takes the place of.
   */
  private static boolean isBetter(int capacity, int than, int bytes) {
    boolean enough = capacity >= bytes;
    return than >= bytes ? enough && capacity < than : enough || capacity > than;
  }

  void giveBack(Collection<ByteBuffer> buffers) {
    synchronized (spare) {
      spare.addAll(buffers);
    }
  }
}
