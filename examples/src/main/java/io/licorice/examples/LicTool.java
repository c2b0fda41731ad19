package io.licorice.examples;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code lic} command line tool.
 *
 * <p>Its exit code is 0 when the work is done, 1 when it failed and 2 when the command line is
 * wrong. An error is one sentence on standard error; {@code --verbose} adds the stack trace.
 */
@Command(
    name = "lic",
    description =
        "Learned image and video compression: codes, decodes, compares and measures pictures and"
            + " videos.",
    versionProvider = LicTool.Version.class,
    subcommands = {
      EncodeCommand.class,
      DecodeCommand.class,
      InfoCommand.class,
      CompareCommand.class,
      SegmentCommand.class,
      BenchCommand.class,
      BenchLosslessCommand.class,
      BenchRegionCommand.class,
      BenchTargetsCommand.class,
      BenchDomainsCommand.class,
      BenchLabelsCommand.class,
      BenchSegmenterCommand.class,
      BenchGeneratedCommand.class,
      FigureCommand.class,
      VideoCommand.class,
      ModelsCommand.class
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  lic encode photo.png photo.lic -q 60",
      "  lic decode photo.lic again.png",
      "  lic compare photo.png photo.lic",
      "  lic help encode      (or: lic encode --help)"
    })
public final class LicTool implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  private static final int HELP_WIDTH = 100;

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private LicTool() {}

  /**
   * Runs the tool and ends the program with its exit code.
   *
   * @param arguments a command and its arguments
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()));
    System.exit(run(out, err, arguments));
  }

  /** Runs the tool and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = commandLine().setOut(out).setErr(err);
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // Too little memory, or a jar that lacks a part.
      err.println("lic: " + Sentences.of(e));
      if (List.of(arguments).contains("--verbose")) {
        e.printStackTrace(err);
      }
      return FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static CommandLine commandLine() {
    CommandLine line = new CommandLine(new LicTool());
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setParameterExceptionHandler(LicTool::explainUsage);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          PrintWriter err = command.getErr();
          err.println(command.getCommandSpec().qualifiedName() + ": " + Sentences.of(exception));
          if (command.getCommand() instanceof Subcommand subcommand && subcommand.verbose) {
            exception.printStackTrace(err);
          }
          return FAILED;
        });
    return line;
  }

  private static int explainUsage(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String fault = Sentences.oneLine(exception.getMessage()).replaceAll("^Error: |[.]$", "");
    command.getErr().println(name + ": " + fault + " (see " + name + " --help)");
    return WRONG_USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is expected: "
            + String.join(", ", spec.subcommands().keySet()).toLowerCase(Locale.ROOT));
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = LicTool.class.getPackage().getImplementationVersion();
      return new String[] {"lic " + (version == null ? "(not built as a jar)" : version)};
    }
  }
}
