"""Turns a checkpoint into a pack: graphs, tables, manifest; proves the integer bound and the parity with PyTorch."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F

from . import config, exact_graphs
from .coding import code, load_codec
from .data import Crops, load_photos
from .exact import LATENT_FRACTION_BITS, SAMPLE_FRACTION_BITS, latent_grid
from .exact_graphs import QUALITY_PLANE
from .integer_conv import integer_layer
from .nets import LATENT_SCALE, MAGNITUDE_FLOOR, RATE_WEIGHT, Analysis, HyperAnalysis, PhotoCodec, ScaleHead, scale_at
from .onnx_graph import GraphBuilder
from .scale_context import context_file
from .tables import MAX_MAGNITUDE, frequencies, model_masses, quality_file, refit, serialise

STEPS_PER_ANCHOR = 256
HALO_CELLS = 8


def analysis_graph(model: torch.nn.Module) -> tuple[bytes, float]:
    graph = GraphBuilder("analysis", {"x": [1, 3, "height", "width"]})
    net: Analysis = model.analysis
    weight = (net.skip.weight.detach().double() * LATENT_SCALE).reshape(-1, 3, 16, 16).numpy()
    bias = net.skip.bias.detach().numpy() * np.float32(LATENT_SCALE)
    linear = graph.convolution("x", weight, bias, 1 / 256, stride=16)
    branch, _ = graph.sequence("x", net.branch, 1.0)
    y = graph.node("Add", [linear, branch])
    return graph.finish(y, "y", [1, net.skip.out_channels, "rows", "columns"]), graph.macs_per_pixel()


def synthesis_graph(model: PhotoCodec) -> tuple[bytes, float]:
    graph = GraphBuilder("synthesis", {"y": [1, model.recipe.latents, "rows", "columns"], "quality": QUALITY_PLANE})
    net = model.synthesis
    skip = net.skip.weight.detach().double().numpy() / LATENT_SCALE
    linear = graph.shuffle(graph.convolution("y", skip, net.skip.bias.detach().numpy(), 1 / 256), 16)
    first = (net.first.weight.detach() * net.normaliser).double().numpy()
    features = graph.convolution("y", first, net.first.bias.detach().numpy(), 1 / 256)
    plane = graph.node("Mul", ["quality", graph.constant(net.quality.weight.detach().reshape(1, -1, 1, 1).numpy())])
    branch, _ = graph.sequence(graph.node("Add", [features, plane]), net.branch, 1 / 256)
    x = graph.node("Add", [linear, branch])
    return graph.finish(x, "x", [1, 3, "height", "width"]), graph.macs_per_pixel()


def log_magnitudes(graph: GraphBuilder, y: str, net: HyperAnalysis) -> str:
    """What a hyper-analysis makes of latents."""
    floor = np.float32(MAGNITUDE_FLOOR)
    magnitude = graph.node("Log", [graph.node("Add", [graph.node("Abs", [y]), graph.constant(floor)])])
    raised = graph.node("Sub", [magnitude, graph.constant(np.log(floor))])
    signed = graph.node("Mul", [graph.node("Sign", [y]), raised])
    branch, _ = graph.sequence(graph.node("Concat", [signed, magnitude], axis=1), net.layers, 1 / 256)
    pooled = graph.node("AveragePool", [magnitude], kernel_shape=[4, 4], strides=[4, 4])
    return graph.node("Add", [graph.layer(pooled, net.skip, 1 / 4096), branch])


def hyper_analysis_graph(model: torch.nn.Module) -> tuple[bytes, float]:
    net: HyperAnalysis = model.hyper_analysis
    graph = GraphBuilder("hyper_analysis", {"y": [1, net.skip.in_channels, "rows", "columns"]})
    z = log_magnitudes(graph, "y", net)
    return graph.finish(z, "z", [1, net.skip.out_channels, "zrows", "zcolumns"]), graph.macs_per_pixel()


def mean_head_graph(model: PhotoCodec) -> tuple[bytes, float]:
    graph = GraphBuilder("mean_head", {"z": [1, model.recipe.hyper_latents + 1, "zrows", "zcolumns"]})
    sixteenth = np.float32(1.0 / (1 << config.HYPER_FRACTION_BITS))
    z = graph.node("Mul", ["z", graph.constant(sixteenth)])
    mu, _ = graph.sequence(z, model.mean_head.layers, 1 / 4096)
    return graph.finish(mu, "mean", [1, model.recipe.latents, "rows", "columns"]), graph.macs_per_pixel()


def context_graph(model: PhotoCodec, number: int) -> tuple[bytes, float]:
    """Means of pass number + 1, at least 1."""
    size = [1, model.recipe.latents, "rows", "columns"]
    graph = GraphBuilder(f"context_{number}", {"missed": size, "mean": size, "quality": QUALITY_PLANE})
    net = model.contexts[number - 1]
    normaliser = graph.constant(net.normaliser.numpy())
    inputs = [graph.node("Mul", [name, normaliser]) for name in ("missed", "mean")]
    features = graph.layer(graph.node("Concat", inputs, axis=1), net.first, 1 / 256)
    plane = graph.node("Mul", ["quality", graph.constant(net.quality.weight.detach().reshape(1, -1, 1, 1).numpy())])
    x = graph.leaky(graph.node("Add", [features, plane]))
    for module in (net.second, net.third):
        x = graph.node("Add", [x, graph.leaky(graph.layer(x, module, 1 / 256))])
    added = graph.node("Div", [graph.layer(x, net.last, 1 / 256), normaliser])
    refined = graph.node("Add", ["mean", added])
    return graph.finish(refined, "refined", size), graph.macs_per_pixel()


def integer_layers(graph: GraphBuilder, head: ScaleHead, context: str | None = None) -> str:
    """What a scale head makes of its input z; context: channels at 1/16 beside those that its last layer sees."""
    shift = graph.constant(np.float32(1.0 / (1 << config.WEIGHT_FRACTION_BITS)))
    low, high = graph.constant(np.float32(0)), graph.constant(np.float32(config.ACTIVATION_LIMIT))

    def integer_conv(x, layer, limit, scale, name):
        weight, bias = integer_layer(layer, limit, name)
        accumulated = graph.convolution(x, weight, bias, scale, stored=np.int8)
        return graph.node("Round", [graph.node("Mul", [accumulated, shift])])

    name = graph.name.replace("_", " ")
    x = graph.node("Clip", [integer_conv("z", head.first, config.HYPER_LIMIT, 1 / 4096, f"{name} 1"), low, high])
    x = graph.node("Clip", [integer_conv(x, head.second, config.ACTIVATION_LIMIT, 1 / 4096, f"{name} 2"), low, high])
    x = graph.shuffle(x, 2)
    x = graph.node("Clip", [integer_conv(x, head.third, config.ACTIVATION_LIMIT, 1 / 1024, f"{name} 3"), low, high])
    x = graph.shuffle(x, 2)
    if context:
        x = graph.node("Concat", [x, context], axis=1)
    return integer_conv(x, head.last, config.ACTIVATION_LIMIT, 1 / 256, f"{name} 4")


def scale_head_graph(model: PhotoCodec) -> tuple[bytes, float]:
    graph = GraphBuilder("scale_head", {"z": [1, model.recipe.hyper_latents + 1, "zrows", "zcolumns"]})
    x = integer_layers(graph, model.scale_head)
    return graph.finish(x, "index", [1, model.recipe.latents, "rows", "columns"]), graph.macs_per_pixel()


def scale_context_graph(model: torch.nn.Module, number: int) -> tuple[bytes, float]:
    """Corrections of scale indices of stage number, at least 1: the corners of its pass one after the other."""
    stage = model.scale_contexts.stages[number - 1]
    graph = GraphBuilder(f"scale_context_{number}", {"sums": [1, "rows", "columns", stage.second.in_channels]})
    shift = graph.constant(np.float32(1.0 / (1 << config.WEIGHT_FRACTION_BITS)))
    limit = config.ACTIVATION_LIMIT
    low, high = graph.constant(np.float32(-limit)), graph.constant(np.float32(limit))

    def rounded(x):
        return graph.node("Round", [graph.node("Mul", [x, shift])])

    def activation(x):
        return graph.node("Clip", [rounded(graph.leaky(x)), low, high])

    x = activation(graph.node("Transpose", ["sums"], perm=[0, 3, 1, 2]))
    second = integer_layer(stage.second, limit, f"scale context {number} second")
    last = integer_layer(stage.last, limit, f"scale context {number} last")
    corners = []
    for row, column in stage.corners:
        pads = [1 - row, 1 - column, row, column]
        at = activation(graph.convolution(x, *second, 1 / 1024, stride=2, stored=np.int8, pads=pads))
        corners.append(rounded(graph.convolution(at, *last, 1 / 1024, stored=np.int8)))
    index = corners[0] if len(corners) == 1 else graph.node("Concat", corners, axis=1)
    shape = [1, len(corners) * stage.last.out_channels, "halfrows", "halfcolumns"]
    return graph.finish(index, "index", shape), graph.macs_per_pixel()


class Statistics:
    """What was coded under each table on sample pictures."""

    def __init__(self):
        self.histogram = np.zeros((config.SCALE_TABLES, MAX_MAGNITUDE + 2))
        self.saved = np.zeros(config.SCALE_TABLES)  # squared error that coding spares, in steps

    def add(self, index: np.ndarray, r: np.ndarray, k: np.ndarray) -> None:
        magnitude = np.minimum(np.abs(k), MAX_MAGNITUDE + 1).astype(np.int64)
        np.add.at(self.histogram, (index, magnitude), 1)
        np.add.at(self.saved, index, r**2 - (r - k) ** 2)


@torch.no_grad()
def gather(model: PhotoCodec, pictures: list[np.ndarray], batches: int, seed: int) -> Statistics:
    """Codes random crops at random qualities and counts; the same ones for the same seed."""
    statistics, crops = Statistics(), Crops(pictures, seed)
    positions = torch.Generator().manual_seed(seed)
    top = model.recipe.quality_anchors - 1
    for _ in range(batches):
        x = crops.batch(8, 256)
        s = (torch.arange(8) + torch.rand(8, generator=positions)) * (top / 8)
        p = code(
            model,
            model.analysis(x),
            s,
            lambda index, r: model.shape.choose(r, scale_at(index)),
        )
        statistics.add(*(t.reshape(-1).numpy() for t in (p.index, p.residual, p.symbols)))
    return statistics


def make_tables(model: PhotoCodec, statistics: Statistics, prior: float = 300.0) -> list[list[int]]:
    weight, ratio = (float(v.detach()) for v in model.shape.parameters_now())
    tables = []
    for t in range(config.SCALE_TABLES):
        histogram = statistics.histogram[t]
        masses = refit(model_masses(t, weight, ratio), histogram[:-1], prior)
        table = frequencies(masses)
        bits = -np.log2(np.array(table[:-1]) / 65536.0)
        counts = histogram[: len(bits)]
        cost = float((counts * bits).sum() + histogram[len(bits) :].sum() * 20.0)
        # Coding a symbol that is nearly always zero may cost more than the rare other one is worth.
        worthless = histogram.sum() > 5000 and statistics.saved[t] < RATE_WEIGHT * cost
        small = masses[0] > 0.9
        tables.append([] if worthless and small else table)
    return tables


def graph_runner():
    """What runs graphs here, by name: ONNX Runtime, else ONNX's own slow evaluator, else nothing."""
    try:
        import onnxruntime
    except ImportError:
        pass
    else:

        def run(graph: bytes, arrays: list[np.ndarray]) -> np.ndarray:
            session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
            return session.run(None, {i.name: a for i, a in zip(session.get_inputs(), arrays)})[0]

        return "ONNX Runtime", run
    try:
        from onnx.reference import ReferenceEvaluator
    except ImportError:
        return None, None

    def evaluate(graph: bytes, arrays: list[np.ndarray]) -> np.ndarray:
        evaluator = ReferenceEvaluator(onnx.load_from_string(graph))
        return evaluator.run(None, dict(zip(evaluator.input_names, arrays)))[0]

    return "onnx.reference", evaluate


