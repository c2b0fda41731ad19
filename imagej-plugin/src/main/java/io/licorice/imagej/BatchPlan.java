package io.licorice.imagej;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a folder's files, and a name for what is made of each, the same at each run. */
final class BatchPlan {
  private final BatchJob job;

  private BatchPlan(BatchJob job) {
    this.job = job;
  }

  /**
   * Plans.
   *
   * @throws IOException if a folder cannot be listed
   */
  static List<BatchItem> of(BatchJob job) throws IOException {
    if (!Files.isDirectory(job.input())) {
      throw new NotDirectoryException(job.input().toString());
    }
    return new BatchPlan(job).items();
  }

  private List<BatchItem> items() throws IOException {
    List<Path> inputs = inputs();
    Set<Path> whole = colliding(inputs);
    List<BatchItem> items = new ArrayList<>();
    for (Path input : inputs) {
      Path folder = job.output().resolve(job.input().relativize(input.getParent()).toString());
      String name = name(input, whole.contains(input)) + job.format().suffix();
      items.add(new BatchItem(input, folder.resolve(name)));
    }
    return items;
  }

  private List<Path> inputs() throws IOException {
    int depth = job.recursive() ? Integer.MAX_VALUE : 1;
    try (Stream<Path> files = Files.walk(job.input(), depth)) {
      return files.filter(this::isInput).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean isInput(Path file) {
    boolean hidden = file.getFileName().toString().startsWith(".");
    return !hidden && !isOutput(file) && Files.isRegularFile(file) && BatchInputs.suits(file, job);
  }

  private boolean isOutput(Path file) {
    boolean mixed =
        job.input().equals(job.output()) || job.recursive() && job.input().startsWith(job.output());
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return mixed ? name.endsWith(job.format().suffix()) : isInside(file, job.output());
  }

  private boolean isInside(Path file, Path folder) {
    return folder.startsWith(job.input()) && file.startsWith(folder);
  }

  /** Inputs that keep their extension, because without it outputs would have one name. */
  private static Set<Path> colliding(List<Path> inputs) {
    Set<Path> whole = new HashSet<>();
    int before;
    do {
      before = whole.size();
      Map<Path, List<Path>> byName = new HashMap<>();
      for (Path input : inputs) {
        // Many file systems take upper and lower case for the same.
        String name = name(input, whole.contains(input)).toLowerCase(Locale.ROOT);
        byName.computeIfAbsent(input.resolveSibling(name), n -> new ArrayList<>()).add(input);
      }
      byName.values().stream().filter(same -> same.size() > 1).forEach(whole::addAll);
    } while (whole.size() > before);
    return whole;
  }

  private static String name(Path input, boolean whole) {
    String name = input.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return whole || dot <= 0 ? name : name.substring(0, dot);
  }
}
