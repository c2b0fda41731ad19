package io.licorice.examples;

import io.licorice.examples.BenchReport.Mean;
import io.licorice.metrics.MsSsim;
import java.util.function.ToDoubleFunction;

/** The qualities that curves are drawn of and rate differences are computed over, in decibels. */
enum BenchMetric {
  PSNR("PSNR", "psnr", Mean::psnr),
  SSIM("SSIM", "ssim_db", mean -> MsSsim.toDecibels(mean.ssim())),
  MS_SSIM("MS-SSIM", "ms_ssim_db", mean -> MsSsim.toDecibels(mean.msSsim()));

  /** The name in tables and on axes. */
  final String title;

  /** The name in JSON. */
  final String key;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final ToDoubleFunction<Mean> value;

  BenchMetric(String title, String key, ToDoubleFunction<Mean> value) {
    this.title = title;
    this.key = key;
    this.value = value;
  }

  /** Decibels of a rate point; infinite where nothing was lost. */
  double of(Mean mean) {
    return value.applyAsDouble(mean);
  }
}
