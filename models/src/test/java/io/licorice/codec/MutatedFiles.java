package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.lossless.LosslessSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decodes damaged files and counts what becomes of them; ends with exit code 1 if one of them gives
 * anything but a picture with a warning, the intact picture, or an exception of the documented
 * kinds, or takes too long.
 *
 * <p>Arguments: how many files, and the seed.
 */
final class MutatedFiles {
  private static final DecodeOptions LIMITED = DecodeOptions.DEFAULT.withMaxPixels(1 << 20);
  private static final long MAX_NANOS = 2_000_000_000L;
  private static final int SMALL = 400;

  /** What a file may end in. */
  private enum Outcome {
    INTACT,
    WARNED,
    MALFORMED,
    NO_PACK,
    SILENT,
    WRONG_EXCEPTION,
    TOO_SLOW;

    boolean isFault() {
      return this == SILENT || this == WRONG_EXCEPTION || this == TOO_SLOW;
    }
  }

  private final LicCodec codec = LicCodec.open(CodecSettings.DEFAULT.withThreads(1));
  private final SplittableRandom random;
  private final List<byte[]> originals = new ArrayList<>();
  private final List<Object> pictures = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final List<String> faults = new ArrayList<>();
  private int latentsSeen;
  private long slowest;

  private MutatedFiles(long seed) throws IOException {
    this.random = new SplittableRandom(seed);
    for (int channels : new int[] {1, 3}) {
      for (boolean boxed : new boolean[] {false, true}) {
        add(37 + 9 * channels, 21, channels, 40, boxed);
        add(261, 18, channels, 8, boxed);
      }
    }
    int planes = 0;
    for (LosslessSamples.Kind kind : LosslessSamples.Kind.values()) {
      planes = planes % 4 + 1;
      int depth = kind == LosslessSamples.Kind.NOISE ? 12 : 8;
      EncodeOptions.Builder options = EncodeOptions.builder().tileSize(128);
      add(deep(kind, planes, depth), options.lossless().build());
      add(deep(kind, 5 - planes, depth), options.nearLossless(2).build());
    }
    EncodeOptions learned = Coding.tiled(10, 128);
    add(deep(LosslessSamples.Kind.PHOTO, 2, 8), learned);
    add(deep(LosslessSamples.Kind.PHOTO, 3, 12), learned);
    add(deep(LosslessSamples.Kind.DRAWING, 4, 16), learned);
    for (double best : new double[] {40, QualityMap.LOSSLESS}) {
      addMapped(140, 130, 3, 8, best);
      addMapped(60, 70, 1, 8, best);
      addMapped(150, 40, 4, 12, best);
    }
    addGenerated();
    addFloats(FloatPictures.counts(140, 21, 1));
    addFloats(FloatPictures.special(20, 9, 1));
    addFloats(FloatPictures.counts(260, 5, 1));
  }

  private void addFloats(FloatPicture picture) throws IOException {
    PictureMetadata metadata = PictureMetadata.NONE.withApplication("ImageJ", new byte[9]);
    originals.add(FloatPictures.encode(picture, metadata));
    pictures.add(picture);
  }

  private void addGenerated() throws IOException {
    int[] labels = new int[70 * 40];
    Arrays.setAll(labels, i -> i % 70 / 30);
    List<LabelClass> classes =
        List.of(
            new LabelClass("Road", 1), new LabelClass("Tree", 2), new LabelClass("Building", 3));
    EncodeOptions.Builder drawn =
        EncodeOptions.builder()
            .model(EncodeOptions.DEFAULT_GENERATOR)
            .quality(34)
            .labels(LabelMap.of(70, 40, classes, labels));
    Picture picture = TestPictures.photoLike(70, 40, 3, 5);
    add(picture, drawn.learnedOnly(true).build());
    QualityMap map =
        QualityMap.over(70, 40, QualityMap.GENERATED).region(new Region(20, 9, 20, 9), 30).build();
    add(picture, EncodeOptions.builder().qualityMap(map).learnedOnly(true).build());
  }

