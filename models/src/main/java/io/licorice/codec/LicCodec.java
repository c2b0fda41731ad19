package io.licorice.codec;

import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.LicHeader;
import io.licorice.runtime.ExecutionSettings;
import io.licorice.runtime.ExecutionSettings.Rewriting;
import io.licorice.runtime.ModelPack;
import io.licorice.runtime.PackManifest;
import io.licorice.runtime.PackRegistry;
import io.licorice.transform.Families;
import io.licorice.transform.TransformModel;
import io.licorice.transform.VideoModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Encodes and decodes pictures: with a learned model, or without one exactly or nearly so.
 *
 * <p>Safe for use by several threads; the networks, which lossless files do not need, are loaded at
 * first use and shared. Close it to free their native memory, not before the last call has
 * returned; {@link #shared()} stays open for the life of the program.
 *
 * <pre>{@code
 * LicCodec codec = LicCodec.shared();
 * EncodedPicture coded =
 *     codec.encode(picture, EncodeOptions.ofQuality(60), CodecListener.SILENT);
 * Picture again =
 *     codec
 *         .decode(ByteSource.of(coded.bytes()), DecodeOptions.DEFAULT, CodecListener.SILENT)
 *         .picture();
 * }</pre>
 */
public final class LicCodec implements AutoCloseable {
  private final CodecSettings settings;
  private final Rewriting rewriting;
  private final PackRegistry registry;
  private final boolean closeable;
  private final Map<String, OpenPack> open = new HashMap<>();
  private final Map<String, VideoModel> videos = new HashMap<>();
  private boolean closed;

  /** A pack with its networks, the codec's to close. */
  record OpenPack(ModelPack pack, TransformModel model) {}

  /** Opens packs by their names. */
  interface Models {
    OpenPack open(String id) throws IOException;
  }

  private static final class Shared {
    static final LicCodec CODEC = new LicCodec(CodecSettings.DEFAULT, Rewriting.ALL, false);
  }

  private LicCodec(CodecSettings settings, Rewriting rewriting, boolean closeable) {
    this.settings = settings;
    this.rewriting = rewriting;
    this.registry = new PackRegistry(settings.packs());
    this.closeable = closeable;
  }

  /**
   * Opens a codec of one's own. Networks, and with them ONNX Runtime and the device, are loaded at
   * the first picture.
   *
   * @param settings device, threads, packs
   * @return the codec, the caller's to close
   */
  public static LicCodec open(CodecSettings settings) {
    return open(settings, Rewriting.ALL);
  }

  /** Opens a codec whose networks run as far rewritten as is said. */
  static LicCodec open(CodecSettings settings, Rewriting rewriting) {
    return new LicCodec(settings, rewriting, true);
  }

  /**
   * The codec of {@link CodecSettings#DEFAULT} that all callers share; closing it does nothing.
   *
   * @return the shared codec
   */
  public static LicCodec shared() {
    return Shared.CODEC;
  }

  /**
   * Encodes a picture to memory.
   *
   * @param source the picture: gray or RGB, with or without alpha, of 1 to 16 bits a sample
   * @param options rate, model, tiles
   * @param listener hears of progress, may cancel
   * @return the coded file
   * @throws IOException as {@link #spool}; also if the file is larger than an array can be
   * @throws IllegalArgumentException as {@link #spool}
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public EncodedPicture encode(PictureSource source, EncodeOptions options, CodecListener listener)
      throws IOException {
    try (SpooledPicture coded = spool(source, options, Scratch.MEMORY, listener)) {
      if (coded.length() > Integer.MAX_VALUE - 16) {
        throw new IOException(
            "a file of " + coded.length() + " bytes does not fit in an array; write it instead");
      }
      byte[] bytes = new byte[(int) coded.length()];
      coded.read(0, bytes);
      EncodedFile file = coded.summary();
      return new EncodedPicture(bytes, file.model(), file.quality(), file.device());
    }
  }

  /**
   * Encodes a picture to a file. Neither the picture nor its coded form need fit in memory. The
   * file is there whole or not at all: it takes its name, and the place of a file that had it, when
   * it is complete, and nothing is left behind if the work fails.
   *
   * @param source the picture: gray or RGB, with or without alpha, of 1 to 16 bits a sample
   * @param options rate, model, tiles
   * @param file where to write; its folder takes the temporary files too, together up to twice the
   *     coded size
   * @param listener hears of progress, may cancel
   * @return what was written
   * @throws IOException as {@link #spool}; also if the file cannot be written
   * @throws IllegalArgumentException as {@link #spool}
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public EncodedFile write(
      PictureSource source, EncodeOptions options, Path file, CodecListener listener)
      throws IOException {
    NewFile target = NewFile.at(file);
    try (SpooledPicture coded = spool(source, options, Scratch.in(target.folder()), listener)) {
      target.write(coded::writeTo);
      return coded.summary();
    }
  }

  /**
   * Encodes a picture to a stream. Neither the picture nor its coded form need fit in memory: tiles
   * wait in a temporary file of the system. The stream gets its first byte when all tiles are
   * coded, and none if that fails.
   *
   * @param source the picture: gray or RGB, with or without alpha, of 1 to 16 bits a sample
   * @param options rate, model, tiles
   * @param out receives the file; stays the caller's to flush and close
   * @param listener hears of progress, may cancel
   * @return what was written
   * @throws IOException as {@link #spool}; also if the stream fails
   * @throws IllegalArgumentException as {@link #spool}
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public EncodedFile write(
      PictureSource source, EncodeOptions options, OutputStream out, CodecListener listener)
      throws IOException {
    try (SpooledPicture coded = spool(source, options, Scratch.temporary(), listener)) {
      coded.writeTo(out);
      return coded.summary();
    }
  }

  /**
   * Encodes a picture to scratch space, for those who need to know its size before they write it.
   *
   * @param source the picture: gray or RGB, with or without alpha, of 1 to 16 bits a sample
   * @param options rate, model, tiles
   * @param scratch where coded tiles wait
   * @param listener hears of progress and warnings, may cancel
   * @return the coded file, the caller's to close
   * @throws IOException if the source fails, the scratch space is full, no pack has the model's
   *     name, or ONNX Runtime or the device is not to be had; the message says why
   * @throws IllegalArgumentException if the picture's kind is not supported, the quality map is for
   *     a picture of another size, or the target is smaller than the smallest file of this picture
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public SpooledPicture spool(
      PictureSource source, EncodeOptions options, Scratch scratch, CodecListener listener)
      throws IOException {
    checkKind(source);
    options.qualityMap().ifPresent(map -> map.checkSize(source));
    Models models = id -> model(registry.byId(id));
    TilePool pool = pool(listener);
    SelectiveSpooler.Spoolers spoolers =
        (picture, how, part) ->
            new PictureSpooler(pool, settings.device(), models, picture, how, scratch, part);
    return SelectiveSpooler.suits(options)
        ? new SelectiveSpooler(spoolers, models, pool, source, options, listener).spool()
        : spoolers.of(source, options, listener).spool();
  }

  /** Runs the jobs of one call. */
  private TilePool pool(CodecListener listener) {
    return new TilePool(settings.effectiveThreads(), listener);
  }

  /**
   * Encodes a picture of 32-bit floating-point samples without loss: every bit of every sample
   * comes back, those of NaNs included.
   *
   * @param picture the picture
   * @param scratch where coded tiles wait
   * @param listener hears of progress and warnings, may cancel
   * @return the coded file, the caller's to close; {@link #decodeFloats} decodes it
   * @throws IOException if the scratch space is full
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public SpooledPicture spoolFloats(FloatPicture picture, Scratch scratch, CodecListener listener)
      throws IOException {
    return new FloatPictureEncoder(picture, pool(listener), scratch, listener).encode();
  }

  /**
   * The networks of a video pack, to encode with.
   *
   * @param id the pack's id
   * @return what codes predicted frames; usable until this codec is closed
   * @throws IOException if there is no such pack, it is of another kind, or ONNX Runtime is not to
   *     be had
   */
  public FramePredictor predictor(String id) throws IOException {
    return predictor(registry.byId(id));
  }

  /**
   * The networks of the video pack that a stream names.
   *
   * @param id the pack's id
   * @param hashPrefix the first four bytes of its hash
   * @return what decodes predicted frames; usable until this codec is closed
   * @throws IOException as {@link #predictor(String)}
   */
  public FramePredictor predictor(String id, int hashPrefix) throws IOException {
    return predictor(registry.byHash(id, hashPrefix));
  }

  /**
   * Whether a pack makes pictures up.
   *
   * @param id the pack's id
   * @return true for the packs that {@link EncodeOptions.Builder#generator} takes
   * @throws IOException if there is no such pack; the message says where packs are looked for
   */
  public boolean isGenerative(String id) throws IOException {
    return Families.isGenerative(registry.byId(id).manifest().family());
  }

  /**
   * The classes that a pack draws from, for label maps.
   *
   * @param id the pack's id
   * @return the classes in the pack's order; none for packs that draw from no labels
   * @throws IOException if there is no such pack; the message says where packs are looked for
   */
  public List<LabelClass> classes(String id) throws IOException {
    return classes(registry.byId(id));
  }

  /**
   * The bytes that a file with one picture takes beside those that a target in its options covers.
   * A label map that the picture is drawn from and generated cells are covered already; in a file
   * that turns out lossless nothing is, see {@link EncodedFile#model}, and the file takes {@link
   * LicFileWriter#overhead}.
   *
   * @param options how the picture is to be encoded
   * @param metadata what is to be said of it
   * @param thumbnails codestreams of small versions of it
   * @return bytes
   * @throws IOException if a pack that the options name is not to be had
   */
  public long overhead(EncodeOptions options, PictureMetadata metadata, List<byte[]> thumbnails)
      throws IOException {
    return new OwnBoxes(options, this::isGenerative).overhead(metadata, thumbnails);
  }

  private static void checkKind(PictureSource source) {
    boolean channels = source.channels() >= 1 && source.channels() <= 4;
    if (!channels || source.bitDepth() < 1 || source.bitDepth() > 16) {
      throw new IllegalArgumentException(
          "1 to 4 channels of 1 to 16 bits expected, found "
              + source.channels()
              + " of "
              + source.bitDepth());
    }
  }

  /**
   * Decodes a picture or a region of it.
   *
   * @param source the coded file
   * @param options region, limits
   * @param listener hears of progress and warnings, may cancel
   * @return the picture with its warnings
   * @throws LicFormatException if the file is malformed or larger than the limit, or its samples
   *     are floating-point numbers
   * @throws IOException if reading fails, the pack that the file names is not to be had, or ONNX
   *     Runtime or the device is not to be had; the message says why
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public DecodedPicture decode(ByteSource source, DecodeOptions options, CodecListener listener)
      throws IOException {
    CodedFile file = CodedFile.open(source);
    if (file.isFloat()) {
      throw new LicFormatException(
          -1, "the picture holds 32-bit floating-point samples, which LicCodec.decodeFloats gives");
    }
    LicHeader header = file.header();
    Region region = region(header, options);
    file.unknownBoxes().forEach(listener::warning);
    TilePool pool = pool(listener);
    Optional<GeneratedPart> generated = file.generated();
    if (generated.isEmpty()) {
      return with(file.unknownBoxes(), decode(file, region, pool, listener));
    }
    DecodedPicture picture = decode(file, region, pool, new PartOfProgress(listener, 0, 0.5));
    GeneratedPart part = generated.get();
    CodecListener second = new PartOfProgress(listener, 0.5, 1);
    DecodedPicture made = decode(part.open(header), region, pool, second);
    pool.call(() -> part.cells().laid(made.picture(), picture.picture(), region));
    return with(file.unknownBoxes(), with(made.warnings(), picture));
  }

  private static Region region(LicHeader header, DecodeOptions options) throws LicFormatException {
    Region region = options.region().orElse(Region.whole(header.width(), header.height()));
    if (!region.isInside(header.width(), header.height())) {
      throw new IllegalArgumentException(
          "region " + region + " is not inside " + header.width() + "x" + header.height());
    }
    long pixels = (long) region.width() * region.height();
    long limit = Math.min(options.maxPixels(), Picture.MAX_PIXELS);
    if (pixels > limit) {
      throw new LicFormatException(-1, pixels + " pixels are over the limit of " + limit);
    }
    return region;
  }

  /**
   * Decodes a picture of floating-point samples, or a region of it. Samples of damaged tiles are
   * 0.0; the listener is warned of each such tile.
   *
   * @param source the coded file, or {@link LicFile#picture}
   * @param options region, limits
   * @param listener hears of progress and warnings, may cancel
   * @return the picture
   * @throws LicFormatException if the file is malformed or larger than the limit, no tile that was
   *     asked for is intact, or the samples are integers, which {@link #decode} decodes
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public FloatPicture decodeFloats(ByteSource source, DecodeOptions options, CodecListener listener)
      throws IOException {
    CodedFile file = CodedFile.open(source);
    Optional<FloatPart> part = file.floats();
    if (part.isEmpty()) {
      throw new LicFormatException(
          -1, "the picture holds integer samples, which LicCodec.decode gives");
    }
    Region region = region(file.header(), options);
    file.unknownBoxes().forEach(listener::warning);
    return new FloatPictureDecoder(part.get(), pool(listener), listener).decode(region);
  }

  private DecodedPicture decode(
      CodedFile file, Region region, TilePool pool, CodecListener listener) throws IOException {
    file.checkFamily();
    if (file.isPredictive()) {
      PredictivePictureDecoder decoder = new PredictivePictureDecoder(file, pool, listener);
      Picture picture = decoder.decode(region);
      return new DecodedPicture(picture, decoder.warnings(), Device.CPU);
    }
    OpenPack open = model(file);
    TransformModel model = open.model;
    ModelLabels labels =
        model.isGenerative()
            ? ModelLabels.of(pool.call(() -> file.labels(classes(open.pack))), model)
            : ModelLabels.UNKNOWN;
    PictureDecoder decoder = new PictureDecoder(file, model, labels, pool, listener);
    Picture picture = decoder.decode(region);
    return new DecodedPicture(picture, decoder.warnings(), settings.device());
  }

  /** The model that a file names, if what its header asks for is in it. */
  private OpenPack model(CodedFile file) throws IOException {
    LicHeader header = file.header();
    OpenPack open = model(registry.byHash(header.packId(), header.packHash()));
    TransformModel model = open.model;
    if (header.quality() >= model.qualitySteps()) {
      throw new LicFormatException(
          file.bodyOffset() - header.length() + header.qualityOffset(),
          "quality step " + header.quality() + ", the pack has " + model.qualitySteps());
    }
    checkLevels(file, model);
    return open;
  }

  /**
   * Finds out where the bits of a coded picture went, by decoding its integers alone.
   *
   * @param source the coded file
   * @param listener hears of progress and of damaged tiles, whose cells have no bits; may cancel
   * @return the bits of each cell of 16 x 16 pixels
   * @throws LicFormatException if the file is malformed or has over 2^26 cells
   * @throws IOException if reading fails, a pack that the file names is not to be had, or ONNX
   *     Runtime or the device is not to be had; the message says why
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public BitAllocation bitAllocation(ByteSource source, CodecListener listener) throws IOException {
    CodedFile file = CodedFile.open(source);
    LicHeader header = file.header();
    file.unknownBoxes().forEach(listener::warning);
    TilePool pool = pool(listener);
    Optional<GeneratedPart> generated = file.generated();
    double first = generated.isEmpty() ? 1 : 0.5;
    CellBits bits = bits(file, pool, new PartOfProgress(listener, 0, first));
    if (generated.isPresent()) {
      CodedFile made = generated.get().open(header);
      CellBits more = bits(made, pool, new PartOfProgress(listener, first, 1));
      generated.get().cells().settle(more);
      bits.add(0, 0, more);
    }
    return bits.allocation(header.width(), header.height());
  }

  private CellBits bits(CodedFile file, TilePool pool, CodecListener listener) throws IOException {
    file.checkFamily();
    TransformModel model = file.isPredictive() ? null : model(file).model;
    return new BitCounter(file, model, pool, listener).count();
  }

  private static DecodedPicture with(List<String> warnings, DecodedPicture decoded) {
    List<String> all = Stream.concat(warnings.stream(), decoded.warnings().stream()).toList();
    return new DecodedPicture(decoded.picture(), all, decoded.device());
  }

  private static void checkLevels(CodedFile file, TransformModel model) throws LicFormatException {
    LicHeader header = file.header();
    List<Integer> steps = header.steps();
    if (model.isGenerative() && header.hasExact()) {
      throw new LicFormatException(
          file.bodyOffset() - header.length() + header.qualityOffset() + Short.BYTES,
          "exact cells in a picture that is synthesised");
    }
    int highest = steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
    if (highest >= model.qualitySteps()) {
      throw new LicFormatException(
          file.bodyOffset() - header.length() + header.qualityOffset() + Short.BYTES,
          "quality map with step " + highest + ", the pack has " + model.qualitySteps());
    }
  }

  /**
   * Reads what the header says; starts no network and loads no native library.
   *
   * @param source the coded file
   * @return the header's content; the quality is NaN if the file's pack is not to be had
   * @throws LicFormatException if the file is malformed
   * @throws IOException if reading fails
   */
  public static PictureInfo info(ByteSource source) throws IOException {
    CodedFile file = CodedFile.open(source);
    LicHeader header = file.header();
    if (file.isPredictive()) {
      return file.info(step -> Double.NaN);
    }
    Optional<ModelPack> pack = shared().registry.lookUp(header.packId(), header.packHash());
    return file.info(step -> pack.map(p -> quality(p.manifest(), step)).orElse(Double.NaN));
  }

  /**
   * The packs that are to be had, in the order in which they are looked for, with all their files
   * checked.
   *
   * @param settings names an additional folder
   * @return one record a pack
   * @throws IOException if a folder cannot be listed
   */
  public static List<PackInfo> packs(CodecSettings settings) throws IOException {
    PackRegistry registry = new PackRegistry(settings.packs());
    List<PackInfo> infos = new ArrayList<>();
    for (ModelPack pack : registry.packs()) {
      infos.add(
          new PackInfo(
              pack.manifest().id(),
              pack.hash(),
              pack.manifest().familyName(),
              Families.isVideo(pack.manifest().family()),
              pack.origin(),
              pack.manifest().licence(),
              pack.size(),
              pack.manifest().decodeMacsPerPixel(),
              pack.verify()));
    }
    for (PackRegistry.BrokenPack broken : registry.broken()) {
      infos.add(
          new PackInfo("?", "", "", false, broken.origin(), "", 0, 0, List.of(broken.problem())));
    }
    return infos;
  }

  /** The classes that a pack knows. */
  static List<LabelClass> classes(ModelPack pack) throws IOException {
    return pack.classes().stream()
        .map(c -> new LabelClass(c.name(), c.colour().stream().reduce(0, (a, b) -> a << 8 | b)))
        .toList();
  }

  static double quality(PackManifest manifest, int step) {
    int highest = manifest.highestStep() - manifest.lowestStep();
    return step > highest ? Double.NaN : 100.0 * step / highest;
  }

  private synchronized OpenPack model(ModelPack pack) throws IOException {
    checkOpen();
    OpenPack known = open.get(pack.hash());
    if (known == null) {
      known = new OpenPack(pack, Families.open(pack, execution()));
      open.put(pack.hash(), known);
    }
    return known;
  }

  private synchronized FramePredictor predictor(ModelPack pack) throws IOException {
    checkOpen();
    VideoModel known = videos.get(pack.hash());
    if (known == null) {
      known = Families.openVideo(pack, execution());
      videos.put(pack.hash(), known);
    }
    return new PackPredictor(pack, known, this::pool);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the codec is closed");
    }
  }

  private ExecutionSettings execution() {
    int device = settings.device().cuda() ? settings.device().index() : -1;
    return new ExecutionSettings(device, settings.effectiveThreads(), rewriting);
  }

  /** Frees the networks; the shared codec stays open. */
  @Override
  public synchronized void close() throws IOException {
    if (!closeable) {
      return;
    }
    closed = true;
    for (OpenPack pack : open.values()) {
      pack.model.close();
    }
    open.clear();
    for (VideoModel video : videos.values()) {
      video.close();
    }
    videos.clear();
  }
}
