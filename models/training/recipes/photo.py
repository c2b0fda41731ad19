"""Recipe of the `photo` pack: variable-rate mean-scale hyperprior, tuned for PSNR."""

from licorice.config import Recipe

RECIPE = Recipe(
    name="photo",
    latents=320,
    hyper_latents=128,
    analysis_channels=(48, 96, 192),
    analysis_blocks=(1, 2, 2),
    synthesis_channels=(48, 96, 192),
    synthesis_blocks=(1, 2, 1),
    quality_anchors=8,
    lambda_min=0.001,
    lambda_max=0.36,
    # Crops of 128 hold 2 x 2 hyper-latents, all of them at a border: the heads then never see what they
    # see in a whole picture, whose rate was half as much again as that of its crops.
    batch=2,
    crop=256,
    # Even 256 leaves three quarters of the hyper-latents at a border; two fifths of the photographs are too small for 320.
    late_crop=320,
    late_batch=1,
    late_fraction=0.35,
    learning_rate=4e-4,
    decay_fraction=0.85,
)
