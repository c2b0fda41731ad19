package io.licorice.imagej;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Our codec, lossy or lossless.
 *
 * @param name for legends and tables
 * @param picture what is coded
 * @param options how, but for the quality
 * @param qualities the qualities to try; NaN alone for the options as they are
 */
record ComparedLic(String name, Picture picture, EncodeOptions options, List<Double> qualities)
    implements ComparedCodec {
  static ComparedLic lossy(Picture picture, String model, List<Double> qualities) {
    EncodeOptions options = EncodeOptions.builder().model(model).build();
    return new ComparedLic("Licorice " + model, picture, options, qualities);
  }

  static ComparedLic lossless(Picture picture) {
    EncodeOptions options = EncodeOptions.builder().lossless().build();
    return new ComparedLic("Licorice", picture, options, List.of(Double.NaN));
  }

  @Override
  public boolean isOptional() {
    return false;
  }

  @Override
  public byte[] encode(double quality, CodecListener listener) throws IOException {
    EncodeOptions how =
        Double.isNaN(quality) ? options : options.toBuilder().quality(quality).build();
    return Codecs.current().encode(picture, how, listener).bytes();
  }

  @Override
  public Supplier<Picture> decode(byte[] bytes, CodecListener listener) throws IOException {
    DecodeOptions all = DecodeOptions.DEFAULT.withMaxPixels(Integer.MAX_VALUE);
    Picture decoded = Codecs.current().decode(ByteSource.of(bytes), all, listener).picture();
    return () -> decoded;
  }
}
