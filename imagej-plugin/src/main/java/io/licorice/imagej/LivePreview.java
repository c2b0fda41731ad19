package io.licorice.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import io.licorice.codec.CodecListener;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps a preview window up to date with a dialog, from a thread of its own. Methods are for the
 * thread of the dialog's events.
 */
final class LivePreview implements AutoCloseable {
  private static final int PAUSE_MILLISECONDS = 300;

  private final ImagePlus image;
  private final Consumer<String> line;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(LivePreview::daemon);

  /** Counts changes: work for an earlier one is of no use any more. */
  private final AtomicInteger latest = new AtomicInteger();

  private volatile Future<?> pending;
  private ImagePlus window;

  /**
   * Begins without a window.
   *
   * @param line shows a line of text in the dialog
   */
  LivePreview(ImagePlus image, Consumer<String> line) {
    this.image = image;
    this.line = line;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "Licorice preview");
    thread.setDaemon(true);
    return thread;
  }

  /** Shows what these settings do, when no others have come for a while. */
  void show(RegionSettings settings) {
    stop();
    int change = latest.get();
    int slice = image.getCurrentSlice();
    Rectangle visible =
        image.getCanvas() == null
            ? new Rectangle(image.getWidth(), image.getHeight())
            : image.getCanvas().getSrcRect().getBounds();
    pending =
        thread.schedule(
            () -> compute(change, slice, visible, settings),
            PAUSE_MILLISECONDS,
            TimeUnit.MILLISECONDS);
  }

  /** Stops what is under way; the window stays as it is. */
  void stop() {
    latest.incrementAndGet();
    if (pending != null) {
      pending.cancel(false);
    }
  }

  /** Takes the window away until settings are shown again. */
  void hide() {
    stop();
    if (window == null) {
      return;
    }
    window.changes = false;
    window.close();
    window = null;
    if (image.getWindow() != null) {
      WindowManager.setCurrentWindow(image.getWindow());
    }
  }

  private void compute(int change, int slice, Rectangle visible, RegionSettings settings) {
    CodecListener untilNext =
        new CodecListener() {
          @Override
          public boolean isCancelled() {
            return change != latest.get();
          }
        };
    if (untilNext.isCancelled()) {
      return;
    }
    later(change, () -> line.accept("Computing the preview..."));
    try {
      PreviewedRegions result = RegionPreview.of(image, slice, visible, settings, untilNext);
      later(change, () -> show(result));
    } catch (CancellationException e) {
      // The next change has its own turn.
    } catch (IOException | RuntimeException e) {
      later(change, () -> line.accept(Sentences.of(e)));
    }
  }

  private void later(int change, Runnable action) {
    EventQueue.invokeLater(
        () -> {
          if (change == latest.get()) {
            action.run();
          }
        });
  }

  private void show(PreviewedRegions result) {
    line.accept(result.line());
    if (window == null || window.getWindow() == null) {
      window = new ImagePlus("Preview: original, result, difference x 8", result.panels());
      window.show();
    } else {
      window.setProcessor(result.panels());
    }
  }

  /** Ends; may be called from any thread. */
  @Override
  public void close() {
    stop();
    thread.shutdown();
    // In turn with what shows the window.
    EventQueue.invokeLater(this::hide);
  }
}
