"""Recipe of the `video` pack: predicted frames after M-LVC and DVC, for about ten frames of 352 x 288 a second on two cores."""

from licorice.video import PriorSizes, VideoRecipe

from .photo import RECIPE as PHOTO

ANCHORS = 7

RECIPE = VideoRecipe(
    name="video",
    flow=PriorSizes(
        latents=32,
        hyper_latents=32,
        scale_head_channels=16,
        hyper_channels=(32, 48, 64),
        mean_channels=(32, 32, 48),
        context=16,
        context_channels=(32,),
        neighbours=True,
    ),
    picture=PHOTO,
    residual=PriorSizes.of_residual(PHOTO, context=64, context_channels=(32, 32)),
    flow_analysis_channels=(32, 48, 64),
    flow_synthesis_channels=(32, 48, 64),
    compensation_channels=(32, 48),
    compensation_blocks=(1, 2),
    filter_channels=32,
    # The first anchors of the key frames' quality axis: a position means the same there and here.
    quality_anchors=ANCHORS,
    lambda_min=PHOTO.lambda_at(0),
    lambda_max=PHOTO.lambda_at(ANCHORS - 1),
    stages=((0.0, 3, 2, 192), (0.5, 5, 1, 256)),
    key_advance=4.5,
    learning_rate=4e-4,
    of_bytes=("synthesis", "filter"),
)
