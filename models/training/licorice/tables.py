"""Integer frequency tables and the binary files of a pack."""

from __future__ import annotations

import math

import numpy as np

from . import config

TOTAL = 1 << 16
MAX_MAGNITUDE = 1023


def scale_of(index: int) -> float:
    return config.SCALE_MIN * math.exp(config.SCALE_STEP * index)


def logistic_mass(k: np.ndarray, scale: float) -> np.ndarray:
    """Mass of the unit interval around k >= 0 under a zero-mean logistic distribution of a standard deviation."""
    slope = math.pi / (math.sqrt(3.0) * scale)
    upper = 0.5 * np.tanh(0.5 * slope * (k + 0.5))
    lower = 0.5 * np.tanh(0.5 * slope * (k - 0.5))
    # Far out the difference of two numbers near 1/2 is taken from their tails.
    tail = 1.0 / (1.0 + np.exp(np.minimum(slope * (k - 0.5), 700.0)))
    tail -= 1.0 / (1.0 + np.exp(np.minimum(slope * (k + 0.5), 700.0)))
    return np.where(k > 0, tail, upper - lower)


def model_masses(index: int, weight: float, ratio: float) -> np.ndarray:
    """Masses of the magnitudes 0..MAX_MAGNITUDE (of one sign) under the trained mixture."""
    k = np.arange(MAX_MAGNITUDE + 1, dtype=np.float64)
    scale = scale_of(index)
    return weight * logistic_mass(k, scale) + (1.0 - weight) * logistic_mass(k, scale * ratio)


def refit(masses: np.ndarray, histogram: np.ndarray, prior: float) -> np.ndarray:
    """Masses after seeing counts of magnitudes, the model counting as much as `prior` symbols."""
    signs = np.where(np.arange(len(masses)) > 0, 2.0, 1.0)
    expected = prior * masses * signs
    return (histogram + expected) / (histogram.sum() + expected.sum()) / signs


def frequencies(masses: np.ndarray) -> list[int]:
    """f_0, f_1 .. f_K, f_escape with f_0 + 2 (f_1 + .. + f_K) + f_escape = 65536, all at least 1."""
    significant = np.nonzero(masses * TOTAL >= 0.5)[0]
    top = int(significant.max()) if len(significant) else 0
    tail = max(0.0, 1.0 - masses[0] - 2.0 * masses[1 : top + 1].sum())
    escape = max(1, round(tail * TOTAL))
    table = [max(1, round(m * TOTAL)) for m in masses[: top + 1]]
    excess = table[0] + 2 * sum(table[1:]) + escape - TOTAL
    # Rounding errors go where they matter least: to the largest entries, a pair at a time.
    order = sorted(range(1, top + 1), key=lambda i: -table[i])
    position = 0
    while abs(excess) > 1 and order and table[order[0]] > 64 and abs(excess) > table[0] // 256:
        step = 1 if excess > 0 else -1
        table[order[position % len(order)]] -= step
        excess -= 2 * step
        position += 1
        if table[order[position % len(order)]] <= 32:
            position = 0
    table[0] -= excess
    if table[0] < 1:
        raise ValueError("zero symbol without frequency")
    return table + [escape]


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def serialise(tables: list[list[int]]) -> bytes:
    """tables.bin, see models/doc/lic-format.md; an empty list is a table whose symbols are surely zero."""
    out = bytearray([len(tables) - 1])
    for table in tables:
        if not table:
            out += varint(0)
            continue
        magnitudes = len(table) - 2
        previous = table[-1]
        out += varint(magnitudes + 1) + varint(previous)
        for k in range(magnitudes, 0, -1):
            difference = table[k] - previous
            out += varint(2 * difference if difference >= 0 else -2 * difference - 1)
            previous = table[k]
    return bytes(out)


def parse(data: bytes) -> list[list[int]]:
    """What serialise wrote."""
    position = 1

    def number() -> int:
        nonlocal position
        value, shift = 0, 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    tables = []
    for _ in range(data[0] + 1):
        length = number()
        if length == 0:
            tables.append([])
            continue
        tail = [number()]
        for _ in range(length - 1):
            zigzag = number()
            tail.append(tail[-1] + (zigzag >> 1 ^ -(zigzag & 1)))
        tables.append([TOTAL - tail[0] - 2 * sum(tail[1:]), *reversed(tail)])
    if position != len(data) or any(min(t, default=1) < 1 for t in tables):
        raise ValueError("malformed frequency tables")
    return tables


def quality_arrays(model) -> list[np.ndarray]:
    """The gains of a codec or prior as a pack has them: logarithms in 1/256 of a scale index, hyper scales in 1/16."""
    arrays = (model.log_gain, model.log_dequant, model.log_hyper_gain, model.hyper_scale)
    *logarithms, scales = (a.detach().double().numpy() for a in arrays)
    unit = 256.0 / config.SCALE_STEP
    parts = [np.rint(a * unit) for a in logarithms]
    parts.append(np.rint((scales - math.log(config.SCALE_MIN)) / config.SCALE_STEP * 16.0))
    for part in parts:
        if np.abs(part).max() > 32767:
            raise ValueError("a logarithm does not fit into 16 bits")
    return [part.astype("<i2") for part in parts]


def quality_file(model) -> bytes:
    """quality.bin: little-endian shorts."""
    return b"".join(part.tobytes() for part in quality_arrays(model))
