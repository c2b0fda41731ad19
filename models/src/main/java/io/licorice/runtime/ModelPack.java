package io.licorice.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pack: manifest, graphs and tables. Its hash is the SHA-256 of the manifest, which holds the
 * hash of every other file.
 *
 * <p>Immutable and safe for use by several threads; files are read when they are asked for.
 */
public final class ModelPack {
  static final String MANIFEST = "manifest.json";

  private static final String CLASSES = "classes.json";

  /** Without the buffers that Jackson keeps in each thread, which outlive our class loader. */
  static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build());

  private final PackManifest manifest;
  private final String hash;
  private final String origin;
  private final PackFolder folder;

  ModelPack(String origin, PackFolder folder) throws IOException {
    byte[] bytes = folder.read(MANIFEST);
    try {
      this.manifest = JSON.readValue(bytes, PackManifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException(origin + ": broken " + MANIFEST + ": " + e.getOriginalMessage(), e);
    }
    this.hash = sha256(bytes);
    this.origin = origin;
    this.folder = folder;
  }

  /**
   * The manifest.
   *
   * @return what the pack says of itself
   */
  public PackManifest manifest() {
    return manifest;
  }

  /**
   * The pack's hash.
   *
   * @return 64 hexadecimal digits
   */
  public String hash() {
    return hash;
  }

  /**
   * The first four bytes of the hash, as files carry them.
   *
   * @return the prefix
   */
  public int hashPrefix() {
    return (int) Long.parseLong(hash.substring(0, 8), 16);
  }

  /**
   * Where the pack was found.
   *
   * @return a path, or "bundled"
   */
  public String origin() {
    return origin;
  }

  /**
   * Reads a file and checks its hash.
   *
   * @param name the file's name
   * @return its bytes
   * @throws IOException if the file is missing, unlisted or not what the manifest says
   */
  public byte[] file(String name) throws IOException {
    PackManifest.PackFile entry = manifest.files().get(name);
    if (entry == null) {
      throw new IOException("pack " + manifest.id() + " (" + origin + ") lists no file " + name);
    }
    byte[] bytes = folderOf(entry).read(name);
    String found = sha256(bytes);
    if (!found.equals(entry.sha256())) {
      throw new IOException(
          "pack "
              + manifest.id()
              + " ("
              + origin
              + "): "
              + name
              + " has SHA-256 "
              + found
              + ", the manifest says "
              + entry.sha256());
    }
    return bytes;
  }

  /**
   * A class that the pack's networks know.
   *
   * @param name its name
   * @param colour for display: red, green, blue
   */
  public record NamedClass(String name, List<Integer> colour) {}

  private record ClassList(List<NamedClass> classes) {}

  /**
   * The classes of {@code classes.json}.
   *
   * @return them in the order of their numbers; none if the pack has no such file
   * @throws IOException if the file is missing or broken
   */
  public List<NamedClass> classes() throws IOException {
    if (!manifest.files().containsKey(CLASSES)) {
      return List.of();
    }
    try {
      return List.copyOf(
          JSON.reader()
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(file(CLASSES), ClassList.class)
              .classes);
    } catch (JsonProcessingException e) {
      throw new IOException(origin + ": broken " + CLASSES + ": " + e.getOriginalMessage(), e);
    }
  }

  private PackFolder folderOf(PackManifest.PackFile entry) {
    return entry.pack() == null ? folder : folder.beside(entry.pack());
  }

  /**
   * Reads every file.
   *
   * @return one sentence for each that is missing or broken
   */
  public List<String> verify() {
    List<String> problems = new ArrayList<>();
    for (String name : new TreeMap<>(manifest.files()).keySet()) {
      try {
        file(name);
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
    return problems;
  }

  /**
   * The size of all files that the manifest lists.
   *
   * @return bytes
   */
  public long size() {
    return manifest.files().entrySet().stream()
        .map(Map.Entry::getValue)
        .mapToLong(PackManifest.PackFile::bytes)
        .sum();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
