"""What a pack codes for a picture: the integers under their table indices, as the Java coder makes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import config
from .checkpoint import averaged
from .nets import PhotoCodec
from .scale_context import base_table


def load_codec(checkpoint: Path) -> tuple[PhotoCodec, dict]:
    """The averaged weights of a checkpoint, rounded to what a pack stores, and the checkpoint itself."""
    model, state = averaged(checkpoint)
    half_precision(model)
    return model, state


def half_precision(model: PhotoCodec) -> None:
    """Rounds float weights to what the pack stores, so that parity is a statement about the shipped numbers."""
    floats = ("analysis", "hyper_analysis") if model.exact else ("analysis", "hyper_analysis", "synthesis", "mean_head", "contexts")
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 4 and name.split(".")[0] in floats:
                parameter.copy_(parameter.half().float())


@dataclass(frozen=True)
class Coded:
    """The integers of hyper-latents and latents with their tables, at one position on the quality axis each."""

    hyper_symbols: torch.Tensor  # N x n at 1/64
    hyper_index: torch.Tensor  # N x n x 1 x 1, the table of each channel
    index: torch.Tensor  # N x m at 1/16, the table of each latent
    uncorrected: torch.Tensor  # N x m at 1/16, real indices before the scale contexts
    residual: torch.Tensor  # N x m at 1/16, in quantiser steps, not yet quantised
    symbols: torch.Tensor  # N x m at 1/16
    decoded: torch.Tensor  # N x m at 1/16, the latents that a reader makes of them
    quality: torch.Tensor  # N x 1 x 1 x 1


def table_index(real: torch.Tensor) -> torch.Tensor:
    """The table next to a real index."""
    return base_table(real).long()


def sixteenths(value: torch.Tensor) -> torch.Tensor:
    """Logarithms (natural) as scale indices in whole sixteenths, as the reader adds them."""
    return torch.floor(value / config.SCALE_STEP * 16.0 + 0.5) / 16.0


@torch.no_grad()
def code(model: PhotoCodec, y: torch.Tensor, s: torch.Tensor, choose, inside=1.0) -> Coded:
    """Codes latents y as the analysis made them at N positions s; choose: table indices and residuals to integers.

    inside: 1 in cells with pixels, 0 in all others, whose latents become their means.
    """
    log_hyper_gain = model.interpolate(model.log_hyper_gain, s)
    hyper_gain = torch.exp(log_hyper_gain)
    hyper_symbols = torch.round(model.hyper_analysis(y) * hyper_gain)
    z = torch.clamp(torch.round(hyper_symbols / hyper_gain * 16), -config.HYPER_LIMIT, config.HYPER_LIMIT) / 16
    quality = model.quality_plane(s)
    head_input = torch.cat([z, quality.expand(-1, 1, z.shape[2], z.shape[3])], 1)
    log_gain = model.interpolate(model.log_gain, s)
    scale = (model.hyper_scale - np.log(config.SCALE_MIN)) / config.SCALE_STEP
    scale = torch.round(scale * 16.0) / 16.0
    uncorrected = model.scale_head(head_input) + sixteenths(log_gain)
    decoded, residual, symbols, index = model.code_in_passes(
        y,
        model.mean_head(head_input),
        quality,
        torch.exp(log_gain),
        torch.exp(model.interpolate(model.log_dequant, s) - log_gain),
        uncorrected,
        lambda index, r: inside * choose(table_index(index), r),
        inside,
    )
    return Coded(
        hyper_symbols=hyper_symbols,
        hyper_index=table_index(scale.view(1, -1, 1, 1) + sixteenths(log_hyper_gain)),
        index=table_index(index),
        uncorrected=uncorrected,
        residual=residual,
        symbols=symbols,
        decoded=decoded,
        quality=quality,
    )


class TableCosts:
    """Bits of integers under integer frequency tables, and the encoder's choice between two neighbours."""

    def __init__(self, tables: list[list[int]]):
        self.coded = torch.tensor([bool(t) for t in tables])
        self.top = torch.tensor([max(0, len(t) - 2) for t in tables])
        bits = torch.zeros(len(tables), int(self.top.max()) + 2, dtype=torch.float64)
        for row, table in zip(bits, tables):
            if table:
                row[: len(table)] = 16.0 - torch.log2(torch.tensor(table, dtype=torch.float64))
        self.table_bits = bits

    def bits(self, index: torch.Tensor, symbols: torch.Tensor) -> torch.Tensor:
        """The information content of symbols (integers as any type) under their tables; surely zero: nothing."""
        magnitude, index = torch.broadcast_tensors(symbols.abs().long(), index)
        top = self.top[index]
        escaped = torch.clamp(magnitude - top, min=0)
        known = self.table_bits[index, torch.minimum(magnitude, top + 1)]
        zeros = torch.floor(torch.log2(escaped.clamp(min=1).double()))
        bits = known + torch.where(escaped > 0, 2.0 * zeros + 2.0, torch.zeros_like(zeros))
        return torch.where(self.coded[index], bits, torch.zeros_like(bits))

    def choose(self, index: torch.Tensor, residual: torch.Tensor, weight: float) -> torch.Tensor:
        """The nearest integer or, if a bit is worth `weight` squared steps, the next one towards zero."""
        magnitude = residual.abs()
        near = torch.floor(magnitude + 0.5)
        low = torch.clamp(near - 1.0, min=0.0)
        near_cost = (magnitude - near) ** 2 + weight * self.bits(index, near)
        low_cost = (magnitude - low) ** 2 + weight * self.bits(index, low)
        lower = (low_cost < near_cost) & (near <= self.top[index])
        chosen = torch.where(lower, low, near)
        return torch.where(self.coded[index], residual.sign() * chosen, torch.zeros_like(chosen))
