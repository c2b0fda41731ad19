package io.licorice.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds packs: bundled ones first, then those of the user's folder, then those of an explicit one.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class PackRegistry {
  private static final String BUNDLED = "/io/licorice/packs/";

  private final List<Path> folders;

  /**
   * A registry.
   *
   * @param explicit a folder to look in after the others
   */
  public PackRegistry(Optional<Path> explicit) {
    List<Path> all = new ArrayList<>();
    all.add(userFolder());
    explicit.ifPresent(all::add);
    this.folders = List.copyOf(all);
  }

  /**
   * The user's folder with packs, one folder a pack; it need not exist.
   *
   * @return {@code .licorice/packs} in the home directory
   */
  public static Path userFolder() {
    return Path.of(System.getProperty("user.home", "."), ".licorice", "packs");
  }

  /**
   * Every pack, in the order in which they are looked for.
   *
   * @return the packs
   * @throws IOException if a folder cannot be read or holds a broken manifest
   */
  public List<ModelPack> packs() throws IOException {
    List<ModelPack> packs = new ArrayList<>();
    for (String id : bundledIds()) {
      packs.add(new ModelPack("bundled", name -> resource(id, name)));
    }
    for (Path folder : folders) {
      packs.addAll(packsIn(folder));
    }
    return packs;
  }

  /** The jar cannot be listed, so a file in it names the folders of its packs. */
  private static List<String> bundledIds() throws IOException {
    try (InputStream in = PackRegistry.class.getResourceAsStream(BUNDLED + "index.txt")) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
    }
  }

  private static List<ModelPack> packsIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found;
    try (Stream<Path> entries = Files.list(folder)) {
      found =
          Stream.concat(Stream.of(folder), entries)
              .filter(entry -> Files.isRegularFile(entry.resolve(ModelPack.MANIFEST)))
              .sorted()
              .toList();
    }
    List<ModelPack> packs = new ArrayList<>();
    for (Path path : found) {
      packs.add(new ModelPack(path.toString(), name -> Files.readAllBytes(path.resolve(name))));
    }
    return packs;
  }

  private static byte[] resource(String id, String name) throws IOException {
    String path = BUNDLED + id + "/" + name;
    try (InputStream in = PackRegistry.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException("bundled pack " + id + ": " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }

  /**
   * The first pack with an id.
   *
   * @param id the id
   * @return the pack
   * @throws IOException if there is none; the message says where packs are looked for
   */
  public ModelPack byId(String id) throws IOException {
    for (ModelPack pack : packs()) {
      if (pack.manifest().id().equals(id)) {
        return pack;
      }
    }
    throw new IOException("there is no pack '" + id + "'; looked for it in " + places());
  }

  /**
   * The pack that a file names.
   *
   * @param id the id
   * @param hashPrefix first four bytes of its hash
   * @return the pack
   * @throws IOException if there is none; the message has id and hash and says where packs are
   *     looked for
   */
  public ModelPack byHash(String id, int hashPrefix) throws IOException {
    for (ModelPack pack : packs()) {
      if (pack.manifest().id().equals(id) && pack.hashPrefix() == hashPrefix) {
        return pack;
      }
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "the file needs pack '%s' with hash %08x, which is not among the packs in %s",
            id,
            hashPrefix,
            places()));
  }

  /**
   * Where packs are looked for.
   *
   * @return words for a message
   */
  public String places() {
    StringBuilder text = new StringBuilder("the jar");
    for (Path folder : folders) {
      text.append(", ").append(folder);
    }
    return text.toString();
  }
}
