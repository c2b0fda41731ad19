"""Layers whose arithmetic, once switched on, is that of integers: equal on every machine and in any order of summation.

A value is an integer times a power of two. Activations have 9 to 11 bits with their sign, weights 8 to 11; sums stay
below 2^24, where 32-bit floats are exact; the only rescaling is by powers of two, and rounding is half to even. Before
they are switched on the layers are the ordinary ones, and the units are chosen by watching activations.
"""

from __future__ import annotations

from typing import NamedTuple, Union

import torch
import torch.nn.functional as F
from torch import nn


class Limits(NamedTuple):
    """The range of bytes: 256 integers, which processors multiply faster than any others.

    What becomes one of them must be one at every step: before a rectifier and after it, before it is added and after.
    """

    lowest: int
    highest: int

    @property
    def zero(self) -> int:
        """The byte that stands for 0."""
        return -self.lowest


BYTES = Limits(-128, 127)
RECTIFIED = Limits(-64, 191)  # of which a rectifier leaves an eighth below 0
Limit = Union[int, Limits]  # an integer is the largest magnitude

ACTIVATION_LIMIT = 255
WEIGHT_LIMIT = 127
EXACT = 1 << 24
LATENT_FRACTION_BITS = 7  # decoded latents and their means are multiples of 1/128
LATENT_LIMIT = (1 << 14) - 1
SAMPLE_FRACTION_BITS = 12  # synthesis ends in multiples of 1/4096 of the range of samples

# What is left of the range of sums for the bias, for a sum that it is added to, and for what training changes.
HEADROOM = 0.125
ADDED_BITS = 10  # 8 times 9 bits, moved so far, are an eighth of the range of sums

# A range that ends at the largest magnitude wastes units, one at the mean of batches' largest cuts bright pictures off.
TOWARDS_LARGEST = 0.3

SEEN_VALUES = 1 << 12  # of each channel, of what becomes bytes, in each batch

FLOAT, WATCH, ON = range(3)


def limits(limit: Limit) -> Limits:
    return limit if isinstance(limit, Limits) else Limits(-limit, limit)


def reach(limit: Limit) -> int:
    """The largest magnitude."""
    return max(-limits(limit).lowest, limits(limit).highest)


class _ToGrid(torch.autograd.Function):
    """Multiples of 1 / scale, as many as limits say; the gradient passes where nothing was cut off."""

    @staticmethod
    def forward(ctx, value, scale, lowest, highest):
        units = value.float() * scale
        inside = (units >= lowest - 0.5) & (units <= highest + 0.5)
        ctx.save_for_backward(inside)
        return units.round_().clamp_(lowest, highest).div_(scale).to(value.dtype)

    @staticmethod
    def backward(ctx, gradient):
        (inside,) = ctx.saved_tensors
        return gradient * inside, None, None, None


def to_grid(value: torch.Tensor, bits, limit: Limit) -> torch.Tensor:
    """value in units of 2^-bits; bits is a number or a tensor that fits value."""
    scale = torch.exp2(torch.as_tensor(bits, dtype=torch.float32, device=value.device))
    return _ToGrid.apply(value, scale, *limits(limit))


def latent_grid(value: torch.Tensor) -> torch.Tensor:
    return to_grid(value, LATENT_FRACTION_BITS, LATENT_LIMIT)


