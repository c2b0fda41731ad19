package io.licorice.video.container;

import io.licorice.bitstream.LicFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Recognises files by their first bytes, and opens those of several tracks. */
final class MediaFiles {
  private static final int HEAD = 16;
  private static final int EBML = 0x1A45DFA3;

  private MediaFiles() {}

  static ContainerFormat probe(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return ContainerFormat.FOLDER;
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(HEAD);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u008CLVC")) {
      return ContainerFormat.LVC;
    }
    if (text.startsWith(Y4mHeader.MAGIC)) {
      return ContainerFormat.Y4M;
    }
    if (head.length >= 4 && java.nio.ByteBuffer.wrap(head).getInt() == EBML) {
      return ContainerFormat.MATROSKA;
    }
    return switch (Mp4Setup.fourCc(head, 4)) {
      case "ftyp" -> text.startsWith("qt  ", 8) ? ContainerFormat.MOV : ContainerFormat.MP4;
      case "moov", "mdat", "wide", "free", "skip", "pnot" -> ContainerFormat.MOV;
      default -> ContainerFormat.OTHER;
    };
  }

  /**
   * Opens a file of several tracks.
   *
   * @return the file; empty if it is of a kind that is not read here
   */
  static Optional<MediaFile> open(Path file) throws IOException {
    try {
      return switch (probe(file)) {
        case MATROSKA -> Optional.of(MatroskaFile.open(file));
        case MP4, MOV -> Optional.of(Mp4File.open(file));
        default -> Optional.empty();
      };
    } catch (ArithmeticException e) {
      // Numbers of a damaged file that no long can hold.
      LicFormatException told = new LicFormatException(-1, "numbers that make no sense");
      told.initCause(e);
      throw told;
    }
  }
}
