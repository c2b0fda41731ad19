package io.licorice.codec;

import io.licorice.transform.CellBlock;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps what the encoder's networks made of each tile, and what is predicted of it, while qualities
 * are tried: about five bytes a pixel, which wait in scratch space.
 *
 * <p>One thread puts all tiles; then they may be had by several threads.
 */
final class AnalysisStore implements AutoCloseable {
  /** More bytes than these go to a file. */
  private static final int MEMORY = 1 << 26;

  private static final int NONE = -1;

  private final TransformModel model;
  private final Spool spool;
  private final long[] ends;
  private int count;

  AnalysisStore(TransformModel model, int tiles, Scratch scratch, CodecListener listener) {
    this.model = model;
    this.spool = new Spool(scratch, MEMORY, listener::warning);
    this.ends = new long[tiles];
  }

  int count() {
    return count;
  }

  /** Keeps the next tile. */
  void put(TileAnalyser.AnalysedTile tile) throws IOException {
    spool.add(toBytes(tile));
    ends[count++] = spool.length();
  }

  /** A tile as it was put. */
  TileAnalyser.AnalysedTile get(int tile) throws IOException {
    long start = tile == 0 ? 0 : ends[tile - 1];
    byte[] bytes = new byte[(int) (ends[tile] - start)];
    spool.read(start, bytes, 0, bytes.length);
    return fromBytes(ByteBuffer.wrap(bytes));
  }

  private static byte[] toBytes(TileAnalyser.AnalysedTile tile) {
    float[][] values = tile.analysis().values();
    long size = 3L * Integer.BYTES + length(tile.exact()) + length(tile.alpha());
    for (float[] part : values) {
      size += Integer.BYTES + (long) Float.BYTES * part.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
    CellBlock block = tile.analysis().block();
    bytes.putInt(block.width()).putInt(block.height()).putInt(values.length);
    for (float[] part : values) {
      bytes.putInt(part.length);
      bytes.asFloatBuffer().put(part);
      bytes.position(bytes.position() + Float.BYTES * part.length);
    }
    put(tile.exact(), bytes);
    put(tile.alpha(), bytes);
    return bytes.array();
  }

  private static int length(PredictedPlanes planes) {
    return 2 * Integer.BYTES + (planes == null ? 0 : planes.stream().length);
  }

  private static void put(PredictedPlanes planes, ByteBuffer bytes) {
    if (planes == null) {
      bytes.putInt(NONE).putInt(0);
    } else {
      bytes.putInt(planes.stream().length).putInt(planes.check()).put(planes.stream());
    }
  }

  private static PredictedPlanes planes(ByteBuffer bytes) {
    int length = bytes.getInt();
    int check = bytes.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] stream = new byte[length];
    bytes.get(stream);
    return new PredictedPlanes(stream, check);
  }

  private TileAnalyser.AnalysedTile fromBytes(ByteBuffer bytes) {
    CellBlock block = new CellBlock(bytes.getInt(), bytes.getInt());
    float[][] values = new float[bytes.getInt()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[bytes.getInt()];
      bytes.asFloatBuffer().get(values[i]);
      bytes.position(bytes.position() + Float.BYTES * values[i].length);
    }
    PredictedPlanes exact = planes(bytes);
    return new TileAnalyser.AnalysedTile(model.analysis(block, values), exact, planes(bytes));
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
