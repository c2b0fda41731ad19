package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EscapeTest {
  /** A second is promised on an idle machine; builds share theirs. */
  private static final double MOST_SECONDS = 3;

  @TempDir private Path folder;

  @BeforeAll
  static void loadNetworks() throws IOException {
    LicCodec.shared()
        .encode(
            Pixels.picture(TestStacks.plane(8, 1)),
            EncodeOptions.ofQuality(50),
            io.licorice.codec.CodecListener.SILENT);
  }

  @AfterEach
  void release() {
    IJ.setKeyUp(KeyEvent.VK_ESCAPE);
    IJ.resetEscape();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void escape_stopsSavingSoon_andLeavesNoFile(boolean lossless) {
    ImageStack stack = new ImageStack(1500, 1500);
    for (int i = 0; i < 20; i++) {
      stack.addSlice(TestStacks.noise(1500, 1500, i));
    }
    ImagePlus image = new ImagePlus("large", stack);
    EncodeOptions options =
        lossless ? EncodeOptions.builder().lossless().build() : EncodeOptions.ofQuality(80);
    AtomicLong pressed = new AtomicLong();
    press(400, pressed);

    assertThatThrownBy(() -> save(image, options)).isInstanceOf(CancellationException.class);

    double seconds = (System.nanoTime() - pressed.get()) / 1e9;
    assertThat(pressed.get()).isPositive();
    assertThat(seconds).isLessThan(MOST_SECONDS);
    assertThat(folder).isEmptyDirectory();
  }

  private void save(ImagePlus image, EncodeOptions options) throws IOException {
    try (Work work = Work.begin("Saving")) {
      StackSaver.save(image, folder.resolve("large.lic"), slice -> options, work);
    }
  }

  private static void press(long milliseconds, AtomicLong when) {
    new Timer(true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                when.set(System.nanoTime());
                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
              }
            },
            milliseconds);
  }
}
