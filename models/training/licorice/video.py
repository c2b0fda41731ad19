"""Predicted frames after DVC (Lu et al., 2019) and M-LVC (Lin et al., 2020): coded flow, motion compensation, coded
residual; one model for all rates.

Frames are N x 3 samples of 8 bits as (v - 128) / 256, sides multiples of 16. What the decoder runs are convolutions that
can be switched to integers (`exact.py`), scale heads in fixed point, and the warp (`warp.py`); the estimate of flow
(`flow.py`) and both analyses are the encoder's alone. Compared with DVC: flow is estimated by rules, and starts as block
transforms on linear paths; residuals are coded by the networks of the picture codec, whose probabilities see the
prediction; a filter sees decoded frame and prediction; quality is continuous.

What M-LVC adds to DVC is a history: flow is coded as what it differs by from a prediction out of the flow before it,
whose latents its probabilities see too; and compensation sees two frames, the second of which is warped with both flows
one after the other. A model without a history is DVC. One model serves both, since frames after a key frame have none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable, NamedTuple, Optional

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import config
from .basis import dct_matrix
from .chroma import shared_colour
from .config import Recipe
from .exact import (
    BYTES,
    LATENT_FRACTION_BITS,
    LATENT_LIMIT,
    ON,
    RECTIFIED,
    ExactConv,
    Grid,
    GridLeaky,
    GridShuffle,
    IntegerCodec,
    Limit,
    Limits,
    latent_grid,
    settle_sequence,
    to_grid,
)
from .flow import estimate_flow
from .integer_conv import IntegerConv
from .nets import (
    COMMITMENT,
    FIRST_PARTS,
    LATENT_SCALE,
    LIMIT_4,
    LIMIT_8,
    LIMIT_LATENTS,
    REFERENCE_LAMBDA,
    SKIP_LIMIT,
    SLOPE,
    Analysis,
    Context,
    HyperAnalysis,
    InPasses,
    PhotoCodec,
    ResidualBlock,
    ScaleHead,
    Shape,
    Synthesis,
    added_grid,
    beside_quality,
    carry,
    conv3,
    dequantised,
    exact3,
    exact_block,
    interpolate,
    last3,
    last_leaky,
    linear_path,
    planes_beside,
    quality_plane,
    quiet,
    sample_grid,
    scale_at,
    settle_first,
    settle_linear_path,
    start_hyperprior,
)
from .passes import PASSES
from .quantize import fixed_point, round_ste
from .scale_context import ScaleContexts, activation
from .vector_search import find_vectors
from .vectors import Vectors, widen_beside
from .warp import FLOW_BITS, FLOW_CELL, FLOW_LIMIT, HIGHEST, LEVELS, LOWEST, onwards, to_frame, warp, widen

CELL = 16
HYPER_CELLS = 4  # cells a hyper-latent, each way
SAMPLE_BITS, SAMPLE_LIMIT = 8, 128  # samples are multiples of 1/256, at most half of the range
FLOW_BLOCK = CELL // FLOW_CELL
# A latent of flow is a coefficient of a 4 x 4 block in units of 4 pixels, so that a block's mean of 127 pixels still fits
# the range of latents; it is quantised in 1/8 of that at the reference lambda. An error of a step in a coefficient then
# costs about as much in samples (of a gradient of 12 levels a pixel) as one of a step in a latent of the residual.
FLOW_SCALE, FLOW_STEPS = 0.25, 8.0
# Flow is coded at a position that is so much lower than the frame's: after 900 steps of training, without this, sequences
# take a fifth less for the same PSNR so.
FLOW_BELOW = 1.5
# Where blocks with vectors take over, flow may be coarser still: a frame says which of these, in further positions.
# Of what networks of bytes add to samples: up to 32 levels in quarters, and up to 8 in sixteenths.
COMPENSATED_BITS, FILTERED_BITS = 10, 12
COARSER = tuple(0.75 * coarseness for coarseness in range(8))
FACTOR_BITS, FACTOR_LIMIT = 8, 256  # of what predicts flow
FLOW_SEEN = 2.0  # latents of flow, as heads see those of the frame before: up to 8 pixels
FLOW_UNIT = 16.0  # pixels that networks see as 1
# What flow that is less plain must save, in bits a pixel at the price of bits. Without it, frames of a panning camera are
# predicted 1 dB worse from the same bits of flow.
FLOW_WORTH = 0.012
CONTRAST = 4.0  # differences between frames are small


@dataclass(frozen=True)
class PriorSizes:
    """Sizes of a hyperprior, under the names by which the picture codec's networks ask for them."""

    latents: int
    hyper_latents: int
    scale_head_channels: int
    hyper_channels: tuple[int, int, int]  # of hyper-analysis
    mean_channels: tuple[int, int, int]  # at 1/32, at 1/16, and after the context has joined
    context: int = 0  # channels at 1/16 that are known beforehand
    context_channels: tuple[int, ...] = ()  # before them
    neighbours: bool = False  # whether means depend on neighbouring cells

    @staticmethod
    def of_residual(picture: Recipe, context: int, context_channels: tuple[int, ...]) -> PriorSizes:
        """Those of a picture codec, with a context."""
        return PriorSizes(
            latents=picture.latents,
            hyper_latents=picture.hyper_latents,
            scale_head_channels=picture.scale_head_channels,
            hyper_channels=picture.hyper_channels,
            mean_channels=(*picture.mean_channels, picture.mean_channels[-1]),
            context=context,
            context_channels=context_channels,
        )


