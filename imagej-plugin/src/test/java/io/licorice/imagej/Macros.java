package io.licorice.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/** Runs macros in batch mode, as {@code setBatchMode(true)} has it. */
final class Macros {
  private Macros() {}

  /** Runs a macro on an image; apostrophes stand for quotes. */
  static String onImage(ImagePlus image, String macro) {
    Interpreter interpreter = new Interpreter();
    String code = "setBatchMode(true);\n" + macro.replace('\'', '"').replace("\\", "\\\\");
    if (image != null) {
      WindowManager.setTempCurrentImage(image);
    }
    try {
      return interpreter.runBatchMacro(code, image) == null ? "" : "image";
    } finally {
      WindowManager.setTempCurrentImage(null);
    }
  }

  /** The image that a macro leaves. */
  static ImagePlus result(String macro) {
    return resultOn(null, macro);
  }

  /** The image that a macro leaves that runs on another. */
  static ImagePlus resultOn(ImagePlus given, String macro) {
    String code = macro.replace('\'', '"').replace("\\", "\\\\");
    WindowManager.setTempCurrentImage(given);
    ImagePlus image = new Interpreter().runBatchMacro(code, given);
    WindowManager.setTempCurrentImage(null);
    if (image == null) {
      throw new AssertionError("no image from " + code + ": " + IJ.getErrorMessage());
    }
    return image;
  }
}
