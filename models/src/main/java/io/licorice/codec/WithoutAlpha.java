package io.licorice.codec;

import java.io.IOException;
import java.util.Arrays;

/** The colours of a picture. */
record WithoutAlpha(PictureSource source) implements PictureSource {
  @Override
  public int width() {
    return source.width();
  }

  @Override
  public int height() {
    return source.height();
  }

  @Override
  public int channels() {
    return SampleRange.colours(source);
  }

  @Override
  public int bitDepth() {
    return source.bitDepth();
  }

  @Override
  public Picture read(Region region) throws IOException {
    Picture part = source.read(region);
    if (!part.hasAlpha()) {
      return part;
    }
    short[][] planes = new short[channels()][];
    Arrays.setAll(planes, part::plane);
    return new Picture(part.width(), part.height(), part.bitDepth(), planes);
  }
}