@dataclass(frozen=True)
class VideoRecipe:
    """Everything that decides a training run apart from its data and its length."""

    name: str
    flow: PriorSizes
    picture: Recipe  # of the codec whose networks the residual's are
    residual: PriorSizes
    flow_analysis_channels: tuple[int, int, int]  # at 1/4, 1/8 and 1/16
    flow_synthesis_channels: tuple[int, int, int]
    compensation_channels: tuple[int, int]  # at 1/2 and 1/4
    compensation_blocks: tuple[int, int]
    filter_channels: int
    quality_anchors: int
    lambda_min: float
    lambda_max: float
    # From which part of the run on: predicted frames a clip, clips a step, side of their crops.
    stages: tuple[tuple[float, int, int, int], ...]
    learning_rate: float
    decay_fraction: float = 0.4  # the last part of the run, with a falling learning rate
    guided_fraction: float = 0.2  # the first part of the run, with a loss of the warped frame that fades
    guidance: float = 0.5  # that loss, in squared errors of the decoded frame
    shared: float = 0.85  # share of the loss that frames have as 4:2:0 is shown
    foresight: float = 0.2  # the loss of the prediction alone, in squared errors of the decoded frame
    key_advance: float = 0.0  # how far, at most, a first frame's position is above those of the frames after it
    forgetting: float = 0.15  # share of steps whose clips are coded without a history
    synthetic: float = 0.3  # share of clips that are made of photographs, where there are any
    gradient_clip: float = 1.0
    ema: float = 0.9993
    of_bytes: tuple[str, ...] = ()  # which of compensation, synthesis and filter have activations of bytes

    def lambda_at(self, s: float | torch.Tensor) -> float | torch.Tensor:
        """The Lagrangian multiplier of position s on the quality axis, 0 to anchors - 1."""
        return self.lambda_min * (self.lambda_max / self.lambda_min) ** (s / (self.quality_anchors - 1))


class Start(NamedTuple):
    """What a linear path and its hyperprior start from: functions by rows, their deviations and mean log-magnitudes."""

    basis: torch.Tensor
    deviation: torch.Tensor
    magnitude: torch.Tensor

    @staticmethod
    def nowhere(count: int, size: int) -> Start:
        return Start(torch.zeros(count, size), torch.ones(count), torch.zeros(count))


def flow_basis() -> np.ndarray:
    """32 x 32: DCT functions of blocks of 4 x 4 flow vectors, in the channel order of PixelUnshuffle(4)."""
    d = dct_matrix(FLOW_BLOCK)
    return np.kron(np.eye(2), np.kron(d, d))


def beside(x, context):
    """Features of whole hyper-latents, and a context of as many or fewer cells, whose last ones are repeated."""
    if context is None:
        return x
    below, right = (whole - known for whole, known in zip(x.shape[2:], context.shape[2:]))
    return torch.cat([x, F.pad(context.to(x.dtype), (0, right, 0, below), mode="replicate")], 1)


class ContextMeanHead(nn.Module):
    """Dequantised hyper-latents and quality plane at 1/64, and what is known at 1/16, to means of latents at 1/16.

    Graphs see all cells of the hyper-latents, so that means of rows x columns cells are cut out in the end. inner: what
    features at 1/16 pass before the context joins them.
    """

    def __init__(self, sizes: PriorSizes, inner: Callable[[int], list[nn.Module]]):
        super().__init__()
        c32, c16, joined = sizes.mean_channels
        self.input = Grid(sizes.hyper_latents + 1, config.HYPER_FRACTION_BITS)
        self.hyper = nn.Sequential(
            exact3(sizes.hyper_latents + 1, 4 * c32),
            nn.PixelShuffle(2),
            GridLeaky(SLOPE, c32),
            exact3(c32, 4 * c16),
            *inner(c16),
        )
        self.context = sizes.context
        self.join = ExactConv(c16 + sizes.context, joined, 1)
        self.last = nn.Sequential(GridLeaky(SLOPE, joined), quiet(exact3(joined, sizes.latents), 0.3))

    @staticmethod
    def rectified(channels: int) -> list[nn.Module]:
        return [nn.PixelShuffle(2), GridLeaky(SLOPE, channels)]

    @staticmethod
    def linear(channels: int) -> list[nn.Module]:
        """For a join that is the identity at first: the head is then that of a picture codec."""
        return [GridShuffle(2, channels)]

    def forward(self, z, rows: int, columns: int, context=None):
        x = beside(self.hyper(self.input(z)), context)
        mean = self.last(self.join(x)).float()[:, :, :rows, :columns]
        return latent_grid(mean) if self.input.mode == ON else mean

    def settle(self) -> None:
        self.input.settle()
        bits = settle_sequence(self.hyper, self.input.bits)
        self.join.settle(F.pad(bits, (0, self.context), value=config.HYPER_FRACTION_BITS))
        settle_sequence(self.last, self.join.sum_bits)


class ContextScaleHead(ScaleHead):
    """The same for scale indices at gain 1, in fixed point throughout."""

    def __init__(self, sizes: PriorSizes):
        super().__init__(sizes)
        self.last = IntegerConv(sizes.scale_head_channels + sizes.context, sizes.latents, 1)

    def forward(self, z, rows: int, columns: int, context=None):
        return self.indices(beside(self.features(z), context))[:, :, :rows, :columns]


# Cells that the mean of a cell is corrected by, as rows down and columns to the right: left, above, and beside that.
AROUND = ((0, -1), (-1, 0), (-1, -1), (-1, 1))


