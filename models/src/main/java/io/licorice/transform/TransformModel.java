package io.licorice.transform;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.util.List;

/**
 * A codec family at work: the networks and tables of one pack.
 *
 * <p>All sizes are in cells of {@link CellBlock#CELL} pixels. Safe for use by several threads until
 * closed; owns its native memory.
 */
public interface TransformModel extends AutoCloseable {
  /**
   * The number of quality steps.
   *
   * @return steps; a header's quality is below this
   */
  int qualitySteps();

  /**
   * The cells around a tile that its networks see.
   *
   * @return cells on each side
   */
  int haloCells();

  /**
   * The number of latent channels.
   *
   * @return channels
   */
  int latents();

  /** What the encoder's networks make of a tile, whatever the quality; opaque. */
  interface Analysis {
    /**
     * The size of the tile.
     *
     * @return cells
     */
    CellBlock block();

    /**
     * What it consists of, for those who keep it elsewhere; see {@link #analysis}.
     *
     * @return its own arrays, not to be changed
     */
    float[][] values();
  }

  /**
   * Puts an analysis together again.
   *
   * @param block the tile's size
   * @param values what {@link Analysis#values} of an analysis of this model gave; handed over
   * @return an equal analysis
   */
  Analysis analysis(CellBlock block, float[][] values);

  /**
   * Runs the encoder's networks over a tile and its halo.
   *
   * @param samples three planes in -0.5..0.5 of the tile, its padding and its halo
   * @param width their width in pixels, a multiple of 16
   * @param height their height in pixels, a multiple of 16
   * @param left cells to the left of the tile
   * @param top cells above the tile
   * @param block the tile
   * @return what {@link #encode} and {@link #estimate} need
   * @throws IOException if a network fails
   */
  Analysis analyse(float[] samples, int width, int height, int left, int top, CellBlock block)
      throws IOException;

  /**
   * Quantises and codes a tile.
   *
   * @param tile what {@link #analyse} of this model returned
   * @param quality the quality steps of its cells
   * @param labels what its pixels show, for models that draw from it
   * @return payload and check sum
   * @throws IOException if a network fails
   */
  Codestream.Tile encode(Analysis tile, CellSteps quality, TileLabels labels) throws IOException;

  /**
   * Predicts the size of {@link #encode}'s payload without coding.
   *
   * @param tile what {@link #analyse} of this model returned
   * @param quality the quality steps of its cells
   * @return bytes, within a few of the real size
   * @throws IOException if a network fails
   */
  double estimate(Analysis tile, CellSteps quality) throws IOException;

  /**
   * What coding a tile would cost and give, cell by cell.
   *
   * @param cellBits bits of the latents of each cell with pixels, row by row
   * @param latents what {@link #decode} would give
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Trial(float[] cellBits, float[] latents) {}

  /**
   * Quantises a tile without coding it.
   *
   * @param tile what {@link #analyse} of this model returned
   * @param quality the quality steps of its cells
   * @return costs and latents
   * @throws IOException if a network fails
   */
  Trial trial(Analysis tile, CellSteps quality) throws IOException;

  /**
   * What the networks of a quality step were trained to take for as bad as a bit.
   *
   * @param step the quality step
   * @return squared error, summed over samples whose range is 255
   */
  double squaredErrorPerBit(int step);

  /**
   * Decodes the latents of a tile.
   *
   * @param payload the entropy coder's stream
   * @param latentsCrc what the file says of the integers
   * @param block size of the tile
   * @param quality the quality steps of its cells
   * @param labels what its pixels show, as the file says
   * @return latents, in the integers that synthesis takes: channels x padded height x padded width;
   *     padding cells hold their means
   * @throws LicFormatException if the stream is malformed or the integers are not those that were
   *     encoded; the offset is within the payload
   * @throws IOException if a network fails
   */
  float[] decode(
      byte[] payload, int latentsCrc, CellBlock block, CellSteps quality, TileLabels labels)
      throws IOException;

  /**
   * Tells where the bits of a payload went.
   *
   * @param payload the entropy coder's stream
   * @param block size of the tile
   * @param quality the quality steps of its cells
   * @return what the integers of each cell with pixels cost by their probabilities, row by row, in
   *     bits; together those of the payload but for some bytes
   * @throws LicFormatException if the stream is malformed; the offset is within the payload
   * @throws IOException if a network fails
   */
  float[] cellBits(byte[] payload, CellBlock block, CellSteps quality) throws IOException;

  /**
   * Whether what it decodes to is made up rather than reconstructed. Of such models nobody asks
   * {@link #trial} or {@link #squaredErrorPerBit}.
   *
   * @return true if pixels are synthesised
   */
  boolean isGenerative();

  /**
   * The classes that it draws.
   *
   * @return names in the order of the numbers that {@link TileLabels} gives; none for most models
   */
  List<String> classes();

  /**
   * Whether samples are the same on every machine.
   *
   * @return true if all networks of the decoder compute with integers
   */
  boolean isExact();

  /**
   * Runs the decoder's transform.
   *
   * @param y decoded latents, as {@link #decode} gives them: channels x height x width
   * @param width cells
   * @param height cells
   * @param quality the quality steps of its cells
   * @return three planes of 16 height x 16 width samples in -0.5..0.5, not clipped
   * @throws IOException if the network fails
   */
  float[] synthesise(float[] y, int width, int height, CellSteps quality) throws IOException;

  @Override
  void close() throws IOException;
}
