package io.licorice.imagej;

import io.licorice.codec.Picture;
import io.licorice.imageio.PictureImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;

/** Finds what ImageIO's writers make of a picture, except for ours. */
final class ImageIoCodecs {
  /** Other codecs in a wrapper, the same one by another name, bilevel, and not compressed. */
  private static final String NO_CODEC = "(?i)(exif )?jpeg|zlib|ccitt.*|bi_.*|none|uncompressed";

  private static final String JPEG = "JPEG";
  private static final Set<String> OURS = Set.of("LIC", "LVC");

  private final BufferedImage image;
  private final List<Double> qualities;
  private final Set<String> known = new HashSet<>();
  private final List<String> refusing = new ArrayList<>();
  private final List<ComparedCodec> codecs = new ArrayList<>();

  private ImageIoCodecs(Picture picture, List<Double> qualities) {
    this.image = PictureImages.toImage(picture);
    this.qualities = qualities;
  }

  /** The codecs, lossy ones at all qualities; the log names those that do not take the picture. */
  static List<ComparedCodec> of(Picture picture, List<Double> qualities, Work work)
      throws IOException {
    ImageIoCodecs found = new ImageIoCodecs(picture, qualities);
    Iterator<ImageWriterSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageWriterSpi.class, true);
    while (providers.hasNext()) {
      found.add(providers.next());
    }
    if (!found.refusing.isEmpty()) {
      String names = String.join(", ", found.refusing);
      work.warning("left out, as they do not take %s: %s".formatted(picture, names));
    }
    found.codecs.sort(Comparator.comparing(ComparedCodec::name));
    return found.codecs;
  }

  private void add(ImageWriterSpi provider) throws IOException {
    String format =
        Arrays.stream(provider.getFormatNames())
            .max(Comparator.comparingInt(String::length))
            .orElse("?")
            .toUpperCase(Locale.ROOT);
    if (OURS.contains(format) || !known.add(format)) {
      return;
    }
    ImageWriter writer = provider.createWriterInstance();
    try {
      ImageWriteParam param = writer.getDefaultWriteParam();
      List<ComparedCodec> added =
          param.canWriteCompressed() ? codecs(provider, format, param) : List.of();
      if (provider.canEncodeImage(image)) {
        codecs.addAll(added);
      } else if (!added.isEmpty()) {
        refusing.add(format);
      }
    } finally {
      writer.dispose();
    }
  }

  private List<ComparedCodec> codecs(
      ImageWriterSpi provider, String format, ImageWriteParam param) {
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    String[] types = param.getCompressionTypes();
    if (types == null) {
      return List.of(codec(provider, format, Optional.empty(), param));
    }
    List<ComparedCodec> all = new ArrayList<>();
    for (String type : types) {
      if (format.equals(JPEG) || !type.matches(NO_CODEC)) {
        param.setCompressionType(type);
        String name = types.length == 1 ? format : format + " " + type;
        all.add(codec(provider, name, Optional.of(type), param));
      }
    }
    return all;
  }

  private ComparedCodec codec(
      ImageWriterSpi provider, String name, Optional<String> type, ImageWriteParam param) {
    List<Double> tried = param.isCompressionLossless() ? List.of(Double.NaN) : qualities;
    return new ComparedImageIo(name, provider, type, image, tried);
  }
}
