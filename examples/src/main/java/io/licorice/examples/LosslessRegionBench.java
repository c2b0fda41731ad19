package io.licorice.examples;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.QualityMap;
import io.licorice.codec.Region;
import java.io.IOException;
import java.util.List;

/**
 * What a lossless region of a lossy picture costs, set beside the same cells cut out as lossless
 * files of their own.
 *
 * @param whole bytes of the whole picture as a lossless file
 * @param file bytes of the lossy file with the region
 * @param background bytes of the lossy file without it
 * @param crops bytes of the rectangles around the pieces of the region, each as a lossless file
 * @param exact whether every sample of the region came back as it was
 */
record LosslessRegionBench(long whole, long file, long background, long crops, boolean exact) {
  /** What the region adds to the file. */
  long cost() {
    return file - background;
  }

  /** What both cost together. */
  LosslessRegionBench plus(LosslessRegionBench other) {
    return new LosslessRegionBench(
        whole + other.whole,
        file + other.file,
        background + other.background,
        crops + other.crops,
        exact && other.exact);
  }

  /**
   * Measures a region.
   *
   * @param mask its pixels
   * @param pieces rectangles that hold them together
   * @param quality of the rest
   */
  static LosslessRegionBench measure(
      LicCodec codec, Picture picture, Picture mask, List<Region> pieces, double quality)
      throws IOException {
    QualityMap map =
        QualityMap.over(picture.width(), picture.height(), quality)
            .mask(mask, QualityMap.LOSSLESS)
            .build();
    EncodeOptions lossless = EncodeOptions.builder().lossless().tileSize(1024).build();
    byte[] file = encode(codec, picture, EncodeOptions.builder().qualityMap(map).build());
    long crops = 0;
    for (Region piece : pieces) {
      crops += encode(codec, picture.read(wholeCells(piece, picture)), lossless).length;
    }
    Picture decoded =
        codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
    return new LosslessRegionBench(
        encode(codec, picture, lossless).length,
        file.length,
        encode(codec, picture, EncodeOptions.ofQuality(quality)).length,
        crops,
        isExact(picture, decoded, mask));
  }

  private static byte[] encode(LicCodec codec, Picture picture, EncodeOptions options)
      throws IOException {
    return codec.encode(picture, options, CodecListener.SILENT).bytes();
  }

  private static Region wholeCells(Region region, Picture picture) {
    int cell = QualityMap.CELL;
    int x = region.x() / cell * cell;
    int y = region.y() / cell * cell;
    int right = Math.min(picture.width(), (region.right() + cell - 1) / cell * cell);
    int bottom = Math.min(picture.height(), (region.bottom() + cell - 1) / cell * cell);
    return new Region(x, y, right - x, bottom - y);
  }

  private static boolean isExact(Picture picture, Picture decoded, Picture mask) {
    for (int i = 0; i < mask.plane(0).length; i++) {
      for (int c = 0; mask.plane(0)[i] != 0 && c < picture.channels(); c++) {
        if (picture.plane(c)[i] != decoded.plane(c)[i]) {
          return false;
        }
      }
    }
    return true;
  }
}
