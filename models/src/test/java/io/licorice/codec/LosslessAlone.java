package io.licorice.codec;

import java.io.IOException;

/** Encodes, inspects and decodes a lossless file; run by {@link LosslessTest} in its own JVM. */
final class LosslessAlone {
  private LosslessAlone() {}

  /** Takes nothing. */
  public static void main(String[] arguments) throws IOException {
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment");
      throw new IllegalStateException("ONNX Runtime is on the class path");
    } catch (ClassNotFoundException e) {
      System.out.println("expected: " + e);
    }
    Picture picture = TestPictures.photoLike(300, 200, 3, 1);
    byte[] file = Coding.encode(picture, EncodeOptions.builder().lossless().build());
    PictureInfo info = LicCodec.info(ByteSource.of(file));
    if (info.width() != 300 || !Coding.decode(file).picture().equals(picture)) {
      throw new IllegalStateException("another picture");
    }
    System.out.println("lossless without ONNX Runtime");
  }
}
