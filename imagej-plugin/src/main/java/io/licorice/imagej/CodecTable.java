package io.licorice.imagej;

import ij.IJ;
import ij.measure.ResultsTable;
import java.util.List;

/** Lists what codecs made of a picture. */
final class CodecTable {
  private static final int FINE_DECIMALS = 6;

  private CodecTable() {}

  static ResultsTable of(List<CodecTrial> trials) {
    ResultsTable table = new ResultsTable();
    table.showRowNumbers(false);
    for (CodecTrial trial : trials) {
      table.incrementCounter();
      table.addValue("codec", trial.codec());
      table.addValue("quality", quality(trial));
      table.addValue("bytes", (double) trial.bytes());
      table.addValue("bpp", trial.bitsPerPixel());
      table.addValue("PSNR", trial.psnr());
      table.addValue("MS-SSIM", trial.msSsim());
      table.addValue("encode ms", trial.encodeMillis());
      table.addValue("decode ms", trial.decodeMillis());
    }
    table.setDecimalPlaces(table.getColumnIndex("bytes"), 0);
    for (String column : List.of("bpp", "PSNR", "MS-SSIM")) {
      table.setDecimalPlaces(table.getColumnIndex(column), FINE_DECIMALS);
    }
    return table;
  }

  private static String quality(CodecTrial trial) {
    if (!Double.isNaN(trial.quality())) {
      return IJ.d2s(trial.quality(), 4).replaceAll("\\.?0+$", "");
    }
    return trial.isLossless() ? "lossless" : "none";
  }
}
