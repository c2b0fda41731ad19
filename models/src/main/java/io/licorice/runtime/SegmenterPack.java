package io.licorice.runtime;

import io.licorice.bitstream.LabelBox;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A segmentation network and the list of its classes, as they are stored.
 *
 * @param name as it was asked for
 * @param classes what each index of the network's output stands for, empty where it means no class
 * @param input how the network wants its input
 * @param graph the ONNX file's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record SegmenterPack(
    String name, List<Optional<LabelBox.Entry>> classes, SegmenterInput input, byte[] graph) {
  private static final String GRAPH = "segmenter.onnx";
  private static final String CLASSES = "classes.json";
  private static final String SUFFIX = ".onnx";

  /**
   * Copies the list.
   *
   * @param name see the record
   * @param classes see the record
   * @param input see the record
   * @param graph see the record
   */
  public SegmenterPack {
    classes = List.copyOf(classes);
  }

  /**
   * Reads a network of the jar or of the user's.
   *
   * @param model the id of one in the jar, else the path of a folder with {@code segmenter.onnx}
   *     and {@code classes.json}, or of an {@code .onnx} file with {@code classes.json}, or a file
   *     of its own name and the suffix {@code .json}, beside it
   * @return the network
   * @throws IOException if there is none of that name, a file is missing, or the list of classes is
   *     broken
   */
  public static SegmenterPack open(String model) throws IOException {
    if (model.matches("[A-Za-z0-9_-]+") && isBundled(model)) {
      String origin = "bundled segmenter " + model;
      return read(model, origin, new PackFolder.Bundled(PackFolder.Bundled.SEGMENTERS, model));
    }
    Path path = path(model);
    if (Files.isDirectory(path)) {
      return read(model, path.toString(), new PackFolder.OnDisk(path));
    }
    if (!model.endsWith(SUFFIX) || !Files.isRegularFile(path)) {
      throw missing(model);
    }
    String file = path.getFileName().toString();
    String own = file.substring(0, file.length() - SUFFIX.length()) + ".json";
    String classes = Files.exists(path.resolveSibling(own)) ? own : CLASSES;
    PackFolder folder = new PackFolder.OnDisk(path.toAbsolutePath().getParent());
    return read(model, path.resolveSibling(classes).toString(), folder, file, classes);
  }

  private static SegmenterPack read(String name, String origin, PackFolder folder)
      throws IOException {
    return read(name, origin + ": " + CLASSES, folder, GRAPH, CLASSES);
  }

  private static SegmenterPack read(
      String name, String origin, PackFolder folder, String graph, String classes)
      throws IOException {
    SegmenterDescription described = SegmenterDescription.parse(folder.read(classes), origin);
    return new SegmenterPack(name, described.entries(), described.input(), folder.read(graph));
  }

  private static boolean isBundled(String id) {
    String file = PackFolder.Bundled.SEGMENTERS + id + "/" + CLASSES;
    return SegmenterPack.class.getResource(file) != null;
  }

  private static Path path(String model) throws IOException {
    try {
      return Path.of(model);
    } catch (InvalidPathException e) {
      FileNotFoundException missing = missing(model);
      missing.initCause(e);
      throw missing;
    }
  }

  private static FileNotFoundException missing(String model) {
    return new FileNotFoundException(
        "there is no segmenter '"
            + model
            + "': the id of a bundled one (streets), a folder with "
            + GRAPH
            + " and "
            + CLASSES
            + ", or an existing .onnx file expected");
  }
}
