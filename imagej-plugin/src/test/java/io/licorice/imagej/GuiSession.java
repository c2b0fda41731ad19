package io.licorice.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Label;
import java.awt.Rectangle;
import java.awt.TextField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;

/**
 * What a person does in ImageJ's windows, step by step, with a screenshot of each: a program of its
 * own, for it needs a display. Leaves in its folder what it saved, and what ImageJ recorded.
 */
final class GuiSession {
  private final Path folder;
  private final GuiRobot robot;

  private GuiSession(Path folder) throws Exception {
    this.folder = folder;
    this.robot = new GuiRobot(Files.createDirectories(folder.resolve("screenshots")));
  }

  /**
   * Runs the session.
   *
   * @param args the folder, in which {@code input.lic} is
   */
  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    int status = 1;
    try {
      HeadlessImageJ.install(folder);
      System.setProperty("plugins.dir", folder.toString());
      new ImageJ();
      Prefs.useJFileChooser = true; // ImageJ has read its preferences now
      new GuiSession(folder).run();
      status = 0;
    } catch (Throwable e) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      System.out.println(trace);
    }
    System.exit(status);
  }

  private void run() throws Exception {
    new Recorder();
    Recorder.getInstance().setLocation(600, 720);
    IJ.getInstance().setLocation(10, 10);
    openComposite();
    ImagePlus image = open();
    draw(image);
    save(image);
    compressRegions(image);
    reopen();
    compressManaged(image);
    compare(image);
    showBits(image);
    convertFolder();
    listModels();
    label(image);
    Files.writeString(folder.resolve("recorded.txt"), GuiRobot.recorded(), StandardCharsets.UTF_8);
  }

  /** As File > Open and drag and drop do. */
  private void openComposite() throws Exception {
    IJ.open(folder.resolve("composite.lic").toString());
    ImagePlus composite = shown("composite.lic");
    robot.screenshot("composite");
    String mode = ((CompositeImage) composite).getModeAsString();
    composite.close();
    if (!mode.equals("composite")) {
      throw new AssertionError("mode composite expected, found " + mode);
    }
  }

  private ImagePlus open() throws Exception {
    IJ.open(folder.resolve("input.lic").toString());
    ImagePlus image = shown("input.lic");
    image.getWindow().setLocation(10, 130);
    robot.screenshot("opened");
    return image;
  }

  private void draw(ImagePlus image) throws Exception {
    IJ.setTool("rectangle");
    robot.drag(image, new Rectangle(150, 60, 120, 90));
    addToOverlay(image, 1);
    IJ.setTool("oval");
    robot.drag(image, new Rectangle(330, 110, 110, 100));
    addToOverlay(image, 2);
    robot.screenshot("two-regions-drawn");
  }

  private void addToOverlay(ImagePlus image, int count) throws Exception {
    robot.choose("Add Selection...");
    GuiRobot.waitFor(
        count + " elements of the overlay",
        () -> Optional.ofNullable(image.getOverlay()).filter(overlay -> overlay.size() == count));
    image.deleteRoi();
  }

  private void save(ImagePlus image) throws Exception {
    select(image);
    robot.choose("LIC...");
    robot.answer("Save as LIC", dialog -> {});
    robot.chooseFile(folder.resolve("drawn.lic"));
    robot.await("LIC...");
    robot.choose("LIC...");
    robot.answer("Save as LIC", dialog -> choice(dialog, 0).select("Quality"));
    robot.chooseFile(folder.resolve("saved.lic"));
    robot.await("LIC...");
    robot.screenshot("saved");
  }

  private void compressRegions(ImagePlus image) throws Exception {
    select(image);
    robot.choose("Compress Regions...");
    GenericDialog dialog = robot.dialog("Compress Regions");
    dialog.setLocation(560, 120);
    robot.set(choice(dialog, 0), "Overlay");
    robot.set(choice(dialog, 2), "Generated");
    robot.check(checkbox(dialog, 0));
    robot.check(checkbox(dialog, 1));
    ImagePlus preview =
        GuiRobot.waitFor(
            "the preview",
            () ->
                Arrays.stream(WindowManager.getIDList())
                    .mapToObj(WindowManager::getImage)
                    .filter(shown -> shown != image && shown.getTitle().contains("review"))
                    .findFirst());
    preview.getWindow().setLocation(10, 640);
    GuiRobot.waitFor(
        "what the preview says",
        () ->
            dialog.getMessage() instanceof Label label && label.getText().contains("bytes")
                ? Optional.of(label)
                : Optional.empty());
    robot.screenshot("compress-regions-with-preview");
    robot.press(dialog);
    robot.chooseFile(folder.resolve("regions.lic"));
    robot.await("Compress Regions...");
    ImagePlus result = shown("regions.lic");
    result.getWindow().setLocation(560, 130);
    robot.screenshot("result-with-synthesised-pixels");
    result.close();
  }

  private void reopen() throws Exception {
    robot.choose("LIC Image...");
    robot.chooseFile(folder.resolve("regions.lic"));
    robot.answer("Import", dialog -> checkbox(dialog, 0).setState(true));
    robot.await("LIC Image...");
    ImagePlus again = shown("regions.lic");
    again.getWindow().setLocation(560, 130);
    robot.screenshot("reopened-virtually-with-overlay");
    again.close();
  }

  private void compressManaged(ImagePlus image) throws Exception {
    select(image);
    RoiManager manager = new RoiManager();
    manager.setLocation(900, 130);
    Roi first = new OvalRoi(150, 60, 120, 90);
    first.setName("head");
    manager.addRoi(first);
    manager.addRoi(new Roi(330, 110, 110, 100));
    String line = "regions=[ROI Manager] inside=Quality inside_quality=80 background_quality=5";
    IJ.run(
        image,
        "Compress Regions...",
        line + " exceptions=[head=lossless] save=[" + folder.resolve("managed.lic") + "]");
    robot.screenshot("roi-manager");
    String names = String.join(",", manager.getName(0), manager.getName(1));
    Files.writeString(folder.resolve("manager.txt"), manager.getCount() + " " + names);
    manager.close();
  }

  private void compare(ImagePlus image) throws Exception {
    select(image);
    robot.choose("Compare Codecs...");
    robot.answer(
        "Compare Codecs",
        dialog -> {
          text(dialog, 0).setText("20 50 80");
          text(dialog, 1).setText("20 50 80");
          checkbox(dialog, 2).setState(true);
        });
    robot.chooseFile(folder.resolve("codecs.csv"));
    robot.await("Compare Codecs...");
    robot.screenshot("codecs-compared");
  }

  private void showBits(ImagePlus image) throws Exception {
    select(image);
    robot.choose("Bit Allocation...");
    robot.answer("Bit Allocation", dialog -> choice(dialog, 0).select("Quality"));
    robot.await("Bit Allocation...");
    ImagePlus bits = shown("input.lic bits");
    robot.screenshot("bits");
    IJ.saveAsTiff(bits, folder.resolve("bits.tif").toString());
    bits.close();
  }

  private void convertFolder() throws Exception {
    robot.choose("Batch Convert...");
    robot.answer(
        "Batch Convert",
        dialog -> {
          text(dialog, 0).setText(folder.resolve("in").toString());
          text(dialog, 1).setText(folder.resolve("out").toString());
        });
    robot.await("Batch Convert...");
    robot.screenshot("folder-converted");
  }

  private void listModels() throws Exception {
    robot.choose("Models...");
    robot.answer("Models", dialog -> checkbox(dialog, 1).setState(true));
    robot.chooseFile(folder.resolve("models.csv"));
    robot.await("Models...");
    robot.screenshot("models");
  }

  private void label(ImagePlus image) throws Exception {
    select(image);
    robot.choose("Label Regions...");
    robot.answer("Label Regions", dialog -> checkbox(dialog, 0).setState(false));
    robot.await("Label Regions...");
    robot.screenshot("labelled");
    IJ.run(image, "LIC...", "mode=Lossless save=[" + folder.resolve("labelled.lic") + "]");
  }

  private static void select(ImagePlus image) {
    IJ.selectWindow(image.getID());
  }

  private static ImagePlus shown(String title) throws Exception {
    return GuiRobot.waitFor(
        "the image " + title,
        () ->
            Optional.ofNullable(WindowManager.getImage(title))
                .filter(image -> image.getWindow() != null && image.getWindow().isShowing()));
  }

  private static Choice choice(GenericDialog dialog, int number) {
    return (Choice) at(dialog.getChoices(), number);
  }

  private static Checkbox checkbox(GenericDialog dialog, int number) {
    return (Checkbox) at(dialog.getCheckboxes(), number);
  }

  private static TextField text(GenericDialog dialog, int number) {
    return (TextField) at(dialog.getStringFields(), number);
  }

  private static Object at(Vector<?> components, int number) {
    return components.get(number);
  }
}