class Neighbours(nn.Module):
    """How far decoded latents of neighbouring cells were from their means, to a correction of a cell's mean.

    Factors are in 1/256, corrections in the units of latents: (sum of factor * difference + 128) >> 8.
    """

    def __init__(self, latents: int):
        super().__init__()
        self.factors = nn.Parameter(torch.zeros(len(AROUND), latents))

    def whole_factors(self) -> torch.Tensor:
        return torch.round(self.factors.detach() * (1 << FACTOR_BITS)).clamp(-2 * FACTOR_LIMIT, 2 * FACTOR_LIMIT)

    def corrections(self, differing) -> torch.Tensor:
        """Of all cells, with gradients of the factors, from the differences of all (N x latents x rows x columns)."""
        rows, columns = differing.shape[2:]
        wide = F.pad(differing, (1, 1, 1, 0))
        parts = [wide[:, :, 1 + down : 1 + down + rows, 1 + right : 1 + right + columns] for down, right in AROUND]
        return sum(part * factor.view(1, -1, 1, 1) for part, factor in zip(parts, self.factors))

    @torch.no_grad()
    def in_order(self, mean, decode: Callable) -> torch.Tensor:
        """Corrected means, cell by cell; decode: corrected means of some cells, and their places, to decoded latents.

        All cells that depend on no other are treated at once: those with the same column plus twice the row.
        """
        rows, columns = mean.shape[2:]
        exact = mean.double()
        corrected, differing = torch.zeros_like(exact), F.pad(torch.zeros_like(exact), (1, 1, 1, 0))
        factors, unit = self.whole_factors().double(), float(1 << LATENT_FRACTION_BITS)
        row = torch.arange(rows, device=mean.device)
        for front in range(columns + 2 * (rows - 1)):
            across = front - 2 * row
            inside = (across >= 0) & (across < columns)
            at = row[inside], across[inside]
            total = sum(
                differing[:, :, at[0] + 1 + down, at[1] + 1 + right] * factor.view(1, -1, 1)
                for (down, right), factor in zip(AROUND, factors)
            )
            shift = torch.floor(torch.round(total * unit) / (1 << FACTOR_BITS) + 0.5) / unit
            here = latent_limit(exact[:, :, at[0], at[1]] + shift)
            corrected[:, :, at[0], at[1]] = here
            differing[:, :, at[0] + 1, at[1] + 1] = decode(here.float(), at).double() - exact[:, :, at[0], at[1]]
        return corrected.float()


class Coded(NamedTuple):
    """Latents at 1/16 and hyper-latents at 1/64 after quantisation; those of N frames."""

    decoded: torch.Tensor
    residual: torch.Tensor  # in quantiser steps, before rounding
    symbols: torch.Tensor
    index: torch.Tensor  # real, of the tables
    uncorrected: torch.Tensor  # before scale contexts
    hyper: torch.Tensor  # in quantiser steps, before rounding
    hyper_gain: torch.Tensor


def whole_hyper_latents(y):
    """The last cells repeated up to whole hyper-latents."""
    rows, columns = y.shape[2:]
    return F.pad(y, (0, -columns % HYPER_CELLS, 0, -rows % HYPER_CELLS), mode="replicate")


