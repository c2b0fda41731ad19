from functools import partial

import numpy as np
import pytest
import torch

from licorice import settle, train
from licorice.basis import energetic_basis
from licorice.coding import load_codec
from licorice.exact import ACTIVATION_LIMIT, EXACT, ON, ExactConv, Grid, to_grid
from licorice.exact_graphs import ExactGraphBuilder
from licorice.export import export, graph_runner
from licorice.restore import restore, store
from licorice.train import Trainer

from conftest import shaded

STEPS = 6


@pytest.fixture(scope="module")
def exact_run(tiny, photos, tmp_path_factory):
    """A run that went over to integers before its last two steps."""
    out = tmp_path_factory.mktemp("exact")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "energetic_basis", partial(energetic_basis, samples=500))
        patch.setattr(settle, "WATCHED_BATCHES", 2)
        trainer = Trainer(tiny, photos, out, "cpu", seed=1)
        losses = [trainer.one_step(step / STEPS) for step in range(STEPS - 2)]
        trainer.make_exact()
        losses += [trainer.one_step(0.5) for _ in range(2)]
    trainer.store()
    return out, losses, trainer


def test_grid_rounds_half_to_even_and_cuts_off():
    value = torch.tensor([0.125, 0.375, -0.125, 100.0, -100.0], requires_grad=True)
    result = to_grid(value, 2.0, 255)
    assert result.tolist() == [0.0, 0.5, 0.0, 63.75, -63.75]
    result.sum().backward()
    assert value.grad.tolist() == [1.0, 1.0, 1.0, 0.0, 0.0]


def test_units_follow_what_was_watched():
    grid = Grid(2)
    grid.peaks = [torch.tensor([3.0, 300.0])]
    grid.settle()
    assert grid.bits.tolist() == [6, -1]
    assert 255 / 2 < 3.0 * 2**6 <= ACTIVATION_LIMIT


@pytest.mark.parametrize("towards,bits", [(0.0, 6), (0.3, 5), (1.0, 3)])
def test_ranges_may_reach_to_what_is_rare(towards, bits):
    grid = Grid(1)
    grid.towards_largest = towards
    grid.peaks = [torch.tensor([peak]) for peak in (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 17.0)]
    grid.settle()
    assert grid.bits.tolist() == [bits]


def test_sums_of_settled_weights_stay_exact():
    conv = ExactConv(4, 3, 3)
    conv.settle(torch.tensor([0, 3, -2, 5]))
    conv.mode = ON
    weight, bias = conv.integers()
    assert torch.equal(weight, weight.round()) and torch.equal(bias, bias.round())
    assert weight.abs().max() <= 127 and weight.abs().amax((1, 2, 3)).min() > 63
    assert (weight.abs().sum((1, 2, 3)) * ACTIVATION_LIMIT + bias.abs()).max() < EXACT


def test_parts_add_up_to_the_whole_in_finer_units():
    conv = ExactConv(8, 3, 3, input_limit=1023, weight_limit=511, parts=4)
    conv.settle(torch.zeros(8))
    x = torch.randint(-1023, 1024, (1, 8, 5, 6)).float()
    conv.mode = ON
    weight, bias = conv.integers()
    assert (weight.view(3, 4, -1).abs().sum(2) * 1023).max() < EXACT
    unit = torch.exp2(conv.sum_bits.double()).view(1, -1, 1, 1)
    found = conv(x).double() * unit
    assert torch.equal(found, found.round())
    expected = torch.nn.functional.conv2d(x.double(), weight, bias * 2**conv.dropped_bits, padding=1) / 4
    assert (found - expected).abs().max() <= 4 * 0.5


def test_training_goes_on_in_integers(exact_run):
    out, losses, trainer = exact_run
    assert all(torch.isfinite(torch.tensor(losses)))
    assert trainer.model.exact and trainer.average.exact
    for (name, a), b in zip(trainer.model.named_buffers(), trainer.average.buffers()):
        assert torch.equal(a, b), name


