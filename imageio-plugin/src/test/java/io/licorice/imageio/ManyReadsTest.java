package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ManyReadsTest {
  /** What a read takes in native memory at a time is about 1 MiB: a leak of it would show. */
  private static final int FLAT_KIB = 16 * 1024;

  private static final int THREADS = 32;

  @Test
  void differentFilesInManyThreads_areReadAsByOne() throws Exception {
    List<byte[]> files = new ArrayList<>();
    List<int[]> expected = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int type = i % 2 == 0 ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY;
      files.add(TestImages.tiled(TestImages.gradient(20 + 5 * i, 180 - 5 * i, type)));
      expected.add(pixels(files.get(i)));
    }
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<int[]>> results = new ArrayList<>();
      for (byte[] file : files) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return pixels(file);
                }));
      }
      for (int i = 0; i < THREADS; i++) {
        assertThat(results.get(i).get()).isEqualTo(expected.get(i));
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int[] pixels(byte[] file) throws IOException {
    BufferedImage image = TestImages.read(file);
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void reads_leaveNativeMemoryFlat() throws IOException, InterruptedException {
    // Code that is compiled meanwhile and allocators take 33 MiB in the first hundreds of reads.
    assertFlat(600, 300);
  }

  @Test
  @Exhaustive
  @EnabledOnOs(OS.LINUX)
  void tenThousandReads_leaveNativeMemoryFlat() throws IOException, InterruptedException {
    // It takes some thousand reads until compiled code and allocators have what they want.
    assertFlat(5000, 10_000);
  }

  private static void assertFlat(int warm, int measured) throws IOException, InterruptedException {
    // The Java heap has all its pages from the beginning, so that what grows is native.
    ChildJvm.Result result =
        ChildJvm.run(
            ManyReads.class,
            Duration.ofMinutes(20),
            List.of("-Xms200m", "-Xmx200m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"),
            Integer.toString(warm),
            Integer.toString(measured));
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.print("resident memory grew by KiB, live ONNX values: " + result.output());
    String[] numbers = result.output().strip().split(" ", 2);
    assertThat(Integer.parseInt(numbers[0])).isLessThan(FLAT_KIB);
    assertThat(numbers[1]).isEqualTo("0");
  }
}