  private void addMapped(int width, int height, int channels, int depth, double best)
      throws IOException {
    QualityMap.Builder map = QualityMap.over(width, height, 5);
    map.region(new Region(20, 10, 24, 9), best).region(new Region(width - 9, 30, 5, 5), 20);
    LosslessSamples.Kind kind = LosslessSamples.Kind.PHOTO;
    short[][] planes = LosslessSamples.planes(kind, channels, width, height, depth, 4);
    add(
        new Picture(width, height, depth, planes),
        EncodeOptions.builder().tileSize(128).qualityMap(map.build()).learnedOnly(true).build());
  }

  private static Picture deep(LosslessSamples.Kind kind, int channels, int depth) {
    return new Picture(140, 21, depth, LosslessSamples.planes(kind, channels, 140, 21, depth, 4));
  }

  private void add(int width, int height, int channels, double quality, boolean boxed)
      throws IOException {
    EncodeOptions options =
        EncodeOptions.builder()
            .quality(quality)
            .tileSize(128)
            .boxed(boxed)
            .learnedOnly(true)
            .build();
    add(TestPictures.photoLike(width, height, channels, originals.size()), options);
  }

  private void add(Picture picture, EncodeOptions options) throws IOException {
    byte[] file = codec.encode(picture, options, CodecListener.SILENT).bytes();
    originals.add(file);
    pictures.add(codec.decode(ByteSource.of(file), LIMITED, CodecListener.SILENT).picture());
  }

  /** Prints a summary. */
  public static void main(String[] arguments) throws IOException {
    MutatedFiles run = new MutatedFiles(Long.parseLong(arguments[1]));
    int count = Integer.parseInt(arguments[0]);
    int done = run.truncateEverywhere(count / 4);
    while (done++ < count) {
      int original = run.random.nextInt(run.originals.size());
      byte[] damaged = run.mutate(run.originals.get(original));
      run.judge(done % 2 == 0 ? FileSurgery.withSums(damaged) : damaged, original);
    }
    System.out.println(
        count
            + " files: "
            + run.outcomes
            + ", other latents than the encoder's "
            + run.latentsSeen
            + ", slowest "
            + run.slowest / 1_000_000
            + " ms");
    run.faults.forEach(System.out::println);
    System.exit(run.faults.isEmpty() ? 0 : 1);
  }

  /** Cuts the smaller files at every length, as is and with check sums that fit. */
  private int truncateEverywhere(int limit) {
    int done = 0;
    for (int original = 0; original < originals.size(); original++) {
      byte[] file = originals.get(original);
      for (int length = 0; file.length <= SMALL && length < file.length && done < limit; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        judge(done++ % 2 == 0 ? FileSurgery.withSums(cut) : cut, original);
      }
    }
    return done;
  }

  private byte[] mutate(byte[] original) {
    byte[] file = original.clone();
    int times = 1 + random.nextInt(4) / 3;
    for (int n = 0; n < times; n++) {
      file = mutateOnce(file);
    }
    return file;
  }

