"""Makes the training package importable from any folder, and provides a small recipe with pictures to train it on."""

import argparse
import dataclasses
import sys
import types
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch  # noqa: E402

from licorice import segmenter, settle_generative, train_segmenter  # noqa: E402
from licorice.config import Recipe  # noqa: E402
from licorice.generative import GenerativeRecipe  # noqa: E402
from licorice.train_generative import GenerativeTrainer  # noqa: E402
from licorice.video import PriorSizes, VideoRecipe  # noqa: E402

torch.set_num_threads(1)  # small tensors, and perhaps a busy machine


TINY = Recipe(
    name="tiny",
    latents=24,
    hyper_latents=16,
    analysis_channels=(8, 8, 16),
    synthesis_channels=(8, 8, 16),
    quality_anchors=8,
    lambda_min=0.001,
    lambda_max=0.36,
    batch=2,
    crop=64,
    late_crop=128,
    late_batch=1,
    learning_rate=4.5e-4,
    scale_head_channels=8,
    hyper_channels=(16, 24, 32),
    mean_channels=(64, 16),  # with 64, sums in integers come as near to 2^24 as those of the photo pack
    scale_context_channels=16,
)


TINY_GENERATIVE = GenerativeRecipe(
    name="tiny-generative",
    classes=3,
    encoder_channels=(8, 8, 16),
    encoder_blocks=(1, 1, 1),
    generator_channels=(8, 8, 8, 16),
    generator_blocks=(1, 1, 1),
    critic_channels=(8, 8, 8),
    crop=64,
)


# A picture codec as small as the rest of the next recipe.
TINY_PICTURE = dataclasses.replace(
    TINY,
    name="tiny-picture",
    latents=16,
    hyper_latents=10,
    analysis_channels=(4, 4, 4),
    synthesis_channels=(4, 8, 8),
    hyper_channels=(8, 8, 8),
    mean_channels=(8, 8),
    context_channels=8,
    scale_context_channels=8,
    scale_groups=(1, 3),
)


TINY_VIDEO = VideoRecipe(
    name="tiny-video",
    flow=PriorSizes(12, 8, 8, (8, 8, 8), (8, 8, 8), 4, (6,), True),
    picture=TINY_PICTURE,
    residual=PriorSizes.of_residual(TINY_PICTURE, context=6, context_channels=(8, 8)),
    flow_analysis_channels=(4, 4, 4),
    flow_synthesis_channels=(4, 4, 8),
    compensation_channels=(8, 8),
    compensation_blocks=(1, 1),
    filter_channels=8,
    quality_anchors=7,
    lambda_min=0.001,
    lambda_max=0.155,
    stages=((0.0, 1, 2, 64), (0.5, 2, 1, 64)),
    learning_rate=4e-4,
    of_bytes=("compensation", "synthesis", "filter"),
)


def provide(recipe: Recipe | GenerativeRecipe | VideoRecipe) -> None:
    """Lets load_recipe find a recipe."""
    module = types.ModuleType(f"recipes.{recipe.name.replace('-', '_')}")
    module.RECIPE = recipe
    sys.modules[module.__name__] = module


@pytest.fixture(scope="session")
def tiny():
    """A recipe that load_recipe finds, of a size that trains in seconds."""
    provide(TINY)
    yield TINY
    del sys.modules["recipes.tiny"]


@pytest.fixture(scope="session")
def tiny_generative():
    """A generative recipe of that kind."""
    provide(TINY_GENERATIVE)
    yield TINY_GENERATIVE
    del sys.modules["recipes.tiny_generative"]


