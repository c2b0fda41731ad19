package io.licorice.transform;

import io.licorice.bitstream.LicFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The groups of latent channels that are coded one after the other, and what a coded integer adds
 * to the sums that correct the scales of others; see the format specification, section "Tables of
 * the latents".
 *
 * <p>Immutable and safe for use by several threads.
 */
final class ScaleGroups {
  private static final int MAGNITUDES = 16;
  private static final int SURPRISES = QualityTables.SCALE_TABLES * MAGNITUDES;
  private static final long EXACT = 1 << 24;

  private final int[][] channels;

  /** Where in its group each channel is. */
  private final int[] places;

  /** Tables x magnitudes, in sixteenths. */
  private final byte[] surprise;

  /** What the sums of a cell begin with. */
  private final int[] bias;

  /**
   * What a channel's surprise is multiplied by in each sum: channels x sums. Integers, as the sums
   * are; as floats, which hold them exactly, networks take them as they stand.
   */
  private final float[] weight;

  private ScaleGroups(int[][] channels, int[] places, byte[] surprise, int[] bias, float[] weight) {
    this.channels = channels;
    this.places = places;
    this.surprise = surprise;
    this.bias = bias;
    this.weight = weight;
  }

  /**
   * Reads {@code scale_context.bin}.
   *
   * @param bytes the file
   * @param latents how many channels the latents have
   * @throws LicFormatException if it is malformed
   */
  static ScaleGroups parse(byte[] bytes, int latents) throws LicFormatException {
    int groups = bytes.length < 2 ? 0 : bytes[0] & 0xFF;
    int sums = bytes.length < 2 ? 0 : bytes[1] & 0xFF;
    checkLength(bytes.length, groups, sums, latents);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(2);
    int[][] channels = emptyGroups(in, groups, latents);
    int[] places = fill(channels, in, latents);
    byte[] surprise = new byte[SURPRISES];
    in.get(surprise);
    int[] bias = new int[sums];
    for (int i = 0; i < sums; i++) {
      bias[i] = in.getInt();
    }
    float[] weight = new float[latents * sums];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = in.get();
    }
    checkSums(bias, weight);
    return new ScaleGroups(channels, places, surprise, bias, weight);
  }

  private static void checkLength(int length, int groups, int sums, int latents)
      throws LicFormatException {
    int expected = 2 + 2 * groups + 2 * latents + SURPRISES + sums * (4 + latents);
    if (groups == 0 || sums == 0 || length != expected) {
      throw new LicFormatException(
          0,
          String.format(
              "scale_context.bin: groups and sums, here %d and %d, in %d bytes expected, found %d",
              groups, sums, expected, length));
    }
  }

  /** Groups of the sizes that are next in the file; together they have room for all latents. */
  private static int[][] emptyGroups(ByteBuffer in, int groups, int latents)
      throws LicFormatException {
    int[][] channels = new int[groups][];
    int left = latents;
    for (int group = 0; group < groups; group++) {
      int size = in.getShort() & 0xFFFF;
      if (size == 0 || size > left || (group == groups - 1 && size != left)) {
        throw new LicFormatException(
            in.position() - 2,
            String.format(
                "scale_context.bin: group %d has %d channels of %d that are left",
                group, size, left));
      }
      channels[group] = new int[size];
      left -= size;
    }
    return channels;
  }

  /** Puts the channels that are next in the file into the groups, and tells their places there. */
  private static int[] fill(int[][] groups, ByteBuffer in, int latents) throws LicFormatException {
    int[] places = new int[latents];
    Arrays.fill(places, -1);
    for (int[] group : groups) {
      for (int i = 0; i < group.length; i++) {
        group[i] = channel(in, places);
        places[group[i]] = i;
      }
    }
    return places;
  }

  /** Sums must be such that a float holds them exactly. */
  private static void checkSums(int[] bias, float[] weight) throws LicFormatException {
    for (int sum = 0; sum < bias.length; sum++) {
      long most = Math.abs((long) bias[sum]);
      for (int i = sum; i < weight.length; i += bias.length) {
        most += 128L * (long) Math.abs(weight[i]);
      }
      if (most >= EXACT) {
        throw new LicFormatException(
            -1, "scale_context.bin: sum " + sum + " may reach " + most + ", over " + EXACT);
      }
    }
  }

  private static int channel(ByteBuffer in, int[] places) throws LicFormatException {
    int channel = in.getShort() & 0xFFFF;
    if (channel >= places.length || places[channel] >= 0) {
      throw new LicFormatException(
          in.position() - 2,
          String.format(
              "scale_context.bin: each channel below %d once expected, found %d",
              places.length, channel));
    }
    return channel;
  }

  int count() {
    return channels.length;
  }

  /** How many channels a group has. */
  int size(int group) {
    return channels[group].length;
  }

  /** A channel of a group. */
  int channel(int group, int place) {
    return channels[group][place];
  }

  /** Where in its group a channel is. */
  int place(int channel) {
    return places[channel];
  }

  /** How many sums a cell has. */
  int sums() {
    return bias.length;
  }

  /** Begins the sums of cells. */
  void begin(float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias[i % bias.length];
    }
  }

  /**
   * Adds what an integer says to the sums of its cell.
   *
   * @param table the table it would have had without correction
   * @param sums sums of all cells, one cell after the other
   * @param at where those of the cell begin
   */
  void add(int channel, int table, int symbol, float[] sums, int at) {
    float said = surprise[table * MAGNITUDES + Math.min(Math.abs(symbol), MAGNITUDES - 1)];
    if (said != 0) {
      int from = channel * bias.length;
      for (int i = 0; i < bias.length; i++) {
        sums[at + i] += said * weight[from + i];
      }
    }
  }
}
