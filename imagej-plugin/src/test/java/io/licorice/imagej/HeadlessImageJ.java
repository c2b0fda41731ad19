package io.licorice.imagej;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.imagej.patcher.LegacyInjector;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Patches ImageJ as Fiji does, so that commands and macros run without a display, before any of its
 * classes is loaded; and gives it a folder of plug-ins with our menu entries.
 */
public final class HeadlessImageJ implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    try {
      Path folder = Files.createTempDirectory("imagej");
      install(folder);
      System.setProperty("plugins.dir", folder.toString());
      System.setProperty("ij.dir", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LegacyInjector.preinit();
  }

  /** Puts a jar with the menu entries where ImageJ looks for it; classes are on the class path. */
  static void install(Path folder) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Path jar = plugins.resolve("Licorice_.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream entries = HeadlessImageJ.class.getResourceAsStream("/plugins.config")) {
      out.putNextEntry(new JarEntry("plugins.config"));
      entries.transferTo(out);
    }
    jar.toFile().deleteOnExit();
    plugins.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
  }
}
