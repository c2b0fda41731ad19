package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Decodes a region of one picture with an open model; used by one thread. */
final class PictureDecoder {
  private final CodedFile file;
  private final LicHeader header;
  private final TransformModel model;
  private final ModelLabels labels;
  private final TilePool pool;
  private final CodecListener listener;
  private final TileGrid grid;
  private final List<String> warnings = new ArrayList<>();

  /** Latents of tiles that may still be needed; null for a damaged tile. */
  private final TreeMap<Integer, float[]> latents = new TreeMap<>();

  /** Quality steps of the same tiles; none for a damaged one. */
  private final TreeMap<Integer, CellSteps> qualities = new TreeMap<>();

  /** What stands beside the latents of tiles that are not written yet. */
  private final TreeMap<Integer, TileParts> parts = new TreeMap<>();

  PictureDecoder(
      CodedFile file,
      TransformModel model,
      ModelLabels labels,
      TilePool pool,
      CodecListener listener) {
    this.labels = labels;
    this.file = file;
    this.header = file.header();
    this.model = model;
    this.pool = pool;
    this.listener = listener;
    this.grid = file.grid();
  }

  List<String> warnings() {
    return warnings;
  }

  Picture decode(Region region) throws IOException {
    TileRecords records = new TileRecords(file);
    int firstRow = region.y() / grid.tileSize();
    int lastRow = (region.bottom() - 1) / grid.tileSize();
    Progress progress = new Progress(listener, 2.0 * (lastRow - firstRow + 1));
    progress.checkCancelled();
    Picture picture =
        Picture.blank(region.width(), region.height(), header.channels(), header.bitDepth());
    Optional<IntBuffer> sums = records.sampleSums();
    int damaged = 0;
    int tiles = 0;
    for (int row = firstRow; row <= lastRow; row++) {
      decodeLatents(records, region, row);
      progress.advance(1);
      List<Integer> inRow = tilesOfRow(row, region);
      synthesiseRow(inRow, region, picture);
      sums.ifPresent(expected -> check(expected, inRow, region, picture));
      tiles += inRow.size();
      damaged += (int) inRow.stream().filter(t -> latents.get(t) == null).count();
      int keepFrom = row * grid.columns();
      latents.headMap(keepFrom).clear();
      qualities.headMap(keepFrom).clear();
      parts.headMap(keepFrom).clear();
      progress.advance(1);
    }
    if (damaged == tiles) {
      throw new LicFormatException(file.bodyOffset(), "no tile is intact: " + warnings.get(0));
    }
    if (header.summed() && sums.isEmpty() && warnings.isEmpty()) {
      warn("byte " + file.end() + ": the file ends too early, before check sums of its samples");
    }
    return picture;
  }

  /** The check sums of the samples of all tiles; row by row, so that no picture is held. */
  int[] sampleSums(Progress progress) throws IOException {
    TileRecords records = new TileRecords(file);
    Region whole = new Region(0, 0, grid.width(), grid.height());
    int[] sums = new int[(int) grid.count()];
    for (int row = 0; row < grid.rows(); row++) {
      decodeLatents(records, whole, row);
      int y = row * grid.tileSize();
      int height = Math.min(grid.tileSize(), grid.height() - y);
      Region band = new Region(0, y, grid.width(), height);
      Picture picture = Picture.blank(band.width(), height, header.channels(), header.bitDepth());
      List<Integer> inRow = tilesOfRow(row, band);
      synthesiseRow(inRow, band, picture);
      inRow.forEach(t -> sums[t] = sum(tileRegion(t), band, picture));
      latents.headMap(row * grid.columns()).clear();
      qualities.headMap(row * grid.columns()).clear();
      parts.headMap(row * grid.columns()).clear();
      progress.advance(inRow.size());
    }
    if (!warnings.isEmpty()) {
      throw new IllegalStateException("a fresh file is damaged: " + warnings.get(0));
    }
    return sums;
  }

  private static int sum(Region tile, Region region, Picture picture) {
    Picture part =
        picture.read(
            new Region(tile.x() - region.x(), tile.y() - region.y(), tile.width(), tile.height()));
    short[][] planes = new short[part.channels()][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = part.plane(c);
    }
    return SampleCheck.of(planes, tile.width());
  }

