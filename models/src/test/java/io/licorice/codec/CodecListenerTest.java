package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CodecListenerTest {
  private static final Picture PICTURE = TestPictures.photoLike(300, 200, 3, 9);
  private static final EncodeOptions OPTIONS = Coding.tiled(45, 128);
  private static final EncodeOptions TARGET =
      EncodeOptions.builder().rate(new EncodeOptions.Rate.TargetBpp(1.5)).tileSize(128).build();

  /** Remembers what it hears and cancels once the progress reaches a limit. */
  private static final class Recorder implements CodecListener {
    final List<Double> fractions = new ArrayList<>();
    final List<Thread> threads = new ArrayList<>();
    private final double limit;

    Recorder(double limit) {
      this.limit = limit;
    }

    @Override
    public void progress(double fraction) {
      fractions.add(fraction);
      threads.add(Thread.currentThread());
    }

    @Override
    public boolean isCancelled() {
      return limit <= 0 || (!fractions.isEmpty() && last() >= limit);
    }

    double last() {
      return fractions.get(fractions.size() - 1);
    }
  }

  private interface Call {
    void run(CodecListener listener) throws IOException;
  }

  private static List<Call> calls() throws IOException {
    byte[] file = Coding.encode(PICTURE, OPTIONS);
    return List.of(
        listener -> LicCodec.shared().encode(PICTURE, OPTIONS, listener),
        listener -> LicCodec.shared().encode(PICTURE, TARGET, listener),
        listener -> LicCodec.shared().decode(ByteSource.of(file), DecodeOptions.DEFAULT, listener));
  }

  @Test
  void progress_risesToOneOnTheCallersThread() throws IOException {
    for (Call call : calls()) {
      Recorder recorder = new Recorder(2);
      call.run(recorder);
      assertThat(recorder.fractions)
          .isSorted()
          .allMatch(f -> f > 0 && f <= 1)
          .hasSizeGreaterThan(3);
      assertThat(recorder.last()).isEqualTo(1);
      assertThat(recorder.threads).containsOnly(Thread.currentThread());
    }
  }

  @Test
  void cancelling_endsTheCallBeforeItIsDone() throws IOException {
    for (Call call : calls()) {
      for (double limit : new double[] {0, 0.1, 0.5}) {
        Recorder recorder = new Recorder(limit);
        assertThatThrownBy(() -> call.run(recorder)).isInstanceOf(CancellationException.class);
        assertThat(recorder.fractions).allMatch(f -> f < 1);
      }
    }
  }

  @Test
  void codecMayBeClosed_asSoonAsACancelledCallHasEnded() throws IOException {
    byte[] file = Coding.encode(PICTURE, OPTIONS);
    for (int i = 0; i < 3; i++) {
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(3))) {
        assertThatThrownBy(() -> codec.encode(PICTURE, OPTIONS, new Recorder(0.1)))
            .isInstanceOf(CancellationException.class);
        assertThat(workers()).isEmpty();
        assertThatThrownBy(
                () -> codec.decode(ByteSource.of(file), DecodeOptions.DEFAULT, new Recorder(0.1)))
            .isInstanceOf(CancellationException.class);
        assertThat(workers()).isEmpty();
      }
    }
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("licorice-tile"))
        .filter(CodecListenerTest::isInTheCodec)
        .toList();
  }

  private static boolean isInTheCodec(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("io.licorice."));
  }

  @Test
  void failureOfTheSource_reachesTheCaller() {
    PictureSource broken =
        new PictureSource() {
          @Override
          public int width() {
            return 300;
          }

          @Override
          public int height() {
            return 200;
          }

          @Override
          public int channels() {
            return 3;
          }

          @Override
          public int bitDepth() {
            return 8;
          }

          @Override
          public Picture read(Region region) throws IOException {
            if (region.x() > 0) {
              throw new IOException("disk is gone");
            }
            return PICTURE.read(region);
          }
        };
    assertThatThrownBy(() -> Coding.encode(broken, OPTIONS))
        .isInstanceOf(IOException.class)
        .hasMessage("disk is gone");
  }

  @Test
  void closedCodec_refusesToWork() throws IOException {
    LicCodec codec = LicCodec.open(CodecSettings.DEFAULT);
    codec.close();
    assertThatThrownBy(() -> codec.encode(PICTURE, OPTIONS, CodecListener.SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingTheSharedCodec_doesNothing() throws IOException {
    LicCodec.shared().close();
    assertThat(Coding.encode(PICTURE, OPTIONS)).isNotEmpty();
  }
}
