"""Writes the pack of predicted frames that the Java tests code with, and a chain that PyTorch coded with it.

From models/training: python -m tests.tiny_video_pack ../src/test/resources/packs/tiny-video ../src/test/resources/video/chain.json
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from conftest import TINY_VIDEO, panned, provide, store_clips  # noqa: E402
from licorice import settle_video, video_graphs  # noqa: E402
from licorice.checkpoint import averaged, save_weights  # noqa: E402
from licorice.export_video import LOWEST_STEP, export, with_stored_encoder  # noqa: E402
from licorice.restore_video import restore_expectation  # noqa: E402
from licorice.train_video import VideoTrainer  # noqa: E402
from licorice.vectors import UNIT, Vectors, means  # noqa: E402
from licorice.video import VideoCodec, nowhere  # noqa: E402
from licorice.video_coding import code, decode  # noqa: E402
from licorice.video_data import samples  # noqa: E402

STEPS = 400
AWAKENED = 10.0
FEW_WEIGHTS = 256  # so that the encoder's layers are of both kinds
HEIGHT, WIDTH = 48, 80
POSITIONS = (1536, 1901, 300)  # in 1/256 of an anchor: at the last, beyond it, and low
COARSENESS = (0, 7, 3)  # of their flow


def trainer(clips: Path, out: Path, start: Path | None = None, key: Path | None = None) -> VideoTrainer:
    options = {"data": None, "deformable": None, "parts": 1, "device": "cpu", "seed": 1}
    return VideoTrainer(TINY_VIDEO, argparse.Namespace(**options, cache=clips, out=out, start=start, key=key))


def trained(folder: Path, steps: int) -> Path:
    """A checkpoint in integers, hardly trained, whose networks all do something."""
    run = trainer(store_clips(folder / "clips"), folder / "run")
    for model in (run.model, run.average):
        awaken(model)
    for step in range(steps):
        run.one_step(step / steps)
    run.store()
    settle_video.settle(run.average, run.crops, run.key)
    save_weights(folder / "settled.pt", run.average.state_dict(), TINY_VIDEO.name, steps)
    return folder / "settled.pt"


@torch.no_grad()
def awaken(model: VideoCodec) -> None:
    """Lets layers count that begin near zero and would take long to learn."""
    for layer in (
        model.flow_prior.mean_head.last[-1],
        model.prior.mean_head.last[-1],
        model.flow_synthesis.branch[-1],
        model.compensation.fine[-2],
        model.analysis.branch[-1],
        model.synthesis.branch[-2],
        *(context.last for context in model.prior.contexts),
    ):
        layer.weight.mul_(AWAKENED)
    for layer in (model.filter.rest[-2], *(stage.last for stage in model.prior.scale_contexts.stages)):
        layer.weight.normal_(0.0, 0.05)
    model.flow_prior.neighbours.factors.copy_(torch.tensor([[0.5], [0.4], [-0.2], [0.1]]))
    model.flow_prediction.factor.copy_(torch.linspace(0.9, -0.2, len(model.flow_prediction.factor)))


def numbers(t: torch.Tensor) -> list[int]:
    return [int(v) for v in t.reshape(-1)]


def pixels(frame: torch.Tensor) -> str:
    """Planes of samples of 0 to 255, red, green and blue, row by row."""
    return base64.b64encode((frame * 256 + 128).round().byte().numpy().tobytes()).decode()


def some_vectors(flow: torch.Tensor) -> Vectors:
    """Of blocks that are no neighbours, so that what is expected is their mean of flow."""
    mean = means(flow)
    given = torch.zeros_like(mean[:, :1], dtype=torch.bool)
    given[:, :, 1::2, ::3] = True
    units = torch.arange(mean.numel()).view_as(mean) * 7 % 23 - 11
    return Vectors(given, torch.where(given, mean + units * (UNIT / 16), torch.zeros_like(mean)))


def listed(vectors: Vectors | None) -> list[list[int]]:
    """Row, column, and sixteenths of a pixel to the right and down of each vector."""
    if vectors is None:
        return []
    places = vectors.given[0, 0].nonzero()
    return [[*at.tolist(), *numbers(vectors.flow[0, :, at[0], at[1]] * 16)] for at in places]


def chain(model: VideoCodec, positions=POSITIONS, height: int = HEIGHT, width: int = WIDTH) -> dict:
    """Frames, and what a decoder needs to make them; the second has vectors."""
    shown = np.concatenate([panned(3, len(positions), height, width), panned(4, 1, height, width)])
    x = samples(torch.from_numpy(shown).permute(0, 3, 1, 2))
    reference, history, frames = x[:1], None, []
    for number, (position, coarseness) in enumerate(zip(positions, COARSENESS), 1):
        find = some_vectors if number == 2 else nowhere
        coded = code(model, x[number : number + 1], reference, position, history, vectors=find, coarseness=coarseness)
        parts = [(part.hyper, part.latents) for part in (coded.flow, coded.residual)]
        decoded, after = decode(model, *parts, reference, position, history, find, coarseness)
        assert torch.equal(decoded, coded.frame)
        assert history is None or not torch.equal(coded.motion.second, coded.motion.warped)
        assert not torch.equal(coded.motion.shown, coded.motion.warped) and not torch.equal(coded.motion.warped, reference)
        described = {}
        for name, part in (("flow", coded.flow), ("residual", coded.residual)):
            described[name] = {
                "hyper": numbers(part.hyper),
                "hyperExpected": numbers(part.hyper_expected),
                "hyperTables": numbers(part.hyper_table),
                "latents": numbers(part.latents),
                "tables": numbers(part.table),
                "decoded": numbers(part.decoded * 128),
            }
        frames.append(
            {
                "quality": position - LOWEST_STEP,
                "coarseness": coarseness,
                **described,
                "vectors": listed(find(model.flow_synthesis(coded.flow_latents))),
                "shown": pixels(coded.motion.shown),
                "frame": pixels(coded.frame),
            }
        )
        reference, history = coded.frame, after
    return {"height": height, "width": width, "key": pixels(x[:1]), "frames": frames}


def main(out: Path, reference: Path) -> None:
    torch.set_num_threads(1)
    provide(TINY_VIDEO)
    video_graphs.FEW_WEIGHTS = FEW_WEIGHTS
    with tempfile.TemporaryDirectory() as folder:
        settled = trained(Path(folder), STEPS)
        export(settled, Path(folder) / "clips", out, 24, "CC0-1.0")
        model = with_stored_encoder(averaged(settled, codec=VideoCodec)[0])
        restore_expectation(model.prior, out)
    reference.parent.mkdir(parents=True, exist_ok=True)
    reference.write_text(json.dumps(chain(model), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
