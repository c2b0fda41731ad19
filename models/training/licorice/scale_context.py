"""Corrects the scale indices by what is decoded already: the passes before, and the groups of channels before.

A cell's latents are coded group by group, the widest scales first: magnitudes of low frequencies tell much about those
of high ones in the same place. All is in fixed point, as in the scale head, so that tables are the same everywhere.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import config
from .integer_conv import IntegerConv, integer_layer
from .passes import PASSES
from .quantize import fixed_point, round_ste
from .tables import TOTAL, frequencies, model_masses

MAGNITUDES = 16  # larger ones count as the last
SURPRISE_LIMIT = 127


def surprise_table(weight: float, ratio: float) -> torch.Tensor:
    """By how much log2(1 + magnitude) exceeds what a scale index lets expect: tables x MAGNITUDES, multiples of 1/16."""
    seen = torch.log2(1.0 + torch.arange(MAGNITUDES, dtype=torch.float64))
    rows = []
    for index in range(config.SCALE_TABLES):
        table = torch.tensor(frequencies(model_masses(index, weight, ratio)), dtype=torch.float64) / TOTAL
        magnitude = torch.arange(len(table)).clamp(max=MAGNITUDES - 1)
        twice = torch.where(torch.arange(len(table)) == 0, 1.0, 2.0)
        twice[-1] = 1.0  # the escape's frequency is that of both signs
        rows.append(seen - (table * twice * seen[magnitude]).sum())
    limit = SURPRISE_LIMIT
    return torch.clamp(torch.round(torch.stack(rows) * 16.0), -limit, limit).float() / 16.0


def activation(x: torch.Tensor) -> torch.Tensor:
    limit = config.ACTIVATION_LIMIT
    return fixed_point(F.leaky_relu(x, config.SLOPE), config.HYPER_FRACTION_BITS, -limit, limit)


class ScaleStage(nn.Module):
    """Sums of what is known in all cells to corrections of one group's scale indices in the cells of one pass."""

    def __init__(self, channels: int, members: int, corners: tuple[tuple[int, int], ...]):
        super().__init__()
        self.corners = corners
        self.second = IntegerConv(channels, channels, 3)
        self.last = IntegerConv(channels, members, 1)
        with torch.no_grad():
            self.last.weight.zero_()
            self.last.bias.zero_()

    def forward(self, sums: torch.Tensor) -> list[torch.Tensor]:
        """For each corner of the pass: N x members at 1/32, in scale indices, multiples of 1/4."""
        x = activation(sums)
        weight, bias = self.second.quantised()
        unit = 2.0**config.HEAD_INDEX_SHIFT / (1 << config.OFFSET_FRACTION_BITS)
        found = []
        for row, column in self.corners:
            at = F.conv2d(F.pad(x, (1 - column, column, 1 - row, row)), weight, bias, stride=2)
            found.append(round_ste(self.last(activation(at)) * (1 << config.HYPER_FRACTION_BITS)) * unit)
        return found


