package io.licorice.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Pictures of floats for tests, and short forms of what tests do with them. */
final class FloatPictures {
  private static final int[] SPECIAL = {
    0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, 0xFF7FFFFF,
    0x7F800000, 0xFF800000, 0x7F800001, 0xFF800001, 0x7FC00000, 0xFFC00000, 0x7FFFFFFF, 0xFFFFFFFF,
    0x3F800000, 0xBF800000
  };

  private FloatPictures() {}

  /** Any bits at all. */
  static FloatPicture noise(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(width, height, (x, y) -> Float.intBitsToFloat(random.nextInt()));
  }

  /** Zeros of both signs, subnormals, infinities, NaNs with payloads. */
  static FloatPicture special(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(
        width, height, (x, y) -> Float.intBitsToFloat(SPECIAL[random.nextInt(SPECIAL.length)]));
  }

  /** Integers, as a camera's counts are. */
  static FloatPicture counts(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(
        width,
        height,
        (x, y) ->
            Math.round(
                800 + 500 * Math.sin(x / 40.0) * Math.cos(y / 30.0) + 12 * random.nextDouble()));
  }

  /** Smooth, of both signs, with all bits of the mantissa in use. */
  static FloatPicture smooth(int width, int height) {
    return of(width, height, (x, y) -> (float) (Math.sin(x / 50.0) * Math.cos(y / 35.0)));
  }

  /** Gives a sample. */
  interface Samples {
    float at(int x, int y);
  }

  static FloatPicture of(int width, int height, Samples samples) {
    float[] array = new float[width * height];
    for (int i = 0; i < array.length; i++) {
      array[i] = samples.at(i % width, i / width);
    }
    return new FloatPicture(width, height, array);
  }

  static FloatPicture part(FloatPicture picture, Region region) {
    return of(
        region.width(),
        region.height(),
        (x, y) -> picture.samples()[(region.y() + y) * picture.width() + region.x() + x]);
  }

  /** The file of a picture of which nothing else is said. */
  static byte[] encode(FloatPicture picture) throws IOException {
    return encode(picture, PictureMetadata.NONE);
  }

  static byte[] encode(FloatPicture picture, PictureMetadata metadata) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpooledPicture coded =
        LicCodec.shared().spoolFloats(picture, Scratch.MEMORY, CodecListener.SILENT)) {
      new LicFileWriter(out).write(coded, metadata, List.of());
    }
    return out.toByteArray();
  }

  static FloatPicture decode(byte[] file) throws IOException {
    return decode(file, DecodeOptions.DEFAULT, CodecListener.SILENT);
  }

  static FloatPicture decode(byte[] file, DecodeOptions options, CodecListener listener)
      throws IOException {
    return LicCodec.shared().decodeFloats(ByteSource.of(file), options, listener);
  }
}
