package io.licorice.examples;

import io.licorice.examples.BenchReport.Mean;
import io.licorice.metrics.MsSsim;
import java.util.function.ToDoubleFunction;

/** The qualities that curves are drawn of and rate differences are computed over, in decibels. */
enum BenchMetric {
  PSNR("PSNR", "PSNR over R, G, B (dB)", "psnr", Mean::psnr),
  SSIM(
      "SSIM",
      "SSIM (dB, \u221210\u00b7log\u2081\u2080(1 \u2212 SSIM))",
      "ssim_db",
      mean -> MsSsim.toDecibels(mean.ssim())),
  MS_SSIM(
      "MS-SSIM",
      "MS-SSIM (dB, \u221210\u00b7log\u2081\u2080(1 \u2212 MS-SSIM))",
      "ms_ssim_db",
      mean -> MsSsim.toDecibels(mean.msSsim()));

  /** The name in tables. */
  final String title;

  /** The name on axes. */
  final String axis;

  /** The name in JSON. */
  final String key;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final ToDoubleFunction<Mean> value;

  BenchMetric(String title, String axis, String key, ToDoubleFunction<Mean> value) {
    this.title = title;
    this.axis = axis;
    this.key = key;
    this.value = value;
  }

  /** Decibels of a rate point; infinite where nothing was lost. */
  double of(Mean mean) {
    return value.applyAsDouble(mean);
  }
}