def test_checkpoint_keeps_its_integers(exact_run):
    out, _, trainer = exact_run
    model, _ = load_codec(out / "checkpoint.pt")
    assert model.exact and model.synthesis.skip.mode == ON
    y, quality = torch.randn(1, 24, 4, 4) * 5, torch.zeros(1, 1, 4, 4)
    with torch.no_grad():
        samples = model.synthesis(y.round(), quality) * 4096
    assert torch.equal(samples, samples.round())


def test_integers_stay_near_the_floats_they_came_from(exact_run):
    model, _ = load_codec(exact_run[0] / "checkpoint.pt")
    x = torch.from_numpy(shaded(2, 128, 128).transpose(2, 0, 1)[None] / np.float32(255) - np.float32(0.5))
    quality = torch.zeros(1, 1, 8, 8)
    with torch.no_grad():
        y = torch.round(model.analysis(x))
        exact = model.synthesis(y, quality)
        model.set_mode(0)
        error = (exact - model.synthesis(y, quality)).pow(2).mean()
    assert error < 0.002**2  # half a step of 8-bit samples


def test_export_proves_bounds_and_equality(exact_run, photos, tmp_path, capsys):
    manifest = export(exact_run[0] / "checkpoint.pt", photos, tmp_path, 1, 0, 1792, "test")
    printed = capsys.readouterr().out
    if graph_runner()[0]:
        assert "mean_head, context_1, context_2, synthesis: equal in every bit" in printed
    assert "synthesis: largest possible sum 2^" in printed
    assert (manifest["latentFractionBits"], manifest["sampleFractionBits"]) == (7, 12)


def test_integers_of_a_pack_turn_back_into_a_model(exact_run, photos, tmp_path):
    export(exact_run[0] / "checkpoint.pt", photos, tmp_path / "pack", 1, 0, 1792, "test")
    restored, (model, _) = restore(tmp_path / "pack"), load_codec(exact_run[0] / "checkpoint.pt")
    assert restored.exact
    y, z = torch.round(torch.randn(1, 24, 8, 8) * 5), torch.round(torch.randn(1, 17, 2, 2) * 20) / 16
    quality = torch.full((1, 1, 8, 8), 0.5)
    with torch.no_grad():
        assert torch.equal(restored.synthesis(y, quality), model.synthesis(y, quality))
        assert torch.equal(restored.mean_head(z), model.mean_head(z))
        for back, there in zip(restored.contexts, model.contexts):
            assert torch.equal(back(y / 4, y, quality), there(y / 4, y, quality))
    store(restored, tmp_path / "start.pt")
    assert load_codec(tmp_path / "start.pt")[0].exact


def test_sums_that_floats_may_round_are_refused():
    builder = ExactGraphBuilder("net", {"x": [1]}, Grid(1))
    builder.prove(np.array([1.0, EXACT - 1]))
    with pytest.raises(ValueError, match="net: a sum may reach 16777216"):
        builder.prove(np.array([1.0, EXACT]))


def test_units_give_way_where_weights_have_grown():
    torch.manual_seed(1)
    conv = ExactConv(128, 4, 3, parts=2)
    conv.settle(torch.full((128,), 6))
    conv.mode = ON
    assert conv.give_way() == 0
    before = conv.weight_bits.clone()
    with torch.no_grad():
        # As large as weights may become in these units, with sums beyond what floats hold.
        conv.weight[1].fill_(float(conv.weight_limit * torch.exp2(6.0 - before[1])))
    assert conv.give_way() == 1
    assert (before - conv.weight_bits).tolist() == [0, 1, 0, 0]
    assert conv.give_way() == 0
    weight, bias = conv.integers()
    largest = torch.stack([part.abs().sum((1, 2, 3)) for part in weight.chunk(2, 1)]).amax(0) * conv.input_limit
    assert (largest + bias.abs()).max() < EXACT
