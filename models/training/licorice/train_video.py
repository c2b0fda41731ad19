"""Trains a recipe of predicted frames, single ones first and then chains: resumable, time-boxed, on the CPU or CUDA."""

from __future__ import annotations

import argparse
import copy
import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .basis import full_basis, most_energetic
from .checkpoint import save
from .chroma import shared_colour
from .config import load_recipe
from .data import load_photos
from .deformable import load_deformable
from .exact import to_grid
from .key_frames import KeyFrames, StandIn, make_key
from .nets import LATENT_SCALE, MAGNITUDE_FLOOR
from .train import AVERAGE_EVERY, learning_rate, parameter_groups
from .training_run import TrainingRun, add_options, parse, update_average
from .video import COARSER, FLOW_BLOCK, FLOW_SCALE, FLOW_STEPS, Start, VideoCodec, VideoRecipe, flow_basis
from .video_data import ClipCrops, load_clips, samples
from .warp import FLOW_BITS, FLOW_LIMIT, LEVELS, warp, widen

STATISTICS = 24  # batches that linear paths and hyperpriors start from
VALIDATED = 3  # predicted frames of each clip that is kept for validation
# Deformable compensation, if trained with the rest: the share of steps that have it, since packs without it have the same
# networks; how much faster than these it learns, and what it adds directly, which is in small units.
DEFORMABLE = "deformable."
DEFORMABLE_SHARE, DEFORMABLE_RATE, COLOUR_RATE = 0.6, 3.0, 0.15
# By how much the positions of frames after a key frame differ from the group's, again and again, as the encoder has it.
CASCADE = (-0.4, 0.2, -0.4, 0.4)


@torch.no_grad()
def starts(model: VideoCodec, crops: ClipCrops, recipe: VideoRecipe) -> tuple[Start, Start]:
    """Statistics of flow as it is estimated, and of what is left after warping with it."""
    flows, blocks = [], []
    _, _, count, size = recipe.stages[0]
    for _ in range(STATISTICS):
        clips = crops.batch(count, 2, size)
        middle = torch.full((len(clips),), (recipe.quality_anchors - 1) / 2, device=clips.device)
        flow = to_grid(model.estimate(clips[:, 1], clips[:, 0], middle), FLOW_BITS, FLOW_LIMIT)
        left = clips[:, 1] - warp(clips[:, 0], widen(flow))
        for found, factor, values in ((flows, FLOW_BLOCK, flow), (blocks, 16, left)):
            found.append(F.pixel_unshuffle(values, factor).permute(0, 2, 3, 1).flatten(0, 2).cpu().numpy())
    result = []
    for basis, found, count, scale, steps in (
        (flow_basis(), flows, recipe.flow.latents, FLOW_SCALE, FLOW_STEPS),
        (full_basis(), blocks, recipe.residual.latents, LATENT_SCALE, 1.0),
    ):
        functions, deviation, magnitude = most_energetic(basis, np.concatenate(found), count)
        arrays = (functions, deviation, magnitude(scale * steps, MAGNITUDE_FLOOR))
        result.append(Start(*(torch.from_numpy(a) for a in arrays)))
    return result[0], result[1]


