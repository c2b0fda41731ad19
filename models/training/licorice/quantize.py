"""Rounding with a gradient: straight-through estimators and fixed-point fake quantisation."""

from __future__ import annotations

import torch


class _RoundStraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, value):
        return torch.round(value)

    @staticmethod
    def backward(ctx, gradient):
        return gradient


def round_ste(value: torch.Tensor) -> torch.Tensor:
    """Rounds half to even; the gradient passes unchanged."""
    return _RoundStraightThrough.apply(value)


def fixed_point(value: torch.Tensor, fraction_bits: int, low: int, high: int) -> torch.Tensor:
    """value as the nearest multiple of 2^-fraction_bits whose integer lies in low..high."""
    scale = float(1 << fraction_bits)
    return torch.clamp(round_ste(value * scale), low, high) / scale
