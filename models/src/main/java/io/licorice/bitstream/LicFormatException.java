package io.licorice.bitstream;

import java.io.IOException;

/**
 * Says that bytes are not what the format allows, and where.
 *
 * <p>A reader of a part of a file knows offsets within that part only; whoever placed the part
 * rethrows {@code e.withBase(offsetOfThePart)}, so that the caller of the library sees an offset in
 * the file:
 *
 * <pre>{@code
 * try {
 *   tables = FrequencyTables.parse(body);
 * } catch (LicFormatException e) {
 *   throw e.withBase(bodyOffset);
 * }
 * }</pre>
 *
 * <p>Immutable apart from what every {@link Throwable} lets change.
 */
public final class LicFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Where the fault is, or -1. */
  private final long offset;

  /** The message without the offset. */
  private final String reason;

  /**
   * Makes an exception whose message is {@code byte <offset>: <reason>}, or the reason alone when
   * the offset is unknown.
   *
   * @param offset where the fault is, in bytes, or -1 when unknown
   * @param reason what is wrong, in words that a user can read
   */
  public LicFormatException(long offset, String reason) {
    super(offset < 0 ? reason : "byte " + offset + ": " + reason);
    this.offset = Math.max(offset, -1);
    this.reason = reason;
  }

  /** {@return where the fault is, in bytes, or -1 when unknown} */
  public long offset() {
    return offset;
  }

  /**
   * Makes the same exception for the whole of which this one concerns a part. An unknown offset
   * stays unknown.
   *
   * @param base where the part begins in the whole; at least 0
   * @return a copy, with {@code base} added to the offset, and the same reason, cause and stack
   *     trace
   * @throws IllegalArgumentException if {@code base} is negative
   */
  public LicFormatException withBase(long base) {
    if (base < 0) {
      throw new IllegalArgumentException("base " + base + " is negative");
    }
    LicFormatException moved = new LicFormatException(offset < 0 ? -1 : offset + base, reason);
    if (getCause() != null) {
      moved.initCause(getCause());
    }
    moved.setStackTrace(getStackTrace());
    return moved;
  }
}
