package io.licorice.video.container;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Kinds of files, and of folders, that hold a video. */
public enum ContainerFormat {
  /** This project's own stream, without other tracks. */
  LVC,
  /** Matroska and WebM. */
  MATROSKA,
  /** MP4 as ISO/IEC 14496-14 has it. */
  MP4,
  /** QuickTime. */
  MOV,
  /** YUV4MPEG2: frames that are not compressed. */
  Y4M,
  /** A folder of pictures, a frame each. */
  FOLDER,
  /** Anything else, of which only Humble Video may know. */
  OTHER;

  /**
   * What a name asks for, for files that do not exist yet.
   *
   * @param file the name; one without an extension is a folder's
   * @return the format; empty if the extension is none of {@code lvc, mkv, mp4, m4v, mov, y4m}
   */
  public static Optional<ContainerFormat> ofName(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.of(FOLDER);
    }
    return switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
      case "lvc" -> Optional.of(LVC);
      case "mkv" -> Optional.of(MATROSKA);
      case "mp4", "m4v" -> Optional.of(MP4);
      case "mov", "qt" -> Optional.of(MOV);
      case "y4m" -> Optional.of(Y4M);
      default -> Optional.empty();
    };
  }
}
