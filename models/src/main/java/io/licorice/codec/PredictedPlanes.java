package io.licorice.codec;

import io.licorice.bitstream.Codestream;
import io.licorice.bitstream.PredictedPayload;

/**
 * Samples of a tile that are predicted, coded by themselves.
 *
 * @param stream the predictive stream
 * @param check check sum of the samples that it decodes to
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record PredictedPlanes(byte[] stream, int check) {
  /** A tile with these samples in front of its payload. */
  Codestream.Tile before(Codestream.Tile tile) {
    byte[] payload = new PredictedPayload(check, stream, tile.payload()).toBytes();
    return new Codestream.Tile(payload, tile.latentsCrc());
  }

  /** Bytes that they add to a tile. */
  int length() {
    return new PredictedPayload(check, stream, new byte[0]).toBytes().length;
  }
}
