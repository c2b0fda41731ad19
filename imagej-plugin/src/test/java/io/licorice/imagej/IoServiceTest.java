package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.IOService;

final class IoServiceTest {
  @TempDir private Path folder;

  @Test
  void imageSavedByTheService_isOpenedByIt() throws IOException {
    ImagePlus image = TestStacks.hyperstack();
    String path = folder.resolve("image.lic").toString();
    try (Context context = new Context(IOService.class)) {
      IOService io = context.service(IOService.class);

      io.save(image, path);
      Object again = io.open(path);

      assertThat(again).isInstanceOf(ImagePlus.class);
      assertThat(ImageProperties.differing(image, (ImagePlus) again)).isEmpty();
      assertThat(ImageProperties.differences(image, (ImagePlus) again)).isZero();
    }
  }

  @Test
  void brokenFile_isAnIoExceptionWithItsReason() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.lic"), "nothing of ours");
    try (Context context = new Context(IOService.class)) {
      IOService io = context.service(IOService.class);

      assertThatThrownBy(() -> io.open(file.toString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("neither a .lic codestream nor a .lic box file");
    }
  }
}
