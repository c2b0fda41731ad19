"""Turns a settled checkpoint of a generative recipe into a pack, and proves that other runtimes make the same of it."""

from __future__ import annotations

import argparse
import copy
import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .checkpoint import averaged
from .code_statistics import CodeStatistics
from .data import load_photos
from .exact import SAMPLE_FRACTION_BITS
from .exact_graphs import ExactGraphBuilder
from .export import graph_runner, write_pack
from .generative import CELL, LARGEST, SHARE_BITS, SHARES, CodeEncoder, GenerativeCodec, Generator
from .labelled import load_classes, load_labelled
from .onnx_graph import GraphBuilder

FAMILY = 3
# The encoder's weights may have 8 bits where so many codes stay as they are, and none moves further than to the next.
EQUAL_OF_ROUNDED = 0.98
# Another runtime must find this share of PyTorch's codes: float sums in another order seldom cross a rounding boundary.
EQUAL_CODES = 0.995
COMPARED = 24  # pictures
COMPARED_SIDE = 512  # pixels of them, at most
COUNTED = 80  # photographs whose codes are counted, and as many pictures with labels


def eight_bits(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers of 8 bits, and for each output channel the factor that makes weights of them."""
    factor = (np.abs(weight).max((1, 2, 3), keepdims=True) / 127).astype(np.float32)
    factor = np.maximum(factor, np.finfo(np.float32).tiny)
    return np.rint(weight / factor).astype(np.int8), factor


class EightBitGraphBuilder(GraphBuilder):
    """Stores weights as integers of 8 bits with factors."""

    def weights(self, weight: np.ndarray, stored) -> str:
        integers, factor = eight_bits(weight)
        return self.node("Mul", [self.constant(integers, np.int8), self.constant(factor)])

    @classmethod
    def kept(cls, weight: np.ndarray) -> np.ndarray:
        integers, factor = eight_bits(weight)
        return integers * factor


def rounded(encoder: nn.Module, builder: type[GraphBuilder]) -> nn.Module:
    """The encoder with the weights that a builder stores."""
    encoder = copy.deepcopy(encoder)
    for layer in encoder.modules():
        if isinstance(layer, nn.Conv2d):
            layer.weight.data.copy_(torch.from_numpy(builder.kept(layer.weight.detach().numpy()).astype(np.float32)))
    return encoder


def agreement(found: list[torch.Tensor], expected: list[torch.Tensor]) -> tuple[float, int]:
    """The share of codes that are equal, and the largest difference."""
    difference = torch.cat([(a - b).abs().reshape(-1) for a, b in zip(found, expected)])
    return float((difference == 0).float().mean()), int(difference.max())


def choose_builder(encoder: CodeEncoder, pictures: list[torch.Tensor]) -> type[GraphBuilder]:
    """8 bits for the encoder's weights if these pictures' codes hardly change, else 16."""
    with torch.no_grad():
        expected = [encoder(x) for x in pictures]
        found = [rounded(encoder, EightBitGraphBuilder)(x) for x in pictures]
    equal, furthest = agreement(found, expected)
    enough = equal >= EQUAL_OF_ROUNDED and furthest <= 1
    taken = 8 if enough else 16
    print(f"codes of weights of 8 bits: {equal:.2%} equal, the others up to {furthest} away; {taken} bits taken")
    return EightBitGraphBuilder if enough else GraphBuilder


def analysis_graph(encoder: CodeEncoder, builder: type[GraphBuilder]) -> tuple[bytes, float]:
    """Samples in -0.5..0.5, sides multiples of 16, to codes."""
    graph = builder("analysis", {"x": [1, 3, "height", "width"]})
    y, _ = graph.sequence("x", encoder.layers, 1.0)
    limits = [graph.constant(np.float32(limit)) for limit in (-LARGEST, LARGEST)]
    y = graph.node("Clip", [graph.node("Round", [y]), *limits])
    return graph.finish(y, "y", [1, encoder.layers[-1].out_channels, "rows", "columns"]), graph.macs_per_pixel()


def synthesis_graph(net: Generator) -> tuple[bytes, float]:
    """Cells as integers, each in its units, to samples in units of 1/4096 of their range."""
    graph = ExactGraphBuilder("synthesis", {"y": [1, net.inputs, "rows", "columns"]}, net)
    x = graph.moved("y", net.first.input_bits - net.cell_bits())
    x = graph.sums(x, net.first, net.coarse[0].grid.bits.numpy(), 1 / 256)
    x = graph.exact_sequence(x, net.coarse, 1 / 256)
    if net.classes:
        labels = SHARES * net.classes
        _, shares = graph.split("y", [net.inputs - labels, labels])
        shares = graph.moved(graph.shuffle(shares, 4), net.join.input_bits[-net.classes :] - SHARE_BITS)
        x = graph.node("Concat", [x, shares], axis=1)
    x = graph.sums(x, net.join, net.fine[0].grid.bits.numpy(), 1 / 16)
    x = graph.exact_sequence(x, net.fine, 1 / 16, SAMPLE_FRACTION_BITS)
    return graph.finish(x, "x", [1, 3, "height", "width"]), graph.macs_per_pixel()


def integers(net: Generator, cells: torch.Tensor) -> torch.Tensor:
    """Cells in the units of the graph's inputs."""
    return cells * torch.exp2(net.cell_bits().float()).view(1, -1, 1, 1)


def halo_cells(net: Generator) -> int:
    """How many cells on each side of a cell its samples depend on."""
    cells, size = 0.0, 1.0
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            cells += layer.kernel_size[0] // 2 * size
        elif isinstance(layer, nn.PixelShuffle):
            size /= layer.upscale_factor
    return math.ceil(cells)


def middles(photos: list[np.ndarray]) -> list[torch.Tensor]:
    """The middles of photographs, with sides that are multiples of cells."""
    pictures = []
    for photo in photos:
        sides = [min(side, COMPARED_SIDE) // CELL * CELL for side in photo.shape[:2]]
        top, left = ((whole - side) // 2 for whole, side in zip(photo.shape, sides))
        part = photo[top : top + sides[0], left : left + sides[1]].transpose(2, 0, 1)[None]
        pictures.append(torch.from_numpy(part / np.float32(255) - np.float32(0.5)))
    return pictures


def random_cells(net: Generator, rows: int, columns: int, seed: int = 1) -> torch.Tensor:
    """What a decoder may be given: every second column has a code, of any level, and some cells have labels."""
    random = torch.Generator().manual_seed(seed)

    def draw(low, high, channels):
        return torch.randint(low, high + 1, (1, channels, rows, columns), generator=random).float()

    coded = (torch.arange(columns) % 2).float().expand(1, 1, rows, columns)
    labels = SHARES * net.classes
    codes = draw(-LARGEST, LARGEST, net.inputs - 2 - labels)
    shares = draw(0, SHARES, labels) * draw(0, 1, 1) / SHARES
    return torch.cat([codes * coded, coded, draw(0, 2, 1) / 2 * coded, shares], 1)


@torch.no_grad()
def check_parity(
    model: GenerativeCodec, encoder: CodeEncoder, graphs: dict[str, bytes], pictures: list[torch.Tensor]
) -> bool:
    """Another runtime must agree with PyTorch: in every bit of the samples, and in nearly every code.

    Returns False, and says so, if there is none to compare with. The encoder is the one with the weights of the graph.
    """
    runtime, run = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return False
    found = [torch.from_numpy(run(graphs["analysis"], [x.numpy()])) for x in pictures]
    equal, furthest = agreement(found, [encoder(x) for x in pictures])
    print(f"analysis: {equal:.3%} of the codes equal in {runtime} and PyTorch, the others up to {furthest} away")
    if equal < EQUAL_CODES:
        raise ValueError(f"analysis: {runtime} and PyTorch must agree in {EQUAL_CODES:.1%} of the codes")
    cells = random_cells(model.generator, 9, 12)
    samples = torch.from_numpy(run(graphs["synthesis"], [integers(model.generator, cells).numpy()]))
    expected = model.generator(cells) * (1 << SAMPLE_FRACTION_BITS)
    if not torch.equal(samples, expected):
        raise ValueError(f"synthesis: integers differ from PyTorch's by up to {float((samples - expected).abs().max())}")
    print(f"synthesis: equal in every bit in {runtime} and PyTorch")
    return True


@torch.no_grad()
def count_codes(encoder: CodeEncoder, pictures: list[torch.Tensor]) -> CodeStatistics:
    statistics = CodeStatistics(encoder.layers[-1].out_channels)
    for x in pictures:
        statistics.add(encoder(x)[0].numpy().astype(np.int64))
    return statistics


def classes_file(recipe_classes: int, path: Path | None) -> bytes:
    """Names and colours of the classes in the order of their shares."""
    classes = load_classes(path) if path else []
    if len(classes) != recipe_classes:
        raise ValueError(f"{recipe_classes} classes expected, found {len(classes)}")
    named = [{"name": name, "colour": list(colour)} for name, colour in classes]
    return (json.dumps({"classes": named}, indent=2, ensure_ascii=False) + "\n").encode()


def export(checkpoint: Path, data: Path, out: Path, classes: Path | None, licence: str) -> dict:
    model, state = averaged(checkpoint, codec=GenerativeCodec)
    if not model.exact:
        raise ValueError(f"{checkpoint} computes in floats: settle it first")
    recipe, net = model.recipe, model.generator
    files = {"classes.json": classes_file(recipe.classes, classes)}
    training, validation = load_photos(data)
    pictures = middles(validation[:COMPARED])
    builder = choose_builder(model.encoder, pictures)
    graphs, macs = {}, {}
    graphs["analysis"], macs["analysis"] = analysis_graph(model.encoder, builder)
    graphs["synthesis"], macs["synthesis"] = synthesis_graph(net)
    for name, content in graphs.items():
        print(f"{name}: {macs[name] / 1000:.2f} kMAC a pixel, {len(content) / 2**20:.2f} MiB")
    check_parity(model, rounded(model.encoder, builder), graphs, pictures)
    files.update({f"{name}.onnx": content for name, content in graphs.items()})
    if classes:
        training = training[:COUNTED] + [p.pixels for p in load_labelled(classes.parent / "train", recipe.classes)[:COUNTED]]
    files["codes.bin"] = count_codes(model.encoder, middles(training[: 2 * COUNTED])).serialise()
    manifest = {
        "id": recipe.name,
        "family": FAMILY,
        "familyName": "generative",
        "licence": licence,
        "latents": net.inputs,
        "hyperLatents": 0,
        "anchors": 0,
        "stepsPerAnchor": 1,
        "lowestStep": 0,
        "highestStep": len(recipe.code_channels),
        "codeChannels": list(recipe.code_channels),
        "haloCells": halo_cells(net),
        "rateWeight": 0,
        "sampleFractionBits": SAMPLE_FRACTION_BITS,
        "decodeMacsPerPixel": round(macs["synthesis"]),
        "trainingSteps": state["step"],
    }
    return write_pack(out, manifest, files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="what settle_generative wrote")
    parser.add_argument("--data", type=Path, required=True, help="photographs, whose codes are compared")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--classes", type=Path, help="classes.csv of the labels, for a recipe with classes")
    parser.add_argument("--licence", default="CC-BY-NC-4.0: trained on data for research and non-commercial use")
    a = parser.parse_args()
    export(a.checkpoint, a.data, a.out, a.classes, a.licence)


if __name__ == "__main__":
    main()
