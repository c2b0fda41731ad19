package io.licorice.transform;

import java.io.IOException;

/**
 * Table indices of the latents of a tile, stage by stage, from the integers of the stages before.
 *
 * <p>Not thread safe. The stages of a tile are opened in coding order; the integers of each are
 * made known before the next one is opened.
 */
final class TileScales {
  private final ScaleContexts contexts;
  private final CellBlock block;

  /** Uncorrected indices and a half, in sixteenths: channels x padded height x padded width. */
  private final int[] sixteenths;

  /** What the integers so far say: padded height x padded width x sums. */
  private final float[] sums;

  private final int[] latents;
  private int pass;
  private int group;

  /**
   * A tile of which nothing is known.
   *
   * @param contexts the networks
   * @param block the tile
   * @param sixteenths indices and a half before their correction, in sixteenths: channels x padded
   *     height x padded width; kept
   * @param latents receives the integers: channels x height x width, zeros where there is none yet
   */
  TileScales(ScaleContexts contexts, CellBlock block, int[] sixteenths, int[] latents) {
    this.contexts = contexts;
    this.block = block;
    this.sixteenths = sixteenths;
    this.sums = new float[contexts.groups().sums() * block.paddedCells()];
    contexts.groups().begin(sums);
    this.latents = latents;
  }

  /** How many groups there are in a pass. */
  int groups() {
    return contexts.groups().count();
  }

  /** Visits the rows of a stage in coding order. */
  interface Visitor {
    /**
     * Latents of a channel in one row of cells: every second column with pixels.
     *
     * @param place place of the first one in the stage; the others follow
     * @param channel their channel
     * @param row their cells' row in the tile
     * @param first the first one's column in the tile
     */
    void visit(int place, int channel, int row, int first);
  }

  /** Visits the rows of the open stage. */
  void forEachRow(Visitor visitor) {
    int place = 0;
    for (int i = 0; i < contexts.groups().size(group); i++) {
      int channel = contexts.groups().channel(group, i);
      for (int row = 0; row < block.height(); row++) {
        int first = CodingPasses.firstColumn(pass, row);
        if (first >= 0 && first < block.width()) {
          visitor.visit(place, channel, row, first);
          place += (block.width() - first + 1) / 2;
        }
      }
    }
  }

  /**
   * Opens a stage.
   *
   * @param newPass its pass
   * @param newGroup its group
   * @return the table of each of its latents of cells with pixels, in coding order
   */
  byte[] open(int newPass, int newGroup) throws IOException {
    pass = newPass;
    group = newGroup;
    float[] correction = contexts.run(pass, group, sums, block);
    ScaleGroups groups = contexts.groups();
    int size = groups.size(group);
    int halfWidth = block.paddedWidth() / 2;
    int halfCells = block.paddedCells() / 4;
    byte[] tables = new byte[size * CodingPasses.cells(pass, block.width(), block.height())];
    forEachRow(
        (begin, channel, row, first) -> {
          int corner = CodingPasses.corner(pass, row) * size + groups.place(channel);
          int at = corner * halfCells + row / 2 * halfWidth;
          int line = padded(channel, row);
          int place = begin;
          for (int column = first; column < block.width(); column += 2) {
            int quarters = correction == null ? 0 : (int) correction[at + column / 2];
            int sum = 4 * quarters + sixteenths[line + column];
            tables[place++] = (byte) QualityTables.clampIndex(sum >> 4);
          }
        });
    return tables;
  }

  /** Makes the integers of the open stage known, in coding order. */
  void know(int[] symbols) {
    ScaleGroups groups = contexts.groups();
    forEachRow(
        (begin, channel, row, first) -> {
          int line = padded(channel, row);
          int latent = (channel * block.height() + row) * block.width();
          int cells = row * block.paddedWidth();
          int place = begin;
          for (int column = first; column < block.width(); column += 2) {
            int symbol = symbols[place++];
            int table = QualityTables.clampIndex(sixteenths[line + column] >> 4);
            latents[latent + column] = symbol;
            groups.add(channel, table, symbol, sums, (cells + column) * groups.sums());
          }
        });
  }

  private int padded(int channel, int row) {
    return (channel * block.paddedHeight() + row) * block.paddedWidth();
  }
}