  private byte[] mutateOnce(byte[] file) {
    if (file.length < 2) {
      return new byte[random.nextInt(40)];
    }
    int kind = random.nextInt(8);
    int at = place(file.length);
    int span = Math.min(file.length - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 64 : 6));
    byte[] noise = new byte[span];
    random.nextBytes(noise);
    return switch (kind) {
      case 0 -> {
        file[at] ^= (byte) (1 << random.nextInt(8));
        yield file;
      }
      case 1 -> overwritten(file, at, noise);
      case 2 -> {
        Arrays.fill(noise, (byte) (random.nextBoolean() ? -1 : 0));
        yield overwritten(file, at, noise);
      }
      case 3 -> spliced(file, at, 0, noise);
      case 4 -> spliced(file, at, span, new byte[0]);
      case 5 -> Arrays.copyOf(file, at);
      case 6 -> spliced(file, at, 0, Arrays.copyOfRange(file, at, at + span));
      default -> field(file);
    };
  }

  /** Every third place is near the beginning, where the fields are. */
  private int place(int length) {
    return random.nextInt(random.nextInt(3) > 0 ? length : Math.min(length, 70));
  }

  /** Changes a length: the size of a box, a side, the length of a tile. */
  private byte[] field(byte[] file) {
    int at = place(Math.min(file.length, 64));
    int[] values = {0, 1, 2, 7, 8, 15, 16, 127, 128, 255, 254};
    file[at] = (byte) values[random.nextInt(values.length)];
    return file;
  }

  private static byte[] overwritten(byte[] file, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, file, at, bytes.length);
    return file;
  }

  private static byte[] spliced(byte[] file, int at, int removed, byte[] inserted) {
    byte[] result = new byte[file.length - removed + inserted.length];
    System.arraycopy(file, 0, result, 0, at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    int rest = file.length - at - removed;
    System.arraycopy(file, at + removed, result, at + inserted.length, rest);
    return result;
  }

  private void judge(byte[] file, int original) {
    long start = System.nanoTime();
    Outcome outcome = outcome(file, original);
    long nanos = System.nanoTime() - start;
    slowest = Math.max(slowest, nanos);
    count(nanos > MAX_NANOS ? Outcome.TOO_SLOW : outcome, file);
  }

  private void count(Outcome outcome, byte[] file) {
    outcomes.merge(outcome, 1, Integer::sum);
    if (outcome.isFault() && faults.size() < 20) {
      faults.add(outcome + ": " + HexFormat.of().formatHex(file));
    }
  }

  private Outcome outcome(byte[] file, int original) {
    try {
      readMetadata(file);
      List<String> warnings = new ArrayList<>();
      Object decoded = decode(file, original, warnings);
      if (!warnings.isEmpty()) {
        noteLatents(warnings.toString());
        return Outcome.WARNED;
      }
      return decoded.equals(pictures.get(original)) || headerChanged(file, original)
          ? Outcome.INTACT
          : Outcome.SILENT;
    } catch (LicFormatException e) {
      noteLatents(e.getMessage());
      return e.offset() <= file.length ? Outcome.MALFORMED : Outcome.WRONG_EXCEPTION;
    } catch (IOException e) {
      return e.getMessage().startsWith("the file needs pack") ? Outcome.NO_PACK : fault(e);
    } catch (RuntimeException | Error e) {
      return fault(e);
    }
  }

  /** Malformed metadata do not keep anyone from the samples. */
  private static void readMetadata(byte[] file) {
    try {
      LicFile.open(ByteSource.of(file)).metadata(0);
    } catch (IOException expected) {
      // Whoever asks for them hears of it.
      return;
    }
  }

  /** What the file gives when it is decoded as its original is. */
  private Object decode(byte[] file, int original, List<String> warnings) throws IOException {
    CodecListener listener =
        new CodecListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    return pictures.get(original) instanceof FloatPicture
        ? codec.decodeFloats(ByteSource.of(file), LIMITED, listener)
        : codec.decode(ByteSource.of(file), LIMITED, listener).picture();
  }

  private void noteLatents(String message) {
    if (message.contains("decoded latents have CRC")) {
      latentsSeen++;
    }
  }

  private Outcome fault(Throwable e) {
    if (faults.size() < 10) {
      faults.add(e + " at " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 6)));
    }
    return Outcome.WRONG_EXCEPTION;
  }

  /** A header whose check sum was made to fit is a different file, not a damaged one. */
  private boolean headerChanged(byte[] file, int original) {
    try {
      return !CodedFile.open(ByteSource.of(file))
          .header()
          .equals(CodedFile.open(ByteSource.of(originals.get(original))).header());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