class Grid(nn.Module):
    """Rounds activations to integers of at most limit, each channel in its own power of two."""

    def __init__(self, channels: int, most_bits: int = 12, limit: Limit = ACTIVATION_LIMIT):
        super().__init__()
        self.register_buffer("bits", torch.zeros(channels, dtype=torch.int64))
        self.mode = FLOAT
        self.most_bits = most_bits
        self.limit = limit
        self.towards_largest = TOWARDS_LARGEST
        self.peaks: list[torch.Tensor] = []
        self.slope: float | None = None  # of the rectifier that bytes are both before and behind
        self.seen: list[torch.Tensor] = []

    def forward(self, x):
        if self.mode == ON:
            return to_grid(x, self.bits.view(1, -1, 1, 1).float(), self.limit)
        if self.mode == WATCH:
            self.watch(x)
        return x

    @property
    def of_bytes(self) -> bool:
        return isinstance(self.limit, Limits)

    def watch(self, x) -> None:
        """Takes down the largest magnitudes, or of what becomes bytes a part of all values."""
        x = x.detach().float()
        if self.of_bytes:
            values = x.transpose(0, 1).flatten(1)
            self.seen.append(values[:, :: -(-values.shape[1] // SEEN_VALUES)])
        else:
            self.peaks.append(x.abs().amax((0, 2, 3)))

    def settle(self) -> None:
        """Chooses units such that what was watched seldom leaves the range, or for bytes such that they err least."""
        if self.of_bytes:
            choose_together([self])
            return
        peaks = torch.stack(self.peaks)
        peak = torch.lerp(peaks.mean(0), peaks.amax(0), self.towards_largest).clamp(min=1e-6)
        self.bits.copy_(torch.floor(torch.log2(self.limit / peak)).clamp(-12, self.most_bits))
        self.peaks = []

    def errors(self, bits: int) -> torch.Tensor:
        """Squared errors of all channels' seen values in units of these bits."""
        value = torch.cat(self.seen, 1)
        byte = to_grid(value, bits, self.limit)
        if self.slope is not None:
            value = F.leaky_relu(value, self.slope)
            byte = to_grid(F.leaky_relu(byte, self.slope), bits, self.limit)
        return ((byte - value) ** 2).sum(1)


def choose_together(grids: list[Grid]) -> None:
    """Gives grids of bytes the units in which what they saw errs least in all."""
    candidates = range(-12, min(grid.most_bits for grid in grids) + 1)
    errors = torch.stack([sum(grid.errors(bits) for grid in grids) for bits in candidates])
    # Of units that are as good, as for channels that are always 0, the coarsest: their weights may be as large as any.
    bits = errors.argmin(0) + candidates[0]
    for grid in grids:
        grid.bits.copy_(bits)
        grid.seen = []


class GridLeaky(nn.LeakyReLU):
    """LeakyReLU onto a grid."""

    def __init__(self, slope: float, channels: int, limit: Limit = ACTIVATION_LIMIT):
        super().__init__(slope)
        self.grid = Grid(channels, limit=limit)
        self.grid.slope = slope if self.grid.of_bytes else None

    def forward(self, x):
        if not self.grid.of_bytes:
            return self.grid(super().forward(x))
        x = super().forward(self.grid(x))
        return self.grid(x) if self.grid.mode == ON else x


class SplitLeaky(GridLeaky):
    """Values on a grid of bytes, and behind them what is above 0 of them: of both, a layer can make a leaky rectifier's.

    A rectifier whose values are bytes as well has an eighth of the integers below 0, and rounds the others to them. The
    last layer of a network is small, and has that from what it need not.
    """

    def forward(self, x):
        x = self.grid(x)
        return torch.cat([x, F.relu(x)], 1)


class GridShuffle(nn.PixelShuffle):
    """Depth to space onto a grid."""

    def __init__(self, factor: int, channels: int, limit: Limit = ACTIVATION_LIMIT):
        super().__init__(factor)
        self.grid = Grid(channels, limit=limit)

    def forward(self, x):
        return self.grid(super().forward(x))


class ExactConv(nn.Conv2d):
    """A convolution over values on a grid, with integer weights once it is on.

    Sums are in units of 2^-sum_bits: those of the inputs are absorbed by the weights. A layer of several parts sums up
    each part of its input channels for itself, which makes room for finer units, and adds the parts' rounded sums.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int,
        input_limit: Limit = ACTIVATION_LIMIT,
        weight_limit: int = WEIGHT_LIMIT,
        parts: int = 1,
    ):
        super().__init__(inputs, outputs, kernel, padding=kernel // 2)
        self.register_buffer("input_bits", torch.zeros(inputs, dtype=torch.int64))
        self.register_buffer("weight_bits", torch.zeros(outputs, dtype=torch.int64))
        self.mode = FLOAT
        self.input_range, self.weight_limit, self.parts = input_limit, weight_limit, parts
        self.input_limit = reach(input_limit)
        self.dropped_bits = (parts - 1).bit_length()

    @property
    def sum_bits(self) -> torch.Tensor:
        return self.weight_bits - self.dropped_bits

    def forward(self, x, in_factor=None, out_factor=None):
        """Factors: what inputs (1 x inputs x 1 x 1) and outputs (outputs x 1 x 1 x 1) are multiplied with."""
        if self.mode != ON:
            weight, bias = self.scaled(in_factor, out_factor)
            return F.conv2d(x, weight, bias, padding=self.padding)
        weight, bias = self.quantised(in_factor, out_factor)
        if self.parts == 1:
            return F.conv2d(x, weight, bias, padding=self.padding)
        unit, biases = self.sum_bits.view(1, -1, 1, 1).float(), [bias] + [None] * (self.parts - 1)
        return sum(
            to_grid(F.conv2d(*part, padding=self.padding), unit, EXACT)
            for part in zip(x.chunk(self.parts, 1), weight.chunk(self.parts, 1), biases)
        )

    def scaled(self, in_factor=None, out_factor=None) -> tuple[torch.Tensor, torch.Tensor]:
        weight, bias = self.weight, self.bias
        if in_factor is not None:
            weight = weight * in_factor
        if out_factor is not None:
            weight, bias = weight * out_factor, bias * out_factor.view(-1)
        return weight, bias

    def units(self) -> torch.Tensor:
        """Bits of each weight's unit."""
        return self.weight_bits.view(-1, 1, 1, 1).float() - self.input_bits.view(1, -1, 1, 1).float()

    def quantised(self, in_factor=None, out_factor=None) -> tuple[torch.Tensor, torch.Tensor]:
        weight, bias = self.scaled(in_factor, out_factor)
        return to_grid(weight, self.units(), self.weight_limit), to_grid(bias, self.sum_bits.float(), EXACT >> 1)

    @torch.no_grad()
    def integers(self, in_factor=None, out_factor=None) -> tuple[torch.Tensor, torch.Tensor]:
        """Weights and biases as integers in 64-bit floats; biases in units of the sums."""
        weight, bias = self.quantised(in_factor, out_factor)
        return (
            weight.double() * torch.exp2(self.units().double()),
            bias.double() * torch.exp2(self.sum_bits.double()),
        )

    @torch.no_grad()
    def settle(self, input_bits: torch.Tensor, in_factor=None, out_factor=None, added_bits=None) -> None:
        """Takes the inputs' units and chooses the finest ones of the weights that their range and the sums allow.

        added_bits: sums, or an eighth of them, will be added to values on a grid of these bits.
        """
        self.input_bits.copy_(input_bits)
        weight = self.scaled(in_factor, out_factor)[0].double().abs()
        weight = weight * torch.exp2(-input_bits.double()).view(1, -1, 1, 1)
        largest = weight.amax((1, 2, 3)).clamp(min=1e-12)
        of_parts = torch.stack([part.sum((1, 2, 3)) for part in weight.chunk(self.parts, 1)])
        total = (of_parts.amax(0) * self.input_limit).clamp(min=1e-12)
        finest = torch.minimum(self.weight_limit / largest, EXACT * (1.0 - HEADROOM) / total)
        self.weight_bits.copy_(torch.floor(torch.log2(finest)).clamp(-12, 40))
        if added_bits is not None:
            self.weight_bits.copy_(torch.minimum(self.weight_bits, added_bits + ADDED_BITS))

    @torch.no_grad()
    def give_way(self, in_factor=None, out_factor=None) -> int:
        """Makes units coarser where training has brought sums too near to their range; returns of how many outputs."""
        weight, bias = self.integers(in_factor, out_factor)
        parts = torch.stack([part.abs().sum((1, 2, 3)) for part in weight.chunk(self.parts, 1)]) * self.input_limit
        total = parts.sum(0) * 2.0**-self.dropped_bits + bias.abs()
        full = torch.maximum(total, parts.amax(0)) > EXACT * (1.0 - HEADROOM / 2)
        self.weight_bits.sub_(full.to(self.weight_bits.dtype))
        return int(full.sum())


class ExactResidualBlock(nn.Module):
    def __init__(self, channels: int, slope: float, limit: Limit = ACTIVATION_LIMIT):
        super().__init__()
        inner = RECTIFIED if isinstance(limit, Limits) else limit
        self.first = ExactConv(channels, channels, 3, limit)
        self.inner = GridLeaky(slope, channels, inner)
        self.second = ExactConv(channels, channels, 3, inner)
        self.outer = Grid(channels, limit=limit)

    def forward(self, x):
        added = self.second(self.inner(self.first(x)))
        return self.outer(x + (self.outer(added) if self.outer.of_bytes and self.outer.mode == ON else added))


def settle_grids(groups: list[list[Grid]]) -> None:
    """Grids of a group share their units, since one's integers are added to or become the other's."""
    for group in groups:
        if group[0].of_bytes:
            choose_together(group)
            continue
        for grid in group:
            grid.settle()
        shared = torch.stack([grid.bits for grid in group]).amin(0)
        for grid in group:
            grid.bits.copy_(shared)


def settle_sequence(layers: nn.Sequential, bits: torch.Tensor, beside: list[Grid] = (), settled: list[Grid] = ()) -> torch.Tensor:
    """Settles layers that follow a grid of these bits or begin with one; returns the bits that they end with.

    beside: grids elsewhere that share the units of the first ones; settled: those that have their units already.
    """
    groups, summed = [], True
    for layer in layers:
        if isinstance(layer, ExactConv):
            summed = True
        elif isinstance(layer, (GridLeaky, GridShuffle)):
            if summed:
                groups.append([])
            groups[-1].append(layer.grid)
            summed = False
        elif isinstance(layer, ExactResidualBlock):
            groups[-1].append(layer.outer)
            groups.insert(0, [layer.inner.grid])
        elif not isinstance(layer, nn.PixelShuffle):
            raise TypeError(f"no rule for {type(layer).__name__}")
    if beside:
        next(group for group in groups if group[0] is layers[0].grid).extend(beside)
    settle_grids([group for group in groups if all(grid not in settled for grid in group)])
    for layer in layers:
        if isinstance(layer, ExactConv):
            layer.settle(bits)
        elif isinstance(layer, (GridLeaky, GridShuffle)):
            bits = layer.grid.bits.repeat(2 if isinstance(layer, SplitLeaky) else 1)
        elif isinstance(layer, ExactResidualBlock):
            layer.first.settle(bits)
            layer.second.settle(layer.inner.grid.bits, added_bits=None if layer.outer.of_bytes else layer.outer.bits)
            bits = layer.outer.bits
    return bits


UNITS = ("bits", "input_bits", "weight_bits")


def units(network: nn.Module) -> dict[str, list[int]]:
    """The units of a settled network by the names of their buffers."""
    return {name: value.tolist() for name, value in network.named_buffers() if name.split(".")[-1] in UNITS}


def switch(model: nn.Module, mode: int) -> None:
    """Puts all layers of a model into a mode."""
    for module in model.modules():
        if isinstance(module, (Grid, ExactConv)):
            module.mode = mode


class IntegerCodec(nn.Module):
    """A model whose decoder's networks can be switched to integers, and which keeps in its state that they were.

    Subclasses say which networks those are.
    """

    newer: tuple[str, ...] = ()  # beginnings of the names of what checkpoints may lack because it came later

    def __init__(self):
        super().__init__()
        self.register_buffer("exact", torch.tensor(False))

    def integer_networks(self) -> list[nn.Module]:
        """All that a decoder runs and whose arithmetic can be switched to integers."""
        raise NotImplementedError

    def set_mode(self, mode: int) -> None:
        """Puts the decoder's networks into a mode."""
        for network in self.integer_networks():
            switch(network, mode)
        self.exact.fill_(mode == ON)

    def settle(self) -> None:
        """Chooses all units after watching, and switches integer arithmetic on."""
        for network in self.integer_networks():
            network.settle()
        self.set_mode(ON)

    def load(self, state: dict) -> None:
        """Takes weights, also those of a checkpoint from before there was integer arithmetic."""
        later = {k for k in self.state_dict() if k.split(".")[-1] in (*UNITS, "exact") or k.startswith(self.newer)}
        missing, unexpected = self.load_state_dict(state, strict=False)
        if unexpected or set(missing) - later:
            raise ValueError(f"checkpoint of another model: {sorted(unexpected) + sorted(set(missing) - later)}")
        self.set_mode(ON if self.exact else FLOAT)
