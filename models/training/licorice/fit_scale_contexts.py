"""Trains the scale contexts of a checkpoint alone, on integers that are coded once: minutes instead of hours.

Contexts that were never trained get their groups of channels first, the widest scales foremost; others go on.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from .checkpoint import averaged, save
from .coding import code
from .data import Crops, load_photos
from .nets import PhotoCodec, scale_at
from .passes import pass_masks
from .scale_context import base_table

CROP = 256
BATCH = 4
LEARNING_RATE = 2e-3
HELD_BACK = 40  # crops of the validation pictures that the gain is measured on


@torch.no_grad()
def coded_crops(model: PhotoCodec, pictures: list[np.ndarray], count: int, seed: int):
    """Integers (bytes; larger ones are clipped) and uncorrected real indices (sixteenths) of random crops."""
    crops, positions = Crops(pictures, seed), torch.Generator().manual_seed(seed)
    top = model.recipe.quality_anchors - 1
    symbols, indices = [], []
    for _ in range(count):
        y = model.analysis(crops.batch(1, CROP))
        s = torch.rand(1, generator=positions) * top
        coded = code(model, y, s, lambda index, r: model.shape.choose(r, scale_at(index)))
        symbols.append(torch.clamp(coded.symbols, -127, 127).to(torch.int8))
        indices.append(torch.round(coded.uncorrected * 16).to(torch.int16))
    return torch.cat(symbols), torch.cat(indices)


def corrected(model: PhotoCodec, symbols: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """All indices as the stages correct them, every integer being known."""
    scales = model.scale_contexts
    surprise = scales.surprises(base_table(index), symbols)
    sums, result = scales.nothing(index), torch.zeros_like(index)
    for number, mask in enumerate(pass_masks(*index.shape[2:])):
        groups = []
        for group in range(len(scales.groups)):
            at = scales.members(group)
            groups.append(scales.correct(index[:, at], sums, number, group))
            sums = scales.add(sums, mask * surprise[:, at], group)
        result = result + mask * scales.together(groups)
    return result


def fit(model: PhotoCodec, data, held_back, minutes: float, log) -> None:
    """Fits in place; log takes a record now and then."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    parameters = list(model.scale_contexts.parameters())
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE)
    random, begin, step, gains = np.random.default_rng(1), time.monotonic(), 0, []

    def bits(symbols, index):
        return model.shape.bits(symbols, scale_at(index)).sum((1, 2, 3))

    def measured() -> float:
        with torch.no_grad():
            pairs = [(s.unsqueeze(0).float(), i.unsqueeze(0).float() / 16) for s, i in zip(*held_back)]
            now = sum(float(bits(s, base_table(corrected(model, s, i)))) for s, i in pairs)
            return 100.0 * (now / sum(float(bits(s, base_table(i))) for s, i in pairs) - 1.0)

    while (progress := (time.monotonic() - begin) / (60.0 * minutes)) < 1.0:
        fall = 0.5 * (1.0 + math.cos(math.pi * max(0.0, (progress - 0.3) / 0.7)))
        optimizer.param_groups[0]["lr"] = LEARNING_RATE * min(1.0, (step + 1) / 50) * (0.01 + 0.99 * fall)
        chosen = torch.from_numpy(random.integers(0, len(data[0]), BATCH))
        symbols, index = data[0][chosen].float(), data[1][chosen].float() / 16
        with torch.no_grad():
            before = bits(symbols, index)
        after = bits(symbols, corrected(model, symbols, index))
        optimizer.zero_grad(set_to_none=True)
        (after / (before + 300.0)).mean().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 0.05)
        optimizer.step()
        step += 1
        gains.append(float(after.detach().sum() / before.sum()))
        if step % 500 == 0:
            log({"step": step, "minutes": round((time.monotonic() - begin) / 60, 2), "bits": round(float(np.mean(gains)), 4)})
            gains = []
    log({"step": step, "heldBackBitsPercent": round(measured(), 2)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path, help="checkpoint to write, for export and for train --start")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    parser.add_argument("--minutes", type=float, required=True, help="of fitting, coding the crops not included")
    parser.add_argument("--crops", type=int, default=5000, help="how many crops to code")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    model, state = averaged(a.checkpoint)
    training, validation = load_photos(a.data)
    data = coded_crops(model, training, a.crops, a.seed)
    if not any(bool(stage.last.weight.any()) for stage in model.scale_contexts.stages):
        widest = torch.argsort(data[1].float().mean((0, 2, 3)), descending=True)
        model.scale_contexts.order.copy_(widest)
    fit(model, data, coded_crops(model, validation, HELD_BACK, 1), a.minutes, lambda r: print(json.dumps(r), flush=True))
    fitted = {k: v for k, v in model.state_dict().items() if k.startswith("scale_contexts.")}
    for weights in ("model", "average"):
        state[weights] = {**state[weights], **fitted}
    # Its entries count parameters that have increased in number.
    state.pop("optimizer", None)
    save(a.out, state)


if __name__ == "__main__":
    main()
