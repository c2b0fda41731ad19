"""Optical flow for the encoder, coarse to fine, by rules without anything to be learnt: no decoder needs it.

At each resolution, flow of cells of 4 x 4 pixels starts as twice the coarser one. Then candidates take its place where a
window around the cell differs less from the warped reference: steps of Lucas and Kanade (1981), flow of cells nearby, the
mean of flow around, and none at all, which finds its way where coarse pictures mislead.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .warp import FLOW_CELL, smooth_warp

SIDES = 64  # frames are widened to multiples of this
# Steps at reductions 16 to 1, each with the side of its window in cells. Warped with it, the frame after an uncoded one has
# 29.7 to 43.3 dB in four sequences, where flow by block matching at reductions down to 2, with convolutions that had been
# trained in 2400 steps, gave 25.2 to 39.7.
PLAN = (
    (16, (("descend", 3), ("descend", 3), ("spread", 3), ("descend", 3))),
    (8, (("rest", 3), ("descend", 5), ("descend", 3), ("spread", 3), ("descend", 3))),
    (4, (("rest", 5), ("descend", 5), ("descend", 3), ("spread", 3), ("descend", 3), ("descend", 3))),
    (2, (("rest", 5), ("descend", 5), ("descend", 3), ("spread", 3), ("descend", 3))),
    (1, (("rest", 5), ("descend", 5), ("descend", 3), ("spread", 3), ("descend", 3), ("smooth", 3))),
)
# A candidate is taken if its squared error is below so many times the present one, less or more what flow is worth: flow
# that costs little is preferred, the more so where bits are dear.
LIMITS = {"descend": (0.98, -1.0), "spread": (0.98, -1.0), "rest": (1.02, 1.0), "smooth": (1.02, 1.0)}
DAMPING = 3e-5  # squared gradient that flat windows are taken to have at least
LUMA = (0.299, 0.587, 0.114)
LONGEST = 1.0  # pixels that a step of Lucas and Kanade goes


def luma(frame: torch.Tensor) -> torch.Tensor:
    weights = torch.tensor(LUMA, device=frame.device).view(1, 3, 1, 1)
    return (frame * weights).sum(1, keepdim=True)


def over_window(values: torch.Tensor, window: int) -> torch.Tensor:
    """N x channels at every pixel to N x 1 for each cell: means over windows of so many cells each way, and channels."""
    cells = F.avg_pool2d(values.mean(1, keepdim=True), FLOW_CELL)
    around = window // 2
    return F.avg_pool2d(F.pad(cells, (around, around, around, around), mode="replicate"), window, 1)


def moved(flow: torch.Tensor, down: int, right: int) -> torch.Tensor:
    """Each cell's flow at its neighbour's place."""
    height, width = flow.shape[2:]
    return F.pad(flow, (1, 1, 1, 1), mode="replicate")[:, :, 1 + down : 1 + down + height, 1 + right : 1 + right + width]


def gradients(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """To the right and down."""
    wide = F.pad(x, (1, 1, 1, 1), mode="replicate")
    return (wide[:, :, 1:-1, 2:] - wide[:, :, 1:-1, :-2]) / 2, (wide[:, :, 2:, 1:-1] - wide[:, :, :-2, 1:-1]) / 2


class Level:
    """A frame and its reference (N x 3) at one resolution."""

    def __init__(self, x: torch.Tensor, reference: torch.Tensor):
        self.x, self.reference = x, reference
        self.gradients = gradients(x)

    def warped(self, flow: torch.Tensor) -> torch.Tensor:
        fine = F.interpolate(flow, scale_factor=float(FLOW_CELL), mode="bilinear", align_corners=False)
        return smooth_warp(self.reference, fine)

    def step(self, kind: str, window: int, flow: torch.Tensor, worth: torch.Tensor) -> torch.Tensor:
        warped = self.warped(flow)
        factor, share = LIMITS[kind]
        best = factor * self.error(warped, window) + share * worth
        for candidate in self.candidates(kind, window, flow, warped):
            error = self.error(self.warped(candidate), window)
            flow = torch.where(error < best, candidate, flow)
            best = torch.minimum(best, error)
        return flow

    def error(self, warped: torch.Tensor, window: int) -> torch.Tensor:
        return over_window((warped - self.x) ** 2, window)

    def candidates(self, kind: str, window: int, flow: torch.Tensor, warped: torch.Tensor) -> list[torch.Tensor]:
        if kind == "descend":
            return [flow + self.descent(window, warped)]
        if kind == "spread":
            return [moved(flow, *to) for to in ((0, 1), (0, -1), (1, 0), (-1, 0))]
        if kind == "smooth":
            return [F.avg_pool2d(F.pad(flow, (1, 1, 1, 1), mode="replicate"), 3, 1)]
        return [torch.zeros_like(flow)]

    def descent(self, window: int, warped: torch.Tensor) -> torch.Tensor:
        """The step that least squares ask for if both pictures are linear around each pixel."""
        right, down = ((a + b) / 2 for a, b in zip(self.gradients, gradients(warped)))
        missed = self.x - warped
        a = over_window(right * right, window) + DAMPING
        b = over_window(right * down, window)
        c = over_window(down * down, window) + DAMPING
        p, q = over_window(right * missed, window), over_window(down * missed, window)
        step = torch.cat([c * p - b * q, a * q - b * p], 1) / (a * c - b * b)
        return torch.clamp(step, -LONGEST, LONGEST)


@torch.no_grad()
def estimate_flow(x: torch.Tensor, reference: torch.Tensor, worth: torch.Tensor) -> torch.Tensor:
    """Frame and reference (N x 3, sides multiples of 16) to flow at 1/4 (N x 2, in pixels).

    worth: N squared errors of luma that flow must save before it is made any less plain.
    """
    height, width = x.shape[2:]
    pad = (0, -width % SIDES, 0, -height % SIDES)
    with torch.autocast(x.device.type, enabled=False):
        x, reference = (F.pad(luma(frame.float()), pad, mode="replicate") for frame in (x, reference))
        worth = worth.float().view(-1, 1, 1, 1)
        flow = None
        for reduction, steps in PLAN:
            level = Level(F.avg_pool2d(x, reduction), F.avg_pool2d(reference, reduction))
            if flow is None:
                rows, columns = (side // FLOW_CELL for side in level.x.shape[2:])
                flow = torch.zeros(len(x), 2, rows, columns, device=x.device)
            else:
                flow = 2.0 * F.interpolate(flow, scale_factor=2.0, mode="bilinear", align_corners=False)
            for kind, window in steps:
                flow = level.step(kind, window, flow, worth)
    return flow[:, :, : height // FLOW_CELL, : width // FLOW_CELL]

