package io.licorice.imagej;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.TextField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      Prefs.useJFileChooser = true;
      new ImageJ(ImageJ.NO_SHOW == 0 ? 0 : ImageJ.STANDALONE);
      Prefs.useJFileChooser = true;
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
    Recorder.getInstance().setLocation(500, 650);
    IJ.getInstance().setLocation(10, 10);

    IJ.open(folder.resolve("input.lic").toString());
    ImagePlus image = shown("input.lic");
    robot.screenshot("opened");

    robot.choose("LIC...");
    robot.answer("Save as LIC", dialog -> choice(dialog, 0).select("Quality"));
    robot.chooseFile(folder.resolve("saved.lic"));
    robot.await("LIC...");
    robot.screenshot("saved");

    robot.choose("LIC Image...");
    robot.chooseFile(folder.resolve("saved.lic"));
    robot.answer("Import", dialog -> checkbox(dialog, 0).setState(true));
    robot.await("LIC Image...");
    shown("saved.lic").close();
    WindowManager.setCurrentWindow(image.getWindow());

    Files.writeString(folder.resolve("recorded.txt"), GuiRobot.recorded(), StandardCharsets.UTF_8);
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
