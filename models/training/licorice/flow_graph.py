"""The encoder's estimate of flow (`flow.py`) as an ONNX graph in floats."""

from __future__ import annotations

import numpy as np

from .flow import DAMPING, LIMITS, LONGEST, LUMA, PLAN
from .video_graphs import FRAME, QUALITY, QUARTER_FLOW, EncoderGraphBuilder
from .warp import FLOW_CELL, LEVELS

NEIGHBOURS = ((0, 1), (0, -1), (1, 0), (-1, 0))


class FlowGraphBuilder(EncoderGraphBuilder):
    """Nodes that the estimate has; values are named as in `flow.Level`."""

    def fresh(self, stem: str) -> str:
        """Short: the graph has over a thousand nodes and hardly any weights."""
        self.counter += 1
        return np.base_repr(self.counter, 36)

    def indices(self, values) -> str:
        return self.as_stored(np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.float32(value))

    def times(self, x: str, y: str) -> str:
        return self.node("Mul", [x, y])

    def scaled(self, x: str, factor: float) -> str:
        return self.times(x, self.number(factor))

    def pooled(self, x: str, size: int, stride: int) -> str:
        return self.node("AveragePool", [x], kernel_shape=[size] * 2, strides=[stride] * 2)

    def wide(self, x: str, sides: int) -> str:
        return self.node("Pad", [x, self.indices([0, 0, sides, sides] * 2)], mode="edge")

    def cut(self, x: str, axes: tuple[int, ...], starts: tuple[int, ...], ends: tuple[int, ...]) -> str:
        """Positions start to end of axes, counted from the last one if negative; an end of 0 is the end."""
        ends = tuple(end or np.iinfo(np.int64).max for end in ends)
        return self.node("Slice", [x, self.indices(starts), self.indices(ends), self.indices(axes)])

    def finer(self, flow: str, factor: int) -> str:
        sizes = self.constant(np.array([1, 1, factor, factor]))
        return self.node("Resize", [flow, "", sizes], mode="linear", coordinate_transformation_mode="half_pixel")

    def places(self, picture: str) -> tuple[list[str], list[str]]:
        """Columns and rows in the units of GridSample, and what a pixel counts for there."""
        starts, units = [], []
        for axis, shape in ((3, [1, 1, 1, -1]), (2, [1, 1, -1, 1])):
            size = self.node("Cast", [self.node("Gather", [self.node("Shape", [picture]), self.indices(axis)])], to=1)
            last = self.node("Max", [self.node("Sub", [size, self.number(1)]), self.number(1)])
            unit = self.node("Div", [self.number(2), last])
            place = self.node("Reshape", [self.node("Range", [self.number(0), size, self.number(1)]), self.indices(shape)])
            starts.append(self.node("Sub", [self.times(place, unit), self.number(1)]))
            units.append(unit)
        return starts, units