class Prior(nn.Module):
    """The hyperprior of some latents: analysis, heads, gains of every quality, and the form of the tables.

    steps: quantiser steps a unit of the latents at the reference lambda.
    """

    def __init__(self, sizes: PriorSizes, lambdas: torch.Tensor, magnitude: torch.Tensor, steps: float):
        super().__init__()
        m, n, s = sizes.latents, sizes.hyper_latents, len(lambdas)
        self.steps = steps
        self.hyper_analysis = HyperAnalysis(sizes, sizes.hyper_channels)
        self.mean_head = ContextMeanHead(sizes, ContextMeanHead.rectified)
        self.scale_head = ContextScaleHead(sizes)
        self.neighbours = Neighbours(m) if sizes.neighbours else None
        self.shape = Shape()
        logarithm = torch.log(lambdas / REFERENCE_LAMBDA).view(s, 1)
        self.register_buffer("log_gain", 0.5 * logarithm.repeat(1, m))  # not learnt, as in the picture codec
        self.log_dequant = nn.Parameter(torch.zeros(s, m))
        self.log_hyper_gain = nn.Parameter(0.25 * logarithm.repeat(1, n))
        self.hyper_scale = nn.Parameter(torch.full((n,), 0.3))
        start_hyperprior(self.hyper_analysis, self.scale_head, magnitude)

    def code(self, y, s, context, choose: Callable) -> Coded:
        """y: N x m at 1/16; s: N positions; context: N x channels at 1/16; choose: real indices, residuals to integers."""
        z = self.hyper_analysis(self.steps * whole_hyper_latents(y))
        hyper_gain = torch.exp(interpolate(self.log_hyper_gain, s))
        hyper = z * hyper_gain
        gain, step = self.gain_and_step(s)
        decoded, residual, symbols, index, uncorrected = self.quantise(
            y, round_ste(hyper) / hyper_gain, s, gain, context, choose, lambda symbols, mean: self.dequantise(symbols, mean, step)
        )
        return Coded(decoded, residual, symbols, index, uncorrected, hyper, hyper_gain)

    def quantise(self, y, z, s, gain, context, choose: Callable, dequantise: Callable):
        """Decoded latents, residuals, integers, and real indices with and without corrections, from hyper-latents z."""
        mean, index = self.heads(z, s, *y.shape[2:], context)
        if self.neighbours is not None:
            mean = self.beside_neighbours(y, mean, index, gain, dequantise, choose)
        residual = (y - mean) * gain
        symbols = choose(index.detach(), residual.detach())
        return dequantise((symbols - residual).detach() + residual, mean), residual, symbols, index, index

    def beside_neighbours(self, y, mean, index, gain, dequantise: Callable, choose: Callable):
        """Means with the corrections of neighbours, which are decoded as they will be."""

        def decode(corrected, at):
            def of_cells(v):
                return v.detach()[:, :, at[0], at[1]].unsqueeze(-1)

            here = corrected.unsqueeze(-1)
            symbols = choose(of_cells(index), (of_cells(y) - here) * gain.detach())
            return dequantise(symbols, here).detach().squeeze(-1)

        found = self.neighbours.in_order(mean.detach(), decode)
        if not torch.is_grad_enabled():
            return found
        decoded = dequantise(choose(index.detach(), (y.detach() - found) * gain.detach()), found).detach()
        smooth = mean + self.neighbours.corrections(decoded - mean.detach())
        return smooth + (found - smooth).detach()

    def heads(self, z, s, rows: int, columns: int, context):
        """Means and real scale indices of latents, from dequantised hyper-latents."""
        z = fixed_point(z, config.HYPER_FRACTION_BITS, -config.HYPER_LIMIT, config.HYPER_LIMIT)
        plane = quality_plane(s, len(self.log_gain)).expand(-1, 1, *z.shape[2:])
        known = torch.cat([z, plane], 1)
        index = self.scale_head(known, rows, columns, context) + interpolate(self.log_gain, s) / config.SCALE_STEP
        return self.mean_head(known, rows, columns, context), index

    def gain_and_step(self, s):
        """Quantiser steps a unit of the latents, and the units that a step counts for in decoding."""
        gain = self.steps * torch.exp(interpolate(self.log_gain, s))
        return gain, torch.exp(interpolate(self.log_dequant, s)) / gain

    def dequantise(self, symbols, mean, step):
        return dequantised(symbols, step, mean, self.mean_head.input.mode == ON)

    def choose(self, index, residual):
        return self.shape.choose(residual, scale_at(index))

    def bits(self, coded: Coded) -> torch.Tensor:
        """Estimated bits of each of N frames, with gradients."""
        scale = scale_at(coded.index)
        # Outside the grid the gradient must still lead the head back; with it scale contexts would run away.
        scale = scale + 0.01 * (coded.uncorrected - coded.uncorrected.detach()) * scale.detach()
        hyper_scale = torch.exp(self.hyper_scale).view(1, -1, 1, 1) * coded.hyper_gain
        bits = self.shape.rate(coded.residual, coded.symbols, scale).sum((1, 2, 3))
        return bits + self.shape.rate(coded.hyper, torch.round(coded.hyper).detach(), hyper_scale).sum((1, 2, 3))

    def commitment(self, y, decoded) -> torch.Tensor:
        """Squared distance, in steps of the reference lambda, of latents from what they are decoded as, for each frame."""
        distance = ((y - decoded.detach()) ** 2).sum((1, 2, 3)) * self.steps**2
        return distance - distance.detach()


class ResidualPrior(Prior):
    """That of a picture codec, whose heads see a context beside the hyper-latents."""

    def __init__(self, recipe: VideoRecipe, lambdas: torch.Tensor, start: Start):
        super().__init__(recipe.residual, lambdas, start.magnitude, 1.0)
        picture = recipe.picture
        self.mean_head = ContextMeanHead(recipe.residual, ContextMeanHead.linear)
        self.contexts = nn.ModuleList(Context(picture.context_channels, start.deviation) for _ in PASSES[1:])
        weight, ratio = (float(v.detach()) for v in self.shape.parameters_now())
        groups, channels = picture.latent_groups(), picture.scale_context_channels
        self.scale_contexts = ScaleContexts(picture.latents, groups, channels, weight, ratio)
        # What export finds: hyper-latents of every quality in 1/16 where nothing is known before, and scales of changes in
        # 1/16 of a table.
        scale = 16 * (self.hyper_scale.detach() - math.log(config.SCALE_MIN)) / config.SCALE_STEP
        self.register_buffer("hyper_start", torch.zeros(len(lambdas), len(scale), dtype=torch.long), persistent=False)
        self.register_buffer("hyper_change", torch.round(scale).long(), persistent=False)

    def quantise(self, y, z, s, gain, context, choose: Callable, dequantise: Callable):
        rows, columns = y.shape[2:]
        wide = whole_hyper_latents(y)
        mean, index = self.heads(z, s, *wide.shape[2:], context)
        quality = quality_plane(s, len(self.log_gain))
        *found, refined = in_cells(wide, mean, quality, gain, index, rows, columns).code(self, choose, dequantise)
        return tuple(v[:, :, :rows, :columns] for v in (*found, refined, index))

    def take(self, codec: PhotoCodec) -> None:
        """Becomes that of a picture codec; what comes in beside it counts for nothing at first."""
        anchors, channels = len(self.log_gain), codec.mean_head.layers[-1].in_channels
        for name in ("hyper_analysis", "contexts", "scale_contexts", "shape"):
            getattr(self, name).load_state_dict(getattr(codec, name).state_dict())
        with torch.no_grad():
            for name in ("log_dequant", "log_hyper_gain"):
                getattr(self, name).copy_(getattr(codec, name)[:anchors])
            self.hyper_scale.copy_(codec.hyper_scale)
            for mine, other in zip(self.scale_head.children(), codec.scale_head.children()):
                mine.weight.zero_()
                mine.weight[:, : other.in_channels] = other.weight
                mine.bias.copy_(other.bias)
            head = self.mean_head
            convolutions = (m for m in codec.mean_head.layers if isinstance(m, ExactConv))
            for mine, other in zip((head.hyper[0], head.hyper[3], head.last[-1]), convolutions):
                mine.weight.copy_(other.weight)
                mine.bias.copy_(other.bias)
            head.join.bias.zero_()
            head.join.weight.zero_()
            head.join.weight[:, :channels, 0, 0] = torch.eye(channels)


