"""Trains the segmentation network on pictures with label maps: resumable, time-boxed, on the CPU (bfloat16) or CUDA."""

from __future__ import annotations

import argparse
import copy
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .checkpoint import save
from .labelled import VOID, LabelledCrops, LabelledPicture, load_classes, load_labelled
from .segmenter import Confusion, Segmenter, segment
from .training_run import TrainingRun, add_options, parse, update_average

RATE = 2e-3
DECAY = 1e-4
BATCH, CROP = 6, 256
AVERAGING = 0.998
RAREST = 0.3  # rare classes count by frequency to the power of minus this


def class_weights(pictures: list[LabelledPicture], classes: int) -> torch.Tensor:
    counts = sum(np.bincount(p.labels.ravel(), minlength=VOID + 1)[:classes] for p in pictures)
    weights = (counts / counts.sum() + 1e-4) ** -RAREST
    return torch.from_numpy(weights / (weights * counts).sum() * counts.sum()).float()


def evaluate(model: Segmenter, pictures: list[LabelledPicture]) -> Confusion:
    model.eval()
    confusion = Confusion(model.classes)
    for picture in pictures:
        confusion.add(picture.labels, segment(model, picture.pixels))
    return confusion


def learning_rate(progress: float, step: int) -> float:
    return RATE * min(1.0, (step + 1) / 200) * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


class SegmenterTrainer(TrainingRun):
    def __init__(self, data: Path, out: Path, device: str, seed: int):
        out.mkdir(parents=True, exist_ok=True)
        self.out, self.device = out, torch.device(device)
        torch.manual_seed(seed)
        self.classes = load_classes(data / "classes.csv")
        training = load_labelled(data / "train", len(self.classes))
        self.validation = load_labelled(data / "val", len(self.classes))
        self.crops = LabelledCrops(training, seed, device=self.device)
        self.weights = class_weights(training, len(self.classes)).to(self.device)
        self.model = Segmenter(len(self.classes)).to(self.device)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=RATE, weight_decay=DECAY)
        self.average = copy.deepcopy(self.model)
        self.step, self.spent = 0, 0.0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=self.device)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.spent = state["step"], state["spent"]

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def store(self) -> None:
        state = {"model": self.model, "average": self.average, "optimizer": self.optimizer}
        state = {name: part.state_dict() for name, part in state.items()}
        save(self.checkpoint, {**state, "step": self.step, "spent": self.spent, "classes": self.classes})

    def one_step(self, progress: float) -> float:
        x, labels = self.crops.batch(BATCH, CROP)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(progress, self.step)
        self.model.train()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            scores = self.model(x.to(self.device))
        loss = F.cross_entropy(scores.float(), labels.to(self.device), self.weights, ignore_index=VOID)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.step += 1
        decay = min(AVERAGING, (1 + self.step) / (10 + self.step))
        update_average(self.average, self.model, decay)
        return float(loss.detach())

    def run(self, minutes: float, validate_every: int) -> None:
        self.spend(minutes, self.one_step, validate_every)

    def summary(self, seen: list[float], seconds: float) -> dict:
        return {"loss": round(float(np.nanmean(seen)), 4)}  # of a batch without any class it is NaN

    def report(self) -> None:
        confusion = evaluate(self.average, self.validation)
        # JSON has no NaN, which stands for a class that neither occurs nor was found.
        by_class = {name: None if np.isnan(v) else round(v, 4) for (name, _), v in zip(self.classes, confusion.iou().tolist())}
        self.log({"step": self.step, "mean_iou": round(confusion.mean_iou(), 4), "iou": by_class})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with classes.csv, train and val")
    add_options(parser)
    parser.add_argument("--validate-every", type=int, default=1000)
    arguments = parse(parser)
    trainer = SegmenterTrainer(arguments.data, arguments.out, arguments.device, arguments.seed)
    trainer.run(arguments.minutes, arguments.validate_every)


if __name__ == "__main__":
    main()
