"""Trains deformable compensation on top of a codec of predicted frames that stays as it is: resumable, time-boxed.

    python -m licorice.train_deformable video.pt --cache CLIPS --key photo.pt --rows rows.pt --held-out held.pt
                                        --out RUN --minutes 30

What it is trained on is coded once, by the codec, into files of rows; those that are there already are read, whoever made
them. Training begins in floats and ends in integers, whose units suit what it saw until then. Frames that are predicted
from its own ones are others than it has seen then, and it spoils them: so it goes on (`--start`) with rows that were
coded with it (`--loop`).
"""

from __future__ import annotations

import argparse
import copy
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .checkpoint import averaged, save
from .data import load_photos
from .deformable import Deformable, load_deformable
from .exact import SAMPLE_FRACTION_BITS, WATCH
from .key_frames import make_key
from .training_run import TrainingRun, add_options, parse, update_average
from .video import VideoCodec
from .video_data import ClipCrops, load_clips
from .warp import FLOW_BITS, HIGHEST, LEVELS, LOWEST, to_frame

PREDICTED, SIDE = 7, 192  # frames of a clip after the first, and sides of crops
BATCH = 4
FLOATS = 0.6  # the first part of a run
WATCHED = 24  # batches that units are chosen by
LEARNING_RATE, LEAST_RATE = 1.2e-3, 0.02
WARM_UP = 50  # steps
# What is added directly is in small units: a step of its weights is to be as small.
COLOUR_RATE = 0.05
EMA = 0.998
BLOCK = 8
# Squared error of a sample that a quantiser makes anyway, in that which is as bad as a bit; and samples of a pixel whose
# errors are coded apart from each other.
UNTOUCHED, APART = 1.3 / 1.386, 1.5


class Seen(NamedTuple):
    """What is known of N predicted frames before deformable compensation, and the true frames."""

    x: torch.Tensor
    warped: torch.Tensor
    reference: torch.Tensor
    second: torch.Tensor
    flow: torch.Tensor  # at every pixel, that of even ones
    prediction: torch.Tensor
    s: torch.Tensor


def levels(frame: torch.Tensor) -> torch.Tensor:
    return torch.round(frame * LEVELS + LEVELS / 2).byte()


@torch.no_grad()
def make_rows(model: VideoCodec, crops: ClipCrops, key, count: int) -> list[dict]:
    """Codes so many clips at random positions, as the model does; a row for each predicted frame."""
    rows, top = [], model.recipe.quality_anchors - 1
    for _ in range(count):
        clip, s = crops.batch(1, PREDICTED + 1, SIDE)[0], torch.rand(1) * top
        at = torch.clamp(s + model.recipe.key_advance * torch.rand(1), max=float(top + 1))
        reference, history = key(clip[:1], at, torch.tensor([model.recipe.lambda_at(float(at))])), None
        for x in clip[1:].split(1):
            coded = model(x, reference, s, history)
            motion = coded.motion
            frames = {"x": x, "ref": reference, "warped": motion.warped, "second": motion.second}
            row = {name: levels(frame[0]) for name, frame in frames.items()}
            row["flow"] = torch.round(motion.flow[0, :, ::2, ::2] * (1 << FLOW_BITS)).short()
            added = model.compensation(motion.warped, reference, motion.second, motion.flow, model.quality(s))[0]
            added = torch.round(added * (1 << SAMPLE_FRACTION_BITS))
            rows.append({**row, "added": added.clamp(-(1 << 15), (1 << 15) - 1).short(), "s": float(s)})
            reference, history = coded.frame, coded.history(reference)
    return rows


def turned(row: dict, across: bool, down: bool, swapped: bool) -> dict:
    """A row that is flipped and transposed; flow is then that of the pixels beside even ones."""
    found = {}
    for name, value in row.items():
        if torch.is_tensor(value):
            value = value.flip([axis for axis, flipped in ((2, across), (1, down)) if flipped])
            if name == "flow":
                value = value * torch.tensor([-1 if flipped else 1 for flipped in (across, down)]).view(2, 1, 1).short()
                value = value.flip(0) if swapped else value
            value = value.transpose(1, 2) if swapped else value
        found[name] = value
    return found


