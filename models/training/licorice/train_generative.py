"""Trains a generative recipe, first without and then with critics: resumable, time-boxed, on the CPU or CUDA."""

from __future__ import annotations

import argparse
import copy
import functools
import math
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch

from .checkpoint import save
from .config import load_recipe
from .data import Crops, load_photos
from .generative import (
    CELL,
    Critics,
    GenerativeCodec,
    GenerativeRecipe,
    critic_loss,
    feature_loss,
    generator_loss,
    label_shares,
    no_shares,
)
from .kept_cells import kept_cells
from .labelled import LabelledCrops, load_classes, load_labelled
from .segmenter import Segmenter, trained
from .training_run import TrainingRun, add_options, parse, update_average

AVERAGING = 0.999
UNIT_SQUARED = 4.0  # losses are weighed for samples in -1..1


def similarity_loss(observer: Segmenter, x: torch.Tensor, x_hat: torch.Tensor) -> torch.Tensor:
    """How differently a network that has learnt to see sees two pictures; features are compared as unit vectors."""
    with torch.no_grad():
        true = observer.features(x)
    terms = []
    for a, b in zip(true, observer.features(x_hat)):
        a, b = (torch.nn.functional.normalize(v.float(), dim=1) for v in (a, b))
        terms.append(((a - b) ** 2).sum(1).mean())
    return sum(terms) / len(terms)


def squared_error(x: torch.Tensor, x_hat: torch.Tensor, coded: torch.Tensor) -> torch.Tensor:
    """Mean of the cells that are coded (N x 1 at 1/16); 0 without any."""
    weight = torch.nn.functional.interpolate(coded, scale_factor=CELL, mode="nearest")
    return ((x_hat - x) ** 2 * weight).sum() / (3 * weight.sum()).clamp(min=1.0)


