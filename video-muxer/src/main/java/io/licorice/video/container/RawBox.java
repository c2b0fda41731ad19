package io.licorice.video.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.mp4parser.Box;

/** A box whose bytes are laid out already, for mp4parser to place among its own. */
final class RawBox implements Box {
  private final byte[] whole;

  RawBox(byte[] whole) {
    this.whole = whole;
  }

  @Override
  public long getSize() {
    return whole.length;
  }

  @Override
  public void getBox(WritableByteChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(whole);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public String getType() {
    return Mp4Setup.fourCc(whole, 4);
  }
}
