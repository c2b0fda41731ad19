/** Integer-only entropy coders that give the same bytes on every machine. */
package io.licorice.entropy;
