package io.licorice.codec;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Encodes one picture to scratch space in the way that suits it: by networks, by prediction, or, of
 * a lossy picture whose lossless file is no larger or keeps to the target, or that prediction with
 * small errors suits, by the better of both. Used by one thread.
 */
final class PictureSpooler {
  /** A guess of a lossless file's size may be too large by this factor. */
  private static final double LOSSLESS_GUESS = 2;

  /** And by so many bytes: while little is known, guesses of small files are worth little. */
  private static final double LOSSLESS_SLACK = 1024;

  /** How many errors are tried before networks keep to a target better. */
  private static final int MOST_TRIED = 3;

  private final TilePool pool;
  private final Device device;
  private final LicCodec.Models models;
  private final PictureSource source;
  private final EncodeOptions options;
  private final Scratch scratch;
  private final CodecListener listener;

  PictureSpooler(
      TilePool pool,
      Device device,
      LicCodec.Models models,
      PictureSource source,
      EncodeOptions options,
      Scratch scratch,
      CodecListener listener) {
    this.pool = pool;
    this.device = device;
    this.models = models;
    this.source = source;
    this.options = options;
    this.scratch = scratch;
    this.listener = listener;
  }

  /** The coded file, the caller's to close. */
  SpooledPicture spool() throws IOException {
    if (options.qualityMap().filter(QualityMap::isLossless).isPresent()) {
      return losslessByMap();
    }
    if (options.mode() != CodingMode.LOSSY) {
      return predicted(options, listener);
    }
    PictureEncoder encoder = encoder();
    if (options.learnedOnly()) {
      return learned(encoder.encode(), encoder);
    }
    return isTargeted() ? withinTarget(encoder) : noLargerThanLossless(encoder);
  }

  private PictureEncoder encoder() throws IOException {
    LicCodec.OpenPack open = models.open(options.model());
    return new PictureEncoder(source, options, open.pack(), open.model(), pool, scratch, listener);
  }

  /** The lossless file of the picture, if it is not larger than that; the caller's to close. */
  Optional<SpooledPicture> losslessWithin(long most) throws IOException {
    return losslessWithin(most, encoder());
  }

  private boolean isTargeted() {
    return !(options.rate() instanceof EncodeOptions.Rate.Quality);
  }

  private SpooledPicture withinTarget(PictureEncoder encoder) throws IOException {
    long target = options.rate().bytes(source);
    Optional<SpooledPicture> lossless = losslessWithin(target, encoder);
    if (lossless.isEmpty()) {
      PictureEncoder.Result result = encoder.encode();
      SpooledPicture learned = learned(result, encoder);
      return encoder.isGenerative()
          ? learned
          : closerWithin(target, learned, encoder, result.quality());
    }
    listener.progress(1);
    return lossless.get();
  }

  private SpooledPicture noLargerThanLossless(PictureEncoder encoder) throws IOException {
    PictureEncoder.Result result = encoder.encode();
    if (result.file().isEmpty()) {
      return smallestLossless(new PartOfProgress(listener, PictureEncoder.CHOOSING, 1));
    }
    SpooledPicture learned = learned(result, encoder);
    SpooledPicture kept = orLossless(learned, encoder);
    boolean decided = kept != learned || encoder.isGenerative();
    return decided ? kept : cheaper(learned, encoder, result.quality());
  }

  /** Which of two files is better. */
  private interface Better {
    boolean isSecond(SpooledPicture first, SpooledPicture second) throws IOException;
  }

  /** With a target, the file with the smaller error of those that keep to it. */
  private SpooledPicture closerWithin(
      long target, SpooledPicture learned, PictureEncoder encoder, int step) throws IOException {
    if (!isFree()) {
      return learned;
    }
    SquaredError measure = encoder.squaredError();
    NearLosslessChoice choice = encoder.nearLossless(step);
    Better closer =
        (first, second) -> second.length() <= target && measure.of(second) < measure.of(first);
    SpooledPicture kept = learned;
    int least = 1;
    for (int tried = 0; tried < MOST_TRIED && kept == learned; tried++) {
      OptionalInt error = choice.within(target, least);
      kept = betterOf(learned, error, closer);
      least = error.orElse(least) + 1;
    }
    return kept == learned ? learned : orLossless(kept, encoder);
  }