def batch(rows: list[dict]) -> Seen:
    def all_of(name: str) -> torch.Tensor:
        return torch.stack([row[name] for row in rows]).float()

    x, warped, reference, second = ((all_of(name) - LEVELS / 2) / LEVELS for name in ("x", "warped", "ref", "second"))
    flow = (all_of("flow") / (1 << FLOW_BITS)).repeat_interleave(2, 2).repeat_interleave(2, 3)
    prediction = torch.clamp(warped + all_of("added") / (1 << SAMPLE_FRACTION_BITS), LOWEST, HIGHEST)
    return Seen(x, warped, reference, second, flow, prediction, torch.tensor([row["s"] for row in rows]))


def predicted(model: VideoCodec, net: Deformable, seen: Seen) -> torch.Tensor:
    """The whole prediction; not limited, so that there are gradients."""
    frames = seen.warped, seen.reference, seen.second, seen.flow
    with torch.autocast(seen.x.device.type, dtype=torch.bfloat16, enabled=not net.exact and torch.is_grad_enabled()):
        fused = net(*frames, to_frame(seen.prediction), model.quality(seen.s))
    return seen.prediction + fused.float()


def squared(prediction: torch.Tensor, seen: Seen) -> torch.Tensor:
    """Of N frames, in squared levels."""
    return LEVELS**2 * ((prediction - seen.x) ** 2).mean((1, 2, 3))


def worth(model: VideoCodec, prediction: torch.Tensor, seen: Seen) -> torch.Tensor:
    """About the bits a pixel that what N predictions miss will cost: logarithms of blocks' errors over a quantiser's."""
    per_bit = torch.tensor([3.0 / model.recipe.lambda_at(float(s)) for s in seen.s]).view(-1, 1, 1, 1)
    missed = LEVELS**2 * F.avg_pool2d((prediction - seen.x) ** 2, BLOCK).sum(1, keepdim=True)
    return 0.5 * APART * torch.log2(1.0 + missed / (APART * UNTOUCHED * per_bit)).mean((1, 2, 3))


