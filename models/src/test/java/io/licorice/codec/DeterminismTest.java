package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static final Picture PICTURE = TestPictures.photoLike(300, 200, 3, 9);

  @Test
  void encodingTwice_givesTheSameBytes() throws IOException {
    EncodeOptions options = Coding.tiled(45, 128);
    assertThat(Coding.encode(PICTURE, options)).isEqualTo(Coding.encode(PICTURE, options));
  }

  @Test
  void numberOfThreads_changesNeitherBytesNorPixels() throws IOException {
    byte[] bytes = null;
    Picture pixels = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(threads))) {
        byte[] file = codec.encode(PICTURE, Coding.tiled(60, 128), CodecListener.SILENT).bytes();
        Picture decoded =
            codec
                .decode(ByteSource.of(file), DecodeOptions.DEFAULT, CodecListener.SILENT)
                .picture();
        if (bytes != null) {
          assertThat(file).as("%d threads", threads).isEqualTo(bytes);
          assertThat(decoded).as("%d threads", threads).isEqualTo(pixels);
        }
        bytes = file;
        pixels = decoded;
      }
    }
  }

  @Test
  void callsFromSeveralThreads_doNotDisturbEachOther() throws Exception {
    byte[] expected = Coding.encode(PICTURE, Coding.tiled(30, 128));
    Picture pixels = Coding.decode(expected).picture();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            callers.submit(
                () -> {
                  assertThat(Coding.encode(PICTURE, Coding.tiled(30, 128))).isEqualTo(expected);
                  assertThat(Coding.decode(expected).picture()).isEqualTo(pixels);
                  return null;
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
