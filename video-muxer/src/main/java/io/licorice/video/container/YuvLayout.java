package io.licorice.video.container;

/**
 * How a frame's luma and colour differences are stored.
 *
 * @param width of luma in pixels
 * @param height of luma in pixels
 * @param shiftX by how many bits the colour planes are narrower
 * @param shiftY by how many bits they are lower
 * @param isGray whether there are none
 * @param bits of a sample, 8 to 16; those over 8 take two bytes, the lower first
 * @param isFullRange whether black is 0 and white the largest number
 * @param matrix what the planes mean
 */
record YuvLayout(
    int width,
    int height,
    int shiftX,
    int shiftY,
    boolean isGray,
    int bits,
    boolean isFullRange,
    ColourMatrix matrix) {
  int chromaWidth() {
    return width + (1 << shiftX) - 1 >> shiftX;
  }

  int chromaHeight() {
    return height + (1 << shiftY) - 1 >> shiftY;
  }

  int sampleBytes() {
    return bits > 8 ? 2 : 1;
  }
}
