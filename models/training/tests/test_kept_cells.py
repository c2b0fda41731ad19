import numpy as np
import pytest
import torch
import torch.nn.functional as F

from licorice.kept_cells import kept_cells

from conftest import street

CELL = 16


class Draws:
    """A source of random numbers whose first ones are chosen."""

    def __init__(self, *first, seed: int = 1):
        self.first, self.random, self.integers = list(first), self._random, np.random.default_rng(seed).integers

    def _random(self, count=None):
        return self.first.pop(0) if count is None else np.array(self.first.pop(0))


def labels_of(*seeds: int) -> torch.Tensor:
    labels = torch.from_numpy(np.stack([street(seed, 96, 112)[1] for seed in seeds])).long()
    return torch.where(labels == 3, torch.full_like(labels, 255), labels)


def of_pixels(kept: torch.Tensor) -> torch.Tensor:
    return F.interpolate(kept, scale_factor=CELL, mode="nearest")[:, 0]


def test_a_crop_may_be_coded_as_a_whole():
    assert kept_cells(labels_of(1), 3, 0.25, CELL, Draws(0.1)).eq(1).all()


@pytest.mark.parametrize("chosen", range(3))
def test_cells_with_a_pixel_of_a_kept_class_are_coded_and_no_others(chosen):
    labels = labels_of(1, 2)
    draws = [0.1 if i == chosen else 0.9 for i in range(3)]
    kept = kept_cells(labels, 3, 0.25, CELL, Draws(0.5, draws, 0.5, draws))
    assert kept.shape == (2, 1, 6, 7) and set(kept.unique().tolist()) == {0, 1}
    kept_pixels = labels == chosen
    assert of_pixels(kept)[kept_pixels].eq(1).all()
    with_one = F.max_pool2d(kept_pixels.float(), CELL)
    assert torch.equal(kept[:, 0], with_one)


def test_void_is_kept_with_no_class():
    void = torch.full((1, 96, 112), 255)
    assert kept_cells(void, 3, 0.25, CELL, Draws(0.5, [0, 0, 0])).eq(0).all()


def test_boxes_are_boxes_of_all_sizes_and_places():
    kept = kept_cells(torch.zeros(200, 96, 112, dtype=torch.long), 3, 0.25, CELL, Draws(*[0.9] * 200))
    boxes = set()
    for mask in kept[:, 0]:
        rows, columns = mask.amax(1).nonzero().flatten(), mask.amax(0).nonzero().flatten()
        box = (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1)
        boxes.add(tuple(map(int, box)))
        assert mask.sum() == (box[1] - box[0]) * (box[3] - box[2]) > 0
    assert len(boxes) > 60
    tops, bottoms, lefts, rights = map(set, zip(*boxes))
    assert (tops, bottoms) == (set(range(6)), set(range(1, 7)))
    assert (lefts, rights) == (set(range(7)), set(range(1, 8)))
    assert {bottom - top for top, bottom, _, _ in boxes} == set(range(1, 7))
    assert {right - left for _, _, left, right in boxes} == set(range(1, 8))


def test_crops_of_all_three_kinds_are_drawn():
    labels = labels_of(*[3] * 300)
    kept = kept_cells(labels, 3, 0.25, CELL, np.random.default_rng(1))
    share = kept.mean((1, 2, 3))
    assert 0.25 < (share == 1).float().mean() < 0.5
    assert (share == 0).any() and ((share > 0) & (share < 1)).float().mean() > 0.25


def test_the_same_draws_keep_the_same_cells():
    first, second = (kept_cells(labels_of(1, 2, 3), 3, 0.5, CELL, np.random.default_rng(7)) for _ in range(2))
    assert torch.equal(first, second)
