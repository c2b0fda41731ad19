package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  @TempDir Path folder;

  @Test
  void theFileIsThereWithItsContentAndNothingElse() throws IOException {
    Path target = folder.resolve("out.bin");
    OutputFile.at(target, false).write(stream -> stream.write(new byte[] {1, 2, 3}));
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(folder).isDirectoryContaining(target::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void nothingIsLeftWhenWritingFails() throws IOException {
    OutputFile output = OutputFile.at(folder.resolve("out.bin"), false);
    assertThatThrownBy(
            () ->
                output.write(
                    stream -> {
                      stream.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anOldFileSurvivesAFailureToReplaceIt() throws IOException {
    Path target = Files.writeString(folder.resolve("out.bin"), "old");
    OutputFile output = OutputFile.at(target, true);
    assertThatThrownBy(
            () ->
                output.write(
                    stream -> {
                      stream.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(target).hasContent("old");
    output.write(stream -> stream.write('n'));
    assertThat(target).hasContent("n");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
    Path target = folder.resolve("out.bin");
    OutputFile output = OutputFile.at(target, false);
    Files.writeString(target, "theirs");
    assertThatThrownBy(() -> output.write(stream -> stream.write(1)))
        .hasMessageContaining("exists; use -f");
    assertThat(target).hasContent("theirs");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void whatIsNoRegularFileIsNeverReplaced() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("out.bin"));
    assertThatThrownBy(() -> OutputFile.at(directory, true))
        .hasMessage(directory + " exists and is not a regular file");
  }

  @Test
  void aMissingFolderIsSaid() {
    Path target = folder.resolve("nowhere").resolve("out.bin");
    assertThatThrownBy(() -> OutputFile.at(target, false))
        .hasMessage("the folder of " + target + " does not exist");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path target = Files.writeString(folder.resolve("real.bin"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.bin"), target);
    OutputFile.at(link, true).write(stream -> stream.write('n'));
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("n");
  }

  @Test
  void theFileHasThePermissionsOfAnyNewFile() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path other = Files.writeString(folder.resolve("other.bin"), "");
    Path target = folder.resolve("out.bin");
    OutputFile.at(target, false).write(stream -> stream.write(1));
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }
}
