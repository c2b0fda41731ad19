"""Turns a pack back into a checkpoint, so that training can go on from the weights that ship.

The optimiser starts anew, weights have the pack's 16 bits, and the averaged weights equal the weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from . import config
from .checkpoint import save_weights
from .config import load_recipe
from .exact import ON, ExactConv
from .exact_graphs import UNITS_KEY
from .nets import LATENT_SCALE, Analysis, Context, HyperAnalysis, PhotoCodec, ScaleHead, Synthesis
from .scale_context import ScaleContexts, restore_context_file


class PackFiles:
    """The files of a pack: those that it shares are in the other pack's folder beside its own."""

    def __init__(self, pack: Path):
        self.pack = pack
        self.manifest = json.loads((pack / "manifest.json").read_text())

    def __truediv__(self, name: str) -> Path:
        return self.pack.parent / self.manifest["files"][name].get("pack", self.pack.name) / name


def convolutions(path: Path) -> list[tuple[np.ndarray, np.ndarray | None]]:
    """Weights and biases of a graph's convolutions in the order in which they were written."""
    graph = onnx.load(str(path)).graph
    values = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
        elif node.op_type == "Mul" and all(name in values for name in node.input):
            values[node.output[0]] = values[node.input[0]] * values[node.input[1]]
    return [
        (values[node.input[1]], values[node.input[2]] if len(node.input) > 2 else None)
        for node in graph.node
        if node.op_type == "Conv"
    ]


def restore_integers(
    network: nn.Module, path: Path, layers: list[ExactConv], orders: dict | None = None, outputs: dict | None = None
) -> None:
    """Fills the layers of a network in integers in the order of its graph's convolutions; all factors are in them.

    orders, outputs: for layers whose inputs or outputs are not in order in the graph, which of them each channel there is.
    """
    model = onnx.load(str(path))
    units = json.loads({p.key: p.value for p in model.metadata_props}[UNITS_KEY])
    buffers = dict(network.named_buffers())
    for name, bits in units.items():
        buffers[name].copy_(torch.tensor(bits))
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    made = {node.output[0]: node for node in model.graph.node}
    # Those whose weights are constants only add up.
    convolved = (n for n in model.graph.node if n.op_type == "Conv" and n.input[1] in made)
    for layer in layers:
        nodes = [next(convolved) for _ in range(layer.parts)]
        weight = np.concatenate([integers_of(made[node.input[1]], made, values) for node in nodes], 1).astype(np.float32)
        if orders and layer in orders:
            weight = weight[:, np.argsort(orders[layer])]
        # Layers of bytes may have more outputs in a graph than they need.
        places = np.argsort(outputs[layer]) if outputs and layer in outputs else slice(layer.out_channels)
        weight = weight[places]
        layer.weight.data.copy_(torch.from_numpy(weight) * torch.exp2(-layer.units()))
        if len(nodes[0].input) > 2:
            bias = bias_of(nodes[0], made, values)[places]
            layer.bias.data.copy_(torch.from_numpy(bias) * torch.exp2(-layer.weight_bits.float()))
    if any(True for _ in convolved):
        raise ValueError(f"{path}: more convolutions than layers")


def integers_of(node: onnx.NodeProto, made: dict, values: dict) -> np.ndarray:
    """A layer's weights before they are multiplied with their units."""
    return values[node.input[0] if node.op_type == "DequantizeLinear" else made[node.input[0]].input[0]]


def bias_of(conv: onnx.NodeProto, made: dict, values: dict) -> np.ndarray:
    """A layer's biases in units of its sums."""
    if conv.input[2] in made:
        return values[made[conv.input[2]].input[0]].astype(np.float32)
    return values[conv.input[2]] / values[made[conv.input[1]].input[1]].reshape(-1)


def restore_plane(path: Path, layer: nn.Conv2d | None, begin_bits: torch.Tensor) -> None:
    """Fills the layer of the quality plane, if the network has one for it alone."""
    if layer is None:
        return
    graph = onnx.load(str(path)).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    (node,) = (n for n in graph.node if n.op_type == "Mul" and n.input[0] == "quality")
    plane = torch.from_numpy(values[node.input[1]].reshape(-1).copy()) * torch.exp2(-begin_bits.float())
    layer.weight.data.copy_(plane.view(-1, 1, 1, 1))


def exact_layers(network: nn.Module) -> list[ExactConv]:
    return [m for m in network.modules() if isinstance(m, ExactConv)]


def restore_synthesis(net: Synthesis, path: Path) -> None:
    net.normaliser.fill_(1.0)
    restore_integers(net, path, [net.skip, *exact_layers(net)])
    net.skip.weight.data.mul_(LATENT_SCALE)
    restore_plane(path, net.quality, net.branch[0].grid.bits)


def restore_contexts(contexts: nn.ModuleList, pack: PackFiles) -> None:
    for number, context in enumerate(contexts, 1):
        path = pack / f"context_{number}.onnx"
        context.normaliser.fill_(1.0)
        restore_integers(context, path, exact_layers(context))
        restore_plane(path, context.quality, context.grids[0].bits)


def restore_exact_decoder(model: PhotoCodec, pack: PackFiles) -> None:
    restore_synthesis(model.synthesis, pack / "synthesis.onnx")
    restore_integers(model.mean_head, pack / "mean_head.onnx", exact_layers(model.mean_head))
    restore_contexts(model.contexts, pack)
    model.set_mode(ON)


