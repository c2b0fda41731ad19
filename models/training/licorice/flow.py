"""Optical flow for the encoder, coarse to fine, in floats: no decoder needs it.

Each level starts as a block matcher, so that flow is useful before anything is learnt: windows of the frame are compared
with those of the warped reference at displacements of a few pixels, whose mean is taken with weights that fall with the
difference; where displacements hardly differ, flow is taken from around. Convolutions add what that misses.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .config import SLOPE
from .nets import conv3, quiet
from .warp import FLOW_CELL, smooth_warp

REDUCTIONS = (16, 8, 4, 2)
# Of displacements and of windows, at each. Before any training the reference of frames two apart in some training clips,
# without coding errors, has 22.3 dB, and warped with these 29.8.
RADII, WINDOWS = (3, 2, 2, 2), (3, 5, 5, 3)
# Flow is averaged over so many places each way. That saves 40 % of what untrained flow costs, at 0.3 to 0.5 dB more.
SMOOTHED = 5
LEAST_CONFIDENCE = 1e-3
UNIT = 8.0  # pixels of a level that convolutions see as 1
CONTRAST = 16.0  # differences and samples are small


class Level(nn.Module):
    """Refines flow at one resolution by displacements of up to radius pixels of it."""

    def __init__(self, radius: int, window: int, channels: int):
        super().__init__()
        self.radius, self.window = radius, window
        steps = range(-radius, radius + 1)
        places = torch.tensor([(right, below) for below in steps for right in steps], dtype=torch.float32)
        self.register_buffer("places", places, persistent=False)
        self.sharpness = nn.Parameter(torch.tensor(math.log(300.0)))
        self.reluctance = nn.Parameter(torch.tensor(math.log(0.0075)))  # difference that a pixel further is worth
        self.layers = nn.Sequential(
            conv3(len(places) + 3 + 3 + 2, channels),
            nn.LeakyReLU(SLOPE),
            conv3(channels, channels),
            nn.LeakyReLU(SLOPE),
            quiet(conv3(channels, 2), 0.01),
        )

    def forward(self, x, reference, flow):
        """x, reference: N x 3 at this resolution; flow: N x 2 in its pixels."""
        with torch.autocast(x.device.type, enabled=False):
            found, seen = self.match(x, reference, flow)
        return found + UNIT * self.layers(seen).float()

    def match(self, x, reference, flow):
        """Flow that fits best, and what convolutions see."""
        warped = smooth_warp(reference, flow)
        r, (height, width) = self.radius, x.shape[2:]
        wide, sides = F.pad(warped, (r, r, r, r), mode="replicate"), range(2 * r + 1)
        differences = torch.stack(
            [(x - wide[:, :, i : i + height, j : j + width]).abs().mean(1) for i in sides for j in sides], 1
        )
        cost = F.avg_pool2d(differences, self.window, 1, self.window // 2, count_include_pad=False)
        confidence = (cost.mean(1, keepdim=True) - cost.amin(1, keepdim=True) + LEAST_CONFIDENCE) ** 2
        cost = cost + torch.exp(self.reluctance) * self.places.norm(dim=1).view(1, -1, 1, 1)
        weight = torch.softmax(-torch.exp(self.sharpness) * cost, 1)
        found = flow + torch.einsum("nkhw,kc->nchw", weight, self.places)
        found = smoothed(found * confidence) / smoothed(confidence)
        return found, torch.cat([weight, x, CONTRAST * (warped - x), found / UNIT], 1)


def smoothed(x: torch.Tensor) -> torch.Tensor:
    return F.avg_pool2d(x, SMOOTHED, 1, SMOOTHED // 2)


class FlowNetwork(nn.Module):
    """Frame and reference (N x 3, sides multiples of 16) to flow at 1/4 (N x 2, in pixels)."""

    def __init__(self, channels: tuple[int, int, int, int]):
        super().__init__()
        self.levels = nn.ModuleList(Level(*sizes) for sizes in zip(RADII, WINDOWS, channels))

    def forward(self, x, reference):
        n, _, height, width = x.shape
        coarsest = REDUCTIONS[0]
        flow = torch.zeros(n, 2, height // coarsest, width // coarsest, device=x.device)
        with torch.autocast(x.device.type, enabled=False):
            x, reference = x.float(), reference.float()
            pictures = [(F.avg_pool2d(x, k), F.avg_pool2d(reference, k)) for k in REDUCTIONS]
        for k, level, pair in zip(REDUCTIONS, self.levels, pictures):
            if k != coarsest:
                flow = 2.0 * F.interpolate(flow, scale_factor=2.0, mode="bilinear", align_corners=False)
            flow = level(*pair, flow)
        finest = REDUCTIONS[-1]
        return finest * F.avg_pool2d(flow, FLOW_CELL // finest)
