package io.licorice.bitstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramePayloadTest {
  @Property(tries = 200, seed = "3")
  void parts_comeBack(
      @ForAll @IntRange(max = 65534) int quality,
      @ForAll boolean moved,
      @ForAll @IntRange(max = FramePayload.COARSEST) int coarseness,
      @ForAll boolean corrected,
      @ForAll @Size(max = 200) byte[] map,
      @ForAll @Size(max = 200) byte[] motion,
      @ForAll @Size(max = 40) byte[] rest)
      throws LicFormatException {
    byte[] modes = moved || corrected ? map : new byte[0];
    byte[] vectors = moved ? motion : new byte[0];
    int coarse = moved ? coarseness : 0;
    byte[] bytes =
        new FramePayload(quality, moved, coarse, corrected, modes, vectors, rest).toBytes();
    FramePayload read = FramePayload.parse(bytes);
    assertThat(read.quality()).isEqualTo(quality);
    assertThat(read.moved()).isEqualTo(moved);
    assertThat(read.coarseness()).isEqualTo(coarse);
    assertThat(read.corrected()).isEqualTo(corrected);
    assertThat(read.modes()).isEqualTo(modes);
    assertThat(read.isMixed()).isEqualTo(modes.length > 0);
    assertThat(read.vectors()).isEqualTo(vectors);
    assertThat(read.hasVectors()).isEqualTo(vectors.length > 0);
    assertThat(read.rest()).isEqualTo(rest);
    assertThat(read.isCoded()).isEqualTo(moved || corrected);
    assertThat(bytes).hasSize(read.offset() + rest.length);
    int inBlocks = modes.length + vectors.length + coarse;
    int head = quality < 16 ? 1 : quality < 2048 ? 2 : 3;
    assertThat(read.modesOffset()).isEqualTo(head + (inBlocks > 0 ? length(modes.length) : 0));
    int behind = read.modesOffset() + modes.length;
    int length = inBlocks > 0 && moved ? length(8 * vectors.length) : 0;
    assertThat(read.vectorsOffset()).isEqualTo(behind + length);
    assertThat(read.offset()).isEqualTo(read.vectorsOffset() + vectors.length);
  }

  private static int length(int number) {
    return number < 128 ? 1 : 2;
  }

  @Test
  void repeatedFrame_takesFourBytes() throws LicFormatException {
    byte[] bytes = FramePayload.repeated(1280, 0xABCD).toBytes();
    assertThat(bytes).isEqualTo(new byte[] {(byte) 0x80, 0x50, (byte) 0xAB, (byte) 0xCD});
    assertThat(FramePayload.parse(bytes).check()).isEqualTo(0xABCD);
  }

  @Test
  void fewerOrMoreBytes_areRefusedWhereTheyAre() throws LicFormatException {
    assertThatThrownBy(() -> FramePayload.parse(new byte[0]))
        .isInstanceOf(LicFormatException.class)
        .hasMessageStartingWith("byte 0: quality and parts of a frame");
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {(byte) 0x80}))
        .hasMessageStartingWith("byte 1:");
    FramePayload shorter = FramePayload.parse(new byte[] {8, 1});
    assertThatThrownBy(shorter::check)
        .hasMessage("byte 1: check of the frame: 2 bytes expected, 1 left");
    FramePayload longer = FramePayload.parse(new byte[] {8, 1, 2, 3});
    assertThatThrownBy(longer::check)
        .hasMessage("byte 3: bytes left behind a frame that is not coded");
  }

  @Test
  void modesAndVectorsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {8 + 4, 1, 9, 1, 2}))
        .hasMessage("byte 0: cell modes of a frame for which nothing is coded");
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {8 + 4 + 2, 0, 1, 2}))
        .hasMessage("byte 1: neither cell modes nor vectors nor coarse flow");
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {8 + 4 + 1, 0, 0, 2}))
        .hasMessage("byte 2: neither cell modes nor vectors nor coarse flow");
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {8 + 4 + 1, 3, 1, 2}))
        .hasMessage("byte 2: cell modes: 3 bytes expected, 2 left");
    assertThatThrownBy(() -> FramePayload.parse(new byte[] {8 + 4 + 1, 0, 3 * 8 + 2, 1, 2}))
        .hasMessage("byte 3: vectors: 3 bytes expected, 2 left");
  }
}
