"""Photographs in memory as bytes, and random crops of them."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def list_images(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)


def load_image(source) -> np.ndarray:
    """RGB bytes, height x width x 3."""
    with Image.open(source) as image:
        return np.asarray(image.convert("RGB"))


def load_photos(path: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """All pictures of a folder or a zip file: (training, validation); every 40th is kept for validation."""
    if path.is_dir():
        pictures = [load_image(p) for p in list_images(path)]
    else:
        with zipfile.ZipFile(path) as archive:
            names = sorted(n for n in archive.namelist() if Path(n).suffix.lower() in SUFFIXES)
            pictures = [load_image(io.BytesIO(archive.read(n))) for n in names]
    if len(pictures) < 2:
        raise ValueError(f"{path}: expected at least two pictures, found {len(pictures)}")
    validation = pictures[::40]
    training = [p for i, p in enumerate(pictures) if i % 40]
    return training, validation


class Crops:
    """Random square crops, flipped and transposed, a picture being drawn in proportion to its area.

    The pictures' bytes are kept on the device, and crops are cut there.
    """

    def __init__(self, pictures: list[np.ndarray], seed: int, device="cpu"):
        self.pictures = pictures
        with warnings.catch_warnings():
            # PyTorch cannot know that nobody writes into a read-only array.
            warnings.simplefilter("ignore", UserWarning)
            self.bytes = [torch.from_numpy(p).to(device) for p in pictures]
        self.random = np.random.default_rng(seed)
        area = np.array([p.shape[0] * p.shape[1] for p in pictures], dtype=np.float64)
        self.cumulative = np.cumsum(area / area.sum())

    def batch(self, count: int, size: int) -> torch.Tensor:
        """count x 3 x size x size 32-bit floats in -0.5..0.5."""
        if all(min(p.shape[:2]) < size for p in self.pictures):
            raise ValueError(f"no picture has both sides of at least {size} pixels")
        crops = torch.stack([self._crop(*self._place(size), size) for _ in range(count)])
        return crops.float() / 255.0 - 0.5

    def _place(self, size: int) -> tuple[int, int, int, int]:
        """A picture that is large enough, where in it, and which of eight ways round."""
        while True:
            index = min(int(np.searchsorted(self.cumulative, self.random.random())), len(self.pictures) - 1)
            height, width = self.pictures[index].shape[:2]
            if min(height, width) >= size:
                break
        top = int(self.random.integers(0, height - size + 1))
        left = int(self.random.integers(0, width - size + 1))
        return index, top, left, int(self.random.integers(0, 8))

    def _crop(self, index: int, top: int, left: int, turn: int, size: int) -> torch.Tensor:
        crop = self.bytes[index][top : top + size, left : left + size].permute(2, 0, 1)
        sides = [side for bit, side in ((1, 2), (2, 1)) if turn & bit]
        if sides:
            crop = crop.flip(sides)
        return crop.transpose(1, 2) if turn & 4 else crop
