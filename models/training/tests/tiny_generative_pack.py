"""Writes the generative pack that the Java tests decode with: small, and good for nothing else.

From models/training: python -m tests.tiny_generative_pack ../src/test/resources/packs/tiny-generative
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import torch
from PIL import Image

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from conftest import TINY_GENERATIVE, provide, shaded, store_streets  # noqa: E402
from licorice.export_generative import export  # noqa: E402
from licorice.settle_generative import settle  # noqa: E402
from licorice.train_generative import GenerativeTrainer  # noqa: E402

STEPS = 600
CRITICS_FROM = 0.4
DEVIATION = 1.2  # of codes: all of their values occur


@torch.no_grad()
def spread(trainer: GenerativeTrainer) -> None:
    """Leaves the encoder random, as one that learns so little sends every code to an end of its range."""
    x = torch.cat([trainer.source.batch().x for _ in range(50)])
    for model in (trainer.model, trainer.average):
        model.encoder.requires_grad_(False)
        last = model.encoder.layers[-1]
        last.bias.zero_()
        codes = model.encoder.layers(x).transpose(0, 1).flatten(1).double()
        whiten = DEVIATION * torch.linalg.inv(torch.linalg.cholesky(torch.cov(codes)))
        last.weight.copy_(torch.einsum("oc,cikl->oikl", whiten, last.weight.double()))
        last.bias.copy_(-whiten @ codes.mean(1))


def main(out: Path) -> None:
    torch.set_num_threads(1)
    provide(TINY_GENERATIVE)
    with tempfile.TemporaryDirectory() as folder:
        photos, streets = Path(folder) / "photos", Path(folder) / "streets"
        photos.mkdir()
        for i in range(12):
            Image.fromarray(shaded(i)).save(photos / f"{i:02}.png")
        store_streets(streets, 12)
        options = {"device": "cpu", "seed": 1, "start": None, "observer": None}
        given = argparse.Namespace(data=photos, labelled=streets, out=Path(folder) / "run", **options)
        trainer = GenerativeTrainer(TINY_GENERATIVE, given)
        spread(trainer)
        for step in range(STEPS):
            trainer.one_step(step / STEPS, CRITICS_FROM)
        settle(trainer.average, trainer.source)
        trainer.store()
        export(trainer.checkpoint, photos, out, streets / "classes.csv", "CC0-1.0")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
