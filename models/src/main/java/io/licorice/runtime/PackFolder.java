package io.licorice.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where the files of a pack are. */
interface PackFolder {
  /** Returns a file's bytes, or throws {@link FileNotFoundException}. */
  byte[] read(String name) throws IOException;

  /** The folder of another pack that lies next to this one. */
  PackFolder beside(String pack);

  /**
   * A pack of the jar.
   *
   * @param root the folder of all packs of its kind, with a slash at its end
   * @param id the pack's name
   */
  record Bundled(String root, String id) implements PackFolder {
    static final String PACKS = "/io/licorice/packs/";
    static final String SEGMENTERS = "/io/licorice/segmenters/";

    @Override
    public byte[] read(String name) throws IOException {
      try (InputStream in = PackFolder.class.getResourceAsStream(root + id + "/" + name)) {
        if (in == null) {
          throw new FileNotFoundException("bundled pack " + id + ": " + name + " is missing");
        }
        return in.readAllBytes();
      }
    }

    @Override
    public PackFolder beside(String pack) {
      return new Bundled(root, pack);
    }
  }

  /**
   * A pack on disk.
   *
   * @param path the pack's folder
   */
  record OnDisk(Path path) implements PackFolder {
    @Override
    public byte[] read(String name) throws IOException {
      try {
        return Files.readAllBytes(path.resolve(name));
      } catch (NoSuchFileException e) {
        FileNotFoundException missing = new FileNotFoundException(e.getFile() + " is missing");
        missing.initCause(e);
        throw missing;
      }
    }

    @Override
    public PackFolder beside(String pack) {
      return new OnDisk(path.toAbsolutePath().resolveSibling(pack));
    }
  }
}
