"""The networks of predicted frames as ONNX graphs: a decoder's in integers, those of the encoder alone in floats.

Frames are integers v - 128 for samples v of 0..255 at every graph's border. A decoder's graphs must agree with PyTorch in
every bit, and so clip where it does.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from . import config, exact_graphs
from .exact import (
    ACTIVATION_LIMIT,
    BYTES,
    LATENT_FRACTION_BITS,
    LATENT_LIMIT,
    SAMPLE_FRACTION_BITS,
    ExactConv,
    Grid,
    Limits,
)
from .exact_graphs import ExactGraphBuilder
from .export import integer_layers, log_magnitudes, scale_context_graph
from .export_generative import EightBitGraphBuilder
from .integer_conv import IntegerConv, integer_layer
from .onnx_graph import GraphBuilder, depth_places
from .video import (
    COMPENSATED_BITS,
    CONTRAST,
    FILTERED_BITS,
    FLOW_BLOCK,
    FLOW_SCALE,
    FLOW_SEEN,
    FLOW_UNIT,
    Compensation,
    LoopFilter,
    Prior,
    VideoCodec,
)
from .warp import FLOW_BITS, FLOW_CELL, FLOW_LIMIT, LEVELS

FRAME = [1, 3, "height", "width"]
QUALITY = [1, 1, 1, 1]
HALF_FLOW = [1, 2, "halfrows", "halfcolumns"]
QUARTER_FLOW = [1, 2, "quarterrows", "quartercolumns"]
FEW_WEIGHTS = 1 << 14
SAMPLE_LIMIT = 1 << 22  # of integers of 1/4096, as nets.sample_grid has it


def latents(channels: int) -> list:
    return [1, channels, "rows", "columns"]


def hyper_latents(prior: Prior, planes: int = 0) -> list:
    return [1, prior.hyper_scale.numel() + planes, "zrows", "zcolumns"]


class VideoGraphBuilder(ExactGraphBuilder):
    """Graphs of integers that end in samples."""

    def onto(self, parts: list[tuple[str, Grid]], target: Grid) -> str:
        """The sum of values on grids, in the units of another one."""
        shifts = [(target.bits - grid.bits).numpy().astype(np.float64) for _, grid in parts]
        finest = np.minimum.reduce([np.zeros_like(shifts[0]), *shifts])
        bound = sum(grid.limit * np.exp2(shift - finest) for shift, (_, grid) in zip(shifts, parts))
        self.prove(np.maximum(bound, bound * np.exp2(finest)))
        moved = [self.moved(x, target.bits - grid.bits) for x, grid in parts]
        return self.node("Add", moved)

    def frames(self, names: list[str], seen: ExactConv) -> str:
        """Frames beside each other, as a layer that sees them takes them."""
        together = self.node("Concat", names, axis=1)
        return self.grid(together, BYTES) if isinstance(seen.input_range, Limits) else together

    def added_to_samples(self, x: str, layers: nn.Sequential, scale: float, byte_bits: int, before: Grid) -> str:
        """Layers that end in what is added to samples, in 1/4096; byte_bits: of bytes, if the grid before has them."""
        if before.of_bytes:
            return self.sequence_to_bytes(x, layers, scale, byte_bits, SAMPLE_FRACTION_BITS)
        return self.samples(self.exact_sequence(x, layers, scale, SAMPLE_FRACTION_BITS))

    def samples(self, *parts: str) -> str:
        """The sum of parts of samples, each of them limited."""
        total = self.clip(parts[0], SAMPLE_LIMIT)
        for part in parts[1:]:
            total = self.node("Add", [total, self.clip(part, SAMPLE_LIMIT)])
        self.prove(np.full(1, len(parts) * float(SAMPLE_LIMIT)))
        return total


class EncoderGraphBuilder(EightBitGraphBuilder):
    """Stores weights as integers of 8 bits, but as 16-bit floats in layers that have few.

    Among them are the linear paths of hyper-analyses: their inputs are far from 0 on average, so that errors of weights
    would add up, and cost 4 % of the bits.
    """

    @staticmethod
    def has_few(weight: np.ndarray) -> bool:
        return weight.size <= FEW_WEIGHTS

    def weights(self, weight: np.ndarray, stored) -> str:
        return self.constant(weight, np.float16) if self.has_few(weight) else super().weights(weight, stored)

    @classmethod
    def kept(cls, weight: np.ndarray) -> np.ndarray:
        return weight.astype(np.float16) if cls.has_few(weight) else super().kept(weight)


def mean_head_graph(name: str, prior: Prior) -> tuple[bytes, float]:
    """Hyper-latents and quality in units of 1/16, with a context's integers, to means in the units of latents."""
    net, count = prior.mean_head, prior.log_gain.shape[1]
    inputs = {"z": hyper_latents(prior, 1)}
    if net.context:
        inputs["context"] = latents(net.context)
    graph = ExactGraphBuilder(name, inputs, net)
    x = graph.exact_sequence(graph.rescaled("z", net.input, config.HYPER_FRACTION_BITS), net.hyper, 1 / 4096)
    if net.context:
        x = graph.node("Concat", [x, "context"], axis=1)
    x = graph.sums(x, net.join, net.last[0].grid.bits.numpy(), 1 / 256)
    mean = graph.clip(graph.exact_sequence(x, net.last, 1 / 256, LATENT_FRACTION_BITS), LATENT_LIMIT)
    return graph.finish(mean, "mean", latents(count)), graph.macs_per_pixel()


