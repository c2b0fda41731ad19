package io.licorice.codec;

import io.licorice.bitstream.GeneratedBox;
import io.licorice.bitstream.PictureBoxes;
import io.licorice.transform.TransformModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes one picture of which a generative pack makes up all or a part: what it draws from goes
 * into boxes beside the codestream. Used by one thread.
 */
final class SelectiveSpooler {
  /** Share of the work that the generated cells take. */
  private static final double GENERATING = 0.3;

  private final Spoolers spoolers;
  private final LicCodec.Models models;
  private final TilePool pool;
  private final PictureSource source;
  private final EncodeOptions options;
  private final CodecListener listener;

  /** Makes what encodes a picture by one model. */
  interface Spoolers {
    PictureSpooler of(PictureSource picture, EncodeOptions how, CodecListener part);
  }

  SelectiveSpooler(
      Spoolers spoolers,
      LicCodec.Models models,
      TilePool pool,
      PictureSource source,
      EncodeOptions options,
      CodecListener listener) {
    this.spoolers = spoolers;
    this.models = models;
    this.pool = pool;
    this.source = source;
    this.options = options;
    this.listener = listener;
  }

  /** Whether a picture may need it. */
  static boolean suits(EncodeOptions options) {
    Optional<QualityMap> map = options.qualityMap();
    return map.filter(QualityMap::hasGenerated).isPresent()
        || (options.mode() == CodingMode.LOSSY
            && options.labels().isPresent()
            && map.filter(QualityMap::isLossless).isEmpty());
  }

  /** The coded file, the caller's to close. */
  SpooledPicture spool() throws IOException {
    Optional<QualityMap> map = options.qualityMap();
    if (map.isEmpty() || !map.get().hasGenerated()) {
      return drawn(options, listener);
    }
    if (map.get().isGenerated()) {
      EncodeOptions whole = generating(options.toBuilder().qualityMap(null)).build();
      return drawn(whole, listener);
    }
    return composite(map.get());
  }

  /** A picture by one model, with the label map if that one draws from it. */
  private SpooledPicture drawn(EncodeOptions how, CodecListener part) throws IOException {
    boolean labelled = how.labels().isPresent() && model(how.model()).isGenerative();
    if (!labelled) {
      return spoolers.of(source, how, part).spool();
    }
    List<PictureBoxes.Body> boxes = List.of(labels(how.labels().get(), how.model()));
    SpooledPicture coded = spoolers.of(source, beside(boxes, how), part).spool();
    // A lossless file, which may be the better one, needs no labels.
    return coded.summary().model().isEmpty() ? coded : coded.beside(boxes, how.labels());
  }

  private SpooledPicture composite(QualityMap map) throws IOException {
    List<PictureBoxes.Body> boxes = new ArrayList<>();
    boxes.add(new PictureBoxes.Body(PictureBoxes.GENERATED, generated(map)));
    EncodeOptions made = generating(options.toBuilder()).build();
    if (made.labels().isPresent()) {
      boxes.add(labels(made.labels().get(), made.model()));
    }
    EncodeOptions rest = beside(boxes, options).toBuilder().labels(null).learnedOnly(true).build();
    PictureSpooler spooler = spoolers.of(source, rest, new PartOfProgress(listener, GENERATING, 1));
    SpooledPicture coded = spooler.spool().beside(boxes, made.labels());
    boolean keep = false;
    try {
      Optional<SpooledPicture> lossless =
          options.learnedOnly() ? Optional.empty() : spooler.losslessWithin(coded.length());
      keep = lossless.isEmpty();
      return lossless.orElse(coded);
    } finally {
      if (!keep) {
        coded.close();
      }
    }
  }

  /** The body of the box with the generated cells. */
  private byte[] generated(QualityMap map) throws IOException {
    EncodeOptions how =
        generating(options.toBuilder().qualityMap(null)).boxed(false).learnedOnly(true).build();
    if (!model(how.model()).isGenerative()) {
      throw new IllegalArgumentException("pack " + how.model() + " does not generate pictures");
    }
    PictureSource colours = new WithoutAlpha(source);
    CodecListener part = new PartOfProgress(listener, 0, GENERATING);
    try (SpooledPicture made = spoolers.of(colours, how, part).spool()) {
      byte[] codestream = new byte[Math.toIntExact(made.length())];
      made.read(0, codestream);
      return GeneratedBox.toBytes(GeneratedCells.of(map).toBytes(), codestream);
    }
  }

  /** The options of what is made up. */
  private EncodeOptions.Builder generating(EncodeOptions.Builder how) throws IOException {
    TransformModel model = model(options.generator());
    double coarsest = options.labels().isPresent() ? 0 : 100.0 / (model.qualitySteps() - 1);
    return how.model(options.generator())
        .alphaError(options.maxError())
        .quality(options.generatedQuality().orElse(coarsest));
  }

  private TransformModel model(String id) throws IOException {
    return models.open(id).model();
  }

  private PictureBoxes.Body labels(LabelMap map, String pack) throws IOException {
    boolean named = !map.classes().equals(LicCodec.classes(models.open(pack).pack()));
    return new PictureBoxes.Body(PictureBoxes.LABELS, pool.call(() -> map.toBytes(named)));
  }

  /** The options of a codestream that boxes stand beside: they count towards a target. */
  private EncodeOptions beside(List<PictureBoxes.Body> boxes, EncodeOptions how) {
    EncodeOptions.Builder bare = how.toBuilder().boxed(false);
    if (how.rate() instanceof EncodeOptions.Rate.Quality) {
      return bare.build();
    }
    long target = how.rate().bytes(source);
    long overhead = SpooledPicture.overhead(boxes);
    if (target <= overhead) {
      throw RateSearch.tooLarge(target, overhead);
    }
    return bare.rate(new EncodeOptions.Rate.TargetBytes(target - overhead)).build();
  }
}
