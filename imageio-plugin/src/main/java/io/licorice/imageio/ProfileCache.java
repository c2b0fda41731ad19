package io.licorice.imageio;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The colour spaces of a file's ICC profiles. One and the same profile gives one and the same
 * object, because the JDK takes image types for equal only then. Used by one thread at a time.
 */
final class ProfileCache {
  private static final int MOST = 16;

  private final Map<ByteBuffer, ColorSpace> spaces = new LinkedHashMap<>();

  /**
   * The colour space of a profile.
   *
   * @param profile an ICC profile
   * @param colours the picture's number of colour channels: 1 or 3
   * @return the space; sRGB as the JDK's own object
   * @throws IllegalArgumentException if the profile is malformed, or of another kind of colour
   */
  ColorSpace space(byte[] profile, int colours) {
    ByteBuffer key = ByteBuffer.wrap(profile);
    ColorSpace known = spaces.get(key);
    if (known == null) {
      known = parse(profile);
      if (spaces.size() == MOST) {
        spaces.remove(spaces.keySet().iterator().next());
      }
      spaces.put(key, known);
    }
    int expected = colours == 1 ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB;
    if (known.getType() != expected || known.getNumComponents() != colours) {
      throw new IllegalArgumentException(
          "an ICC profile of " + known.getNumComponents() + " components for " + colours);
    }
    return known;
  }

  private static ColorSpace parse(byte[] profile) {
    ColorSpace standard = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    if (standard instanceof ICC_ColorSpace own
        && Arrays.equals(own.getProfile().getData(), profile)) {
      return standard;
    }
    try {
      ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
      // The JDK looks at the tags only when it converts, which is too late to say anything.
      space.toRGB(new float[space.getNumComponents()]);
      return space;
    } catch (CMMException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the ICC profile is malformed: " + e.getMessage(), e);
    }
  }
}
