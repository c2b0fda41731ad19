"""Writes the graph by which a program finds out whether ONNX Runtime multiplies bytes without loss on its machine.

    python -m licorice.byte_probe ../src/main/resources/io/licorice/runtime/byte-probe.onnx

Layers of every kind that networks of bytes have, with the largest weights that there can be, so that sums of two products
leave 16 bits. All sums stay below 2^24.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from .exact import RECTIFIED, WEIGHT_LIMIT, ExactConv, ExactResidualBlock, Limits
from .exact_graphs import ExactGraphBuilder
from .config import SLOPE

CHANNELS = 16
WHOLE = Limits(0, 255)  # what bytes are in memory, so that none is near 0 for all of them
# Of sums: all weights of an output are the largest, or the smallest, or any.
DROPPED_BITS = np.resize([15, 15, 9], CHANNELS)


def extreme(layer: ExactConv, seed: int) -> ExactConv:
    """Gives a layer such weights."""
    random = np.random.default_rng(seed)
    weight = random.integers(-WEIGHT_LIMIT, WEIGHT_LIMIT + 1, tuple(layer.weight.shape))
    weight[0::3], weight[1::3] = WEIGHT_LIMIT, -WEIGHT_LIMIT
    layer.weight.data.copy_(torch.from_numpy(weight))
    layer.bias.data.copy_(torch.from_numpy(random.integers(-1000, 1000, len(weight))))
    return layer


def probe() -> bytes:
    graph = ExactGraphBuilder("byte-probe", {"x": [1, CHANNELS, "height", "width"]}, ExactConv(1, 1, 1))
    x, limit = graph.grid("x", WHOLE), WHOLE
    for seed, kernel in enumerate((3, 1, 3)):
        layer = extreme(ExactConv(CHANNELS, CHANNELS, kernel, limit), seed)
        x = graph.rectified(graph.bytes_of(x, layer, -DROPPED_BITS, 1.0, RECTIFIED), RECTIFIED)
        limit = RECTIFIED
    block = ExactResidualBlock(CHANNELS, SLOPE, RECTIFIED)
    for grid in (block.inner.grid, block.outer):
        grid.bits.copy_(torch.from_numpy(-DROPPED_BITS))
    for seed, layer in enumerate((block.first, block.second)):
        extreme(layer, 10 + seed)
    x = graph.shuffle(graph.exact_block(x, block, 1.0), 2)
    return graph.finish(graph.floats(x, RECTIFIED), "y", [1, CHANNELS // 4, "rows", "columns"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(probe())


if __name__ == "__main__":
    main()
