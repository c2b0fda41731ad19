package io.licorice.imageio;

import io.licorice.codec.LabelMap;
import io.licorice.codec.Provenance;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;

/**
 * Describes the native metadata tree of {@code .lic} pictures, {@value #NAME}: what the header says
 * ({@code Header}, which merging ignores), and the blocks that belong to the picture, as user
 * objects: {@code ICCProfile}, {@code Exif} and {@code XMP} of type {@code byte[]}, {@code
 * LabelMap}, what the pixels show, of type {@link LabelMap}, {@code Provenance}, which pixels were
 * synthesised, of type {@link Provenance}, and one {@code ApplicationData} for each application
 * that keeps something with the picture, of type {@code byte[]}, with its {@code name}. Merging
 * takes the user objects; attributes that follow from them are ignored: the classes of a label map
 * with the share of the pixels that each has, 0 to 1, and the share of pixels that were
 * synthesised. {@code generator} in {@code Header} is the pack that made up pixels when the file
 * was written. A picture of which nothing was synthesised, as far as its file knows, has no {@code
 * Provenance}.
 *
 * <p>Immutable, hence safe for use by several threads.
 *
 * <pre>{@code
 * IIOMetadataNode exif = new IIOMetadataNode("Exif");
 * exif.setUserObject(bytes);
 *
 * IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(LicMetadataFormat.NAME);
 * IIOMetadataNode node = (IIOMetadataNode) tree.getElementsByTagName("Provenance").item(0);
 * Provenance synthesised = (Provenance) node.getUserObject();
 * }</pre>
 */
public final class LicMetadataFormat extends IIOMetadataFormatImpl {
  /** The format's name, and its root element's. */
  public static final String NAME = "io_licorice_lic_image_1.0";

  static final String HEADER = "Header";
  static final String ICC = "ICCProfile";
  static final String EXIF = "Exif";
  static final String XMP = "XMP";
  static final String LABELS = "LabelMap";
  static final String LABEL_CLASS = "LabelClass";
  static final String PROVENANCE = "Provenance";
  static final String APPLICATION = "ApplicationData";
  static final String PIXEL_SIZE = "PixelSize";
  static final String NO_UNIT = "none";
  static final String METRE = "metre";

  private static final int MAX_CLASSES = 255;

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
    for (String text : List.of("compression", "family", "model", "modelHash", "generator")) {
      addAttribute(HEADER, text, DATATYPE_STRING, false, null);
    }
    addAttribute(HEADER, "quality", DATATYPE_DOUBLE, false, null, "0", "100", true, true);

    addElement(PIXEL_SIZE, NAME, CHILD_POLICY_EMPTY);
    addAttribute(PIXEL_SIZE, "unit", DATATYPE_STRING, true, null, Arrays.asList(NO_UNIT, METRE));
    addAttribute(PIXEL_SIZE, "width", DATATYPE_DOUBLE, true, null);
    addAttribute(PIXEL_SIZE, "height", DATATYPE_DOUBLE, true, null);

    for (String block : List.of(ICC, EXIF, XMP, APPLICATION)) {
      addElement(block, NAME, CHILD_POLICY_EMPTY);
      addObjectValue(block, byte[].class, 1, Integer.MAX_VALUE);
    }
    addAttribute(EXIF, "orientation", DATATYPE_INTEGER, false, null, "1", "8", true, true);
    addAttribute(APPLICATION, "name", DATATYPE_STRING, true, null);
    addLabels();
    addElement(PROVENANCE, NAME, CHILD_POLICY_EMPTY);
    addObjectValue(PROVENANCE, Provenance.class, true, null);
    addAttribute(PROVENANCE, "share", DATATYPE_DOUBLE, false, null, "0", "1", false, true);
  }

  private void addLabels() {
    addElement(LABELS, NAME, 0, MAX_CLASSES);
    addObjectValue(LABELS, LabelMap.class, true, null);
    addBooleanAttribute(LABELS, "instances", false, false);
    addElement(LABEL_CLASS, LABELS, CHILD_POLICY_EMPTY);
    addAttribute(LABEL_CLASS, "name", DATATYPE_STRING, false, null);
    addAttribute(LABEL_CLASS, "colour", DATATYPE_STRING, false, null);
    addAttribute(LABEL_CLASS, "share", DATATYPE_DOUBLE, false, null, "0", "1", true, true);
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
