package io.licorice.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.bitstream.LicFormatException;
import java.io.EOFException;
import org.junit.jupiter.api.Test;

class LicFormatExceptionTest {
  @Test
  void message_beginsWithTheOffset() {
    LicFormatException e = new LicFormatException(17, "no table");
    assertThat(e).hasMessage("byte 17: no table");
    assertThat(e.offset()).isEqualTo(17);
  }

  @Test
  void unknownOffset_isLeftOutAndStaysUnknown() {
    LicFormatException e = new LicFormatException(-1, "no table").withBase(100);
    assertThat(e).hasMessage("no table");
    assertThat(e.offset()).isEqualTo(-1);
  }

  @Test
  void withBase_shiftsTheOffsetAndKeepsTheRest() {
    EOFException cause = new EOFException();
    LicFormatException e = new LicFormatException(17, "no table");
    e.initCause(cause);
    LicFormatException moved = e.withBase(5_000_000_000L);
    assertThat(moved).hasMessage("byte 5000000017: no table").hasCause(cause);
    assertThat(moved.getStackTrace()).isEqualTo(e.getStackTrace());
    assertThatThrownBy(() -> e.withBase(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