def in_cells(y, mean, quality, gain, index, rows: int, columns: int) -> InPasses:
    """Latents of whole hyper-latents, coded in rows x columns cells."""
    inside = torch.zeros_like(y[:1, :1])
    inside[:, :, :rows, :columns] = 1.0
    return InPasses(y, mean, quality, gain, index, inside)


def of_quality(channels: int) -> nn.Conv2d:
    """What the quality plane adds to features: little at first, or untrained networks are far off at both ends."""
    layer = nn.Conv2d(1, channels, 1, bias=False)
    with torch.no_grad():
        layer.weight.mul_(0.05)
    return layer


def first_layer(inputs: int, outputs: int, limit: Limit) -> tuple[ExactConv, nn.Conv2d | None]:
    """A network's first layer, and that of the quality plane unless the first one sees it beside its inputs."""
    if isinstance(limit, Limits):
        return exact3(inputs + planes_beside(inputs), outputs, limit), None
    return exact3(inputs, outputs, limit), of_quality(outputs)


def normaliser(deviation: torch.Tensor, scale: float) -> torch.Tensor:
    return (1.0 / (1.0 + deviation * scale)).view(1, -1, 1, 1)


def latent_limit(latents):
    limit = LATENT_LIMIT / (1 << LATENT_FRACTION_BITS)
    return torch.clamp(latents, -limit, limit)


class FlowAnalysis(nn.Module):
    """Flow at 1/4 (N x 2, pixels) beside frame and warped frame (N x 3) to latents of flow at 1/16."""

    def __init__(self, recipe: VideoRecipe):
        super().__init__()
        c4, c8, c16 = recipe.flow_analysis_channels
        self.skip = nn.Conv2d(2 * FLOW_BLOCK**2, recipe.flow.latents, 1)
        self.first = conv3(2 + 3 + 3, c4)
        self.quality = of_quality(c4)
        self.branch = nn.Sequential(
            nn.LeakyReLU(SLOPE),
            ResidualBlock(c4),
            nn.PixelUnshuffle(2),
            conv3(4 * c4, c8),
            ResidualBlock(c8),
            nn.PixelUnshuffle(2),
            conv3(4 * c8, c16),
            nn.LeakyReLU(SLOPE),
            quiet(conv3(c16, recipe.flow.latents), 0.05),
        )

    def forward(self, flow, x, warped, quality):
        with torch.autocast(flow.device.type, enabled=False):
            linear = self.skip(F.pixel_unshuffle(flow.float(), FLOW_BLOCK))
            small, difference = (F.avg_pool2d(v.float(), FLOW_CELL) for v in (x, warped - x))
        seen = torch.cat([flow / FLOW_UNIT, small, CONTRAST * difference], 1)
        return linear * FLOW_SCALE + self.branch(self.first(seen) + self.quality(quality)).float()


class FlowSynthesis(nn.Module):
    """Latents of flow at 1/16 to flow at 1/4: N x 2 in pixels, multiples of 1/16."""

    def __init__(self, recipe: VideoRecipe, deviation: torch.Tensor):
        super().__init__()
        m, (c4, c8, c16) = recipe.flow.latents, recipe.flow_synthesis_channels
        self.skip = ExactConv(m, 2 * FLOW_BLOCK**2, 1, SKIP_LIMIT)
        self.register_buffer("normaliser", normaliser(deviation, FLOW_SCALE))
        self.input = Grid(m, limit=LIMIT_LATENTS)
        self.first = ExactConv(m, c16, 3, LIMIT_LATENTS, parts=FIRST_PARTS)
        self.branch = nn.Sequential(
            GridLeaky(SLOPE, c16),
            exact_block(c16),
            exact3(c16, 4 * c8),
            GridShuffle(2, c8, LIMIT_8),
            exact_block(c8, LIMIT_8),
            exact3(c8, 4 * c4, LIMIT_8),
            GridShuffle(2, c4, LIMIT_4),
            GridLeaky(SLOPE, c4, LIMIT_4),
            quiet(exact3(c4, 2, LIMIT_4), 0.05),
        )

    def forward(self, y):
        with torch.autocast(y.device.type, enabled=False):
            linear = F.pixel_shuffle(linear_path(self.skip, y, 1.0 / FLOW_SCALE), FLOW_BLOCK)
        branch = self.branch(self.first(self.input(y), self.normaliser)).float()
        flow = linear + (sample_grid(branch) if self.skip.mode == ON else branch)
        return to_grid(flow, FLOW_BITS, FLOW_LIMIT)

    def settle(self) -> None:
        self.input.settle()
        settle_linear_path(self.skip, 1.0 / FLOW_SCALE)
        self.first.settle(self.input.bits, self.normaliser)
        settle_sequence(self.branch, self.input.bits)


class History(NamedTuple):
    """What a decoder keeps of the frame before, beside that frame itself; of N clips."""

    older: torch.Tensor  # what that frame was predicted from
    flow: torch.Tensor  # that frame's flow at every pixel, in pixels
    latents: torch.Tensor  # that flow's decoded latents
    hyper: torch.Tensor | None = None  # hyper-latents of its residual in 1/16, in whole numbers; training knows none


