package io.licorice.imagej.launch;

import ij.IJ;
import ij.plugin.PlugIn;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What the entries in ImageJ's menus call. Compiled for Java 8, so that an older Java is told of in
 * a sentence; all the rest is looked up by name when it is known to load.
 */
public final class Launcher implements PlugIn {
  private static final int NEEDED = 17;

  /** For ImageJ, which makes an instance for each call. */
  public Launcher() {}

  /**
   * Runs a command.
   *
   * @param command its name as {@code plugins.config} has it
   */
  @Override
  public void run(String command) {
    if (isSupported()) {
      call("run", command);
    } else {
      IJ.error("Licorice", sentence());
    }
  }

  /**
   * Whether this Java can run the rest.
   *
   * @return true from Java 17 on
   */
  static boolean isSupported() {
    return major(System.getProperty("java.specification.version")) >= NEEDED;
  }

  /**
   * What is said to users of an older Java.
   *
   * @return one sentence
   */
  static String sentence() {
    return "Licorice needs Java "
        + NEEDED
        + " or newer, and this ImageJ runs on Java "
        + System.getProperty("java.version")
        + ": install a newer ImageJ or Fiji with its own Java.";
  }

  static int major(String version) {
    String number = version.startsWith("1.") ? version.substring(2) : version;
    return Integer.parseInt(number.split("\\.")[0]);
  }

  /**
   * Calls a static method of the commands.
   *
   * @param method its name, which no other method there has
   * @param arguments its arguments
   * @return its result
   */
  static Object call(String method, Object... arguments) {
    try {
      Class<?> commands = Class.forName("io.licorice.imagej.Commands");
      for (Method candidate : commands.getMethods()) {
        if (candidate.getName().equals(method)) {
          return candidate.invoke(null, arguments);
        }
      }
      throw new NoSuchMethodException(method);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      if (e.getCause() instanceof Error) {
        throw (Error) e.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls a static method of the commands that may fail.
   *
   * @param method its name, which no other method there has
   * @param arguments its arguments
   * @return its result
   * @throws IOException if this Java is too old, or the method throws one
   */
  static Object checked(String method, Object... arguments) throws IOException {
    if (!isSupported()) {
      throw new IOException(sentence());
    }
    try {
      return call(method, arguments);
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw e;
    }
  }
}
