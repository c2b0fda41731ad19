package io.licorice.imagej;

import java.util.OptionalDouble;

/**
 * What is asked for regions and the rest of an image.
 *
 * @param source where the regions come from
 * @param inside quality of regions, see {@link io.licorice.codec.QualityMap}
 * @param exceptions regions of another quality
 * @param background quality outside of all regions
 * @param model the pack that codes what was recorded
 * @param generator the pack that makes up what is generated
 * @param generatedQuality place on that pack's scale; empty for its coarsest code
 * @param labels where the generator learns what the pixels show
 */
record RegionSettings(
    RegionSource source,
    double inside,
    RegionExceptions exceptions,
    double background,
    String model,
    String generator,
    OptionalDouble generatedQuality,
    LabelSource labels) {}
