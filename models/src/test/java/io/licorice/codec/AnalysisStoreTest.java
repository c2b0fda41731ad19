package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.licorice.transform.CellBlock;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisStoreTest {
  /** 5 MB each, so that twenty of them do not stay in memory. */
  private static final int VALUES = 1_250_000;

  private static final int TILES = 20;

  @TempDir private Path folder;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Analysis(CellBlock block, float[][] values) implements TransformModel.Analysis {}

  /** A model that can put analyses together and nothing else. */
  private static TransformModel model() {
    return (TransformModel)
        Proxy.newProxyInstance(
            AnalysisStoreTest.class.getClassLoader(),
            new Class<?>[] {TransformModel.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("analysis");
              return new Analysis((CellBlock) arguments[0], (float[][]) arguments[1]);
            });
  }

  private static TileAnalyser.AnalysedTile tile(int number) {
    Random random = new Random(number);
    float[][] values = new float[2][];
    values[0] = new float[VALUES];
    values[1] = new float[number];
    for (int i = 0; i < VALUES; i++) {
      values[0][i] = random.nextFloat() - 0.5f;
    }
    if (number > 0) {
      values[1][0] = Float.NEGATIVE_INFINITY;
    }
    byte[] alpha = new byte[number];
    random.nextBytes(alpha);
    return new TileAnalyser.AnalysedTile(
        new Analysis(new CellBlock(number + 1, 7), values),
        number % 2 == 0 ? null : new PredictedPlanes(new byte[number], number),
        number % 3 == 0 ? null : new PredictedPlanes(alpha, -number));
  }

  @Test
  void tiles_comeBackAsTheyWerePutInAnyOrderAndThread() throws IOException {
    Scratch scratch = Scratch.in(folder);
    try (AnalysisStore store = new AnalysisStore(model(), TILES, scratch, CodecListener.SILENT)) {
      for (int t = 0; t < TILES; t++) {
        assertThat(store.count()).isEqualTo(t);
        store.put(tile(t));
      }
      int[] order = new Random(1).ints(2 * TILES, 0, TILES).toArray();
      new TilePool(4, CodecListener.SILENT)
          .run(order.length, i -> () -> store.get(order[i]), (i, t) -> assertSame(t, order[i]));
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static void assertSame(TileAnalyser.AnalysedTile found, int number) {
    TileAnalyser.AnalysedTile expected = tile(number);
    assertThat(found.analysis().block()).isEqualTo(expected.analysis().block());
    assertThat(found.analysis().values()).isDeepEqualTo(expected.analysis().values());
    assertSame(found.exact(), expected.exact());
    assertSame(found.alpha(), expected.alpha());
  }

  private static void assertSame(PredictedPlanes found, PredictedPlanes expected) {
    if (expected == null) {
      assertThat(found).isNull();
    } else {
      assertThat(found.check()).isEqualTo(expected.check());
      assertThat(found.stream()).isEqualTo(expected.stream());
    }
  }

  @Test
  void targetOfAPictureWithAlpha_isMetWhereverTheAnalysesWait() throws IOException {
    Picture colours = TestPictures.photoLike(600, 400, 3, 5);
    short[] alpha = new short[600 * 400];
    IntStream.range(0, alpha.length).forEach(i -> alpha[i] = (short) (i % 600 * 255 / 600));
    Picture picture =
        new Picture(600, 400, 8, colours.plane(0), colours.plane(1), colours.plane(2), alpha);
    EncodeOptions options =
        EncodeOptions.builder()
            .tileSize(256)
            .rate(new EncodeOptions.Rate.TargetBytes(12_000))
            .build();
    byte[] expected = Coding.encode(picture, options);
    assertThat((double) expected.length).isCloseTo(11_940, within(60.0));
    Path file = folder.resolve("picture.lic");
    LicCodec.shared().write(picture, options, file, CodecListener.SILENT);
    assertThat(file).hasBinaryContent(expected);
  }
}
