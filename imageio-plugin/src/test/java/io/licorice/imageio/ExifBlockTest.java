package io.licorice.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExifBlockTest {
  /** A block with the tags 256 and 306 (whose text lies behind the directory), and some more. */
  private static byte[] block(ByteOrder order, int... moreTags) {
    int count = 2 + moreTags.length;
    ByteBuffer out = ByteBuffer.allocate(8 + 2 + 12 * count + 4 + 20).order(order);
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(out.get(0));
    out.putShort((short) 42).putInt(8).putShort((short) count);
    out.putShort((short) 256).putShort((short) 3).putInt(1).putInt(7);
    for (int tag : moreTags) {
      out.putShort((short) tag)
          .putShort((short) 3)
          .putInt(1)
          .putShort((short) 6)
          .putShort((short) 0);
    }
    out.putShort((short) 306).putShort((short) 2).putInt(20).putInt(out.capacity() - 20);
    out.putInt(0).put("2026:11:21 00:00:00\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return out.array();
  }

  @Property(tries = 50)
  void orientationIsFoundChangedAndAdded(
      @ForAll boolean little,
      @ForAll boolean present,
      @ForAll @IntRange(min = 1, max = 8) int wanted) {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    byte[] before = present ? block(order, 274) : block(order);
    byte[] copy = before.clone();
    assertThat(ExifBlock.orientation(before).isPresent()).isEqualTo(present);
    byte[] after = ExifBlock.withOrientation(before, wanted);
    assertThat(before).isEqualTo(copy);
    assertThat(ExifBlock.orientation(after)).hasValue(wanted);
    assertThat(after.length).isEqualTo(present ? before.length : before.length + 2 + 36 + 4);
    // What other tags point at has not moved, and they are still there in rising order.
    ByteBuffer tiff = ByteBuffer.wrap(after).order(order);
    int directory = tiff.getInt(4);
    assertThat(tiff.getShort(directory)).isEqualTo((short) 3);
    assertThat(tiff.getShort(directory + 2)).isEqualTo((short) 256);
    assertThat(tiff.getShort(directory + 14)).isEqualTo((short) 274);
    assertThat(tiff.getShort(directory + 26)).isEqualTo((short) 306);
    int text = tiff.getInt(directory + 34);
    assertThat(Arrays.copyOfRange(after, text, text + 4)).asString().isEqualTo("2026");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void withoutABlock_aNewOneSaysTheOrientation(int wanted) {
    byte[] made = ExifBlock.withOrientation(null, wanted);
    assertThat(made).hasSize(26);
    assertThat(ExifBlock.orientation(made)).hasValue(wanted);
  }

  @Property(tries = 2000)
  void anyBytes_areReadAndChangedWithoutFailing(
      @ForAll @Size(max = 60) byte[] noise, @ForAll @IntRange(max = 60) int cut) {
    ExifBlock.orientation(noise);
    assertThat(ExifBlock.orientation(ExifBlock.withOrientation(noise, 5))).hasValue(5);
    byte[] part = Arrays.copyOf(block(ByteOrder.BIG_ENDIAN, 274), cut);
    ExifBlock.orientation(part);
    assertThat(ExifBlock.orientation(ExifBlock.withOrientation(part, 3))).hasValue(3);
  }
}
