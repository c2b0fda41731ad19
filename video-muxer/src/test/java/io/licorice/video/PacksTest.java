package io.licorice.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.CodecSettings;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Videos by networks: key frames of the bundled pack, others of a small one of the tests. */
class PacksTest {
  private static final Path PACKS =
      Path.of(System.getProperty("basedir", ".")).resolve("../models/src/test/resources/packs");
  private static final LicCodec CODEC =
      LicCodec.open(new CodecSettings(CodecSettings.DEFAULT.device(), 1, Optional.of(PACKS)));

  @AfterAll
  static void close() throws IOException {
    CODEC.close();
  }

  @Test
  void file_isDecodedToWhatTheEncoderSaw() throws IOException {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder()
            .model("tiny-video")
            .quality(30)
            .keyInterval(5)
            .sceneCuts(false)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Picture> seen = new ArrayList<>();
    try (VideoEncoder encoder = new VideoEncoder(CODEC, options, 40, 36, Coding.RATE);
        LvcWriter writer = LvcWriter.to(bytes, encoder.configuration(), encoder.timeBase())) {
      for (Picture picture : Clips.pan(8, 40, 36, 1)) {
        TimedFrame frame = new TimedFrame(picture, seen.size(), 1);
        writer.write(encoder.encode(frame, CodecListener.SILENT));
        seen.add(encoder.decoded());
      }
      writer.finish();
    }
    Coding.Listener listener = new Coding.Listener();
    try (LvcVideo video = LvcVideo.open(ByteSource.of(bytes.toByteArray()), CODEC)) {
      assertThat(video.configuration().family()).isNotEmpty();
      for (int i : new int[] {7, 3, 4, 5, 0}) {
        assertThat(video.read(i, listener)).isEqualTo(seen.get(i));
      }
    }
    assertThat(listener.warnings).isEmpty();
  }

  @Test
  void gopsAtOnce_areThoseOfOneAfterTheOther() throws IOException {
    VideoEncodeOptions options =
        VideoEncodeOptions.builder().model("tiny-video").quality(30).keyInterval(3).build();
    List<Picture> pictures = Clips.pan(8, 40, 36, 1);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    List<Picture> seen = new ArrayList<>();
    List<TimedFrame> frames = new ArrayList<>();
    try (VideoEncoder encoder = new VideoEncoder(CODEC, options, 40, 36, Coding.RATE);
        LvcWriter writer = LvcWriter.to(plain, encoder.configuration(), encoder.timeBase())) {
      for (Picture picture : pictures) {
        frames.add(new TimedFrame(picture, seen.size(), 1));
        writer.write(encoder.encode(frames.get(seen.size()), CodecListener.SILENT));
        seen.add(encoder.decoded());
      }
      writer.finish();
    }
    ByteArrayOutputStream beside = new ByteArrayOutputStream();
    try (GopEncoder encoder = new GopEncoder(CODEC, options, new ListedFrames(frames), 3);
        LvcWriter writer = LvcWriter.to(beside, encoder.configuration(), Coding.RATE)) {
      for (int i = 0; i < frames.size(); i++) {
        writer.write(encoder.next(CodecListener.SILENT).orElseThrow().packet());
      }
      assertThat(encoder.next(CodecListener.SILENT)).isEmpty();
      writer.finish();
    }
    assertThat(beside.toByteArray()).isEqualTo(plain.toByteArray());
    try (LvcReader packets =
            LvcReader.open(ByteSource.of(beside.toByteArray()), CodecListener.SILENT);
        GopDecoder decoder = new GopDecoder(CODEC, packets, 3)) {
      for (Picture picture : seen) {
        assertThat(decoder.next(CodecListener.SILENT)).isEqualTo(picture);
      }
      assertThat(decoder.hasNext()).isFalse();
    }
  }
}
