"""Writes the pack of integers that the Java tests decode with: small, and good for nothing else.

From models/training: python -m tests.tiny_pack ../src/test/resources/packs/tiny
"""

from __future__ import annotations

import sys
import tempfile
import types
from functools import partial
from pathlib import Path

import torch
from PIL import Image

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from conftest import TINY, shaded  # noqa: E402
from licorice import train  # noqa: E402
from licorice.basis import energetic_basis  # noqa: E402
from licorice.export import export  # noqa: E402

STEPS = 400


def main(out: Path) -> None:
    torch.set_num_threads(1)
    sys.modules["recipes.tiny"] = types.ModuleType("recipes.tiny")
    sys.modules["recipes.tiny"].RECIPE = TINY
    train.energetic_basis = partial(energetic_basis, samples=500)
    with tempfile.TemporaryDirectory() as folder:
        photos = Path(folder) / "photos"
        photos.mkdir()
        for i in range(12):
            Image.fromarray(shaded(i)).save(photos / f"{i:02}.png")
        trainer = train.Trainer(TINY, photos, Path(folder) / "run", "cpu", seed=1)
        for step in range(STEPS):
            if step == STEPS * 3 // 4:
                trainer.make_exact()
            trainer.one_step(step / STEPS)
        trainer.store()
        export(trainer.checkpoint, photos, out, 4, 0, 1792, "CC0-1.0")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
