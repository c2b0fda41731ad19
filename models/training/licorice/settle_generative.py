"""Puts the generator of a trained checkpoint into integers whose units suit what it sees, and measures what that costs."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import torch

from .checkpoint import averaged, save_weights
from .exact import FLOAT, ON, WATCH
from .generative import GenerativeCodec, assemble
from .train_generative import Batch, Source

WATCHED_BATCHES = 24  # each with every number of code channels
MEASURED_BATCHES = 12


def made_of(model: GenerativeCodec, batch: Batch, count: int) -> torch.Tensor:
    """What the generator makes of a batch with count code channels."""
    channels = torch.full((len(batch.x),), count, device=batch.x.device)
    return model(batch.x, channels, batch.coded, batch.shares)[1]


@torch.no_grad()
def settle(model: GenerativeCodec, source: Source) -> None:
    """Switches the generator to integers after some batches over all numbers of code channels.

    Each is seen a second time without any code, as cells that are drawn from labels alone are most of some pictures.
    """
    model.set_mode(WATCH)
    for _ in range(WATCHED_BATCHES):
        batch = source.batch()
        for count in model.recipe.code_channels:
            made_of(model, batch, count)
        nothing = torch.zeros_like(batch.coded)
        code = nothing.expand(-1, max(model.recipe.code_channels), -1, -1)
        model.generator(assemble(code, nothing, torch.zeros_like(batch.x[:, :1, :1, :1]), batch.judged))
    model.settle()


@torch.no_grad()
def decibels_between(model: GenerativeCodec, source: Source) -> tuple[float, float]:
    """PSNR of samples made with integers against floats, of all pictures and of the worst; the model is left in integers."""
    squares = []
    for _ in range(MEASURED_BATCHES):
        batch = source.batch()
        for count in model.recipe.code_channels:
            model.set_mode(FLOAT)
            floats = made_of(model, batch, count)
            model.set_mode(ON)
            squares += ((made_of(model, batch, count) - floats) ** 2).mean((1, 2, 3)).tolist()
    return decibels(sum(squares) / len(squares)), decibels(max(squares))


def decibels(square: float) -> float:
    return -10 * math.log10(max(square, 1e-12))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="its averaged weights are taken")
    parser.add_argument("out", type=Path, help="checkpoint to write, for export_generative")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    parser.add_argument("--labelled", type=Path, help="folder with classes.csv, train and val, for a recipe with classes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model, state = averaged(arguments.checkpoint, codec=GenerativeCodec)
    torch.manual_seed(arguments.seed)
    source = Source(model.recipe, arguments.data, arguments.labelled, arguments.seed, torch.device("cpu"))
    settle(model, source)
    mean, worst = decibels_between(model, source)
    print(f"PSNR between samples made with integers and with floats: {mean:.2f} dB, of the worst picture {worst:.2f} dB")
    save_weights(arguments.out, model.state_dict(), model.recipe.name, state["step"], state["spent"])


if __name__ == "__main__":
    main()
