"""Gives each latent channel the gain that its share in 1 - MS-SSIM asks for; networks stay as they are.

Around a decoded picture squared error and 1 - MS-SSIM are both quadratic in small errors of a latent. What a channel
adds to the one for each unit of the other is measured with errors of random sign in one channel at a time; gains follow
its square root, and their geometric mean stays.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import averaged, save_weights
from .data import Crops, load_photos
from .ms_ssim import ms_ssim
from .nets import PhotoCodec

CROPS = 6
CROP = 256
AMPLITUDE = 2.0  # latent units: some two and a half levels of 8-bit samples


@torch.no_grad()
def decoded_latents(model: PhotoCodec, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
    """The latents that a reader makes at positions s."""
    seen = []
    hook = model.synthesis.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    try:
        model(x, s)
    finally:
        hook.remove()
    return seen[0]


@torch.no_grad()
def weights(model: PhotoCodec, x: torch.Tensor, position: float, seed: int) -> torch.Tensor:
    """What each channel adds to 1 - MS-SSIM for a squared error of one level, all but for a common factor."""
    s = torch.full((len(x),), position)
    y = decoded_latents(model, x, s)
    plane = model.quality_plane(s).expand(-1, 1, *y.shape[2:])
    before = model.synthesis(y, plane)
    signs = torch.Generator().manual_seed(seed)
    result = torch.empty(y.shape[1])
    for channel in range(y.shape[1]):
        moved = y.clone()
        sign = torch.randint(0, 2, moved[:, channel].shape, generator=signs) * 2 - 1
        moved[:, channel] += AMPLITUDE * sign
        after = model.synthesis(moved, plane)
        unlike = (1.0 - ms_ssim(before + 0.5, after + 0.5)).mean()
        result[channel] = unlike / ((after - before) ** 2).mean()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="its averaged weights are taken")
    parser.add_argument("recipe", help="recipe that the result names")
    parser.add_argument("out", type=Path, help="checkpoint to write, for export or for train --start")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    parser.add_argument("--anchor", type=float, default=4.0, help="position on the quality axis")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model, state = averaged(arguments.checkpoint, arguments.recipe)
    training, _ = load_photos(arguments.data)
    x = Crops(training, arguments.seed).batch(CROPS, CROP)
    offset = 0.5 * torch.log(weights(model, x, arguments.anchor, arguments.seed))
    offset -= offset.mean()
    print(f"gains: {float(torch.exp(offset.min())):.2f} to {float(torch.exp(offset.max())):.2f} times those before")
    model.log_gain.add_(offset)
    save_weights(arguments.out, model.state_dict(), model.recipe.name, state["step"])


if __name__ == "__main__":
    main()
