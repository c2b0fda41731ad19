package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PnmTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPictureComesBackAsItWas(int channels) throws IOException {
    Picture picture = TestPictures.photo(17, 9, channels, 3);
    Path file = folder.resolve("picture.pnm");
    Pnm.write(picture, file);
    assertThat(Pnm.read(file)).isEqualTo(picture);
  }

  @Test
  void commentsInTheHeaderAreSkipped() throws IOException {
    byte[] bytes = "P5 # made by 2 hands\n2\t1\n# 7\n255\nAB".getBytes(StandardCharsets.US_ASCII);
    Path file = Files.write(folder.resolve("picture.pgm"), bytes);
    assertThat(Pnm.read(file)).isEqualTo(new Picture(2, 1, 8, new short[] {'A', 'B'}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "P3\n1 1\n255\n1 2 3", "P6\n2", "P6\n2 2\n255\nabc", "P5\n1 1\n65535\nab"})
  void anythingElseIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("picture.ppm"), text);
    assertThatThrownBy(() -> Pnm.read(file)).isInstanceOf(IOException.class);
  }
}
