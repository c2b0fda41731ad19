package io.licorice.codec;

import io.licorice.transform.CellBlock;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps what the encoder's networks made of each tile, and its coded alpha, while qualities are
 * tried: about five bytes a pixel, which wait in scratch space.
 *
 * <p>One thread puts all tiles; then they may be had by several threads.
 */
final class AnalysisStore implements AutoCloseable {
  /** More bytes than these go to a file. */
  private static final int MEMORY = 1 << 26;

  private static final int NO_ALPHA = -1;

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
  void put(PictureEncoder.AnalysedTile tile) throws IOException {
    spool.add(toBytes(tile));
    ends[count++] = spool.length();
  }

  /** A tile as it was put. */
  PictureEncoder.AnalysedTile get(int tile) throws IOException {
    long start = tile == 0 ? 0 : ends[tile - 1];
    byte[] bytes = new byte[(int) (ends[tile] - start)];
    spool.read(start, bytes, 0, bytes.length);
    return fromBytes(ByteBuffer.wrap(bytes));
  }

  private static byte[] toBytes(PictureEncoder.AnalysedTile tile) {
    float[][] values = tile.analysis().values();
    PictureEncoder.Alpha alpha = tile.alpha();
    long size = 5L * Integer.BYTES + (alpha == null ? 0 : alpha.stream().length);
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
    if (alpha == null) {
      bytes.putInt(NO_ALPHA).putInt(0);
    } else {
      bytes.putInt(alpha.stream().length).putInt(alpha.check()).put(alpha.stream());
    }
    return bytes.array();
  }

  private PictureEncoder.AnalysedTile fromBytes(ByteBuffer bytes) {
    CellBlock block = new CellBlock(bytes.getInt(), bytes.getInt());
    float[][] values = new float[bytes.getInt()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[bytes.getInt()];
      bytes.asFloatBuffer().get(values[i]);
      bytes.position(bytes.position() + Float.BYTES * values[i].length);
    }
    int length = bytes.getInt();
    int check = bytes.getInt();
    PictureEncoder.Alpha alpha = null;
    if (length != NO_ALPHA) {
      byte[] stream = new byte[length];
      bytes.get(stream);
      alpha = new PictureEncoder.Alpha(stream, check);
    }
    return new PictureEncoder.AnalysedTile(model.analysis(block, values), alpha);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
