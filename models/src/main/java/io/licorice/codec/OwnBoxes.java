package io.licorice.codec;

import io.licorice.bitstream.PictureBoxes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The boxes without which a picture that is yet to be encoded could not be decoded; {@link
 * SelectiveSpooler} makes them and counts them towards a target.
 */
final class OwnBoxes {
  private final EncodeOptions options;
  private final Packs packs;

  /** Knows the packs. */
  interface Packs {
    boolean isGenerative(String id) throws IOException;
  }

  OwnBoxes(EncodeOptions options, Packs packs) {
    this.options = options;
    this.packs = packs;
  }

  /** The bytes of a file with one picture that are neither the codestream's nor theirs. */
  long overhead(PictureMetadata metadata, List<byte[]> thumbnails) throws IOException {
    if (metadata.provenance().isEmpty() && !SelectiveSpooler.suits(options)) {
      return LicFileWriter.overhead(metadata, thumbnails);
    }
    boolean composite = isComposite();
    boolean drawn = !composite && isDrawn();
    boolean labelled = options.labels().isPresent() && (composite || drawn);
    Optional<Provenance> made = Optional.empty();
    if (composite) {
      made = Optional.of(GeneratedCells.of(options.qualityMap().get()).provenance());
    } else if (drawn) {
      made = metadata.provenance().map(told -> Provenance.all(told.width(), told.height()));
    }
    PictureMetadata left = LicFileWriter.beside(metadata, labelled, made);
    if (!composite && !labelled) {
      return LicFileWriter.overhead(left, thumbnails);
    }
    PictureBoxes.Body own = new PictureBoxes.Body(PictureBoxes.GENERATED, new byte[0]);
    List<PictureBoxes.Body> all = new ArrayList<>(LicFileWriter.boxes(left, thumbnails));
    all.add(own);
    return (long) PictureBoxes.layout(all, 0).length - PictureBoxes.layout(List.of(own), 0).length;
  }

  /** Whether a part of the picture is made up. */
  private boolean isComposite() {
    return options.qualityMap().filter(map -> map.hasGenerated() && !map.isGenerated()).isPresent();
  }

  /** Whether all of the picture is made up. */
  private boolean isDrawn() throws IOException {
    Optional<QualityMap> map = options.qualityMap();
    if (options.mode() != CodingMode.LOSSY || map.filter(QualityMap::isLossless).isPresent()) {
      return false;
    }
    boolean generated = map.filter(QualityMap::isGenerated).isPresent();
    return packs.isGenerative(generated ? options.generator() : options.model());
  }
}
