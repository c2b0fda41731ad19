package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SaveAndImportTest {
  @TempDir private Path folder;

  @AfterEach
  void closeAll() {
    WindowManager.closeAllWindows();
  }

  @Test
  void imageSavedByAMacroLine_isOpenedByAnother() throws Exception {
    ImagePlus image = TestStacks.hyperstack();
    Path file = folder.resolve("stack.lic");

    IJ.run(image, "LIC...", "mode=Lossless save=[" + file + "]");

    assertThat(Files.exists(file)).isTrue();
    ImagePlus again = Macros.result("run('LIC Image...', 'open=[%s]');".formatted(file));
    assertThat(ImageProperties.differences(image, again)).isZero();
    assertThat(ImageProperties.differing(image, again)).isEmpty();
  }

  @Test
  void linesGiveTheSameBytes_headlessAndInBatchMode() throws Exception {
    ImagePlus image = TestStacks.hyperstack();
    Path direct = folder.resolve("direct.lic");
    Path batch = folder.resolve("batch.lic");
    String options = "mode=Quality quality=60 model=photo save=[%s]";

    IJ.run(image, "LIC...", options.formatted(direct));
    Macros.onImage(image, "run('LIC...', '%s');".formatted(options.formatted(batch)));

    assertThat(batch).hasSameBinaryContentAs(direct);
  }

  @Test
  void sample_opensWithItsOverlay() {
    ImagePlus sample = Macros.result("run('LIC Sample (nuclei)');");

    assertThat(sample.getWidth()).isEqualTo(256);
    assertThat(sample.getOverlay().size()).isEqualTo(44);
    assertThat(sample.getInfoProperty()).contains("BBBC038");
  }

  @Test
  void modeThatDoesNotExist_isToldOf_andNothingIsWritten() {
    ImagePlus image = TestStacks.image(8);
    Path file = folder.resolve("image.lic");
    IJ.redirectErrorMessages();

    assertThatThrownBy(() -> IJ.run(image, "LIC...", "mode=Best save=[" + file + "]"))
        .hasMessage("Macro canceled");

    assertThat(IJ.getErrorMessage()).contains("Best");
    assertThat(file).doesNotExist();
  }
}
