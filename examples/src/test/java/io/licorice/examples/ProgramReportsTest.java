package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What programs print of their time and memory. */
final class ProgramReportsTest {
  @Test
  void libwebpTellsSeconds() {
    String encoder = "Saving file 'a.webp'\nTime to encode picture: 0.087s\nFile:      a.ppm\n";
    assertThat(TimeReport.WEBP.seconds(encoder)).hasValue(0.087);
    assertThat(TimeReport.WEBP.seconds("Time to decode picture: 0.005s\nDecoded a.webp."))
        .hasValue(0.005);
    assertThat(TimeReport.WEBP.seconds("Time to read input: 0.003s\n")).isEmpty();
  }

  @Test
  void libjxlTellsMegapixelsASecond() {
    String encoder =
        """
        Compressed to 121889 bytes (2.480 bpp).
        768 x 512, 2.48 MP/s [2.48, 2.48], 1 reps, 1 threads.
        """;
    assertThat(TimeReport.JXL.seconds(encoder).orElseThrow())
        .isCloseTo(0.393216 / 2.48, within(1e-12));
    assertThat(TimeReport.JXL.seconds("Read 768x512 image, 1179663 bytes, 1821.5 MP/s")).isEmpty();
    assertThat(TimeReport.JXL.seconds("768 x 512, 0 MP/s")).isEmpty();
    assertThat(TimeReport.JXL.seconds("768 x 512, ... MP/s")).isEmpty();
  }

  @Test
  void otherProgramsTellNothing() {
    assertThat(TimeReport.NONE.seconds("encode time: 83 ms")).isEmpty();
    assertThat(TimeReport.NONE.seconds("")).isEmpty();
  }

  @Test
  void gnuTimeTellsKibibytesInItsLastLine() {
    assertThat(ProcessMemory.parse("22572\n")).hasValue(22572L * 1024);
    assertThat(ProcessMemory.parse("Command exited with non-zero status 1\n2100\n"))
        .hasValue(2100L * 1024);
    assertThat(ProcessMemory.parse("")).isEmpty();
    assertThat(ProcessMemory.parse("0.00user 0.00system 2100maxresident")).isEmpty();
    assertThat(ProcessMemory.parse("99999999999999999999")).isEmpty();
  }
}
