package io.licorice.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * ONNX Runtime's environment, of which a process has one.
 *
 * <p>When it starts, ONNX Runtime 1.29 matches a regular expression against the process's command
 * line, by recursion for every character: some 200 bytes of stack each. A class path of 14,000
 * characters, that of an application with a hundred libraries, overflows the stack of an ordinary
 * Java thread and ends the process without a word. So it is started on a thread whose stack fits
 * the command line.
 */
final class OnnxEnvironment {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final long STACK = 32L << 20;
  private static final long STACK_PER_CHARACTER = 512;

  private OnnxEnvironment() {}

  /**
   * The environment, started with the first call.
   *
   * @throws IOException if ONNX Runtime is not to be had on this platform
   */
  static OrtEnvironment get() throws IOException {
    FutureTask<OrtEnvironment> start =
        new FutureTask<>(
            () ->
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "licorice"));
    try {
      new Thread(null, start, "licorice-onnx-start", stackSize()).start();
      return join(start);
    } catch (ExecutionException e) {
      throw missing(e.getCause());
    }
  }

  /**
   * Waits without an end: an interrupt is kept for the caller, as no half-started runtime helps.
   */
  static <T> T join(FutureTask<T> start) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return start.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static long stackSize() throws IOException {
    if (!Files.isReadable(COMMAND_LINE)) {
      return STACK;
    }
    return STACK + STACK_PER_CHARACTER * Files.readAllBytes(COMMAND_LINE).length;
  }

  private static IOException missing(Throwable failure) {
    // Thrown by a static initialiser, it has the reason in its cause.
    String reason =
        failure.getCause() == null ? failure.getMessage() : failure.getCause().getMessage();
    return new IOException(
        "ONNX Runtime's native library for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + " is missing, without which no picture can be encoded or decoded: "
            + reason,
        failure);
  }
}
