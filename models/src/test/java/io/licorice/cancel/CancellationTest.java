package io.licorice.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();

  @Test
  void boundJob_endsWhereItAsks() {
    cancellation.bind(Cancellation::check).run();
    cancellation.request();
    Runnable job = cancellation.bind(Cancellation::check);
    assertThatThrownBy(job::run).isInstanceOf(CancellationException.class);
  }

  @Test
  void threadIsFree_afterTheJobHasFailed() {
    cancellation.request();
    Runnable job = cancellation.bind(Cancellation::check);
    assertThatThrownBy(job::run).isInstanceOf(CancellationException.class);
    assertThatCode(Cancellation::check).doesNotThrowAnyException();
  }

  @Test
  void jobInAJob_isBoundToItsOwn() {
    Cancellation inner = new Cancellation();
    cancellation
        .bind(
            () -> {
              inner.bind(() -> assertThat(Cancellation.current()).isSameAs(inner)).run();
              assertThat(Cancellation.current()).isSameAs(cancellation);
            })
        .run();
  }

  @Test
  void whatCannotAsk_isStoppedUntilForgotten() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    Runnable stop = first::incrementAndGet;
    Runnable forgotten = second::incrementAndGet;
    cancellation.onRequest(stop);
    cancellation.onRequest(forgotten);
    cancellation.forget(forgotten);
    cancellation.request();
    assertThat(first).hasValue(1);
    assertThat(second).hasValue(0);
  }

  @Test
  void whatBeginsAfterTheWish_isStoppedAtOnce() {
    AtomicInteger stopped = new AtomicInteger();
    cancellation.request();
    cancellation.onRequest(stopped::incrementAndGet);
    assertThat(stopped).hasValue(1);
  }
}
