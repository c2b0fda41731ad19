package io.licorice.transform;

import io.licorice.bitstream.BoxFile;
import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.LicHeader;
import io.licorice.bitstream.TileGrid;
import io.licorice.bitstream.TileIndex;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decodes the latents of files, without the synthesis, and fails unless they are those that were
 * encoded: the file carries their CRC.
 *
 * <p>Arguments: number of threads, how ONNX Runtime may rewrite graphs (one or more of NONE, BASIC,
 * ALL with commas between them), files.
 */
final class DecodeLatents {
  private static final Pattern COMMA = Pattern.compile(",");

  private DecodeLatents() {}

  /** Prints one line a file. */
  public static void main(String[] arguments) throws IOException {
    int threads = Integer.parseInt(arguments[0]);
    for (String rewriting : COMMA.split(arguments[1], -1)) {
      ExecutionSettings settings = new ExecutionSettings(-1, threads, Rewriting.valueOf(rewriting));
      for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
        int tiles = decode(Files.readAllBytes(Path.of(name)), settings);
        System.out.println(name + ": latents of " + tiles + " tiles are the encoder's");
      }
    }
  }

  private static int decode(byte[] file, ExecutionSettings settings) throws IOException {
    BoxFile.Span span =
        BoxFile.locate(
            (position, target) -> System.arraycopy(file, (int) position, target, 0, target.length),
            file.length);
    byte[] stream = Arrays.copyOfRange(file, (int) span.offset(), (int) span.end());
    LicHeader header = LicHeader.parse(stream, 0);
    TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSize());
    int tiles = (int) grid.count();
    int end = stream.length - (int) Codestream.sumsLength(header, tiles);
    byte[] body = Arrays.copyOfRange(stream, header.length(), end);
    TileIndex index = TileIndex.parse(body, tiles, header.length(), end);
    ModelPack pack = new PackRegistry(Optional.empty()).byHash(header.packId(), header.packHash());
    try (TransformModel model = Families.open(pack, settings)) {
      for (int t = 0; t < tiles; t++) {
        int payload = (int) index.offset(t) + Codestream.TILE_PREFIX;
        CellBlock block = CellBlock.covering(grid.tileWidth(t), grid.tileHeight(t));
        model.decode(
            Arrays.copyOfRange(stream, payload, payload + index.payloadLength(t)),
            ByteBuffer.wrap(stream).getInt(payload - 4),
            block,
            CellSteps.same(header.quality()),
            TileLabels.UNKNOWN);
      }
    }
    return tiles;
  }
}