def channel_order(weight: np.ndarray, factor: int) -> np.ndarray:
    """Undoes onnx_graph.depth_order."""
    out, channels, kh, kw = weight.shape
    split = weight.reshape(out, factor**2, channels // factor**2, kh, kw)
    return split.transpose(0, 2, 1, 3, 4).reshape(out, channels, kh, kw)


def assign(layer: nn.Conv2d, weight: np.ndarray, bias: np.ndarray | None) -> None:
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight.reshape(tuple(layer.weight.shape)).copy()))
        if layer.bias is not None:
            layer.bias.copy_(torch.from_numpy(bias.reshape(-1).copy()))


def assign_sequence(layers: nn.Module, source) -> None:
    """Fills the convolutions of a sequence, residual blocks included, in the exporter's order."""
    factor = 1
    for module in layers.modules():
        if isinstance(module, nn.PixelUnshuffle):
            factor = module.downscale_factor
        elif isinstance(module, nn.Conv2d):
            weight, bias = next(source)
            assign(module, channel_order(weight, factor) if factor > 1 else weight, bias)
            factor = 1


def restore_quality(model: nn.Module, content: bytes) -> None:
    """Fills the gains of a codec or prior."""
    arrays = (model.log_gain, model.log_dequant, model.log_hyper_gain, model.hyper_scale)
    values = torch.from_numpy(np.frombuffer(content, dtype="<i2").astype(np.float32).copy())
    *logarithms, scales = torch.split(values, [a.numel() for a in arrays])
    with torch.no_grad():
        for array, found in zip(arrays, logarithms):
            array.copy_(found.view_as(array) * (config.SCALE_STEP / 256.0))
        model.hyper_scale.copy_(scales / 16.0 * config.SCALE_STEP + np.log(config.SCALE_MIN))


def restore_scale_head(head: ScaleHead, path: Path) -> None:
    scale = 1 << config.WEIGHT_FRACTION_BITS
    for layer, (weight, bias) in zip((head.first, head.second, head.third, head.last), convolutions(path)):
        assign(layer, weight / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_hyper_analysis(net: HyperAnalysis, path: Path) -> None:
    source = iter(convolutions(path))
    assign_sequence(net.layers, source)
    assign(net.skip, *next(source))


def restore_float_decoder(model: PhotoCodec, pack: PackFiles) -> None:
    source = iter(convolutions(pack / "synthesis.onnx"))
    weight, bias = next(source)
    assign(model.synthesis.skip, weight * LATENT_SCALE, bias)
    # The pack holds first's weights with the normaliser folded in.
    model.synthesis.normaliser.fill_(1.0)
    assign(model.synthesis.first, *next(source))
    assign_sequence(model.synthesis.branch, source)
    plane = channel_factor(pack / "synthesis.onnx", model.synthesis.quality.out_channels)
    assign(model.synthesis.quality, plane, None)
    assign_sequence(model.mean_head.layers, iter(convolutions(pack / "mean_head.onnx")))
    for number, context in enumerate(model.contexts, 1):
        restore_context(context, pack / f"context_{number}.onnx")


def restore_analysis(net: Analysis, path: Path) -> None:
    source = iter(convolutions(path))
    weight, bias = next(source)
    assign(net.skip, weight / LATENT_SCALE, bias / LATENT_SCALE)
    assign_sequence(net.branch, source)


def restore(folder: Path) -> PhotoCodec:
    """The model whose export the pack is, up to rounding; the form of the tables starts anew."""
    pack = PackFiles(folder)
    model = PhotoCodec(load_recipe(pack.manifest["id"]))

    restore_analysis(model.analysis, pack / "analysis.onnx")
    if "latentFractionBits" in pack.manifest:
        restore_exact_decoder(model, pack)
    else:
        restore_float_decoder(model, pack)
    restore_hyper_analysis(model.hyper_analysis, pack / "hyper_analysis.onnx")
    restore_scale_head(model.scale_head, pack / "scale_head.onnx")
    restore_scale_contexts(model.scale_contexts, pack)
    restore_quality(model, (pack / "quality.bin").read_bytes())
    return model


def restore_scale_contexts(contexts: ScaleContexts, pack: PackFiles) -> None:
    restore_context_file(contexts, (pack / "scale_context.bin").read_bytes())
    scale = 1 << config.WEIGHT_FRACTION_BITS
    for number, stage in enumerate(contexts.stages, 1):
        layers = (stage.second, stage.last)
        # A pass of several corners has both convolutions once for each.
        for layer, (weight, bias) in zip(layers, convolutions(pack / f"scale_context_{number}.onnx")):
            assign(layer, weight / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_context(context: Context, path: Path) -> None:
    source = iter(convolutions(path))
    for layer in (context.first, context.second, context.third, context.last):
        assign(layer, *next(source))
    assign(context.quality, channel_factor(path, context.quality.out_channels), None)
    with torch.no_grad():
        context.normaliser.copy_(torch.from_numpy(channel_factor(path, context.last.out_channels)))


def channel_factor(path: Path, channels: int) -> np.ndarray:
    """What a graph multiplies channels by: its only initialiser of shape 1 x channels x 1 x 1."""
    found = [i for i in onnx.load(str(path)).graph.initializer if list(i.dims) == [1, channels, 1, 1]]
    if len(found) != 1:
        raise ValueError(f"{path}: expected one factor of {channels} channels, found {len(found)}")
    return numpy_helper.to_array(found[0]).copy()


def store(model: PhotoCodec, path: Path) -> None:
    save_weights(path, model.state_dict(), model.recipe.name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, help="folder of the pack")
    parser.add_argument("out", type=Path, help="checkpoint to write, for train --start")
    arguments = parser.parse_args()
    store(restore(arguments.pack), arguments.out)


if __name__ == "__main__":
    main()
