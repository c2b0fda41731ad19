package io.licorice.examples;

import io.licorice.codec.CodecListener;
import java.io.Console;
import java.io.IOException;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on standard error for work that takes over a second; none where standard error is not a
 * terminal.
 */
final class Progress implements AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000;
  private static final int STEPS = 1000;

  private final String task;
  private final long start = System.nanoTime();
  private boolean wanted;
  private ProgressBar bar;

  /**
   * Starts the clock.
   *
   * @param task what is being done, a word or two
   * @param wanted false for no bar at all
   */
  Progress(String task, boolean wanted) {
    this.task = task;
    this.wanted = wanted;
  }

  /** Tells which part of the work is done, 0 to 1. */
  void at(double fraction) {
    at(fraction, "");
  }

  /**
   * Tells which part of the work is done.
   *
   * @param fraction 0 to 1
   * @param message what stands beside the bar
   */
  void at(double fraction, String message) {
    if (bar == null && wanted && System.nanoTime() - start > PATIENCE_NANOS) {
      wanted = isTerminal();
      if (wanted) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(STEPS)
                .setStyle(ProgressBarStyle.ASCII)
                .clearDisplayOnFinish()
                .build();
      }
    }
    if (bar != null) {
      bar.setExtraMessage(message);
      bar.stepTo(Math.round(fraction * STEPS));
    }
  }

  /**
   * A listener that moves the bar from one place to another.
   *
   * @param from where the bar is when the listener's work starts, 0 to 1
   * @param to where it is at the end
   * @param warnings takes what the codec warns of
   */
  CodecListener part(double from, double to, Consumer<String> warnings) {
    return new CodecListener() {
      @Override
      public void progress(double fraction) {
        at(from + fraction * (to - from));
      }

      @Override
      public void warning(String message) {
        warnings.accept(message);
      }
    };
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** Java tells of standard input and output only, so the shell is asked. */
  private static boolean isTerminal() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return isConsole(System.console());
    }
    try {
      return new ProcessBuilder("sh", "-c", "test -t 2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no shell, so nobody to draw a bar for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Since Java 22 there always is a console, and a method says whether it is a terminal. */
  private static boolean isConsole(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false; // a bar is no loss
    }
  }
}