def scale_head_graph(name: str, prior: Prior) -> tuple[bytes, float]:
    inputs = {"z": hyper_latents(prior, 1)}
    if prior.mean_head.context:
        inputs["context"] = latents(prior.mean_head.context)
    graph = GraphBuilder(name, inputs)
    x = integer_layers(graph, prior.scale_head, "context" if prior.mean_head.context else None)
    return graph.finish(x, "index", latents(prior.log_gain.shape[1])), graph.macs_per_pixel()


def flow_synthesis_graph(model: VideoCodec) -> tuple[bytes, float]:
    """Latents of flow in their units to flow in sixteenths of a pixel."""
    net = model.flow_synthesis
    graph = VideoGraphBuilder("flow_synthesis", {"y": latents(model.recipe.flow.latents)}, net)
    linear = [graph.shuffle(x, FLOW_BLOCK) for x in graph.linear_path("y", net.skip, 1.0 / FLOW_SCALE)]
    y = graph.rescaled("y", net.input, LATENT_FRACTION_BITS)
    features = graph.sums(y, net.first, net.branch[0].grid.bits.numpy(), 1 / 256, (net.normaliser,))
    branch = graph.exact_sequence(features, net.branch, 1 / 256, SAMPLE_FRACTION_BITS)
    flow = graph.moved(graph.samples(*linear, branch), torch.full((2,), FLOW_BITS - SAMPLE_FRACTION_BITS))
    return graph.finish(graph.grid(flow, FLOW_LIMIT), "flow", QUARTER_FLOW), graph.macs_per_pixel()


def compensation_orders(net: Compensation) -> dict[ExactConv, np.ndarray]:
    """Of the layers whose inputs are space to depth here and PixelUnshuffle there."""
    places = depth_places(9, 2)
    first = np.concatenate([places, np.arange(len(places), net.first.in_channels)])
    return {net.first: first, net.down: depth_places(net.first.out_channels, 2)}


def filter_orders(net: LoopFilter) -> dict[ExactConv, np.ndarray]:
    places = depth_places(6, 2)
    return {net.first: np.concatenate([places, np.arange(len(places), net.first.in_channels)])}


