"""What a recipe fixes, and the integer conventions that trainer, exporter and Java reader share."""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass

# Scale tables: index i stands for the scale SCALE_MIN * exp(i * SCALE_STEP).
SCALE_TABLES = 64
SCALE_MIN = 0.10
SCALE_STEP = math.log(256.0 / SCALE_MIN) / (SCALE_TABLES - 1)

# The integer-exact scale head, see models/doc/lic-format.md ("Scale head").
HYPER_FRACTION_BITS = 4  # dequantised hyper-latents and activations are multiples of 1/16
HYPER_LIMIT = 2047  # their range as integers
WEIGHT_FRACTION_BITS = 6  # weights are multiples of 1/64
WEIGHT_LIMIT = 127
ACTIVATION_LIMIT = 255
OFFSET_FRACTION_BITS = 4  # index offsets of the gain are multiples of 1/16 index
HEAD_INDEX_SHIFT = 2  # one head output unit (1/16) is 4/16 of an index

SLOPE = 0.125  # of leaky rectifiers below 0: a power of two, so that integers can follow


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a training run apart from its data and its length."""

    name: str
    latents: int
    hyper_latents: int
    analysis_channels: tuple[int, int, int]
    synthesis_channels: tuple[int, int, int]
    quality_anchors: int
    lambda_min: float
    lambda_max: float
    batch: int
    crop: int
    late_crop: int
    late_batch: int
    learning_rate: float
    scale_head_channels: int = 64
    hyper_channels: tuple[int, int, int] = (128, 192, 256)  # of hyper-analysis at 1/16, 1/32 and 1/64
    mean_channels: tuple[int, int] = (128, 96)  # of the head of means at 1/32 and 1/16
    context_channels: int = 64
    scale_context_channels: int = 48
    scale_groups: tuple[int, ...] = (1, 2, 4, 6, 7)  # shares of the latents that are coded one after the other
    analysis_blocks: tuple[int, int, int] = (1, 1, 1)  # residual blocks at 1/4, 1/8 and 1/16
    synthesis_blocks: tuple[int, int, int] = (1, 1, 1)  # the same of synthesis
    late_fraction: float = 0.15  # the last part of the run, with larger crops
    decay_fraction: float = 0.45  # the last part of the run, with a falling learning rate
    exact_fraction: float = 0.0  # the last part of the run, with the decoder in integers
    structure: float = 0.0  # share of 1 - MS-SSIM in the distortion, the rest is squared error
    gradient_clip: float = 1.0
    ema: float = 0.9993

    def latent_groups(self) -> tuple[int, ...]:
        """How many latents are in each group; they share what is left over in the last one."""
        shares = [self.latents * share // sum(self.scale_groups) for share in self.scale_groups]
        return (*shares[:-1], self.latents - sum(shares[:-1]))

    def lambda_at(self, s: float) -> float:
        """The Lagrangian multiplier of position s on the quality axis, 0 to anchors - 1."""
        ratio = self.lambda_max / self.lambda_min
        return self.lambda_min * ratio ** (s / (self.quality_anchors - 1))


def load_recipe(name: str) -> Recipe:
    return importlib.import_module(f"recipes.{name.replace('-', '_')}").RECIPE
