package io.licorice.imagej;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.licorice.codec.EncodeOptions;
import java.awt.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@link GuiSession} on a virtual display, and looks at what it leaves. Screenshots stay in
 * {@code target/gui/screenshots}. Where {@code Xvfb} and {@code openbox} are missing it is skipped,
 * unless the environment says {@code LICORICE_GUI=required}.
 */
final class GuiTest {
  private static final Path FOLDER = Path.of("target", "gui").toAbsolutePath();
  private static VirtualDisplay display;

  @BeforeAll
  static void runSession() throws Exception {
    clear();
    display = VirtualDisplay.start(FOLDER);
    try (Work work = Work.begin("Saving")) {
      EncodeOptions lossless = EncodeOptions.builder().lossless().build();
      ImagePlus photograph =
          IJ.openImage(Path.of("..", "examples", "data", "otter.png").toString());
      ImagePlus input = new ImagePlus("input", photograph.getProcessor().resize(480));
      StackSaver.save(input, FOLDER.resolve("input.lic"), slice -> lossless, work);
      ImagePlus composite = TestStacks.hyperstack();
      StackSaver.save(composite, FOLDER.resolve("composite.lic"), slice -> lossless, work);
    }
    Path folder = Files.createDirectories(FOLDER.resolve("in"));
    Files.createDirectories(FOLDER.resolve("out"));
    IJ.saveAsTiff(TestStacks.image(8), folder.resolve("a.tif").toString());
    IJ.saveAsTiff(TestStacks.stack(16, 3), folder.resolve("b.tif").toString());
    display.run(
        "session",
        VirtualDisplay.java(),
        "-Xmx700m",
        "-cp",
        System.getProperty("java.class.path"),
        GuiSession.class.getName(),
        FOLDER.toString());
  }

  @AfterAll
  static void stop() {
    if (display != null) {
      display.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LIC...",
        "LIC Image...",
        "Compress Regions...",
        "Label Regions...",
        "Compare Codecs...",
        "Bit Allocation...",
        "Batch Convert...",
        "Models..."
      })
  void recorderHasALineForEachCommand(String command) throws IOException {
    assertThat(RecordedLine.in(FOLDER)).extracting(RecordedLine::command).contains(command);
  }

  @Test
  void regionsAreExact_andWhatIsAroundThemIsMarked() throws IOException {
    ImagePlus drawn = Commands.open(FOLDER.resolve("drawn.lic").toString());
    ImagePlus regions = Commands.open(FOLDER.resolve("regions.lic").toString());

    assertThat(drawn.getOverlay().size()).isEqualTo(2);
    for (Roi roi : drawn.getOverlay()) {
      for (Point p : roi) {
        assertThat(regions.getProcessor().get(p.x, p.y) & 0xFFFFFF)
            .isEqualTo(drawn.getProcessor().get(p.x, p.y) & 0xFFFFFF);
      }
    }
    assertThat(regions.getOverlay().toArray()).anyMatch(SynthesisedPixels::isMark);
    assertThat(regions.getOverlay().size()).isEqualTo(3);
  }

  @Test
  void entriesOfTheRoiManager_areRegions_andStayAsTheyAre() throws IOException {
    ImagePlus drawn = Commands.open(FOLDER.resolve("drawn.lic").toString());
    ImagePlus managed = Commands.open(FOLDER.resolve("managed.lic").toString());

    for (Point p : new OvalRoi(150, 60, 120, 90)) {
      assertThat(managed.getProcessor().get(p.x, p.y) & 0xFFFFFF)
          .isEqualTo(drawn.getProcessor().get(p.x, p.y) & 0xFFFFFF);
    }
    assertThat(ImageProperties.differences(drawn, managed)).isPositive();
    assertThat(Files.readString(FOLDER.resolve("manager.txt"))).startsWith("2 head,");
  }

  @Test
  void recordedLines_giveTheSameBytes_headlessAndInBatchMode() throws IOException {
    for (boolean batch : new boolean[] {false, true}) {
      replay("LIC...", "saved.lic", batch);
      replay("Compress Regions...", "regions.lic", batch);
    }
  }

