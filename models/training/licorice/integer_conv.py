"""Convolutions in fixed point, exact in floats."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import config
from .exact import EXACT
from .quantize import fixed_point


class IntegerConv(nn.Conv2d):
    """A convolution whose weights and biases are fixed-point numbers in the forward pass."""

    def quantised(self) -> tuple[torch.Tensor, torch.Tensor]:
        limit = config.WEIGHT_LIMIT
        weight = fixed_point(self.weight, config.WEIGHT_FRACTION_BITS, -limit, limit)
        bits = config.WEIGHT_FRACTION_BITS + config.HYPER_FRACTION_BITS
        bias = fixed_point(self.bias, bits, -(1 << 20), 1 << 20)
        return weight, bias

    def forward(self, x):
        weight, bias = self.quantised()
        return F.conv2d(x, weight, bias, self.stride, self.padding)


def integer_layer(layer, input_limit: int, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Integer weights and biases, with the proof that no sum leaves the range where floats are exact."""
    weight, bias = layer.quantised()
    w = np.rint(weight.detach().double().numpy() * (1 << config.WEIGHT_FRACTION_BITS))
    b = np.rint(bias.detach().double().numpy() * (1 << (config.WEIGHT_FRACTION_BITS + config.HYPER_FRACTION_BITS)))
    bound = np.abs(w).sum(axis=(1, 2, 3)) * input_limit + np.abs(b)
    if bound.max() >= EXACT:
        raise ValueError(f"{name}: a sum may reach {int(bound.max())}, floats are exact below {EXACT}")
    print(f"{name}: largest possible sum 2^{np.log2(max(bound.max(), 1)):.2f} of 2^24")
    return w, b