def decoder_pairs(model: PhotoCodec, run, head: torch.Tensor, y: torch.Tensor, plane: torch.Tensor) -> dict:
    """What the graphs of a decoder in floats and PyTorch make of the same."""
    wide = plane.expand(-1, -1, *y.shape[2:])
    return {
        "mean_head": (run("mean_head", head), model.mean_head(head / 16)),
        **{
            f"context_{n}": (run(f"context_{n}", y / 4, y, plane), net(y / 4, y, wide))
            for n, net in enumerate(model.contexts, 1)
        },
        "synthesis": (run("synthesis", y, plane), model.synthesis(y, plane)),
    }


def check_integers(model: PhotoCodec, run, head: torch.Tensor, y: torch.Tensor, plane: torch.Tensor) -> None:
    """The graphs of a decoder in integers must agree with PyTorch in every bit."""
    unit, wide = 1 << LATENT_FRACTION_BITS, plane.expand(-1, -1, *y.shape[2:])
    missed = latent_grid(y / 4)
    pairs = {
        "mean_head": (run("mean_head", head) / unit, model.mean_head(head / 16)),
        **{
            f"context_{n}": (run(f"context_{n}", missed * unit, y * unit, plane) / unit, net(missed, y, wide))
            for n, net in enumerate(model.contexts, 1)
        },
        "synthesis": (run("synthesis", y * unit, plane) / (1 << SAMPLE_FRACTION_BITS), model.synthesis(y, plane)),
    }
    for name, (found, expected) in pairs.items():
        if not torch.equal(found, expected):
            worst = float((found - expected).abs().max())
            raise ValueError(f"{name}: integers differ from PyTorch's by up to {worst}")
    print(f"{', '.join(pairs)}: equal in every bit")


