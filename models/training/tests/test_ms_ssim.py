import pytest
import torch

from licorice.ms_ssim import SMALLEST_SIDE, halved, ms_ssim
from licorice.train import distortion

from conftest import shaded


def picture(seed: int, height: int = 192, width: int = 177) -> torch.Tensor:
    return torch.from_numpy(shaded(seed, height, width).transpose(2, 0, 1)[None].copy()).float() / 255


def test_equal_pictures_have_one():
    x = picture(1)
    assert ms_ssim(x, x).item() == pytest.approx(1.0, abs=1e-6)


def test_more_noise_is_less_alike():
    x = picture(1)
    noise = torch.randn(x.shape, generator=torch.Generator().manual_seed(1))
    values = [ms_ssim(x, x + sigma * noise).item() for sigma in (0.01, 0.05, 0.2)]
    assert 1.0 > values[0] > values[1] > values[2] > 0.0


def test_fine_errors_count_less_than_coarse_ones_of_the_same_energy():
    x = picture(2, 256, 256)
    fine = 0.02 * (1 - 2 * (torch.arange(256) % 2).float()).view(1, 1, 1, -1)
    coarse = 0.02 * (1 - 2 * (torch.arange(256) // 8 % 2).float()).view(1, 1, 1, -1)
    assert ms_ssim(x, x + fine).item() > ms_ssim(x, x + coarse).item()


def test_unlike_pictures_have_a_gradient():
    x = picture(1)
    y = (1 - x).requires_grad_()
    ms_ssim(x, y).sum().backward()
    assert torch.isfinite(y.grad).all()


def test_odd_sides_repeat_the_last_sample():
    assert halved(torch.tensor([[[[1.0, 3.0, 7.0]]]])).tolist() == [[[[2.0, 7.0]]]]


def test_small_pictures_are_refused():
    x = torch.zeros(1, 3, SMALLEST_SIDE - 1, 300)
    with pytest.raises(ValueError, match="at least 161"):
        ms_ssim(x, x)


def test_distortion_mixes_both_errors():
    x = picture(1) - 0.5
    x_hat = (x + 0.02).detach()
    mse = torch.mean((x_hat - x) ** 2, (1, 2, 3))
    squared = distortion(x, x_hat, mse, 0.0)
    assert squared.item() == pytest.approx(255**2 * 0.02**2, rel=1e-4)
    unlike = 1270 * (1 - ms_ssim(x + 0.5, x_hat + 0.5))
    mixed = distortion(x, x_hat, mse, 0.9)
    assert mixed.item() == pytest.approx((0.9 * unlike + 0.1 * squared).item(), rel=1e-4)
