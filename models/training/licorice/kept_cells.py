"""Which cells of a training crop are coded: those of some classes, those in a box, or all of them."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

WHOLE = 0.3  # share of crops that are coded as a whole


def kept_cells(labels: torch.Tensor, classes: int, share: float, cell: int, random: np.random.Generator) -> torch.Tensor:
    """N x H x W labels to N x 1 cells, 1 where there is a code: random classes, a random box, or everything."""
    count, height, width = labels.shape
    rows, columns = height // cell, width // cell
    kept = torch.ones(count, 1, rows, columns, device=labels.device)
    for number in range(count):
        draw = random.random()
        if draw < WHOLE:
            continue
        if draw < WHOLE + (1 - WHOLE) / 2:
            chosen = torch.from_numpy((random.random(classes) < share).astype(np.float32)).to(labels.device)
            of_pixel = F.pad(chosen, (0, 256 - classes))[labels[number]]
            kept[number] = F.max_pool2d(of_pixel.view(1, 1, height, width), cell)[0]
        else:
            kept[number] = 0
            tall, wide = random.integers(1, rows + 1), random.integers(1, columns + 1)
            top, left = random.integers(0, rows - tall + 1), random.integers(0, columns - wide + 1)
            kept[number, :, top : top + tall, left : left + wide] = 1
    return kept
