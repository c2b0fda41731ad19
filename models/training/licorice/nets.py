"""The networks of a variable-rate mean-scale hyperprior whose scale head is integer-exact."""

from __future__ import annotations

import math
from typing import Callable, NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from . import config
from .config import SLOPE, Recipe
from .exact import (
    ACTIVATION_LIMIT,
    BYTES,
    LATENT_FRACTION_BITS,
    LATENT_LIMIT,
    ON,
    RECTIFIED,
    SAMPLE_FRACTION_BITS,
    UNITS,
    ExactConv,
    ExactResidualBlock,
    Grid,
    GridLeaky,
    GridShuffle,
    IntegerCodec,
    Limit,
    Limits,
    SplitLeaky,
    latent_grid,
    settle_grids,
    settle_sequence,
    to_grid,
)
from .integer_conv import IntegerConv
from .passes import PASSES, pass_masks
from .quantize import fixed_point, round_ste
from .scale_context import ScaleContexts, base_table

LATENT_SCALE = 7.0  # one latent unit is about the quantiser step of lambda = 0.02
REFERENCE_LAMBDA = 0.02
MAGNITUDE_FLOOR = 0.05
COMMITMENT = 0.5
# Activations of synthesis at 1/8 and 1/4: fewer channels leave sums room for finer ones.
LIMIT_8, LIMIT_4 = 511, 1023
# Latents as convolutions see them, weights of these convolutions and of the linear path: with 255 and 127 they made
# most of the error of integers.
LIMIT_LATENTS, FIRST_WEIGHT_LIMIT, SKIP_WEIGHT_LIMIT = 1023, 511, 1023
FIRST_PARTS = 4
# Integers of the larger part of a decoded latent that the linear path sees.
SKIP_LIMIT = (LATENT_LIMIT + 1) >> LATENT_FRACTION_BITS
# Squared error, in steps, that one bit is worth: 3 LATENT_SCALE^2 / (255^2 REFERENCE_LAMBDA).
RATE_WEIGHT = 3.0 * LATENT_SCALE**2 / (255.0**2 * REFERENCE_LAMBDA)