def psnr(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Of samples of 8 bits, each frame for itself."""
    mse = LEVELS**2 * ((x - y) ** 2).mean((1, 2, 3))
    return 10 * torch.log10(255.0**2 / mse.clamp(min=1e-4))


def shown_psnr(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The same of frames as 4:2:0 is shown."""
    return psnr(shared_colour(x), shared_colour(y))


@torch.no_grad()
def validate(model: VideoCodec, clips: torch.Tensor, positions, key=None) -> list[dict]:
    """Estimated rate and PSNR of predicted frames, means over clips (N x frames x 3), one row a position."""
    rows = []
    key = key or StandIn(clips.device)
    for position in positions:
        s = torch.full((len(clips),), float(position), device=clips.device)
        lam = torch.full_like(s, model.recipe.lambda_at(position))
        reference = key(clips[:, 0], s, lam)
        row, history = {"key_psnr": psnr(reference, clips[:, 0]).mean()}, None
        for x in clips[:, 1:].unbind(1):
            coded = model(x, reference, s, history)
            history = coded.history(reference)
            costs = model.costs(x, coded)
            values = {
                "flow_bpp": costs["flow_bpp"],
                "bpp": costs["flow_bpp"] + costs["residual_bpp"],
                "warped_psnr": psnr(coded.motion.warped, x),
                "predicted_psnr": psnr(coded.motion.shown, x),
                "psnr": shown_psnr(coded.frame, x),
            }
            for name, value in values.items():
                row[name] = row.get(name, 0.0) + value.mean() / (clips.shape[1] - 1)
            reference = coded.frame
        rows.append({"s": position, **{name: float(value) for name, value in row.items()}})
    return rows


def centres(clips: list[torch.Tensor]) -> torch.Tensor:
    """The first frames of clips, in the middle, as large as all of them are in multiples of 64."""
    sides = [min(c.shape[axis] for c in clips) // 64 * 64 for axis in (2, 3)]
    cut = []
    for clip in clips:
        top, left = ((clip.shape[axis] - side) // 2 for axis, side in zip((2, 3), sides))
        cut.append(samples(clip[: VALIDATED + 1, :, top : top + sides[0], left : left + sides[1]]))
    return torch.stack(cut)


def video_groups(model: VideoCodec, rate: float) -> list[dict]:
    """Parameters by how fast they learn; model has its deformable compensation, if any."""
    if model.deformable is None:
        return parameter_groups(model, rate)
    net, model.deformable = model.deformable, None
    groups = parameter_groups(model, rate)
    model.deformable = net
    colour = list(net.fusion.colour.parameters())
    others = [p for p in net.parameters() if all(p is not other for other in colour)]
    groups.append({"params": others, "factor": DEFORMABLE_RATE, "lr": rate})
    groups.append({"params": colour, "factor": COLOUR_RATE, "lr": rate})
    return groups


class VideoTrainer(TrainingRun):
    def __init__(self, recipe: VideoRecipe, arguments: argparse.Namespace):
        self.recipe, self.out, self.device = recipe, arguments.out, torch.device(arguments.device)
        self.out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(arguments.seed)
        training, held_out = load_clips(arguments.cache)
        photos = load_photos(arguments.data)[0] if arguments.data else []
        photos = [p for p in photos if min(p.shape[:2]) >= max(size for *_, size in recipe.stages)]
        self.crops = ClipCrops(training, photos, recipe.synthetic, arguments.seed, self.device)
        self.held_out = centres(held_out).to(self.device)
        self.key = make_key(arguments.key, self.device, arguments.seed)
        self.parts = arguments.parts
        self.step, self.spent = 0, 0.0
        self.checkpoint = self.out / "checkpoint.pt"
        state = torch.load(self.checkpoint, map_location="cpu") if self.checkpoint.exists() else None
        self.model = VideoCodec(recipe)
        self.deformable = load_deformable(arguments.deformable) if arguments.deformable else None
        if state:
            if self.deformable is not None:
                self.deformable.load(state["deformable"]["model"])
            self.model.load(state["model"])
            self.step, self.spent = state["step"], state["spent"]
        elif arguments.start:
            self.model.load(torch.load(arguments.start, map_location="cpu")["average"])
        else:
            self.model = VideoCodec(recipe, *starts(self.model.to(self.device), self.crops, recipe))
            if isinstance(self.key, KeyFrames):
                self.model.take(self.key.model)
        if isinstance(self.key, KeyFrames):
            self.model.keep_analyses()
        self.model.deformable = self.deformable
        self.average = copy.deepcopy(self.model)
        if state:
            self.average.load({**state["average"], **prefixed(state.get("deformable", {}).get("average", {}))})
        self.model.to(self.device)
        self.average.to(self.device)
        # PyTorch 1.13 has no fused Adam on the CPU.
        fused = {"fused": True} if int(torch.__version__.split(".")[0]) >= 2 else {}
        self.optimizer = torch.optim.Adam(video_groups(self.model, recipe.learning_rate), betas=(0.9, 0.99), **fused)
        if state:
            self.optimizer.load_state_dict(state["optimizer"])
            self.restore_random(state["random"])

    def random_state(self) -> dict:
        generators = {"crops": self.crops.random}
        if isinstance(self.key, StandIn):
            generators["key"] = self.key.random
        state = {name: json.dumps(generator.bit_generator.state) for name, generator in generators.items()}
        return {**state, "torch": torch.get_rng_state()}

    def restore_random(self, state: dict) -> None:
        self.crops.random.bit_generator.state = json.loads(state["crops"])
        if isinstance(self.key, StandIn) and "key" in state:
            self.key.random.bit_generator.state = json.loads(state["key"])
        torch.set_rng_state(state["torch"])

    def store(self) -> None:
        state: dict = {"optimizer": self.optimizer.state_dict()}
        for name in ("model", "average"):
            weights = getattr(self, name).state_dict()
            state[name] = {k: v for k, v in weights.items() if not k.startswith(DEFORMABLE)}
            if self.deformable is not None:
                found = {k[len(DEFORMABLE) :]: v for k, v in weights.items() if k.startswith(DEFORMABLE)}
                state.setdefault("deformable", {})[name] = found
        state.update(step=self.step, spent=self.spent, recipe=self.recipe.name, random=self.random_state())
        save(self.checkpoint, state)

    def stage(self, progress: float) -> tuple[int, int, int]:
        """Predicted frames a clip, clips, and side of crops."""
        return [sizes for begin, *sizes in self.recipe.stages if progress >= begin][-1]

    def draw(self, progress: float, part: int = 0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Clips with a decoded first frame, as N x frames x 3; and their positions. The second are the true frames."""
        predicted, count, size = self.stage(progress)
        clips = self.crops.batch(count, predicted + 1, size)
        # Stratified over the quality range: every batch, and all parts of a step together, see low and high rates.
        stratum = (self.recipe.quality_anchors - 1) / (count * self.parts)
        s = (torch.arange(count) * self.parts + part + torch.rand(count)) * stratum
        s = s.to(self.device)
        strength = float(self.crops.random.uniform(0.7, 1.3))
        # Key frames are worth more bits than the frames that are predicted from them.
        better = torch.from_numpy(self.crops.random.uniform(0.0, self.recipe.key_advance, count).astype(np.float32))
        at = torch.clamp(s + better.to(self.device), max=float(self.recipe.quality_anchors))
        return clips, self.key(clips[:, 0], at, self.multipliers(at), strength), s

    def multipliers(self, s: torch.Tensor) -> torch.Tensor:
        return torch.tensor([self.recipe.lambda_at(float(v)) for v in s], device=self.device)

    def loss(self, clips, reference, s, progress: float) -> tuple[torch.Tensor, dict[str, float]]:
        """The mean cost of the predicted frames of clips, each with what was decoded before it as its reference."""
        recipe = self.recipe
        guidance = recipe.guidance * max(0.0, 1.0 - progress / recipe.guided_fraction)
        total, seen, history = torch.zeros_like(s), {}, None
        remembers = float(self.crops.random.random()) >= recipe.forgetting
        deforms = self.deformable is not None and float(self.crops.random.random()) < DEFORMABLE_SHARE
        self.model.deformable = self.deformable if deforms else None
        frames = clips[:, 1:].unbind(1)
        # Whichever the encoder chooses.
        coarser = torch.from_numpy(self.crops.random.choice(COARSER, len(clips)).astype(np.float32)).to(self.device)
        for place, x in enumerate(frames):
            at = torch.clamp(s + CASCADE[place % len(CASCADE)], min=0.0)
            lam = self.multipliers(at)
            with torch.autocast(self.device.type, dtype=torch.bfloat16):
                coded = self.model(x, reference, at, history, coarser=coarser)
            history = coded.history(reference) if remembers else None
            costs = self.model.costs(x, coded)
            total = total + costs["flow_bpp"] + costs["residual_bpp"] + lam * costs["squared"]
            if guidance:
                missed = torch.mean((coded.motion.warped - x) ** 2, (1, 2, 3))
                total = total + guidance * lam * LEVELS**2 * missed
            missed = torch.mean((coded.motion.prediction - x) ** 2, (1, 2, 3))
            total = total + recipe.foresight * lam * LEVELS**2 * missed
            costs["psnr"] = shown_psnr(coded.frame, x)
            for name in ("flow_bpp", "residual_bpp", "psnr"):
                seen[name] = seen.get(name, 0.0) + float(costs[name].detach().mean()) / len(frames)
            reference = coded.frame
        self.model.deformable = self.deformable
        loss = (total / (len(frames) * torch.sqrt(self.multipliers(s)))).mean()
        return loss, {"loss": float(loss.detach()), **seen}

    def one_step(self, progress: float) -> dict[str, float]:
        rate = learning_rate(self.recipe, progress, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        self.optimizer.zero_grad(set_to_none=True)
        seen: dict[str, float] = {}
        for part in range(self.parts):
            loss, of_part = self.loss(*self.draw(progress, part), progress)
            (loss / self.parts).backward()
            seen = {name: seen.get(name, 0.0) + value / self.parts for name, value in of_part.items()}
        # Each network for itself: their gradients differ by orders of magnitude.
        networks = [list(network.parameters()) for network in self.model.children()]
        norms = [torch.nn.utils.clip_grad_norm_(network, self.recipe.gradient_clip) for network in networks]
        if torch.isfinite(torch.stack(norms)).all():
            self.optimizer.step()
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            decay = min(self.recipe.ema, (1 + self.step) / (10 + self.step))
            update_average(self.average, self.model, decay**AVERAGE_EVERY)
        return seen

    def run(self, minutes: float, validate_every: int | None, begin: float = 0.0) -> None:
        """begin: the part of the recipe's course that is left out."""
        self.spend(minutes, lambda progress: self.one_step(begin + (1.0 - begin) * progress), validate_every)

    def summary(self, seen: list[dict[str, float]], seconds: float) -> dict:
        means = {name: round(float(np.mean([s[name] for s in seen])), 4) for name in seen[0]}
        return {**means, "steps_per_second": round(len(seen) / max(seconds, 1e-9), 2)}

    def report(self) -> None:
        net = self.average.deformable
        for deformable in [None] if net is None else [None, net]:
            self.average.deformable = deformable
            rows = validate(self.average, self.held_out, range(0, self.recipe.quality_anchors, 2))
            record = {"step": self.step, "deformable": True} if deformable is not None else {"step": self.step}
            self.log({**record, "validation": [{k: round(v, 5) for k, v in r.items()} for r in rows]})


def prefixed(weights: dict) -> dict:
    """Weights of deformable compensation as a codec names them."""
    return {DEFORMABLE + name: value for name, value in weights.items()}


def with_options(recipe: VideoRecipe, batch: float, rate: float | None) -> VideoRecipe:
    """The recipe with batches so many times as large, and another learning rate if asked."""
    stages = tuple((begin, frames, max(1, round(count * batch)), size) for begin, frames, count, size in recipe.stages)
    return dataclasses.replace(recipe, stages=stages, learning_rate=rate or recipe.learning_rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe")
    parser.add_argument("--cache", type=Path, required=True, help="clips: what licorice.video_data decode or pack wrote")
    parser.add_argument("--data", type=Path, help="folder or zip file of photographs that clips are made of")
    parser.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    add_options(parser)
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights a new run begins with")
    parser.add_argument("--deformable", type=Path, help="checkpoint of deformable compensation, which is trained with the rest")
    parser.add_argument("--batch", type=float, default=1.0, help="batches so many times as large as the recipe's")
    parser.add_argument("--parts", type=int, default=1, help="batches whose gradients are added up for a step")
    parser.add_argument("--rate", type=float, help="learning rate instead of the recipe's")
    parser.add_argument("--begin", type=float, default=0.0, help="part of the recipe's course that is left out: weights are refined")
    parser.add_argument("--validate-every", type=int, default=2500, help="steps between RD points; 0: only at the end")
    arguments = parse(parser)
    recipe = with_options(load_recipe(arguments.recipe), arguments.batch, arguments.rate)
    VideoTrainer(recipe, arguments).run(arguments.minutes, arguments.validate_every or 10**9, arguments.begin)


if __name__ == "__main__":
    main()
