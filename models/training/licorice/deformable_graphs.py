"""The networks of deformable compensation as ONNX graphs of integers."""

from __future__ import annotations

import numpy as np
import torch

from .deformable import COLOUR_BITS, FEATURE_LIMIT, GROUPS, OFFSET_LIMIT, Deformable, Features, Fusion, exact_sample, led
from .exact import BYTES, SAMPLE_FRACTION_BITS, Limits, reach
from .onnx_graph import depth_places
from .video_graphs import FRAME, HALF_FLOW, QUALITY, VideoGraphBuilder, two_levels
from .warp import FLOW_BITS, LEVELS

FEATURES = [1, GROUPS, "height", "width"]
OFFSETS = [1, 2 * GROUPS, "halfrows", "halfcolumns"]


def of_frame(graph: VideoGraphBuilder, frame: str, net: Features) -> str:
    return graph.grid(graph.sums(frame, net.layer, net.grid.bits.numpy(), 1.0), FEATURE_LIMIT)


def features_graph(model: Deformable) -> tuple[bytes, float]:
    """A frame to its features."""
    graph = VideoGraphBuilder("features", {"reference": FRAME}, model.features)
    return graph.finish(of_frame(graph, "reference", model.features), "features", FEATURES), graph.macs_per_pixel()


def offsets_graph(model: Deformable) -> tuple[bytes, float]:
    """Frames, flow in sixteenths at every second pixel, and quality to offsets in sixteenths."""
    net = model.offsets
    inputs = {"warped": FRAME, "reference": FRAME, "second": FRAME, "flow": HALF_FLOW, "quality": QUALITY}
    graph = VideoGraphBuilder("offsets", inputs, net)
    seen = two_levels(graph, net)
    if net.inner.grid.of_bytes:
        offsets = graph.sequence_to_bytes(seen, net.fine, 1 / 4, FLOW_BITS, FLOW_BITS)
    else:
        offsets = graph.exact_sequence(seen, net.fine, 1 / 4, FLOW_BITS)
    return graph.finish(graph.clip(offsets, OFFSET_LIMIT), "offsets", OFFSETS), graph.macs_per_pixel()


def fusion_inputs(net: Fusion) -> np.ndarray:
    """Which of the first layer's inputs each channel of the graph is."""
    seen = [depth_places(GROUPS, 2), net.seen + depth_places(9, 2)]
    return np.concatenate([*seen, np.arange(sum(map(len, seen)), net.first.in_channels)])


def fusion_weights() -> np.ndarray:
    """Which output of the layer of weights each channel of the graph is.

    In the order of what features differ by, so that only colours need to be put side by side again.
    """
    return depth_places(GROUPS, 2)


def fusion_graph(model: Deformable) -> tuple[bytes, float]:
    """Deformed features, frames and quality to what the prediction lacks, in 1/4096."""
    net, grid = model.fusion, model.features.grid
    inputs = {"deformed": FEATURES, "warped": FRAME, "second": FRAME, "shown": FRAME, "quality": QUALITY}
    graph = VideoGraphBuilder("fusion", inputs, net)
    different = graph.node("Sub", ["deformed", of_frame(graph, "warped", model.features)])
    of_bytes = isinstance(net.first.input_range, Limits)
    seen = graph.rescaled(different, net.input, int(grid.bits[0])) if of_bytes else different
    frames = graph.frames(["warped", "second", "shown"], net.first)
    x = graph.node("Concat", [graph.unshuffle(part, 2) for part in (seen, frames)], axis=1)
    factors, order = (net.contrast(),), fusion_inputs(net)
    x = graph.first_layer(x, net.seen + 36, net.first, net.quality, net.rest[0].grid, 1 / 4, factors=factors, order=order)
    x = graph.exact_sequence(x, net.rest[1:], 1 / 4)
    if of_bytes:
        colour = graph.bytes_of(x, net.colour, np.full(12, COLOUR_BITS), 1 / 4, BYTES)
        colour = graph.floats(colour, BYTES, 2.0 ** (SAMPLE_FRACTION_BITS - COLOUR_BITS))
    else:
        colour = graph.node("Round", [graph.sums(x, net.colour, np.full(12, SAMPLE_FRACTION_BITS), 1 / 4)])
    weight_bits, limit = net.weight_grid.grid.bits, net.weight_grid.grid.limit
    bits, places = weight_bits.repeat_interleave(4).numpy(), fusion_weights()
    if of_bytes:
        weights = graph.floats(graph.bytes_of(x, net.weights, bits, 1 / 4, limit, outputs=places), limit)
    else:
        weights = graph.grid(graph.sums(x, net.weights, bits, 1 / 4, outputs=places), limit)
    different = graph.unshuffle(different, 2)
    weighted = weigh(graph, weights, different, int(weight_bits[0] + grid.bits[0]), reach(limit))
    fused = graph.shuffle(graph.samples(colour, weighted), 2)
    return graph.finish(fused, "fused", FRAME), graph.macs_per_pixel()


def weigh(graph: VideoGraphBuilder, weights: str, different: str, bits: int, limit: int) -> str:
    """The sum of products, whose units are 2^-bits, for each colour; of four pixels, as space to depth has them."""
    graph.prove(np.full(1, float(GROUPS * limit * 2 * FEATURE_LIMIT)))
    unit = 2.0 ** (SAMPLE_FRACTION_BITS - bits)
    of_pixel = np.kron(np.eye(4), np.full((1, GROUPS), unit))
    ones = graph.constant(np.tile(of_pixel, (3, 1))[:, :, None, None])
    products = graph.node("Mul", [weights, different])
    return graph.node("Round", [graph.node("Conv", [products, ones], kernel_shape=[1, 1], pads=[0] * 4, strides=[1, 1])])


@torch.no_grad()
def deformable_graphs(model: Deformable) -> dict[str, tuple[bytes, float]]:
    """By name, with multiplications a pixel."""
    return {"features": features_graph(model), "offsets": offsets_graph(model), "fusion": fusion_graph(model)}


@torch.no_grad()
def deformable_pairs(model: Deformable, run, warped, reference, second, flow, shown, quality) -> dict:
    """What graphs and PyTorch make of frames and flow at every pixel; all are integers.

    Each graph sees what the one before it made, and features are sampled as they come.
    """
    known = warped, reference, second, flow
    whole = [v * LEVELS for v in known[:3]]
    features, unit = run("features", whole[1]), float(2 ** int(model.features.grid.bits[0]))
    half = flow[:, :, ::2, ::2] * (1 << FLOW_BITS)
    offsets = run("offsets", *whole, half, quality)
    groups = features.view(GROUPS, -1, *features.shape[2:])
    sampled = exact_sample(groups, led(half, offsets) / (1 << FLOW_BITS)).view_as(features)
    fused = run("fusion", sampled, whole[0], whole[2], shown * LEVELS, quality)
    return {
        "features": (features, model.features(reference) * unit),
        "offsets": (offsets, model.offsets(*known, quality) * (1 << FLOW_BITS)),
        "deformed": (sampled, model.deformed(*known, quality) * unit),
        "fusion": (fused, model(*known, shown, quality) * (1 << SAMPLE_FRACTION_BITS)),
    }
