package io.licorice.codec;

import java.util.Locale;

/**
 * Where the networks run; whatever selects a probability table always runs on the CPU.
 *
 * @param cuda true for a CUDA device, false for the CPU
 * @param index number of the CUDA device, 0 for the CPU
 */
public record Device(boolean cuda, int index) {
  /** The processor. */
  public static final Device CPU = new Device(false, 0);

  /**
   * Checks the index.
   *
   * @param cuda see the record
   * @param index see the record
   * @throws IllegalArgumentException if the index is negative
   */
  public Device {
    if (index < 0) {
      throw new IllegalArgumentException("device index " + index);
    }
  }

  /**
   * Reads {@code cpu}, {@code cuda} or {@code cuda:N}.
   *
   * @param text the device's name
   * @return the device
   * @throws IllegalArgumentException if the name is another
   */
  public static Device parse(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.equals("cpu")) {
      return CPU;
    }
    if (name.equals("cuda")) {
      return new Device(true, 0);
    }
    if (name.matches("cuda:[0-9]{1,3}")) {
      return new Device(true, Integer.parseInt(name.substring(5)));
    }
    throw new IllegalArgumentException("device cpu, cuda or cuda:N expected, found " + text);
  }

  @Override
  public String toString() {
    return cuda ? "cuda:" + index : "cpu";
  }
}
