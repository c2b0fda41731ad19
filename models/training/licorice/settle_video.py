"""Puts the decoder of predicted frames into integers whose units suit what it sees, and measures what that costs."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import averaged, save_weights
from .data import load_photos
from .exact import FLOAT, ON, WATCH
from .key_frames import make_key
from .settle import ABOVE_ANCHORS
from .train_video import centres, validate
from .video import VideoCodec
from .video_data import ClipCrops, load_clips

WATCHED_CHAINS = 16  # of two clips each, one at a low and one at a high position
# The pack of key frames has an anchor more, and both packs end at the same position.
HIGHEST_POSITION_ABOVE = ABOVE_ANCHORS + 1
MEASURED_CLIPS = 4
MEASURED_POSITIONS = (0, 3, 6)


def watched_crops(model: VideoCodec, clips: list[torch.Tensor], photos: Path | None, seed: int) -> ClipCrops:
    """Of clips and, where there is a folder or zip file of them, photographs that are large enough."""
    pictures = load_photos(photos)[0] if photos else []
    pictures = [p for p in pictures if min(p.shape[:2]) >= model.recipe.stages[-1][-1]]
    return ClipCrops(clips, pictures, model.recipe.synthetic, seed)


@torch.no_grad()
def watch(model: VideoCodec, crops: ClipCrops, key) -> None:
    """Codes chains over the whole quality range, as training ends with them."""
    _, predicted, _, side = model.recipe.stages[-1]
    top = model.recipe.quality_anchors - 1 + HIGHEST_POSITION_ABOVE
    for _ in range(WATCHED_CHAINS):
        clips = crops.batch(2, predicted + 1, side)
        s = (torch.arange(2) + torch.rand(2)) * (top / 2)
        reference = key(clips[:, 0], s, torch.tensor([model.recipe.lambda_at(float(v)) for v in s]))
        history = None
        for x in clips[:, 1:].unbind(1):
            coded = model(x, reference, s, history)
            reference, history = coded.frame, coded.history(reference)


def settle(model: VideoCodec, crops: ClipCrops, key) -> None:
    """Switches the decoder to integers whose units suit what it sees."""
    model.set_mode(WATCH)
    watch(model, crops, key)
    model.settle()


def compare(model: VideoCodec, clips: torch.Tensor, key) -> list[tuple[dict, dict]]:
    """Validation rows of floats and of integers; the model is left in integers."""
    rows = []
    for mode in (FLOAT, ON):
        model.set_mode(mode)
        rows.append(validate(model, clips, MEASURED_POSITIONS, key))
    return list(zip(*rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="its averaged weights are taken")
    parser.add_argument("out", type=Path, help="checkpoint to write, for export_video")
    parser.add_argument("--cache", type=Path, required=True, help="clips: what licorice.video_data decode or pack wrote")
    parser.add_argument("--data", type=Path, help="folder or zip file of photographs that clips are made of")
    parser.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    model, state = averaged(arguments.checkpoint, codec=VideoCodec)
    torch.manual_seed(arguments.seed)
    training, held_out = load_clips(arguments.cache)
    key = make_key(arguments.key, seed=arguments.seed)
    settle(model, watched_crops(model, training, arguments.data, arguments.seed), key)
    for floats, integers in compare(model, centres(held_out[:MEASURED_CLIPS]), key):
        print(line(floats, integers))
    save_weights(arguments.out, model.state_dict(), model.recipe.name, state["step"], state["spent"])


def line(floats: dict, integers: dict) -> str:
    rows = {"floats": floats, "integers": integers}
    described = ", ".join(f"{name} {row['psnr']:.3f} dB at {row['bpp']:.4f} bits a pixel" for name, row in rows.items())
    psnr, bpp = integers["psnr"] - floats["psnr"], integers["bpp"] / floats["bpp"] - 1
    return f"position {floats['s']}: {described}; {psnr:+.3f} dB, {100 * bpp:+.2f} % bits"


if __name__ == "__main__":
    main()
