/** Picture quality measures, such as PSNR and MS-SSIM. */
package io.licorice.metrics;
