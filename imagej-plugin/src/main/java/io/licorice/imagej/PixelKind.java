package io.licorice.imagej;

/** What the pixels of a plane are, in ImageJ's terms. */
enum PixelKind {
  /** {@code byte[]}, a gray value or an index. */
  GRAY8(8),
  /** {@code short[]}, unsigned. */
  GRAY16(16),
  /** {@code float[]}. */
  GRAY32(32),
  /** {@code int[]}, eight bits each of red, green and blue. */
  RGB(24);

  private final int bits;

  PixelKind(int bits) {
    this.bits = bits;
  }

  /** The image's bit depth as ImageJ counts it. */
  int bits() {
    return bits;
  }

  /** Bytes that a pixel takes in memory. */
  int bytes() {
    return this == RGB ? Integer.BYTES : bits / Byte.SIZE;
  }

  static PixelKind ofBits(int bits) {
    for (PixelKind kind : values()) {
      if (kind.bits == bits) {
        return kind;
      }
    }
    throw new IllegalArgumentException("an image of 8, 16, 24 or 32 bits expected, found " + bits);
  }
}