class FlowPrediction(nn.Module):
    """Latents of the frame before's flow to a prediction of this frame's: a factor for each channel, in 1/256."""

    def __init__(self, latents: int):
        super().__init__()
        self.factor = nn.Parameter(torch.zeros(latents))

    def forward(self, latents):
        factor = fixed_point(self.factor, FACTOR_BITS, -FACTOR_LIMIT, FACTOR_LIMIT).view(1, -1, 1, 1)
        return latent_grid(latents * factor)


class FlowContext(nn.Module):
    """What latents of the frame before's flow say about this frame's, at 1/16; in fixed point throughout."""

    def __init__(self, sizes: PriorSizes):
        super().__init__()
        (hidden,) = sizes.context_channels
        self.first = IntegerConv(sizes.latents, hidden, 3, padding=1)
        self.last = IntegerConv(hidden, sizes.context, 1)

    def forward(self, latents):
        with torch.autocast(latents.device.type, enabled=False):
            limit = config.ACTIVATION_LIMIT
            x = fixed_point(FLOW_SEEN * latents, config.HYPER_FRACTION_BITS, -limit, limit)
            return activation(self.last(activation(self.first(x))))


class Compensation(nn.Module):
    """Warped and unwarped reference and the warped frame before it (N x 3), flow at every pixel, and quality plane to what
    the warped reference lacks."""

    part = "compensation"  # the network's name where those of bytes are named

    def __init__(self, recipe: VideoRecipe):
        super().__init__()
        c2, c4 = recipe.compensation_channels
        n2, n4 = recipe.compensation_blocks
        of_bytes = self.part in recipe.of_bytes
        seen, limit, coarse = (BYTES, RECTIFIED, BYTES) if of_bytes else (LIMIT_4, LIMIT_8, LIMIT_8)
        self.flow = Grid(2, SAMPLE_BITS, seen)
        self.first, self.quality = first_layer(3 * 12 + 2, c2, seen)
        self.inner = GridLeaky(SLOPE, c2, limit)
        self.down = exact3(4 * c2, c4, limit)
        self.coarse = nn.Sequential(
            GridLeaky(SLOPE, c4, limit),
            *(exact_block(c4, limit) for _ in range(n4)),
            exact3(c4, 4 * c2, limit),
            GridShuffle(2, c2, coarse),
        )
        self.fine = nn.Sequential(
            GridLeaky(SLOPE, c2, limit),
            *(exact_block(c2, limit) for _ in range(n2)),
            last_leaky(c2, limit),
            quiet(last3(c2, 12, limit), 0.03),
            nn.PixelShuffle(2),
        )

    def forward(self, warped, reference, second, flow, quality):
        added = self.see(warped, reference, second, flow, quality)
        return added_grid(added, COMPENSATED_BITS, self.inner.grid.of_bytes) if self.first.mode == ON else added

    def see(self, warped, reference, second, flow, quality):
        # Flow at the upper left pixel of four: whole sixteenths without any further rule.
        flow = self.flow(flow[:, :, ::2, ::2] / FLOW_UNIT)
        frames = F.pixel_unshuffle(torch.cat([warped, reference, second], 1), 2)
        x = self.inner(beside_quality(self.first, self.quality, torch.cat([frames, flow], 1), quality))
        return self.fine(x + self.coarse(self.down(F.pixel_unshuffle(x, 2)))).float()

    def settle(self) -> None:
        self.flow.settle()
        samples = torch.full((36,), SAMPLE_BITS, device=self.flow.bits.device)
        settle_first(self.first, torch.cat([samples, self.flow.bits]))
        # Bytes are added to each other as they are, and so are of one unit.
        alike = [self.inner.grid, self.coarse[-1].grid] if self.inner.grid.of_bytes else []
        if not alike:
            self.inner.grid.settle()
        settle_sequence(self.fine, self.inner.grid.bits, beside=alike)
        self.down.settle(self.inner.grid.bits.repeat_interleave(4))
        settle_sequence(self.coarse, self.down.sum_bits, settled=alike)


class PredictionContext(nn.Module):
    """What the prediction and how it differs from the warped reference (N x 3 each) say about the residual, at 1/16.

    In fixed point throughout, since scales depend on it.
    """

    def __init__(self, recipe: VideoRecipe):
        super().__init__()
        c4, c8 = recipe.residual.context_channels
        self.first = IntegerConv(96, c4, 3, padding=1)
        self.second = IntegerConv(4 * c4, c8, 1)
        self.last = IntegerConv(4 * c8, recipe.residual.context, 3, padding=1)

    def forward(self, prediction, warped):
        with torch.autocast(prediction.device.type, enabled=False):
            limit = config.ACTIVATION_LIMIT
            changed = fixed_point(16.0 * CONTRAST * (prediction - warped), config.HYPER_FRACTION_BITS, -limit, limit)
            x = F.pixel_unshuffle(torch.cat([16.0 * prediction, changed], 1), 4)
            x = F.pixel_unshuffle(activation(self.first(x)), 2)
            x = F.pixel_unshuffle(activation(self.second(x)), 2)
            return activation(self.last(x))


class LoopFilter(nn.Module):
    """Decoded frame and prediction (samples of 8 bits) and quality plane to what the decoded frame lacks."""

    def __init__(self, recipe: VideoRecipe):
        super().__init__()
        c2 = recipe.filter_channels
        seen, limit = (BYTES, RECTIFIED) if "filter" in recipe.of_bytes else (SAMPLE_LIMIT, LIMIT_8)
        self.first, self.quality = first_layer(2 * 12, c2, seen)
        self.rest = nn.Sequential(
            GridLeaky(SLOPE, c2, limit),
            exact3(c2, c2, limit),
            GridLeaky(SLOPE, c2, limit),
            quiet(exact3(c2, 12, limit), 0.0),
            nn.PixelShuffle(2),
        )

    def forward(self, frame, prediction, quality):
        x = F.pixel_unshuffle(torch.cat([frame, prediction], 1), 2)
        added = self.rest(beside_quality(self.first, self.quality, x, quality)).float()
        of_bytes = isinstance(self.first.input_range, Limits)
        return added_grid(added, FILTERED_BITS, of_bytes) if self.first.mode == ON else added

    def settle(self) -> None:
        settle_first(self.first, torch.full((2 * 12,), SAMPLE_BITS, device=self.first.input_bits.device))
        settle_sequence(self.rest, self.first.sum_bits)


