package io.licorice.entropy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The numbers of the coded stream that encoder and decoder must share. */
final class Rans {
  /** Frequencies of a table sum to two to this power. */
  static final int PRECISION = 16;

  /** What the frequencies of a table sum to. */
  static final int TOTAL = 1 << PRECISION;

  /** Masks a state's slot: the position inside a table's total. */
  static final int SLOT_MASK = TOTAL - 1;

  /**
   * The smallest state, and the one in which every lane starts to encode. A state is below two to
   * the 32: whenever it falls below this bound the decoder shifts in one 16-bit word.
   */
  static final int LOWER_BOUND = 1 << 16;

  /** Magnitudes above this are neither written nor accepted. */
  static final int MAX_MAGNITUDE = 1 << 20;

  /** Longest row of zero bits before an escape's remainder: {@code MAX_MAGNITUDE} has 21 bits. */
  static final int MAX_ESCAPE_ZEROS = 20;

  /** The frequency of either value of an escape's raw bits. */
  static final int HALF = TOTAL >>> 1;

  /** The most lanes of a stream are two to this power. */
  static final int MAX_LOG_LANES = 3;

  static final int STATE_BYTES = 4;

  static final int WORD_BYTES = 2;

  /** Reads and writes a lane's state in a byte array. */
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Reads and writes a 16-bit word in a byte array. */
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Rans() {}
}
