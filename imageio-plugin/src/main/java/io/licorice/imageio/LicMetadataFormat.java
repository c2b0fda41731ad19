package io.licorice.imageio;

import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;

/**
 * Describes the native metadata tree of {@code .lic} pictures, {@value #NAME}: what the header says
 * ({@code Header}, which merging ignores), and the blocks that belong to the picture, as user
 * objects of type {@code byte[]}.
 *
 * <p>Immutable, hence safe for use by several threads.
 *
 * <pre>{@code
 * IIOMetadataNode exif = new IIOMetadataNode("Exif");
 * exif.setUserObject(bytes);
 * }</pre>
 */
public final class LicMetadataFormat extends IIOMetadataFormatImpl {
  /** The format's name, and its root element's. */
  public static final String NAME = "io_licorice_lic_image_1.0";

  static final String HEADER = "Header";
  static final String ICC = "ICCProfile";
  static final String EXIF = "Exif";
  static final String XMP = "XMP";
  static final String PIXEL_SIZE = "PixelSize";
  static final String NO_UNIT = "none";
  static final String METRE = "metre";

  private static final class Instance {
    static final LicMetadataFormat FORMAT = new LicMetadataFormat();
  }

  private LicMetadataFormat() {
    super(NAME, CHILD_POLICY_SOME);
    addElement(HEADER, NAME, CHILD_POLICY_EMPTY);
    for (String number :
        List.of(
            "version",
            "width",
            "height",
            "channels",
            "bitDepth",
            "maxError",
            "tileSize",
            "tiles")) {
      addAttribute(HEADER, number, DATATYPE_INTEGER, false, null);
    }
    for (String text : List.of("compression", "family", "model", "modelHash")) {
      addAttribute(HEADER, text, DATATYPE_STRING, false, null);
    }
    addAttribute(HEADER, "quality", DATATYPE_DOUBLE, false, null, "0", "100", true, true);

    addElement(PIXEL_SIZE, NAME, CHILD_POLICY_EMPTY);
    addAttribute(PIXEL_SIZE, "unit", DATATYPE_STRING, true, null, Arrays.asList(NO_UNIT, METRE));
    addAttribute(PIXEL_SIZE, "width", DATATYPE_DOUBLE, true, null);
    addAttribute(PIXEL_SIZE, "height", DATATYPE_DOUBLE, true, null);

    for (String block : List.of(ICC, EXIF, XMP)) {
      addElement(block, NAME, CHILD_POLICY_EMPTY);
      addObjectValue(block, byte[].class, 1, Integer.MAX_VALUE);
    }
    addAttribute(EXIF, "orientation", DATATYPE_INTEGER, false, null, "1", "8", true, true);
  }

  /**
   * The one instance, as {@code javax.imageio} asks for it.
   *
   * @return the format
   */
  public static IIOMetadataFormat getInstance() {
    return Instance.FORMAT;
  }

  @Override
  public boolean canNodeAppear(String elementName, ImageTypeSpecifier imageType) {
    return true;
  }
}
