/** Lossless and near-lossless coding of sample planes by prediction, in integers alone. */
package io.licorice.lossless;
