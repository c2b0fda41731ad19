package io.licorice.transform;

import io.licorice.entropy.FrequencyTables;
import io.licorice.entropy.RansEncoder;

/**
 * What symbols cost by their tables, and which ones are worth it.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class SymbolCosts {
  /** Hyper-latents and latents are coded as at most 15 bits and a sign. */
  private static final float SYMBOL_LIMIT = 32767f;

  private final FrequencyTables tables;
  private final float rateWeight;

  /** Bits of each magnitude; none for a table that is sure zero. */
  private final float[][] bits;

  /**
   * Costs by tables.
   *
   * @param rateWeight squared error, in quantiser steps, that a bit is worth
   */
  SymbolCosts(FrequencyTables tables, double rateWeight) {
    this.tables = tables;
    this.rateWeight = (float) rateWeight;
    this.bits = new float[tables.size()][];
    for (int t = 0; t < bits.length; t++) {
      bits[t] = tables.isSureZero(t) ? new float[0] : tables.bitTable(t);
    }
  }

  /** Symbols that are coded one after the other, with their tables. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Segment(byte[] tables, int[] symbols) {
    void addTo(RansEncoder coder) {
      coder.add(tables, symbols, 0, symbols.length);
    }
  }

  double cost(Segment segment) {
    double sum = 0;
    for (int i = 0; i < segment.symbols.length; i++) {
      sum += cost(segment, i);
    }
    return sum;
  }

  double cost(Segment segment, int place) {
    byte index = segment.tables[place];
    float[] table = bits[index];
    int magnitude = Math.abs(segment.symbols[place]);
    if (magnitude < table.length - 1) {
      return table[magnitude];
    }
    // The last entry is the escape's, whose remainder the tables know.
    return table.length > 0 ? tables.bits(index, segment.symbols[place]) : 0;
  }

  /** The nearest integer that the table lets code. */
  int nearest(float r, byte table) {
    return bits[table].length > 0 ? Math.round(limit(r)) : 0;
  }

  /** Rate-distortion optimised: the nearest integer, or the next towards zero if that pays. */
  int choose(float r, byte index) {
    return choose(r, index, rateWeight);
  }

  /** The same with another price of a bit, in squared steps. */
  int choose(float r, byte index, float rateWeight) {
    float[] table = bits[index];
    float magnitude = Math.abs(limit(r));
    int near = (int) (magnitude + 0.5f);
    if (near == 0 || table.length == 0) {
      return 0;
    }
    // Beyond the table the cost hardly changes from one symbol to the next.
    if (near < table.length - 1) {
      float nearError = magnitude - near;
      float lowError = nearError + 1;
      if (lowError * lowError + rateWeight * table[near - 1]
          < nearError * nearError + rateWeight * table[near]) {
        near--;
      }
    }
    return r < 0 ? -near : near;
  }

  /**
   * Also turns a NaN, which a network may make of absurd input, into something that can be coded.
   */
  private static float limit(float value) {
    return value >= -SYMBOL_LIMIT ? Math.min(value, SYMBOL_LIMIT) : -SYMBOL_LIMIT;
  }
}
