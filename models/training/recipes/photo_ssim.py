"""Recipe of the `photo-ssim` pack: the networks of `photo`, trained on for structural similarity."""

from dataclasses import replace

from .photo import RECIPE as PHOTO

RECIPE = replace(PHOTO, name="photo-ssim", structure=0.9, learning_rate=3e-4)
