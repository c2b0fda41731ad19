package io.licorice.video.container;

import io.licorice.codec.CodecListener;
import io.licorice.video.LvcConfiguration;
import io.licorice.video.LvcReader;
import io.licorice.video.LvcWriter;
import io.licorice.video.PacketSink;
import io.licorice.video.PacketSource;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that carry a learned video track. Nothing here needs Humble Video, save for odd sources of
 * companions.
 */
public final class Containers {
  private Containers() {}

  /**
   * Tells what a file or folder is, by its content.
   *
   * @param path an existing file or folder
   * @return its format; {@link ContainerFormat#OTHER} if it is none of the known ones
   * @throws IOException if it cannot be read
   */
  public static ContainerFormat probe(Path path) throws IOException {
    return MediaFiles.probe(path);
  }

  /**
   * Opens the learned video track of a {@code .lvc}, Matroska, MP4 or MOV file; of several the
   * first.
   *
   * @param file the file
   * @return its packets
   * @throws io.licorice.bitstream.LicFormatException if the file is malformed or has no such track
   * @throws IOException if reading fails
   */
  public static PacketSource open(Path file) throws IOException {
    return open(file, CodecListener.SILENT);
  }

  /**
   * Opens the learned video track of a file.
   *
   * @param file see {@link #open(Path)}
   * @param listener hears of a damaged index of a {@code .lvc} file
   * @return its packets
   * @throws io.licorice.bitstream.LicFormatException see {@link #open(Path)}
   * @throws IOException see {@link #open(Path)}
   */
  public static PacketSource open(Path file, CodecListener listener) throws IOException {
    return probe(file) == ContainerFormat.LVC
        ? LvcReader.open(file, listener)
        : MuxedVideo.open(file);
  }

  /**
   * Begins a file.
   *
   * @param file its name, whose extension chooses {@code .lvc}, {@code .mkv}, {@code .mp4} or
   *     {@code .mov}
   * @param configuration what a decoder must know
   * @param timeBase the unit of the packets' times
   * @param companions the tracks to copy, which {@code .lvc} leaves out; those of a file that the
   *     new one replaces are allowed
   * @return takes the coded frames
   * @throws IOException if writing fails, the companions' file cannot be read, or the format cannot
   *     carry one of them; the message names the track and a format that can
   * @throws IllegalArgumentException if the extension is another
   */
  public static PacketSink create(
      Path file, LvcConfiguration configuration, TimeBase timeBase, Companions companions)
      throws IOException {
    if (ContainerFormat.ofName(file).orElse(ContainerFormat.OTHER) == ContainerFormat.LVC) {
      return LvcWriter.create(file, configuration, timeBase);
    }
    return MuxedPackets.create(file, configuration, timeBase, companions);
  }
}
