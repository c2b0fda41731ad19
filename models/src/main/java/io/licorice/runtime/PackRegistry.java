package io.licorice.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds packs: bundled ones first, then those of the user's folder, then those of an explicit one.
 *
 * <p>Safe for use by several threads; manifests are kept once they are read.
 */
public final class PackRegistry {
  private final List<Path> folders;
  private Snapshot known;

  /** What a look at all places found. */
  private record Snapshot(List<ModelPack> packs, List<BrokenPack> broken) {}

  /**
   * A folder that should hold a pack and does not.
   *
   * @param origin where it is
   * @param problem one sentence
   */
  public record BrokenPack(String origin, String problem) {}

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
   * Every pack whose manifest can be read, in the order in which they are looked for.
   *
   * @return the packs
   * @throws IOException if a folder cannot be listed
   */
  public List<ModelPack> packs() throws IOException {
    return snapshot(true).packs;
  }

  /**
   * Every pack whose manifest could not be read at the last look.
   *
   * @return the packs
   * @throws IOException if a folder cannot be listed
   */
  public List<BrokenPack> broken() throws IOException {
    return snapshot(false).broken;
  }

  private synchronized Snapshot snapshot(boolean fresh) throws IOException {
    if (fresh || known == null) {
      List<ModelPack> packs = new ArrayList<>();
      List<BrokenPack> broken = new ArrayList<>();
      for (String id : bundledIds()) {
        load("bundled", new PackFolder.Bundled(PackFolder.Bundled.PACKS, id), packs, broken);
      }
      for (Path folder : folders) {
        for (Path path : packFolders(folder)) {
          load(path.toString(), new PackFolder.OnDisk(path), packs, broken);
        }
      }
      known = new Snapshot(List.copyOf(packs), List.copyOf(broken));
    }
    return known;
  }

  /** One pack that cannot be read must not keep the others from being used. */
  private static void load(
      String origin, PackFolder folder, List<ModelPack> packs, List<BrokenPack> broken) {
    try {
      packs.add(new ModelPack(origin, folder));
    } catch (IOException e) {
      broken.add(new BrokenPack(origin, e.getMessage()));
    }
  }

  /** The jar cannot be listed, so a file in it names the folders of its packs. */
  private static List<String> bundledIds() throws IOException {
    String index = PackFolder.Bundled.PACKS + "index.txt";
    try (InputStream in = PackRegistry.class.getResourceAsStream(index)) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
    }
  }

  private static List<Path> packFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return Stream.concat(Stream.of(folder), entries)
          .filter(entry -> Files.isRegularFile(entry.resolve(ModelPack.MANIFEST)))
          .sorted()
          .toList();
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
    return find(pack -> pack.manifest().id().equals(id))
        .orElseThrow(
            () -> new IOException("there is no pack '" + id + "'; looked for it in " + places()));
  }

  /** Looks at the folders again only if what was seen there before does not suffice. */
  private Optional<ModelPack> find(Predicate<ModelPack> wanted) throws IOException {
    Optional<ModelPack> pack = snapshot(false).packs.stream().filter(wanted).findFirst();
    return pack.isPresent() ? pack : snapshot(true).packs.stream().filter(wanted).findFirst();
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
    return lookUp(id, hashPrefix)
        .orElseThrow(
            () ->
                new IOException(
                    String.format(
                        Locale.ROOT,
                        "the file needs pack '%s' with hash %08x, which is not among the packs in %s",
                        id,
                        hashPrefix,
                        places())));
  }

  /**
   * The pack that a file names, if it is to be had.
   *
   * @param id the id
   * @param hashPrefix first four bytes of its hash
   * @return the pack
   * @throws IOException if a folder cannot be listed
   */
  public Optional<ModelPack> lookUp(String id, int hashPrefix) throws IOException {
    return find(pack -> pack.manifest().id().equals(id) && pack.hashPrefix() == hashPrefix);
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
