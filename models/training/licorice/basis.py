"""The linear skip path's start: the most energetic 16 x 16 DCT functions of a luma-chroma rotation."""

from __future__ import annotations

import numpy as np

BLOCK = 16

# Rows: luma, blue-yellow, red-green; orthonormal, so that squared errors in RGB are kept.
COLOUR_ROTATION = np.array(
    [
        [1 / np.sqrt(3), 1 / np.sqrt(3), 1 / np.sqrt(3)],
        [-1 / np.sqrt(6), -1 / np.sqrt(6), 2 / np.sqrt(6)],
        [1 / np.sqrt(2), -1 / np.sqrt(2), 0.0],
    ]
)


def dct_matrix(size: int) -> np.ndarray:
    """Orthonormal DCT-II, one function a row."""
    k = np.arange(size)[:, None]
    n = np.arange(size)[None, :]
    matrix = np.sqrt(2.0 / size) * np.cos(np.pi * (2 * n + 1) * k / (2 * size))
    matrix[0] /= np.sqrt(2.0)
    return matrix


def full_basis() -> np.ndarray:
    """768 x 768: functions by rows, samples in the channel order of PixelUnshuffle(16) on RGB."""
    d = dct_matrix(BLOCK)
    spatial = np.einsum("uy,vx->uvyx", d, d).reshape(BLOCK * BLOCK, BLOCK * BLOCK)
    return np.einsum("kc,fs->kfcs", COLOUR_ROTATION, spatial).reshape(768, 768)


def energetic_basis(pictures: list[np.ndarray], count: int, samples: int = 40000, seed: int = 1):
    """The count functions of highest energy on random blocks of pictures; see most_energetic."""
    random = np.random.default_rng(seed)
    blocks = np.empty((samples, 768), dtype=np.float32)
    for i in range(samples):
        picture = pictures[int(random.integers(len(pictures)))]
        y = int(random.integers(picture.shape[0] - BLOCK))
        x = int(random.integers(picture.shape[1] - BLOCK))
        block = picture[y : y + BLOCK, x : x + BLOCK].transpose(2, 0, 1)
        blocks[i] = block.reshape(-1) / 255.0 - 0.5
    return most_energetic(full_basis(), blocks, count)


def most_energetic(basis: np.ndarray, blocks: np.ndarray, count: int):
    """The count functions (rows of basis) of highest energy in blocks (one a row), most energetic first.

    Returns them with their root mean square values and, as a function of (scale, floor), their mean log-magnitudes.
    """
    values = blocks @ basis.T.astype(np.float32)
    energy = np.mean(values**2, axis=0)
    order = np.argsort(-energy)[:count]

    def magnitude(scale: float, floor: float) -> np.ndarray:
        return np.mean(np.log(np.abs(values[:, order]) * scale + floor), axis=0).astype(np.float32)

    return basis[order].astype(np.float32), np.sqrt(energy[order]).astype(np.float32), magnitude