def two_levels(graph: VideoGraphBuilder, net: Compensation) -> str:
    """What the last layers of a network for compensation see."""
    seen_bits = FLOW_BITS + int(np.log2(FLOW_UNIT))
    orders, inner, end = compensation_orders(net), net.inner.grid, net.coarse[-1].grid
    frames = graph.unshuffle(graph.frames(["warped", "reference", "second"], net.first), 2)
    x = graph.node("Concat", [frames, graph.rescaled("flow", net.flow, seen_bits)], axis=1)
    x = graph.first_layer(x, 3 * 12 + 2, net.first, net.quality, inner, 1 / 4, order=orders[net.first])
    small, down, order = graph.unshuffle(x, 2), net.coarse[0].grid, orders[net.down]
    if inner.of_bytes:
        small = graph.bytes_of(small, net.down, down.bits.numpy(), 1 / 16, down.limit, order=order)
    else:
        small = graph.sums(small, net.down, down.bits.numpy(), 1 / 16, order=order)
    coarse = graph.exact_sequence(small, net.coarse, 1 / 16)
    if inner.of_bytes:
        return graph.added(x, coarse, inner.limit, end.limit)
    return graph.onto([(x, inner), (coarse, end)], net.fine[0].grid)


def compensation_graph(model: VideoCodec) -> tuple[bytes, float]:
    """Frames, flow in sixteenths at every second pixel, and quality to what the warped frame lacks, in 1/4096."""
    net = model.compensation
    inputs = {"warped": FRAME, "reference": FRAME, "second": FRAME, "flow": HALF_FLOW, "quality": QUALITY}
    graph = VideoGraphBuilder("compensation", inputs, net)
    fine = two_levels(graph, net)
    added = graph.added_to_samples(fine, net.fine, 1 / 4, COMPENSATED_BITS, net.inner.grid)
    return graph.finish(added, "added", FRAME), graph.macs_per_pixel()


class ContextGraphBuilder(GraphBuilder):
    """Layers in fixed point, whose values are in units of 1/16."""

    def limited(self, x: str) -> str:
        low, high = (self.constant(np.float32(limit)) for limit in (-ACTIVATION_LIMIT, ACTIVATION_LIMIT))
        return self.node("Clip", [x, low, high])

    def fixed_point_layer(self, x: str, module: IntegerConv, scale: float, order=slice(None)) -> str:
        """order: which of the layer's inputs each channel of x is."""
        weight, bias = integer_layer(module, ACTIVATION_LIMIT, self.name)
        sums = self.convolution(x, weight[:, order], bias, scale, stored=np.int8)
        shift = self.constant(np.float32(1.0 / (1 << config.WEIGHT_FRACTION_BITS)))
        return self.limited(self.node("Round", [self.node("Mul", [self.leaky(sums), shift])]))


def context_graph(model: VideoCodec) -> tuple[bytes, float]:
    """Frames to what heads see of them, in units of 1/16."""
    net = model.context
    graph = ContextGraphBuilder("context", {"shown": FRAME, "warped": FRAME})

    def layer(x, module, channels, factor, scale):
        return graph.fixed_point_layer(graph.unshuffle(x, factor), module, scale, depth_places(channels, factor))

    # Samples of 1/256 and factors of 16 make units of 1/16.
    difference = graph.node("Mul", [graph.node("Sub", ["shown", "warped"]), graph.constant(np.float32(CONTRAST))])
    x = graph.node("Concat", ["shown", graph.limited(difference)], axis=1)
    x = layer(x, net.first, 6, 4, 1 / 16)
    x = layer(x, net.second, net.first.out_channels, 2, 1 / 64)
    x = layer(x, net.last, net.second.out_channels, 2, 1 / 256)
    return graph.finish(x, "context", latents(model.recipe.residual.context)), graph.macs_per_pixel()


def flow_context_graph(model: VideoCodec) -> tuple[bytes, float]:
    """Latents of the frame before's flow in their units to what heads see of them, in units of 1/16."""
    net, sizes = model.flow_context, model.recipe.flow
    graph = ContextGraphBuilder("flow_context", {"y": latents(sizes.latents)})
    unit = FLOW_SEEN * 2.0 ** (config.HYPER_FRACTION_BITS - LATENT_FRACTION_BITS)
    x = graph.limited(graph.node("Round", [graph.node("Mul", ["y", graph.constant(np.float32(unit))])]))
    for module in (net.first, net.last):
        x = graph.fixed_point_layer(x, module, 1 / 256)
    return graph.finish(x, "context", latents(sizes.context)), graph.macs_per_pixel()


