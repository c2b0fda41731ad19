"""What other motion says of a predicted frame: deformable compensation in feature space, after FVC (Hu et al., 2021).

A pixel's flow is one vector, shared with what moves in another way beside it. So features of the reference are also
taken from where the pixel's own flow and that of its neighbours lead, each moved by an offset that a network makes of
frames and flow; another one fuses what these differ by from the features of the warped reference, and adds to the
prediction. Compared with FVC: frames are warped first, so that offsets are small; features have all rows and columns,
since one sampled at every second pixel cannot be moved by one; they are linear in the frame, so that they differ where
motion does; and all of it is exact in integers.

Sampling features (`sample`), for flow (u, v) at even pixels and offsets (ou, ov) at the same places, all in sixteenths
of a pixel. Group g takes, for pixel (x, y) of W x H, the flow of the place i = clamp((x >> 1) + NEIGHBOURS[g][0], 0, W / 2 - 1)
across and j = clamp((y >> 1) + NEIGHBOURS[g][1], 0, H / 2 - 1) down, and the offset of its own place. `>>` rounds down.
    X = min(max(16 x + u[j][i] + ou, 0), 16 (W - 1))      x0 = X >> 4      a = X & 15
    Y = min(max(16 y + v[j][i] + ov, 0), 16 (H - 1))      y0 = Y >> 4      b = Y & 15
    sample = ((16 - a) (16 - b) f00 + a (16 - b) f01 + (16 - a) b f10 + a b f11 + 128) >> 8
with f00 the feature at (x0, y0), f01 at the one to the right, f10 below; places are clamped to those that there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from .config import SLOPE
from .exact import ACTIVATION_LIMIT, BYTES, ON, RECTIFIED, ExactConv, Grid, GridLeaky, GridShuffle, IntegerCodec, settle_sequence, to_grid
from .nets import LIMIT_4, LIMIT_8, added_grid, beside_quality, exact3, exact_block, last3, last_leaky, quiet, sample_grid, settle_first
from .video import SAMPLE_BITS, SAMPLE_LIMIT, Compensation, first_layer
from .warp import FLOW_BITS, instead, smooth_warp

# Whose flow each group follows, as places at every second pixel to the right and below: the pixel's own, or that of four
# pixels away, where blocks of eight with a vector each have another one.
NEIGHBOURS = ((0, 0), (0, 0), (0, 0), (0, 0), (-2, 0), (2, 0), (0, -2), (0, 2))
GROUPS = len(NEIGHBOURS)
OFFSET_LIMIT = 127  # sixteenths of a pixel
FEATURE_LIMIT = LIMIT_8
COLOUR_BITS = 11  # of what is added directly, in bytes: up to 16 levels
SPREAD = 0.5  # pixels that groups of a pixel's own flow start beside it
DIFFERENCES = 4.0  # contrast of what features differ by


@dataclass(frozen=True)
class Sizes:
    """Of the networks; those of offsets under the names by which a network for compensation asks for them."""

    compensation_channels: tuple[int, int] = (16, 24)
    compensation_blocks: tuple[int, int] = (0, 1)
    fusion_channels: int = 32
    fusion_blocks: int = 1
    of_bytes: tuple[str, ...] = ()  # which of offsets and fusion have activations of bytes


class Features(nn.Module):
    """A frame (N x 3 samples of 8 bits) to features of each group, linear in it; at first about its luma."""

    def __init__(self):
        super().__init__()
        self.layer = ExactConv(3, GROUPS, 3, SAMPLE_LIMIT)
        self.grid = Grid(GROUPS, limit=FEATURE_LIMIT)
        with torch.no_grad():
            self.layer.weight.mul_(0.1)
            self.layer.weight[:, :, 1, 1] += 0.3
            self.layer.bias.zero_()

    def forward(self, frame):
        return self.grid(self.layer(frame)).float()

    def settle(self) -> None:
        self.grid.settle()
        alike(self.grid)
        self.layer.settle(torch.full_like(self.layer.input_bits, SAMPLE_BITS))


class Offsets(Compensation):
    """What compensation sees to offsets of each group, at every second pixel: N x 2 groups, multiples of 1/16 pixel."""

    part = "offsets"

    def __init__(self, sizes: Sizes):
        super().__init__(sizes)
        del self.fine[-2:]
        last = quiet(last3(sizes.compensation_channels[0], 2 * GROUPS, self.fine[-1].grid.limit), 0.1)
        self.fine.append(last)
        beside = [(SPREAD, 0.0), (-SPREAD, 0.0), (0.0, SPREAD), (0.0, -SPREAD)]
        with torch.no_grad():
            starts = [place if own == (0, 0) else (0.0, 0.0) for place, own in zip(beside * 2, NEIGHBOURS)]
            last.bias.copy_(torch.tensor(starts).flatten())

    def forward(self, warped, reference, second, flow, quality):
        return to_grid(self.see(warped, reference, second, flow, quality), FLOW_BITS, OFFSET_LIMIT)


def followed(flow: torch.Tensor) -> torch.Tensor:
    """Flow at every second pixel (N x 2) to that which each group follows there: N x groups x 2."""
    height, width = flow.shape[2:]
    reach = max(abs(v) for place in NEIGHBOURS for v in place)
    wide = F.pad(flow, [reach] * 4, mode="replicate")
    parts = [wide[:, :, reach + down :, reach + right :][:, :, :height, :width] for right, down in NEIGHBOURS]
    return torch.stack(parts, 1)


def led(flow: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
    """Where pixels of each group take features from, of flow and offsets (N x 2 groups) at every second: N * groups x 2."""
    there = followed(flow) + offsets.view(len(flow), GROUPS, 2, *offsets.shape[2:])
    return there.repeat_interleave(2, 3).repeat_interleave(2, 4).flatten(0, 1)


@torch.no_grad()
def exact_sample(features: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    """Integers (N x C) from where flow (N x 2, in pixels) leads, between them by bilinear weights."""
    n, channels, height, width = features.shape
    scale = 1 << FLOW_BITS

    def places(axis: int, size: int):
        start = torch.arange(size, device=features.device).view((-1, 1) if axis else (1, -1))
        at = (scale * start + torch.round(flow[:, axis] * scale).long()).clamp(0, scale * (size - 1))
        return at >> FLOW_BITS, (at & (scale - 1)).float().view(n, 1, -1)

    (column, a), (row, b) = places(0, width), places(1, height)
    flat = features.flatten(2)

    def at(down: int, right: int) -> torch.Tensor:
        place = (row + down).clamp(max=height - 1) * width + (column + right).clamp(max=width - 1)
        return flat.gather(2, place.view(n, 1, -1).expand(-1, channels, -1))

    upper = (scale - a) * at(0, 0) + a * at(0, 1)
    lower = (scale - a) * at(1, 0) + a * at(1, 1)
    total = (scale - b) * upper + b * lower
    return torch.floor((total + scale**2 // 2) / scale**2).view_as(features)


def sample(features: torch.Tensor, flow: torch.Tensor, offsets: torch.Tensor, bits: torch.Tensor | None) -> torch.Tensor:
    """Features (N x C) of each group from where its flow and offsets lead (N x 2 and N x 2 groups at every second pixel).

    bits: of the features' units, if they are on a grid.
    """
    n, channels, height, width = features.shape
    moved = led(flow, offsets)
    groups = features.view(n * GROUPS, channels // GROUPS, height, width)
    if bits is None:
        return smooth_warp(groups, moved).view_as(features)
    unit = torch.exp2(bits.float()).view(1, -1, 1, 1)
    exact = exact_sample((features.detach() * unit).view_as(groups), moved).view_as(features) / unit
    if torch.is_grad_enabled() and (features.requires_grad or moved.requires_grad):
        return instead(exact, smooth_warp(groups, moved).view_as(features))
    return exact


class Fusion(nn.Module):
    """What deformed features differ by from the warped frame's, frames (N x 3) and quality plane to what is added.

    Part of that is what features differ by, each times a weight that the network has for every pixel: the same for all
    colours, since features are about luma.
    """

    def __init__(self, sizes: Sizes):
        super().__init__()
        c = sizes.fusion_channels
        self.seen = 4 * GROUPS
        of_bytes = "fusion" in sizes.of_bytes
        seen, limit, weight = (BYTES, RECTIFIED, BYTES) if of_bytes else (LIMIT_4, LIMIT_8, ACTIVATION_LIMIT)
        self.input = Grid(GROUPS, limit=BYTES) if of_bytes else nn.Identity()
        self.first, self.quality = first_layer(self.seen + 3 * 12, c, seen)
        self.rest = nn.Sequential(
            GridLeaky(SLOPE, c, limit),
            *(exact_block(c, limit) for _ in range(sizes.fusion_blocks)),
            last_leaky(c, limit),
        )
        self.colour = quiet(last3(c, 12, limit), 0.0)
        self.weights = quiet(last3(c, 4 * GROUPS, limit), 0.0)
        self.weight_grid = GridShuffle(2, GROUPS, weight)

    def contrast(self) -> torch.Tensor:
        factor = torch.ones_like(self.first.weight[:1, :, :1, :1])
        factor[:, : self.seen] = DIFFERENCES
        return factor

    def forward(self, different, warped, second, shown, quality):
        x = F.pixel_unshuffle(torch.cat([self.input(different), warped, second, shown], 1), 2)
        x = self.rest(beside_quality(self.first, self.quality, x, quality, self.contrast()))
        colour = F.pixel_shuffle(self.colour(x).float(), 2)
        weighted = (self.weight_grid(self.weights(x)).float() * different).sum(1, keepdim=True)
        if self.first.mode != ON:
            return colour + weighted
        return added_grid(colour, COLOUR_BITS, self.weight_grid.grid.of_bytes) + sample_grid(weighted)

    def settle(self, bits: torch.Tensor) -> None:
        """bits: of the features' units."""
        if isinstance(self.input, Grid):
            self.input.settle()
            bits = self.input.bits
        samples = torch.full((36,), SAMPLE_BITS, device=bits.device)
        settle_first(self.first, torch.cat([bits.repeat_interleave(4), samples]), self.contrast())
        bits = settle_sequence(self.rest, self.first.sum_bits)
        self.colour.settle(bits)
        self.weights.settle(bits)
        self.weight_grid.grid.settle()
        alike(self.weight_grid.grid)


