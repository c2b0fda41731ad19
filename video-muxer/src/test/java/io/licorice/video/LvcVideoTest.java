package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LvcVideoTest {
  @TempDir private Path folder;

  private static List<Picture> inOrder(LvcVideo video, CodecListener listener) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < video.count(); i++) {
      pictures.add(video.read(i, listener));
    }
    return pictures;
  }

  private static void assertSameInAnyOrder(byte[] file, List<Picture> expected) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    try (LvcVideo video = Coding.video(file)) {
      for (int i = 0; i < 60; i++) {
        int frame = random.nextInt(expected.size());
        assertThat(video.read(frame, CodecListener.SILENT)).isEqualTo(expected.get(frame));
      }
    }
  }

  @Test
  void framesInAnyOrder_areThoseInOrder() throws IOException {
    Coding.Coded coded = Coding.groups(20, 6);
    byte[] file = coded.file();
    try (LvcVideo video = Coding.video(file)) {
      assertThat(inOrder(video, CodecListener.SILENT)).isEqualTo(coded.pictures());
    }
    assertSameInAnyOrder(file, coded.pictures());
  }

  @Test
  void risingOrder_decodesEachFrameOnce() throws IOException {
    Coding.Coded coded = Coding.groups(20, 6);
    DeltaPredictor predictor = new DeltaPredictor();
    LvcReader reader = LvcReader.open(ByteSource.of(coded.file()), CodecListener.SILENT);
    PacketDecoder decoder =
        new PacketDecoder(LicCodec.shared(), c -> predictor, reader.configuration());
    try (LvcVideo video = new LvcVideo(reader, decoder, List.of())) {
      inOrder(video, CodecListener.SILENT);
      assertThat(predictor.decoded).isEqualTo(16);
      video.read(19, CodecListener.SILENT);
      assertThat(predictor.decoded).isEqualTo(16);
      video.read(8, CodecListener.SILENT);
      assertThat(predictor.decoded).isEqualTo(18);
      video.read(9, CodecListener.SILENT);
      assertThat(predictor.decoded).isEqualTo(19);
    }
  }

  @Test
  void damagedFrame_isFilledUpToTheNextKeyFrame_withOneWarningThatNamesThem() throws IOException {
    Coding.Coded coded = Coding.groups(18, 6);
    byte[] file = coded.file();
    int at = coded.offset(8);
    file[at + 3] ^= 1;
    Coding.Listener listener = new Coding.Listener();
    List<Picture> expected = new ArrayList<>(coded.pictures());
    for (int i = 8; i < 12; i++) {
      expected.set(i, coded.pictures().get(7));
    }
    try (LvcVideo video = Coding.video(file)) {
      assertThat(inOrder(video, listener)).isEqualTo(expected);
      inOrder(video, listener);
    }
    assertThat(listener.warnings).hasSize(1);
    assertThat(listener.warnings.get(0))
        .startsWith("frame 8 is damaged (byte ")
        .endsWith("): frames 8 to 11 are filled with frame 7");
    assertSameInAnyOrder(file, expected);
  }

  @Test
  void damagedKeyFrame_isFilledWithTheFrameBeforeIt_inAnyOrder() throws IOException {
    Coding.Coded coded = Coding.groups(18, 6);
    byte[] file = coded.file();
    file[coded.offset(6) + 40] ^= 1;
    file[coded.offset(12) + 40] ^= 1;
    Coding.Listener listener = new Coding.Listener();
    List<Picture> expected = new ArrayList<>(coded.pictures());
    for (int i = 6; i < 18; i++) {
      expected.set(i, coded.pictures().get(5));
    }
    try (LvcVideo video = Coding.video(file)) {
      assertThat(inOrder(video, listener)).isEqualTo(expected);
    }
    assertThat(listener.warnings).hasSize(2);
    assertSameInAnyOrder(file, expected);
  }

  @Test
  void damagedFirstFrame_isGray() throws IOException {
    Coding.Coded coded = Coding.groups(8, 4);
    byte[] file = coded.file();
    file[coded.offset(0) + 40] ^= 1;
    Coding.Listener listener = new Coding.Listener();
    try (LvcVideo video = Coding.video(file)) {
      assertThat(video.read(2, listener).plane(1)).containsOnly((short) 128);
      assertThat(video.read(5, listener)).isEqualTo(coded.pictures().get(5));
    }
    assertThat(listener.warnings)
        .singleElement()
        .asString()
        .endsWith("frames 0 to 3 are left gray");
  }

  @Test
  void source_givesTheFramesWithTheirTimes() throws IOException {
    Coding.Coded coded = Coding.groups(7, 4);
    Path path = folder.resolve("a.lvc");
    Files.write(path, coded.file());
    LvcReader reader = LvcReader.open(path, CodecListener.SILENT);
    LvcVideo video = new LvcVideo(reader, Coding.decoder(reader.configuration()), List.of());
    try (FrameSource source = video.source(CodecListener.SILENT)) {
      assertThat(source.width()).isEqualTo(16);
      assertThat(source.height()).isEqualTo(12);
      assertThat(source.timeBase()).isEqualTo(Coding.RATE);
      assertThat(source.frameCount()).hasValue(7);
      for (int i = 0; i < 7; i++) {
        TimedFrame frame = source.next().orElseThrow();
        assertThat(frame.picture()).isEqualTo(coded.pictures().get(i));
        assertThat(frame.timestamp()).isEqualTo(i);
        assertThat(frame.duration()).isEqualTo(1);
      }
      assertThat(source.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void frames_areOfThreeChannelsOfEightBits() throws IOException {
    try (LvcVideo video =
        LvcVideo.open(ByteSource.of(Coding.groups(3, 2).file()), LicCodec.shared())) {
      assertThat(video.channels()).isEqualTo(3);
      assertThat(video.bitDepth()).isEqualTo(8);
      assertThat(video.count()).isEqualTo(3);
      assertThat(video.time(1)).isEqualTo(new LvcVideo.FrameTime(1, 1, false));
      assertThat(video.packet(2).orElseThrow().isKey()).isTrue();
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> video.read(3, CodecListener.SILENT));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> video.read(-1, CodecListener.SILENT));
    }
  }

  @Test
  void missingPack_isToldByItsName() throws IOException {
    byte[] file = Coding.groups(3, 3).file();
    try (LvcVideo video = LvcVideo.open(ByteSource.of(file), LicCodec.shared())) {
      video.read(0, CodecListener.SILENT);
      assertThatThrownBy(() -> video.read(1, CodecListener.SILENT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("delta");
    }
  }

  @Test
  void cancelledReading_goesOnLater() throws IOException {
    Coding.Coded coded = Coding.groups(12, 12);
    CodecListener cancelled =
        new CodecListener() {
          private int asked;

          @Override
          public boolean isCancelled() {
            return asked++ > 4;
          }
        };
    try (LvcVideo video = Coding.video(coded.file())) {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> video.read(11, cancelled));
      assertThat(video.read(11, CodecListener.SILENT)).isEqualTo(coded.pictures().get(11));
    }
  }
}
