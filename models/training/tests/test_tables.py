import math

import numpy as np
import pytest
import torch

from licorice import config
from licorice.coding import TableCosts
from licorice.nets import RATE_WEIGHT, Shape
from licorice.tables import MAX_MAGNITUDE, frequencies, model_masses, parse, refit, serialise

TABLES = [frequencies(model_masses(t, 0.8, 2.0)) for t in range(config.SCALE_TABLES)]


def assert_complete(table):
    assert table[0] + 2 * sum(table[1:-1]) + table[-1] == 65536
    assert min(table) >= 1
    assert len(table) >= 2


@pytest.mark.parametrize("weight,ratio", [(0.8, 2.0), (0.99, 1.1), (0.3, 6.0)])
def test_frequencies_are_complete_at_every_scale(weight, ratio):
    for t in range(config.SCALE_TABLES):
        assert_complete(frequencies(model_masses(t, weight, ratio)))


@pytest.mark.parametrize("counts", [0, 10, 100000])
def test_frequencies_are_complete_after_counting(counts):
    random = np.random.default_rng(5)
    for t in range(config.SCALE_TABLES):
        histogram = np.zeros(MAX_MAGNITUDE + 1)
        seen = np.minimum(random.geometric(0.5, counts) - 1, MAX_MAGNITUDE)
        np.add.at(histogram, seen, 1)
        assert_complete(frequencies(refit(model_masses(t, 0.8, 2.0), histogram, 300.0)))


def test_wider_scales_have_wider_tables():
    lengths = [len(t) for t in TABLES]
    assert lengths == sorted(lengths) and lengths[0] < 8 and lengths[-1] > 500


def read_independently(data: bytes) -> list[list[int]]:
    """The blob after the specification, sharing no code with the writer."""
    numbers, value, shift = [], 0, 0
    for byte in data[1:]:
        value += (byte % 128) * 2**shift
        shift += 7
        if byte < 128:
            assert shift == 7 or byte > 0, "shortest form"
            assert value < 2**17
            numbers.append(value)
            value, shift = 0, 0
    assert shift == 0
    tables = []
    for _ in range(data[0] + 1):
        count = numbers.pop(0)
        if count == 0:
            tables.append([])
            continue
        escape = previous = numbers.pop(0)
        falling = []
        for _ in range(count - 1):
            code = numbers.pop(0)
            previous += -(code + 1) // 2 if code % 2 else code // 2
            falling.append(previous)
        tables.append([65536 - 2 * sum(falling) - escape] + falling[::-1] + [escape])
    assert not numbers
    return tables


def test_serialised_tables_are_read_back_by_an_independent_parser():
    tables = [[] if t % 7 == 0 else table for t, table in enumerate(TABLES)] + [[65535, 1], [65530, 1, 4]]
    assert read_independently(serialise(tables)) == tables
    assert parse(serialise(tables)) == tables


def test_trailing_bytes_are_refused():
    with pytest.raises(ValueError):
        parse(serialise(TABLES) + b"\0")


def test_costs_are_information_content_with_the_escape_code():
    costs = TableCosts([[], [50000, 7000, 700, 136]])

    def bits(index, symbol):
        return float(costs.bits(torch.tensor([index]), torch.tensor([symbol])))

    assert bits(0, 0) == 0
    assert bits(1, 0) == pytest.approx(16 - math.log2(50000))
    assert bits(1, -2) == bits(1, 2) == pytest.approx(16 - math.log2(700))
    for symbol, remainder in ((3, 2), (-4, 4), (5, 4), (6, 6), (9, 6), (10, 8)):
        assert bits(1, symbol) == pytest.approx(16 - math.log2(136) + remainder)


def residuals():
    torch.manual_seed(2)
    index = torch.randint(0, config.SCALE_TABLES, (20000,))
    scale = config.SCALE_MIN * torch.exp(config.SCALE_STEP * index)
    return index, scale, torch.randn(20000) * scale * 1.5


def assert_chosen_well(r, k, bits):
    near = torch.sign(r) * torch.floor(r.abs() + 0.5)
    assert torch.all(k == torch.round(k))
    assert torch.all(k.abs() <= near.abs())
    assert torch.all((k == 0) | (torch.sign(k) == torch.sign(r)))
    cost = (r - k) ** 2 + RATE_WEIGHT * bits(k)
    rounded = (r - near) ** 2 + RATE_WEIGHT * bits(near)
    assert torch.all(cost <= rounded * (1 + 1e-5) + 1e-5)
    assert float(cost.sum()) < float(rounded.sum())


def test_choice_in_training_never_grows_and_never_costs_more_than_rounding():
    _, scale, r = residuals()
    shape = Shape()
    with torch.no_grad():
        assert_chosen_well(r, shape.choose(r, scale), lambda k: shape.bits(k, scale))


def test_choice_of_the_coder_never_grows_and_never_costs_more_than_rounding():
    index, _, r = residuals()
    costs = TableCosts(TABLES)
    assert_chosen_well(r, costs.choose(index, r, RATE_WEIGHT), lambda k: costs.bits(index, k))


def test_nothing_is_coded_under_a_table_of_sure_zeros():
    costs = TableCosts([[], [65535, 1]])
    assert costs.choose(torch.tensor([0, 1]), torch.tensor([9.0, 9.0]), RATE_WEIGHT).tolist() == [0.0, 9.0]
