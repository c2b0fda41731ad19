"""Teaches a decoder's largest networks to do with bytes what they did with finer activations.

    python -m licorice.distil_video record video.pt --cache CLIPS --data PHOTOS --key photo.pt --out ROWS --minutes 10
    python -m licorice.distil_video train video.pt --rows ROWS --held-out HELD --out RUN --minutes 60
    python -m licorice.distil_video replace RUN/checkpoint.pt PACK PACK-DVC PACK-FVC --shared PHOTO-PACK --held-out HELD

The codec is that of a checkpoint from before these networks were of bytes, with its deformable compensation. What they saw
and made is written down; networks of bytes begin with their weights, and learn to make the same of it, each for itself. All
else stays as it is.
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
from .chroma import shared_colour
from .config import load_recipe
from .deformable import Deformable, Sizes
from .deformable_graphs import deformable_graphs
from .exact import LATENT_FRACTION_BITS, ON, SAMPLE_FRACTION_BITS, ExactConv, Grid
from .exact_graphs import synthesis_graph
from .export import graph_runner, write_pack
from .export_video import require_equal
from .key_frames import make_key
from .nets import carry
from .restore import PackFiles
from .settle_video import HIGHEST_POSITION_ABOVE, watched_crops
from .training_run import TrainingRun, add_options, parse, update_average
from .video import COARSER, VideoCodec
from .video_data import load_clips
from .video_graphs import compensation_graph, filter_graph
from .warp import FLOW_BITS, LEVELS

PREDICTED, SIDE = 5, 256  # frames of a clip after the first, and sides of crops
IN_TURN = (-0.28, 0.14, -0.28, 0.28)  # positions that frames are apart from the clip's, as an encoder has them
WITHOUT_FEATURES, FORGETTING = 0.25, 0.15  # shares of clips that are coded as the other families do
VERY_HIGH = 0.3  # share of clips at positions up to the highest, others stay where networks were trained
NETWORKS = ("compensation", "synthesis", "filter", "offsets", "fusion")
SIZES = Sizes()
BATCH = 4
WATCHED = 32  # rows that units are chosen by
LEARNING_RATE, LEAST_RATE = 2e-4, 0.01
LAST_RATE = 0.1
CHECKED_APART = 7  # of held-out rows, those that graphs are checked on
WARM_UP = 50  # steps
EMA = 0.998
WEIGHED_AT = 3.0  # the position where an error's cost is 1
NEGLIGIBLE = 0.03  # squared levels
SHARED = 0.85  # of the errors of frames, as in the recipe
LEAST_MISSED = 0.5  # squared levels that all predictions miss


def levels(frame: torch.Tensor) -> torch.Tensor:
    return torch.round(frame[0] * LEVELS + LEVELS / 2).byte()


def samples(frame: torch.Tensor) -> torch.Tensor:
    return (frame.float() - LEVELS / 2) / LEVELS


def teacher(path: Path) -> tuple[VideoCodec, Deformable, str]:
    """The codec of a checkpoint whose networks are not of bytes, and its recipe's name."""
    state = torch.load(path, map_location="cpu")
    learnt = [name for name in NETWORKS[:3] if f"{name}.quality.weight" not in state["average"]]
    learnt += [name for name in NETWORKS[3:] if f"{name}.quality.weight" not in state["deformable"]["average"]]
    if learnt:
        raise ValueError(f"{path}: of bytes already: {', '.join(learnt)}")
    model = VideoCodec(replace(load_recipe(state["recipe"]), of_bytes=()))
    model.load(state["average"])
    net = Deformable(replace(SIZES, of_bytes=()))
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
    return [row for path in sorted(folder.glob("*.pt")) for row in torch.load(path, map_location="cpu")]


def taught(student: VideoCodec) -> tuple[str, ...]:
    """The networks that are of bytes."""
    return tuple(name for name in NETWORKS if name in (*student.recipe.of_bytes, *SIZES.of_bytes))


def of_bytes(model: VideoCodec, net: Deformable, name: str) -> tuple[VideoCodec, Deformable]:
    """The same codec with networks of bytes, those of its recipe, whose units are yet to be chosen."""
    student, moved = VideoCodec(load_recipe(name)), Deformable(SIZES)
    changed = taught(student)
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


