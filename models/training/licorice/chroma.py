"""Frames as videos of 4:2:0 are shown: with one colour for 2 x 2 pixels (`video-muxer/doc/lvc-format.md`, "Chroma")."""

from __future__ import annotations

import torch
import torch.nn.functional as F

LUMA = (77 / 256, 150 / 256, 29 / 256)  # BT.601, as the format has it


def shared_colour(x: torch.Tensor) -> torch.Tensor:
    """N x 3 with even sides to the same with the mean of what 2 x 2 pixels differ from their luma by; not rounded."""
    luma = (x * x.new_tensor(LUMA).view(1, 3, 1, 1)).sum(1, keepdim=True)
    colour = F.avg_pool2d(x - luma, 2)
    return luma + F.interpolate(colour, scale_factor=2.0, mode="nearest")
