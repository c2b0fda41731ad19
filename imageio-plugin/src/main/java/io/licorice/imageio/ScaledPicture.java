package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Device;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureSource;
import io.licorice.codec.Region;
import java.awt.Dimension;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageTypeSpecifier;

/** A picture as if it had another size. Used by one thread at a time. */
final class ScaledPicture implements ReadablePicture {
  private final ReadablePicture picture;
  private final Dimension size;

  ScaledPicture(ReadablePicture picture, Dimension size) {
    this.picture = picture;
    this.size = size;
  }

  @Override
  public int width() {
    return size.width;
  }

  @Override
  public int height() {
    return size.height;
  }

  @Override
  public int channels() {
    return picture.channels();
  }

  @Override
  public int bitDepth() {
    return picture.bitDepth();
  }

  @Override
  public int tileSize() {
    return (int) Math.max(1, (long) picture.tileSize() * size.width / picture.width());
  }

  @Override
  public boolean scaled() {
    return true;
  }

  @Override
  public List<ImageTypeSpecifier> types() throws IIOException {
    return picture.types();
  }

  @Override
  public Optional<ColorSpace> space() throws IIOException {
    return picture.space();
  }

  @Override
  public DecodedPicture decode(Region part, CodecListener listener) throws IOException {
    double share = (double) part.width() * part.height() / ((double) size.width * size.height);
    Blocks blocks = new Blocks(listener, share * picture.width() * ((double) picture.height()));
    Scaling scaling = new Scaling(blocks, size.width, size.height, picture.tileSize());
    return new DecodedPicture(scaling.read(part), blocks.warnings, Device.CPU);
  }

  /** The picture block by block; tells the listener of progress over all of them. */
  private final class Blocks implements PictureSource {
    private final CodecListener listener;
    private final double pixels;
    private final List<String> warnings = new ArrayList<>();
    private double done;

    Blocks(CodecListener listener, double pixels) {
      this.listener = listener;
      this.pixels = pixels;
    }

    @Override
    public int width() {
      return picture.width();
    }

    @Override
    public int height() {
      return picture.height();
    }

    @Override
    public int channels() {
      return picture.channels();
    }

    @Override
    public int bitDepth() {
      return picture.bitDepth();
    }

    @Override
    public Picture read(Region region) throws IOException {
      DecodedPicture decoded = picture.decode(region, listener.withoutProgress());
      warnings.addAll(decoded.warnings());
      done += (double) region.width() * region.height();
      listener.progress(Math.min(1, done / pixels));
      return decoded.picture();
    }
  }
}
