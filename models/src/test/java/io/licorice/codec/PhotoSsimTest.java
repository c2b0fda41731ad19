package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.metrics.MsSsim;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pack that is tuned for MS-SSIM, against the default one at equal bytes. */
class PhotoSsimTest {
  private static Picture atTarget(Picture picture, String model, int bytes) throws IOException {
    EncodeOptions options =
        EncodeOptions.builder()
            .model(model)
            .rate(new EncodeOptions.Rate.TargetBytes(bytes))
            .build();
    byte[] file = Coding.encode(picture, options);
    assertThat(file.length).isBetween(bytes * 99 / 100, bytes);
    return Coding.decode(file).picture();
  }

  @ParameterizedTest
  @ValueSource(ints = {4_000, 12_000, 40_000})
  void tunedPack_isMoreAlikeInStructure_andLessInSquaredError(int bytes) throws IOException {
    Picture photograph = TestPictures.read(Path.of("../examples/data/otter.png"));
    Picture tuned = atTarget(photograph, "photo-ssim", bytes);
    Picture plain = atTarget(photograph, EncodeOptions.DEFAULT_MODEL, bytes);
    double gain =
        MsSsim.toDecibels(MsSsim.of(photograph, tuned))
            - MsSsim.toDecibels(MsSsim.of(photograph, plain));
    assertThat(gain).isGreaterThan(0.1);
    assertThat(Psnr.of(photograph, tuned)).isLessThan(Psnr.of(photograph, plain));
  }
}
