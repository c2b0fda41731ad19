"""Writes the segmentation networks that the Java tests plug in: of no weights to speak of, with results that are known exactly.

Each says red, green or blue, whichever sample is largest, or that there is no class where all are below a threshold.

From models/training: python -m tests.tiny_segmenters ../src/test/resources/segmenters
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

DARK = -0.25  # of samples in -0.5..0.5
CLASSES = [
    {"name": "Red", "colour": [255, 0, 0]},
    {"name": "Green", "colour": [0, 255, 0]},
    {"name": "Blue", "colour": [0, 0, 255]},
    {"name": "Dark", "none": True},
]
MEAN, DEVIATION = [0.25, 0.5, 0.75], [0.5, 0.25, 0.2]
ANY = [1, 3, "height", "width"]


def graph(nodes, inputs=(("x", ANY),), kind=TensorProto.FLOAT, of=TensorProto.FLOAT, rank=4, dark=DARK) -> bytes:
    """From inputs to the output y of nodes, which may use the weights and the bias of a layer that scores colours."""
    weights = np.concatenate([np.eye(3), np.zeros((1, 3))]).astype(np.float32).reshape(4, 3, 1, 1)
    bias = np.array([0, 0, 0, dark], np.float32)
    content = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, kind, shape) for name, shape in inputs],
        [helper.make_tensor_value_info("y", of, [None] * rank)],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    model = helper.make_model(content, opset_imports=[helper.make_opsetid("", 17)], producer_name="licorice")
    model.ir_version = 8
    checker.check_model(model)
    return model.SerializeToString()


def node(operator: str, inputs: str, output: str = "y", **attributes):
    return helper.make_node(operator, inputs.split(), [output], **attributes)


def scores(x: str = "x", output: str = "y"):
    return node("Conv", f"{x} weights bias", output)


def pooled(factor: int):
    return node("AveragePool", "x", "small", kernel_shape=[factor] * 2, strides=[factor] * 2)


def networks() -> dict[str, bytes]:
    """By the stem of the file's name."""
    # Blocks of 16 x 16 pixels, and back: no other sizes go through.
    blocks = [node("SpaceToDepth", "x", "deep", blocksize=16), node("DepthToSpace", "deep", "again", blocksize=16)]
    best = node("ArgMax", "s", "best", axis=1, keepdims=1)
    return {
        "colours": graph([*blocks, scores("again")]),
        "quarter": graph([pooled(4), scores("small")]),
        "indices": graph([scores(output="s"), node("ArgMax", "s", axis=1, keepdims=0)], of=TensorProto.INT64, rank=3),
        "half_indices": graph(
            [pooled(2), scores("small", "s"), best, node("Cast", "best", to=TensorProto.INT32)], of=TensorProto.INT32
        ),
        "one_size": graph([scores()], [("x", [1, 3, 32, 48])]),
        "normalised": graph([scores()], dark=0.1),
        # What a user may bring that is no such network:
        "not_finite": graph([node("Log", "x", "log"), scores("log")]),
        "channels_last": graph([scores(output="s"), node("Transpose", "s", perm=[0, 2, 3, 1])]),
        "third": graph([pooled(3), scores("small")]),
        "two_inputs": graph([node("Add", "x z", "sum"), scores("sum")], [("x", ANY), ("z", ANY)]),
        "bytes": graph([node("Cast", "x", "f", to=TensorProto.FLOAT), scores("f")], kind=TensorProto.UINT8),
        "one_side": graph([scores()], [("x", [1, 3, 32, "width"])]),
        "answers": graph([scores(output="s"), node("Greater", "s s")], of=TensorProto.BOOL),
    }


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in networks().items():
        (out / f"{name}.onnx").write_bytes(content)
    described = {
        "classes": {"licence": "CC0-1.0", "classes": CLASSES},
        "normalised": {"licence": "CC0-1.0", "multiple": 8, "mean": MEAN, "deviation": DEVIATION, "classes": CLASSES},
    }
    for name, content in described.items():
        (out / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