def check_parity(model: PhotoCodec, graphs: dict[str, bytes], picture: np.ndarray) -> bool:
    """Another runtime must agree with PyTorch: the scale head exactly, the others within float noise.

    Returns False, and says so, if there is none to compare with. The picture's sides must be multiples of 64.
    """
    runtime, evaluate = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return False

    def run(name, *arrays):
        return torch.from_numpy(evaluate(graphs[name], [a.numpy() for a in arrays]))

    with torch.no_grad():
        x = torch.from_numpy(picture.transpose(2, 0, 1)[None] / np.float32(255) - np.float32(0.5))
        y = model.analysis(x)
        z = torch.clamp(torch.round(model.hyper_analysis(y) * 16), -config.HYPER_LIMIT, config.HYPER_LIMIT)
        head = torch.cat([z, torch.full_like(z[:, :1], 8.0)], 1)
        plane = torch.full((1, 1, 1, 1), 0.5)
        index = run("scale_head", head)
        if not torch.equal(index, torch.round(model.scale_head(head / 16) * 4)):
            raise ValueError(f"scale head: {runtime} and PyTorch differ")
        contexts = model.scale_contexts
        sums = torch.round(torch.clamp(y, -8, 8) * 2000)[:, : contexts.first.out_channels]
        sums = F.pad(sums, (0, 0, 0, 0, 0, contexts.first.out_channels - sums.shape[1]))
        by_cell = sums.permute(0, 2, 3, 1).contiguous()
        for number, stage in enumerate(contexts.stages, 1):
            if not torch.equal(run(f"scale_context_{number}", by_cell), torch.cat(stage(sums / 1024), 1) * 4):
                raise ValueError(f"scale context {number}: {runtime} and PyTorch differ")
        pairs = {
            "analysis": (run("analysis", x), y),
            "hyper_analysis": (run("hyper_analysis", y), model.hyper_analysis(y)),
        }
        if model.exact:
            check_integers(model, run, head, latent_grid(y), plane)
        else:
            pairs.update(decoder_pairs(model, run, head, y, plane))
    for name, (found, expected) in pairs.items():
        error = float((found - expected).abs().max() / expected.abs().max())
        print(f"{name}: largest difference {error:.1e} of the range")
        if error > 2e-3:
            raise ValueError(f"{name}: {runtime} and PyTorch differ")
    print(f"scale head and scale contexts: equal in {runtime} and PyTorch")
    return True


