/** The public API: encodes pictures to {@code .lic} streams and decodes them again. */
package io.licorice.codec;
