package io.licorice.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lic video}: the commands for videos. */
@Command(
    name = "video",
    description = "Codes, decodes, describes and measures videos.",
    subcommands = {
      VideoEncodeCommand.class,
      VideoDecodeCommand.class,
      VideoInfoCommand.class,
      VideoBenchCommand.class,
      CommandLine.HelpCommand.class
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  lic video encode film.mp4 film.mkv -q 40",
      "  lic video decode film.mkv film.y4m",
      "  lic video encode --help"
    })
final class VideoCommand extends Subcommand {
  @Override
  public Integer call() {
    throw wrongUsage("a command is expected: " + String.join(", ", spec.subcommands().keySet()));
  }
}
