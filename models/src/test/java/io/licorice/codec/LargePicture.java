package io.licorice.codec;

import java.io.IOException;

/** Encodes and decodes a picture of 4096 x 4096 pixels that is made as it is read. */
final class LargePicture {
  private static final int SIDE = 4096;

  private LargePicture() {}

  private static final PictureSource SOURCE =
      new PictureSource() {
        @Override
        public int width() {
          return SIDE;
        }

        @Override
        public int height() {
          return SIDE;
        }

        @Override
        public int channels() {
          return 3;
        }

        @Override
        public int bitDepth() {
          return 8;
        }

        @Override
        public Picture read(Region region) {
          Picture part = Picture.blank(region.width(), region.height(), 3, 8);
          for (int y = 0; y < region.height(); y++) {
            for (int x = 0; x < region.width(); x++) {
              for (int c = 0; c < 3; c++) {
                part.plane(c)[y * region.width() + x] =
                    (short) sample(region.x() + x, region.y() + y, c);
              }
            }
          }
          return part;
        }
      };

  private static int sample(int x, int y, int channel) {
    int disc = (x - 2000) * (x - 2000) + (y - 1500) * (y - 1500) < 1_000_000 ? 60 : 0;
    return (x >> 5) / 2 + (y >> 6) + disc + 8 * channel + ((x * 31 ^ y * 17) & 7);
  }

  /** Prints the mean absolute error. */
  public static void main(String[] arguments) throws IOException {
    byte[] file = Coding.encode(SOURCE, EncodeOptions.ofQuality(50));
    DecodedPicture decoded = Coding.decode(file);
    if (!decoded.warnings().isEmpty()) {
      throw new IllegalStateException(decoded.warnings().toString());
    }
    long error = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int c = 0; c < 3; c++) {
        error += Math.abs(sample(i % SIDE, i / SIDE, c) - decoded.picture().plane(c)[i]);
      }
    }
    System.out.println(error / (3.0 * SIDE * SIDE));
  }
}