def entries(files: dict[str, bytes], shared: Path | None) -> dict[str, dict]:
    """What the manifest says of each file; files that another pack has, or shares in turn, stay where they are."""
    there = json.loads((shared / "manifest.json").read_text()) if shared else {"files": {}}
    result = {}
    for name, content in sorted(files.items()):
        entry = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        stored = {"pack": there.get("id"), **there["files"].get(name, {})}
        found = {**entry, "pack": stored["pack"]}
        result[name] = found if stored == found else entry
    return result


def write_pack(out: Path, manifest: dict, files: dict[str, bytes], shared: Path | None = None) -> dict:
    """Writes the files of a pack and its manifest, which is completed by what it says of them."""
    manifest = {**manifest, "files": entries(files, shared)}
    out.mkdir(parents=True, exist_ok=True)
    for name, entry in manifest["files"].items():
        if "pack" not in entry:
            (out / name).write_bytes(files[name])
    text = json.dumps(manifest, indent=2) + "\n"
    (out / "manifest.json").write_text(text)
    print(f"pack {manifest['id']} {hashlib.sha256(text.encode()).hexdigest()[:8]} in {out}")
    return manifest


def export(
    checkpoint: Path,
    data: Path,
    out: Path,
    batches: int,
    lowest: int,
    highest: int,
    licence: str,
    shared: Path | None = None,
) -> dict:
    model, state = load_codec(checkpoint)
    recipe = model.recipe
    graphs, macs = {}, {}
    exact = exact_graphs if model.exact else sys.modules[__name__]
    makers = (analysis_graph, hyper_analysis_graph, scale_head_graph, exact.mean_head_graph, exact.synthesis_graph)
    for maker in makers:
        name = maker.__name__.removesuffix("_graph")
        graphs[name], macs[name] = maker(model)
    for number in range(1, len(model.contexts) + 1):
        name = f"context_{number}"
        graphs[name], macs[name] = exact.context_graph(model, number)
    for number in range(1, len(model.scale_contexts.stages) + 1):
        name = f"scale_context_{number}"
        graphs[name], macs[name] = scale_context_graph(model, number)
    for name, content in graphs.items():
        print(f"{name}: {macs[name] / 1000:.2f} kMAC a pixel, {len(content) / 2**20:.2f} MiB")
    macs["sums of scale contexts"] = model.scale_contexts.first.weight.numel() / 256
    decode = sum(cost for name, cost in macs.items() if "analysis" not in name)
    print(f"decoding: {decode / 1000:.2f} kMAC a pixel")
    if decode > 25000:
        raise ValueError("decoding costs over 25 kMAC a pixel")
    training, validation = load_photos(data)
    check_parity(model, graphs, validation[0][:256, :256])
    tables = make_tables(model, gather(model, training, batches, seed=7))
    print(f"tables: {sum(not t for t in tables)} of {len(tables)} surely zero")
    files = {f"{name}.onnx": content for name, content in graphs.items()}
    files["tables.bin"] = serialise(tables)
    files["quality.bin"] = quality_file(model)
    files["scale_context.bin"] = context_file(model.scale_contexts)
    fractions = {"latentFractionBits": LATENT_FRACTION_BITS, "sampleFractionBits": SAMPLE_FRACTION_BITS}
    if not model.exact:
        fractions = {}
    manifest = {
        "id": recipe.name,
        "family": 1,
        "familyName": "mean-scale hyperprior",
        "licence": licence,
        "latents": recipe.latents,
        "hyperLatents": recipe.hyper_latents,
        "anchors": recipe.quality_anchors,
        "stepsPerAnchor": STEPS_PER_ANCHOR,
        "lowestStep": lowest,
        "highestStep": highest,
        "haloCells": HALO_CELLS,
        "rateWeight": round(RATE_WEIGHT, 4),
        **fractions,
        "decodeMacsPerPixel": round(decode),
        "trainingSteps": state["step"],
    }
    return write_pack(out, manifest, files, shared)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="photographs, for the statistics of the tables")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--batches", type=int, default=60, help="batches of 8 crops to count symbols on")
    parser.add_argument("--lowest-step", type=int, default=0, help="quality 0, in 1/256 of an anchor")
    parser.add_argument("--highest-step", type=int, default=1792, help="quality 100, in 1/256 of an anchor")
    parser.add_argument("--licence", default="CC-BY-NC-4.0: trained on data for research and non-commercial use")
    parser.add_argument("--shared", type=Path, help="folder of a pack whose files need not be stored again")
    a = parser.parse_args()
    export(a.checkpoint, a.data, a.out, a.batches, a.lowest_step, a.highest_step, a.licence, a.shared)


if __name__ == "__main__":
    main()
