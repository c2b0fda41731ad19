package io.licorice.codec;

import io.licorice.bitstream.LabelBox;
import io.licorice.runtime.SegmenterPack;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out what each pixel of a picture shows: a segmentation network with the list of its
 * classes, our own or any other in ONNX.
 *
 * <p>A network takes one tensor of floats, 1 x 3 x height x width, red, green and blue, and gives
 * scores, 1 x classes x h x w, or indices of classes, 1 x h x w or 1 x 1 x h x w, where h and w are
 * height and width or smaller by a whole factor. How it wants its samples, and of what sizes,
 * stands in a list of classes beside it; see {@code models/README.md}.
 *
 * <p>Owns its network. Safe for use by several threads until closed.
 */
public final class Segmenter implements AutoCloseable {
  /** The id of the network for street scenes, which is in the jar. */
  public static final String DEFAULT_MODEL = "streets";

  private final SegmenterNetwork network;
  private final List<LabelClass> classes;
  private final byte[] levels;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Segmenter(SegmenterPack pack, SegmenterNetwork network) {
    this.network = network;
    this.classes =
        pack.classes().stream()
            .flatMap(Optional::stream)
            .map(entry -> new LabelClass(entry.name(), entry.colour()))
            .toList();
    this.levels = levels(pack.classes());
  }

  /** By index of the network: 0 for no class, else one more than the number of the class. */
  private static byte[] levels(List<Optional<LabelBox.Entry>> classes) {
    byte[] levels = new byte[classes.size()];
    int next = 1;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (classes.get(i).isPresent() ? next++ : 0);
    }
    return levels;
  }

  /**
   * Loads a network.
   *
   * @param model an id of the jar, such as {@link #DEFAULT_MODEL}; else the path of a folder with
   *     {@code segmenter.onnx} and {@code classes.json}, or of an {@code .onnx} file beside which
   *     {@code classes.json} is, or a file of its own name and the suffix {@code .json}
   * @param settings device and threads
   * @return the segmenter, the caller's to close
   * @throws IOException if there is no such network, its files are broken, or ONNX Runtime or the
   *     device is not to be had; one sentence says what was expected
   */
  public static Segmenter open(String model, CodecSettings settings) throws IOException {
    SegmenterPack pack = SegmenterPack.open(model);
    return new Segmenter(pack, SegmenterNetwork.open(pack, settings));
  }

  /**
   * The classes that it tells apart.
   *
   * @return 1 to 255 classes, as the maps that it makes number them
   */
  public List<LabelClass> classes() {
    return classes;
  }

  /**
   * Gives each pixel a class, or none where the network has an index for that.
   *
   * <p>Samples of all depths are seen as parts of the largest one of their depth, gray ones as
   * colours; what is transparent is seen as what is beside it. A network may want large pictures
   * scaled down before it sees them, as {@link #DEFAULT_MODEL} does where the shorter side is above
   * 360 pixels, or all of them brought to one size; scores are then interpolated for the pixels. Of
   * what is left, up to 1280 x 1280 pixels are seen whole, and more in tiles that overlap by 128 on
   * each side, so that memory is bounded but for a byte a pixel of the result. A network that looks
   * farther than that, such as {@link #DEFAULT_MODEL} with its mean over all that it sees, gives
   * tiles other classes here and there than it would give the whole.
   *
   * @param source a picture of any kind and size, read by the calling thread
   * @param listener hears of progress, may cancel
   * @return the classes of its pixels
   * @throws IOException if the pixels cannot be fetched, or the network fails or gives what is not
   *     as described above
   * @throws IllegalArgumentException if the picture has over 2^31 - 9 pixels
   * @throws IllegalStateException if the segmenter is closed
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public LabelMap segment(PictureSource source, CodecListener listener) throws IOException {
    if ((long) source.width() * source.height() > Picture.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "picture of "
              + source.width()
              + "x"
              + source.height()
              + " pixels: there is no room for so many labels");
    }
    if (closed.get()) {
      throw new IllegalStateException("the segmenter is closed");
    }
    byte[] map = new SegmentationRun(network, levels, source, listener).run();
    return new LabelMap(source.width(), source.height(), 0, classes, map, new byte[0]);
  }

  /** Frees the network, not before the last call has returned; a second time it does nothing. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      network.close();
    }
  }
}
