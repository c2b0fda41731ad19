"""Runs a graph of integers in NumPy's 64-bit ones, straight from its nodes, with nothing of a runtime's or PyTorch's.

A value is an array of integers in units of 2^-digits. What a 32-bit float could not hold is an error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import helper, numpy_helper

EXACT = 1 << 24


@dataclass(frozen=True)
class Fixed:
    units: np.ndarray
    digits: int = 0

    def __post_init__(self):
        odd = np.where(self.units == 0, 1, self.units // np.maximum(self.units & -self.units, 1))
        if np.abs(odd).max(initial=0) >= EXACT:
            raise ValueError(f"{int(np.abs(odd).max())} has more than 24 bits")

    def at(self, digits: int) -> np.ndarray:
        return self.units << (digits - self.digits)


def fixed(values: np.ndarray) -> Fixed:
    values, digits = values.astype(np.float64), 0
    while not np.array_equal(np.ldexp(values, digits), np.rint(np.ldexp(values, digits))):
        digits += 1
    return Fixed(np.ldexp(values, digits).astype(np.int64), digits)


def convolved(x: Fixed, weight: Fixed, bias: Fixed | None = None) -> Fixed:
    reach = weight.units.shape[2] // 2
    rows, columns = x.units.shape[2:]
    padded = np.pad(x.units, [(0, 0), (0, 0), (reach, reach), (reach, reach)])
    sums = np.zeros((1, len(weight.units), rows, columns), dtype=np.int64)
    for dy in range(2 * reach + 1):
        for dx in range(2 * reach + 1):
            part = padded[0, :, dy : dy + rows, dx : dx + columns]
            sums[0] += np.tensordot(weight.units[:, :, dy, dx], part, axes=(1, 0))
    result = Fixed(sums, x.digits + weight.digits)
    return result if bias is None else added(result, Fixed(bias.units.reshape(1, -1, 1, 1), bias.digits))


def added(a: Fixed, b: Fixed) -> Fixed:
    digits = max(a.digits, b.digits)
    return Fixed(a.at(digits) + b.at(digits), digits)


def rounded(x: Fixed) -> Fixed:
    """Half to even."""
    floor, twice = x.units >> x.digits, (x.units & ((1 << x.digits) - 1)) * 2
    up = (twice > 1 << x.digits) | ((twice == 1 << x.digits) & (floor & 1 == 1))
    return Fixed(floor + up)


def divided(x: Fixed, by: Fixed) -> Fixed:
    """By a power of two."""
    power = int(by.units.reshape(-1)[0]) >> by.digits
    assert by.units.size == 1 and power & (power - 1) == 0
    return Fixed(x.units, x.digits + power.bit_length() - 1)


def leaky(x: Fixed, slope: float) -> Fixed:
    if slope == 0.0:
        return Fixed(np.maximum(x.units, 0), x.digits)
    digits = int(-np.log2(slope))
    assert 2.0**-digits == slope
    return Fixed(np.where(x.units < 0, x.units, x.units << digits), x.digits + digits)


def shuffled(x: Fixed, block: int) -> Fixed:
    channels, rows, columns = x.units.shape[1:]
    split = x.units.reshape(channels // block**2, block, block, rows, columns).transpose(0, 3, 1, 4, 2)
    return Fixed(split.reshape(1, channels // block**2, rows * block, columns * block), x.digits)


def clipped(x: Fixed, low: Fixed, high: Fixed) -> Fixed:
    assert x.digits == low.digits == high.digits == 0
    return Fixed(np.clip(x.units, low.units, high.units))


def unshuffled(x: Fixed, block: int) -> Fixed:
    channels, rows, columns = x.units.shape[1:]
    split = x.units.reshape(channels, rows // block, block, columns // block, block).transpose(2, 4, 0, 1, 3)
    return Fixed(split.reshape(1, channels * block**2, rows // block, columns // block), x.digits)


def joined(parts: list[Fixed]) -> Fixed:
    digits = max(part.digits for part in parts)
    return Fixed(np.concatenate([part.at(digits) for part in parts], 1), digits)


def to_bytes(x: Fixed, step: Fixed, zero: Fixed) -> Fixed:
    assert step.units.size == 1 and int(step.units.reshape(-1)[0]) == 1
    digits = max(x.digits, step.digits)
    return Fixed(np.clip(rounded(Fixed(x.at(digits), digits - step.digits)).units + zero.units, 0, 255))


def from_bytes(x: Fixed, step: Fixed, zero: Fixed | None = None) -> Fixed:
    steps = step.units.reshape(-1, *[1] * (x.units.ndim - 1)) if step.units.ndim else step.units
    return Fixed((x.units - (0 if zero is None else zero.units)) * steps, step.digits)


def apply(node: onnx.NodeProto, arguments: list[Fixed]) -> list[Fixed]:
    settings = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    x = arguments[0]
    if node.op_type == "Split":
        ends = np.cumsum(arguments[1].units)[:-1] if len(arguments) > 1 else len(node.output)
        parts = np.split(x.units, ends, axis=settings["axis"])
        return [Fixed(part, x.digits) for part in parts]
    rules = {
        "Cast": lambda: x,
        "Identity": lambda: x,
        "Conv": lambda: convolved(*arguments),
        "Mul": lambda: Fixed(x.units * arguments[1].units, x.digits + arguments[1].digits),
        "Add": lambda: added(*arguments),
        "Sub": lambda: added(x, Fixed(-arguments[1].units, arguments[1].digits)),
        "Div": lambda: divided(*arguments),
        "SpaceToDepth": lambda: unshuffled(x, settings["blocksize"]),
        "Round": lambda: rounded(x),
        "Clip": lambda: clipped(*arguments),
        "LeakyRelu": lambda: leaky(x, settings["alpha"]),
        "DepthToSpace": lambda: shuffled(x, settings["blocksize"]),
        "Concat": lambda: joined(arguments) if x.units.ndim > 1 else Fixed(np.concatenate([a.units for a in arguments])),
        "QuantizeLinear": lambda: to_bytes(*arguments),
        "DequantizeLinear": lambda: from_bytes(*arguments),
        "Shape": lambda: Fixed(np.array(x.units.shape[settings["start"] :])),
        "Expand": lambda: Fixed(np.broadcast_to(x.units, arguments[1].units), x.digits),
    }
    return [rules[node.op_type]()]


def run(content: bytes, *inputs: np.ndarray) -> np.ndarray:
    """The graph's only output, integers, for its inputs."""
    graph = onnx.load_from_string(content).graph
    values = {i.name: fixed(numpy_helper.to_array(i)) for i in graph.initializer}
    values.update((i.name, fixed(x)) for i, x in zip(graph.input, inputs))
    for node in graph.node:
        values.update(zip(node.output, apply(node, [values[name] for name in node.input])))
    result = values[graph.output[0].name]
    assert result.digits == 0
    return result.units