# Flow at 1/4 to the blocks that do not move as it says.
FindVectors = Callable[[torch.Tensor], Optional[Vectors]]


def nowhere(flow: torch.Tensor) -> None:
    """All blocks move as the flow says."""


class Motion(NamedTuple):
    """What the decoder knows before the residual."""

    flow: torch.Tensor  # at every pixel, in pixels
    warped: torch.Tensor  # samples of 8 bits
    second: torch.Tensor  # the frame before the reference, warped; samples of 8 bits
    prediction: torch.Tensor  # in floats until the networks are in integers, then multiples of 1/4096
    shown: torch.Tensor  # the prediction in samples of 8 bits, as networks see it
    basis: torch.Tensor  # what context sees as the warped frame: with what deformable compensation has changed
    vectors: Vectors | None  # of blocks that do not move as the flow says


class Predicted(NamedTuple):
    """A predicted frame of each of N clips."""

    frame: torch.Tensor  # decoded, samples of 8 bits: the next frame's reference
    motion: Motion
    estimate: torch.Tensor  # flow at 1/4 before it was coded
    flow_decoded: torch.Tensor  # latents of flow
    flow: Coded  # what they differ by from their prediction
    residual: Coded
    flow_latents: torch.Tensor
    latents: torch.Tensor

    def history(self, reference) -> History:
        """What the next frame is coded with, this frame having been predicted from reference."""
        return History(reference, self.motion.flow.detach(), self.flow_decoded.detach())


