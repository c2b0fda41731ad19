package io.licorice.codec;

import java.io.IOException;

/** Short forms of what the codec's tests do again and again, with the shared codec. */
final class Coding {
  private Coding() {}

  static byte[] encode(PictureSource picture, EncodeOptions options) throws IOException {
    return LicCodec.shared().encode(picture, options, CodecListener.SILENT).bytes();
  }

  /** Networks at a quality, whatever the picture is. */
  static EncodeOptions tiled(double quality, int tileSize) {
    return EncodeOptions.builder().quality(quality).tileSize(tileSize).learnedOnly(true).build();
  }

  static DecodedPicture decode(byte[] file) throws IOException {
    return decode(file, DecodeOptions.DEFAULT);
  }

  static DecodedPicture decode(byte[] file, DecodeOptions options) throws IOException {
    return LicCodec.shared().decode(ByteSource.of(file), options, CodecListener.SILENT);
  }

  /** The largest difference of two samples at the same place. */
  static int largestDifference(Picture a, Picture b) {
    int largest = 0;
    for (int c = 0; c < a.channels(); c++) {
      short[] first = a.plane(c);
      short[] second = b.plane(c);
      for (int i = 0; i < first.length; i++) {
        largest = Math.max(largest, Math.abs(first[i] - second[i]));
      }
    }
    return largest;
  }
}
