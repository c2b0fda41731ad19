"""Reference frames that predicted frames start from: key frames of the picture codec, or what stands in for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .basis import full_basis
from .coding import load_codec
from .nets import LATENT_SCALE, REFERENCE_LAMBDA
from .warp import LEVELS, to_frame

# Quantiser step of stand-ins for coded key frames, relative to that of latents. With it they are within 0.6 dB of what the
# photo pack makes of clips, from 25 to 39 dB.
STAND_IN_STEP = 1.3
SHIFTS = 2


class StandIn:
    """Frames whose DCT coefficients were quantised: about the error of a coded key frame, and nothing to be trained."""

    def __init__(self, device="cpu", seed: int = 1):
        self.basis = torch.from_numpy(full_basis().astype(np.float32)).to(device)
        self.random = np.random.default_rng(seed)

    @torch.no_grad()
    def __call__(self, x: torch.Tensor, s: torch.Tensor, lam: torch.Tensor, strength: float = 1.0) -> torch.Tensor:
        """N x 3 frames as after coding at positions s with Lagrangian multipliers lam (both N); sides: multiples of 16."""
        step = strength * STAND_IN_STEP * torch.sqrt(REFERENCE_LAMBDA / lam).view(-1, 1, 1, 1) / LATENT_SCALE
        total = torch.zeros_like(x)
        for _ in range(SHIFTS):  # so that edges of blocks do not show as much
            shift = tuple(int(v) for v in self.random.integers(0, 16, 2))
            moved = torch.roll(x, shift, (2, 3))
            values = F.conv2d(F.pixel_unshuffle(moved, 16), self.basis.view(768, 768, 1, 1)) / step
            kept = torch.sign(values) * torch.floor(values.abs() + 1.0 / 3.0)
            back = F.conv2d(kept * step, self.basis.t().reshape(768, 768, 1, 1))
            total = total + torch.roll(F.pixel_shuffle(back, 16), tuple(-v for v in shift), (2, 3))
        return to_frame(total / SHIFTS)


class KeyFrames:
    """The picture codec of a checkpoint, which stays as it is. Positions mean the same for it and predicted frames."""

    def __init__(self, checkpoint: Path, device="cpu"):
        model, _ = load_codec(checkpoint)
        self.model = model.to(device)

    @torch.no_grad()
    def __call__(self, x: torch.Tensor, s: torch.Tensor, lam: torch.Tensor, strength: float = 1.0) -> torch.Tensor:
        """As StandIn; sides are multiples of 64, strength counts for nothing."""
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            _, _, _, decoded = self.model((x * LEVELS + 128.0) / 255.0 - 0.5, s)
        levels = torch.round(torch.clamp(decoded.float() + 0.5, 0, 1) * 255.0)
        return (levels - 128.0) / LEVELS


def make_key(checkpoint: Path | None, device="cpu", seed: int = 1) -> KeyFrames | StandIn:
    """Key frames of a picture codec's checkpoint; without one, what stands in for them."""
    return KeyFrames(checkpoint, device) if checkpoint else StandIn(device, seed)
