"""Recipe of the `photo` pack: variable-rate mean-scale hyperprior, tuned for PSNR."""

from licorice.config import Recipe

RECIPE = Recipe(
    name="photo",
    latents=320,
    hyper_latents=128,
    analysis_channels=(48, 96, 192),
    synthesis_channels=(48, 96, 192),
    quality_anchors=8,
    lambda_min=0.001,
    lambda_max=0.36,
    batch=8,
    crop=128,
    late_crop=192,
    late_batch=4,
    learning_rate=4.5e-4,
)