def alike(grid: Grid) -> None:
    """Gives all channels the coarsest one's units, so that products of them can be added."""
    grid.bits.fill_(int(grid.bits.min()))


class Deformable(IntegerCodec):
    """All three networks, and the sampling between them."""

    def __init__(self, sizes: Sizes = Sizes()):
        super().__init__()
        self.features, self.offsets, self.fusion = Features(), Offsets(sizes), Fusion(sizes)

    def integer_networks(self) -> list[nn.Module]:
        return [self.features, self.offsets, self.fusion]

    def settle(self) -> None:
        self.features.settle()
        self.offsets.settle()
        self.fusion.settle(self.features.grid.bits)
        self.set_mode(ON)

    def give_way(self) -> int:
        """Makes units coarser where training in integers has filled the range of sums; returns of how many outputs."""
        layers = [layer for layer in self.modules() if isinstance(layer, ExactConv)]
        return sum(layer.give_way(self.fusion.contrast() if layer is self.fusion.first else None) for layer in layers)

    def forward(self, warped, reference, second, flow, shown, quality):
        """Frames (N x 3 samples of 8 bits), flow at every pixel, and quality plane to what the prediction lacks.

        shown: the prediction without this.
        """
        return self.fusion(self.different(warped, reference, second, flow, quality), warped, second, shown, quality)

    def deformed(self, warped, reference, second, flow, quality):
        """Features of the reference from where flow and offsets lead."""
        offsets = self.offsets(warped, reference, second, flow, quality)
        grid = self.features.grid
        return sample(self.features(reference), flow[:, :, ::2, ::2], offsets, grid.bits if grid.mode == ON else None)

    def different(self, warped, reference, second, flow, quality):
        """What these differ by from the features of the warped frame."""
        return self.deformed(warped, reference, second, flow, quality) - self.features(warped)


def load_deformable(path: Path) -> Deformable:
    """The averaged weights of a checkpoint, whether it was trained by itself or with the rest."""
    net, state = Deformable(), torch.load(path, map_location="cpu")
    net.load(state.get("deformable", state)["average"])
    return net.eval()
