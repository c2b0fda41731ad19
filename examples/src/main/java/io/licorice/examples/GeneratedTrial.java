package io.licorice.examples;

import io.licorice.codec.LabelMap;
import io.licorice.codec.Picture;
import java.util.Optional;

/**
 * What a way of coding made of a picture at very few bytes.
 *
 * @param row the way, the same for all pictures
 * @param bytes of the whole file
 * @param bound what codes would take that were all equally likely, in bytes; empty without codes
 * @param decoded the picture again
 * @param synthesised share of the pixels that were made up
 * @param seen what a segmentation network sees in it; empty if nobody asked
 */
record GeneratedTrial(
    String row,
    long bytes,
    Optional<Double> bound,
    Picture decoded,
    double synthesised,
    Optional<LabelMap> seen) {}
