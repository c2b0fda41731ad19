package io.licorice.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes a copy of ONNX Runtime's libraries (Linux, x86-64) that believes the operating system not
 * to save the registers of AVX-512, so that it takes the kernels of AVX2 on a processor that has
 * both.
 *
 * <p>Before it chooses kernels, ONNX Runtime asks the operating system with XGETBV which registers
 * it saves; each of these questions becomes "those of SSE and AVX".
 *
 * <p>Argument: a folder, for the property {@code onnxruntime.native.path}.
 */
final class HideAvx512 {
  private static final String RESOURCES = "/ai/onnxruntime/native/linux-x64/";
  // xgetbv; mov eax, eax; shl rdx, 32
  private static final byte[] ASKED = HexFormat.of().parseHex("0f01d089c048c1e220");
  // mov eax, 7; shl rdx, 32
  private static final byte[] ANSWERED = HexFormat.of().parseHex("b80700000048c1e220");

  private HideAvx512() {}

  /** Writes both libraries. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    byte[] library = read("libonnxruntime.so");
    if (replace(library) == 0) {
      throw new IOException("this ONNX Runtime asks for registers in another way");
    }
    Files.write(folder.resolve("libonnxruntime.so"), library);
    Files.write(folder.resolve("libonnxruntime4j_jni.so"), read("libonnxruntime4j_jni.so"));
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = HideAvx512.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IOException("no " + RESOURCES + name + " on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static int replace(byte[] library) {
    int found = 0;
    for (int at = 0; at <= library.length - ASKED.length; at++) {
      if (Arrays.equals(library, at, at + ASKED.length, ASKED, 0, ASKED.length)) {
        System.arraycopy(ANSWERED, 0, library, at, ANSWERED.length);
        found++;
      }
    }
    return found;
  }
}
