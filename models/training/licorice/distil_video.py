"""Teaches a decoder's largest networks to do with bytes what they did with finer activations.

    python -m licorice.distil_video record video.pt --cache CLIPS --data PHOTOS --key photo.pt --out ROWS --minutes 10
    python -m licorice.distil_video train video.pt --rows ROWS --held-out HELD --out RUN --minutes 60
    python -m licorice.distil_video round RUN --rows ROWS --held-out HELD
    python -m licorice.distil_video replace RUN/rounded.pt PACK PACK-DVC PACK-FVC --shared PHOTO-PACK --held-out HELD

The codec is that of a checkpoint from before these networks were of bytes, with its deformable compensation. What they saw
and made is written down; networks of bytes begin with their weights, and learn to make the same of it, each for itself:
first with activations of bytes and weights that are not rounded yet, since weights that are would hold on to the integers
that they have, then these are rounded, layer by layer. All else stays as it is.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .checkpoint import save
from .config import load_recipe
from .deformable import Deformable, Sizes
from .deformable_graphs import deformable_graphs
from .exact import ON, SAMPLE_FRACTION_BITS
from .exact_graphs import synthesis_graph
from .export import graph_runner, write_pack
from .export_video import require_equal
from .key_frames import make_key
from .nets import carry
from .pupils import (
    DRIFTING,
    NETWORKS,
    PREDICTED,
    Pupils,
    chains_of,
    errors_of,
    levels,
    seeing,
    watch_teacher,
    with_fine_weights,
)
from .restore import PackFiles
from .settle_video import HIGHEST_POSITION_ABOVE, watched_crops
from .training_run import TrainingRun, add_options, parse, update_average
from .video import COARSER, VideoCodec, VideoRecipe
from .video_data import load_clips
from .video_graphs import compensation_graph, filter_graph
from .warp import FLOW_BITS

SIDE = 256  # of crops
IN_TURN = (-0.28, 0.14, -0.28, 0.28)  # positions that frames are apart from the clip's, as an encoder has them
WITHOUT_FEATURES, FORGETTING = 0.25, 0.15  # shares of clips that are coded as the other families do
VERY_HIGH = 0.3  # share of clips at positions up to the highest, others stay where networks were trained
SIZES = Sizes()
BATCH, CHAINS = 4, 2
WATCHED = 32  # rows that units are chosen by
LEARNING_RATE, LEAST_RATE = 2e-4, 0.01
LAST_RATE = 0.1
ROUNDED_WITH = 48  # rows that weights are rounded with
CHECKED_APART = 7  # of held-out rows, those that graphs are checked on
WARM_UP = 50  # steps
EMA = 0.998
WEIGHED_AT = 3.0  # the position where an error's cost is 1
NEGLIGIBLE = 0.005  # squared levels


def worth(recipe: VideoRecipe, rows: list[dict]) -> torch.Tensor:
    """What errors of rows cost: where quality is high, more."""
    return torch.tensor([math.sqrt(recipe.lambda_at(r["s"]) / recipe.lambda_at(WEIGHED_AT)) for r in rows])


def wide(state: dict) -> set[str]:
    """The networks of a checkpoint that are not of bytes: those are told the quality plane by a layer of its own."""
    weights = {**state["average"], **state["deformable"]["average"]}
    return {name for name in NETWORKS if f"{name}.quality.weight" in weights}


def narrow(recipe: VideoRecipe, sizes: Sizes, names: set[str]) -> tuple[VideoRecipe, Sizes]:
    """A codec's recipes where of the networks that they have of bytes only these are."""
    kept = tuple(name for name in recipe.of_bytes if name in names), tuple(name for name in sizes.of_bytes if name in names)
    return replace(recipe, of_bytes=kept[0]), replace(sizes, of_bytes=kept[1])


def teacher(path: Path) -> tuple[VideoCodec, Deformable, str]:
    """The codec of a checkpoint, some of whose networks are not of bytes yet, and its recipe's name."""
    state = torch.load(path, map_location="cpu")
    known = load_recipe(state["recipe"])
    missing = wide(state)
    if not missing & {*known.of_bytes, *SIZES.of_bytes}:
        raise ValueError(f"{path}: of bytes already: {', '.join(name for name in NETWORKS if name not in missing)}")
    recipe, sizes = narrow(known, SIZES, set(NETWORKS) - missing)
    model, net = VideoCodec(recipe), Deformable(sizes)
    model.load(state["average"])
    net.load(state["deformable"]["average"])
    return model.eval(), net.eval(), state["recipe"]