  @Test
  void recordedComparison_givesTheSameNumbers_headlessAndInBatchMode() throws IOException {
    for (boolean batch : new boolean[] {false, true}) {
      Path file = replayed("Compare Codecs...", "codecs.csv", batch);
      assertThat(withoutTimes(file)).isEqualTo(withoutTimes(FOLDER.resolve("codecs.csv")));
    }
  }

  @Test
  void recordedListOfModels_isTheSame_headlessAndInBatchMode() throws IOException {
    for (boolean batch : new boolean[] {false, true}) {
      assertThat(replayed("Models...", "models.csv", batch))
          .hasSameTextualContentAs(FOLDER.resolve("models.csv"));
    }
  }

  @Test
  void recordedFolder_givesTheSameBytes_headlessAndInBatchMode() throws IOException {
    for (boolean batch : new boolean[] {false, true}) {
      Path out = Files.createTempDirectory(FOLDER, "out");
      RecordedLine line = RecordedLine.first(FOLDER, "Batch Convert...");
      run(line.with(FOLDER.resolve("out").toString(), out.toString()), null, batch);
      for (String name : List.of("a.lic", "b.lic")) {
        assertThat(out.resolve(name)).hasSameBinaryContentAs(FOLDER.resolve("out").resolve(name));
      }
    }
  }

  @Test
  void recordedImport_bitsAndLabels_giveTheSameImages() throws IOException {
    ImagePlus imported = Macros.result(RecordedLine.first(FOLDER, "LIC Image...").macro());
    ImagePlus regions = Commands.open(FOLDER.resolve("regions.lic").toString());
    assertThat(ImageProperties.differing(regions, imported)).isEmpty();
    assertThat(ImageProperties.differences(regions, imported)).isZero();

    String bits = RecordedLine.first(FOLDER, "Bit Allocation...").macro();
    ImagePlus again = Macros.resultOn(drawn(), bits);
    ImagePlus before = IJ.openImage(FOLDER.resolve("bits.tif").toString());
    assertThat(ImageProperties.differences(before, again)).isZero();

    ImagePlus image = drawn();
    RecordedLine label = RecordedLine.first(FOLDER, "Label Regions...");
    IJ.run(image, label.command(), label.options());
    ImagePlus labelled = Commands.open(FOLDER.resolve("labelled.lic").toString());
    assertThat(ImageProperties.differing(labelled, image)).isEmpty();
  }

  private static ImagePlus drawn() throws IOException {
    ImagePlus drawn = Commands.open(FOLDER.resolve("drawn.lic").toString());
    drawn.setTitle("input.lic");
    return drawn;
  }

  private static void replay(String command, String name, boolean batch) throws IOException {
    assertThat(replayed(command, name, batch)).hasSameBinaryContentAs(FOLDER.resolve(name));
  }

  /** Runs the recorded line that wrote a file, with another file. */
  private static Path replayed(String command, String name, boolean batch) throws IOException {
    Path before = FOLDER.resolve(name);
    Path file = Files.createTempDirectory(FOLDER, "replayed").resolve(name);
    RecordedLine line =
        RecordedLine.in(FOLDER).stream()
            .filter(each -> each.command().equals(command))
            .filter(each -> each.options().contains(before.toString()))
            .findFirst()
            .orElseThrow();
    run(line.with(before.toString(), file.toString()), drawn(), batch);
    return file;
  }

  private static void run(RecordedLine line, ImagePlus image, boolean batch) {
    if (batch) {
      Macros.onImage(image, line.macro());
    } else {
      IJ.run(image, line.command(), line.options());
    }
  }

  /** The lines of a table of codecs without their last two columns. */
  private static List<String> withoutTimes(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
        .toList();
  }

  private static void clear() throws IOException {
    Files.createDirectories(FOLDER);
    try (var all = Files.walk(FOLDER)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }
}
