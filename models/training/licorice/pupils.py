"""Networks of bytes that learn from finer ones, and how near they come to what those made of recorded frames."""

from __future__ import annotations

import copy
import math
from typing import Callable

import torch
from torch import nn

from .chroma import shared_colour
from .deformable import Deformable
from .exact import FLOAT, LATENT_FRACTION_BITS, ExactConv, ExactResidualBlock, Grid
from .nets import whole_factor
from .rounding import round_network
from .video import VideoCodec
from .warp import FLOW_BITS, LEVELS

PREDICTED = 5  # frames of a clip after the first
NETWORKS = ("compensation", "synthesis", "filter", "offsets", "fusion")
FVC_ONLY = NETWORKS[3:]
DRIFTING = ("compensation", "fusion")  # what they err by is predicted from, and erred by again
SHARED = 0.85  # of the errors of frames, as in the recipe
LEAST_MISSED = 0.5  # squared levels that all predictions miss


def chains_of(rows: list[dict]) -> list[list[dict]]:
    """Rows of one clip after another."""
    found: list[list[dict]] = []
    for row in rows:
        if row["place"] == 0:
            found.append([])
        found[-1].append(row)
    return found


def seeing(name: str, rows: list[dict]) -> list[dict]:
    """Of rows those that a network is part of."""
    return [row for row in rows if "fusion" in row] if name in FVC_ONLY else rows


def levels(frame: torch.Tensor) -> torch.Tensor:
    return torch.round(frame[0] * LEVELS + LEVELS / 2).byte()


def samples(frame: torch.Tensor) -> torch.Tensor:
    return (frame.float() - LEVELS / 2) / LEVELS


def watch_teacher(old: nn.Module, new: nn.Module) -> list:
    """Has grids of a network of bytes see what those of the other one make; returns handles that end it."""
    grids = {name: grid for name, grid in old.named_modules() if isinstance(grid, Grid)}

    def see(grid: Grid, made: torch.Tensor) -> None:
        grid.watch(made if grid.slope is None else torch.where(made < 0, made / grid.slope, made))

    handles = [
        grids[name].register_forward_hook(lambda _, __, made, grid=grid: see(grid, made))
        for name, grid in new.named_modules()
        if isinstance(grid, Grid) and name in grids
    ]
    # In blocks of bytes what is added is on the grid before it is.
    layers = dict(old.named_modules())
    return handles + [
        layers[name].second.register_forward_hook(lambda _, __, made, grid=block.outer: grid.watch(made))
        for name, block in new.named_modules()
        if isinstance(block, ExactResidualBlock)
    ]


def layers_of(network: nn.Module) -> list[ExactConv]:
    """The layers that learn; the linear path has its integers already."""
    skip = getattr(network, "skip", None)
    return [layer for layer in network.modules() if isinstance(layer, ExactConv) and layer is not skip]


def with_fine_weights(network: nn.Module) -> nn.Module:
    """The network with weights that are not rounded."""
    for layer in layers_of(network):
        layer.mode = FLOAT
    return network


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
            chosen = seeing(name, rows)
            if not chosen:
                continue
            made, wanted = getattr(self, "_" + name)(chosen)
            scale = 1.0 if name == "offsets" else LEVELS**2
            differences[name] = scale * ((made.float() - wanted.float()) ** 2).mean((1, 2, 3))
            if name != "offsets":
                missing = self._missing(name, chosen)
                ratios[name] = weighed(made.float() - missing) / weighed(wanted.float() - missing)
        return differences, ratios

    def drift(self, chains: list[list[dict]], names: tuple[str, ...]) -> list[torch.Tensor]:
        """By frame: squared levels by which those of each clip have come to differ from what was made, each frame being
        predicted from the one before with what was made of that one. Taken to move as the frames do."""
        older = moved = torch.zeros(len(chains), 3, *chains[0][0]["warped"].shape[1:])
        found = []
        for rows in zip(*chains):
            rows = list(rows)
            warped, reference, second, flow, quality = self._seen(rows)
            seen = warped + moved, reference + moved, second + older
            made, wanted = self.compensation(*seen, flow, quality).float(), self._all(rows, "comp")
            now = moved + (made - wanted if "compensation" in names else 0.0)
            with_features = [i for i, row in enumerate(rows) if "fusion" in row] if "fusion" in names else []
            if with_features:
                some = [rows[i] for i in with_features]
                shown = samples(self._all(some, "shown")) + now[with_features]
                given = seen[0][with_features], seen[2][with_features], shown, quality[with_features]
                added = self.fusion(self._all(some, "different"), *given).float() - self._all(some, "fusion")
                now = now.index_add(0, torch.tensor(with_features), added)
            older, moved = moved, now
            found.append(LEVELS**2 * (moved**2).mean((1, 2, 3)))
        return found

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

    def round(self, names: tuple[str, ...], rows: list[dict], weigh: Callable[[torch.Tensor, list[dict]], torch.Tensor]) -> None:
        """Rounds weights with the help of rows; weigh: what errors of rows cost."""
        for name in names:
            network = with_fine_weights(getattr(self, name))
            fine = copy.deepcopy(network)
            seen = seeing(name, rows)
            weights = [float(weigh(self.compare([r], (name,))[0][name], [r])) for r in seen]

            def run(chosen: nn.Module, row: dict, name: str = name) -> None:
                setattr(self, name, chosen)
                getattr(self, "_" + name)([row])

            skip = getattr(network, "skip", None)
            round_network(network, fine, list(zip(seen, weights)), run, lambda l, n=network: self.factor(n, l), skip)
            setattr(self, name, network)

    @staticmethod
    def factor(network: nn.Module, layer: ExactConv) -> torch.Tensor | None:
        """What a layer's inputs are multiplied with."""
        if layer is not network.first:
            return None
        if hasattr(network, "contrast"):
            return whole_factor(layer, network.contrast())
        return network.whole_normaliser() if hasattr(network, "normaliser") else None


@torch.no_grad()
def errors_of(pupils: Pupils, names: tuple[str, ...], rows: list[dict]) -> dict[str, list[float]]:
    """What compare says of each row."""
    found: dict[str, list[float]] = {}
    for row in rows:
        errors, ratios = pupils.compare([row], names)
        for name, error in errors.items():
            found.setdefault(name, []).append(float(error))
        for name, ratio in ratios.items():
            found.setdefault(name + " missed", []).append(math.log(float(ratio)))
    drifting = tuple(name for name in names if name in DRIFTING)
    for chain in chains_of(rows) if drifting else []:
        found.setdefault("drift", []).append(float(pupils.drift([chain[:PREDICTED]], drifting)[-1]))
    return found
