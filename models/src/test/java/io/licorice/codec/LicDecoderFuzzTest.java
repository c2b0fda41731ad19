package io.licorice.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes whatever the fuzzer makes. A normal run replays the files in the resource folder {@code
 * LicDecoderFuzzTestInputs}; a search for new ones, with two minutes for it, is
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw -pl models test -Dtest=LicDecoderFuzzTest
 * }</pre>
 *
 * <p>Regenerate the seeds with {@link GoldenFiles}; they do not depend on the weights, because the
 * test writes the hash of the pack at hand into every file.
 */
class LicDecoderFuzzTest {
  private static final long MAX_PIXELS = 1 << 16;

  /** The first byte of an input says whether the check sums are made to fit. */
  @FuzzTest(maxDuration = "2m")
  void decoder_throwsNothingButIoExceptions(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int hash = new PackRegistry(Optional.empty()).byId("photo").hashPrefix();
    byte[] file = Arrays.copyOfRange(input, 1, input.length);
    file = FileSurgery.withPackHash(file, hash);
    if ((input[0] & 1) == 1) {
      file = FileSurgery.withSums(file);
    }
    try {
      Coding.decode(file, DecodeOptions.DEFAULT.withMaxPixels(MAX_PIXELS));
    } catch (IOException expected) {
      // Malformed files are what it is about.
      return;
    }
  }
}
