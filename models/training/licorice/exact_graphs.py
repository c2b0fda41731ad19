"""The decoder's networks as ONNX graphs of integers, with the proof that every sum is exact in 32-bit floats.

Activations of bytes are quantised and dequantised around each operator, as tools for quantisation write graphs. ONNX Runtime
may compute such operators with bytes or with floats: the integers are the same.
"""

from __future__ import annotations

import functools
import json

import numpy as np
import torch
from torch import nn

from . import config
from .exact import (
    ACTIVATION_LIMIT,
    BYTES,
    EXACT,
    LATENT_FRACTION_BITS,
    LATENT_LIMIT,
    SAMPLE_FRACTION_BITS,
    ExactConv,
    ExactResidualBlock,
    Grid,
    GridLeaky,
    GridShuffle,
    Limit,
    Limits,
    SplitLeaky,
    units,
)
from .nets import LATENT_SCALE, Context, PhotoCodec, Synthesis
from .onnx_graph import GraphBuilder

UNITS_KEY = "units"
QUALITY_PLANE = [1, 1, "qrows", "qcolumns"]  # as many as the latents have, or one of each for all
QUALITY_LIMIT = 128  # the quality plane in sixteenths
FASTEST_OUTPUTS = 16  # that layers of bytes have at a time


class ExactGraphBuilder(GraphBuilder):
    """Values are integers as floats, or fractions with few bits that are about to be rounded, or on grids of bytes bytes."""

    def __init__(self, name: str, inputs: dict[str, list], network: nn.Module):
        super().__init__(name, inputs)
        self.largest = 0.0
        self.annotate(UNITS_KEY, json.dumps(units(network), separators=(",", ":")))

    def power(self, bits: np.ndarray, shape: tuple) -> str:
        return self.constant(np.exp2(np.asarray(bits, dtype=np.float64)).reshape(shape))

    def clip(self, x: str, limit: int) -> str:
        return self.node("Clip", [x, self.constant(np.float32(-limit)), self.constant(np.float32(limit))])

    def grid(self, x: str, limit: Limit = ACTIVATION_LIMIT, unit: float = 1.0) -> str:
        """unit: what one step of bytes is."""
        if isinstance(limit, Limits):
            return self.node("QuantizeLinear", [x, *self._steps(limit, unit)])
        return self.clip(self.node("Round", [x]), limit)

    def floats(self, x: str, limit: Limit, unit: float = 1.0) -> str:
        """What a grid made, in floats; unit: what one step of bytes is."""
        return self.node("DequantizeLinear", [x, *self._steps(limit, unit)]) if isinstance(limit, Limits) else x

    def _steps(self, limit: Limits, unit: float = 1.0) -> list[str]:
        return [self.as_stored(np.array(unit, dtype=np.float32)), self.as_stored(np.array(limit.zero, dtype=np.uint8))]

    def rectified(self, x: str, limit: Limit) -> str:
        """A leaky rectifier between grids; what bytes are given was on the grid before."""
        return self.grid(self.leaky(self.floats(x, limit)), limit)

    def added(self, x: str, y: str, limit: Limits, of_y: Limits) -> str:
        """The sum of bytes on the first one's grid."""
        return self.grid(self.node("Add", [self.floats(x, limit), self.floats(y, of_y)]), limit)

    def beside_quality(self, x: str, quality: str, count: int) -> str:
        """Bytes, and behind them the quality plane so many times."""
        size = self.node("Concat", [self.as_stored(np.array([1, count])), self.node("Shape", [x], start=2)], axis=0)
        plane = self.grid(quality, BYTES, 2.0**-config.HYPER_FRACTION_BITS)
        return self.node("Concat", [x, self.node("Expand", [plane, size])], axis=1)

    def rescaled(self, x: str, grid: Grid, from_bits: int) -> str:
        """Integers in units of 2^-from_bits onto a grid, channel by channel."""
        return self.grid(self.moved(x, grid.bits - from_bits), grid.limit)

    def moved(self, x: str, bits: torch.Tensor) -> str:
        """Values of each channel in units that are so many bits finer."""
        return self.node("Mul", [x, self.power(bits.numpy(), (1, -1, 1, 1))]) if bits.any() else x

    def prove(self, bound: np.ndarray) -> None:
        if bound.max() >= EXACT:
            raise ValueError(f"{self.name}: a sum may reach {int(bound.max())}, floats are exact below {EXACT}")
        self.largest = max(self.largest, float(bound.max()))

    def sums(
        self,
        x: str,
        conv: ExactConv,
        out_bits,
        scale: float,
        factors=(),
        beside=0.0,
        bias=True,
        limit=None,
        order=None,
        outputs=None,
    ) -> str:
        """A convolution in units of 2^-out_bits; beside bounds what is added to its sums, in these units.

        order: which of the layer's inputs each channel of x is, if they are not in order.
        outputs: which of the layer's outputs each channel is, if they are not to be in order.
        """
        weight, offset, shift = self._integers(conv, out_bits, scale, factors, order, outputs)
        largest = limit or conv.input_limit
        parts = np.split(weight, conv.parts, axis=1)
        bounds = [np.abs(part).sum((1, 2, 3)) * largest for part in parts]
        beside = beside * np.exp2(-shift) + (np.abs(offset) if bias else 0.0)
        x = self.floats(x, conv.input_range)
        if conv.parts == 1:
            # A fraction of a unit that is added must be a whole number of sums' units, and is: shifts of inputs are.
            self.prove(np.maximum(bounds[0] + beside, (bounds[0] + beside) * np.exp2(shift)))
            return self._convolved(x, weight, conv, shift, offset * np.exp2(shift) if bias else None)
        dropped = np.full(len(offset), -float(conv.dropped_bits))
        beside = beside + sum(bound * np.exp2(dropped) + 0.5 for bound in bounds)
        self.prove(np.maximum.reduce([*bounds, beside, beside * np.exp2(shift)]))
        sums = [
            self.node("Round", [self._convolved(piece, part, conv, dropped, offset if bias and not number else None)])
            for number, (piece, part) in enumerate(zip(self.split(x, conv.parts), parts))
        ]
        total = functools.reduce(lambda a, b: self.node("Add", [a, b]), sums)
        return self.node("Mul", [total, self.power(shift, (1, -1, 1, 1))])

    def _convolved(self, x: str, weight: np.ndarray, conv: ExactConv, shift: np.ndarray, bias) -> str:
        stored = np.int8 if conv.weight_limit < 128 else np.int16
        scaled = self.node("Mul", [self.constant(weight, stored), self.power(shift, (-1, 1, 1, 1))])
        inputs = [x, scaled] + ([] if bias is None else [self.constant(bias)])
        kernel = weight.shape[2]
        return self.node("Conv", inputs, kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4, strides=[1, 1])

    def bytes_of(
        self, x: str, conv: ExactConv, out_bits, scale: float, limit: Limits, factors=(), order=None, outputs=None
    ) -> str:
        """What a convolution of bytes makes of them, on a grid of units 2^-out_bits; order and outputs as sums has them."""
        weight, offset, shift = self._integers(conv, out_bits, scale, factors, order, outputs)
        self.prove(np.abs(weight).sum((1, 2, 3)) * conv.input_limit + np.abs(offset))
        # Numbers of outputs that are no multiples of 16 take twice the time of the next larger one that is.
        count, kernel = len(offset), weight.shape[2]
        wide = -(-count // FASTEST_OUTPUTS) * FASTEST_OUTPUTS if count > FASTEST_OUTPUTS // 2 else count
        missing = [(0, wide - count)]
        stored = np.pad(weight, missing + [(0, 0)] * 3).astype(np.int8), np.pad(offset, missing).astype(np.int32)
        units = self.constant(np.exp2(np.pad(shift, missing)))
        parameters = [self.node("DequantizeLinear", [self.as_stored(value), units], axis=0) for value in stored]
        inputs = [self.floats(x, conv.input_range), *parameters]
        made = self.node("Conv", inputs, kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4, strides=[1, 1])
        made = self.grid(made, limit)
        return made if wide == count else self.split(made, [count, wide - count])[0]

    def _integers(self, conv: ExactConv, out_bits, scale: float, factors, order, outputs) -> tuple[np.ndarray, ...]:
        """Weights and biases, and by how many bits their sums' units are finer than the outputs'."""
        weight, offset = (t.numpy() for t in conv.integers(*factors))
        weight = weight if order is None else weight[:, order]
        shift = np.broadcast_to(np.asarray(out_bits, dtype=np.float64), offset.shape) - conv.sum_bits.numpy()
        if outputs is not None:
            weight, offset, shift = weight[outputs], offset[outputs], shift[outputs]
        self.macs.append((float(np.prod(weight.shape)), scale))
        return weight, offset, shift

    def plane(self, quality: str, layer: nn.Conv2d, beside: ExactConv, out_bits: torch.Tensor) -> tuple[str, np.ndarray]:
        """What the quality plane (multiples of 1/16) adds to sums, and its bound, in units of 2^-out_bits."""
        unit = beside.sum_bits.double() - config.HYPER_FRACTION_BITS
        weight = torch.round(layer.weight.detach().view(-1).float() * torch.exp2(unit.float())).double()
        scaled = (weight * torch.exp2(out_bits.double() - unit)).numpy()
        product = self.node("Mul", [quality, self.constant(scaled.reshape(1, -1, 1, 1))])
        return product, np.abs(scaled) * QUALITY_LIMIT / 16

    def linear_path(self, y: str, skip: ExactConv, factor: float) -> tuple[str, str]:
        """What both parts of latents at 1/16 add to samples, in units of 1/4096."""
        unit = self.constant(np.float32(1 << LATENT_FRACTION_BITS))
        whole = self.node("Round", [self.node("Div", [y, unit])])
        rest = self.node("Sub", [y, self.node("Mul", [whole, unit])])
        factors, bits = (torch.tensor(factor),), SAMPLE_FRACTION_BITS
        high = self.sums(whole, skip, bits + LATENT_FRACTION_BITS, 1 / 256, factors, bias=False)
        low = self.sums(rest, skip, bits, 1 / 256, factors, limit=(1 << LATENT_FRACTION_BITS) // 2)
        return self.node("Round", [high]), self.node("Round", [low])

    def first_layer(
        self, x: str, inputs: int, first: ExactConv, quality: nn.Conv2d | None, grid: Grid, scale: float, **options
    ) -> str:
        """A network's first layer over so many inputs, and the rectifier behind it; options as sums has them."""
        bits = grid.bits.numpy()
        if quality is None:
            x = self.beside_quality(x, "quality", first.in_channels - inputs)
            sums = self.bytes_of(x, first, bits, scale, grid.limit, **options)
        else:
            plane, bound = self.plane("quality", quality, first, grid.bits)
            sums = self.node("Add", [self.sums(x, first, bits, scale, beside=bound, **options), plane])
        return self.rectified(sums, grid.limit)

    def exact_block(self, x: str, block: ExactResidualBlock, scale: float) -> str:
        limit, inner = block.outer.limit, block.inner.grid
        if block.outer.of_bytes:
            first = self.bytes_of(x, block.first, inner.bits.numpy(), scale, inner.limit)
            made = self.rectified(first, inner.limit)
            second = self.bytes_of(made, block.second, block.outer.bits.numpy(), scale, limit)
            return self.added(x, second, limit, limit)
        inner = self.grid(self.leaky(self.sums(x, block.first, inner.bits.numpy(), scale)), limit)
        outer = self.sums(inner, block.second, block.outer.bits.numpy(), scale, beside=limit)
        return self.grid(self.node("Add", [x, outer]), limit)

    def exact_sequence(self, x: str, layers: nn.Sequential, scale: float, end_bits: int | None = None) -> str:
        """Layers over integers, ending on a grid, or in integers of units 2^-end_bits that no grid limits."""
        x = self._layers(x, list(layers), scale, end_bits)
        return x if end_bits is None else self.node("Round", [x])

    def sequence_to_bytes(self, x: str, layers: nn.Sequential, scale: float, byte_bits: int, end_bits: int) -> str:
        """Layers that end in bytes of units 2^-byte_bits, as integers of units 2^-end_bits."""
        return self.floats(self._layers(x, list(layers), scale, byte_bits, BYTES), BYTES, 2.0 ** (end_bits - byte_bits))

    def _layers(self, x: str, layers: list, scale: float, end_bits: int | None, end: Limits | None = None) -> str:
        for position, layer in enumerate(layers):
            if isinstance(layer, ExactConv):
                bits, limit = self._behind(layers[position + 1 :], layer, end_bits, end)
                if isinstance(limit, Limits):
                    x = self.bytes_of(x, layer, bits, scale, limit)
                else:
                    x = self.sums(x, layer, bits, scale)
            elif isinstance(layer, SplitLeaky):
                above = self.node("LeakyRelu", [self.floats(x, layer.grid.limit)], alpha=0.0)
                x = self.node("Concat", [x, self.grid(above, layer.grid.limit)], axis=1)
            elif isinstance(layer, GridLeaky):
                x = self.rectified(x, layer.grid.limit)
            elif isinstance(layer, nn.PixelShuffle):
                x = self.shuffle(x, layer.upscale_factor)
                scale *= layer.upscale_factor**2
                if isinstance(layer, GridShuffle) and not layer.grid.of_bytes:
                    x = self.grid(x, layer.grid.limit)
            else:
                x = self.exact_block(x, layer, scale)
        return x

    @staticmethod
    def _behind(layers: list, conv: ExactConv, end_bits: int | None, end: Limits | None) -> tuple[np.ndarray, Limit | None]:
        """The bits and limits of a layer's outputs."""
        for layer in layers:
            if isinstance(layer, (GridLeaky, GridShuffle)):
                bits = layer.grid.bits.numpy()
                return np.repeat(bits, conv.out_channels // len(bits)), layer.grid.limit
        return np.full(conv.out_channels, end_bits), end

    def finish(self, output: str, name: str, shape: list) -> bytes:
        print(f"{self.name}: largest possible sum 2^{np.log2(self.largest):.2f} of 2^24")
        return super().finish(output, name, shape)


def synthesis_graph(model: nn.Module) -> tuple[bytes, float]:
    """Latents in units of 2^-LATENT_FRACTION_BITS to samples in units of 1/4096 of their range."""
    net: Synthesis = model.synthesis
    inputs = {"y": [1, net.skip.in_channels, "rows", "columns"], "quality": QUALITY_PLANE}
    graph = ExactGraphBuilder("synthesis", inputs, net)
    bits = SAMPLE_FRACTION_BITS
    linear = graph.node("Add", list(graph.linear_path("y", net.skip, 1.0 / LATENT_SCALE)))
    y = graph.rescaled("y", net.input, LATENT_FRACTION_BITS)
    factors, begin = (net.whole_normaliser(),), net.branch[0].grid
    features = graph.first_layer(y, net.skip.in_channels, net.first, net.quality, begin, 1 / 256, factors=factors)
    branch = graph.exact_sequence(features, net.branch[1:], 1 / 256, bits)
    x = graph.node("Add", [graph.shuffle(linear, 16), branch])
    return graph.finish(x, "x", [1, 3, "height", "width"]), graph.macs_per_pixel()


def mean_head_graph(model: PhotoCodec) -> tuple[bytes, float]:
    """Hyper-latents and quality in units of 1/16 to means in the units of latents."""
    net = model.mean_head
    graph = ExactGraphBuilder("mean_head", {"z": [1, model.recipe.hyper_latents + 1, "zrows", "zcolumns"]}, net)
    z = graph.rescaled("z", net.input, config.HYPER_FRACTION_BITS)
    mean = graph.clip(graph.exact_sequence(z, net.layers, 1 / 4096, LATENT_FRACTION_BITS), LATENT_LIMIT)
    return graph.finish(mean, "mean", [1, model.recipe.latents, "rows", "columns"]), graph.macs_per_pixel()


def context_graph(model: nn.Module, number: int) -> tuple[bytes, float]:
    """Means of pass number + 1, at least 1; all latents in their units."""
    net: Context = model.contexts[number - 1]
    size = [1, net.last.out_channels, "rows", "columns"]
    graph = ExactGraphBuilder(f"context_{number}", {"missed": size, "mean": size, "quality": QUALITY_PLANE}, net)
    seen = graph.rescaled(graph.node("Concat", ["missed", "mean"], axis=1), net.input, LATENT_FRACTION_BITS)
    bits = net.grids[0].bits
    plane, bound = graph.plane("quality", net.quality, net.first, bits)
    features = graph.sums(seen, net.first, bits.numpy(), 1 / 256, net.input_factor(), beside=bound)
    x = graph.grid(graph.leaky(graph.node("Add", [features, plane])))
    for conv in (net.second, net.third):
        added = graph.leaky(graph.sums(x, conv, bits.numpy(), 1 / 256, beside=ACTIVATION_LIMIT * 8))
        x = graph.grid(graph.node("Add", [x, added]))
    added = graph.sums(x, net.last, np.full(size[1], LATENT_FRACTION_BITS), 1 / 256, net.output_factor())
    refined = graph.clip(graph.node("Add", ["mean", graph.grid(added, LATENT_LIMIT)]), LATENT_LIMIT)
    return graph.finish(refined, "refined", size), graph.macs_per_pixel()
