"""Pictures with label maps: folders `images` and `labels` with files of equal stems, and a list of classes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .data import list_images, load_image

VOID = 255


@dataclass(frozen=True)
class LabelledPicture:
    """RGB bytes (height x width x 3) and a class index for each pixel, VOID where there is none."""

    pixels: np.ndarray
    labels: np.ndarray


def load_classes(path: Path) -> list[tuple[str, tuple[int, int, int]]]:
    """Names and display colours by class index of a CSV file; classes called Unlabelled are left out."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [{k.strip().lower(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    rows = [r for r in rows if r["name"].lower() != "unlabelled"]
    if [int(r["index"]) for r in rows] != list(range(len(rows))):
        raise ValueError(f"{path}: class indices from 0 without gaps expected, found {[r['index'] for r in rows]}")
    return [(r["name"], (int(r["r"]), int(r["g"]), int(r["b"]))) for r in rows]


def load_labelled(folder: Path, classes: int) -> list[LabelledPicture]:
    pictures = []
    for image in list_images(folder / "images"):
        pixels = load_image(image)
        path = folder / "labels" / f"{image.stem}.png"
        with Image.open(path) as file:
            labels = np.asarray(file)
        if labels.shape != pixels.shape[:2]:
            raise ValueError(f"{path}: labels of {pixels.shape[:2]} expected, found {labels.shape}")
        pictures.append(LabelledPicture(pixels, np.where(labels < classes, labels, VOID).astype(np.uint8)))
    if not pictures:
        raise ValueError(f"{folder}/images: no pictures")
    return pictures


class LabelledCrops:
    """Random crops of random scale, flipped left to right, with changed exposure and colour if asked."""

    def __init__(self, pictures: list[LabelledPicture], seed: int, scales=(0.6, 1.6), recolour=True, device="cpu"):
        self.pictures, self.scales, self.recolour = pictures, scales, recolour
        self.random = np.random.default_rng(seed)
        self.pixels = [torch.from_numpy(p.pixels.copy()).to(device) for p in pictures]
        self.labels = [torch.from_numpy(p.labels.copy()).to(device) for p in pictures]

    def batch(self, count: int, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        """count x 3 x size x size 32-bit floats in -0.5..0.5 and count x size x size class indices."""
        crops = [self._crop(size) for _ in range(count)]
        return torch.stack([x for x, _ in crops]), torch.stack([y for _, y in crops])

    def _crop(self, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        index = int(self.random.integers(len(self.pixels)))
        height, width = self.labels[index].shape
        scale = np.exp(self.random.uniform(*np.log(self.scales)))
        window = min(int(round(size / scale)), height, width)
        top = int(self.random.integers(0, height - window + 1))
        left = int(self.random.integers(0, width - window + 1))
        part = (slice(top, top + window), slice(left, left + window))
        x = self.pixels[index][part].permute(2, 0, 1).float().unsqueeze(0) / 255.0
        y = self.labels[index][part].float().view(1, 1, window, window)
        if window != size:
            x = F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False, antialias=window > size)
            # "nearest" takes labels from the corner of each pixel, up to a third of a pixel beside its colour.
            y = F.interpolate(y, size=(size, size), mode="nearest-exact")
        if self.random.random() < 0.5:
            x, y = x.flip(3), y.flip(3)
        return self._recoloured(x[0]) - 0.5, y[0, 0].long()

    def _recoloured(self, x: torch.Tensor) -> torch.Tensor:
        if not self.recolour:
            return x
        draw = self.random.uniform
        gray = x.mean(0, keepdim=True)
        x = gray + (x - gray) * draw(0.6, 1.4)
        x = x * torch.tensor([draw(0.9, 1.1) for _ in range(3)], dtype=x.dtype, device=x.device).view(3, 1, 1)
        return (x.clamp(0, 1) ** np.exp(draw(-0.35, 0.35)) * draw(0.8, 1.2) + draw(-0.08, 0.08)).clamp(0, 1)
