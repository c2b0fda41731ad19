"""Which latents are decoded in which pass."""

from __future__ import annotations

import torch

# Row and column modulo 2 of the cells of each pass: a quarter, the quarter diagonally between them, the other half.
PASSES = (((0, 0),), ((1, 1),), ((0, 1), (1, 0)))


def pass_masks(height: int, width: int) -> torch.Tensor:
    """Passes x 1 x height x width: 1 in the cells of each pass."""
    masks = torch.zeros(len(PASSES), 1, height, width)
    for mask, corners in zip(masks, PASSES):
        for row, column in corners:
            mask[:, row::2, column::2] = 1.0
    return masks
