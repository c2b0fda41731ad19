package io.licorice.imagej;

import io.licorice.metrics.MsSsim;

/** How near a decoded picture is to its original, in decibels. */
enum CodecMeasure {
  PSNR("PSNR", "PSNR (dB)"),
  MS_SSIM("MS-SSIM", "MS-SSIM (dB)");

  private final String choice;
  private final String axis;

  CodecMeasure(String choice, String axis) {
    this.choice = choice;
    this.axis = axis;
  }

  String choice() {
    return choice;
  }

  String axis() {
    return axis;
  }

  double of(CodecTrial trial) {
    return this == PSNR ? trial.psnr() : MsSsim.toDecibels(trial.msSsim());
  }

  static String[] choices() {
    return new String[] {PSNR.choice, MS_SSIM.choice};
  }

  static CodecMeasure of(String choice) {
    for (CodecMeasure measure : values()) {
      if (measure.choice.equalsIgnoreCase(choice)) {
        return measure;
      }
    }
    throw new IllegalArgumentException("measure PSNR or MS-SSIM expected, found " + choice);
  }
}
