"""Makes a checkpoint of predicted frames whose residuals are coded by a picture codec's networks, all of them in integers.

What finds and codes motion is that of an earlier checkpoint of predicted frames, whatever its residuals were coded by.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import averaged, save_weights
from .config import load_recipe
from .exact import ON, WATCH, switch
from .key_frames import make_key
from .nets import quiet
from .settle_video import watch, watched_crops
from .video import VideoCodec
from .video_data import ClipCrops, load_clips

MOTION = ("flow_", "compensation.", "context.")


def graft(motion: dict, picture: Path, recipe: str) -> VideoCodec:
    """The model, whose networks that are neither checkpoint's compute in floats."""
    model = VideoCodec(load_recipe(recipe))
    codec, _ = averaged(picture)
    if not codec.exact:
        raise ValueError(f"{picture} computes in floats: settle it first")
    model.take(codec)
    known = {name: value for name, value in motion.items() if name.startswith(MOTION)}
    lacking = [name for name in model.state_dict() if name.startswith(MOTION) and name not in known]
    if lacking:
        raise ValueError(f"the checkpoint of predicted frames has no {', '.join(lacking)}")
    model.load_state_dict(known, strict=False)
    model.set_mode(ON)
    return model


@torch.no_grad()
def settle_new(model: VideoCodec, crops: ClipCrops, key) -> None:
    """Puts into integers what neither checkpoint had, and leaves the rest as it is."""
    last = model.filter.rest[-2]
    # Units are those of weights of the usual size: they would keep weights near nothing for ever.
    last.reset_parameters()
    new = [model.prior.mean_head, model.filter]
    for network in new:
        switch(network, WATCH)
    watch(model, crops, key)
    for network in new:
        network.settle()
    quiet(last, 0.0)
    model.set_mode(ON)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("motion", type=Path, help="checkpoint of predicted frames in integers")
    parser.add_argument("picture", type=Path, help="checkpoint of a picture codec in integers, also for the key frames")
    parser.add_argument("out", type=Path, help="checkpoint to write, for train_video --start")
    parser.add_argument("--cache", type=Path, required=True, help="clips: what licorice.video_data decode or pack wrote")
    parser.add_argument("--data", type=Path, help="folder or zip file of photographs that clips are made of")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    state = torch.load(arguments.motion, map_location="cpu")
    model = graft(state["average"], arguments.picture, state["recipe"])
    crops = watched_crops(model, load_clips(arguments.cache)[0], arguments.data, arguments.seed)
    settle_new(model, crops, make_key(arguments.picture, seed=arguments.seed))
    save_weights(arguments.out, model.state_dict(), model.recipe.name)


if __name__ == "__main__":
    main()
