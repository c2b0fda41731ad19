package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.Picture;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class MicroscopyPicturesTest {
  private static long crc(Picture picture) {
    CRC32 crc = new CRC32();
    for (short sample : picture.plane(0)) {
      crc.update(sample);
    }
    return crc.getValue();
  }

  /** Otherwise figures of different machines could not be compared. */
  @Test
  void picturesAreTheSameOnEveryMachine() {
    assertThat(crc(MicroscopyPictures.fluorescence())).isEqualTo(0x9114d026L);
    assertThat(crc(MicroscopyPictures.electronMicrograph())).isEqualTo(0xe4d880d6L);
  }

  @Test
  void fluorescenceIsMostlyDarkWithNoiseThatIsNotCutOff() {
    Picture picture = MicroscopyPictures.fluorescence();
    int[] sorted =
        IntStream.range(0, picture.plane(0).length)
            .map(i -> picture.plane(0)[i])
            .sorted()
            .toArray();
    assertThat(sorted[sorted.length / 2]).isBetween(10, 20);
    assertThat(sorted[sorted.length / 1000]).isPositive();
    assertThat(sorted[sorted.length * 9 / 10] - sorted[sorted.length / 10]).isGreaterThan(3);
    assertThat(sorted[sorted.length - 1]).isGreaterThan(150);
  }
}
