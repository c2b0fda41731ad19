package io.licorice.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.licorice.bitstream.LabelBox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code classes.json} of a segmentation network.
 *
 * @param licence terms of the weights
 * @param shorterSide pictures whose shorter side is longer are scaled down to it; 0 or absent if
 *     they are seen as they are
 * @param multiple what the sides of the input are to be multiples of; null for 16
 * @param mean per channel, of samples in 0..1; null for one half
 * @param deviation per channel; null for 1
 * @param width the only width that the network takes, 0 or absent if it takes all
 * @param height the only height that the network takes, 0 or absent if it takes all
 * @param classes in the order of the network's indices
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record SegmenterDescription(
    String licence,
    int shorterSide,
    Integer multiple,
    float[] mean,
    float[] deviation,
    int width,
    int height,
    List<Described> classes) {
  private static final int MULTIPLE = 16;

  /**
   * What an index stands for.
   *
   * @param name the class's name
   * @param colour red, green, blue, 0 to 255 each
   * @param none whether the index means that there is no class
   */
  record Described(String name, int[] colour, boolean none) {
    Optional<LabelBox.Entry> entry() {
      if (none) {
        return Optional.empty();
      }
      if (name == null || colour == null || colour.length != 3) {
        throw new IllegalArgumentException(
            "a class with a name and a colour of three numbers expected, found '" + name + "'");
      }
      int packed = 0;
      for (int part : colour) {
        if (part < 0 || part > 255) {
          throw new IllegalArgumentException(
              "colour of 0 to 255 expected, found " + part + " in that of '" + name + "'");
        }
        packed = packed << 8 | part;
      }
      return Optional.of(new LabelBox.Entry(name, packed));
    }
  }

  /**
   * Reads the file.
   *
   * @param origin where it is, for messages
   * @throws IOException if it is not as described; one sentence
   */
  static SegmenterDescription parse(byte[] json, String origin) throws IOException {
    try {
      // A key that is not known may say how the network wants its input.
      SegmenterDescription described =
          ModelPack.JSON
              .readerFor(SegmenterDescription.class)
              .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(json);
      if (described == null) {
        throw new IllegalArgumentException("an object expected, found null");
      }
      described.entries();
      described.input();
      return described;
    } catch (UnrecognizedPropertyException e) {
      throw new IOException(origin + ": unknown key '" + e.getPropertyName() + "'", e);
    } catch (JsonProcessingException e) {
      throw new IOException(origin + ": broken: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(origin + ": " + e.getMessage(), e);
    }
  }

  /** What each index stands for. */
  List<Optional<LabelBox.Entry>> entries() {
    List<Optional<LabelBox.Entry>> entries = new ArrayList<>();
    for (Described described : classes == null ? List.<Described>of() : classes) {
      if (described == null) {
        throw new IllegalArgumentException("a list of classes expected, found null in it");
      }
      entries.add(described.entry());
    }
    long named = entries.stream().filter(Optional::isPresent).count();
    if (named < 1 || named > LabelBox.MAX_CLASSES) {
      throw new IllegalArgumentException("1 to 255 classes expected, found " + named);
    }
    return entries;
  }

  /** How the network wants its input. */
  SegmenterInput input() {
    return new SegmenterInput(
        shorterSide,
        multiple == null ? MULTIPLE : multiple,
        mean == null ? new float[] {0.5f, 0.5f, 0.5f} : mean,
        deviation == null ? new float[] {1, 1, 1} : deviation,
        width,
        height);
  }
}
