package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.licorice.imagej.launch.OpenLic;
import io.licorice.imagej.launch.SaveLic;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.io.IOService;
import org.scijava.module.Module;

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

  @Test
  void scriptsSaveAndOpen_throughTheCommandService() throws Exception {
    ImagePlus image = TestStacks.stack(16, 3);
    File file = folder.resolve("image.lic").toFile();
    try (Context context = new Context(CommandService.class)) {
      CommandService commands = context.service(CommandService.class);

      Module saved =
          commands.run(SaveLic.class, true, "image", image, "file", file, "mode", "Lossless").get();
      Module opened = commands.run(OpenLic.class, true, "file", file, "virtual", true).get();

      assertThat((String) saved.getOutput("saved")).startsWith("image.lic: ");
      ImagePlus again = (ImagePlus) opened.getOutput("image");
      assertThat(again.getStack().isVirtual()).isTrue();
      assertThat(ImageProperties.differing(image, again)).isEmpty();
    }
  }

  @Test
  void commandOfAScript_isCancelledWithASentence_ifTheImageCannotBeLossy() throws Exception {
    File file = folder.resolve("image.lic").toFile();
    try (Context context = new Context(CommandService.class)) {
      Module module =
          context
              .service(CommandService.class)
              .run(
                  SaveLic.class,
                  true,
                  "image",
                  TestStacks.image(32),
                  "file",
                  file,
                  "mode",
                  "Quality")
              .get();

      assertThat(((Cancelable) module.getDelegateObject()).getCancelReason()).contains("32-bit");
      assertThat(file).doesNotExist();
    }
  }
}
