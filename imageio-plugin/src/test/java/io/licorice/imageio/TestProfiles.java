package io.licorice.imageio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** ICC profiles made of the numbers that published colour spaces have. */
final class TestProfiles {
  /** Red, green and blue of Adobe RGB (1998), adapted to D50: X, Y, Z each. */
  static final double[][] ADOBE = {
    {0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}
  };

  /** The same of sRGB. */
  static final double[][] SRGB = {
    {0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}
  };

  static final double ADOBE_GAMMA = 2 + 51 / 256.0;

  private TestProfiles() {}

  /** A matrix profile with the primaries and the exponent of Adobe RGB (1998). */
  static byte[] adobeRgb() {
    Map<String, byte[]> tags = new LinkedHashMap<>();
    tags.put("desc", description("wide test space"));
    tags.put("cprt", text("public domain"));
    tags.put("wtpt", xyz(0.9642, 1, 0.8249));
    tags.put("rXYZ", xyz(ADOBE[0]));
    tags.put("gXYZ", xyz(ADOBE[1]));
    tags.put("bXYZ", xyz(ADOBE[2]));
    for (String curve : new String[] {"rTRC", "gTRC", "bTRC"}) {
      tags.put(curve, gamma());
    }
    return profile("RGB ", tags);
  }

  /** A gray profile with the exponent of Adobe RGB (1998). */
  static byte[] gray() {
    Map<String, byte[]> tags = new LinkedHashMap<>();
    tags.put("desc", description("gray test space"));
    tags.put("cprt", text("public domain"));
    tags.put("wtpt", xyz(0.9642, 1, 0.8249));
    tags.put("kTRC", gamma());
    return profile("GRAY", tags);
  }

  private static byte[] profile(String space, Map<String, byte[]> tags) {
    int size = 128 + 4 + 12 * tags.size();
    for (byte[] tag : tags.values()) {
      size += tag.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(0, size).putInt(8, 0x02100000);
    out.put(12, ascii("mntr")).put(16, ascii(space)).put(20, ascii("XYZ "));
    out.putShort(24, (short) 2026).putShort(26, (short) 1).putShort(28, (short) 1);
    out.put(36, ascii("acsp"));
    out.putInt(68, fixed(0.9642)).putInt(72, fixed(1)).putInt(76, fixed(0.8249));
    out.position(128).putInt(tags.size());
    int at = 128 + 4 + 12 * tags.size();
    for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
      out.put(ascii(tag.getKey())).putInt(at).putInt(tag.getValue().length);
      at += tag.getValue().length;
    }
    tags.values().forEach(out::put);
    return out.array();
  }

  private static byte[] xyz(double... values) {
    ByteBuffer out = ByteBuffer.allocate(20).put(ascii("XYZ ")).putInt(0);
    for (double value : values) {
      out.putInt(fixed(value));
    }
    return out.array();
  }

  private static byte[] gamma() {
    ByteBuffer out = ByteBuffer.allocate(16).put(ascii("curv")).putInt(0).putInt(1);
    return out.putShort((short) Math.round(ADOBE_GAMMA * 256)).array();
  }

  private static byte[] text(String text) {
    byte[] bytes = ascii(text + "\0");
    ByteBuffer out = ByteBuffer.allocate((8 + bytes.length + 3) / 4 * 4);
    return out.put(ascii("text")).putInt(0).put(bytes).array();
  }

  private static byte[] description(String text) {
    byte[] bytes = ascii(text + "\0");
    ByteBuffer out = ByteBuffer.allocate((12 + bytes.length + 78 + 3) / 4 * 4);
    return out.put(ascii("desc")).putInt(0).putInt(bytes.length).put(bytes).array();
  }

  private static int fixed(double value) {
    return (int) Math.round(value * 65536);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
