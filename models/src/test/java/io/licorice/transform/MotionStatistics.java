package io.licorice.transform;

import io.licorice.bitstream.FramePayload;
import io.licorice.codec.ByteSource;
import io.licorice.codec.CodecListener;
import io.licorice.codec.DecodeOptions;
import io.licorice.codec.EncodeOptions;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import io.licorice.codec.TestPictures;
import io.licorice.lossless.AnswerCounts;
import io.licorice.lossless.ModeMap;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.PackRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts what vectors and modes of predicted frames are like, and prints the constants of {@code
 * MotionStart}.
 *
 * <p>Arguments: id of a pack of predicted frames; folders, each with the frames of a clip as
 * pictures that the JDK reads, the first of which is the key frame.
 */
final class MotionStatistics {
  /** Of frames; what is coded at high qualities is more, so that these are fewer. */
  private static final double[] QUALITIES = {8, 18, 28, 42, 58};

  /** By how much key frames are better. */
  private static final double KEY_ADVANCE = 12;

  private final AnswerCounts vectors = AnswerCounts.ofVectors();
  private final AnswerCounts modes = AnswerCounts.ofModes();

  private MotionStatistics() {}

  /** Prints two lines of hexadecimal digits: for vectors, for modes. */
  public static void main(String[] arguments) throws IOException {
    MotionStatistics counts = new MotionStatistics();
    ExecutionSettings settings = new ExecutionSettings(-1, 2);
    try (VideoModel model =
        Families.openVideo(new PackRegistry(Optional.empty()).byId(arguments[0]), settings)) {
      for (String folder : List.of(arguments).subList(1, arguments.length)) {
        List<Picture> clip = clip(Path.of(folder));
        for (double quality : QUALITIES) {
          counts.add(model, clip, quality);
        }
      }
    }
    System.out.println(counts.vectors);
    System.out.println(counts.modes);
  }

  private static List<Picture> clip(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(MotionStatistics::read).toList();
    }
  }

  private static Picture read(Path file) {
    try {
      return TestPictures.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(VideoModel model, List<Picture> clip, double quality) throws IOException {
    EncodeOptions options = EncodeOptions.builder().quality(quality + KEY_ADVANCE).build();
    LicCodec codec = LicCodec.shared();
    byte[] key = codec.encode(clip.get(0), options, CodecListener.SILENT).bytes();
    Picture first =
        codec.decode(ByteSource.of(key), DecodeOptions.DEFAULT, CodecListener.SILENT).picture();
    DecodedFrame reference = new DecodedFrame(planes(first), Optional.empty());
    int step = (int) Math.round(quality / 100 * (model.qualitySteps() - 1));
    for (Picture picture : clip.subList(1, clip.size())) {
      FramePlanes frame = planes(picture);
      VideoModel.CodedFrame coded = model.encode(frame, reference, step);
      count(model, frame, reference, FramePayload.parse(coded.payload()));
      reference = coded.decoded();
    }
  }

  private void count(
      VideoModel model, FramePlanes frame, DecodedFrame reference, FramePayload payload)
      throws IOException {
    CellBlock block = frame.block();
    if (payload.isMixed()) {
      modes.add(
          ModeMap.decode(payload.modes(), block.width(), block.height(), model.memory(reference)),
          block.width());
    }
    if (payload.hasVectors()) {
      FlowField flow =
          new MotionEncoder(model, frame, reference, payload.quality())
              .find(frame.centred(), model.prior().at(payload.quality()))
              .field();
      vectors.add(flow.parseVectors(payload.vectors(), model.memory(reference)));
    }
  }

  private static FramePlanes planes(Picture picture) {
    short[][] planes = {picture.plane(0), picture.plane(1), picture.plane(2)};
    return FramePlanes.of(picture.width(), picture.height(), planes);
  }
}
