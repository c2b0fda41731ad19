"""Photographs in memory as bytes, and random crops of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png"}


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
    """Random square crops, flipped and transposed, a picture being drawn in proportion to its area."""

    def __init__(self, pictures: list[np.ndarray], seed: int):
        self.pictures = pictures
        self.random = np.random.default_rng(seed)
        area = np.array([p.shape[0] * p.shape[1] for p in pictures], dtype=np.float64)
        self.cumulative = np.cumsum(area / area.sum())

    def batch(self, count: int, size: int) -> np.ndarray:
        """count x 3 x size x size float32 in -0.5..0.5."""
        if all(min(p.shape[:2]) < size for p in self.pictures):
            raise ValueError(f"no picture has both sides of at least {size} pixels")
        out = np.empty((count, 3, size, size), dtype=np.float32)
        for k in range(count):
            out[k] = self._crop(size)
        out *= 1.0 / 255.0
        out -= 0.5
        return out

    def _crop(self, size: int) -> np.ndarray:
        while True:
            index = int(np.searchsorted(self.cumulative, self.random.random()))
            picture = self.pictures[min(index, len(self.pictures) - 1)]
            height, width = picture.shape[:2]
            if min(height, width) >= size:
                break
        top = int(self.random.integers(0, height - size + 1))
        left = int(self.random.integers(0, width - size + 1))
        crop = picture[top : top + size, left : left + size].transpose(2, 0, 1)
        flip = int(self.random.integers(0, 8))
        if flip & 1:
            crop = crop[:, :, ::-1]
        if flip & 2:
            crop = crop[:, ::-1]
        if flip & 4:
            crop = crop.transpose(0, 2, 1)
        return crop
