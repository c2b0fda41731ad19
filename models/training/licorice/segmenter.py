"""A small network that gives each pixel of a street scene a class, and the measure that it is judged by."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .config import SLOPE
from .labelled import VOID

MULTIPLE = 16  # of a picture's sides, as the network wants them


def layer(inputs: int, outputs: int, kernel: int = 3, dilation: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2 * dilation, dilation=dilation, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.LeakyReLU(SLOPE))


class Block(nn.Module):
    def __init__(self, channels: int, dilation: int = 1):
        super().__init__()
        self.first = layer(channels, channels, 3, dilation)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return F.leaky_relu(x + self.second(self.first(x)), SLOPE)


class Segmenter(nn.Module):
    """N x 3 samples in -0.5..0.5, sides multiples of 16, to N x classes scores at every pixel.

    Three resolutions that meet again on the way up; statistics of batches are only taken in training.
    """

    def __init__(self, classes: int, channels=(64, 128, 192)):
        super().__init__()
        c4, c8, c16 = channels
        self.classes = classes
        self.quarter = nn.Sequential(nn.PixelUnshuffle(4), layer(48, c4), Block(c4))
        self.eighth = nn.Sequential(nn.PixelUnshuffle(2), layer(4 * c4, c8, 1), Block(c8), Block(c8, 2), Block(c8, 4))
        self.sixteenth = nn.Sequential(
            nn.PixelUnshuffle(2), layer(4 * c8, c16, 1), Block(c16), Block(c16, 2), Block(c16, 4), nn.Dropout2d(0.1)
        )
        self.whole = nn.Conv2d(c16, c16, 1)
        self.up8 = nn.Sequential(layer(c16, 4 * c8 // 2, 1), nn.PixelShuffle(2))
        self.join8 = nn.Sequential(layer(c8 // 2 + c8, c8, 1), Block(c8))
        self.up4 = nn.Sequential(layer(c8, 4 * c4, 1), nn.PixelShuffle(2))
        self.join4 = layer(2 * c4, c4)
        self.scores = nn.Sequential(nn.Conv2d(c4, 4 * classes, 3, padding=1), nn.PixelShuffle(2))

    def features(self, x) -> list[torch.Tensor]:
        """What is seen at 1/4, 1/8 and 1/16."""
        quarter = self.quarter(x)
        eighth = self.eighth(quarter)
        return [quarter, eighth, self.sixteenth(eighth)]

    def forward(self, x):
        quarter, eighth, sixteenth = self.features(x)
        sixteenth = sixteenth + F.leaky_relu(self.whole(sixteenth.mean((2, 3), keepdim=True)), SLOPE)
        x = self.join8(torch.cat([self.up8(sixteenth), eighth], 1))
        x = self.join4(torch.cat([self.up4(x), quarter], 1))
        return F.interpolate(self.scores(x).float(), scale_factor=2.0, mode="bilinear", align_corners=False)


def trained(checkpoint: dict) -> Segmenter:
    """The averaged network of a checkpoint; its weights no longer change."""
    model = Segmenter(len(checkpoint["classes"]))
    model.load_state_dict(checkpoint["average"])
    return model.eval().requires_grad_(False)


@torch.no_grad()
def segment(model: Segmenter, pixels: np.ndarray) -> np.ndarray:
    """The class of each pixel of RGB bytes (height x width x 3)."""
    height, width = pixels.shape[:2]
    down, right = -height % MULTIPLE, -width % MULTIPLE
    x = torch.from_numpy(pixels.transpose(2, 0, 1) / np.float32(255) - np.float32(0.5)).unsqueeze(0)
    x = x.to(next(model.parameters()).device)
    scores = model(F.pad(x, (0, right, 0, down), mode="replicate"))
    return scores[0, :, :height, :width].argmax(0).cpu().numpy().astype(np.uint8)


class Confusion:
    """Counts of pixels by true and by found class; those without a true class do not count."""

    def __init__(self, classes: int):
        self.counts = np.zeros((classes, classes), dtype=np.int64)

    def add(self, labels: np.ndarray, found: np.ndarray) -> None:
        known = labels != VOID
        n = len(self.counts)
        self.counts += np.bincount(labels[known].astype(np.int64) * n + found[known], minlength=n * n).reshape(n, n)

    def iou(self) -> np.ndarray:
        """Intersection over union of each class; NaN for one that neither occurs nor was found."""
        hits = np.diag(self.counts).astype(np.float64)
        union = self.counts.sum(0) + self.counts.sum(1) - hits
        return np.divide(hits, union, out=np.full(len(hits), np.nan), where=union > 0)

    def mean_iou(self) -> float:
        return float(np.nanmean(self.iou()))
