package io.licorice.video.container;

import io.licorice.video.FrameSink;
import io.licorice.video.TimeBase;
import java.io.IOException;
import java.nio.file.Path;

/** Where decoded videos are written. */
public final class FrameSinks {
  /** The constant rate factor of H.264 at which one hardly sees a difference. */
  public static final double DEFAULT_CRF = 12;

  /** How y4m files keep colours. */
  public enum Chroma {
    /** One colour sample for four pixels, which every program reads. */
    HALF,
    /** A colour sample for each pixel. */
    FULL
  }

  private FrameSinks() {}

  /**
   * A y4m file of limited range, BT.601 up to 576 lines and BT.709 above. It keeps no timestamps.
   *
   * @param file its name
   * @param width pixels
   * @param height pixels
   * @param frameTime for how long each frame is shown
   * @param chroma how colours are kept; {@link Chroma#HALF} gives back the colour samples of a
   *     4:2:0 source to within a rounding
   * @return takes the frames
   * @throws IOException if the file cannot be written
   */
  public static FrameSink y4m(Path file, int width, int height, TimeBase frameTime, Chroma chroma)
      throws IOException {
    int shift = chroma == Chroma.HALF ? 1 : 0;
    ColourMatrix matrix = ColourMatrix.ofSize(width, height);
    YuvLayout layout = new YuvLayout(width, height, shift, shift, false, 8, false, matrix);
    return Y4mSink.create(file, new Y4mHeader(layout, frameTime));
  }

  /**
   * A folder of PNG files {@code frame-000001.png}, and on. It keeps no timestamps.
   *
   * @param folder an empty folder, or the name of one that is made
   * @return takes the frames
   * @throws IOException if the folder cannot be made or is not empty
   */
  public static FrameSink folder(Path folder) throws IOException {
    return FolderSink.create(folder);
  }

  /**
   * A video of a conventional codec: H.264 by Humble Video's x264 (8 bits, 4:2:0, no reordering) in
   * Matroska, MP4 or MOV.
   *
   * @param file its name, whose extension is {@code .mkv}, {@code .mp4} or {@code .mov}
   * @param width pixels
   * @param height pixels
   * @param timeBase the unit of the frames' times
   * @param companions the tracks to copy
   * @param crf constant rate factor, 0 to 51; {@link #DEFAULT_CRF} is nearly transparent
   * @return takes the frames
   * @throws IOException see {@link Containers#create}; also if Humble Video is not here
   */
  public static FrameSink h264(
      Path file, int width, int height, TimeBase timeBase, Companions companions, double crf)
      throws IOException {
    return H264Sink.create(file, width, height, timeBase, companions, crf);
  }
}
