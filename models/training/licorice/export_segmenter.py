"""Turns a checkpoint of the segmentation network into an ONNX graph and a list of its classes."""

from __future__ import annotations

import argparse
import copy
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .export import graph_runner
from .onnx_graph import GraphBuilder
from .segmenter import MULTIPLE, Block, Segmenter, trained

WEIGHT_LIMIT = 127  # weights are stored as integers of 8 bits, and a scale for each output channel
# Another runtime may change scores by this much of their range,
LARGEST_DIFFERENCE = 1e-3
# and must leave this share of the pixels in their class.
EQUAL_CLASSES = 0.995


def folded(model: Segmenter) -> Segmenter:
    """The same network with batch norms folded into the convolutions before them, and without dropout."""
    model = copy.deepcopy(model).eval()
    for layers in model.modules():
        if isinstance(layers, nn.Sequential):
            for place, module in enumerate(layers):
                if isinstance(module, nn.BatchNorm2d):
                    layers[place - 1] = fuse_conv_bn_eval(layers[place - 1], module)
                if isinstance(module, (nn.BatchNorm2d, nn.Dropout2d)):
                    layers[place] = nn.Identity()
    return model


def scales(weight: torch.Tensor) -> torch.Tensor:
    """What an integer stands for in each output channel; 1 in those without weights."""
    largest = weight.flatten(1).abs().amax(1) / WEIGHT_LIMIT
    return torch.where(largest > 0, largest, torch.ones_like(largest)).view(-1, 1, 1, 1)


def rounded(model: Segmenter) -> Segmenter:
    """The network that is exported: folded, with weights that are integers of 8 bits times a scale."""
    model = folded(model)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                scale = scales(module.weight)
                module.weight.copy_((module.weight / scale).round() * scale)
    return model


def flat(layers: nn.Sequential) -> list[nn.Module]:
    """The layers of nested sequences one after the other, without those that do nothing."""
    parts = [flat(module) if isinstance(module, nn.Sequential) else [module] for module in layers]
    return [module for part in parts for module in part if not isinstance(module, nn.Identity)]


class SegmenterGraphBuilder(GraphBuilder):
    """Takes networks whose weights are rounded."""

    def convolution(self, x: str, weight: np.ndarray, bias, scale: float, dilation: int = 1) -> str:
        unit = scales(torch.from_numpy(weight)).numpy()
        stored = self.constant(np.round(weight / unit), np.int8)
        self.macs.append((float(np.prod(weight.shape)), scale))
        inputs = [x, self.node("Mul", [stored, self.constant(unit)])] + ([] if bias is None else [self.constant(bias)])
        kernel = weight.shape[2]
        shape = {"kernel_shape": [kernel] * 2, "pads": [kernel // 2 * dilation] * 4, "dilations": [dilation] * 2}
        return self.node("Conv", inputs, **shape)

    def other(self, x: str, module: nn.Module, scale: float) -> str:
        if not isinstance(module, Block):
            return super().other(x, module, scale)
        inner, _ = self.sequence(x, flat(nn.Sequential(module.first, module.second)), scale)
        return self.leaky(self.node("Add", [x, inner]))


def segmenter_graph(net: Segmenter) -> tuple[bytes, float]:
    """Samples in -0.5..0.5, sides multiples of 16, to scores, by a rounded network."""
    graph = SegmenterGraphBuilder("segmenter", {"x": [1, 3, "height", "width"]})
    quarter, scale4 = graph.sequence("x", flat(net.quarter), 1.0)
    eighth, scale8 = graph.sequence(quarter, flat(net.eighth), scale4)
    sixteenth, scale16 = graph.sequence(eighth, flat(net.sixteenth), scale8)
    whole = graph.leaky(graph.layer(graph.node("GlobalAveragePool", [sixteenth]), net.whole, 0.0))
    sixteenth = graph.node("Add", [sixteenth, whole])
    up, _ = graph.sequence(sixteenth, flat(net.up8), scale16)
    x, _ = graph.sequence(graph.node("Concat", [up, eighth], axis=1), flat(net.join8), scale8)
    up, _ = graph.sequence(x, flat(net.up4), scale8)
    x, _ = graph.sequence(graph.node("Concat", [up, quarter], axis=1), flat(net.join4), scale4)
    scores, _ = graph.sequence(x, net.scores, scale4)
    twice = graph.constant(np.array([1, 1, 2, 2]))
    scores = graph.node("Resize", [scores, "", twice], mode="linear", coordinate_transformation_mode="half_pixel")
    return graph.finish(scores, "scores", [1, net.classes, "height", "width"]), graph.macs_per_pixel()


def random_picture(rows: int, columns: int, seed: int = 1) -> torch.Tensor:
    """Coarse and fine noise, 1 x 3 x rows x columns in multiples of 16."""
    random = torch.Generator().manual_seed(seed)
    coarse, fine = (torch.rand(1, 3, rows * k, columns * k, generator=random) - 0.5 for k in (1, MULTIPLE))
    return (F.interpolate(coarse, scale_factor=MULTIPLE, mode="bilinear", align_corners=False) + 0.2 * fine).clamp(-0.5, 0.5)


def check(model: Segmenter, graph: bytes) -> bool:
    """Another runtime must find what PyTorch finds; False, and said so, if there is none."""
    runtime, run = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return False
    x = random_picture(9, 14)
    with torch.no_grad():
        expected = model(x)
    found = torch.from_numpy(run(graph, [x.numpy()]))
    difference = float((found - expected).abs().max() / expected.abs().max())
    equal = float((found.argmax(1) == expected.argmax(1)).float().mean())
    print(f"{runtime}: largest difference {difference:.1e} of the range, the same class in {equal:.2%} of the pixels")
    if difference > LARGEST_DIFFERENCE or equal < EQUAL_CLASSES:
        raise ValueError(f"{runtime} and PyTorch differ: at most {LARGEST_DIFFERENCE} and at least {EQUAL_CLASSES:.1%} expected")
    return True


def export(model: Segmenter, classes: list[tuple[str, tuple[int, int, int]]], out: Path, licence: str, shorter_side=0) -> None:
    """shorter_side: readers are to scale larger pictures down to it, as things are then as large as in training; 0 for never."""
    model = rounded(model)
    graph, macs = segmenter_graph(model)
    print(f"segmenter: {macs / 1000:.2f} kMAC a pixel, {len(graph) / 2**20:.2f} MiB")
    check(model, graph)
    named = [{"name": name, "colour": list(colour)} for name, colour in classes]
    out.mkdir(parents=True, exist_ok=True)
    (out / "segmenter.onnx").write_bytes(graph)
    scaled = {"shorterSide": shorter_side} if shorter_side else {}
    described = {"licence": licence, **scaled, "multiple": MULTIPLE, "classes": named}
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    (out / "classes.json").write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="folder for segmenter.onnx and classes.json")
    parser.add_argument("--licence", default="CC-BY-NC-4.0: trained on data for research and non-commercial use")
    parser.add_argument("--shorter-side", type=int, default=0, help="of the pictures trained on; readers scale larger ones down")
    arguments = parser.parse_args()
    state = torch.load(arguments.checkpoint, map_location="cpu")
    export(trained(state), state["classes"], arguments.out, arguments.licence, arguments.shorter_side)


if __name__ == "__main__":
    main()
