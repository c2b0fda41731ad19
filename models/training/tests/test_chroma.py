import numpy as np
import torch

from licorice.chroma import shared_colour


def test_shared_colour_is_that_of_the_format():
    levels = np.random.default_rng(1).integers(0, 256, (3, 6, 8))
    luma = np.tensordot((77, 150, 29), levels, 1)
    expected = np.empty_like(levels)
    for c in range(3):
        for y in range(6):
            for x in range(8):
                group = np.s_[y // 2 * 2 : y // 2 * 2 + 2, x // 2 * 2 : x // 2 * 2 + 2]
                colour = 256 * levels[c][group].sum() - luma[group].sum()
                expected[c, y, x] = np.clip(colour + 4 * luma[y, x] + 512 >> 10, 0, 255)
    found = shared_colour(torch.from_numpy(levels)[None].float())[0]
    assert (torch.floor(found + 0.5).clamp(0, 255) == torch.from_numpy(expected)).all()


def test_shared_colour_changes_neither_gray_nor_itself():
    frame = torch.rand(2, 3, 4, 6)
    shown = shared_colour(frame)
    assert torch.allclose(shared_colour(shown), shown, atol=1e-6)
    assert (shown - frame).abs().max() > 0.1
    gray = frame[:, :1].expand(-1, 3, -1, -1)
    assert torch.allclose(shared_colour(gray), gray, atol=1e-6)
