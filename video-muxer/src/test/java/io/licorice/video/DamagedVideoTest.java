package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.licorice.bitstream.LicFormatException;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged files: nothing but frames as they were, frames that are told of, and clear errors. */
class DamagedVideoTest {
  private static final long MAX_NANOS = 2_000_000_000L;

  private final Coding.Coded coded;
  private final byte[] file;
  private final Picture gray;
  private int intact;
  private int warned;
  private int refused;

  DamagedVideoTest() throws IOException {
    coded = Coding.groups(10, 4);
    file = coded.file();
    gray = Picture.blank(16, 12, 3, 8);
    for (int c = 0; c < 3; c++) {
      Arrays.fill(gray.plane(c), (short) 128);
    }
  }

  /** Reads a whole file as a plug-in does. */
  private void judge(byte[] damaged) {
    long start = System.nanoTime();
    Coding.Listener listener = new Coding.Listener();
    try (LvcVideo video = Coding.video(damaged)) {
      List<Picture> pictures = new ArrayList<>();
      boolean same = video.count() == coded.pictures().size();
      for (int i = 0; i < video.count(); i++) {
        pictures.add(video.read(i, listener));
        same &= i < 10 && video.time(i).timestamp() == i && video.time(i).duration() == 1;
      }
      if (listener.warnings.isEmpty()) {
        assertThat(same).as("as many frames at the same times").isTrue();
        assertThat(pictures).isEqualTo(coded.pictures());
        intact++;
      } else {
        assertThat(pictures)
            .allSatisfy(p -> assertThat(p.equals(gray) || coded.pictures().contains(p)).isTrue());
        warned++;
      }
    } catch (LicFormatException e) {
      assertThat(e.offset()).isLessThanOrEqualTo(damaged.length);
      refused++;
    } catch (IOException | RuntimeException e) {
      fail(Arrays.toString(damaged), e);
    }
    assertThat(System.nanoTime() - start).isLessThan(MAX_NANOS);
  }

  @Test
  void intactFile_isReadWithoutAWord() {
    judge(file);
    assertThat(intact).isEqualTo(1);
  }

  @Test
  void anyByteChanged_isNeverGarbageWithoutAWord() {
    for (int i = 0; i < file.length; i++) {
      for (int change : new int[] {1, 0x80, 0xFF}) {
        byte[] damaged = file.clone();
        damaged[i] ^= (byte) change;
        judge(damaged);
      }
    }
    assertThat(warned).isGreaterThan(2 * file.length);
    // The header alone keeps anyone from reading; what is intact has changed what nobody reads.
    assertThat(refused).isLessThan(3 * 60);
    assertThat(intact).isLessThan(3 * 60);
  }

  @Test
  void anyTruncation_isNeverGarbageWithoutAWord() {
    for (int length = 0; length < file.length; length++) {
      judge(Arrays.copyOf(file, length));
    }
    assertThat(intact).isZero();
    assertThat(warned).isGreaterThan(file.length / 2);
  }

  @Test
  void fiveThousandMutations_areNeverGarbageWithoutAWord() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = file;
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        damaged = mutated(damaged, random);
      }
      judge(damaged);
    }
    assertThat(warned).isGreaterThan(2500);
    assertThat(intact + warned + refused).isEqualTo(5000);
  }

  private static byte[] mutated(byte[] file, SplittableRandom random) {
    if (file.length < 2) {
      return new byte[random.nextInt(40)];
    }
    byte[] damaged = file.clone();
    int at = random.nextInt(random.nextInt(3) > 0 ? file.length : Math.min(file.length, 60));
    int span = Math.min(file.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
    switch (random.nextInt(6)) {
      case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> damaged[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(damaged, at, at + span, (byte) random.nextInt(256));
      case 3 -> damaged = Arrays.copyOf(file, at);
      case 4 -> damaged = spliced(file, at, span, new byte[0]);
      default -> damaged = spliced(file, at, 0, Arrays.copyOfRange(file, at, at + span));
    }
    return damaged;
  }

  private static byte[] spliced(byte[] file, int at, int removed, byte[] inserted) {
    byte[] result = new byte[file.length - removed + inserted.length];
    System.arraycopy(file, 0, result, 0, at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    int rest = file.length - at - removed;
    System.arraycopy(file, at + removed, result, at + inserted.length, rest);
    return result;
  }
}
