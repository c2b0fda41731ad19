package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.CodecListener;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.metrics.Psnr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoDecoderTest {
  private static List<Picture> decode(
      VideoDecoder decoder, List<LvcPacket> packets, CodecListener listener) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (LvcPacket packet : packets) {
      pictures.add(decoder.decode(packet, listener));
    }
    decoder.finish(listener);
    return pictures;
  }

  private static LvcPacket damaged(LvcPacket packet) {
    byte[] bytes = packet.bytes().clone();
    bytes[bytes.length / 2] ^= 1;
    return new LvcPacket(bytes, packet.timestamp(), packet.duration(), packet.isKey());
  }

  @Test
  void packets_becomeWhatTheEncoderSaw() throws IOException {
    Coding.Coded coded = Coding.groups(20, 6);
    Coding.Listener listener = new Coding.Listener();
    VideoDecoder decoder = Coding.videoDecoder(coded.configuration());
    assertThat(decode(decoder, coded.packets(), listener)).isEqualTo(coded.pictures());
    assertThat(listener.warnings).isEmpty();
  }

  @Test
  void damagedPacket_isFilledUpToTheNextKeyFrame() throws IOException {
    Coding.Coded coded = Coding.groups(15, 6);
    List<LvcPacket> packets = new ArrayList<>(coded.packets());
    packets.set(3, damaged(packets.get(3)));
    packets.set(14, damaged(packets.get(14)));
    Coding.Listener listener = new Coding.Listener();
    List<Picture> pictures = decode(Coding.videoDecoder(coded.configuration()), packets, listener);
    for (int i = 0; i < 15; i++) {
      int shown = i >= 3 && i < 6 ? 2 : i == 14 ? 13 : i;
      assertThat(pictures.get(i)).isEqualTo(coded.pictures().get(shown));
    }
    assertThat(listener.warnings).hasSize(4);
    assertThat(listener.warnings.get(0)).startsWith("frame 3 is damaged: byte 0: ");
    assertThat(listener.warnings.get(1)).isEqualTo("frames 3 to 5 are filled with frame 2");
    assertThat(listener.warnings.get(3)).isEqualTo("frame 14 is filled with frame 13");
  }

  @Test
  void lostPacket_isNoticedByTheNextOne() throws IOException {
    Coding.Coded coded = Coding.groups(8, 8);
    List<LvcPacket> packets = new ArrayList<>(coded.packets());
    packets.remove(4);
    Coding.Listener listener = new Coding.Listener();
    List<Picture> pictures = decode(Coding.videoDecoder(coded.configuration()), packets, listener);
    assertThat(pictures.get(6)).isEqualTo(coded.pictures().get(3));
    assertThat(listener.warnings.get(0)).startsWith("frame 4 is damaged");
  }

  @Test
  void packetThatCannotBeFound_isFilled() throws IOException {
    Coding.Coded coded = Coding.groups(4, 2);
    Coding.Listener listener = new Coding.Listener();
    VideoDecoder decoder = Coding.videoDecoder(coded.configuration());
    decoder.decode(coded.packets().get(0), listener);
    assertThat(decoder.lost(listener)).isEqualTo(coded.pictures().get(0));
    assertThat(decoder.decode(coded.packets().get(2), listener)).isEqualTo(coded.pictures().get(2));
    assertThat(listener.warnings)
        .containsExactly(
            "frame 1 is damaged: it cannot be found", "frame 1 is filled with frame 0");
  }

  @Test
  void afterAReset_decodingGoesOnWithAKeyFrame() throws IOException {
    Coding.Coded coded = Coding.groups(12, 6);
    Coding.Listener listener = new Coding.Listener();
    VideoDecoder decoder = Coding.videoDecoder(coded.configuration());
    decoder.decode(coded.packets().get(0), listener);
    decoder.reset(6);
    for (int i = 6; i < 12; i++) {
      assertThat(decoder.decode(coded.packets().get(i), listener))
          .isEqualTo(coded.pictures().get(i));
    }
    assertThat(listener.warnings).isEmpty();
    decoder.reset(3);
    decoder.decode(coded.packets().get(3), listener);
    assertThat(listener.warnings)
        .containsExactly("frame 3 is damaged: there is no key frame before it");
  }

  @Test
  void keyFramesOfAnotherVideoOrSize_areDamage() throws IOException {
    LvcConfiguration configuration = new LvcConfiguration(16, 12, "delta", DeltaPredictor.HASH);
    Picture larger = Clips.pan(1, 20, 12, 1).get(0);
    Picture gray = Picture.blank(16, 12, 1, 8);
    List<byte[]> packets = new ArrayList<>();
    for (Picture picture : List.of(larger, gray)) {
      packets.add(PacketLayout.key(ChromaSampling.FULL, configuration, still(picture)));
    }
    byte[] good = still(Clips.pan(1, 16, 12, 1).get(0));
    packets.add(
        PacketLayout.key(ChromaSampling.FULL, new LvcConfiguration(16, 12, "delta", 1), good));
    packets.add(PacketLayout.key(ChromaSampling.FULL, configuration, new byte[30]));
    for (byte[] packet : packets) {
      Coding.Listener listener = new Coding.Listener();
      VideoDecoder decoder = Coding.videoDecoder(configuration);
      Picture shown = decoder.decode(new LvcPacket(packet, 0, 1, true), listener);
      assertThat(shown.width()).isEqualTo(16);
      assertThat(shown.channels()).isEqualTo(3);
      assertThat(listener.warnings).singleElement().asString().startsWith("frame 0 is damaged");
    }
  }

  @Test
  void framesOfHalfColour_areShownWithIt_andPredictedFromWhatWasCoded() throws IOException {
    List<Picture> pictures =
        Clips.pan(6, 48, 32, 4).stream().map(luma -> Clips.halfColour(luma, 0.299, 0.114)).toList();
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().quality(90).keyInterval(3).sceneCuts(false).build();
    Coding.Coded coded = Coding.encode(pictures, options);
    assertThat(coded.packets().stream().map(packet -> (int) packet.bytes()[0]))
        .containsExactly(3, 4, 4, 3, 4, 4);
    Coding.Listener listener = new Coding.Listener();
    VideoDecoder decoder = Coding.videoDecoder(coded.configuration());
    for (int i = 0; i < pictures.size(); i++) {
      Picture shown = decoder.decode(coded.packets().get(i), listener);
      assertThat(shown).isEqualTo(coded.pictures().get(i));
      assertThat(Psnr.of(pictures.get(i), shown)).isGreaterThan(40);
      assertThat(ChromaSampling.of(shown)).isEqualTo(ChromaSampling.HALF_BT601);
    }
    assertThat(listener.warnings).isEmpty();
    byte[] file = coded.file();
    byte[] withoutIndex = Arrays.copyOf(file, file.length - 8);
    try (LvcVideo video = Coding.video(withoutIndex)) {
      assertThat(video.count()).isEqualTo(6);
      assertThat(video.read(5, listener)).isEqualTo(coded.pictures().get(5));
    }
  }

  private static byte[] still(Picture picture) throws IOException {
    return LicCodec.shared()
        .encode(picture, EncodeOptions.builder().lossless().build(), CodecListener.SILENT)
        .bytes();
  }
}
