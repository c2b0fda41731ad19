package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.WindowManager;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.Device;
import io.licorice.runtime.PackRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelsTest {
  @TempDir private Path folder;

  @AfterEach
  void forget() {
    Codecs.choose(Device.CPU, 0);
    WindowManager.closeAllWindows();
  }

  @Test
  void table_hasAllPacks_headlessAndInBatchMode() throws Exception {
    Path direct = folder.resolve("direct.csv");
    Path batch = folder.resolve("batch.csv");

    IJ.run("Models...", "device=cpu threads=0 save=[" + direct + "]");
    Macros.onImage(null, "run('Models...', 'device=cpu threads=0 save=[%s]');".formatted(batch));

    List<String> lines = Files.readAllLines(direct);
    assertThat(lines.get(0)).isEqualTo("id,family,MB,kMAC/px,licence,origin,hash,problems");
    assertThat(lines).anyMatch(line -> line.matches("photo,.*,bundled,[0-9a-f]{8},.*"));
    assertThat(Files.readAllLines(batch)).isEqualTo(lines);
  }

  @Test
  void deviceThatRuns_isKept() {
    IJ.run("Models...", "device=CPU threads=1");

    assertThat(Codecs.settings()).isEqualTo(CodecSettings.DEFAULT.withThreads(1));
  }

  @Test
  void deviceThatIsNotThere_isToldInASentence_andNotKept() {
    assertThatThrownBy(() -> IJ.run("Models...", "device=cuda:7 threads=1"))
        .hasMessageContaining("Macro canceled");

    assertThat(IJ.getErrorMessage()).isNotEmpty().doesNotContain("\n");
    assertThat(Codecs.settings()).isEqualTo(CodecSettings.DEFAULT);
  }

  @Test
  void trial_saysWhatRan() throws Exception {
    assertThat(DeviceTrial.run(CodecSettings.DEFAULT.withThreads(1)))
        .matches("photo ran on cpu with 1 thread in \\d+\\.\\d s");
  }

  @Test
  void folder_isMadeWhenItIsMissing() {
    String home = System.getProperty("user.home");
    System.setProperty("user.home", folder.toString());
    try {
      IJ.run("Models...", "device=cpu folder");
      assertThat(PackRegistry.userFolder()).isDirectory().startsWith(folder);
    } finally {
      System.setProperty("user.home", home);
    }
  }
}
