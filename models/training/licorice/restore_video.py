"""Turns a pack of predicted frames back into a checkpoint, so that training can go on from the weights that ship.

The decoder is in integers as in the pack, the encoder's weights have its 8 or 16 bits, and the form of the tables starts anew.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import config
from .checkpoint import save_weights
from .config import load_recipe
from .exact import ON
from .nets import LATENT_SCALE
from .restore import (
    assign,
    assign_sequence,
    channel_order,
    convolutions,
    exact_layers,
    restore_hyper_analysis,
    restore_integers,
    restore_plane,
    restore_quality,
    restore_scale_head,
)
from .video import FACTOR_BITS, FLOW_SCALE, FlowAnalysis, PredictionContext, ResidualAnalysis, VideoCodec
from .video_graphs import compensation_orders, synthesis_orders


def restore_flow_analysis(net: FlowAnalysis, path: Path) -> None:
    source = iter(convolutions(path))
    weight, bias = next(source)
    assign(net.skip, weight / FLOW_SCALE, bias / FLOW_SCALE)
    assign(net.first, *next(source))
    assign_sequence(net.branch, source)
    restore_plane(path, net.quality, torch.zeros(net.quality.out_channels))


def restore_analysis(net: ResidualAnalysis, path: Path) -> None:
    source = iter(convolutions(path))
    weight, bias = next(source)
    assign(net.skip, weight / LATENT_SCALE, bias / LATENT_SCALE)
    assign_sequence(net.branch, source)


def restore_context(net: PredictionContext, path: Path) -> None:
    scale = 1 << config.WEIGHT_FRACTION_BITS
    for layer, factor, (weight, bias) in zip((net.first, net.second, net.last), (4, 2, 2), convolutions(path)):
        assign(layer, channel_order(weight, factor) / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_flow_history(model: VideoCodec, pack: Path) -> None:
    factors = np.frombuffer((pack / "flow_factors.bin").read_bytes(), "<i2") / (1 << FACTOR_BITS)
    before, *around = torch.from_numpy(factors).float().view(-1, model.recipe.flow.latents)
    model.flow_prediction.factor.data.copy_(before)
    model.flow_prior.neighbours.factors.data.copy_(torch.stack(around))
    scale = 1 << config.WEIGHT_FRACTION_BITS
    net = model.flow_context
    for layer, (weight, bias) in zip((net.first, net.last), convolutions(pack / "flow_context.onnx")):
        assign(layer, weight / scale, bias / (scale << config.HYPER_FRACTION_BITS))


def restore_decoder(model: VideoCodec, pack: Path) -> None:
    flow, residual, compensation = model.flow_synthesis, model.synthesis, model.compensation
    for net, name, scale, orders in (
        (flow, "flow_synthesis", FLOW_SCALE, {}),
        (residual, "synthesis", LATENT_SCALE, synthesis_orders(residual)),
    ):
        net.normaliser.fill_(1.0)
        restore_integers(net, pack / f"{name}.onnx", [net.skip, *exact_layers(net)], orders)
        net.skip.weight.data.mul_(scale)
    restore_plane(pack / "synthesis.onnx", residual.quality, residual.coarse[0].grid.bits)
    restore_integers(compensation, pack / "compensation.onnx", exact_layers(compensation), compensation_orders(compensation))
    restore_plane(pack / "compensation.onnx", compensation.quality, compensation.inner.grid.bits)
    restore_context(model.context, pack / "context.onnx")


def restore(pack: Path) -> VideoCodec:
    """The model whose export the pack is, up to rounding."""
    model = VideoCodec(load_recipe(json.loads((pack / "manifest.json").read_text())["id"]))
    restore_flow_analysis(model.flow_analysis, pack / "flow_analysis.onnx")
    restore_analysis(model.analysis, pack / "analysis.onnx")
    for prior, name in ((model.flow_prior, "flow_"), (model.prior, "")):
        restore_hyper_analysis(prior.hyper_analysis, pack / f"{name}hyper_analysis.onnx")
        restore_integers(prior.mean_head, pack / f"{name}mean_head.onnx", exact_layers(prior.mean_head))
        restore_scale_head(prior.scale_head, pack / f"{name}scale_head.onnx")
        restore_quality(prior, (pack / f"{name}quality.bin").read_bytes())
    restore_flow_history(model, pack)
    restore_decoder(model, pack)
    model.set_mode(ON)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, help="folder of the pack")
    parser.add_argument("out", type=Path, help="checkpoint to write, for train_video --start")
    arguments = parser.parse_args()
    model = restore(arguments.pack)
    save_weights(arguments.out, model.state_dict(), model.recipe.name)


if __name__ == "__main__":
    main()
