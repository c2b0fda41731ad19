"""Rate-distortion table of a checkpoint on whole pictures, from the integers that the codec would write."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .bdrate import bd_rate, read_curve
from .coding import TableCosts, code, load_codec
from .data import list_images, load_image, load_photos
from .export import gather, make_tables
from .nets import RATE_WEIGHT, PhotoCodec
from .tables import parse

CELL, HYPER_CELL = 16, 64


def padded(picture: np.ndarray) -> torch.Tensor:
    """1 x 3 x H x W in -0.5..0.5, the last samples repeated up to whole hyper-cells."""
    x = torch.from_numpy(picture.transpose(2, 0, 1)[None] / np.float32(255) - np.float32(0.5))
    right, below = (-x.shape[3]) % HYPER_CELL, (-x.shape[2]) % HYPER_CELL
    return F.pad(x, (0, right, 0, below), mode="replicate")


@torch.no_grad()
def rate_and_psnr(model: PhotoCodec, costs: TableCosts, picture: np.ndarray, positions: list[float]):
    """(bpp, PSNR) of a picture, coded as one tile, at each position; headers and check sums are not counted."""
    height, width = picture.shape[:2]
    rows, columns = -(-height // CELL), -(-width // CELL)
    y = model.analysis(padded(picture))
    inside = torch.zeros(1, 1, *y.shape[2:])  # padding cells hold their means
    inside[:, :, :rows, :columns] = 1.0
    points = []
    for position in positions:
        p = code(
            model, y, torch.tensor([float(position)]), lambda index, r: costs.choose(index, r, RATE_WEIGHT), inside
        )
        bits = costs.bits(p.hyper_index, p.hyper_symbols).sum() + (inside * costs.bits(p.index, p.symbols)).sum()
        x_hat = model.synthesis(p.decoded, p.quality.expand(-1, 1, *y.shape[2:]))[0, :, :height, :width]
        samples = torch.floor(torch.clamp(x_hat + 0.5, 0, 1) * 255 + 0.5)
        error = (samples.double() - torch.from_numpy(picture.transpose(2, 0, 1).copy()).double()) ** 2
        points.append((float(bits) / (height * width), 10 * math.log10(255.0**2 / max(float(error.mean()), 1e-4))))
    return points


def table(model: PhotoCodec, costs: TableCosts, pictures: list[np.ndarray], positions: list[float]):
    """Mean bpp and mean PSNR over the pictures at each position."""
    points = np.array([rate_and_psnr(model, costs, picture, positions) for picture in pictures])
    return [tuple(map(float, row)) for row in points.mean(0)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("pictures", type=Path, help="folder of pictures to measure on")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="photographs, for the statistics of the tables, as in export")
    source.add_argument("--tables", type=Path, help="tables.bin of the pack that was exported from the checkpoint")
    parser.add_argument("--batches", type=int, default=60, help="batches of 8 crops to count symbols on")
    parser.add_argument("--positions", type=float, nargs="+", help="on the quality axis, 0 to anchors - 1; default: anchors")
    parser.add_argument("--anchor", type=Path, action="append", default=[], help="CSV bpp,psnr of another codec; repeatable")
    parser.add_argument("--csv", type=Path, help="writes the table there")
    parser.add_argument("--limit", type=int, help="only the first pictures")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    model, state = load_codec(a.checkpoint)
    if a.tables:
        tables = parse(a.tables.read_bytes())
    else:
        tables = make_tables(model, gather(model, load_photos(a.data)[0], a.batches, seed=7))
    positions = a.positions or [float(i) for i in range(model.recipe.quality_anchors)]
    pictures = [load_image(path) for path in list_images(a.pictures)[: a.limit]]
    if not pictures:
        raise SystemExit(f"{a.pictures}: no pictures")
    points = table(model, TableCosts(tables), pictures, positions)
    print(f"{a.checkpoint} after {state['step']} steps, mean of {len(pictures)} pictures")
    lines = [f"{bpp:.4f},{psnr:.3f}" for bpp, psnr in points]
    for position, line in zip(positions, lines):
        print(f"{position:6.2f}  {line.replace(',', ' bpp  ')} dB")
    if a.csv:
        a.csv.write_text("\n".join(["bpp,psnr", *lines]) + "\n")
    for path in a.anchor:
        found = bd_rate(read_curve(path), points)
        if found is None:
            print(f"BD-rate against {path.stem}: too little in common")
        else:
            print(f"BD-rate against {path.stem}: {found.percent:+.2f} % over {found.low:.2f}..{found.high:.2f} dB")


if __name__ == "__main__":
    main()
