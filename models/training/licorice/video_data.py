"""Short clips in memory as bytes, random crops of them, and clips made of photographs.

    python -m licorice.video_data decode VIDEOS CACHE        once, with ffmpeg
    python -m licorice.video_data pack CACHE clips.zip       to be carried to another machine

A cache is a folder of files NAME.npy: frames x (3/2 height) x width bytes, the planes Y, U and V of each frame below each
other as in raw I420, U and V two rows in one. Names with the same stem (`bear_01`, `bear_02`) show the same scene.
"""

from __future__ import annotations

import argparse
import io
import math
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .warp import HIGHEST, LEVELS, LOWEST, to_frame

SUFFIXES = {".mkv", ".mp4", ".webm", ".mov", ".avi", ".y4m"}
HELD_OUT = 10  # every so manieth scene is kept for validation
COEFFICIENTS = np.array([[1.164, 0.0, 1.596], [1.164, -0.392, -0.813], [1.164, 2.017, 0.0]], dtype=np.float32)  # BT.601
FILTERS = (("time",), ("across",), ("time", "across"))
AXES = {"time": 0, "across": 2}
STILL = 0.15  # the share of clips whose camera stands still


def list_videos(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)


def read_video(path: Path, pixels: str, frames: int | None = None) -> np.ndarray:
    """Frames x H x W x 3 bytes for pixels rgb24, frames x 3/2 H x W for yuv420p; sides are even for the latter."""
    probe = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0:s=x"]
    sizes = subprocess.run([*probe, str(path)], check=True, capture_output=True, text=True).stdout.split()[0].split("x")
    width, height = int(sizes[0]), int(sizes[1])
    limit = [] if frames is None else ["-frames:v", str(frames)]
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", *limit, "-f", "rawvideo", "-pix_fmt", pixels, "-"]
    raw = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.uint8)
    return raw.reshape((-1, height, width, 3) if pixels == "rgb24" else (-1, height * 3 // 2, width))


def decode(folder: Path, cache: Path) -> int:
    """Decodes the videos of a folder into a cache, those that are not there yet; returns how many there are."""
    cache.mkdir(parents=True, exist_ok=True)
    videos = list_videos(folder)
    for path in videos:
        target = cache / f"{path.stem}.npy"
        if not target.exists():
            temporary = target.with_suffix(".tmp")
            with temporary.open("wb") as file:
                np.save(file, read_video(path, "yuv420p"))
            temporary.replace(target)
    return len(videos)


def pack(cache: Path, out: Path, megabytes: float) -> int:
    """Writes a zip file of all clips without loss, whole or not at all; returns its size."""
    temporary = out.with_suffix(".tmp")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_LZMA) as archive:
        for path in sorted(cache.glob("*.npy")):
            clip = np.load(path)
            # The best filter of the first frames' middle rows is the clip's.
            rows = clip[:3, clip.shape[1] // 4 : clip.shape[1] // 2]
            best = min(FILTERS, key=lambda names: _spread(_filtered(rows, names)))
            content = io.BytesIO()
            np.save(content, _filtered(clip, best))
            archive.writestr(f"{path.stem}.{'+'.join(best)}.npy", content.getvalue())
    size = temporary.stat().st_size
    if size > megabytes * 2**20:
        temporary.unlink()
        raise ValueError(f"{cache}: {size / 2**20:.1f} MiB are more than {megabytes}; take clips out of the folder")
    temporary.replace(out)
    return size


def _spread(differences: np.ndarray) -> float:
    return float(np.abs(differences.astype(np.int8).astype(np.float32)).mean())


def _filtered(clip: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    for name in names:
        clip = np.diff(clip, axis=AXES[name], prepend=np.uint8(0))
    return clip


def _unfiltered(clip: np.ndarray, names: list[str]) -> np.ndarray:
    for name in names:
        clip = np.cumsum(clip, axis=AXES[name], dtype=np.uint8)
    return clip


def stored_clips(path: Path) -> dict[str, np.ndarray]:
    """The clips of a cache, or of what pack made of one, by name."""
    if path.is_dir():
        clips = {p.stem: np.load(p) for p in sorted(path.glob("*.npy"))}
    else:
        clips = {}
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.namelist()):
                name, filters, _ = entry.rsplit(".", 2)
                clips[name] = _unfiltered(np.load(io.BytesIO(archive.read(entry))), filters.split("+"))
    if not clips:
        raise ValueError(f"{path}: no clips")
    return clips


def to_rgb(clip: np.ndarray) -> torch.Tensor:
    """Frames x 3/2 H x W to frames x 3 x H x W bytes; BT.601, limited range."""
    frames, rows, width = clip.shape
    height = rows * 2 // 3
    planes = torch.from_numpy(np.ascontiguousarray(clip)).float().flatten(1)
    luma = planes[:, : height * width].view(frames, 1, height, width) - 16.0
    chroma = planes[:, height * width :].view(frames, 2, height // 2, width // 2) - 128.0
    chroma = F.interpolate(chroma, scale_factor=2.0, mode="bilinear", align_corners=False)
    rgb = torch.einsum("kc,nchw->nkhw", torch.from_numpy(COEFFICIENTS), torch.cat([luma, chroma], 1))
    return torch.clamp(torch.round(rgb), 0, 255).byte()


def load_clips(path: Path) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Frames x 3 x H x W bytes of each clip: (training, validation); all clips of a scene are on one side."""
    clips = stored_clips(path)
    scenes = sorted({name.rsplit("_", 1)[0] for name in clips})
    held_out = set(scenes[HELD_OUT // 2 :: HELD_OUT])
    sides: tuple[list[torch.Tensor], list[torch.Tensor]] = ([], [])
    for name, clip in clips.items():
        sides[name.rsplit("_", 1)[0] in held_out].append(to_rgb(clip))
    return sides


def samples(frames: torch.Tensor) -> torch.Tensor:
    """Bytes as the codec sees them: (v - 128) / 256."""
    return (frames.float() - 128.0) / LEVELS


class ClipCrops:
    """Random crops of clips: turned and flipped, forwards or backwards, sometimes every second frame only.

    A part of them is made of photographs: a view that drifts, turns and zooms, often with a piece of another photograph
    moving in front of it. In a few clips of either kind all stands still but what is seen in one blob.
    """

    def __init__(self, clips: list[torch.Tensor], photos: list[np.ndarray], synthetic: float, seed: int, device="cpu"):
        self.clips = [clip.to(device) for clip in clips]
        self.photos = [torch.from_numpy(np.array(photo)).permute(2, 0, 1).to(device) for photo in photos]
        self.synthetic = synthetic if photos else 0.0
        self.device = torch.device(device)
        self.random = np.random.default_rng(seed)

    def batch(self, count: int, frames: int, size: int) -> torch.Tensor:
        """count x frames x 3 x size x size samples."""
        made = self.random.random(count) < self.synthetic
        clips = [self._made(frames, size) if m else self._cut(frames, size) for m in made]
        return torch.stack([self._stilled(clip) if self.random.random() < STILL else clip for clip in clips])

    def _cut(self, frames: int, size: int) -> torch.Tensor:
        for _ in range(1000):
            clip = self.clips[int(self.random.integers(len(self.clips)))]
            length, _, height, width = clip.shape
            if length >= frames and min(height, width) >= size:
                break
        else:
            raise ValueError(f"no clip has {frames} frames and sides of at least {size} pixels")
        pace = 2 if length > 2 * (frames - 1) and self.random.random() < 0.25 else 1
        start = int(self.random.integers(length - pace * (frames - 1)))
        top, left = (int(self.random.integers(n - size + 1)) for n in (height, width))
        crop = clip[start : start + pace * (frames - 1) + 1 : pace, :, top : top + size, left : left + size]
        turned = [axis for axis in (0, 2, 3) if self.random.random() < 0.5]
        crop = crop.flip(turned) if turned else crop
        return samples(crop.transpose(2, 3) if self.random.random() < 0.5 else crop)

    def _made(self, frames: int, size: int) -> torch.Tensor:
        back = self._moving(frames, size)
        if self.random.random() < 0.6:
            front = self._moving(frames, size)
            mask = self._blob(frames, size)
            back = back + mask * (front - back)
        light = torch.linspace(0.0, float(self.random.normal(0, 0.01)), frames, device=self.device).view(-1, 1, 1, 1)
        noise = float(self.random.uniform(0, 1.5)) / LEVELS
        return to_frame(back + light + noise * torch.randn(back.shape, device=self.device))

    def _stilled(self, clip: torch.Tensor) -> torch.Tensor:
        noise = float(self.random.choice([0.0, self.random.uniform(0, 1.5)])) / LEVELS
        still = clip[:1] + noise * torch.randn(clip.shape, device=self.device)
        seen = self._blob(1, clip.shape[3]) if self.random.random() < 0.8 else 0.0
        return to_frame(still + seen * (clip - still))

    def _moving(self, frames: int, size: int) -> torch.Tensor:
        """A photograph seen by a camera that moves evenly, with a little acceleration."""
        random = self.random
        for _ in range(1000):
            photo = self.photos[int(random.integers(len(self.photos)))]
            if min(photo.shape[1:]) >= size:
                break
        else:
            raise ValueError(f"no photograph has sides of at least {size} pixels")
        height, width = photo.shape[1:]
        time = np.arange(frames) - (frames - 1) / 2
        pace = 2.0 ** random.uniform(-2, 3.3)
        direction = random.uniform(0, 2 * math.pi)
        along = pace * time + random.normal(0, 0.1 * pace) * time**2
        turn = random.normal(0, 0.008) * time + random.choice([0.0, 0.0, 0.5 * math.pi, math.pi])
        zoom = np.exp(random.normal(0, 0.008) * time + random.uniform(-0.25, 0.2))
        # The centre stays where the whole view lies within the photograph, as far as that goes.
        margin = [min(n / 2, 0.5 * size + abs(along).max()) for n in (width, height)]
        centre = [random.uniform(m, n - m) for m, n in zip(margin, (width, height))]
        steps = torch.arange(size, device=self.device, dtype=torch.float32) - (size - 1) / 2
        y, x = torch.meshgrid(steps, steps, indexing="ij")
        grids = []
        for a, angle, z in zip(along, turn, zoom):
            across = centre[0] + a * math.cos(direction) + z * (math.cos(angle) * x - math.sin(angle) * y)
            down = centre[1] + a * math.sin(direction) + z * (math.sin(angle) * x + math.cos(angle) * y)
            grids.append(torch.stack([across * (2 / width) - 1, down * (2 / height) - 1], -1))
        source = samples(photo).unsqueeze(0).expand(frames, -1, -1, -1)
        seen = F.grid_sample(source, torch.stack(grids), mode="bicubic", padding_mode="reflection", align_corners=False)
        return torch.clamp(seen, LOWEST, HIGHEST)

    def _blob(self, frames: int, size: int) -> torch.Tensor:
        """Frames x 1 masks: a moving ellipse with a wavy, slightly soft edge."""
        random = self.random
        steps = torch.arange(size, device=self.device, dtype=torch.float32)
        y, x = torch.meshgrid(steps, steps, indexing="ij")
        centre, radii = random.uniform(0.2, 0.8, 2) * size, random.uniform(0.1, 0.35, 2) * size
        speed, waves, phase = random.normal(0, 2.0, 2), int(random.integers(2, 6)), random.uniform(0, 6.28)
        masks = []
        for t in range(frames):
            u, v = (x - centre[0] - speed[0] * t) / radii[0], (y - centre[1] - speed[1] * t) / radii[1]
            edge = 1.0 + 0.2 * torch.sin(waves * torch.atan2(v, u) + phase)
            masks.append(torch.sigmoid((edge - torch.sqrt(u * u + v * v)) * float(radii.min())).unsqueeze(0))
        return torch.stack(masks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(required=True)
    decoding = actions.add_parser("decode", help="videos of a folder into a cache, with ffmpeg")
    decoding.add_argument("folder", type=Path)
    decoding.add_argument("cache", type=Path)
    decoding.set_defaults(run=lambda a: print(f"{decode(a.folder, a.cache)} clips in {a.cache}"))
    packing = actions.add_parser("pack", help="a cache into one zip file, without loss")
    packing.add_argument("cache", type=Path)
    packing.add_argument("out", type=Path)
    packing.add_argument("--megabytes", type=float, default=45.0)
    packing.set_defaults(run=lambda a: print(f"{a.out}: {pack(a.cache, a.out, a.megabytes) / 2**20:.1f} MiB"))
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
