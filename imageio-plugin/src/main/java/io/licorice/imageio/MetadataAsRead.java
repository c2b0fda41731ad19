package io.licorice.imageio;

import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodedPicture;
import io.licorice.codec.Device;
import io.licorice.codec.Picture;
import io.licorice.codec.PictureMetadata;
import io.licorice.codec.Provenance;
import io.licorice.codec.Region;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/**
 * What a picture's metadata say of the image that a parameter made of it: provenance goes the way
 * of the pixels, a label map stays behind if they are not as they are stored.
 */
final class MetadataAsRead {
  private MetadataAsRead() {}

  /**
   * Fits metadata to an image.
   *
   * @param blocks the picture's metadata
   * @param param what was read of it, or null for all
   * @param image what was made of it
   * @param warnings hears of a label map that is left out
   */
  static PictureMetadata of(
      PictureMetadata blocks, ImageReadParam param, BufferedImage image, Consumer<String> warnings)
      throws IOException {
    Optional<Provenance> sized =
        blocks
            .provenance()
            .or(() -> blocks.labels().map(map -> Provenance.all(map.width(), map.height())));
    if (sized.isEmpty() || param == null) {
      return blocks;
    }
    boolean turned = param instanceof LicImageReadParam lic && lic.isOrientationApplied();
    OptionalInt exif = blocks.exif().map(ExifBlock::orientation).orElse(OptionalInt.empty());
    Mask mask = new Mask(sized.get());
    ReadablePicture seen = PictureReader.shaped(mask, param, turned ? exif.orElse(1) : 1);
    ReadPlan plan = PictureReader.plan(seen, param, image);
    Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
    Rectangle stored = new Rectangle(mask.width(), mask.height());
    if (seen == mask && all.equals(stored) && plan.equals(new ReadPlan(all, 1, 1, all))) {
      return blocks;
    }
    if (blocks.labels().isPresent()) {
      warnings.accept("the label map is left out: it is for the whole picture as it is stored");
    }
    return blocks
        .withLabels(null)
        .withProvenance(blocks.provenance().isEmpty() ? null : read(seen, plan, all));
  }

  /** Everything that is not black was synthesised, at least in part. */
  private static Provenance read(ReadablePicture seen, ReadPlan plan, Rectangle all)
      throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, all.width, all.height, 1, null);
    for (ReadPlan.Part part : plan.parts(seen.tileSize(), PictureReader.PART_PIXELS / 8)) {
      Picture samples = seen.decode(part.region(), CodecListener.SILENT).picture();
      plan.copy(part, samples, new int[] {0}, raster);
    }
    Picture read = Picture.blank(all.width, all.height, 1, Short.SIZE);
    int[] row = new int[all.width];
    for (int y = 0; y < all.height; y++) {
      raster.getPixels(0, y, all.width, 1, row);
      for (int x = 0; x < row.length; x++) {
        read.plane(0)[y * row.length + x] = (short) row[x];
      }
    }
    return Provenance.ofMask(read);
  }

  /**
   * Provenance as a picture, whose white has as many levels as there are, so that little of it is
   * still seen where many pixels become one.
   */
  private record Mask(Provenance told) implements ReadablePicture {
    private static final int TILE = 256;

    @Override
    public int width() {
      return told.width();
    }

    @Override
    public int height() {
      return told.height();
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int bitDepth() {
      return Short.SIZE;
    }

    @Override
    public int tileSize() {
      return TILE;
    }

    @Override
    public List<ImageTypeSpecifier> types() {
      return List.of();
    }

    @Override
    public Optional<ColorSpace> space() {
      return Optional.empty();
    }

    @Override
    public DecodedPicture decode(Region part, CodecListener listener) {
      Picture mask = Picture.blank(part.width(), part.height(), 1, bitDepth());
      for (int i = 0; i < mask.plane(0).length; i++) {
        boolean synthesised =
            told.isSynthesised(part.x() + i % part.width(), part.y() + i / part.width());
        mask.plane(0)[i] = (short) (synthesised ? 0xFFFF : 0);
      }
      return new DecodedPicture(mask, List.of(), Device.CPU);
    }
  }
}
