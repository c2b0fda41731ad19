package io.licorice.examples;

import io.licorice.codec.Picture;
import io.licorice.codec.Region;
import io.licorice.examples.BenchMeter.Sample;
import io.licorice.examples.BenchReport.Measurement;
import io.licorice.examples.BenchReport.Panel;
import io.licorice.examples.BenchReport.Showcase;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Cuts the same part out of a picture and out of what codecs made of it at about the same bytes.
 */
final class ShowcaseMaker {
  private static final int WIDTH = 304;
  private static final int HEIGHT = 228;

  private final Sample sample;
  private final long target;
  private final Region part;
  private final List<Panel> panels = new ArrayList<>();

  /**
   * Starts with the original.
   *
   * @param target bytes that every file should have
   */
  ShowcaseMaker(Sample sample, long target) {
    this.sample = sample;
    this.target = target;
    this.part = DetailWindow.of(sample.picture(), WIDTH, HEIGHT);
  }

  /**
   * Adds a codec.
   *
   * @param known bytes of this picture by the codec's quality, at least one
   */
  void add(BenchCodec codec, Map<Double, Long> known) throws IOException {
    EqualBytes.Found found =
        new EqualBytes(target, codec.qualityStep())
            .search(known, quality -> codec.run(sample.picture(), quality));
    Measurement worth = BenchMeter.measurement(codec, sample, found.quality(), found.trial());
    panels.add(
        new Panel(
            codec.name(),
            found.quality(),
            worth.bytes(),
            worth.bpp(),
            worth.psnr(),
            worth.msSsim(),
            png(found.trial().decoded())));
  }

  Showcase showcase() throws IOException {
    return new Showcase(sample.name(), target, png(sample.picture()), List.copyOf(panels));
  }

  private String png(Picture picture) throws IOException {
    BufferedImage whole = PictureImages.toImage(PictureFiles.asRgb(picture));
    BufferedImage crop = whole.getSubimage(part.x(), part.y(), part.width(), part.height());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageFormats.write(crop, "png", bytes);
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
