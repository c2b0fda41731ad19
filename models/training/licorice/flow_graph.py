"""The encoder's flow network as an ONNX graph in floats.

Windows of all displacements are compared a row of displacements at a time: a few large nodes instead of hundreds of small
ones, each of which still fits a core's cache.
"""

from __future__ import annotations

import json

import numpy as np
import torch

from .flow import CONTRAST, LEAST_CONFIDENCE, REDUCTIONS, SMOOTHED, UNIT, WINDOWS, FlowNetwork, Level
from .video_graphs import FRAME, QUARTER_FLOW, EncoderGraphBuilder
from .warp import FLOW_CELL, LEVELS


MATCHING_KEY = "matching"  # logarithms of sharpness and reluctance of each level


class FlowGraphBuilder(EncoderGraphBuilder):
    """Nodes that the flow network has beside convolutions; displacements are along the first axis."""

    def indices(self, values) -> str:
        return self.whole_numbers(np.array(values, dtype=np.int64))

    def pooled(self, x: str, size: int, stride: int, counts_padding: bool = True) -> str:
        pads = [size // 2 if stride == 1 else 0] * 4
        return self.node(
            "AveragePool", [x], kernel_shape=[size] * 2, strides=[stride] * 2, pads=pads, count_include_pad=int(counts_padding)
        )

    def scaled(self, x: str, factor: float) -> str:
        return self.node("Mul", [x, self.constant(np.float32(factor))])

    def cut(self, x: str, axis: int, start: int, end: int) -> str:
        """Positions start to end, counted from the last one if it is negative or 0."""
        ends = end if end else np.iinfo(np.int64).max
        return self.node("Slice", [x, self.indices([start]), self.indices([ends]), self.indices([axis])])

    def places_of(self, x: str, axis: int) -> tuple[str, str]:
        """Places along an axis as floats, and the last one of them."""
        size = self.node("Gather", [self.node("Shape", [x]), self.indices(axis)])
        size = self.node("Cast", [size], to=1)
        zero, one = self.constant(np.float32(0)), self.constant(np.float32(1))
        return self.node("Range", [zero, size, one]), self.node("Sub", [size, one])

    def warped(self, frame: str, flow: str) -> str:
        """The frame as flow moves it, without any rounding."""
        sides = []
        for place, axis in ((0, 3), (1, 2)):
            places, last = self.places_of(frame, axis)
            shape = [1, 1, 1, -1] if axis == 3 else [1, 1, -1, 1]
            at = self.node("Add", [self.cut(flow, 1, place, place + 1), self.node("Reshape", [places, self.indices(shape)])])
            half = self.node("Div", [self.constant(np.float32(2)), self.node("Max", [last, self.constant(np.float32(1))])])
            sides.append(self.node("Sub", [self.node("Mul", [at, half]), self.constant(np.float32(1))]))
        grid = self.node("Transpose", [self.node("Concat", sides, axis=1)], perm=[0, 2, 3, 1])
        return self.node("GridSample", [frame, grid], mode="bilinear", padding_mode="border", align_corners=1)

    def differences(self, x: str, warped: str, radius: int) -> str:
        """Mean differences at all displacements, rows of displacements one after the other."""
        pads = self.indices([0, 0, radius, radius] * 2)
        wide, sides = self.node("Pad", [warped, pads], mode="edge"), range(2 * radius + 1)
        columns = self.node("Concat", [self.cut(wide, 3, j, j - 2 * radius) for j in sides], axis=0)
        rows = []
        for i in sides:
            missed = self.node("Abs", [self.node("Sub", [x, self.cut(columns, 2, i, i - 2 * radius)])])
            rows.append(self.node("ReduceMean", [missed], axes=[1], keepdims=1))
        return self.node("Concat", rows, axis=0)

    def of_all(self, operator: str, x: str) -> str:
        """A reduction over displacements."""
        if operator == "ReduceSum":
            return self.node(operator, [x, self.indices([0])], keepdims=1)
        return self.node(operator, [x], axes=[0], keepdims=1)

    def level(self, level: Level, window: int, scale: float, x: str, reference: str, flow: str | None) -> str:
        """Flow after a level; none before it is flow of nothing anywhere."""
        count = len(level.places)
        warped = self.warped(reference, flow) if flow else reference
        cost = self.pooled(self.differences(x, warped, level.radius), window, 1, counts_padding=False)
        raised = self.node("Sub", [self.of_all("ReduceMean", cost), self.of_all("ReduceMin", cost)])
        raised = self.node("Add", [raised, self.constant(np.float32(LEAST_CONFIDENCE))])
        confidence = self.node("Mul", [raised, raised])
        sharpness = torch.exp(level.sharpness.detach()).double()
        further = torch.exp(level.reluctance.detach()).double() * level.places.double().norm(dim=1)
        # The logarithms of weights, the largest of each place 0.
        weight = self.node("Add", [self.scaled(cost, -float(sharpness)), self.constant((-sharpness * further).view(-1, 1, 1, 1))])
        weight = self.node("Exp", [self.node("Sub", [weight, self.of_all("ReduceMax", weight)])])
        weight = self.node("Div", [weight, self.of_all("ReduceSum", weight)])
        weight = self.node("Reshape", [weight, self.indices([1, count, 0, 0])])
        places = self.constant(level.places.t().reshape(2, count, 1, 1).numpy())
        found = self.node("Conv", [weight, places], kernel_shape=[1, 1])
        found = self.node("Add", [flow, found]) if flow else found
        found = self.node("Mul", [found, confidence])
        found = self.node("Div", [self.pooled(found, SMOOTHED, 1), self.pooled(confidence, SMOOTHED, 1)])
        changed = self.scaled(self.node("Sub", [warped, x]), CONTRAST)
        seen = self.node("Concat", [weight, x, changed, self.scaled(found, 1.0 / UNIT)], axis=1)
        added, _ = self.sequence(seen, level.layers, scale)
        return self.node("Add", [found, self.scaled(added, UNIT)])

    def twice_as_fine(self, flow: str) -> str:
        sizes = self.constant(np.array([1, 1, 2, 2]))
        fine = self.node("Resize", [flow, "", sizes], mode="linear", coordinate_transformation_mode="half_pixel")
        return self.scaled(fine, 2.0)


def flow_graph(net: FlowNetwork) -> tuple[bytes, float]:
    """Frame and reference as integers v - 128 to flow in pixels."""
    graph = FlowGraphBuilder("flow", {"x": FRAME, "reference": FRAME})
    pictures, before = {}, 1
    pair = [graph.node("Mul", [name, graph.constant(np.float32(1 / LEVELS))]) for name in ("x", "reference")]
    for k in reversed(REDUCTIONS):
        pair = [graph.pooled(picture, k // before, k // before) for picture in pair]
        pictures[k], before = pair, k
    flow = None
    for k, level, window in zip(REDUCTIONS, net.levels, WINDOWS):
        flow = graph.level(level, window, 1 / k**2, *pictures[k], graph.twice_as_fine(flow) if flow else None)
    matching = [[level.sharpness.item(), level.reluctance.item()] for level in net.levels]
    graph.annotate(MATCHING_KEY, json.dumps(matching))
    finest = REDUCTIONS[-1]
    flow = graph.scaled(graph.pooled(flow, FLOW_CELL // finest, FLOW_CELL // finest), float(finest))
    return graph.finish(flow, "flow", QUARTER_FLOW), graph.macs_per_pixel()