def watch_teacher(old: nn.Module, new: nn.Module) -> list:
    """Has grids of a network of bytes see what those of the other one make; returns handles that end it."""
    grids = {name: grid for name, grid in old.named_modules() if isinstance(grid, Grid)}

    def see(grid: Grid, made: torch.Tensor) -> None:
        grid.watch(made if grid.slope is None else torch.where(made < 0, made / grid.slope, made))

    return [
        grids[name].register_forward_hook(lambda _, __, made, grid=grid: see(grid, made))
        for name, grid in new.named_modules()
        if isinstance(grid, Grid) and name in grids
    ]


def weighed(missed: torch.Tensor) -> torch.Tensor:
    """Squared levels of each of N frames, most of them as 4:2:0 is shown."""
    shown, coded = ((v**2).mean((1, 2, 3)) for v in (shared_colour(missed), missed))
    return LEVELS**2 * (SHARED * shown + (1.0 - SHARED) * coded) + LEAST_MISSED


class Pupils(nn.Module):
    """The networks that learn, and what they make of rows."""

    def __init__(self, student: VideoCodec, moved: Deformable):
        super().__init__()
        self.compensation, self.synthesis, self.filter = student.compensation, student.synthesis, student.filter
        self.offsets, self.fusion = moved.offsets, moved.fusion
        # Not a module of this one, since it stays as it is.
        object.__setattr__(self, "features", moved.features)
        self.feature_bits = moved.features.grid.bits.clone()

    def last_layers(self) -> list[ExactConv]:
        """Those that end in small units, so that a step of their weights is to be as small."""
        ends = [self.compensation.fine, self.synthesis.branch, self.filter.rest, self.offsets.fine]
        convolutions = [[layer for layer in end if isinstance(layer, ExactConv)][-1] for end in ends]
        return [*convolutions, self.fusion.colour, self.fusion.weights]

    def compare(self, rows: list[dict], names: tuple[str, ...] = NETWORKS) -> tuple[dict, dict]:
        """By network, of each row that has it: mean squared differences from what was made, in levels or pixels of offsets;

        and the squared error of what frames become over that with what was made.
        """
        differences, ratios = {}, {}
        for name in names:
            chosen = [r for r in rows if "fusion" in r] if name in ("offsets", "fusion") else rows
            if not chosen:
                continue
            made, wanted = getattr(self, "_" + name)(chosen)
            scale = 1.0 if name == "offsets" else LEVELS**2
            differences[name] = scale * ((made.float() - wanted.float()) ** 2).mean((1, 2, 3))
            if name != "offsets":
                missing = self._missing(name, chosen)
                ratios[name] = weighed(made.float() - missing) / weighed(wanted.float() - missing)
        return differences, ratios

    def _missing(self, name: str, rows: list[dict]) -> torch.Tensor:
        """What a network should have made for frames to be true ones."""
        before = samples(self._all(rows, "frame" if name in ("synthesis", "filter") else "warped"))
        if name == "synthesis":
            before = before - self._all(rows, "synth")
        if name == "fusion":
            before = before + self._all(rows, "comp")
        return samples(self._all(rows, "x")) - before

    @staticmethod
    def _seen(rows: list[dict]):
        frames = [samples(torch.stack([r[name] for r in rows])) for name in ("warped", "ref", "second")]
        flow = torch.stack([r["flow"].float() for r in rows]).repeat_interleave(2, 2).repeat_interleave(2, 3)
        return (*frames, flow, Pupils._quality(rows))

    @staticmethod
    def _quality(rows: list[dict]) -> torch.Tensor:
        return torch.tensor([r["q"] for r in rows]).view(-1, 1, 1, 1)

    @staticmethod
    def _all(rows: list[dict], name: str) -> torch.Tensor:
        return torch.stack([r[name].float() for r in rows])

    def inputs(self, name: str, row: dict) -> tuple[torch.Tensor, ...]:
        """What the graph of a network is given for a row."""

        def frame(key: str) -> torch.Tensor:
            return self._all([row], key) - LEVELS / 2

        quality = self._quality([row])
        if name == "synthesis":
            return self._all([row], "y") * (1 << LATENT_FRACTION_BITS), quality
        if name == "filter":
            return frame("frame"), frame("shownf"), quality
        if name == "fusion":
            unit = torch.exp2(self.feature_bits.float()).view(1, -1, 1, 1)
            with torch.no_grad():
                features = self.features(samples(self._all([row], "warped")))
            return (self._all([row], "different") + features) * unit, frame("warped"), frame("second"), frame("shown"), quality
        flow = self._all([row], "flow") * (1 << FLOW_BITS)
        return frame("warped"), frame("ref"), frame("second"), flow, quality

    def _compensation(self, rows):
        return self.compensation(*self._seen(rows)), self._all(rows, "comp")

    def _offsets(self, rows):
        return self.offsets(*self._seen(rows)), self._all(rows, "offsets")

    def _synthesis(self, rows):
        y = self._all(rows, "y")
        return self.synthesis(y, self._quality(rows).expand(-1, 1, *y.shape[2:])), self._all(rows, "synth")

    def _filter(self, rows):
        frames = (samples(self._all(rows, name)) for name in ("frame", "shownf"))
        return self.filter(*frames, self._quality(rows)), self._all(rows, "filter")

    def _fusion(self, rows):
        warped, second, shown = (samples(self._all(rows, name)) for name in ("warped", "second", "shown"))
        return self.fusion(self._all(rows, "different"), warped, second, shown, self._quality(rows)), self._all(rows, "fusion")

    def settle(self, names: tuple[str, ...]) -> None:
        """Chooses units after watching; the linear path has its own already."""
        skip = {name: value.clone() for name, value in self.synthesis.skip.state_dict().items()}
        for name in names:
            network = getattr(self, name)
            network.settle(*([self.feature_bits] if network is self.fusion else []))
        self.synthesis.skip.load_state_dict(skip)

    def give_way(self, names: tuple[str, ...]) -> int:
        """Makes units coarser where training has filled the range of sums."""
        count = 0
        for name in names:
            network = getattr(self, name)
            for layer in network.modules():
                if isinstance(layer, ExactConv) and layer is not getattr(network, "skip", None):
                    count += layer.give_way(self.factor(network, layer))
        return count

    @staticmethod
    def factor(network: nn.Module, layer: ExactConv) -> torch.Tensor | None:
        if layer is not network.first:
            return None
        if hasattr(network, "contrast"):
            return network.contrast()
        return network.whole_normaliser() if hasattr(network, "normaliser") else None


