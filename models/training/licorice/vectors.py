"""Blocks of a predicted frame that move by a vector of their own and not as the flow says, which is smooth at 1/4.

Blocks have 8 x 8 pixels. All of a block's pixels have its vector, in sixteenths of a pixel, for their flow.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F

from .warp import FLOW_BITS, FLOW_CELL, widen

BLOCK = 8
UNIT = 4  # vectors are whole multiples of this from what is expected, in sixteenths of a pixel


class Vectors(NamedTuple):
    """Of N frames."""

    given: torch.Tensor  # N x 1 blocks, whether they have one
    flow: torch.Tensor  # N x 2 blocks, in pixels, multiples of 1/16


def means(flow: torch.Tensor) -> torch.Tensor:
    """N x 2 at 1/4 to the means of blocks, in pixels: (sum of cells + 2) >> 2 in sixteenths."""
    scale, cells = 1 << FLOW_BITS, BLOCK // FLOW_CELL
    return torch.floor(F.avg_pool2d(flow.float() * scale, cells) + 0.5) / scale


def of_pixels(blocks: torch.Tensor) -> torch.Tensor:
    return blocks.repeat_interleave(BLOCK, 2).repeat_interleave(BLOCK, 3)


def widen_beside(flow: torch.Tensor, vectors: Vectors | None) -> torch.Tensor:
    """Flow at 1/4 to flow at every pixel, N x 2 in pixels."""
    fine = widen(flow)
    return fine if vectors is None else torch.where(of_pixels(vectors.given), of_pixels(vectors.flow), fine)
