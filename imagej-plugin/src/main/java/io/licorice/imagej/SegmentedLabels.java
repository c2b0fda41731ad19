package io.licorice.imagej;

import ij.ImagePlus;
import io.licorice.codec.CodecListener;
import io.licorice.codec.LabelMap;
import io.licorice.codec.Segmenter;
import java.io.IOException;
import java.util.Optional;

/** Labels by the segmentation network. */
final class SegmentedLabels implements SliceLabels {
  private final ImagePlus image;
  private final Segmenter network;
  private final CodecListener listener;

  /**
   * Loads the network.
   *
   * @param listener may cancel, and hears of warnings
   */
  SegmentedLabels(ImagePlus image, CodecListener listener) throws IOException {
    this.image = image;
    this.network = Segmenter.open(Segmenter.DEFAULT_MODEL, Codecs.settings());
    this.listener = listener;
  }

  @Override
  public Optional<LabelMap> of(int slice) throws IOException {
    // Encoding the plane has the progress bar for itself.
    CodecListener quiet = listener.withoutProgress();
    return Optional.of(network.segment(SeenPlane.of(image, slice), quiet));
  }

  @Override
  public void close() throws IOException {
    network.close();
  }
}
