"""Turns a pack of predicted frames back into a checkpoint, so that training can go on from the weights that ship.

The decoder is in integers as in the pack, the encoder's weights have its 8 or 16 bits, and the form of the tables starts anew.
A pack with deformable compensation gives a checkpoint that has it beside the rest, which is another pack's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from . import config
from .checkpoint import save_weights
from .config import load_recipe
from .deformable import Deformable, Sizes
from .deformable_graphs import fusion_inputs, fusion_weights
from .exact import ON
from .export_video import FAMILIES
from .restore import (
    PackFiles,
    assign,
    assign_sequence,
    channel_order,
    convolutions,
    exact_layers,
    restore_analysis,
    restore_contexts,
    restore_hyper_analysis,
    restore_integers,
    restore_plane,
    restore_quality,
    restore_scale_contexts,
    restore_scale_head,
    restore_synthesis,
)
from .video import FACTOR_BITS, FLOW_SCALE, FlowAnalysis, PredictionContext, ResidualPrior, VideoCodec
from .video_graphs import compensation_orders, filter_orders


def restore_flow_analysis(net: FlowAnalysis, path: Path) -> None:
    source = iter(convolutions(path))
    weight, bias = next(source)
    assign(net.skip, weight / FLOW_SCALE, bias / FLOW_SCALE)
    assign(net.first, *next(source))
    assign_sequence(net.branch, source)
    restore_plane(path, net.quality, torch.zeros(net.quality.out_channels))


def restore_context(net: PredictionContext, path: Path) -> None:
    scale = 1 << config.WEIGHT_FRACTION_BITS
    for layer, factor, (weight, bias) in zip((net.first, net.second, net.last), (4, 2, 2), convolutions(path)):
        assign(layer, channel_order(weight, factor) / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_flow_history(model: VideoCodec, pack: PackFiles) -> None:
    factors = np.frombuffer((pack / "flow_factors.bin").read_bytes(), "<i2") / (1 << FACTOR_BITS)
    before, *around = torch.from_numpy(factors).float().view(-1, model.recipe.flow.latents)
    model.flow_prediction.factor.data.copy_(before)
    model.flow_prior.neighbours.factors.data.copy_(torch.stack(around))
    scale = 1 << config.WEIGHT_FRACTION_BITS
    net = model.flow_context
    for layer, (weight, bias) in zip((net.first, net.last), convolutions(pack / "flow_context.onnx")):
        assign(layer, weight / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_motion(model: VideoCodec, pack: PackFiles) -> None:
    flow, compensation = model.flow_synthesis, model.compensation
    flow.normaliser.fill_(1.0)
    restore_integers(flow, pack / "flow_synthesis.onnx", [flow.skip, *exact_layers(flow)])
    flow.skip.weight.data.mul_(FLOW_SCALE)
    restore_integers(compensation, pack / "compensation.onnx", exact_layers(compensation), compensation_orders(compensation))
    restore_plane(pack / "compensation.onnx", compensation.quality, compensation.inner.grid.bits)
    restore_context(model.context, pack / "context.onnx")


def restore_residual(model: VideoCodec, pack: PackFiles) -> None:
    restore_analysis(model.analysis, pack / "analysis.onnx")
    restore_hyper_analysis(model.prior.hyper_analysis, pack / "hyper_analysis.onnx")
    restore_synthesis(model.synthesis, pack / "synthesis.onnx")
    restore_contexts(model.prior.contexts, pack)
    restore_scale_contexts(model.prior.scale_contexts, pack)
    net = model.filter
    restore_integers(net, pack / "filter.onnx", exact_layers(net), filter_orders(net))
    restore_plane(pack / "filter.onnx", net.quality, net.rest[0].grid.bits)


def restore_expectation(prior: ResidualPrior, pack: Path) -> None:
    """What hyper-latents are expected to be, and the scales of what they exceed that by."""
    restore_quality(prior, (pack / "quality.bin").read_bytes())
    rows = np.frombuffer((pack / "hyper_start.bin").read_bytes(), "<i2").astype(np.int64)
    rows = torch.from_numpy(rows.reshape(len(prior.hyper_start) + 1, -1))
    prior.hyper_start.copy_(rows[:-1])
    prior.hyper_change.copy_(rows[-1])


def restore(folder: Path) -> VideoCodec:
    """The model whose export the pack is, up to rounding."""
    pack = PackFiles(folder)
    if pack.manifest["family"] != FAMILIES["mlvc"]:
        # These have the files of that family, under another name and with others beside them.
        return restore((pack / "compensation.onnx").parent)
    model = VideoCodec(load_recipe(pack.manifest["id"]))
    restore_flow_analysis(model.flow_analysis, pack / "flow_analysis.onnx")
    restore_hyper_analysis(model.flow_prior.hyper_analysis, pack / "flow_hyper_analysis.onnx")
    for prior, name in ((model.flow_prior, "flow_"), (model.prior, "")):
        restore_integers(prior.mean_head, pack / f"{name}mean_head.onnx", exact_layers(prior.mean_head))
        restore_scale_head(prior.scale_head, pack / f"{name}scale_head.onnx")
    restore_quality(model.flow_prior, (pack / "flow_quality.bin").read_bytes())
    restore_expectation(model.prior, pack)
    restore_flow_history(model, pack)
    restore_motion(model, pack)
    restore_residual(model, pack)
    model.set_mode(ON)
    return model


def restore_deformable(folder: Path, sizes: Sizes = Sizes()) -> Deformable:
    """The deformable compensation of a pack that has it."""
    pack = PackFiles(folder)
    if pack.manifest["family"] != FAMILIES["fvc"]:
        raise ValueError(f"{folder}: a pack of the family {pack.manifest['familyName']} has no deformable compensation")
    net = Deformable(sizes)
    features, offsets, fusion = net.integer_networks()
    restore_integers(features, pack / "features.onnx", exact_layers(features))
    path = pack / "offsets.onnx"
    restore_integers(offsets, path, exact_layers(offsets), compensation_orders(offsets))
    restore_plane(path, offsets.quality, offsets.inner.grid.bits)
    path = pack / "fusion.onnx"
    layers = [features.layer, *exact_layers(fusion)]
    restore_integers(fusion, path, layers, {fusion.first: fusion_inputs(fusion)}, {fusion.weights: fusion_weights()})
    fusion.first.weight.data.div_(fusion.contrast())
    restore_plane(path, fusion.quality, fusion.rest[0].grid.bits)
    net.set_mode(ON)
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, help="folder of the pack")
    parser.add_argument("out", type=Path, help="checkpoint to write, for train_video --start and --deformable")
    arguments = parser.parse_args()
    model = restore(arguments.pack)
    featured = PackFiles(arguments.pack).manifest["family"] == FAMILIES["fvc"]
    deformable = restore_deformable(arguments.pack).state_dict() if featured else None
    save_weights(arguments.out, model.state_dict(), model.recipe.name, deformable=deformable)


if __name__ == "__main__":
    main()