class ScaleContexts(nn.Module):
    """All stages in coding order: in each pass all groups; the first group of the first pass has no correction."""

    def __init__(self, latents: int, groups: tuple[int, ...], channels: int, weight: float, ratio: float):
        super().__init__()
        if sum(groups) != latents:
            raise ValueError(f"groups of {sum(groups)} channels, latents have {latents}")
        self.groups = groups
        self.register_buffer("order", torch.arange(latents))
        self.register_buffer("surprise", surprise_table(weight, ratio))
        # One for all stages, so that a reader adds what becomes known and never sums again.
        self.first = IntegerConv(latents, channels, 1)
        self.stages = nn.ModuleList(
            ScaleStage(channels, members, corners)
            for number, corners in enumerate(PASSES)
            for group, members in enumerate(groups)
            if number or group
        )

    def members(self, group: int) -> torch.Tensor:
        """The channels of a group."""
        begin = sum(self.groups[:group])
        return self.order[begin : begin + self.groups[group]]

    def together(self, groups) -> torch.Tensor:
        """Puts what belongs to the groups into the order of the channels."""
        return torch.cat(groups, 1)[:, torch.argsort(self.order)]

    def stage(self, number: int, group: int) -> ScaleStage | None:
        position = number * len(self.groups) + group
        return self.stages[position - 1] if position else None

    def surprises(self, index: torch.Tensor, symbols: torch.Tensor) -> torch.Tensor:
        """What a decoded symbol says under a scale index, an integer of any type."""
        magnitude = symbols.abs().clamp(max=MAGNITUDES - 1).long()
        return self.surprise.view(-1)[index.long() * MAGNITUDES + magnitude]

    def nothing(self, like: torch.Tensor) -> torch.Tensor:
        """The sums before the first symbol."""
        _, bias = self.first.quantised()
        return bias.view(1, -1, 1, 1).expand(like.shape[0], -1, *like.shape[2:])

    def add(self, sums: torch.Tensor, surprises: torch.Tensor, group: int) -> torch.Tensor:
        """The sums after a group's symbols are known; surprises: N x members, 0 where there is none."""
        weight, _ = self.first.quantised()
        with torch.autocast(sums.device.type, enabled=False):
            return sums + F.conv2d(surprises, weight[:, self.members(group)])

    def correct(self, index: torch.Tensor, sums: torch.Tensor, number: int, group: int) -> torch.Tensor:
        """Real indices of a group (N x members at 1/16), corrected in the cells of a pass."""
        stage = self.stage(number, group)
        if stage is None:
            return index
        with torch.autocast(sums.device.type, enabled=False):
            found = stage(sums)
        offset = torch.zeros_like(index)
        for (row, column), values in zip(stage.corners, found):
            offset[:, :, row::2, column::2] = values
        return index + offset


def context_file(contexts: ScaleContexts) -> bytes:
    """scale_context.bin: groups, their channels, surprises in sixteenths, and the weights of the sums."""
    weight, bias = integer_layer(contexts.first, SURPRISE_LIMIT, "scale context sums")
    sizes = np.array(contexts.groups, dtype="<u2").tobytes()
    channels = contexts.order.numpy().astype("<u2").tobytes()
    surprises = np.rint(contexts.surprise.numpy() * 16.0).astype(np.int8).tobytes()
    rows = weight.reshape(len(bias), -1).T.astype(np.int8).tobytes()
    head = bytes([len(contexts.groups), len(bias)])
    return head + sizes + channels + surprises + bias.astype("<i4").tobytes() + rows


def restore_context_file(contexts: ScaleContexts, content: bytes) -> None:
    """Takes over what context_file wrote of a pack with groups of the same sizes."""
    latents, sums = len(contexts.order), contexts.first.out_channels
    sizes = 2 + 2 * len(contexts.groups)
    if content[:sizes] != context_file(contexts)[:sizes]:
        raise ValueError("the pack's groups of channels are not the recipe's")
    order = np.frombuffer(content, "<u2", latents, sizes)
    at = sizes + 2 * latents
    surprises = np.frombuffer(content, np.int8, contexts.surprise.numel(), at)
    at += contexts.surprise.numel()
    bias = np.frombuffer(content, "<i4", sums, at)
    weight = np.frombuffer(content, np.int8, latents * sums, at + 4 * sums).reshape(latents, sums).T
    contexts.order.copy_(torch.from_numpy(order.astype(np.int64)))
    contexts.surprise.copy_(torch.from_numpy(surprises.reshape(-1, MAGNITUDES).astype(np.float32) / 16.0))
    scale = 1 << config.WEIGHT_FRACTION_BITS
    with torch.no_grad():
        contexts.first.bias.copy_(torch.from_numpy(bias.astype(np.float32) / (scale << config.HYPER_FRACTION_BITS)))
        contexts.first.weight.copy_(torch.from_numpy(weight.astype(np.float32) / scale).reshape(sums, latents, 1, 1))


def base_table(index: torch.Tensor) -> torch.Tensor:
    """The table that an uncorrected real index selects."""
    return torch.clamp(torch.floor(index + 0.5), 0, config.SCALE_TABLES - 1)
