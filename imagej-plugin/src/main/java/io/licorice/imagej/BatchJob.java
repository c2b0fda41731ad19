package io.licorice.imagej;

import io.licorice.codec.EncodeOptions;
import java.nio.file.Path;

/**
 * A folder that is to be converted.
 *
 * @param input the folder with images
 * @param output the folder for what is made of them; may lie in the other, or be it
 * @param format what is made
 * @param options how {@code .lic} files are coded
 * @param recursive whether folders in the folder are converted too
 * @param overwrite whether outputs that exist are made again
 */
record BatchJob(
    Path input,
    Path output,
    BatchFormat format,
    EncodeOptions options,
    boolean recursive,
    boolean overwrite) {}