class Notes:
    """What networks of a codec saw and made last."""

    def __init__(self, model: VideoCodec, net: Deformable):
        self.found: dict[str, tuple] = {}
        networks = {"compensation": model.compensation, "synthesis": model.synthesis, "filter": model.filter}
        for name, network in {**networks, "offsets": net.offsets, "fusion": net.fusion}.items():
            network.register_forward_hook(lambda _, seen, made, name=name: self.found.update({name: (seen, made)}))

    def row(self) -> dict:
        """Of one frame; outputs in 16-bit floats."""
        (warped, reference, second, flow, quality), made = self.found["compensation"]
        row = {"warped": levels(warped), "ref": levels(reference), "second": levels(second)}
        row.update(flow=flow[0, :, ::2, ::2].half(), q=float(quality.flatten()[0]), comp=made[0].half())
        (latents, _), made = self.found["synthesis"]
        row.update(y=latents[0].clone(), synth=made[0].half())
        (frame, shown, _), made = self.found["filter"]
        row.update(frame=levels(frame), shownf=levels(shown), filter=made[0].half())
        if "fusion" in self.found:
            row["offsets"] = self.found["offsets"][1][0].half()
            (different, _, _, shown, _), made = self.found["fusion"]
            row.update(different=different[0].half(), shown=levels(shown), fusion=made[0].half())
        self.found.clear()
        return row