class VideoCodec(IntegerCodec):
    """Everything that a pack of predicted frames holds, with the forward pass of training."""

    def __init__(self, recipe: VideoRecipe, flow: Start | None = None, residual: Start | None = None):
        super().__init__()
        self.recipe = recipe
        flow = flow or Start.nowhere(recipe.flow.latents, 2 * FLOW_BLOCK**2)
        residual = residual or Start.nowhere(recipe.residual.latents, 768)
        lambdas = torch.tensor([recipe.lambda_at(i) for i in range(recipe.quality_anchors)])
        self.flow_analysis = FlowAnalysis(recipe)
        self.flow_prediction = FlowPrediction(recipe.flow.latents)
        self.flow_context = FlowContext(recipe.flow)
        self.flow_prior = Prior(recipe.flow, lambdas, flow.magnitude, FLOW_STEPS)
        self.flow_synthesis = FlowSynthesis(recipe, flow.deviation)
        self.compensation = Compensation(recipe)
        self.context = PredictionContext(recipe)
        self.analysis = Analysis(recipe.picture)
        self.prior = ResidualPrior(recipe, lambdas, residual)
        self.synthesis = Synthesis(recipe.picture, residual.deviation, "synthesis" in recipe.of_bytes)
        self.filter = LoopFilter(recipe)
        self.deformable: nn.Module | None = None  # what adds to compensation, in the family that has it
        with torch.no_grad():
            for start, analysis, synthesis in (
                (flow, self.flow_analysis, self.flow_synthesis),
                (residual, self.analysis, self.synthesis),
            ):
                analysis.skip.weight.copy_(start.basis.view_as(analysis.skip.weight))
                synthesis.skip.weight.copy_(start.basis.t().reshape_as(synthesis.skip.weight))
                analysis.skip.bias.zero_()
                synthesis.skip.bias.zero_()

    def integer_networks(self) -> list[nn.Module]:
        flow = [self.flow_prior.mean_head, self.flow_synthesis]
        residual = [self.prior.mean_head, *self.prior.contexts, self.synthesis]
        deformable = [] if self.deformable is None else [self.deformable]
        return [*flow, self.compensation, *deformable, *residual, self.filter]

    def take(self, codec: PhotoCodec) -> None:
        """Codes residuals as a picture codec codes pictures, whose analyses are kept from now on."""
        self.prior.take(codec)
        self.analysis.load_state_dict(codec.analysis.state_dict())
        if "synthesis" in self.recipe.of_bytes:
            carry(codec.synthesis, self.synthesis)
        else:
            self.synthesis.load_state_dict(codec.synthesis.state_dict())
        self.keep_analyses()

    def keep_analyses(self) -> None:
        """Training leaves the residual's analyses as they are, so that a pack can share them with a picture codec's."""
        for part in (self.analysis, self.prior.hyper_analysis):
            part.requires_grad_(False)

    def quality(self, s):
        return quality_plane(s, self.recipe.quality_anchors)

    def worth(self, s):
        """Squared errors of luma that flow must save, a pixel."""
        return FLOW_WORTH / (self.recipe.lambda_at(s) * LEVELS**2)

    def estimate(self, x, reference, s):
        """Flow at 1/4, as the encoder finds it for positions s."""
        return estimate_flow(x, reference, self.worth(s))

    def expect_flow(self, history: History | None, like):
        """The prediction of flow's latents, as many as those that are given, and what heads see beside it."""
        known = torch.zeros_like(like) if history is None else history.latents
        return self.flow_prediction(known), self.flow_context(known)

    def compensate(self, reference, flow_latents, s, history: History | None = None, vectors: FindVectors = nowhere) -> Motion:
        """The decoder's part before the residual; flow_latents are decoded ones."""
        cells = self.flow_synthesis(flow_latents)
        found = vectors(cells)
        flow = widen_beside(cells, found)
        warped = second = warp(reference, flow)
        if history is not None:
            second = warp(history.older, onwards(flow, history.flow))
        quality = self.quality(s)
        prediction = warped + self.compensation(warped, reference, second, flow, quality)
        prediction = torch.clamp(prediction, LOWEST, HIGHEST)
        shown, basis = to_frame(prediction), warped
        if self.deformable is not None:
            fused = self.deformable(warped, reference, second, flow, shown, quality)
            prediction, before = torch.clamp(prediction + fused, LOWEST, HIGHEST), shown
            shown = to_frame(prediction)
            # Heads have learnt what differences of compensation say; those of another kind would mislead them.
            basis = torch.clamp(warped + shown - before, LOWEST, HIGHEST)
        return Motion(flow, warped, second, prediction, shown, basis, found)

    def reconstruct(self, motion: Motion, latents, s) -> torch.Tensor:
        """The decoder's part after the residual's latents are decoded."""
        quality = self.quality(s)
        plane = quality.expand(-1, 1, *latents.shape[2:])
        frame = to_frame(motion.prediction + self.synthesis(latents, plane))
        return to_frame(frame + self.filter(frame, motion.shown, quality))

    def seek_vectors(self, x, reference, s) -> FindVectors:
        """About what the encoder does for frames (N x 3) at N positions."""
        lambdas = torch.tensor([self.recipe.lambda_at(float(v)) for v in s], device=x.device)

        @torch.no_grad()
        def find(flow):
            return find_vectors(x, reference, flow, warp(reference, widen(flow)), x.shape[1] / lambdas)

        return find

    def forward(self, x, reference, s, history=None, choose_flow=None, choose=None, coarser=0.0) -> Predicted:
        """x, reference: N x 3 frames; s: N positions on the quality axis; choose: other rules of quantisation.

        coarser: of COARSER, for all frames or each of them.
        """
        estimate = self.estimate(x, reference, s)
        with torch.no_grad():
            roughly = warp(reference, widen(to_grid(estimate, FLOW_BITS, FLOW_LIMIT)))
        wide = self.quality(s).expand(-1, 1, *estimate.shape[2:])
        flow_latents = self.flow_analysis(estimate, x, roughly, wide)
        expected, known = self.expect_flow(history, flow_latents)
        differing = flow_latents - expected
        flow = self.flow_prior.code(differing, s - FLOW_BELOW - coarser, known, choose_flow or self.flow_prior.choose)
        flow_decoded = latent_limit(expected + flow.decoded)
        motion = self.compensate(reference, flow_decoded, s, history, self.seek_vectors(x, reference, s))
        context = self.context(motion.shown, motion.basis)
        latents = self.analysis((x - motion.prediction).detach())
        residual = self.prior.code(latents, s, context, choose or self.prior.choose)
        frame = self.reconstruct(motion, residual.decoded, s)
        return Predicted(frame, motion, estimate, flow_decoded, flow, residual, differing, latents)

    def costs(self, x, coded: Predicted) -> dict[str, torch.Tensor]:
        """Of each of N frames: bits a pixel of flow and residual, squared error of samples of 0 to 255 with commitments."""
        pixels = x.shape[2] * x.shape[3]
        missed, shared = coded.frame - x, self.recipe.shared
        shown, coded_error = (torch.mean(v**2, (1, 2, 3)) for v in (shared_colour(missed), missed))
        squared = LEVELS**2 * (shared * shown + (1 - shared) * coded_error)
        pull = self.prior.commitment(coded.latents, coded.residual.decoded)
        pull = pull + self.flow_prior.commitment(coded.flow_latents, coded.flow.decoded)
        # As in the picture codec: the straight-through gradient asks every latent that was set to zero to grow.
        squared = squared + COMMITMENT * pull * (LEVELS**2 / (3.0 * pixels * LATENT_SCALE**2))
        return {
            "flow_bpp": self.flow_prior.bits(coded.flow) / pixels,
            "residual_bpp": self.prior.bits(coded.residual) / pixels,
            "squared": squared,
        }


# Parts, as macs_per_pixel names them, that a decoder runs.
DECODED = (
    "flow_context",
    "flow_prior.mean_head",
    "flow_prior.scale_head",
    "flow_synthesis",
    "compensation",
    "context",
    "prior.mean_head",
    "prior.scale_head",
    "prior.contexts",
    "prior.scale_contexts",
    "synthesis",
    "filter",
)


@torch.no_grad()
def macs_per_pixel(model: VideoCodec, height: int = 256, width: int = 384) -> dict[str, float]:
    """Multiplications of convolutions for each pixel of a predicted frame, by the parts of the model, as run."""
    counted: dict[str, float] = {}
    hooks = []
    for name, module in model.named_modules():
        if isinstance(module, nn.Conv2d):
            part = ".".join(name.split(".")[: 2 if "prior" in name.split(".")[0] else 1])

            def count(layer, _, output, part=part):
                total = output[0].numel() * layer.weight[0].numel()
                counted[part] = counted.get(part, 0.0) + total / (height * width)

            hooks.append(module.register_forward_hook(count))
    frame = torch.zeros(1, 3, height, width)
    model(frame, frame, torch.zeros(1))
    for hook in hooks:
        hook.remove()
    return counted
