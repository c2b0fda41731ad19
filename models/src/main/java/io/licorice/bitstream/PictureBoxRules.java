package io.licorice.bitstream;

import io.licorice.bitstream.PictureBoxes.Body;
import io.licorice.bitstream.PictureBoxes.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which boxes of a picture are known, how many of a type there may be, and how large they are. */
final class PictureBoxRules {
  private PictureBoxRules() {}

  static boolean isKnown(String type) {
    return switch (type) {
      case PictureBoxes.ICC,
          PictureBoxes.EXIF,
          PictureBoxes.XMP,
          PictureBoxes.PIXEL_SIZE,
          PictureBoxes.LABELS,
          PictureBoxes.PROVENANCE,
          PictureBoxes.GENERATED,
          PictureBoxes.FLOATS,
          PictureBoxes.APPLICATION,
          PictureBoxes.THUMBNAIL ->
          true;
      default -> false;
    };
  }

  static boolean holdsCodestream(String type) {
    return switch (type) {
      case PictureBoxes.THUMBNAIL, PictureBoxes.GENERATED, PictureBoxes.FLOATS -> true;
      default -> false;
    };
  }

  private static int most(String type) {
    return switch (type) {
      case PictureBoxes.THUMBNAIL -> PictureBoxes.MAX_THUMBNAILS;
      case PictureBoxes.APPLICATION -> PictureBoxes.MAX_APPLICATIONS;
      default -> 1;
    };
  }

  private static long mostBytes(String type) {
    if (holdsCodestream(type)) {
      return Long.MAX_VALUE;
    }
    return type.equals(PictureBoxes.APPLICATION)
        ? ApplicationBox.MAX_BODY
        : PictureBoxes.MAX_METADATA;
  }

  /**
   * Refuses a box of a known type.
   *
   * @param before the known boxes before it in the picture
   */
  static void check(Box box, List<Part> before) throws LicFormatException {
    long sameType = before.stream().filter(part -> part.type().equals(box.type())).count();
    if (sameType >= most(box.type())) {
      throw new LicFormatException(box.start(), tooMany(box.type()));
    }
    long size = box.end() - box.body();
    if (size > mostBytes(box.type())) {
      throw new LicFormatException(box.start(), tooLarge(box.type(), size));
    }
  }

  /**
   * Refuses what would make a malformed picture.
   *
   * @throws IllegalArgumentException if a body is too large, or there are too many of a type
   */
  static void check(List<Body> parts) {
    Map<String, Integer> counts = new HashMap<>();
    for (Body part : parts) {
      if (counts.merge(part.type(), 1, Integer::sum) > most(part.type())) {
        throw new IllegalArgumentException(tooMany(part.type()));
      }
      if (part.bytes().length > mostBytes(part.type())) {
        throw new IllegalArgumentException(tooLarge(part.type(), part.bytes().length));
      }
    }
  }

  private static String tooMany(String type) {
    return "one box '" + type + "' too many";
  }

  private static String tooLarge(String type, long size) {
    return "box '" + type + "' of " + size + " bytes is over the limit";
  }
}
