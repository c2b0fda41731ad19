package io.licorice.transform;

import static io.licorice.lossless.MotionMemory.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.lossless.MotionVectors;
import io.licorice.runtime.ExecutionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VectorSearchTest {
  private static final PassThreads THREADS = new PassThreads(new ExecutionSettings(-1, 2));

  private static final int WIDTH = 96;
  private static final int HEIGHT = 80;

  /** Waves that look nowhere like elsewhere, to the left of a column moved by a vector. */
  private static FramePlanes waves(int border, double right, double down) {
    short[][] planes = new short[FramePlanes.PLANES][WIDTH * HEIGHT];
    for (int i = 0; i < planes[0].length; i++) {
      int column = i % WIDTH;
      double x = column < border ? column + right : column;
      int row = i / WIDTH;
      double y = column < border ? row + down : row;
      double wave = 50 * Math.sin(x * x / 160 + y / 3) + 40 * Math.cos(y * y / 190 - x / 4);
      for (int c = 0; c < FramePlanes.PLANES; c++) {
        planes[c][i] = (short) Math.round(128 + wave * (1 - 0.2 * c));
      }
    }
    return FramePlanes.of(WIDTH, HEIGHT, planes);
  }

  private static MotionVectors found(FramePlanes frame, FramePlanes reference, double bitPrice) {
    FlowField none = FlowField.none(frame.block());
    return search(frame, reference, none, bitPrice)
        .find(IntegerWarp.warp(reference, none, THREADS));
  }

  private static VectorSearch search(
      FramePlanes frame, FramePlanes reference, FlowField flow, double bitPrice) {
    ResidualPrice price = new ResidualPrice(bitPrice);
    WholeVectorSearch whole = new WholeVectorSearch(frame, reference, price);
    return new VectorSearch(frame, reference, flow, whole, price);
  }

  @Test
  void blocksThatMoveOtherwise_getTheirVectors() {
    FramePlanes reference = waves(0, 0, 0);
    FramePlanes frame = waves(48, 5.25, -3.5);
    MotionVectors vectors = found(frame, reference, 50);
    int right = 0;
    for (int block = 0; block < vectors.blocks(); block++) {
      int column = block % vectors.width();
      int row = block / vectors.width();
      if (column > 6) {
        assertThat(vectors.isGiven(block)).as("block %d, which stands still", block).isFalse();
      } else if (column < 5 && row > 0) {
        right += vectors.right(block) == 84 && vectors.down(block) == -56 ? 1 : 0;
      }
    }
    assertThat(right).as("of 45 blocks that move by 5.25 and -3.5").isGreaterThan(40);
    FlowField moved = FlowField.none(frame.block()).with(vectors);
    FramePlanes with =
        FramePlanes.ofCentred(WIDTH, HEIGHT, IntegerWarp.warp(reference, moved, THREADS));
    assertThat(frame.squaredError(with)).isLessThan(frame.squaredError(reference) / 20);
  }

  /** Of the same flow once more, and of flow that is right on the left where no block needs any. */
  @Test
  void whatIsKnownOfOtherFlow_changesNoVectors() {
    FramePlanes reference = waves(0, 0, 0);
    FramePlanes frame = waves(48, 5.25, -3.5);
    ResidualPrice price = new ResidualPrice(50);
    WholeVectorSearch whole = new WholeVectorSearch(frame, reference, price);
    FlowField none = FlowField.none(frame.block());
    FlowField right = FlowField.of(frame.block(), movedOnTheLeft(frame.block(), 84, -56));
    List<MotionVectors> found = new ArrayList<>();
    List<Double> bits = new ArrayList<>();
    for (FlowField flow : List.of(none, right, none)) {
      VectorSearch search = new VectorSearch(frame, reference, flow, whole, price);
      MotionVectors vectors = search.find(IntegerWarp.warp(reference, flow, THREADS));
      found.add(vectors);
      bits.add(search.residualBits(IntegerWarp.warp(reference, flow.with(vectors), THREADS)));
    }
    assertThat(found.get(2).toBytes(USUAL)).isEqualTo(found.get(0).toBytes(USUAL));
    assertThat(bits.get(2)).isEqualTo(bits.get(0));
    assertThat(count(found.get(0))).isGreaterThan(40);
    assertThat(count(found.get(1))).isLessThan(count(found.get(0)) / 2);
    VectorSearch search = search(frame, reference, none, 50);
    double without = search.residualBits(IntegerWarp.warp(reference, none, THREADS));
    assertThat(bits.get(0)).isLessThan(without / 2);
  }

  private static long count(MotionVectors vectors) {
    return IntStream.range(0, vectors.blocks()).filter(vectors::isGiven).count();
  }

  /** Flow cells of the left half that move. */
  private static float[] movedOnTheLeft(CellBlock block, int right, int down) {
    float[] cells = new float[2 * block.cells() * 16];
    int plane = cells.length / 2;
    int width = block.width() * 4;
    for (int i = 0; i < plane; i++) {
      boolean left = i % width < 48 / FlowField.CELL;
      cells[i] = left ? right : 0;
      cells[plane + i] = left ? down : 0;
    }
    return cells;
  }

  @Test
  void whereBitsAreDearOrNothingMoves_thereAreNone() {
    FramePlanes reference = waves(0, 0, 0);
    assertThat(found(waves(48, 5.25, -3.5), reference, 1e7).isAnyGiven()).isFalse();
    assertThat(found(reference, reference, 1).isAnyGiven()).isFalse();
  }

  /** Between two pictures with nothing in common, too, all that is found can be coded. */
  @Test
  void whateverIsFound_canBeRead() throws Exception {
    FramePlanes frame = noise(61, 43, new SplittableRandom(3));
    FramePlanes reference = noise(61, 43, new SplittableRandom(4));
    FlowField flow = field(frame.block(), new SplittableRandom(5));
    float[] warped = IntegerWarp.warp(reference, flow, THREADS);
    MotionVectors vectors = search(frame, reference, flow, 0.5).find(warped);
    assertThat(vectors.isAnyGiven()).isTrue();
    MotionVectors read = flow.parseVectors(vectors.toBytes(USUAL), USUAL);
    for (int block = 0; block < read.blocks(); block++) {
      assertThat(read.right(block)).isEqualTo(vectors.right(block));
      assertThat(read.down(block)).isEqualTo(vectors.down(block));
    }
  }

  @Property(tries = 300, seed = "8")
  void errorOfABlock_isThatOfTheWarp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 50) int height) {
    SplittableRandom random = new SplittableRandom(seed);
    FramePlanes frame = noise(width, height, random);
    FramePlanes reference = noise(width, height, random);
    FlowField none = FlowField.none(frame.block());
    MotionVectors vectors = none.noVectors();
    int block = random.nextInt(vectors.blocks());
    int reach = random.nextBoolean() ? 20 : 511;
    int right = 4 * random.nextInt(-reach, reach + 1);
    int down = 4 * random.nextInt(-reach, reach + 1);
    vectors.give(block, right, down);
    FlowField moved = none.with(vectors);
    assertThat(moved.pixels(THREADS).right()[0]).isEqualTo(block == 0 ? right : 0);
    float[] warped = IntegerWarp.warp(reference, moved, THREADS);
    int x = block % vectors.width() * 8;
    int y = block / vectors.width() * 8;
    BlockError colours = BlockError.ofColours(frame, reference);
    assertThat(colours.of(x, y, right, down, Integer.MAX_VALUE))
        .isEqualTo(frame.squaredError(warped, x, y, 8));
    short[][] luma = {frame.luma(), frame.luma(), frame.luma()};
    short[][] referenceLuma = {reference.luma(), reference.luma(), reference.luma()};
    BlockError grey =
        BlockError.ofColours(
            FramePlanes.of(frame.wide(), frame.high(), luma),
            FramePlanes.of(frame.wide(), frame.high(), referenceLuma));
    BlockError ofLuma = BlockError.ofLuma(frame, reference);
    int error = ofLuma.of(x, y, right, down, Integer.MAX_VALUE);
    assertThat(3 * error).isEqualTo(grey.of(x, y, right, down, Integer.MAX_VALUE));
    int toRight = random.nextInt(frame.wide() - 7) - x;
    int toBottom = random.nextInt(frame.high() - 7) - y;
    assertThat(ofLuma.ofWhole(x, y, toRight, toBottom, Integer.MAX_VALUE))
        .isEqualTo(ofLuma.of(x, y, 16 * toRight, 16 * toBottom, Integer.MAX_VALUE));
  }

  private static FramePlanes noise(int width, int height, SplittableRandom random) {
    short[][] planes = new short[FramePlanes.PLANES][width * height];
    for (short[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) random.nextInt(256);
      }
    }
    return FramePlanes.of(width, height, planes);
  }

  private static FlowField field(CellBlock block, SplittableRandom random) {
    float[] cells = new float[2 * block.cells() * 16];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = random.nextInt(-200, 201);
    }
    return FlowField.of(block, cells);
  }
}