class DeformableTrainer(TrainingRun):
    def __init__(self, model: VideoCodec, rows: list[dict], held_out: list[dict], arguments: argparse.Namespace):
        self.codec, self.rows, self.held_out, self.out = model, rows, held_out, arguments.out
        self.out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(arguments.seed)
        self.random = np.random.default_rng(arguments.seed)
        self.rate = arguments.rate
        self.step, self.spent = 0, 0.0
        self.checkpoint = self.out / "checkpoint.pt"
        self.model = Deformable()
        state = torch.load(self.checkpoint, map_location="cpu") if self.checkpoint.exists() else None
        if state:
            self.model.load(state["model"])
            self.step, self.spent = state["step"], state["spent"]
        elif arguments.start:
            self.model.load(torch.load(arguments.start, map_location="cpu")["average"])
        self.average = copy.deepcopy(self.model)
        colour = list(self.model.fusion.colour.parameters())
        others = [p for p in self.model.parameters() if all(p is not other for other in colour)]
        groups = [{"params": others, "factor": 1.0}, {"params": colour, "factor": COLOUR_RATE}]
        self.optimizer = torch.optim.Adam(groups, lr=self.rate, betas=(0.9, 0.99))
        if state:
            self.average.load(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.random = np.random.default_rng(self.step)

    def store(self) -> None:
        state = {name: getattr(self, name).state_dict() for name in ("model", "average", "optimizer")}
        save(self.checkpoint, {**state, "step": self.step, "spent": self.spent, "recipe": self.codec.recipe.name})

    def draw(self) -> Seen:
        chosen = self.random.integers(len(self.rows), size=BATCH)
        return batch([turned(self.rows[i], *(bool(v) for v in self.random.integers(2, size=3))) for i in chosen])

    def learning_rate(self, progress: float) -> float:
        """Even at first, and falling from the middle of each of both parts on."""
        within = progress / FLOATS if progress < FLOATS else 0.5 + 0.5 * (progress - FLOATS) / (1.0 - FLOATS)
        falling = max(0.0, 2.0 * within - 1.0)
        rate = self.rate * (1.0 if progress < FLOATS else 0.5)
        least = LEAST_RATE if progress >= FLOATS else 0.3
        return rate * min(1.0, (self.step + 1) / WARM_UP) * (least + (1.0 - least) * 0.5 * (1.0 + math.cos(math.pi * falling)))

    @torch.no_grad()
    def settle(self) -> None:
        """Goes on with the averaged weights, in integers."""
        self.average.set_mode(WATCH)
        for _ in range(WATCHED):
            predicted(self.codec, self.average, self.draw())
        self.average.settle()
        self.model.load(self.average.state_dict())

    def one_step(self, progress: float) -> dict[str, float]:
        if progress >= FLOATS and not self.model.exact:
            self.report()
            self.settle()
            self.report()
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(progress) * group["factor"]
        seen = self.draw()
        prediction = predicted(self.codec, self.model, seen)
        bits, error = worth(self.codec, prediction, seen), squared(prediction, seen)
        with torch.no_grad():
            before, error_before = worth(self.codec, seen.prediction, seen), squared(seen.prediction, seen)
        # Frames of high quality have most of the bits, and those of low quality as much to gain.
        loss = (bits / (before + 0.05)).mean() + 0.1 * torch.log(error + 0.1).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.step += 1
        update_average(self.average, self.model, min(EMA, (1 + self.step) / (10 + self.step)))
        gain = 10.0 * torch.log10(error_before / error.detach().clamp(min=1e-3)).mean()
        return {"gain": float(gain), "saved": float(before.mean() - bits.detach().mean()), "bits": float(before.mean())}

    def run(self, minutes: float, validate_every: int) -> None:
        self.spend(minutes, self.one_step, validate_every)

    def summary(self, seen: list[dict[str, float]], seconds: float) -> dict:
        means = {name: round(float(np.mean([s[name] for s in seen])), 4) for name in seen[0]}
        return {**means, "steps_per_second": round(len(seen) / max(seconds, 1e-9), 2)}

    def report(self) -> None:
        self.log({"step": self.step, "exact": bool(self.average.exact), **measure(self.codec, self.average, self.held_out)})


@torch.no_grad()
def measure(model: VideoCodec, net: Deformable, rows: list[dict]) -> dict[str, float]:
    """What predictions of rows gain: decibels, their mean, and of the bits that are reckoned with the saved part."""
    decibels, saved, bits = [], 0.0, 0.0
    for start in range(0, len(rows), BATCH):
        seen = batch(rows[start : start + BATCH])
        prediction = torch.clamp(predicted(model, net, seen), LOWEST, HIGHEST)
        errors = (squared(p, seen).clamp(min=1e-3) for p in (seen.prediction, prediction))
        decibels.append(10.0 * torch.log10(next(errors) / next(errors)))
        before = float(worth(model, seen.prediction, seen).sum())
        bits, saved = bits + before, saved + before - float(worth(model, prediction, seen).sum())
    return {"held_out_gain": round(float(torch.cat(decibels).mean()), 4), "held_out_saved": round(saved / bits, 5)}


def rows_of(path: Path, clips: list[torch.Tensor], count: int, model: VideoCodec, arguments: argparse.Namespace) -> list[dict]:
    """Those of a file, which is written if there is none."""
    if not path.exists():
        photos = load_photos(arguments.data)[0] if arguments.data else []
        photos = [p for p in photos if min(p.shape[:2]) >= SIDE]
        crops = ClipCrops(clips, photos, model.recipe.synthetic, arguments.seed)
        model.deformable = load_deformable(arguments.loop) if arguments.loop else None
        torch.save(make_rows(model, crops, make_key(arguments.key, seed=arguments.seed), count), path)
        model.deformable = None
    return torch.load(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="of predicted frames, in integers; stays as it is")
    parser.add_argument("--rows", type=Path, nargs="+", required=True, help="files of rows to train on")
    parser.add_argument("--held-out", type=Path, required=True, help="file of rows to measure by")
    parser.add_argument("--cache", type=Path, help="clips, for files of rows that there are not yet")
    parser.add_argument("--data", type=Path, help="folder or zip file of photographs that clips are made of")
    parser.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    parser.add_argument("--clips", type=int, default=400, help="clips that a file of rows is made of")
    parser.add_argument("--loop", type=Path, help="checkpoint of this that clips are coded with, for such files")
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights a new run begins with")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--validate-every", type=int, default=500, help="steps")
    add_options(parser)
    arguments = parse(parser)
    torch.manual_seed(arguments.seed)
    model, _ = averaged(arguments.checkpoint, codec=VideoCodec)
    model.requires_grad_(False)
    training, held_out = load_clips(arguments.cache) if arguments.cache else ([], [])
    rows = [row for path in arguments.rows for row in rows_of(path, training, arguments.clips, model, arguments)]
    held = rows_of(arguments.held_out, held_out, max(1, arguments.clips // 20), model, arguments)
    DeformableTrainer(model, rows, held, arguments).run(arguments.minutes, arguments.validate_every)


if __name__ == "__main__":
    main()