@torch.no_grad()
def record(arguments: argparse.Namespace) -> None:
    """Codes clips at random positions, a file of rows for each, until time is up."""
    model, net, _ = teacher(arguments.checkpoint)
    notes, random = Notes(model, net), np.random.default_rng(arguments.seed)
    torch.manual_seed(arguments.seed)
    training, held_out = load_clips(arguments.cache)
    clips, photos = (held_out, None) if arguments.held_out else (training, arguments.data)
    crops, key = watched_crops(model, clips, photos, arguments.seed), make_key(arguments.key, seed=arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    trained, until, number = model.recipe.quality_anchors - 1, time.monotonic() + 60.0 * arguments.minutes, 0
    top = trained + HIGHEST_POSITION_ABOVE
    while time.monotonic() < until:
        clip = crops.batch(1, PREDICTED + 1, SIDE)[0]
        s = torch.tensor([random.uniform(0, top if random.random() < VERY_HIGH else trained)]).float()
        model.deformable = None if random.random() < WITHOUT_FEATURES else net
        forgets = random.random() < FORGETTING
        at = torch.clamp(s + float(random.uniform()), max=float(top))
        reference, history = key(clip[:1], at, torch.tensor([model.recipe.lambda_at(float(at))])), None
        rows = []
        for place, x in enumerate(clip[1:].split(1)):
            position = torch.clamp(s + IN_TURN[place % len(IN_TURN)], 0.0, float(top))
            coded = model(x, reference, position, history, coarser=float(random.choice(COARSER)))
            rows.append({**notes.row(), "x": levels(x), "s": float(position)})
            reference, history = coded.frame, None if forgets else coded.history(reference)
        torch.save(rows, arguments.out / f"{arguments.seed:03}_{number:04}.pt")
        number += 1
    print(f"{number} files of {PREDICTED} rows")


def load_rows(folder: Path) -> list[dict]:
    """All rows, with the place of each in its clip."""
    clips = [torch.load(path, map_location="cpu") for path in sorted(folder.glob("*.pt"))]
    return [{**row, "place": place} for clip in clips for place, row in enumerate(clip)]


def in_bytes(model: VideoCodec, net: Deformable) -> tuple[str, ...]:
    """The networks that are of bytes."""
    return tuple(name for name in NETWORKS if getattr(net if hasattr(net, name) else model, name).quality is None)


def of_bytes(model: VideoCodec, net: Deformable, name: str) -> tuple[VideoCodec, Deformable]:
    """The same codec with networks of bytes, those of its recipe; the units of those that are new are yet to be chosen."""
    student, moved = VideoCodec(load_recipe(name)), Deformable(SIZES)
    changed = set(in_bytes(student, moved)) - set(in_bytes(model, net))
    for old, new in ((model, student), (net, moved)):
        kept = {k: v for k, v in old.state_dict().items() if k.split(".")[0] not in changed}
        new.load_state_dict(kept, strict=False)
        for part in changed:
            if hasattr(new, part):
                carry(getattr(old, part), getattr(new, part))
    student.synthesis.skip.load_state_dict(model.synthesis.skip.state_dict())
    student.set_mode(ON)
    moved.set_mode(ON)
    return student, moved


class Distillation(TrainingRun):
    log_every = 20

    def __init__(self, arguments: argparse.Namespace):
        model, net, self.recipe = teacher(arguments.checkpoint)
        known = in_bytes(model, net)
        self.rows, self.held_out, self.out = load_rows(arguments.rows), load_rows(arguments.held_out), arguments.out
        self.chains = chains_of(self.rows)
        self.out.mkdir(parents=True, exist_ok=True)
        self.codec, self.moved = of_bytes(model, net, self.recipe)
        self.random = np.random.default_rng(arguments.seed)
        self.rate, self.truth, self.step, self.spent = arguments.rate, arguments.truth, 0, 0.0
        self.checkpoint = self.out / "checkpoint.pt"
        self.model = Pupils(self.codec, self.moved)
        taught = tuple(name for name in in_bytes(self.codec, self.moved) if name not in known)
        self.learning = tuple(arguments.only.split(",")) if arguments.only else taught
        state = torch.load(self.checkpoint, map_location="cpu") if self.checkpoint.exists() else None
        if state:
            self.model.load_state_dict(state["pupils"])
            self.step, self.spent = state["step"], state["spent"]
            self.random = np.random.default_rng(self.step)
        elif arguments.start:
            start = torch.load(arguments.start, map_location="cpu")["average_pupils"]
            self.model.load_state_dict({k: v for k, v in start.items() if k.split(".")[0] in self.learning}, strict=False)
        else:
            self.settle(Pupils(model, net))
        if not arguments.rounded:
            for name in self.learning:
                with_fine_weights(getattr(self.model, name))
        self.average = copy.deepcopy(self.model)
        last = [p for layer in self.model.last_layers() for p in layer.parameters()]
        fixed = [*last, *self.model.synthesis.skip.parameters()]
        learning = [p for name in self.learning for p in getattr(self.model, name).parameters()]
        last = [p for p in last if any(p is other for other in learning)]
        others = [p for p in learning if all(p is not other for other in fixed)]
        groups = [{"params": others, "factor": 1.0}, {"params": last, "factor": LAST_RATE}]
        self.optimizer = torch.optim.Adam(groups, lr=self.rate, betas=(0.9, 0.99))
        if state:
            self.average.load_state_dict(state["average_pupils"])
            self.optimizer.load_state_dict(state["optimizer"])
        else:
            self.report()

    @torch.no_grad()
    def settle(self, teachers: Pupils) -> None:
        """Chooses units by what the teacher's networks make, whose limits are part of what they have learnt."""
        networks = [(getattr(teachers, name), getattr(self.model, name)) for name in self.learning]
        handles = [handle for old, new in networks for handle in watch_teacher(old, new)]
        for _ in range(WATCHED // BATCH):
            rows = self.draw()
            teachers.compare(rows)
            for row in rows:
                if "fusion" in row and "fusion" in self.learning:
                    self.model.fusion.input.watch(row["different"][None])
        for handle in handles:
            handle.remove()
        self.model.settle(self.learning)

    def draw(self) -> list[dict]:
        return [self.rows[i] for i in self.random.integers(len(self.rows), size=BATCH)]

    def draw_chains(self) -> list[list[dict]]:
        """Frames after each other of some clips, as many of each."""
        clips = [self.chains[i] for i in self.random.integers(len(self.chains), size=CHAINS)]
        length = min(PREDICTED, *map(len, clips))
        starts = [int(self.random.integers(len(clip) - length + 1)) for clip in clips]
        return [clip[start : start + length] for clip, start in zip(clips, starts)]

    def learning_rate(self, progress: float) -> float:
        falling = LEAST_RATE + (1.0 - LEAST_RATE) * 0.5 * (1.0 + math.cos(math.pi * progress))
        return self.rate * min(1.0, (self.step + 1) / WARM_UP) * falling

    def loss(self, errors: torch.Tensor, rows: list[dict]) -> torch.Tensor:
        """Relative to errors, so that what is easy is learnt as well as what is not."""
        return torch.log(errors * worth(self.codec.recipe, rows) + NEGLIGIBLE).mean()

    def one_step(self, progress: float) -> dict[str, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(progress) * group["factor"]
        rows, chains = self.draw(), self.draw_chains()
        drifting = tuple(name for name in self.learning if name in DRIFTING)
        alone = self.learning if self.truth else tuple(name for name in self.learning if name not in DRIFTING)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            errors, missed = self.model.compare(rows, alone)
            drift = self.model.drift(chains, drifting) if drifting else []
        loss = sum(self.loss(e, seeing(name, rows)) for name, e in errors.items() if name not in drifting)
        loss = loss + self.truth * sum(torch.log(ratio).mean() for ratio in missed.values())
        loss = loss + sum(self.loss(e, list(rows)) for e, rows in zip(drift, zip(*chains))) / max(1, len(drift))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for name in self.learning:
            nn.utils.clip_grad_norm_(getattr(self.model, name).parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        update_average(self.average, self.model, min(EMA, (1 + self.step) / (10 + self.step)))
        ratios = {name + " missed": float(torch.log(ratio.detach()).mean()) for name, ratio in missed.items()}
        if drift:
            ratios.update({"drift first": float(drift[0].detach().mean()), "drift last": float(drift[-1].detach().mean())})
        return {**{name: float(e.detach().mean()) for name, e in errors.items()}, **ratios}

    def store(self) -> None:
        codec, moved = copy.deepcopy(self.codec), copy.deepcopy(self.moved)
        average = copy.deepcopy(self.average)
        codec.compensation, codec.synthesis, codec.filter = average.compensation, average.synthesis, average.filter
        moved.offsets, moved.fusion = average.offsets, average.fusion
        codec.set_mode(ON)
        moved.set_mode(ON)
        state = {"recipe": self.recipe, "learning": self.learning, "step": self.step, "spent": self.spent, "optimizer": self.optimizer.state_dict()}
        state.update(model=codec.state_dict(), average=codec.state_dict())
        state["deformable"] = {"model": moved.state_dict(), "average": moved.state_dict()}
        state.update(pupils=self.model.state_dict(), average_pupils=self.average.state_dict())
        save(self.checkpoint, state)

    def summary(self, seen: list[dict[str, float]], seconds: float) -> dict:
        names = sorted({name for s in seen for name in s})
        means = {name: round(float(np.mean([s[name] for s in seen if name in s])), 5) for name in names}
        return {**means, "seconds_a_step": round(seconds / len(seen), 3)}

    @torch.no_grad()
    def report(self) -> None:
        found = errors_of(self.average_or_model(), self.learning, self.held_out)
        self.log({"step": self.step, "held_out": {k: round(float(np.mean(v)), 5) for k, v in found.items()}})

    def average_or_model(self) -> Pupils:
        return getattr(self, "average", self.model)


def round_weights(arguments: argparse.Namespace) -> None:
    """Rounds the weights that a run has taught, into a checkpoint beside its own."""
    state = torch.load(arguments.run / "checkpoint.pt", map_location="cpu")
    pupils = Pupils(*loaded(state))
    recipe, learning = load_recipe(state["recipe"]), state["learning"]
    held_out, rows = load_rows(arguments.held_out), load_rows(arguments.rows)
    chosen = np.random.default_rng(arguments.seed).permutation(len(rows))[:ROUNDED_WITH]

    def cost(error: torch.Tensor, row: list[dict]) -> torch.Tensor:
        """By how much the loss of training grows with an error."""
        weight = worth(recipe, row)
        return weight / (weight * error + NEGLIGIBLE)

    pupils.round(learning, [rows[i] for i in chosen], cost)
    print({name: round(float(np.mean(found)), 5) for name, found in errors_of(pupils, learning, held_out).items()})
    for key, weights in (("average", state["average"]), ("average_pupils", state["average_pupils"])):
        weights.update({k: v for k, v in pupils.state_dict().items() if k in weights})
    moved = state["deformable"]["average"]
    moved.update({k: v for k, v in pupils.state_dict().items() if k in moved})
    kept = {"recipe", "step", "spent", "learning", "average", "average_pupils", "deformable"}
    save(arguments.run / "rounded.pt", {k: v for k, v in state.items() if k in kept})


def loaded(state: dict) -> tuple[VideoCodec, Deformable]:
    """The codec of a checkpoint whose networks are of bytes as its recipe says."""
    student, moved = VideoCodec(load_recipe(state["recipe"])), Deformable(SIZES)
    student.load(state["average"])
    moved.load(state["deformable"]["average"])
    return student.eval(), moved.eval()


def graphs_of(student: VideoCodec, moved: Deformable) -> dict[str, bytes]:
    """The graphs of networks that are of bytes."""
    makers = {"compensation": compensation_graph, "synthesis": synthesis_graph, "filter": filter_graph}
    names = in_bytes(student, moved)
    graphs = {name: maker(student)[0] for name, maker in makers.items() if name in names}
    return {**graphs, **{k: v for k, (v, _) in deformable_graphs(moved).items() if k in names}}


@torch.no_grad()
def check(pupils: Pupils, graphs: dict[str, bytes], rows: list[dict]) -> None:
    """Another runtime must make of rows what PyTorch does, in every bit."""
    runtime, evaluate = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return
    for row in rows:
        pairs = {}
        for name in graphs:
            if not seeing(name, [row]):
                continue
            made, _ = getattr(pupils, "_" + name)([row])
            unit = float(1 << (FLOW_BITS if name == "offsets" else SAMPLE_FRACTION_BITS))
            found = evaluate(graphs[name], [t.contiguous().numpy() for t in pupils.inputs(name, row)])
            pairs[name] = (torch.from_numpy(found), made * unit)
        require_equal(pairs)


def replace_networks(arguments: argparse.Namespace) -> None:
    """Gives packs the networks of bytes of a checkpoint; all else stays as it is."""
    student, moved = loaded(torch.load(arguments.checkpoint, map_location="cpu"))
    graphs = graphs_of(student, moved)
    check(Pupils(student, moved), graphs, load_rows(arguments.held_out)[::CHECKED_APART])
    made: dict[str, bytes] = {}
    for folder, shared in ((arguments.pack, arguments.shared), *((other, arguments.pack) for other in arguments.others)):
        pack = PackFiles(folder)
        names = list(pack.manifest["files"])
        files = {name: made.get(name) or (pack / name).read_bytes() for name in names}
        del pack.manifest["files"]
        files.update({f"{name}.onnx": graph for name, graph in graphs.items() if f"{name}.onnx" in names})
        made = made or files
        write_pack(folder, pack.manifest, files, shared)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recording, training, rounding, replacing = (commands.add_parser(name) for name in ("record", "train", "round", "replace"))
    for command in (recording, training):
        command.add_argument("checkpoint", type=Path, help="with deformable compensation, as restore_video writes it")
        add_options(command)
    recording.add_argument("--cache", type=Path, required=True, help="clips: what licorice.video_data decode or pack wrote")
    recording.add_argument("--data", type=Path, help="folder or zip file of photographs that clips are made of")
    recording.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    recording.add_argument("--held-out", action="store_true", help="of the clips that are held out of training")
    training.add_argument("--rows", type=Path, required=True, help="folder that record wrote")
    training.add_argument("--held-out", type=Path, required=True, help="folder that record --held-out wrote")
    training.add_argument("--start", type=Path, help="checkpoint of such a run, to begin with what it has learnt")
    training.add_argument("--only", help="networks that learn, with commas between them; without: all of bytes")
    training.add_argument("--truth", type=float, default=0.0, help="share of the loss that is what frames miss of true ones")
    training.add_argument("--rounded", action="store_true", help="weights are on their integers while they learn")
    training.add_argument("--rate", type=float, default=LEARNING_RATE)
    training.add_argument("--validate-every", type=int, default=200)
    rounding.add_argument("run", type=Path, help="folder that train wrote; gets rounded.pt")
    rounding.add_argument("--rows", type=Path, required=True, help="folder that record wrote")
    rounding.add_argument("--held-out", type=Path, required=True, help="folder that record --held-out wrote")
    rounding.add_argument("--threads", type=int, default=2)
    rounding.add_argument("--seed", type=int, default=1)
    replacing.add_argument("checkpoint", type=Path, help="what round wrote")
    replacing.add_argument("pack", type=Path, help="folder of the pack whose networks are replaced")
    replacing.add_argument("others", type=Path, nargs="*", help="folders of packs that have its files, and of their own")
    replacing.add_argument("--shared", type=Path, help="folder of the key frames' pack, whose files are not stored again")
    replacing.add_argument("--held-out", type=Path, required=True, help="folder of rows that another runtime is compared on")
    replacing.add_argument("--threads", type=int, default=2)
    arguments = parse(parser)
    if arguments.command == "record":
        record(arguments)
    elif arguments.command == "round":
        round_weights(arguments)
    elif arguments.command == "replace":
        replace_networks(arguments)
    else:
        run = Distillation(arguments)
        run.spend(arguments.minutes, run.one_step, arguments.validate_every)


if __name__ == "__main__":
    main()
