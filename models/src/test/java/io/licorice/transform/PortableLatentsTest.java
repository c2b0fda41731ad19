package io.licorice.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.TestPictures;
import io.licorice.support.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortableLatentsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void encode() throws IOException {
    for (int quality : new int[] {5, 50, 95}) {
      EncodeOptions options = EncodeOptions.builder().quality(quality).tileSize(128).build();
      byte[] file =
          LicCodec.shared()
              .encode(TestPictures.photoLike(300, 170, 3, quality), options, CodecListener.SILENT)
              .bytes();
      Files.write(file(quality), file);
    }
  }

  private static Path file(int quality) {
    return folder.resolve(quality + ".lic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3"})
  void anotherJvm_decodesTheLatentsThatWereEncoded(String threads)
      throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            DecodeLatents.class,
            List.of("-Xmx256m"),
            Duration.ofMinutes(2),
            threads,
            "NONE,BASIC,ALL",
            file(5).toString(),
            file(50).toString(),
            file(95).toString());
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output().lines()).hasSize(9);
  }
}
