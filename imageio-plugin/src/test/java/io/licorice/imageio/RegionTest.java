package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageWriteParam;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any region of a real file is the crop of the whole picture, sample for sample. */
class RegionTest {
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Coded(byte[] file, Raster whole) {}

  private static final Map<String, Coded> CODED = new HashMap<>();

  private static Coded coded(int width, int height, int tile) throws IOException {
    String key = width + "x" + height + "/" + tile;
    if (!CODED.containsKey(key)) {
      LicImageWriteParam param = new LicImageWriteParam();
      param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
      param.setTiling(tile, tile, 0, 0);
      byte[] file =
          TestImages.write(TestImages.gradient(width, height, BufferedImage.TYPE_3BYTE_BGR), param);
      CODED.put(key, new Coded(file, TestImages.read(file).getData()));
    }
    return CODED.get(key);
  }

  @Property(tries = 60, seed = "7")
  void anyRegionSubsamplingAndTileSize_isTheCropOfTheWhole(
      @ForAll @IntRange(max = 2) int size,
      @ForAll @IntRange(max = 2) int tileBits,
      @ForAll @IntRange(max = 999) int x,
      @ForAll @IntRange(max = 999) int y,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 400) int height,
      @ForAll @IntRange(min = 1, max = 9) int stepX,
      @ForAll @IntRange(min = 1, max = 9) int stepY,
      @ForAll @IntRange(max = 99) int offset)
      throws IOException {
    int[] sides = {131, 260, 389};
    Coded coded = coded(sides[size], sides[2 - size], 128 << tileBits);
    Rectangle all = coded.whole.getBounds();
    Rectangle region =
        new Rectangle(x % all.width, y % all.height, width, height).intersection(all);
    int offsetX = Math.min(offset % stepX, region.width - 1);
    int offsetY = Math.min(offset % stepY, region.height - 1);
    ImageReadParam param = new ImageReadParam();
    param.setSourceRegion(region);
    param.setSourceSubsampling(stepX, stepY, offsetX, offsetY);
    Raster part = TestImages.read(coded.file, param).getRaster();
    for (int row = 0; row < part.getHeight(); row++) {
      for (int column = 0; column < part.getWidth(); column++) {
        for (int b = 0; b < 3; b++) {
          assertThat(part.getSample(column, row, b))
              .isEqualTo(
                  coded.whole.getSample(
                      region.x + offsetX + column * stepX, region.y + offsetY + row * stepY, b));
        }
      }
    }
  }
}
