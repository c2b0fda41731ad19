"""Packs photographs into one zip file of limited size, for training on a machine that nothing else can be sent to.

Pictures keep their order, so that the same ones are held out for validation. They become WebP of the best quality that
fits: most photographs that are to be had are small, and JPEG would need twice the bytes. Losses of runs on packed
pictures do not compare with those of runs on the original ones.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

from PIL import Image

from .data import list_images

QUALITIES = (98, 95, 92, 90, 88, 86, 84, 82, 80, 75)
SAMPLED = 8  # a first guess codes every so manieth picture
DIRECTORY = 120  # bytes of a zip file's own for each picture, at most


def coded(path: Path, quality: int) -> bytes:
    out = io.BytesIO()
    with Image.open(path) as image:
        image.convert("RGB").save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def repack(folder: Path, out: Path, megabytes: float) -> tuple[int, int]:
    """Writes the file whole or not at all; returns its size and the quality. Raises ValueError if nothing fits."""
    pictures, limit = list_images(folder), int(megabytes * 2**20)
    if not pictures:
        raise ValueError(f"{folder}: no pictures")
    sampled = pictures[::SAMPLED]
    for quality in QUALITIES:
        mean = sum(len(coded(p, quality)) for p in sampled) / len(sampled)
        if mean * len(pictures) > 1.1 * limit:
            continue
        contents = [coded(p, quality) for p in pictures]
        if sum(len(c) + DIRECTORY for c in contents) <= limit:
            break
    else:
        raise ValueError(f"{folder}: {len(pictures)} pictures do not fit into {megabytes} MiB at quality {QUALITIES[-1]}")
    temporary = out.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number:05}.webp", content)
    temporary.replace(out)
    return out.stat().st_size, quality


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of photographs")
    parser.add_argument("out", type=Path, help="zip file to write")
    parser.add_argument("--megabytes", type=float, default=58.0)
    arguments = parser.parse_args()
    size, quality = repack(arguments.folder, arguments.out, arguments.megabytes)
    print(f"{arguments.out}: {size / 2**20:.1f} MiB, quality {quality}")


if __name__ == "__main__":
    main()