def descend(loss: torch.Tensor, network: torch.nn.Module, optimizer: torch.optim.Optimizer, longest: float) -> None:
    """A step along a gradient of at most this norm, or none if the gradient is not finite."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    if torch.isfinite(torch.nn.utils.clip_grad_norm_(network.parameters(), longest)):
        optimizer.step()


@dataclass(frozen=True)
class Batch:
    """Pictures (N x 3), cells with a code (N x 1 at 1/16), and label shares that the generator and the critics see."""

    x: torch.Tensor
    coded: torch.Tensor
    shares: torch.Tensor
    judged: torch.Tensor

    def joined(self, other: Batch) -> Batch:
        return Batch(*(torch.cat([getattr(b, f.name) for b in (self, other)]) for f in fields(Batch)))


class Source:
    """Crops of photographs, and for a recipe with classes also of pictures with labels."""

    def __init__(self, recipe: GenerativeRecipe, data: Path, labelled: Path | None, seed: int, device: torch.device):
        self.recipe, self.random = recipe, np.random.default_rng(seed)
        training, _ = load_photos(data)
        self.photos, self.streets = Crops(training, seed, device), None
        if (labelled is not None) != (recipe.classes > 0):
            raise ValueError(f"{recipe.name} has {recipe.classes} classes: pictures with labels only if there are any")
        if labelled is not None:
            found = len(load_classes(labelled / "classes.csv"))
            if found != recipe.classes:
                raise ValueError(f"{labelled}: {recipe.classes} classes expected, found {found}")
            with_labels = load_labelled(labelled / "train", recipe.classes)
            self.streets = LabelledCrops(with_labels, seed, scales=(0.9, 1.2), recolour=False, device=device)

    def batch(self) -> Batch:
        labelled = round(self.recipe.batch * self.recipe.labelled) if self.streets else 0
        draws = ((self._photos, self.recipe.batch - labelled), (self._streets, labelled))
        return functools.reduce(Batch.joined, [draw(count) for draw, count in draws if count])

    def _photos(self, count: int) -> Batch:
        x = self.photos.batch(count, self.recipe.crop)
        side, unknown = self.recipe.crop // CELL, no_shares(x, self.recipe.classes)
        return Batch(x, torch.ones(count, 1, side, side, device=x.device), unknown, unknown)

    def _streets(self, count: int) -> Batch:
        recipe = self.recipe
        x, labels = self.streets.batch(count, recipe.crop)
        coded = kept_cells(labels, recipe.classes, recipe.kept, CELL, self.random)
        judged = label_shares(labels, recipe.classes)
        whole = coded.amin((1, 2, 3), keepdim=True) > 0
        unseen = torch.from_numpy(self.random.random(count) < recipe.unseen).to(x.device).view(-1, 1, 1, 1)
        return Batch(x, coded, judged * ~(whole & unseen), judged)


class GenerativeTrainer(TrainingRun):
    store_every = 180

    def __init__(self, recipe: GenerativeRecipe, arguments: argparse.Namespace):
        self.recipe, self.out, self.device = recipe, arguments.out, torch.device(arguments.device)
        self.out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(arguments.seed)
        self.source = Source(recipe, arguments.data, arguments.labelled, arguments.seed, self.device)
        self.observer = None
        if arguments.observer:
            self.observer = trained(torch.load(arguments.observer, map_location="cpu")).to(self.device)
        self.model = GenerativeCodec(recipe).to(self.device)
        self.critics = Critics(recipe).to(self.device)
        self.step, self.spent = 0, 0.0
        state = None
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=self.device)
            self.model.load(state["model"])
            self.step, self.spent = state["step"], state["spent"]
        elif arguments.start:
            self.model.load(torch.load(arguments.start, map_location=self.device)["average"])
        self.average = copy.deepcopy(self.model)
        self.of_model = torch.optim.Adam(self.model.parameters(), lr=recipe.learning_rate, betas=(0.5, 0.99))
        self.of_critics = torch.optim.Adam(self.critics.parameters(), lr=2 * recipe.learning_rate, betas=(0.5, 0.99))
        if state:
            self.average.load(state["average"])
            self.critics.load_state_dict(state["critics"])
            self.of_model.load_state_dict(state["of_model"])
            self.of_critics.load_state_dict(state["of_critics"])

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def store(self) -> None:
        parts = ("model", "average", "critics", "of_model", "of_critics")
        state = {name: getattr(self, name).state_dict() for name in parts}
        save(self.checkpoint, {**state, "step": self.step, "spent": self.spent, "recipe": self.recipe.name})

    def one_step(self, progress: float, critics_from: float) -> dict[str, float]:
        recipe = self.recipe
        batch = self.source.batch()
        x = batch.x
        drawn = torch.tensor(recipe.code_channels)[torch.randint(len(recipe.code_channels), (len(x),))]
        rate = recipe.learning_rate * min(1.0, (self.step + 1) / 300) * (0.02 + 0.98 * math.cos(math.pi / 2 * progress))
        for optimizer, factor in ((self.of_model, 1.0), (self.of_critics, 2.0)):
            for group in optimizer.param_groups:
                group["lr"] = rate * factor
        losses, judged = {}, {}
        with self.autocast():
            _, x_hat = self.model(x, drawn.to(self.device), batch.coded, batch.shares)
            losses["squared"] = recipe.squared * UNIT_SQUARED * squared_error(x, x_hat, batch.coded)
            if self.observer:
                losses["seen"] = recipe.seen * similarity_loss(self.observer, x, x_hat)
        if progress >= critics_from:
            judged["critics"] = self.train_critics(x, x_hat.detach(), batch.judged)
            losses.update(self.losses_of_critics(x, x_hat, batch.judged))
        descend(sum(losses.values()), self.model, self.of_model, 5.0)
        self.step += 1
        decay = min(AVERAGING, (1 + self.step) / (10 + self.step))
        update_average(self.average, self.model, decay)
        return {name: float(value.detach()) for name, value in {**losses, **judged}.items()}

    def autocast(self) -> torch.autocast:
        return torch.autocast(self.device.type, dtype=torch.bfloat16)

    def train_critics(self, x, x_hat, shares) -> torch.Tensor:
        with self.autocast():
            loss = critic_loss(self.critics(x, shares), self.critics(x_hat, shares))
        descend(loss, self.critics, self.of_critics, math.inf)
        return loss

    def losses_of_critics(self, x, x_hat, shares) -> dict[str, torch.Tensor]:
        """What the critics, which stay as they are, ask of the generator."""
        self.critics.requires_grad_(False)
        with self.autocast():
            with torch.no_grad():
                true = self.critics(x, shares)
            made = self.critics(x_hat, shares)
            losses = {"fooled": generator_loss(made), "features": self.recipe.features * feature_loss(true, made)}
        self.critics.requires_grad_(True)
        return losses

    def run(self, minutes: float, critics_from: float) -> None:
        self.spend(minutes, lambda progress: self.one_step(progress, critics_from))

    def summary(self, seen: list[dict[str, float]], seconds: float) -> dict:
        names = sorted({name for losses in seen for name in losses})
        return {n: round(float(np.mean([s[n] for s in seen if n in s])), 4) for n in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    parser.add_argument("--labelled", type=Path, help="folder with classes.csv, train and val, for a recipe with classes")
    add_options(parser)
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights a new run begins with")
    parser.add_argument("--observer", type=Path, help="segmentation checkpoint whose features are compared")
    parser.add_argument("--critics-from", type=float, default=0.4, help="share of the run after which critics join")
    arguments = parse(parser)
    GenerativeTrainer(load_recipe(arguments.recipe), arguments).run(arguments.minutes, arguments.critics_from)


if __name__ == "__main__":
    main()
