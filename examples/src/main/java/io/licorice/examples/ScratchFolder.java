package io.licorice.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for temporary files, deleted at the end or when the program is stopped. */
final class ScratchFolder implements AutoCloseable {
  private final Path folder;
  private final Thread deletion = new Thread(this::deleteAtExit);

  private ScratchFolder(Path folder) {
    this.folder = folder;
  }

  static ScratchFolder make() throws IOException {
    ScratchFolder scratch = new ScratchFolder(Files.createTempDirectory("lic"));
    Runtime.getRuntime().addShutdownHook(scratch.deletion);
    return scratch;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    delete();
    Runtime.getRuntime().removeShutdownHook(deletion);
  }

  private void deleteAtExit() {
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
