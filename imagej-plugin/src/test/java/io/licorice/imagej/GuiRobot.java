package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.ImageCanvas;
import ij.plugin.frame.Recorder;
import java.awt.AWTException;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.ItemEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.swing.JFileChooser;
import javax.swing.SwingUtilities;

/** A user's hands and eyes: mouse, dialogs, file choosers and screenshots. */
final class GuiRobot {
  private static final long PATIENCE_SECONDS = 30;

  private final Robot robot;
  private final Path screenshots;
  private int pictures;

  GuiRobot(Path screenshots) throws AWTException {
    this.robot = new Robot();
    this.screenshots = screenshots;
    robot.setAutoDelay(40);
  }

  /** Runs a menu command as the menus do: on a thread of its own. */
  void choose(String command) {
    IJ.doCommand(command);
  }

  /** Waits until a menu command has ended. */
  void await(String command) throws Exception {
    waitFor(
        "the end of " + command,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals(command))
                ? Optional.empty()
                : Optional.of(true));
  }

  /** Keeps what is on the screen. */
  void screenshot(String name) throws IOException {
    robot.waitForIdle();
    pause(300);
    Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    String file = "%02d-%s.png".formatted(++pictures, name);
    ImageIO.write(robot.createScreenCapture(screen), "png", screenshots.resolve(file).toFile());
  }

  /** Draws a selection with the current tool, in pixels of the image. */
  void drag(ImagePlus image, Rectangle selection) {
    ImageCanvas canvas = image.getCanvas();
    Point corner = canvas.getLocationOnScreen();
    double scale = canvas.getMagnification();
    Rectangle seen = canvas.getSrcRect();
    int x = (int) (corner.x + (selection.x - seen.x) * scale);
    int y = (int) (corner.y + (selection.y - seen.y) * scale);
    robot.mouseMove(x, y);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    int steps = 5;
    for (int i = 1; i <= steps; i++) {
      robot.mouseMove(
          (int) (x + selection.width * scale * i / steps),
          (int) (y + selection.height * scale * i / steps));
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  /** Waits for a dialog with a title, fills it in and presses OK. */
  void answer(String title, Consumer<GenericDialog> answers) throws Exception {
    GenericDialog dialog = dialog(title);
    answers.accept(dialog);
    press(dialog);
  }

  /** Waits for a dialog with a title. */
  GenericDialog dialog(String title) throws Exception {
    return waitFor(
        "the dialog " + title,
        () ->
            Arrays.stream(Window.getWindows())
                .filter(window -> window instanceof GenericDialog && window.isShowing())
                .map(GenericDialog.class::cast)
                .filter(dialog -> dialog.getTitle().startsWith(title))
                .findFirst());
  }

  /** Takes an item of a choice, as a mouse does: with an event. */
  void set(Choice choice, String item) {
    EventQueue.invokeLater(
        () -> {
          choice.select(item);
          choice.dispatchEvent(
              new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, item, ItemEvent.SELECTED));
        });
    robot.waitForIdle();
  }

  /** Clicks at a box that is not checked. */
  void check(Checkbox box) {
    click(box);
  }

  private void click(Component component) {
    Point place = component.getLocationOnScreen();
    robot.mouseMove(
        place.x + Math.min(12, component.getWidth() / 2), place.y + component.getHeight() / 2);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    robot.waitForIdle();
  }

  /** Presses OK, whose place on the screen must be visible. */
  void press(GenericDialog dialog) {
    dialog.toFront();
    pause(300);
    Button ok =
        Arrays.stream(dialog.getButtons())
            .filter(button -> button != null && button.getLabel().trim().equals("OK"))
            .findFirst()
            .orElseThrow();
    click(ok);
  }

  /** Waits for a file chooser, and takes a file. */
  void chooseFile(Path file) throws Exception {
    JFileChooser chooser =
        waitFor(
            "a file chooser",
            () ->
                Arrays.stream(Window.getWindows())
                    .filter(Window::isShowing)
                    .map(GuiRobot::chooserIn)
                    .flatMap(Optional::stream)
                    .findFirst());
    // A chooser that is still listing its folder forgets what it was given.
    waitFor(
        "the end of the file chooser",
        () -> {
          SwingUtilities.invokeAndWait(() -> chooser.setSelectedFile(file.toFile()));
          pause(200);
          SwingUtilities.invokeAndWait(chooser::approveSelection);
          pause(200);
          return chooser.isShowing() ? Optional.empty() : Optional.of(true);
        });
  }

  private static Optional<JFileChooser> chooserIn(Container container) {
    for (Component component : container.getComponents()) {
      if (component instanceof JFileChooser chooser) {
        return Optional.of(chooser);
      }
      Optional<JFileChooser> inside =
          component instanceof Container inner ? chooserIn(inner) : Optional.empty();
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  /** Waits until something is there. */
  static <T> T waitFor(String what, Callable<Optional<T>> question) throws Exception {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      Optional<T> answer = question.call();
      if (answer.isPresent()) {
        return answer.get();
      }
      pause(50);
    }
    throw new AssertionError(what + " did not appear; windows: " + titles());
  }

  private static String titles() {
    return Arrays.toString(
        Arrays.stream(Window.getWindows())
            .filter(Window::isShowing)
            .map(GuiRobot::title)
            .toArray());
  }

  private static String title(Window window) {
    if (window instanceof Dialog dialog) {
      return dialog.getTitle() + " (" + IJ.getErrorMessage() + ")";
    }
    return window instanceof Frame frame ? frame.getTitle() : window.getName();
  }

  /** What the recorder has written so far. */
  static String recorded() {
    Recorder recorder = Recorder.getInstance();
    return recorder == null ? "" : recorder.getText();
  }

  static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
