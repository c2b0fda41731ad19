package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamSourceTest {
  private final byte[] bytes = new byte[200_000];

  StreamSourceTest() {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
  }

  @Test
  void unknownLength_isFoundByReadingToTheEnd() throws IOException {
    ImageInputStream stream = TestImages.stream(bytes);
    assertThat(stream.length()).isEqualTo(-1);
    stream.seek(10);
    check(new StreamSource(stream), stream);
  }

  @Test
  void knownLength_isThatOfTheRest(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("bytes"), bytes);
    try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
      stream.seek(10);
      check(new StreamSource(stream), stream);
    }
  }

  private void check(StreamSource source, ImageInputStream stream) throws IOException {
    assertThat(source.length()).isEqualTo(bytes.length - 10);
    assertThat(stream.getStreamPosition()).isEqualTo(10);
    byte[] part = new byte[1000];
    source.read(150_000, part);
    assertThat(part).startsWith(bytes[150_010], bytes[150_011]).endsWith(bytes[151_009]);
    source.read(0, part);
    assertThat(part).startsWith(bytes[10], bytes[11]);
    assertThat(stream.getStreamPosition()).isEqualTo(10);
    assertThatThrownBy(() -> source.read(bytes.length - 20, new byte[11]))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("199980 to 199991");
    assertThat(stream.getStreamPosition()).isEqualTo(10);
  }
}
