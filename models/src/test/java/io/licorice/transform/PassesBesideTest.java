package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PassesBesideTest {
  private static final float[] LATENTS = {1, 2, 3};
  private static final Executor OTHER_THREAD = job -> new Thread(job).start();
  private static final Executor NEVER = job -> {};

  private static float[] allPasses(CodingPasses.Integers integers, List<String> events)
      throws IOException {
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      integers.prepare(pass, new float[0]);
      events.add("used " + pass);
    }
    return LATENTS;
  }

  @Test
  void noPassUsesIntegersBeforeTheyAreKnown() throws Exception {
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    PassesBeside beside =
        new PassesBeside(
            OTHER_THREAD,
            integers -> {
              begun.countDown();
              return allPasses(integers, events);
            });
    begun.await();
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      events.add("known " + pass);
      beside.know(pass);
    }

    assertThat(beside.latents()).isSameAs(LATENTS);
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      assertThat(events.indexOf("used " + pass)).isGreaterThan(events.indexOf("known " + pass));
    }
  }

  @Test
  void theCallerRunsWhatNoOtherThreadHasBegun() throws IOException {
    List<String> events = new ArrayList<>();
    PassesBeside beside = new PassesBeside(NEVER, integers -> allPasses(integers, events));
    for (int pass = 0; pass < CodingPasses.COUNT; pass++) {
      beside.know(pass);
    }

    assertThat(events).isEmpty();
    assertThat(beside.latents()).isSameAs(LATENTS);
    assertThat(events).hasSize(CodingPasses.COUNT);
  }

  @Test
  void afterGivingUpNoNetworkIsRunning() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    PassesBeside beside =
        new PassesBeside(
            OTHER_THREAD,
            integers -> {
              try {
                begun.countDown();
                integers.prepare(0, new float[0]);
                return LATENTS;
              } finally {
                LockSupport.parkNanos(20_000_000);
                events.add("ended");
              }
            });
    begun.await();

    beside.giveUp();

    assertThat(events).containsExactly("ended");
  }

  @Test
  void whatWasNeverBegunIsNotBegunAfterGivingUp() throws IOException {
    List<String> events = new ArrayList<>();
    List<Runnable> late = new ArrayList<>();
    PassesBeside beside =
        new PassesBeside(
            late::add,
            integers -> {
              events.add("begun");
              return LATENTS;
            });

    beside.giveUp();
    late.get(0).run();

    assertThat(events).isEmpty();
  }

  @Test
  void aFailureOfTheOtherThreadReachesTheCallerAsItWas() {
    IOException failure = new IOException("network mean_head failed");
    PassesBeside beside =
        new PassesBeside(
            OTHER_THREAD,
            integers -> {
              throw failure;
            });

    assertThatThrownBy(beside::latents).isSameAs(failure);
  }

  @Test
  void aMistakeInTheOtherThreadReachesTheCallerAsItWas() {
    PassesBeside beside =
        new PassesBeside(
            OTHER_THREAD,
            integers -> {
              throw new IllegalArgumentException("3 inputs expected");
            });

    assertThatThrownBy(beside::latents).isInstanceOf(IllegalArgumentException.class);
  }
}