def shaded(seed: int, height: int = 272, width: int = 304) -> np.ndarray:
    """Slopes, stripes and noise: RGB bytes with some of a photograph's statistics."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for _ in range(3):
        angle, period = random.uniform(0, np.pi), random.uniform(20, 120)
        stripes = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period)
        planes.append(110 + 50 * stripes + 0.2 * y + random.normal(0, 4, x.shape))
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def panned(seed: int, frames: int = 4, height: int = 96, width: int = 128, speed: int = 3) -> np.ndarray:
    """A view that moves over a picture, frames x H x W x 3 bytes."""
    picture = shaded(seed, height + 8, width + speed * frames)
    return np.stack([picture[4 : 4 + height, speed * t : speed * t + width] for t in range(frames)])


def i420(frames: np.ndarray) -> np.ndarray:
    """Gray: luma of limited range, chroma in the middle."""
    count, height, width, _ = frames.shape
    luma = np.rint(16 + frames.mean(3) * 219 / 255).astype(np.uint8)
    return np.concatenate([luma, np.full((count, height // 2, width), 128, np.uint8)], 1)


def store_clips(folder: Path) -> Path:
    """A cache of six scenes of two clips each, of 4 frames of 128 x 96."""
    folder.mkdir(exist_ok=True)
    for scene in range(6):
        for part in (1, 2):
            np.save(folder / f"scene{scene}_{part:02}.npy", i420(panned(10 * scene + part)))
    return folder


@pytest.fixture(scope="session")
def photos(tmp_path_factory):
    """A folder of three pictures."""
    folder = tmp_path_factory.mktemp("photos")
    for i in range(3):
        Image.fromarray(shaded(i)).save(folder / f"{i}.png")
    return folder


STREET_CLASSES = [("Sky", (128, 160, 250)), ("Road", (90, 60, 90)), ("Tree", (60, 140, 30))]


def street(seed: int, height: int = 112, width: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Sky above a road with a tree: RGB bytes in about the colours of the classes, and labels with some void."""
    random = np.random.default_rng(seed)
    labels = np.zeros((height, width), dtype=np.uint8)
    horizon, left = random.integers(height // 3, height // 2), random.integers(0, width // 2)
    labels[horizon:] = 1
    labels[horizon - 20 : horizon + 20, left : left + 24] = 2
    colours = np.array([colour for _, colour in STREET_CLASSES])
    pixels = np.clip(colours[labels] + random.normal(0, 8, (height, width, 3)), 0, 255).astype(np.uint8)
    labels[:4, :4] = 3
    return pixels, labels


def store_streets(folder: Path, training: int) -> None:
    """Labelled pictures: so many to train on, and one to validate."""
    folder.mkdir(exist_ok=True)
    rows = [f"{i},{name},{r},{g},{b}" for i, (name, (r, g, b)) in enumerate(STREET_CLASSES)]
    (folder / "classes.csv").write_text("\n".join(["index,name,r,g,b", *rows, "3,Unlabelled,0,0,0"]) + "\n")
    for number in range(training + 1):
        for part, array in zip(("images", "labels"), street(number)):
            path = folder / ("train" if number < training else "val") / part
            path.mkdir(parents=True, exist_ok=True)
            Image.fromarray(array).save(path / f"{number}.png")


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """A folder of labelled pictures: three to train on, one to validate."""
    folder = tmp_path_factory.mktemp("streets")
    store_streets(folder, 3)
    return folder


@pytest.fixture
def small_segmenter(monkeypatch):
    """Segmentation networks of a size that trains in seconds."""
    small = partial(segmenter.Segmenter, channels=(8, 12, 16))
    for module in (segmenter, train_segmenter):
        monkeypatch.setattr(module, "Segmenter", small)
    monkeypatch.setattr(train_segmenter, "BATCH", 2)
    monkeypatch.setattr(train_segmenter, "CROP", 64)
    return small


@pytest.fixture(scope="session")
def settled(tiny_generative, photos, streets, tmp_path_factory):
    """A checkpoint of that recipe, hardly trained, in integers."""
    given = argparse.Namespace(data=photos, labelled=streets, device="cpu", seed=1, start=None, observer=None)
    trainer = GenerativeTrainer(tiny_generative, argparse.Namespace(**vars(given), out=tmp_path_factory.mktemp("settled")))
    for progress in (0.0, 0.3, 0.6):
        trainer.one_step(progress, 0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settle_generative, "WATCHED_BATCHES", 2)
        settle_generative.settle(trainer.average, trainer.source)
    trainer.store()
    return trainer.checkpoint