  /** Compares whole tiles; samples beside a damaged tile are not those of the encoder. */
  private void check(IntBuffer expected, List<Integer> tiles, Region region, Picture picture) {
    if (latents.containsValue(null)) {
      return;
    }
    for (int tile : tiles) {
      Region all = tileRegion(tile);
      if (all.equals(all.intersection(region))) {
        int found = sum(all, region, picture);
        if (found != expected.get(tile)) {
          warn(
              String.format(
                  "tile %d: its samples have CRC %08x here, at the encoder they had %08x: its"
                      + " networks were not computed exactly",
                  tile, found, expected.get(tile)));
        }
      }
    }
  }

  private List<Integer> tilesOfRow(int row, Region region) {
    List<Integer> tiles = new ArrayList<>();
    for (int column = region.x() / grid.tileSize();
        column <= (region.right() - 1) / grid.tileSize();
        column++) {
      tiles.add(row * grid.columns() + column);
    }
    return tiles;
  }

  /**
   * Decodes what synthesis of a row of tiles needs: the row and its neighbours as far as the halo.
   */
  private void decodeLatents(TileRecords records, Region region, int row) throws IOException {
    int halo = model.haloCells() * CellBlock.CELL;
    Region band = new Region(region.x(), grid.y(row * grid.columns()), region.width(), 1);
    int bandBottom = Math.min(grid.height(), band.y() + grid.tileSize());
    Region wanted =
        new Region(band.x(), band.y(), band.width(), bandBottom - band.y()).intersection(region);
    wanted = wholeCells(wanted).grow(halo, grid.width(), grid.height());
    List<Integer> missing = new ArrayList<>();
    for (int r = wanted.y() / grid.tileSize(); r <= (wanted.bottom() - 1) / grid.tileSize(); r++) {
      for (int t : tilesOfRow(r, wanted)) {
        if (!latents.containsKey(t)) {
          missing.add(t);
        }
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    pool.run(
        missing.size(),
        i -> () -> decodeTile(records, missing.get(i), region),
        (i, tile) -> {
          latents.put(missing.get(i), tile.latents);
          if (tile.fault == null) {
            qualities.put(missing.get(i), tile.parts.quality());
            parts.put(missing.get(i), tile.parts);
          } else {
            warn("tile " + missing.get(i) + " is damaged: " + tile.fault);
          }
        });
  }

  /** The cells that a region touches, as far as they lie in the picture. */
  private Region wholeCells(Region region) {
    int cell = CellBlock.CELL;
    int x = region.x() / cell * cell;
    int y = region.y() / cell * cell;
    int right = Math.min(grid.width(), (region.right() + cell - 1) / cell * cell);
    int bottom = Math.min(grid.height(), (region.bottom() + cell - 1) / cell * cell);
    return new Region(x, y, right - x, bottom - y);
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record DecodedTile(float[] latents, TileParts parts, String fault) {
    static DecodedTile damaged(String fault) {
      return new DecodedTile(null, null, fault);
    }
  }

  private DecodedTile decodeTile(TileRecords records, int tile, Region region) throws IOException {
    TileRecords.TileRecord record = records.read(tile);
    if (record.fault() != null) {
      return DecodedTile.damaged(record.fault());
    }
    TileParts parts = TileParts.read(record, header, tileRegion(tile), region);
    if (parts.fault() != null) {
      return DecodedTile.damaged(parts.fault());
    }
    try {
      float[] decoded =
          model.decode(
              parts.learned(),
              record.check(),
              block(tile),
              parts.quality(),
              labels.of(tileRegion(tile)));
      return new DecodedTile(decoded, parts.withoutLearned(), null);
    } catch (LicFormatException e) {
      return DecodedTile.damaged(e.withBase(parts.offset()).getMessage());
    }
  }

  private CellBlock block(int tile) {
    return CellBlock.covering(grid.tileWidth(tile), grid.tileHeight(tile));
  }

  private void synthesiseRow(List<Integer> tiles, Region region, Picture picture)
      throws IOException {
    pool.run(
        tiles.size(),
        i -> () -> synthesise(tiles.get(i), region),
        (i, block) -> {
          Region part = tileRegion(tiles.get(i)).intersection(region);
          if (block == null) {
            SampleBlocks.fill(part, picture, region.x(), region.y());
          } else {
            SampleBlocks.write(
                block.samples,
                block.x,
                block.y,
                block.width,
                SampleRange.of(header),
                part,
                picture,
                region.x(),
                region.y());
            parts.remove(tiles.get(i)).write(part, region, picture);
          }
        });
  }

  private Region tileRegion(int tile) {
    return new Region(grid.x(tile), grid.y(tile), grid.tileWidth(tile), grid.tileHeight(tile));
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Block(float[] samples, int x, int y, int width) {}

  /** Runs synthesis over the part of a tile that is wanted and its halo; null if it is damaged. */
  private Block synthesise(int tile, Region region) throws IOException {
    if (latents.get(tile) == null) {
      return null;
    }
    Region part = tileRegion(tile).intersection(region);
    int cell = CellBlock.CELL;
    int halo = model.haloCells();
    CellBlock all = CellBlock.covering(grid.width(), grid.height());
    int left = Math.max(0, part.x() / cell - halo);
    int top = Math.max(0, part.y() / cell - halo);
    int right = Math.min(all.paddedWidth(), (part.right() - 1) / cell + 1 + halo);
    int bottom = Math.min(all.paddedHeight(), (part.bottom() - 1) / cell + 1 + halo);
    float[] y = gather(left, top, right - left, bottom - top);
    CellSteps quality = quality(left, top, right - left, bottom - top);
    float[] samples = model.synthesise(y, right - left, bottom - top, quality);
    return new Block(samples, left * cell, top * cell, (right - left) * cell);
  }

  /** The quality steps of cells; those of damaged tiles have the header's. */
  private CellSteps quality(int left, int top, int width, int height) {
    if (!header.isMapped()) {
      return CellSteps.same(header.quality());
    }
    int tileCells = grid.tileSize() / CellBlock.CELL;
    int[] steps = new int[width * height];
    for (int i = 0; i < steps.length; i++) {
      int column = left + i % width;
      int row = top + i / width;
      // Padding belongs to the tiles of the last column and row.
      int tileColumn = Math.min(column / tileCells, grid.columns() - 1);
      int tileRow = Math.min(row / tileCells, grid.rows() - 1);
      CellSteps tile = qualities.get(tileRow * grid.columns() + tileColumn);
      steps[i] =
          tile == null
              ? header.quality()
              : tile.at(column - tileColumn * tileCells, row - tileRow * tileCells);
    }
    return CellSteps.of(width, steps);
  }

  /** Copies cells from the tiles that hold them; those of damaged tiles stay zero. */
  private float[] gather(int left, int top, int width, int height) {
    if (grid.count() == 1 && width * height * model.latents() == latents.get(0).length) {
      return latents.get(0);
    }
    int tileCells = grid.tileSize() / CellBlock.CELL;
    float[] y = new float[model.latents() * width * height];
    int lastRow = Math.min((top + height - 1) / tileCells, grid.rows() - 1);
    int lastColumn = Math.min((left + width - 1) / tileCells, grid.columns() - 1);
    for (int row = top / tileCells; row <= lastRow; row++) {
      for (int column = left / tileCells; column <= lastColumn; column++) {
        int tile = row * grid.columns() + column;
        float[] from = latents.get(tile);
        if (from != null) {
          copyCells(
              from, block(tile), column * tileCells, row * tileCells, y, left, top, width, height);
        }
      }
    }
    return y;
  }

  private void copyCells(
      float[] from,
      CellBlock block,
      int tileX,
      int tileY,
      float[] to,
      int left,
      int top,
      int width,
      int height) {
    int x0 = Math.max(left, tileX);
    int x1 = Math.min(left + width, tileX + block.paddedWidth());
    int y0 = Math.max(top, tileY);
    int y1 = Math.min(top + height, tileY + block.paddedHeight());
    if (x1 <= x0) {
      return;
    }
    for (int c = 0; c < model.latents(); c++) {
      for (int row = y0; row < y1; row++) {
        int source = (c * block.paddedHeight() + row - tileY) * block.paddedWidth() + x0 - tileX;
        System.arraycopy(from, source, to, (c * height + row - top) * width + x0 - left, x1 - x0);
      }
    }
  }

  private void warn(String message) {
    warnings.add(message);
    listener.warning(message);
  }
}
