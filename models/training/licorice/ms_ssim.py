"""Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003) with gradients, as io.licorice.metrics.MsSsim."""

from __future__ import annotations

import torch
import torch.nn.functional as F

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
WINDOW, SIGMA = 11, 1.5
STABLE_LUMINANCE, STABLE_CONTRAST = 0.01**2, 0.03**2
SMALLEST_SIDE = (WINDOW - 1) * 2 ** (len(WEIGHTS) - 1) + 1
# Below this a mean counts as so much: a root of 0 has no gradient.
FLOOR = 1e-4


def gaussian(channels: int, device) -> torch.Tensor:
    distance = torch.arange(WINDOW, device=device) - WINDOW // 2
    weight = torch.exp(-(distance**2) / (2 * SIGMA**2))
    return (weight / weight.sum()).view(1, 1, 1, WINDOW).repeat(channels, 1, 1, 1)


def blurred(x: torch.Tensor, window: torch.Tensor) -> torch.Tensor:
    """Means of the windows that lie inside the picture."""
    across = F.conv2d(x, window, groups=x.shape[1])
    return F.conv2d(across, window.transpose(2, 3), groups=x.shape[1])


def halved(x: torch.Tensor) -> torch.Tensor:
    """Means of 2 x 2; an odd last row or column is repeated."""
    rows, columns = x.shape[2] % 2, x.shape[3] % 2
    return F.avg_pool2d(F.pad(x, (0, columns, 0, rows), mode="replicate"), 2)


def similarity(a: torch.Tensor, b: torch.Tensor, window: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Means of structural similarity and of its contrast part, N x C each."""
    moments = blurred(torch.cat([a, b, a * a, b * b, a * b], 0), window)
    mean_a, mean_b, aa, bb, ab = moments.chunk(5, 0)
    covariance = ab - mean_a * mean_b
    variances = aa - mean_a**2 + bb - mean_b**2
    contrast = (2 * covariance + STABLE_CONTRAST) / (variances + STABLE_CONTRAST)
    luminance = (2 * mean_a * mean_b + STABLE_LUMINANCE) / (mean_a**2 + mean_b**2 + STABLE_LUMINANCE)
    return (luminance * contrast).mean((2, 3)), contrast.mean((2, 3))


def ms_ssim(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """One value a picture, averaged over the channels; a and b are N x C x H x W in 0 to 1.

    Raises ValueError for pictures too small for five scales.
    """
    if min(a.shape[2:]) < SMALLEST_SIDE:
        raise ValueError(f"MS-SSIM needs sides of at least {SMALLEST_SIDE} pixels, not {tuple(a.shape[2:])}")
    window = gaussian(a.shape[1], a.device)
    product = torch.ones(a.shape[:2], device=a.device)
    for scale, weight in enumerate(WEIGHTS):
        if scale:
            a, b = halved(a), halved(b)
        whole, contrast = similarity(a, b, window)
        mean = whole if scale == len(WEIGHTS) - 1 else contrast
        product = product * torch.clamp(mean, min=FLOOR) ** weight
    return product.mean(1)
