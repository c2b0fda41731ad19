package io.licorice.codec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where coded tiles wait until the file can be begun, which tells their sizes before the first of
 * them. Some megabytes wait in memory, more in a temporary file, which nobody else sees and which
 * is gone when the work is done, has failed, or the program has ended in whatever way.
 *
 * @param folder folder of the temporary file, or empty to keep everything in memory
 */
public record Scratch(Optional<Path> folder) {
  /** Everything waits in memory. */
  public static final Scratch MEMORY = new Scratch(Optional.empty());

  /**
   * A temporary file in a folder. If none can be made there, the codec's listener is warned and
   * everything waits in memory.
   *
   * @param folder the folder
   * @return the scratch space
   */
  public static Scratch in(Path folder) {
    return new Scratch(Optional.of(folder));
  }

  /**
   * A temporary file in the folder that {@code java.io.tmpdir} names.
   *
   * @return the scratch space
   */
  public static Scratch temporary() {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }
}
