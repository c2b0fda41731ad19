package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.support.ChildJvm;
import io.licorice.support.Exhaustive;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargePictureTest {
  @Test
  @Exhaustive
  void pictureOf4096x4096_needsLessThanAGibibyte() throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(LargePicture.class, List.of("-Xmx1g"), Duration.ofMinutes(8));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Double.parseDouble(result.output().strip())).isLessThan(10);
  }
}