def filter_graph(model: VideoCodec) -> tuple[bytes, float]:
    """Decoded frame, prediction and quality to what the decoded frame lacks, in 1/4096."""
    net = model.filter
    graph = VideoGraphBuilder("filter", {"frame": FRAME, "shown": FRAME, "quality": QUALITY}, net)
    x = graph.unshuffle(graph.frames(["frame", "shown"], net.first), 2)
    x = graph.first_layer(x, 2 * 12, net.first, net.quality, net.rest[0].grid, 1 / 4, order=filter_orders(net)[net.first])
    x = graph.added_to_samples(x, net.rest[1:], 1 / 4, FILTERED_BITS, net.rest[0].grid)
    return graph.finish(x, "added", FRAME), graph.macs_per_pixel()


def decoder_graphs(model: VideoCodec) -> dict[str, tuple[bytes, float]]:
    """By name, with multiplications a pixel."""
    prior = model.prior
    return {
        "flow_context": flow_context_graph(model),
        "flow_mean_head": mean_head_graph("flow_mean_head", model.flow_prior),
        "flow_scale_head": scale_head_graph("flow_scale_head", model.flow_prior),
        "flow_synthesis": flow_synthesis_graph(model),
        "compensation": compensation_graph(model),
        "context": context_graph(model),
        "mean_head": mean_head_graph("mean_head", model.prior),
        "scale_head": scale_head_graph("scale_head", model.prior),
        **{f"context_{n}": exact_graphs.context_graph(prior, n) for n in range(1, len(prior.contexts) + 1)},
        **{f"scale_context_{n}": scale_context_graph(prior, n) for n in range(1, len(prior.scale_contexts.stages) + 1)},
        "synthesis": exact_graphs.synthesis_graph(model),
        "filter": filter_graph(model),
    }


def block_transform(graph: GraphBuilder, x: str, skip: nn.Conv2d, size: int, scale: float) -> str:
    """A linear path over blocks, its weights times scale."""
    weight = (skip.weight.detach().double() * scale).reshape(skip.out_channels, -1, size, size).numpy()
    return graph.convolution(x, weight, skip.bias.detach().numpy() * np.float32(scale), 1 / 256, stride=size)


def flow_analysis_graph(model: VideoCodec) -> tuple[bytes, float]:
    net, count = model.flow_analysis, model.recipe.flow.latents
    graph = EncoderGraphBuilder("flow_analysis", {"flow": QUARTER_FLOW, "x": FRAME, "warped": FRAME, "quality": QUALITY})
    linear = block_transform(graph, "flow", net.skip, FLOW_BLOCK, FLOW_SCALE)
    frames = graph.node("Concat", ["x", graph.node("Sub", ["warped", "x"])], axis=1)
    small = graph.node("AveragePool", [frames], kernel_shape=[FLOW_CELL] * 2, strides=[FLOW_CELL] * 2)
    factors = np.array([1 / FLOW_UNIT] * 2 + [1 / LEVELS] * 3 + [CONTRAST / LEVELS] * 3).reshape(1, -1, 1, 1)
    seen = graph.node("Mul", [graph.node("Concat", ["flow", small], axis=1), graph.constant(factors)])
    plane = graph.node("Mul", ["quality", graph.constant(net.quality.weight.detach().reshape(1, -1, 1, 1).numpy())])
    features = graph.node("Add", [graph.layer(seen, net.first, 1 / 16), plane])
    branch, _ = graph.sequence(features, net.branch, 1 / 16)
    return graph.finish(graph.node("Add", [linear, branch]), "y", latents(count)), graph.macs_per_pixel()


def flow_hyper_analysis_graph(model: VideoCodec) -> tuple[bytes, float]:
    prior = model.flow_prior
    graph = EncoderGraphBuilder("flow_hyper_analysis", {"y": latents(model.recipe.flow.latents)})
    y = graph.node("Mul", ["y", graph.constant(np.float32(prior.steps))])
    z = log_magnitudes(graph, y, prior.hyper_analysis)
    return graph.finish(z, "z", hyper_latents(prior)), graph.macs_per_pixel()
