import numpy as np
import torch

from licorice.vector_search import Blocks, find_vectors
from licorice.vectors import BLOCK, UNIT, Vectors, means, of_pixels, widen_beside
from licorice.warp import warp, widen


def waves(border: int, right: float, down: float, height: int = 64, width: int = 96) -> torch.Tensor:
    """Looks nowhere like elsewhere; to the left of a column moved by a vector."""
    y, x = np.mgrid[:height, :width].astype(np.float64)
    moved = x < border
    x, y = x + moved * right, y + moved * down
    wave = 50 * np.sin(x * x / 160 + y / 3) + 40 * np.cos(y * y / 190 - x / 4)
    planes = np.round(np.stack([wave * (1 - 0.2 * c) for c in range(3)]))
    return torch.from_numpy(planes).float().unsqueeze(0) / 256


def test_means_are_those_of_the_rule():
    flow = torch.randint(-2047, 2048, (2, 2, 12, 20)) / 16.0
    found = means(flow) * 16
    for row in range(6):
        for column in range(10):
            cells = flow[:, :, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2] * 16
            assert torch.equal(found[:, :, row, column], (cells.sum((2, 3)).long() + 2 >> 2).float())


def test_flow_of_blocks_with_vectors_is_theirs():
    flow = torch.randint(-100, 100, (1, 2, 8, 12)) / 16.0
    given = torch.rand(1, 1, 4, 6) < 0.4
    vectors = Vectors(given, torch.randint(-100, 100, (1, 2, 4, 6)) / 16.0)
    fine = widen_beside(flow, vectors)
    inside = of_pixels(given).expand_as(fine)
    assert torch.equal(fine[inside], of_pixels(vectors.flow)[inside])
    assert torch.equal(fine[~inside], widen(flow)[~inside])
    assert torch.equal(widen_beside(flow, None), widen(flow))


def test_blocks_that_move_otherwise_get_their_vectors():
    x = torch.cat([waves(48, 5.25, -3.5), waves(0, 0, 0)])
    reference = waves(0, 0, 0).repeat(2, 1, 1, 1)
    flow = torch.zeros(2, 2, 16, 24)
    found = find_vectors(x, reference, flow, warp(reference, widen(flow)), torch.tensor([50.0, 50.0]))
    assert not found.given[1].any() and not found.given[0, 0, :, 7:].any()
    right = (found.flow[0] == torch.tensor([5.25, -3.5]).view(2, 1, 1)).all(0)
    assert right[1:, :5].sum() > 25  # of 35
    with_vectors = warp(reference, widen_beside(flow, found))
    assert ((with_vectors - x)[0] ** 2).sum() < ((reference - x)[0] ** 2).sum() / 20
    dear = find_vectors(x, reference, flow, warp(reference, widen(flow)), torch.tensor([1e7, 1e7]))
    assert not dear.given.any()


def test_errors_of_blocks_are_those_of_the_warp():
    x, reference = ((torch.randint(0, 256, (2, 3, 32, 48)) - 128) / 256 for _ in range(2))
    blocks = Blocks(x, reference)
    # Leading inwards by two pixels and more.
    inwards = torch.stack([24 - blocks.left - 4, 16 - blocks.top - 4], 1).sign()
    vectors = torch.randint(32, 120, (2 * 4 * 6, 2)) * inwards.float()
    fine = of_pixels(vectors.view(2, 4, 6, 2).permute(0, 3, 1, 2)) / 16
    missed = ((warp(reference, fine) - x) * 256) ** 2
    expected = missed.view(2, 3, 4, BLOCK, 6, BLOCK).sum((1, 3, 5)).flatten()
    chosen = torch.randperm(len(vectors))[:30]
    assert torch.equal(blocks.error(chosen, vectors[chosen]), expected[chosen])


def test_vectors_can_be_coded():
    x, reference = ((torch.randint(0, 256, (1, 3, 64, 64)) - 128) / 256 for _ in range(2))
    flow = torch.randint(-90, 90, (1, 2, 16, 16)) / 16.0
    found = find_vectors(x, reference, flow, warp(reference, widen(flow)), torch.tensor([0.5]))
    units = (found.flow - means(flow))[found.given.expand(1, 2, 8, 8)] * 16 / UNIT
    assert len(units) and torch.equal(units, units.round())
