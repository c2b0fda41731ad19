package io.licorice.imagej;

import ij.Macro;
import ij.io.SaveDialog;
import ij.measure.ResultsTable;
import java.io.IOException;

/** Gives tables to the user, and to macros that have no display. */
final class Tables {
  private Tables() {}

  /** Asks for a file and writes the table to it, separated by commas if its name ends in .csv. */
  static void save(ResultsTable table, String name) throws IOException {
    SaveDialog where = new SaveDialog("Save " + name + " Table...", name, ".csv");
    if (where.getFileName() != null) {
      table.saveAs(where.getDirectory() + where.getFileName());
    }
  }

  /** Whether a macro has named a file for a table. */
  static boolean isFileNamed() {
    String options = Macro.getOptions();
    return options != null && Macro.getValue(options, "save", null) != null;
  }
}
