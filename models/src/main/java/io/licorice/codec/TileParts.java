package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.PredictedPayload;
import io.licorice.lossless.PlaneFormat;
import io.licorice.transform.CellBlock;
import io.licorice.transform.CellSteps;
import java.util.Optional;

/**
 * What a tile's payload holds in front of the learned stream, decoded as far as a region needs it.
 *
 * @param quality the quality steps of its cells
 * @param exact samples of exact cells
 * @param alpha the wanted part of alpha, or null
 * @param learned the entropy coder's stream
 * @param offset position of that stream in the file
 * @param fault what is wrong, or null; then the rest means nothing
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record TileParts(
    CellSteps quality,
    Optional<ExactCells.Part> exact,
    short[][] alpha,
    byte[] learned,
    long offset,
    String fault) {

  private static TileParts damaged(String fault) {
    return new TileParts(null, Optional.empty(), null, null, 0, fault);
  }

  /**
   * Reads the parts of an intact record.
   *
   * @param tile where the tile lies in the picture
   * @param region the wanted part of the picture, which may lie outside of the tile
   */
  static TileParts read(
      TileRecords.TileRecord record, LicHeader header, Region tile, Region region) {
    byte[] rest = record.payload();
    CellSteps quality = CellSteps.same(header.quality());
    Optional<ExactCells.Part> exact = Optional.empty();
    short[][] alpha = null;
    String part = "quality map";
    try {
      if (header.isMapped()) {
        TileMap map =
            TileMap.parse(rest, header.levels(), CellBlock.covering(tile.width(), tile.height()));
        quality = map.quality();
        rest = map.rest();
      }
      part = "exact region";
      Optional<ExactCells> cells = ExactCells.of(tile, quality);
      if (cells.isPresent()) {
        PredictedPayload payload = PredictedPayload.parse(rest, "exact cells");
        exact = cells.get().decode(payload, exactPlanes(header), header.bitDepth(), region);
        rest = payload.rest();
      }
      part = "alpha";
      if (header.hasAlpha()) {
        PredictedPayload payload = PredictedPayload.parse(rest, "alpha");
        alpha = alpha(payload, header, tile, region);
        rest = payload.rest();
      }
    } catch (LicFormatException e) {
      long base = record.offset() + record.payload().length - rest.length;
      return damaged(part + ", " + e.withBase(base).getMessage());
    }
    long offset = record.offset() + record.payload().length - rest.length;
    return new TileParts(quality, exact, alpha, rest, offset, null);
  }

  /** The same for those who have decoded the learned stream. */
  TileParts withoutLearned() {
    return new TileParts(quality, exact, alpha, null, offset, null);
  }

  /**
   * Writes the samples into a picture that shows a region.
   *
   * @param part the part of the picture that alpha was decoded for
   */
  void write(Region part, Region region, Picture picture) {
    if (alpha != null) {
      SampleBlocks.copy(alpha, picture.channels() - 1, part, picture, region.x(), region.y());
    }
    exact.ifPresent(samples -> samples.write(picture, region));
  }

  /** The channels of exact cells: those of colour, and alpha where it has errors otherwise. */
  static int exactPlanes(LicHeader header) {
    return exactPlanes(header.channels(), header.hasAlpha(), header.maxError());
  }

  static int exactPlanes(int channels, boolean hasAlpha, int maxError) {
    return hasAlpha && maxError == 0 ? channels - 1 : channels;
  }

  /** The wanted part of a tile's alpha; null if the tile is needed for its neighbours alone. */
  private static short[][] alpha(
      PredictedPayload payload, LicHeader header, Region tile, Region region)
      throws LicFormatException {
    if (!tile.intersects(region)) {
      return null;
    }
    PlaneFormat format =
        new PlaneFormat(1, tile.width(), tile.height(), header.bitDepth(), header.maxError());
    return PredictedTile.decode(payload, format, tile, tile.intersection(region));
  }
}