def conv3(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def exact3(inputs: int, outputs: int, input_limit: Limit = ACTIVATION_LIMIT) -> ExactConv:
    return ExactConv(inputs, outputs, 3, input_limit)


def exact_block(channels: int, limit: Limit = ACTIVATION_LIMIT) -> ExactResidualBlock:
    block = ExactResidualBlock(channels, SLOPE, limit)
    quiet(block.second, 0.5)
    return block


def exact_plane(layer: nn.Conv2d, plane: torch.Tensor, beside: ExactConv) -> torch.Tensor:
    """What a 1 x 1 convolution makes of the quality plane (multiples of 1/16), in the units of the sums beside it."""
    if beside.mode != ON:
        return layer(plane)
    weight = to_grid(layer.weight.view(-1), beside.sum_bits.float() - config.HYPER_FRACTION_BITS, 1 << 20)
    return plane * weight.view(1, -1, 1, 1)


def planes_beside(inputs: int) -> int:
    """How many times a layer of bytes sees the quality plane beside its inputs: what is done fastest is fours of them."""
    return -inputs % 4 or 4


def beside_quality(
    first: ExactConv, layer: nn.Conv2d | None, x: torch.Tensor, quality: torch.Tensor, factor: torch.Tensor | None = None
) -> torch.Tensor:
    """What a network's first layer makes of x and the quality plane, which has a layer of its own or is an input.

    factor: what inputs other than the plane are multiplied with.
    """
    if layer is not None:
        return first(x, factor) + exact_plane(layer, quality.expand(-1, 1, *x.shape[2:]), first)
    count = first.in_channels - x.shape[1]
    planes = quality.expand(-1, count, *x.shape[2:])
    return first(torch.cat([x, planes], 1), whole_factor(first, factor))


def whole_factor(first: ExactConv, factor: torch.Tensor | None) -> torch.Tensor | None:
    """The factor of all inputs, that of planes beside being 1."""
    if factor is None or factor.shape[1] == first.in_channels:
        return factor
    return F.pad(factor, [0, 0, 0, 0, 0, first.in_channels - factor.shape[1]], value=1.0)


def settle_first(first: ExactConv, bits: torch.Tensor, factor: torch.Tensor | None = None) -> None:
    """Settles a first layer that sees inputs of these bits, and the quality plane where there is room for it."""
    bits = F.pad(bits, [0, first.in_channels - len(bits)], value=config.HYPER_FRACTION_BITS)
    first.settle(bits, whole_factor(first, factor))


def carry(network: nn.Module, to: nn.Module) -> None:
    """Gives a network of bytes the weights of one that is not; its first layer sees the quality plane as an input."""
    source, target = network.state_dict(), to.state_dict()
    for name, value in target.items():
        if name.split(".")[-1] in UNITS or name not in source:
            continue
        given = source[name]
        if value.ndim == 4 and value.shape[1] == 2 * given.shape[1]:
            given = torch.cat([given * SLOPE, given * (1.0 - SLOPE)], 1)  # behind SplitLeaky
        elif given.shape != value.shape:
            plane = source[name.replace("first.", "quality.")]
            given = F.pad(given, [0, 0, 0, 0, 0, value.shape[1] - given.shape[1]])
            given[:, source[name].shape[1], 1, 1] = plane.view(-1)
        value.copy_(given)


def last_leaky(channels: int, limit: Limit) -> GridLeaky:
    """The rectifier before a network's last layer."""
    return (SplitLeaky if isinstance(limit, Limits) else GridLeaky)(SLOPE, channels, limit)


def last3(channels: int, outputs: int, limit: Limit) -> ExactConv:
    """A network's last layer, behind that."""
    return exact3(channels * (2 if isinstance(limit, Limits) else 1), outputs, limit)


def quiet(layer: nn.Conv2d, factor: float) -> nn.Conv2d:
    """Starts a layer near zero, so that the path it ends contributes little at first."""
    with torch.no_grad():
        layer.weight.mul_(factor)
        layer.bias.zero_()
    return layer


class ResidualBlock(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = conv3(channels, channels)
        self.second = quiet(conv3(channels, channels), 0.5)

    def forward(self, x):
        return x + self.second(F.leaky_relu(self.first(x), SLOPE))


def to_cells(
    channels: tuple[int, int, int], blocks: tuple[int, int, int], outputs: int, planes: int = 3
) -> nn.Sequential:
    """Pictures to outputs at 1/16; channels and residual blocks are those at 1/4, 1/8 and 1/16."""
    c4, c8, c16 = channels
    n4, n8, n16 = blocks
    return nn.Sequential(
        nn.PixelUnshuffle(4),
        conv3(16 * planes, c4),
        *(ResidualBlock(c4) for _ in range(n4)),
        nn.PixelUnshuffle(2),
        conv3(4 * c4, c8),
        *(ResidualBlock(c8) for _ in range(n8)),
        nn.PixelUnshuffle(2),
        conv3(4 * c8, c16),
        *(ResidualBlock(c16) for _ in range(n16)),
        nn.LeakyReLU(SLOPE),
        conv3(c16, outputs),
    )


class Analysis(nn.Module):
    """Picture (N x 3 x H x W in -0.5..0.5, H and W multiples of 16) to latents at 1/16."""

    def __init__(self, recipe: Recipe):
        super().__init__()
        self.skip = nn.Conv2d(768, recipe.latents, 1)
        self.branch = to_cells(recipe.analysis_channels, recipe.analysis_blocks, recipe.latents)
        quiet(self.branch[-1], 0.3)

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            linear = self.skip(F.pixel_unshuffle(x.float(), 16))
        return linear * LATENT_SCALE + self.branch(x).float()


class Synthesis(nn.Module):
    """Latents at 1/16 and the quality plane (N x 1 at 1/16) to a picture."""

    def __init__(self, recipe: Recipe, deviation: torch.Tensor, of_bytes: bool = False):
        super().__init__()
        c4, c8, c16 = recipe.synthesis_channels
        n4, n8, n16 = recipe.synthesis_blocks
        at16, at8, at4 = (RECTIFIED, BYTES, BYTES) if of_bytes else (ACTIVATION_LIMIT, LIMIT_8, LIMIT_4)
        self.skip = ExactConv(recipe.latents, 768, 1, SKIP_LIMIT, weight_limit=SKIP_WEIGHT_LIMIT)
        self.register_buffer("normaliser", (1.0 / (1.0 + deviation * LATENT_SCALE)).view(1, -1, 1, 1))
        self.input = Grid(recipe.latents, limit=BYTES if of_bytes else LIMIT_LATENTS)
        if of_bytes:
            self.first = exact3(recipe.latents + planes_beside(recipe.latents), c16, BYTES)
            self.quality = None
        else:
            self.first = ExactConv(recipe.latents, c16, 3, LIMIT_LATENTS, FIRST_WEIGHT_LIMIT, FIRST_PARTS)
            self.quality = nn.Conv2d(1, c16, 1, bias=False)
        self.branch = nn.Sequential(
            GridLeaky(SLOPE, c16, at16),
            *(exact_block(c16, at16) for _ in range(n16)),
            exact3(c16, 4 * c8, at16),
            GridShuffle(2, c8, at8),
            *(exact_block(c8, at8) for _ in range(n8)),
            exact3(c8, 4 * c4, at8),
            GridShuffle(2, c4, at4),
            *(exact_block(c4, at4) for _ in range(n4)),
            GridLeaky(SLOPE, c4, at4),
            quiet(exact3(c4, 48, at4), 0.1),
            nn.PixelShuffle(4),
        )

    def forward(self, y, quality):
        with torch.autocast(y.device.type, enabled=False):
            linear = F.pixel_shuffle(self.linear(y), 16)
        features = beside_quality(self.first, self.quality, self.input(y), quality, self.whole_normaliser())
        branch = self.branch(features).float()
        return linear + (sample_grid(branch) if self.skip.mode == ON else branch)

    def linear(self, y):
        return linear_path(self.skip, y, 1.0 / LATENT_SCALE)

    def whole_normaliser(self) -> torch.Tensor:
        return whole_factor(self.first, self.normaliser)

    def settle(self) -> None:
        self.input.settle()
        settle_linear_path(self.skip, 1.0 / LATENT_SCALE)
        settle_first(self.first, self.input.bits, self.normaliser)
        settle_sequence(self.branch, self.input.bits)


def linear_path(skip: ExactConv, y: torch.Tensor, factor: float) -> torch.Tensor:
    """The samples that a linear path makes of latents, its weights times factor."""
    factor = torch.tensor(factor, device=y.device)
    if skip.mode != ON:
        return skip(y, factor)
    # Both parts of a latent have few bits, so that sums of 8-bit weights stay exact.
    whole = torch.round(y.detach())
    weight, bias = skip.quantised(factor)
    return sample_grid(F.conv2d(whole, weight)) + sample_grid(F.conv2d(y - whole, weight, bias))


def settle_linear_path(skip: ExactConv, factor: float) -> None:
    bits = torch.full_like(skip.input_bits, LATENT_FRACTION_BITS)
    skip.settle(bits, torch.tensor(factor, device=skip.weight.device))


class HyperAnalysis(nn.Module):
    """Latents at 1/16 (H/16 and W/16 multiples of 4) to hyper-latents at 1/64.

    A linear path carries the mean log-magnitudes of groups of channels, so that the scales are adaptive from the
    first step on; the convolutions add what it misses.
    """

    def __init__(self, recipe: Recipe, channels: tuple[int, int, int]):
        super().__init__()
        n, (c16, c32, c64) = recipe.hyper_latents, channels
        self.layers = nn.Sequential(
            nn.Conv2d(2 * recipe.latents, c16, 1),
            nn.LeakyReLU(SLOPE),
            nn.PixelUnshuffle(2),
            conv3(4 * c16, c32),
            nn.LeakyReLU(SLOPE),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * c32, c64, 1),
            nn.LeakyReLU(SLOPE),
            conv3(c64, n),
        )
        self.skip = nn.Conv2d(recipe.latents, n, 1)

    def forward(self, y):
        magnitude = torch.log(torch.abs(y) + MAGNITUDE_FLOOR)
        features = torch.cat([torch.sign(y) * (magnitude - math.log(MAGNITUDE_FLOOR)), magnitude], 1)
        with torch.autocast(y.device.type, enabled=False):
            linear = self.skip(F.avg_pool2d(magnitude.float(), 4))
        return linear + self.layers(features).float()


class MeanHead(nn.Module):
    """Dequantised hyper-latents and quality plane (N x (n + 1) at 1/64) to means of the latents at 1/16."""

    def __init__(self, recipe: Recipe):
        super().__init__()
        c32, c16 = recipe.mean_channels
        self.input = Grid(recipe.hyper_latents + 1, config.HYPER_FRACTION_BITS)
        self.layers = nn.Sequential(
            exact3(recipe.hyper_latents + 1, 4 * c32),
            nn.PixelShuffle(2),
            GridLeaky(SLOPE, c32),
            exact3(c32, 4 * c16),
            nn.PixelShuffle(2),
            GridLeaky(SLOPE, c16),
            quiet(exact3(c16, recipe.latents), 0.3),
        )

    def forward(self, z):
        mean = self.layers(self.input(z)).float()
        return latent_grid(mean) if self.input.mode == ON else mean

    def settle(self) -> None:
        self.input.settle()
        settle_sequence(self.layers, self.input.bits)


class Context(nn.Module):
    """Means of one pass: what the cells decoded so far add to the hyper-latents' means.

    It sees by how much decoded latents missed those means (0 in cells not yet decoded), the means, and the quality
    plane.
    """

    def __init__(self, c: int, deviation: torch.Tensor):
        super().__init__()
        latents = len(deviation)
        self.register_buffer("normaliser", (1.0 / (1.0 + deviation * LATENT_SCALE)).view(1, -1, 1, 1))
        self.input = Grid(2 * latents, limit=LIMIT_LATENTS)
        self.first = ExactConv(2 * latents, c, 1, LIMIT_LATENTS, FIRST_WEIGHT_LIMIT, FIRST_PARTS)
        self.quality = nn.Conv2d(1, c, 1, bias=False)
        self.second = exact3(c, c)
        self.third = exact3(c, c)
        self.last = quiet(ExactConv(c, latents, 1), 0.1)
        self.grids = nn.ModuleList(Grid(c) for _ in range(3))

    def forward(self, missed, mean, quality):
        x = self.first(self.input(torch.cat([missed, mean], 1)), *self.input_factor())
        x = self.grids[0](F.leaky_relu(x + exact_plane(self.quality, quality, self.first), SLOPE))
        x = self.grids[1](x + F.leaky_relu(self.second(x), SLOPE))
        x = self.grids[2](x + F.leaky_relu(self.third(x), SLOPE))
        added = self.last(x, *self.output_factor()).float()
        return latent_grid(mean + latent_grid(added)) if self.last.mode == ON else mean + added

    def input_factor(self):
        return (self.normaliser.repeat(1, 2, 1, 1),)

    def output_factor(self):
        return None, 1.0 / self.normaliser.view(-1, 1, 1, 1)

    def settle(self) -> None:
        settle_grids([[self.input], list(self.grids)])
        self.first.settle(self.input.bits, *self.input_factor())
        self.second.settle(self.grids[0].bits, added_bits=self.grids[1].bits)
        self.third.settle(self.grids[1].bits, added_bits=self.grids[2].bits)
        self.last.settle(self.grids[2].bits, *self.output_factor())


def sample_grid(value: torch.Tensor) -> torch.Tensor:
    return to_grid(value, SAMPLE_FRACTION_BITS, 1 << 22)


def added_grid(value: torch.Tensor, bits: int, of_bytes: bool) -> torch.Tensor:
    """What a network adds to samples: in the units of all samples, or in bytes of these bits."""
    return to_grid(value, bits, BYTES) if of_bytes else sample_grid(value)


class ScaleHead(nn.Module):
    """Hyper-latents and quality plane at 1/64 to scale indices at gain 1, in fixed point throughout."""

    def __init__(self, recipe: Recipe):
        super().__init__()
        c = recipe.scale_head_channels
        self.first = IntegerConv(recipe.hyper_latents + 1, c, 1)
        self.second = IntegerConv(c, 4 * c, 3, padding=1)
        self.third = IntegerConv(c, 4 * c, 3, padding=1)
        self.last = IntegerConv(c, recipe.latents, 1)

    @staticmethod
    def activation(x):
        return fixed_point(x, config.HYPER_FRACTION_BITS, 0, config.ACTIVATION_LIMIT)

    def forward(self, z):
        """Returns indices as real numbers (multiples of 1/4), before the gain's offset."""
        return self.indices(self.features(z))

    def features(self, z):
        """What the last layer sees, at 1/16."""
        with torch.autocast(z.device.type, enabled=False):
            x = self.activation(self.first(z.float()))
            x = F.pixel_shuffle(self.activation(self.second(x)), 2)
            return F.pixel_shuffle(self.activation(self.third(x)), 2)

    def indices(self, features):
        with torch.autocast(features.device.type, enabled=False):
            x = round_ste(self.last(features) * (1 << config.HYPER_FRACTION_BITS))
        return x * (2.0**config.HEAD_INDEX_SHIFT / (1 << config.OFFSET_FRACTION_BITS))


class Shape(nn.Module):
    """Zero-mean mixture of two logistic distributions: the form of every probability table."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.tensor(1.4))
        self.ratio = nn.Parameter(torch.tensor(0.7))

    def parameters_now(self):
        return torch.sigmoid(self.weight), torch.exp(self.ratio)

    def bits(self, r, scale, fixed: bool = False):
        """Bits of the unit interval around r; fixed: no gradient to the form's own parameters."""
        weight, ratio = self.parameters_now()
        if fixed:
            weight, ratio = weight.detach(), ratio.detach()
        magnitude = torch.abs(r)
        narrow = 1.8138 / scale  # pi / sqrt(3): scale is the standard deviation of the narrow part
        wide = narrow / ratio

        def mass(k):
            return torch.sigmoid((0.5 - magnitude) * k) - torch.sigmoid((-0.5 - magnitude) * k)

        p = weight * mass(narrow) + (1.0 - weight) * mass(wide)
        return -torch.log2(torch.clamp(p, min=1e-9))

    def choose(self, r, scale):
        """Rate-distortion optimised quantisation: the nearest integer or the next one towards zero."""
        with torch.no_grad():
            magnitude = torch.abs(r)
            near = torch.round(magnitude)
            low = torch.clamp(near - 1.0, min=0.0)
            near_cost = (magnitude - near) ** 2 + RATE_WEIGHT * self.bits(near, scale)
            low_cost = (magnitude - low) ** 2 + RATE_WEIGHT * self.bits(low, scale)
            return torch.sign(r) * torch.where(low_cost < near_cost, low, near)

    def rate(self, r, k, scale):
        """Bits of the integers k chosen for r. Scales learn from what is really coded, r from its noisy relaxation.

        With noise alone the scales of rarely nonzero latents are learnt for a signal that is never coded: at low
        rates the relaxed rate is then half as much again as the real one.
        """
        coded = self.bits(k, scale)
        relaxed = self.bits(r + torch.rand_like(r) - 0.5, scale.detach(), fixed=True)
        return coded + (relaxed - relaxed.detach())


def scale_at(index: torch.Tensor) -> torch.Tensor:
    """The scale at a real index."""
    return config.SCALE_MIN * torch.exp(config.SCALE_STEP * torch.clamp(index, 0.0, config.SCALE_TABLES - 1))


@torch.no_grad()
def start_hyperprior(hyper_analysis: HyperAnalysis, head: ScaleHead, magnitude: torch.Tensor) -> None:
    """Lets hyper-latent k carry twice the mean log-magnitude of the k-th group of channels, down to the scales.

    magnitude: mean logarithm of each channel's magnitudes. Inputs of the head's last layer beyond its own channels
    count for nothing at first.
    """
    m, groups = len(magnitude), head.first.out_channels
    group = torch.arange(m) * groups // m
    member = F.one_hot(group, groups).float()  # m x groups
    mean_of = (member / member.sum(0, keepdim=True)).t()
    skip = hyper_analysis.skip
    skip.weight.zero_()
    skip.bias.zero_()
    skip.weight[:groups, :, 0, 0] = 2.0 * mean_of
    skip.bias[:groups] = -2.0 * (mean_of @ magnitude)
    centre = config.ACTIVATION_LIMIT / 2.0 ** (config.HYPER_FRACTION_BITS + 1)
    identity = torch.eye(groups)
    for layer in (head.first, head.second, head.third, head.last):
        layer.weight.mul_(0.2)
        layer.bias.zero_()
    head.first.weight[:, :groups, 0, 0] += identity
    head.first.bias += centre
    for layer in (head.second, head.third):
        layer.weight[:, :, 1, 1] += identity.repeat_interleave(4, 0)
    # E log|x| lies 0.63 below the logarithm of a normal deviation.
    index = (magnitude + 0.63 - math.log(config.SCALE_MIN)) / config.SCALE_STEP
    per_unit = 1.0 / (2.0 * config.SCALE_STEP * 4.0)
    head.last.weight[:, groups:] = 0.0
    head.last.weight[:, :groups, 0, 0] += member * per_unit
    head.last.bias.copy_(index / 4.0 - centre * per_unit)


def interpolate(table: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
    """Rows of an anchor table at real positions s (N): N x C x 1 x 1."""
    low = torch.clamp(torch.floor(s), 0, table.shape[0] - 2).long()
    t = (s - low).unsqueeze(1)
    rows = table[low] * (1.0 - t) + table[low + 1] * t
    return rows.unsqueeze(-1).unsqueeze(-1)


def quality_plane(s: torch.Tensor, anchors: int) -> torch.Tensor:
    """s, at most the last anchor, in sixteenths, centred for eight anchors: N x 1 x 1 x 1."""
    within = torch.clamp(s, 0.0, anchors - 1)
    return (torch.round(within * 16.0) / 16.0 - 3.5).view(-1, 1, 1, 1)


def dequantised(symbols, step, mean, exact: bool):
    """Decoded latents; exact: on their grid."""
    return latent_grid(mean + latent_grid(symbols * step)) if exact else mean + symbols * step


class InPasses(NamedTuple):
    """Latents that are coded pass by pass, and what is known of them before the first pass."""

    y: torch.Tensor  # N x m at 1/16
    mean: torch.Tensor  # of the hyper-latents
    quality: torch.Tensor  # N x 1 x 1 x 1
    gain: torch.Tensor  # quantiser steps a unit
    index: torch.Tensor  # real, before the scale contexts
    inside: torch.Tensor | float = 1.0  # 0 in cells that are not coded, whose integers become 0

    def code(self, networks: nn.Module, choose: Callable, dequantise: Callable):
        """Decoded latents, their residuals in quantiser steps, the integers that choose made of these, real indices.

        networks: contexts and scale_contexts of these latents; choose: real indices and residuals to integers; dequantise:
        integers and means to decoded latents.
        """
        y = self.y
        masks = pass_masks(*y.shape[2:]).to(y.device)
        plane = self.quality.expand(-1, 1, *y.shape[2:])
        missed, residual, symbols, refined = (torch.zeros_like(y) for _ in range(4))
        scales, base = networks.scale_contexts, base_table(self.index.detach())
        sums = scales.nothing(y)
        for number, (mask, context) in enumerate(zip(masks, [None, *networks.contexts])):
            mean = self.mean if context is None else context(missed, self.mean, plane)
            r = (y - mean) * self.gain
            groups = []
            for group in range(len(scales.groups)):
                at = scales.members(group)
                corrected = scales.correct(self.index[:, at], sums, number, group)
                k = self.inside * choose(corrected.detach(), r[:, at].detach())
                sums = scales.add(sums, mask * self.inside * scales.surprises(base[:, at], k), group)
                groups.append((k, corrected))
            chosen, corrected = (scales.together(parts) for parts in zip(*groups))
            decoded = dequantise((chosen - r).detach() + r, mean)
            missed = missed + mask * (decoded - self.mean)
            residual = residual + mask * r
            symbols = symbols + mask * chosen
            refined = refined + mask * corrected
        return self.mean + missed, residual, symbols, refined


class PhotoCodec(IntegerCodec):
    """Everything that a pack holds, with the forward pass of training."""

    newer = ("scale_contexts.",)

    def __init__(self, recipe: Recipe, basis=None, deviation=None, magnitude=None):
        super().__init__()
        self.recipe = recipe
        m, n, s = recipe.latents, recipe.hyper_latents, recipe.quality_anchors
        basis = torch.zeros(m, 768) if basis is None else basis
        deviation = torch.ones(m) if deviation is None else deviation
        magnitude = torch.zeros(m) if magnitude is None else magnitude
        self.analysis = Analysis(recipe)
        self.synthesis = Synthesis(recipe, deviation)
        self.hyper_analysis = HyperAnalysis(recipe, recipe.hyper_channels)
        self.mean_head = MeanHead(recipe)
        self.contexts = nn.ModuleList(Context(recipe.context_channels, deviation) for _ in PASSES[1:])
        self.scale_head = ScaleHead(recipe)
        self.shape = Shape()
        weight, ratio = (float(v.detach()) for v in self.shape.parameters_now())
        self.scale_contexts = ScaleContexts(m, recipe.latent_groups(), recipe.scale_context_channels, weight, ratio)
        lambdas = torch.tensor([recipe.lambda_at(i) for i in range(s)])
        # Not learnt: the straight-through gradient of the distortion believes that a finer step also reduces the
        # error of latents that stay zero, and drives the rate up.
        self.register_buffer("log_gain", 0.5 * torch.log(lambdas / REFERENCE_LAMBDA).view(s, 1).repeat(1, m))
        self.log_dequant = nn.Parameter(torch.zeros(s, m))
        hyper = 0.25 * torch.log(lambdas / REFERENCE_LAMBDA)
        self.log_hyper_gain = nn.Parameter(hyper.view(s, 1).repeat(1, n))
        self.hyper_scale = nn.Parameter(torch.full((n,), 0.3))
        with torch.no_grad():
            self.analysis.skip.weight.copy_(basis.view(m, 768, 1, 1))
            self.analysis.skip.bias.zero_()
            self.synthesis.skip.weight.copy_(basis.t().reshape(768, m, 1, 1))
            self.synthesis.skip.bias.zero_()
        start_hyperprior(self.hyper_analysis, self.scale_head, magnitude)

    def integer_networks(self) -> list[nn.Module]:
        return [self.mean_head, *self.contexts, self.synthesis]

    interpolate = staticmethod(interpolate)

    def quality_plane(self, s: torch.Tensor) -> torch.Tensor:
        return quality_plane(s, self.recipe.quality_anchors)

    def code_in_passes(self, y, hyper_mean, quality, gain, step, index, choose, inside=1.0):
        """As InPasses.code, for floats of the dequantisation."""

        def decode(symbols, mean):
            return dequantised(symbols, step, mean, self.mean_head.input.mode == ON)

        return InPasses(y, hyper_mean, quality, gain, index, inside).code(self, choose, decode)

    def forward(self, x, s):
        y = self.analysis(x)
        z = self.hyper_analysis(y)
        hyper_gain = torch.exp(self.interpolate(self.log_hyper_gain, s))
        zg = z * hyper_gain
        hyper_scale = torch.exp(self.hyper_scale).view(1, -1, 1, 1) * hyper_gain
        z_bits = self.shape.rate(zg, torch.round(zg).detach(), hyper_scale)
        limit = config.HYPER_LIMIT
        z_hat = fixed_point(round_ste(zg) / hyper_gain, config.HYPER_FRACTION_BITS, -limit, limit)
        quality = self.quality_plane(s)
        head_input = torch.cat([z_hat, quality.expand(-1, 1, z_hat.shape[2], z_hat.shape[3])], 1)
        mu = self.mean_head(head_input)
        log_gain = self.interpolate(self.log_gain, s)
        gain = torch.exp(log_gain)
        index = self.scale_head(head_input) + log_gain / config.SCALE_STEP
        step = torch.exp(self.interpolate(self.log_dequant, s)) / gain
        y_hat, r, k, refined = self.code_in_passes(
            y, mu, quality, gain, step, index, lambda i, r: self.shape.choose(r, scale_at(i))
        )
        scale = scale_at(refined)
        # Outside the grid the gradient must still lead the head back; with it the contexts would run away.
        scale = scale + 0.01 * (index - index.detach()) * scale.detach()
        y_bits = self.shape.rate(r, k, scale)
        x_hat = self.synthesis(y_hat, quality.expand(-1, 1, y_hat.shape[2], y_hat.shape[3]))
        pixels = x.shape[2] * x.shape[3]
        y_bpp = y_bits.sum((1, 2, 3)) / pixels
        z_bpp = z_bits.sum((1, 2, 3)) / pixels
        mse = torch.mean((x_hat - x) ** 2, (1, 2, 3))
        # The straight-through gradient is taken at the quantised latents, where it asks every latent that was set to
        # zero to grow. This term moves it towards the unquantised ones; in full it would, were synthesis orthonormal.
        commitment = ((y - y_hat.detach()) ** 2).sum((1, 2, 3)) / (3.0 * pixels * LATENT_SCALE**2)
        mse = mse + COMMITMENT * (commitment - commitment.detach())
        return y_bpp, z_bpp, mse, x_hat
