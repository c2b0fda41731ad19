package io.licorice.transform;

import java.util.Arrays;
import java.util.Optional;

/** The codec families of predicted frames: what a decoder does of all that it might do. */
enum VideoFamily {
  /** Each frame from the one before it (Lu et al. 2019). */
  DVC(4, false, false),

  /** The decoder also remembers the frame before that (Lin et al. 2020). */
  MLVC(5, true, false),

  /** It also compensates with features that other motion leads to (Hu et al. 2021). */
  FVC(6, true, true);

  private final int number;
  private final boolean remembers;
  private final boolean deforms;

  VideoFamily(int number, boolean remembers, boolean deforms) {
    this.number = number;
    this.remembers = remembers;
    this.deforms = deforms;
  }

  /** The family of a number in headers and manifests, if it is one of video. */
  static Optional<VideoFamily> of(int number) {
    return Arrays.stream(values()).filter(family -> family.number == number).findFirst();
  }

  /** Whether frames are coded with histories. */
  boolean remembers() {
    return remembers;
  }

  /** Whether packs have the networks of deformable compensation. */
  boolean deforms() {
    return deforms;
  }
}
