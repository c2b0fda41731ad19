"""Rounds the weights of layers one after another, each making up for what was rounded before it.

Rounded each for itself, weights err in what their inputs have in common, and inputs of a convolution have much in common.
So each weight that is rounded passes its error on to those that are not yet, as far as the inputs that were seen let them
make up for it (Frantar et al., 2022, "GPTQ"); and what a layer's inputs have lost to layers rounded before it, its weights
are fitted for first.
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Optional

import torch
import torch.nn.functional as F
from torch import nn

from .exact import ON, ExactConv

DAMPING = 1e-3  # of the mean square of inputs, towards the weights as they were
PLACES = 2048  # of each picture, that are looked at

Run = Callable[[nn.Module, Any], None]  # a network with what a row says
Factor = Callable[[ExactConv], Optional[torch.Tensor]]


class Sums(NamedTuple):
    """Of products of inputs with themselves, and of what is asked of outputs with inputs."""

    inputs: torch.Tensor
    outputs: torch.Tensor


def layers_in_order(network: nn.Module, run: Callable[[], None], left_alone: nn.Module | None) -> list[ExactConv]:
    """The layers of a network in the order in which they compute."""
    order: list[ExactConv] = []
    layers = [m for m in network.modules() if isinstance(m, ExactConv) and m is not left_alone]
    handles = [layer.register_forward_hook(lambda layer, _, __: order.append(layer)) for layer in layers]
    run()
    for handle in handles:
        handle.remove()
    return order


def seen_at(picture: torch.Tensor, kernel: int, places: torch.Tensor) -> torch.Tensor:
    """What a convolution sees at places, and a 1 for its bias: places x (inputs * kernel^2 + 1)."""
    seen = F.unfold(picture.float(), kernel, padding=kernel // 2)[0].t()[places]
    return F.pad(seen, [0, 1], value=1.0)


def sums(layer: ExactConv, run: Callable[[Any], None], fine: ExactConv, fine_run: Callable[[Any], None], rows: list) -> Sums:
    """Of rows and how much each counts; fine makes what is asked for."""
    found: dict[str, torch.Tensor] = {}
    handles = [
        layer.register_forward_hook(lambda _, seen, __: found.update(seen=seen[0])),
        fine.register_forward_hook(lambda _, __, made: found.update(made=made)),
    ]
    size = layer.weight[0].numel() + 1
    total = Sums(torch.zeros(size, size).double(), torch.zeros(layer.out_channels, size).double())
    random = torch.Generator().manual_seed(0)
    for row, weight in rows:
        run(row)
        fine_run(row)
        asked = found["made"][0].flatten(1).float()
        places = torch.randperm(asked.shape[1], generator=random)[:PLACES]
        seen = seen_at(found["seen"], layer.kernel_size[0], places)
        total.inputs.add_((weight * (seen.t() @ seen)).double())
        total.outputs.add_((weight * (asked[:, places] @ seen)).double())
    for handle in handles:
        handle.remove()
    return total


def fitted(weight: torch.Tensor, total: Sums) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (outputs x inputs) that make of inputs what is asked for, and damped sums of inputs."""
    damped = total.inputs + DAMPING * total.inputs.diagonal().mean() * torch.eye(len(total.inputs)).double()
    missing = total.outputs - weight @ total.inputs
    return weight + torch.linalg.solve(damped, missing.t()).t(), damped


def rounded(weight: torch.Tensor, damped: torch.Tensor, unit: torch.Tensor, largest: int) -> torch.Tensor:
    """Weights as multiples of units, all but the last column; those of inputs that count most are rounded first."""
    order = damped.diagonal()[:-1].argsort(descending=True)
    order = torch.cat([order, torch.tensor([len(damped) - 1])])
    passed_on = torch.linalg.cholesky(torch.linalg.inv(damped[order][:, order])).t()
    rest, unit = weight[:, order].clone(), unit[:, order]
    for column in range(len(order) - 1):
        exact = rest[:, column].clone()
        chosen = torch.clamp(torch.round(exact / unit[:, column]), -largest, largest) * unit[:, column]
        error = (exact - chosen) / passed_on[column, column]
        rest[:, column + 1 :] -= error[:, None] * passed_on[column, column + 1 :]
        rest[:, column] = chosen
    back = torch.empty_like(rest)
    back[:, order] = rest
    return back


@torch.no_grad()
def round_layer(layer: ExactConv, total: Sums, factor: torch.Tensor | None) -> None:
    """Gives a layer weights on a grid, and switches it to integers; factor: what its inputs are multiplied with."""
    weight = torch.cat([layer.scaled(factor)[0].flatten(1), layer.bias[:, None]], 1).double()
    weight, damped = fitted(weight, total)
    fill(layer, weight, factor)
    layer.settle(layer.input_bits, factor)
    unit = torch.exp2(-layer.units().double()).expand(layer.weight.shape).flatten(1)
    fill(layer, rounded(weight, damped, F.pad(unit, [0, 1]), layer.weight_limit), factor)
    layer.mode = ON


def fill(layer: ExactConv, weight: torch.Tensor, factor: torch.Tensor | None) -> None:
    scaled = weight[:, :-1].view(layer.weight.shape)
    layer.weight.copy_(scaled if factor is None else scaled / factor)
    layer.bias.copy_(weight[:, -1])


@torch.no_grad()
def round_network(network: nn.Module, fine: nn.Module, rows: list, run: Run, factor: Factor, left_alone: nn.Module | None = None) -> None:
    """Rounds the weights of a network whose grids are on already.

    fine: the same network, whose weights stay as they are. rows: what run is given, and how much each counts. left_alone: a
    layer that has its integers.
    """
    names = {layer: name for name, layer in network.named_modules()}
    of_fine = dict(fine.named_modules())
    for layer in layers_in_order(network, lambda: run(network, rows[0][0]), left_alone):
        total = sums(layer, lambda row: run(network, row), of_fine[names[layer]], lambda row: run(fine, row), rows)
        round_layer(layer, total, factor(layer))
