package io.licorice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.examples.Peer.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How others' programs are called. */
final class PeersTest {
  private static final Conditions ONE = new Conditions(false, 1);

  static List<Peer> peers() {
    return Peers.all();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cjpeg | cjpeg -optimize -sample 2x2 -quality 48 -outfile c o | djpeg -pnm -outfile d c",
        "webp | cwebp -v -m 6 -sharp_yuv -sns 0 -q 48 -o c o | dwebp -v -ppm -o d c",
        "webp-m6 | cwebp -v -m 6 -q 48 -o c o | dwebp -v -ppm -o d c",
        "jpeg2000 | opj_compress -I -r 48 -o c -i o | opj_decompress -quiet -o d -i c",
        "avif | avifenc -s 4 -d 8 --min 0 --max 63 -a end-usage=q -a tune=psnr -a cq-level=48 -y 444"
            + " -j 1 o c | avifdec -d 8 --png-compress 0 -j 1 c d",
        "jxl | cjxl -e 7 -d 48 --num_threads=0 o c | djxl --num_threads=0 c d",
        "hevc | heif-enc -p chroma=444 -p preset=slow -p tune=psnr -q 48 -p x265:pools=none -p"
            + " x265:frame-threads=1 -o c o | heif-convert c d"
      })
  void oneThreadIsAskedForWhereThatCanBe(String name, String encode, String decode) {
    Peer peer = Peers.named(name).orElseThrow();
    assertThat(String.join(" ", peer.encoder().command("o", "c", 48, ONE))).isEqualTo(encode);
    assertThat(String.join(" ", peer.decoder().command("c", "d", ONE))).isEqualTo(decode);
  }

  @ParameterizedTest
  @CsvSource({
    "webp, -mt",
    "jpeg2000, -threads 3",
    "avif, -j 3",
    "avif10, -d 10",
    "avif-s6, -s 6",
    "jxl, --num_threads=3",
    "cjpeg-progressive, -progressive"
  })
  void threadsAndDepthAreInTheCommand(String name, String expected) {
    Peer peer = Peers.named(name).orElseThrow();
    List<String> command = peer.encoder().command("o", "c", 48, new Conditions(false, 3));
    assertThat(String.join(" ", command)).contains(" " + expected + " ");
  }

  @Test
  void grayHasNoChromaInAvif() {
    Peer avif = Peers.named("avif").orElseThrow();
    assertThat(avif.encoder().command("o", "c", 48, new Conditions(true, 1))).contains("400");
    assertThat(avif.encoder().command("o", "c", 48, ONE)).contains("444");
  }

  @Test
  void avifIsTimedWithoutWritingAPictureAndHevcWithoutDeflate() {
    assertThat(
            Peers.named("avif").orElseThrow().decoderToTime().orElseThrow().command("c", "d", ONE))
        .containsExactly("avifdec", "--info", "-j", "1", "c");
    assertThat(
            Peers.named("hevc")
                .orElseThrow()
                .decoderToTime()
                .orElseThrow()
                .command("c.heic", "a.b/d.png", ONE))
        .containsExactly("heif-convert", "c.heic", "a.b/d.y4m");
  }

  @ParameterizedTest
  @MethodSource("peers")
  void filesAreOneWordAndQualitiesAreNumbersThatProgramsKnow(Peer peer) {
    String in = "/a folder/it's \"$(this)\".ppm";
    String out = "/a folder/-coded.bin";
    assertThat(peer.encoder().command(in, out, 2, ONE)).contains(in, out, peer.programs().get(0));
    assertThat(peer.decoder().command(in, out, ONE)).contains(in, out, peer.programs().get(1));
    for (double quality : peer.qualities()) {
      assertThat(quality / peer.qualityStep() % 1).isBetween(-1e-9, 1e-6 + 1);
      assertThat(String.join(" ", peer.encoder().command("o", "c", quality, ONE)))
          .contains(Peers.number(quality));
    }
    assertThat(peer.qualities()).doesNotHaveDuplicates().hasSizeGreaterThan(9);
    assertThat(peer.settings()).contains("Q").doesNotContain("7777");
    assertThat(peer.timing()).isNotEmpty();
  }

  @Test
  void wholeNumbersHaveNoPoint() {
    assertThat(Peers.number(34)).isEqualTo("34");
    assertThat(Peers.number(9.6)).isEqualTo("9.6");
    assertThat(Peers.number(0.15)).isEqualTo("0.15");
  }

  @Test
  void namesAreThoseOfNoOther() {
    assertThat(Peers.all()).extracting(Peer::name).doesNotHaveDuplicates();
    assertThat(Peers.named("vvc")).isEmpty();
  }
}
