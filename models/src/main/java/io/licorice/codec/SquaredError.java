package io.licorice.codec;

import io.licorice.bitstream.TileGrid;
import io.licorice.transform.TransformModel;
import java.io.IOException;

/** Decodes a file of one's own, tile by tile, and compares it with the picture it was made of. */
final class SquaredError {
  private final PictureSource source;
  private final SampleRange range;
  private final TransformModel model;
  private final TilePool pool;
  private final CodecListener listener;

  SquaredError(
      PictureSource source,
      SampleRange range,
      TransformModel model,
      TilePool pool,
      CodecListener listener) {
    this.source = source;
    this.range = range;
    this.model = model;
    this.pool = pool;
    this.listener = listener.withoutProgress();
  }

  /**
   * The sum over the three planes that networks see, in 255ths of the range of samples; alpha does
   * not count.
   *
   * @param coded the file
   */
  double of(ByteSource coded) throws IOException {
    CodedFile file = CodedFile.open(coded);
    TileGrid grid = file.grid();
    double sum = 0;
    for (int t = 0; t < grid.count(); t++) {
      Region tile = new Region(grid.x(t), grid.y(t), grid.tileWidth(t), grid.tileHeight(t));
      Picture decoded =
          file.isPredictive()
              ? new PredictivePictureDecoder(file, pool, listener).decode(tile)
              : new PictureDecoder(file, model, ModelLabels.UNKNOWN, pool, listener).decode(tile);
      sum += between(source.read(tile), decoded);
    }
    return sum;
  }

  private double between(Picture original, Picture decoded) {
    double unit = 255.0 / range.span();
    int colours = SampleRange.colours(source);
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      short[] a = original.plane(Math.min(c, colours - 1));
      short[] b = decoded.plane(Math.min(c, colours - 1));
      long squares = 0;
      for (int i = 0; i < a.length; i++) {
        long difference = (long) (a[i] & 0xFFFF) - (b[i] & 0xFFFF);
        squares += difference * difference;
      }
      sum += squares * unit * unit;
    }
    return sum;
  }
}
