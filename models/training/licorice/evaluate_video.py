"""Rate and PSNR of predicted frames on whole sequences, from the integers that the codec would write.

The first frame of each group is a stand-in for a coded key frame, made so that it has the PSNR of the first predicted
frame after it; its bits are not counted, nor are vectors, headers and what the entropy coder wastes.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import config
from .checkpoint import averaged
from .coding import TableCosts, sixteenths, table_index
from .key_frames import StandIn
from .nets import RATE_WEIGHT, interpolate
from .tables import MAX_MAGNITUDE, frequencies, model_masses, refit
from .train_video import psnr
from .video import CELL, FLOW_BELOW, Coded, Prior, VideoCodec
from .video_data import ClipCrops, list_videos, load_clips, read_video, samples

PRIOR_SYMBOLS = 300.0  # what the trained form of a table counts as beside counted symbols, as in export
MATCHING = 3  # rounds in which the key frame's PSNR is brought to that of predicted frames
STRENGTHS = (0.25, 6.0)


class Entropy:
    """Integer tables of a prior, and the bits of what is coded with them; tables are refitted to what they have seen."""

    def __init__(self, prior: Prior):
        self.prior = prior
        self.seen = np.zeros((config.SCALE_TABLES, MAX_MAGNITUDE + 1))
        self.refit()

    def refit(self) -> None:
        form = [float(v.detach()) for v in self.prior.shape.parameters_now()]
        masses = [refit(model_masses(t, *form), self.seen[t], PRIOR_SYMBOLS) for t in range(config.SCALE_TABLES)]
        self.costs = TableCosts([frequencies(m) for m in masses])

    def count(self, coded: Coded) -> None:
        magnitude = coded.symbols.abs().clamp(max=MAX_MAGNITUDE).long()
        np.add.at(self.seen, (table_index(coded.index).flatten().numpy(), magnitude.flatten().numpy()), 1)

    def choose(self, index, residual):
        return self.costs.choose(table_index(index), residual, RATE_WEIGHT)

    def bits(self, coded: Coded, s: torch.Tensor) -> float:
        scale = (self.prior.hyper_scale.detach() - np.log(config.SCALE_MIN)) / config.SCALE_STEP
        gain = sixteenths(interpolate(self.prior.log_hyper_gain.detach(), s))
        hyper = self.costs.bits(table_index(torch.round(scale * 16).view(1, -1, 1, 1) / 16 + gain), torch.round(coded.hyper))
        return float(hyper.sum() + self.costs.bits(table_index(coded.index), coded.symbols).sum())


def padded(frames: torch.Tensor) -> torch.Tensor:
    """N x 3, the last samples repeated up to whole cells."""
    height, width = frames.shape[2:]
    return F.pad(frames, (0, -width % CELL, 0, -height % CELL), mode="replicate")


class Evaluation:
    def __init__(self, model: VideoCodec):
        self.model = model
        self.flow, self.residual = Entropy(model.flow_prior), Entropy(model.prior)

    @torch.no_grad()
    def refit(self, crops: ClipCrops, batches: int) -> None:
        """Makes tables from random clips at random positions, as an exporter does."""
        positions = torch.Generator().manual_seed(7)
        top, key = self.model.recipe.quality_anchors - 1, StandIn()
        for _ in range(batches):
            clips = crops.batch(2, 4, 256)
            s = top * (torch.arange(2) + torch.rand(2, generator=positions)) / 2
            lam = torch.tensor([self.model.recipe.lambda_at(float(v)) for v in s])
            reference, history = key(clips[:, 0], s, lam), None
            for x in clips[:, 1:].unbind(1):
                coded = self.model(x, reference, s, history)
                self.flow.count(coded.flow)
                self.residual.count(coded.residual)
                reference, history = coded.frame, coded.history(reference)
        self.flow.refit()
        self.residual.refit()

    def predict(self, x, reference, s, history=None):
        return self.model(x, reference, s, history, self.flow.choose, self.residual.choose)

    @torch.no_grad()
    def key_frame(self, x, following, s, height: int, width: int) -> torch.Tensor:
        """A stand-in of x of the PSNR that the frame predicted from it has."""
        key, lam = StandIn(), torch.full_like(s, self.model.recipe.lambda_at(float(s)))

        def quality(frame, true):
            return float(psnr(frame[:, :, :height, :width], true[:, :, :height, :width]))

        strength = 1.0
        for _ in range(MATCHING):
            frame = key(x, s, lam, strength)
            target = quality(self.predict(following, frame, s).frame, following)
            low, high = STRENGTHS
            for _ in range(8):
                strength = (low * high) ** 0.5
                if quality(key(x, s, lam, strength), x) > target:
                    low = strength
                else:
                    high = strength
        return key(x, s, lam, strength)

    @torch.no_grad()
    def sequence(self, frames: torch.Tensor, position: float, gop: int) -> dict[str, float]:
        """Means over the predicted frames of a sequence (frames x 3 x H x W bytes), and the key frames' PSNR."""
        height, width = frames.shape[2:]
        x = padded(samples(frames))
        s = torch.tensor([float(position)])
        rows, keys, reference, history = [], [], None, None
        for number in range(len(x)):
            current = x[number : number + 1]
            if number % gop == 0:
                following = x[number + 1 : number + 2]
                if not len(following):
                    break  # a group without predicted frames
                reference = self.key_frame(current, following, s, height, width)
                keys.append(float(psnr(reference[:, :, :height, :width], current[:, :, :height, :width])))
                history = None
                continue
            coded = self.predict(current, reference, s, history)
            reference, history = coded.frame, coded.history(reference)
            flow, residual = self.flow.bits(coded.flow, s - FLOW_BELOW), self.residual.bits(coded.residual, s)
            quality = psnr(*(v[:, :, :height, :width] for v in (reference, current)))
            rows.append(((flow + residual) / (height * width), float(quality), flow / (flow + residual)))
        bpp, quality, share = np.mean(rows, 0)
        return {"bpp": bpp, "psnr": quality, "flow_share": share, "last_psnr": rows[-1][1], "key_psnr": float(np.mean(keys))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of sequences")
    parser.add_argument("--frames", type=int, default=24, help="of each sequence, at most")
    parser.add_argument("--gop", type=int, default=12, help="frames from key frame to key frame")
    parser.add_argument("--positions", type=float, nargs="+", help="on the quality axis; default: anchors")
    parser.add_argument("--cache", type=Path, help="training clips to refit the tables to, as an exporter does")
    parser.add_argument("--batches", type=int, default=40, help="batches of 2 clips of 3 predicted frames for that")
    parser.add_argument("--csv", type=Path, help="writes all rows there")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    model, state = averaged(a.checkpoint, codec=VideoCodec)
    evaluation = Evaluation(model)
    if a.cache:
        evaluation.refit(ClipCrops(load_clips(a.cache)[0], [], 0.0, seed=7), a.batches)
    positions = a.positions or [float(i) for i in range(model.recipe.quality_anchors)]
    videos = list_videos(a.data)
    if not videos:
        raise SystemExit(f"{a.data}: no videos")
    print(f"{a.checkpoint} after {state['step']} steps; means of predicted frames, {a.frames} frames, key frame every {a.gop}")
    print(f"{'sequence':20} {'s':>4} {'bpp':>7} {'psnr':>6} {'flow':>5} {'last':>6} {'key':>6}")
    rows = []
    for path in videos:
        frames = torch.from_numpy(np.array(read_video(path, "rgb24", a.frames))).permute(0, 3, 1, 2)
        for position in positions:
            row = evaluation.sequence(frames, position, a.gop)
            rows.append({"sequence": path.stem, "s": position, **row})
            print(line(rows[-1]), flush=True)
    for position in positions:
        same = [r for r in rows if r["s"] == position]
        print(line({"sequence": "mean", "s": position, **{n: np.mean([r[n] for r in same]) for n in list(same[0])[2:]}}))
    if a.csv:
        with a.csv.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def line(row: dict) -> str:
    figures = f"{row['bpp']:7.4f} {row['psnr']:6.2f} {100 * row['flow_share']:4.0f}% {row['last_psnr']:6.2f} {row['key_psnr']:6.2f}"
    return f"{row['sequence']:20} {row['s']:4.1f} {figures}"


if __name__ == "__main__":
    main()
