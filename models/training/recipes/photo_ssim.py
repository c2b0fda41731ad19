"""Recipe of the `photo-ssim` pack: the networks of `photo` with gains, and if trained on losses, for MS-SSIM."""

from dataclasses import replace

from .photo import RECIPE as PHOTO

RECIPE = replace(PHOTO, name="photo-ssim", structure=0.9, learning_rate=1.5e-4)
