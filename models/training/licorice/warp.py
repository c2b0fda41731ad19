"""How a predicted frame's motion reaches its pixels: in integers, as every decoder computes it.

Frames have 8 bits: a sample v of 0..255 is (v - 128) / 256 here. Flow is in whole sixteenths of a pixel: where, to the
right and below of a pixel, the reference shows what the pixel shows. `>>` rounds down.

Flow at every pixel from flow at 1/4 (`widen`). Pixel x lies in cell c = x >> 2 at place p = x & 3, and takes
    p = 0: 3 of c - 1, 5 of c      p = 1: 1 of c - 1, 7 of c      p = 2: 7 of c, 1 of c + 1      p = 3: 5 of c, 3 of c + 1
eighths; indices are clamped to the cells that there are. Down the same. With the weights of both directions
    flow = (sum of weight_y * weight_x * cell + 32) >> 6

The warp (`warp`), for flow (u, v) at pixel (x, y) of a reference W pixels wide and H high:
    X = min(max(16 x + u, 0), 16 (W - 1))      x0 = X >> 4      a = X & 15
    Y = min(max(16 y + v, 0), 16 (H - 1))      y0 = Y >> 4      b = Y & 15
    sample = min(max((sum over j of t[b][j] * (sum over i of t[a][i] * r[y0 - 1 + j][x0 - 1 + i]) + 2048) >> 12, 0), 255)
with i and j from 0 to 3, places clamped to those that there are, and t the cubic convolution of Keys (1981) in 1/64 (`TAPS`),
for the samples r of the reference in 0..255, each channel for itself.

Flow onwards (`onwards`), to the frame that the reference was predicted from: the flow (u, v) at pixel (x, y), and to it the
reference's own flow at x' = min(max(x + ((u + 8) >> 4), 0), W - 1) and y' in the same way.

All of this is exact in 32-bit floats too. Gradients are those of the same without rounding.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

FLOW_BITS = 4  # flow is in multiples of 1/16 pixel,
FLOW_LIMIT = 2047  # of at most this many
FLOW_CELL = 4
LEVELS = 256
# Weights of the samples at -1, 0, 1 and 2 for a place at 0/16 to 15/16.
TAPS = (
    (0, 64, 0, 0),
    (-2, 64, 2, 0),
    (-3, 61, 6, 0),
    (-4, 59, 10, -1),
    (-4, 56, 14, -2),
    (-5, 51, 20, -2),
    (-5, 47, 25, -3),
    (-4, 41, 30, -3),
    (-4, 36, 36, -4),
    (-3, 30, 41, -4),
    (-3, 25, 47, -5),
    (-2, 20, 51, -5),
    (-2, 14, 56, -4),
    (-1, 10, 59, -4),
    (0, 6, 61, -3),
    (0, 2, 64, -2),
)
LOWEST, HIGHEST = -0.5, 127 / 256  # samples 0 and 255


class _Instead(torch.autograd.Function):
    """The first value with the gradient of the second."""

    @staticmethod
    def forward(ctx, exact, smooth):
        return exact.view_as(exact)

    @staticmethod
    def backward(ctx, gradient):
        return None, gradient


def instead(exact: torch.Tensor, smooth: torch.Tensor) -> torch.Tensor:
    """The first value with the gradient of the second."""
    return _Instead.apply(exact, smooth)


def to_frame(value: torch.Tensor) -> torch.Tensor:
    """Samples of 8 bits, nearest ones. In integers of 1/4096: clamp((value + 8) >> 4, -128, 127)."""
    limited = torch.clamp(value.float(), LOWEST, HIGHEST)
    return _Instead.apply(torch.floor(limited.detach() * LEVELS + 0.5) / LEVELS, limited)


def widen(flow: torch.Tensor) -> torch.Tensor:
    """N x 2 at 1/4 to N x 2 at every pixel; both in pixels, multiples of 1/16."""
    scale = 1 << FLOW_BITS
    fine = F.interpolate(flow.float(), scale_factor=float(FLOW_CELL), mode="bilinear", align_corners=False)
    return _Instead.apply(torch.floor(fine.detach() * scale + 0.5) / scale, fine)


def smooth_warp(frame: torch.Tensor, flow: torch.Tensor, mode: str = "bilinear") -> torch.Tensor:
    """About the warp, without any rounding: PyTorch's bicubic interpolation is a little sharper."""
    height, width = frame.shape[2:]
    y, x = torch.meshgrid(*(torch.arange(n, device=frame.device, dtype=torch.float32) for n in (height, width)), indexing="ij")
    across = (x + flow[:, 0]) * (2.0 / max(1, width - 1)) - 1.0
    along = (y + flow[:, 1]) * (2.0 / max(1, height - 1)) - 1.0
    grid = torch.stack([across, along], -1)
    return F.grid_sample(frame.float(), grid, mode=mode, padding_mode="border", align_corners=True)


@torch.no_grad()
def exact_warp(frame: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    n, channels, height, width = frame.shape
    scale, count = 1 << FLOW_BITS, len(TAPS[0])
    taps = torch.tensor(TAPS, dtype=torch.float32, device=frame.device)

    def places(axis: int, size: int):
        start = torch.arange(size, device=frame.device).view((-1, 1) if axis else (1, -1))
        at = (scale * start + torch.round(flow[:, axis] * scale).long()).clamp(0, scale * (size - 1))
        return at >> FLOW_BITS, taps[at & (scale - 1)].flatten(0, 2)

    columns, across = places(0, width)
    rows, along = places(1, height)
    samples = F.pad(frame.float() * LEVELS - LOWEST * LEVELS, (1, count - 2, 1, count - 2), mode="replicate")
    # The samples that a sum across takes lie side by side, so that they are fetched at once.
    beside = torch.stack([samples[:, :, :, i : i + width] for i in range(count)], 1)
    beside = beside.permute(0, 3, 4, 1, 2).reshape(-1, count * channels)
    first = torch.arange(n, device=frame.device).view(-1, 1, 1) * samples.shape[2] + rows
    total = 0.0
    for j in range(count):
        there = beside.index_select(0, ((first + j) * width + columns).flatten()).view(-1, count, channels)
        total = total + along[:, j : j + 1] * torch.einsum("pk,pkc->pc", across, there)
    unit = float(sum(TAPS[0])) ** 2
    warped = torch.clamp(torch.floor((total + unit / 2) / unit), 0, LEVELS - 1) / LEVELS + LOWEST
    return warped.view(n, height, width, channels).permute(0, 3, 1, 2).contiguous()


def warp(frame: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    """N x 3 samples of 8 bits and N x 2 flow in multiples of 1/16 pixel to N x 3 samples of 8 bits."""
    exact = exact_warp(frame, flow)
    if torch.is_grad_enabled() and (frame.requires_grad or flow.requires_grad):
        return _Instead.apply(exact, smooth_warp(frame, flow, "bicubic"))
    return exact


def onwards(flow: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    """Flow to the reference, and the reference's own flow (N x 2 each, in pixels), one after the other."""
    n, _, height, width = flow.shape
    with torch.no_grad():
        nearest = torch.floor(flow + 0.5).long()
        columns = (torch.arange(width, device=flow.device) + nearest[:, 0]).clamp(0, width - 1)
        rows = (torch.arange(height, device=flow.device).view(-1, 1) + nearest[:, 1]).clamp(0, height - 1)
        places = (rows * width + columns).view(n, 1, -1).expand(-1, 2, -1)
        there = before.flatten(2).gather(2, places).view_as(before)
    return flow + there
