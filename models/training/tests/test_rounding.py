import copy

import pytest
import torch
import torch.nn.functional as F

from licorice.config import SLOPE
from licorice.exact import BYTES, FLOAT, ON, RECTIFIED, ExactConv, GridLeaky, switch
from licorice.rounding import round_network

SMOOTH = torch.ones(1, 1, 5, 5) / 25.0


def smooth(channels: int) -> torch.Tensor:
    """A picture whose neighbouring pixels have much in common, on a grid of 1/64."""
    noise = F.conv2d(torch.randn(channels, 1, 44, 44), SMOOTH, padding=2).view(1, channels, 44, 44)
    return torch.round(noise * 5.0 * 64.0).clamp(-128, 127) / 64.0


@pytest.fixture()
def network():
    """Two layers of bytes with a rectifier between them, whose units are chosen."""
    torch.manual_seed(5)
    layers = torch.nn.Sequential(ExactConv(6, 16, 3, BYTES), GridLeaky(SLOPE, 16, RECTIFIED), ExactConv(16, 4, 3, RECTIFIED))
    # A weight that is much larger than others leaves these few integers.
    layers[0].weight.data[:, 0, 1, 1] = 2.0
    grid = layers[1].grid
    grid.watch(layers[0](smooth(6)))
    grid.settle()
    bits = torch.full((6,), 6)
    layers[0].settle(bits)
    layers[2].settle(grid.bits)
    switch(layers, ON)
    return layers


def with_fine_weights(network):
    fine = copy.deepcopy(network)
    fine[0].mode = fine[2].mode = FLOAT
    return fine


def run(chosen, row):
    with torch.no_grad():
        chosen(row)


def test_errors_are_made_up_for(network):
    rows, others = ([(smooth(6), 1.0) for _ in range(8)] for _ in range(2))
    fine = with_fine_weights(network)

    def error(of) -> float:
        with torch.no_grad():
            return sum(float(((of(row) - fine(row)) ** 2).mean()) for row, _ in others)

    nearest = error(network)
    round_network(network, fine, rows, run, lambda layer: None)
    assert error(network) < 0.4 * nearest


def test_weights_are_integers_in_range(network):
    round_network(network, with_fine_weights(network), [(smooth(6), 1.0)], run, lambda layer: None)
    for layer in (network[0], network[2]):
        whole = layer.weight.detach() * torch.exp2(layer.units())
        assert layer.mode == ON
        assert torch.equal(whole, torch.round(whole)) and float(whole.abs().max()) <= 127.0
        assert torch.equal(layer.quantised()[0], layer.weight)


def test_factors_of_inputs_are_left_to_the_layer():
    torch.manual_seed(6)
    factor = torch.tensor([1.0, 4.0, 0.3, 1.0, 1.0, 2.0]).view(1, -1, 1, 1)

    class Scaled(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = ExactConv(6, 4, 3, BYTES)

        def forward(self, x):
            return self.first(x, factor)

    network = Scaled()
    network.first.settle(torch.full((6,), 6), factor)
    switch(network, FLOAT)
    fine, rows = copy.deepcopy(network), [(smooth(6), 1.0) for _ in range(4)]
    round_network(network, fine, rows, run, lambda layer: factor)
    with torch.no_grad():
        missed, made = (float((x**2).mean()) for x in (network(rows[0][0]) - fine(rows[0][0]), fine(rows[0][0])))
    assert missed < 1e-4 * made


def test_a_layer_that_has_its_integers_is_left_alone(network):
    before = network[0].weight.detach().clone()
    round_network(network, with_fine_weights(network), [(smooth(6), 1.0)], run, lambda layer: None, network[0])
    assert torch.equal(network[0].weight, before)
