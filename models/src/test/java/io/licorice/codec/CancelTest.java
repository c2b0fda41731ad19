package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.runtime.OnnxGraph;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are cancelled while they are at work in one tile, which takes seconds. */
class CancelTest {
  private static final int SIDE = 2048;
  private static final Picture PICTURE = TestPictures.photoLike(SIDE, SIDE, 3, 4);

  /** What the slowest of machines may take; a tile takes longer on any that has a few cores. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final LicCodec CODEC =
      LicCodec.open(
          new CodecSettings(Device.CPU, 2, Optional.of(Path.of("src/test/resources/packs"))));

  @TempDir private Path folder;

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  /** Is told by another thread to cancel, some time after the work has begun. */
  private static final class Escape implements CodecListener {
    private final Thread caller = Thread.currentThread();
    private final Duration after;
    private Thread pressing;
    private volatile long pressed;

    Escape(Duration after) {
      this.after = after;
    }

    @Override
    public boolean isCancelled() {
      assertThat(Thread.currentThread()).isSameAs(caller);
      if (pressing == null) {
        pressing = new Thread(this::press);
        pressing.start();
      }
      return pressed != 0;
    }

    private void press() {
      try {
        Thread.sleep(after.toMillis());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      pressed = System.nanoTime();
    }

    Duration sincePressed() {
      return Duration.ofNanos(System.nanoTime() - pressed);
    }
  }

  private interface Call {
    void run(CodecListener listener) throws IOException;
  }

  private static void assertEndsSoon(Call call, int... after) {
    for (int millis : after) {
      Escape escape = new Escape(Duration.ofMillis(millis));
      assertThatThrownBy(() -> call.run(escape)).isInstanceOf(CancellationException.class);
      assertThat(escape.sincePressed()).isLessThan(SOON);
      assertThat(OnnxGraph.liveValues()).isZero();
    }
  }

  static List<EncodeOptions> ways() {
    EncodeOptions.Builder oneTile = EncodeOptions.builder().tileSize(SIDE);
    QualityMap map =
        QualityMap.over(SIDE, SIDE, 40)
            .region(new Region(100, 100, 1800, 1700), QualityMap.LOSSLESS)
            .build();
    return List.of(
        oneTile.quality(60).build(),
        oneTile.quality(60).qualityMap(map).build(),
        EncodeOptions.builder()
            .tileSize(SIDE)
            .rate(new EncodeOptions.Rate.TargetBytes(400_000))
            .build(),
        EncodeOptions.builder().tileSize(SIDE).lossless().build());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void encoding_endsSoonAndLeavesNoFile(EncodeOptions way) {
    assertEndsSoon(
        listener -> CODEC.write(PICTURE, way, folder.resolve("out.lic"), listener), 50, 400);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void decoding_endsSoonAndLeavesTheCallersFileOpen() throws IOException {
    Path file = folder.resolve("picture.lic");
    CODEC.write(PICTURE, Coding.tiled(60, SIDE), file, CodecListener.SILENT);
    try (FileChannel channel = FileChannel.open(file)) {
      assertEndsSoon(
          listener -> CODEC.decode(ByteSource.of(channel), DecodeOptions.DEFAULT, listener),
          50,
          400);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void segmentation_endsSoon() throws IOException {
    try (Segmenter segmenter = Segmenter.open(Segmenter.DEFAULT_MODEL, CodecSettings.DEFAULT)) {
      assertEndsSoon(listener -> segmenter.segment(PICTURE, listener), 50);
    }
  }
}
