package io.licorice.examples;

import io.licorice.video.container.ContainerFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Tells by an output's name what is to be written. */
final class VideoOutputs {
  private static final Set<ContainerFormat> CODED =
      Set.of(
          ContainerFormat.LVC, ContainerFormat.MATROSKA, ContainerFormat.MP4, ContainerFormat.MOV);
  private static final Set<ContainerFormat> DECODED =
      Set.of(
          ContainerFormat.MATROSKA,
          ContainerFormat.MP4,
          ContainerFormat.MOV,
          ContainerFormat.Y4M,
          ContainerFormat.FOLDER);

  private VideoOutputs() {}

  /**
   * The format of coded frames.
   *
   * @throws IllegalArgumentException if the name asks for no such format
   */
  static ContainerFormat coded(Path output) {
    return of(output, CODED, ".lvc, .mkv, .mp4 or .mov");
  }

  /**
   * The format of decoded frames.
   *
   * @throws IllegalArgumentException if the name asks for no such format
   */
  static ContainerFormat decoded(Path output) {
    return of(
        output, DECODED, ".mp4, .mkv, .mov or .y4m, or in no suffix for a folder of pictures");
  }

  private static ContainerFormat of(Path output, Set<ContainerFormat> possible, String names) {
    Optional<ContainerFormat> format = ContainerFormat.ofName(output);
    if (format.isEmpty() || !possible.contains(format.get())) {
      throw new IllegalArgumentException(output + " should end in " + names);
    }
    return format.get();
  }
}