class LevelGraph:
    """A frame and its reference at one resolution."""

    def __init__(self, graph: FlowGraphBuilder, x: str, reference: str, worth: str):
        self.graph, self.x, self.reference, self.worth = graph, x, reference, worth
        self.gradients = self.gradients_of(x)
        self.starts, self.units = graph.places(x)

    def gradients_of(self, x: str) -> tuple[str, str]:
        g = self.graph
        wide = g.wide(x, 1)
        pairs = (((1, 2), (-1, 0), (1, 0), (-1, -2)), ((2, 1), (0, -1), (0, 1), (-2, -1)))
        return tuple(
            g.scaled(g.node("Sub", [g.cut(wide, (2, 3), a, b), g.cut(wide, (2, 3), c, d)]), 0.5) for a, b, c, d in pairs
        )

    def warped(self, flow: str) -> str:
        g = self.graph
        across, down = g.split(g.finer(flow, FLOW_CELL), 2)
        sides = [
            g.node("Add", [g.times(at, unit), start]) for at, unit, start in zip((across, down), self.units, self.starts)
        ]
        grid = g.node("Transpose", [g.node("Concat", sides, axis=1)], perm=[0, 2, 3, 1])
        return g.node("GridSample", [self.reference, grid], mode="bilinear", padding_mode="border", align_corners=1)

    def over_window(self, values: str, window: int) -> str:
        g = self.graph
        return g.pooled(g.wide(g.pooled(values, FLOW_CELL, FLOW_CELL), window // 2), window, 1)

    def error(self, warped: str, window: int) -> str:
        missed = self.graph.node("Sub", [warped, self.x])
        return self.over_window(self.graph.times(missed, missed), window)

    def step(self, kind: str, window: int, flow: str) -> str:
        g, warped = self.graph, self.warped(flow)
        factor, share = LIMITS[kind]
        best = g.node("Add", [g.scaled(self.error(warped, window), factor), g.scaled(self.worth, share)])
        for candidate in self.candidates(kind, window, flow, warped):
            # Without any flow the reference is not warped: sampling takes most of the time.
            there = self.reference if kind == "rest" else self.warped(candidate)
            error = self.error(there, window)
            flow = g.node("Where", [g.node("Less", [error, best]), candidate, flow])
            best = g.node("Min", [best, error])
        return flow

    def candidates(self, kind: str, window: int, flow: str, warped: str) -> list[str]:
        g = self.graph
        if kind == "descend":
            return [g.node("Add", [flow, self.descent(window, warped)])]
        if kind == "spread":
            wide = g.wide(flow, 1)
            return [g.cut(wide, (2, 3), (1 + down, 1 + right), (down - 1, right - 1)) for down, right in NEIGHBOURS]
        if kind == "smooth":
            return [g.pooled(g.wide(flow, 1), 3, 1)]
        return [g.scaled(flow, 0.0)]

    def descent(self, window: int, warped: str) -> str:
        g = self.graph
        right, down = (
            g.scaled(g.node("Add", [a, b]), 0.5) for a, b in zip(self.gradients, self.gradients_of(warped))
        )
        missed = g.node("Sub", [self.x, warped])
        products = ((right, right), (right, down), (down, down), (right, missed), (down, missed))
        a, b, c, p, q = (self.over_window(g.times(*pair), window) for pair in products)
        a, c = (g.node("Add", [v, g.number(DAMPING)]) for v in (a, c))
        steps = [
            g.node("Sub", [g.times(c, p), g.times(b, q)]),
            g.node("Sub", [g.times(a, q), g.times(b, p)]),
        ]
        determinant = g.node("Sub", [g.times(a, c), g.times(b, b)])
        step = g.node("Div", [g.node("Concat", steps, axis=1), determinant])
        return g.node("Clip", [step, g.number(-LONGEST), g.number(LONGEST)])


def flow_graph() -> tuple[bytes, float]:
    """Frame and reference as integers v - 128, sides multiples of 64, and what flow is worth (squared levels) to pixels."""
    graph = FlowGraphBuilder("flow", {"x": FRAME, "reference": FRAME, "worth": QUALITY})
    worth = graph.scaled("worth", 1 / LEVELS**2)
    luma = graph.constant(np.array(LUMA).reshape(1, 3, 1, 1) / LEVELS)
    pair = [graph.node("ReduceSum", [graph.times(name, luma), graph.indices([1])], keepdims=1) for name in ("x", "reference")]
    pictures, before = {}, 1
    for reduction, _ in reversed(PLAN):
        if reduction > before:
            pair = [graph.pooled(picture, reduction // before, reduction // before) for picture in pair]
        pictures[reduction], before = pair, reduction
    flow = None
    for reduction, steps in PLAN:
        x, reference = pictures[reduction]
        level = LevelGraph(graph, x, reference, worth)
        if flow is None:
            still = graph.scaled(graph.pooled(x, FLOW_CELL, FLOW_CELL), 0.0)
            flow = graph.node("Concat", [still, still], axis=1)
        else:
            flow = graph.scaled(graph.finer(flow, 2), 2.0)
        for kind, window in steps:
            flow = level.step(kind, window, flow)
    return graph.finish(flow, "flow", QUARTER_FLOW), graph.macs_per_pixel()
