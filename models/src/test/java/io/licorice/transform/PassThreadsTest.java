package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.cancel.Cancellation;
import io.licorice.runtime.ExecutionSettings;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassThreadsTest {
  private static PassThreads threads(int count) {
    return new PassThreads(new ExecutionSettings(-1, count));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void both_areMade(int count) throws IOException {
    try (PassThreads threads = threads(count)) {
      assertThat(threads.both(() -> "here", () -> "beside"))
          .isEqualTo(new PassThreads.Both<>("here", "beside"));
    }
  }

  @Test
  void bothOfSeveralThreads_areMadeAtTheSameTime() throws IOException {
    CountDownLatch met = new CountDownLatch(2);
    PassThreads.Maker<Boolean> meets =
        () -> {
          met.countDown();
          try {
            met.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return true;
        };
    try (PassThreads threads = threads(2)) {
      assertThat(threads.both(meets, meets).second()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void failureOfEither_isThatOfBoth(int count) {
    try (PassThreads threads = threads(count)) {
      assertThatThrownBy(
              () ->
                  threads.both(
                      () -> 1,
                      () -> {
                        throw new IOException("beside failed");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("beside failed");
      AtomicBoolean ended = new AtomicBoolean();
      assertThatThrownBy(
              () ->
                  threads.both(
                      () -> {
                        throw new IOException("here failed");
                      },
                      () -> {
                        ended.set(true);
                        return 1;
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("here failed");
      assertThat(ended).as("nothing is left running").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsMadeBeside_endsWithTheJob(int count) {
    Cancellation cancellation = new Cancellation();
    try (PassThreads threads = threads(count)) {
      PassThreads.Maker<Integer> beside =
          () -> {
            Cancellation.check();
            return 1;
          };
      Runnable job =
          cancellation.bind(
              () -> {
                cancellation.request();
                assertThatThrownBy(() -> threads.both(() -> 1, beside))
                    .isInstanceOf(CancellationException.class);
              });
      job.run();
    }
  }
}