class Distillation(TrainingRun):
    log_every = 20

    def __init__(self, arguments: argparse.Namespace):
        model, net, self.recipe = teacher(arguments.checkpoint)
        self.rows, self.held_out, self.out = load_rows(arguments.rows), load_rows(arguments.held_out), arguments.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.codec, self.moved = of_bytes(model, net, self.recipe)
        self.random = np.random.default_rng(arguments.seed)
        self.rate, self.truth, self.step, self.spent = arguments.rate, arguments.truth, 0, 0.0
        self.checkpoint = self.out / "checkpoint.pt"
        self.model = Pupils(self.codec, self.moved)
        self.learning = tuple(arguments.only.split(",")) if arguments.only else taught(self.codec)
        state = torch.load(self.checkpoint, map_location="cpu") if self.checkpoint.exists() else None
        if state:
            self.model.load_state_dict(state["pupils"])
            self.step, self.spent = state["step"], state["spent"]
            self.random = np.random.default_rng(self.step)
        elif arguments.start:
            start = torch.load(arguments.start, map_location="cpu")
            self.codec.load(start["average"])
            self.moved.load(start["deformable"]["average"])
        else:
            self.settle(Pupils(model, net))
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

    def learning_rate(self, progress: float) -> float:
        falling = LEAST_RATE + (1.0 - LEAST_RATE) * 0.5 * (1.0 + math.cos(math.pi * progress))
        return self.rate * min(1.0, (self.step + 1) / WARM_UP) * falling

    def loss(self, errors: torch.Tensor, rows: list[dict]) -> torch.Tensor:
        """Where quality is high, so is what an error costs; where there is much to predict, more is missed anyway."""
        recipe = self.codec.recipe
        weight = torch.tensor([math.sqrt(recipe.lambda_at(r["s"]) / recipe.lambda_at(WEIGHED_AT)) for r in rows])
        return torch.log(errors * weight + NEGLIGIBLE).mean()

    def one_step(self, progress: float) -> dict[str, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.learning_rate(progress) * group["factor"]
        rows = self.draw()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            errors, missed = self.model.compare(rows, self.learning)
        loss = sum(self.loss(e, rows if len(e) == len(rows) else [r for r in rows if "fusion" in r]) for e in errors.values())
        loss = loss + self.truth * sum(torch.log(ratio).mean() for ratio in missed.values())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for name in self.learning:
            nn.utils.clip_grad_norm_(getattr(self.model, name).parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        if self.step % 50 == 0:
            self.model.give_way(self.learning)
        update_average(self.average, self.model, min(EMA, (1 + self.step) / (10 + self.step)))
        ratios = {name + " missed": float(torch.log(ratio.detach()).mean()) for name, ratio in missed.items()}
        return {**{name: float(e.detach().mean()) for name, e in errors.items()}, **ratios}

    def store(self) -> None:
        codec, moved = copy.deepcopy(self.codec), copy.deepcopy(self.moved)
        average = copy.deepcopy(self.average)
        average.give_way(self.learning)
        codec.compensation, codec.synthesis, codec.filter = average.compensation, average.synthesis, average.filter
        moved.offsets, moved.fusion = average.offsets, average.fusion
        codec.set_mode(ON)
        moved.set_mode(ON)
        state = {"recipe": self.recipe, "step": self.step, "spent": self.spent, "optimizer": self.optimizer.state_dict()}
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
        found: dict[str, list] = {}
        for row in self.held_out:
            errors, ratios = self.average_or_model().compare([row], self.learning)
            for name, error in errors.items():
                found.setdefault(name, []).append(float(error))
            for name, ratio in ratios.items():
                found.setdefault(name + " missed", []).append(math.log(float(ratio)))
        self.log({"step": self.step, "held_out": {k: round(float(np.mean(v)), 5) for k, v in found.items()}})

    def average_or_model(self) -> Pupils:
        return getattr(self, "average", self.model)


def graphs_of(student: VideoCodec, moved: Deformable) -> dict[str, bytes]:
    """The graphs of networks that are of bytes."""
    makers = {"compensation": compensation_graph, "synthesis": synthesis_graph, "filter": filter_graph}
    graphs = {name: maker(student)[0] for name, maker in makers.items() if name in taught(student)}
    return {**graphs, **{k: v for k, (v, _) in deformable_graphs(moved).items() if k in taught(student)}}


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
            if name in ("offsets", "fusion") and "fusion" not in row:
                continue
            made, _ = getattr(pupils, "_" + name)([row])
            unit = float(1 << (FLOW_BITS if name == "offsets" else SAMPLE_FRACTION_BITS))
            found = evaluate(graphs[name], [t.contiguous().numpy() for t in pupils.inputs(name, row)])
            pairs[name] = (torch.from_numpy(found), made * unit)
        require_equal(pairs)


def replace_networks(arguments: argparse.Namespace) -> None:
    """Gives packs the networks of bytes of a checkpoint; all else stays as it is."""
    state = torch.load(arguments.checkpoint, map_location="cpu")
    student, moved = VideoCodec(load_recipe(state["recipe"])), Deformable(SIZES)
    student.load(state["average"])
    moved.load(state["deformable"]["average"])
    pupils = Pupils(student.eval(), moved.eval())
    graphs = graphs_of(student, moved)
    check(pupils, graphs, load_rows(arguments.held_out)[::CHECKED_APART])
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
    recording, training, replacing = (commands.add_parser(name) for name in ("record", "train", "replace"))
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
    training.add_argument("--rate", type=float, default=LEARNING_RATE)
    training.add_argument("--validate-every", type=int, default=200)
    replacing.add_argument("checkpoint", type=Path, help="what train wrote")
    replacing.add_argument("pack", type=Path, help="folder of the pack whose networks are replaced")
    replacing.add_argument("others", type=Path, nargs="*", help="folders of packs that have its files, and of their own")
    replacing.add_argument("--shared", type=Path, help="folder of the key frames' pack, whose files are not stored again")
    replacing.add_argument("--held-out", type=Path, required=True, help="folder of rows that another runtime is compared on")
    replacing.add_argument("--threads", type=int, default=2)
    arguments = parse(parser)
    if arguments.command == "record":
        record(arguments)
    elif arguments.command == "replace":
        replace_networks(arguments)
    else:
        run = Distillation(arguments)
        run.spend(arguments.minutes, run.one_step, arguments.validate_every)


if __name__ == "__main__":
    main()
