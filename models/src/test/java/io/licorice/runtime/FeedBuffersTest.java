package io.licorice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedBuffersTest {
  @Test
  void theSmallestSpareThatIsLargeEnough_isUsedAgain() {
    FeedBuffers buffers = new FeedBuffers();
    ByteBuffer small = buffers.borrow(10);
    ByteBuffer large = buffers.borrow(1000);
    ByteBuffer middle = buffers.borrow(100);
    assertThat(middle.order()).isEqualTo(ByteOrder.nativeOrder());
    buffers.giveBack(List.of(small, large, middle));
    assertThat(buffers.borrow(1)).isSameAs(small);
    assertThat(buffers.borrow(1)).isSameAs(middle);
    assertThat(buffers.borrow(1000)).isSameAs(large);
    assertThat(buffers.borrow(7).capacity()).as("none is left").isEqualTo(28);
  }

  /** Or there would be ever more of them as pictures get larger. */
  @Test
  void whereNoneIsLargeEnough_theLargestMakesRoom() {
    FeedBuffers buffers = new FeedBuffers();
    ByteBuffer small = buffers.borrow(10);
    ByteBuffer middle = buffers.borrow(100);
    buffers.giveBack(List.of(middle, small));
    ByteBuffer large = buffers.borrow(101);
    assertThat(large.capacity()).isEqualTo(404);
    assertThat(buffers.borrow(1)).isSameAs(small);
    assertThat(buffers.borrow(1)).isNotSameAs(middle);
  }

  @Test
  void moreThanABufferHolds_isRefused() {
    assertThatThrownBy(() -> new FeedBuffers().borrow(1 << 30))
        .isInstanceOf(ArithmeticException.class);
  }
}
