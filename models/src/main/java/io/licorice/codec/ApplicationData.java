package io.licorice.codec;

import io.licorice.bitstream.ApplicationBox;
import io.licorice.bitstream.LicFormatException;
import io.licorice.bitstream.PictureBoxes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What applications keep beside a picture, each under its name; immutable. */
final class ApplicationData {
  static final ApplicationData NONE = new ApplicationData(new TreeMap<>());

  private final SortedMap<String, byte[]> blocks;

  private ApplicationData(SortedMap<String, byte[]> blocks) {
    this.blocks = Collections.unmodifiableSortedMap(blocks);
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** The names, in ascending order. */
  Set<String> names() {
    return blocks.keySet();
  }

  /** A copy of what an application keeps. */
  Optional<byte[]> of(String name) {
    return Optional.ofNullable(blocks.get(name)).map(byte[]::clone);
  }

  /**
   * These data with others of one application.
   *
   * @param bytes kept as they are, or null for none
   * @throws IllegalArgumentException if the name is none, or there are too many
   */
  ApplicationData with(String name, byte[] bytes) {
    if (!ApplicationBox.isName(name)) {
      throw new IllegalArgumentException(
          "name of 1 to 64 printable ASCII characters expected, found '" + name + "'");
    }
    SortedMap<String, byte[]> changed = new TreeMap<>(blocks);
    if (bytes == null) {
      changed.remove(name);
    } else {
      changed.put(name, bytes);
    }
    if (changed.size() > PictureBoxes.MAX_APPLICATIONS) {
      throw new IllegalArgumentException(
          "data of more than " + PictureBoxes.MAX_APPLICATIONS + " applications");
    }
    return new ApplicationData(changed);
  }

  /** These data with those of a box. */
  ApplicationData withBox(byte[] body, long offset) throws LicFormatException {
    ApplicationBox.Content content = ApplicationBox.parse(body, offset);
    if (blocks.containsKey(content.name())) {
      throw new LicFormatException(
          offset, "one box 'appd' of the application '" + content.name() + "' too many");
    }
    return with(content.name(), content.data());
  }

  /** The boxes in which they are written. */
  List<PictureBoxes.Body> boxes() {
    return blocks.entrySet().stream()
        .map(
            block ->
                new PictureBoxes.Body(
                    PictureBoxes.APPLICATION,
                    ApplicationBox.toBytes(block.getKey(), block.getValue())))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApplicationData data
        && names().equals(data.names())
        && Arrays.deepEquals(arrays(), data.arrays());
  }

  @Override
  public int hashCode() {
    return 31 * names().hashCode() + Arrays.deepHashCode(arrays());
  }

  private Object[] arrays() {
    return blocks.values().toArray();
  }

  @Override
  public String toString() {
    return blocks.entrySet().stream()
        .map(block -> block.getKey() + " " + block.getValue().length + " bytes")
        .collect(Collectors.joining(", "));
  }
}