  /** Without a target, the file with less of bits and errors together. */
  private SpooledPicture cheaper(SpooledPicture learned, PictureEncoder encoder, int step)
      throws IOException {
    if (!isFree()) {
      return learned;
    }
    SquaredError measure = encoder.squaredError();
    NearLosslessChoice choice = encoder.nearLossless(step);
    SpooledPicture kept =
        betterOf(
            learned,
            choice.insteadOf(learned.length()),
            (first, second) ->
                choice.isBetter(
                    second.length(), measure.of(second), first.length(), measure.of(first)));
    return kept == learned ? learned : orLossless(kept, encoder);
  }

  /** A lossy file, or the lossless one if that is no larger; closes the other. */
  private SpooledPicture orLossless(SpooledPicture lossy, PictureEncoder encoder)
      throws IOException {
    boolean keep = false;
    try {
      Optional<SpooledPicture> lossless = losslessWithin(lossy.length(), encoder);
      keep = lossless.isEmpty();
      return lossless.orElse(lossy);
    } finally {
      if (!keep) {
        lossy.close();
      }
    }
  }

  /** A map, or alpha that has to be exact, is not for prediction with errors. */
  private boolean isFree() {
    return options.qualityMap().isEmpty() && !source.hasAlpha();
  }

  /** The learned file, or one by prediction with errors if that is better; closes the other. */
  private SpooledPicture betterOf(SpooledPicture learned, OptionalInt error, Better better)
      throws IOException {
    if (error.isEmpty()) {
      return learned;
    }
    SpooledPicture near = null;
    boolean isNear = false;
    boolean done = false;
    try {
      near = nearLossless(error.getAsInt());
      isNear = better.isSecond(learned, near);
      done = true;
      return isNear ? near : learned;
    } finally {
      if (near != null && !isNear) {
        near.close();
      }
      if (isNear || !done) {
        learned.close();
      }
    }
  }

  private SpooledPicture nearLossless(int error) throws IOException {
    EncodeOptions near = EncodeOptions.builder().nearLossless(error).boxed(options.boxed()).build();
    return predicted(near, listener.withoutProgress());
  }

  private SpooledPicture learned(PictureEncoder.Result result, PictureEncoder encoder) {
    double quality = LicCodec.quality(encoder.manifest(), result.quality());
    return new SpooledPicture(
        result.file().orElseThrow(), options.boxed(), encoder.manifest().id(), quality, device);
  }

  /** The lossless file, if it is not larger than that. */
  private Optional<SpooledPicture> losslessWithin(long most, PictureEncoder encoder)
      throws IOException {
    if (encoder.guessLossless() > LOSSLESS_GUESS * most + LOSSLESS_SLACK) {
      return Optional.empty();
    }
    SpooledPicture lossless = smallestLossless(listener.withoutProgress());
    if (lossless.length() <= most) {
      return Optional.of(lossless);
    }
    lossless.close();
    return Optional.empty();
  }

  /** A picture of which nothing is lossy needs no model. */
  private SpooledPicture losslessByMap() throws IOException {
    SpooledPicture coded = lossless(options.tileSize(), listener);
    if (isTargeted()) {
      long target = options.rate().bytes(source);
      long length = coded.length();
      if (length > target) {
        coded.close();
        throw RateSearch.tooLarge(target, length);
      }
    }
    return coded;
  }

  /** The smaller one of the lossless files with the tiles asked for and with the usual ones. */
  private SpooledPicture smallestLossless(CodecListener part) throws IOException {
    SpooledPicture first = lossless(options.tileSize(), new PartOfProgress(part, 0, 0.5));
    if (options.tileSize() == EncodeOptions.PREDICTIVE_TILE_SIZE) {
      part.progress(1);
      return first;
    }
    boolean keep = false;
    try {
      SpooledPicture second =
          lossless(EncodeOptions.PREDICTIVE_TILE_SIZE, new PartOfProgress(part, 0.5, 1));
      keep = first.length() <= second.length();
      if (keep) {
        second.close();
      }
      return keep ? first : second;
    } finally {
      if (!keep) {
        first.close();
      }
    }
  }

  private SpooledPicture lossless(int tileSize, CodecListener part) throws IOException {
    EncodeOptions lossless =
        EncodeOptions.builder().lossless().tileSize(tileSize).boxed(options.boxed()).build();
    return predicted(lossless, part);
  }

  private SpooledPicture predicted(EncodeOptions how, CodecListener part) throws IOException {
    SpooledFile file = new PredictivePictureEncoder(source, how, pool, scratch, part).encode();
    return new SpooledPicture(file, how.boxed(), "", Double.NaN, Device.CPU);
  }
}
