package io.licorice.video;

import io.licorice.codec.CodecListener;
import io.licorice.codec.LicCodec;
import io.licorice.codec.Picture;
import java.io.IOException;

/**
 * Decodes the packets of a video in their order.
 *
 * <p>A damaged packet is a warning, and the last good frame is shown in its place, and in place of
 * all that follow it up to the next key frame; before the first good one it is gray. For use by one
 * thread at a time. Where all of a file is decoded, {@link GopDecoder} takes less time.
 */
public final class VideoDecoder {
  private final PacketDecoder decoder;
  private final FilledFrames filled = new FilledFrames();

  /**
   * Makes a decoder. Networks are loaded when a frame needs them.
   *
   * @param codec runs the networks; stays the caller's to close, not before the last frame
   * @param configuration what the container says of the packets
   */
  public VideoDecoder(LicCodec codec, LvcConfiguration configuration) {
    this(codec, PacketDecoder.predictors(codec), configuration);
  }

  VideoDecoder(
      LicCodec codec, PacketDecoder.Predictors predictors, LvcConfiguration configuration) {
    this.decoder = new PacketDecoder(codec, predictors, configuration);
  }

  /**
   * Decodes the next packet.
   *
   * @param packet the packet
   * @param listener hears of damage, may cancel
   * @return the frame: three planes of 8 bits of the configuration's size; shared, not to be
   *     changed
   * @throws IOException if a pack is missing, or a network is not to be had or fails
   * @throws java.util.concurrent.CancellationException if the listener asked for it
   */
  public Picture decode(LvcPacket packet, CodecListener listener) throws IOException {
    return taken(decoder.decode(packet.bytes(), listener), listener);
  }

  /**
   * Takes note that the next packet cannot be found.
   *
   * @param listener hears of it
   * @return what is shown in its place; shared, not to be changed
   */
  public Picture lost(CodecListener listener) {
    return taken(decoder.lost(), listener);
  }

  /**
   * Goes elsewhere: the next packet is that of a key frame, or frames up to one are filled.
   *
   * @param frame number of the next frame, for warnings
   */
  public void reset(long frame) {
    decoder.reset();
    filled.reset(frame);
  }

  /**
   * Takes note that there are no more packets.
   *
   * @param listener hears which frames at the end were filled
   */
  public void finish(CodecListener listener) {
    filled.finish(listener);
  }

  private Picture taken(PacketDecoder.Frame frame, CodecListener listener) {
    filled.taken(frame, listener);
    return frame.picture();
  }
}
