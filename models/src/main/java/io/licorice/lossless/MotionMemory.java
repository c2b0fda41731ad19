package io.licorice.lossless;

import io.licorice.bitstream.LicFormatException;
import java.util.Optional;

/**
 * What vectors and modes of a frame are expected to be like because of the frames before it: which
 * answers were likely, which blocks had vectors, what cells showed. See {@code
 * models/doc/predicted-frames.md}, section "What the frames before say".
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class MotionMemory {
  /** Nothing is known but what is usual in videos. */
  public static final MotionMemory USUAL =
      new MotionMemory(
          new AdaptiveBits(MotionStart.VECTORS),
          new AdaptiveBits(MotionStart.MODES),
          Optional.empty(),
          Optional.empty());

  private final AdaptiveBits ofVectors;
  private final AdaptiveBits ofModes;
  private final Optional<MotionVectors> vectors;
  private final Optional<int[]> modes;

  private MotionMemory(
      AdaptiveBits ofVectors,
      AdaptiveBits ofModes,
      Optional<MotionVectors> vectors,
      Optional<int[]> modes) {
    this.ofVectors = ofVectors;
    this.ofModes = ofModes;
    this.vectors = vectors;
    this.modes = modes;
  }

  /**
   * What the frame after one is expected to be like.
   *
   * @param frameVectors the frame's vectors, if blocks have any; not to be changed any more
   * @param frameModes what the frame's cells show, if not all show what networks made; kept
   * @param width cells in a row
   * @return a new memory
   */
  public MotionMemory after(
      Optional<MotionVectors> frameVectors, Optional<int[]> frameModes, int width) {
    AdaptiveBits vectorBits = ofVectors();
    AdaptiveBits modeBits = ofModes();
    try {
      if (frameVectors.isPresent()) {
        VectorCoder.code(frameVectors.get(), this, Answers.learntBy(vectorBits));
      }
      if (frameModes.isPresent()) {
        LevelMap.encode(frameModes.get(), width, ModeMap.MODES, modes, Answers.learntBy(modeBits));
      }
    } catch (LicFormatException e) {
      throw new AssertionError(e); // only streams are malformed
    }
    return new MotionMemory(vectorBits, modeBits, frameVectors, frameModes);
  }

  /** Probabilities of the answers of vectors, to be learnt on. */
  AdaptiveBits ofVectors() {
    return ofVectors.copy();
  }

  /** Probabilities of the answers of modes, to be learnt on. */
  AdaptiveBits ofModes() {
    return ofModes.copy();
  }

  /** Whether a block had a vector. */
  boolean isGiven(int block) {
    return vectors.isPresent() && vectors.get().isGiven(block);
  }

  /** What cells showed, if it was not the same everywhere. */
  Optional<int[]> modes() {
    return modes;
  }
}
