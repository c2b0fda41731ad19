package io.licorice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSearchTest {
  private static final int STEPS = 100;

  private final List<SpooledFile> made = new ArrayList<>();

  /** A file of 1000 bytes and 100 for each step, which are gone once it is closed. */
  private SpooledFile file(int quality) throws IOException {
    Spool spool = new Spool(Scratch.MEMORY, 0, message -> {});
    spool.add(new byte[1000 + 100 * quality]);
    SpooledFile file = new SpooledFile(new byte[0], spool, new byte[0]);
    made.add(file);
    return file;
  }

  /** A search whose predictions are wrong by a factor. */
  private RateSearch search(double factor) {
    return new RateSearch(STEPS, quality -> factor * (1000 + 100 * quality), this::file);
  }

  @ParameterizedTest
  @CsvSource({"5000, 1", "5050, 0.7", "5050, 1.4", "1000, 1.2", "99999, 1", "1099, 0.5"})
  void search_findsTheLargestThatFitsAndFreesAllOthers(long target, double factor)
      throws IOException {
    RateSearch.Found found = search(factor).search(target);
    SpooledFile best = found.file().orElseThrow();
    assertThat(best.length()).isEqualTo(1000 + 100 * found.quality());
    assertThat(best.length()).isBetween(Math.min(10_900, target * 98 / 100 - 100), target);
    made.remove(best);
    assertThat(made).allMatch(file -> file.length() == 0);
  }

  @Test
  void targetBelowTheSmallestFile_findsNothingAndKeepsNothing() throws IOException {
    RateSearch.Found found = search(1).search(999);
    assertThat(found.file()).isEmpty();
    assertThat(found.smallest()).isEqualTo(1000);
    assertThat(made).isNotEmpty().allMatch(file -> file.length() == 0);
  }

  @Test
  void failure_keepsNothing() {
    RateSearch search =
        new RateSearch(
            STEPS,
            quality -> 2 * (1000 + 100 * quality),
            quality -> {
              if (made.size() == 2) {
                throw new IOException("disk full");
              }
              return file(quality);
            });
    assertThatThrownBy(() -> search.search(9000)).hasMessage("disk full");
    assertThat(made).hasSize(2).allMatch(file -> file.length() == 0);
  }
}
