"""Puts the decoder of a trained checkpoint into integers whose units suit what it sees, without any more training."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import averaged, save_weights
from .config import Recipe
from .data import Crops, load_photos
from .exact import WATCH
from .nets import PhotoCodec

WATCHED_BATCHES = 24
ABOVE_ANCHORS = 2  # packs go on above the last anchor with finer steps


@torch.no_grad()
def settle(model: PhotoCodec, crops: Crops, recipe: Recipe) -> None:
    """Switches the decoder to integers after some batches over the whole quality range, with what lies above it."""
    device = next(model.parameters()).device
    model.set_mode(WATCH)
    for _ in range(WATCHED_BATCHES):
        x = crops.batch(recipe.batch, recipe.crop)
        model(x, torch.rand(recipe.batch, device=device) * (recipe.quality_anchors - 1 + ABOVE_ANCHORS))
    model.settle()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="its averaged weights are taken")
    parser.add_argument("out", type=Path, help="checkpoint to write, for export")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model, state = averaged(arguments.checkpoint)
    torch.manual_seed(arguments.seed)
    training, _ = load_photos(arguments.data)
    settle(model, Crops(training, arguments.seed), model.recipe)
    save_weights(arguments.out, model.state_dict(), model.recipe.name, state["step"], state["spent"])


if __name__ == "__main__":
    main()
