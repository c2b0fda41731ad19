import copy
import sys
from argparse import Namespace

import pytest
import torch

from licorice import settle_generative
from licorice.checkpoint import averaged
from licorice.exact import ACTIVATION_LIMIT, FLOAT, ON, ExactConv, Grid
from licorice.export_generative import random_cells
from licorice.generative import GenerativeCodec
from licorice.settle_generative import decibels_between, settle
from licorice.train_generative import GenerativeTrainer, Source


@pytest.fixture
def model(settled):
    return averaged(settled, codec=GenerativeCodec)[0]


@pytest.fixture(scope="module")
def source(tiny_generative, photos, streets):
    return Source(tiny_generative, photos, streets, 2, torch.device("cpu"))


def test_checkpoints_keep_their_integers(model):
    assert model.exact and all(m.mode == ON for m in model.generator.modules() if isinstance(m, (Grid, ExactConv)))
    with torch.no_grad():
        samples = model.generator(random_cells(model.generator, 5, 6)) * 4096
    assert torch.equal(samples, samples.round()) and samples.unique().numel() > 100


def test_inputs_are_whole_in_their_units_and_in_those_of_the_layers_that_they_enter(model):
    net = model.generator
    cells = random_cells(net, 9, 9)
    assert net.cell_bits().tolist() == 9 * [0] + [1] + 48 * [4]
    for bits in (net.cell_bits(), net.first.input_bits):
        units = cells * torch.exp2(bits.float()).view(1, -1, 1, 1)
        assert torch.equal(units, units.round()) and units.abs().max() <= net.first.input_limit
    assert units.abs().max() == net.first.input_limit
    assert net.join.input_bits[:-3].tolist() == net.coarse[-1].grid.bits.tolist()
    shares = net.join.input_bits[-3:]
    finest = torch.exp2(shares.float())
    assert shares.min() >= 4 and finest.max() <= net.join.input_limit < 2 * finest.min()


def test_units_follow_what_was_seen_with_and_without_codes(model, source, monkeypatch):
    monkeypatch.setattr(settle_generative, "WATCHED_BATCHES", 2)
    seen = []
    model.generator.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    settle(model, source)
    assert len(seen) == 2 * (len(model.recipe.code_channels) + 1)
    coded = torch.stack([cells[:, 8].mean((1, 2)) for cells in seen])
    labels = torch.stack([cells[:, 10:].sum((1, 2, 3)) for cells in seen])
    assert coded.min() == 0 and coded.max() == 1
    assert ((labels > 0) & (coded == 0)).any() and ((labels == 0) & (coded == 1)).any()
    levels = {float(v) for cells in seen for v in cells[:, 9].unique()}
    assert levels == {0.0, 0.5, 1.0}


def test_activations_fill_their_ranges_without_leaving_them_often(model, source):
    inside, filled = [], []

    def look(grid, inputs, output):
        units = output.abs() * torch.exp2(grid.bits.view(1, -1, 1, 1).float())
        inside.append(float((units < grid.limit).float().mean()))
        filled.append(float(units.max()) / grid.limit)

    for grid in model.generator.modules():
        if isinstance(grid, Grid):
            assert grid.limit >= ACTIVATION_LIMIT
            grid.register_forward_hook(look)
    with torch.no_grad():
        settle_generative.made_of(model, source.batch(), 8)
    assert inside and min(inside) > 0.98 and min(filled) > 0.2


def test_integers_stay_near_the_floats_they_came_from(model, source, monkeypatch):
    monkeypatch.setattr(settle_generative, "MEASURED_BATCHES", 2)
    near, worst = decibels_between(model, source)
    assert 65 < near < 110 and near - 10 < worst < near and model.exact
    coarse = copy.deepcopy(model)
    for grid in (m for m in coarse.generator.modules() if isinstance(m, Grid)):
        grid.bits.sub_(5)
    assert decibels_between(coarse, source)[0] < near - 6


def test_a_settled_checkpoint_goes_on_being_trained_in_integers(settled, tiny_generative, photos, streets, tmp_path):
    options = {"data": photos, "labelled": streets, "device": "cpu", "seed": 1, "observer": None}
    trainer = GenerativeTrainer(tiny_generative, Namespace(out=tmp_path, start=settled, **options))
    assert trainer.model.exact and trainer.model.generator.first.mode == trainer.average.generator.first.mode == ON


def test_the_command_settles_a_checkpoint_and_says_what_it_costs(
    settled, tiny_generative, photos, streets, tmp_path, monkeypatch, capsys
):
    model = GenerativeCodec(tiny_generative)
    torch.save({"average": model.state_dict(), "recipe": tiny_generative.name, "step": 7, "spent": 5.0}, tmp_path / "float.pt")
    assert not averaged(tmp_path / "float.pt", codec=GenerativeCodec)[0].exact
    for name in ("WATCHED_BATCHES", "MEASURED_BATCHES"):
        monkeypatch.setattr(settle_generative, name, 1)
    paths = [str(tmp_path / "float.pt"), str(tmp_path / "exact.pt"), "--data", str(photos), "--labelled", str(streets)]
    monkeypatch.setattr(sys, "argv", ["settle_generative", *paths, "--threads", "1"])
    settle_generative.main()
    made, state = averaged(tmp_path / "exact.pt", codec=GenerativeCodec)
    assert made.exact and state["step"] == 7 and "dB" in capsys.readouterr().out
    assert all(torch.equal(a, b) for a, b in zip(made.parameters(), model.parameters()))
    made.set_mode(FLOAT)
    assert not made.exact
