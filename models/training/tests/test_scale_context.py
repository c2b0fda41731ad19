import json
from pathlib import Path

import numpy as np
import pytest
import torch

from licorice import fit_scale_contexts
from licorice.coding import TableCosts, code, load_codec, table_index
from licorice.integer_conv import integer_layer
from licorice.nets import PhotoCodec
from licorice.passes import pass_masks
from licorice.scale_context import (
    MAGNITUDES,
    SURPRISE_LIMIT,
    ScaleContexts,
    context_file,
    restore_context_file,
    surprise_table,
)
from licorice.tables import frequencies, model_masses
from licorice.train import Trainer

from test_scale_head import convolution, products


def activation(total: np.ndarray) -> np.ndarray:
    """Negative sums count an eighth; all is rounded half to even at once."""
    eighths = np.where(total < 0, total, 8 * total)
    floor, rest = eighths >> 9, eighths & 511
    rounded = floor + ((rest > 256) | ((rest == 256) & (floor & 1 == 1)))
    return np.clip(rounded, -255, 255)


def wild(model: PhotoCodec) -> ScaleContexts:
    torch.manual_seed(6)
    with torch.no_grad():
        for parameter in model.scale_contexts.parameters():
            parameter += 0.2 * torch.randn_like(parameter)
    return model.scale_contexts


def test_floats_give_the_integers_of_the_format(tiny):
    torch.manual_seed(4)
    contexts = wild(PhotoCodec(tiny))
    random = np.random.default_rng(3)
    known = random.integers(-SURPRISE_LIMIT, SURPRISE_LIMIT + 1, size=(tiny.latents, 6, 8))
    weight, bias = (a.astype(np.int64) for a in integer_layer(contexts.first, SURPRISE_LIMIT, "first"))
    sums = products(known, weight, bias)
    with torch.no_grad():
        found = contexts.nothing(torch.zeros(1, 1, 6, 8))
        for group in range(len(contexts.groups)):
            surprises = torch.from_numpy(known[None, contexts.members(group).numpy()].astype(np.float32)) / 16.0
            found = contexts.add(found, surprises, group)
    assert np.array_equal((found[0] * 1024).numpy().astype(np.int64), sums)
    for stage in contexts.stages:
        with torch.no_grad():
            found = stage(torch.from_numpy(sums[None].astype(np.float32)) / 1024.0)
        second, last = (
            [a.astype(np.int64) for a in integer_layer(layer, 255, "layer")] for layer in (stage.second, stage.last)
        )
        x = activation(sums)
        for corner, values in zip(stage.corners, found):
            row, column = corner
            at = activation(products(x, *second)[:, row::2, column::2])
            expected = convolution(at, *last)
            assert len(np.unique(expected)) > 10
            assert np.array_equal((values[0] * 4).numpy().astype(np.int64), expected)


def test_surprises_have_mean_zero_under_their_tables():
    table = surprise_table(0.8, 2.0)
    assert torch.equal(table * 16, torch.round(table * 16)) and float(table.abs().max()) * 16 <= SURPRISE_LIMIT
    for index in (0, 20, 40):
        f = np.array(frequencies(model_masses(index, 0.8, 2.0)), dtype=np.float64)
        f[1:-1] *= 2
        magnitude = np.minimum(np.arange(len(f)), MAGNITUDES - 1)
        assert abs((f / 65536 * table[index].numpy()[magnitude]).sum()) <= 1 / 32


@pytest.fixture
def random_coding(tiny):
    """A model with random contexts, and what it makes of latents with some of them changed."""
    model = PhotoCodec(tiny)
    wild(model)
    random = torch.Generator().manual_seed(5)
    mean, y, changed = torch.randn(3, 1, tiny.latents, 8, 8, generator=random) * 8
    index = 20 + 4 * torch.randn(mean.shape, generator=random)

    def run(places):
        latents = torch.where(places, changed, y)
        with torch.no_grad():
            return model.code_in_passes(
                latents, mean, torch.zeros(1, 1, 1, 1), 1.0, 1.0, index, lambda i, r: torch.round(r)
            )

    return model, index, run


def test_indices_see_the_stages_before_and_nothing_else(random_coding, tiny):
    model, index, run = random_coding
    contexts, masks = model.scale_contexts, pass_masks(8, 8)
    stages = []
    for mask in masks:
        for group in range(len(contexts.groups)):
            member = torch.zeros(1, tiny.latents, 1, 1)
            member[:, contexts.members(group)] = 1.0
            stages.append((mask * member) > 0)
    before = run(torch.zeros_like(index, dtype=torch.bool))[3]
    assert torch.equal(before[stages[0]], index[stages[0]])
    for changed, places in enumerate(stages[:-1]):
        after = run(places)[3]
        # Means of later passes change too, and with them integers: only what comes before may be compared for equality.
        for number, other in enumerate(stages[: changed + 2]):
            assert torch.equal(after[other], before[other]) == (number <= changed), (number, changed)


def test_all_stages_at_once_give_what_coding_gave(random_coding):
    model, index, run = random_coding
    _, _, symbols, refined = run(torch.zeros_like(index, dtype=torch.bool))
    with torch.no_grad():
        assert torch.equal(fit_scale_contexts.corrected(model, symbols, index), refined)


def test_fitting_saves_bits_and_touches_nothing_else(tiny, photos, tmp_path, monkeypatch, capsys):
    trainer = Trainer(tiny, photos, tmp_path / "run", "cpu", seed=1)
    trainer.store()
    path = tmp_path / "run" / "checkpoint.pt"
    arguments = ["fit", str(path), str(tmp_path / "fitted.pt"), "--data", str(photos), "--minutes", "0.2", "--crops", "24"]
    monkeypatch.setattr("sys.argv", [*arguments, "--threads", "1"])
    monkeypatch.setattr(fit_scale_contexts, "HELD_BACK", 4)
    fit_scale_contexts.main()
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["heldBackBitsPercent"] < -0.5
    before, after = (load_codec(Path(p))[0].state_dict() for p in (path, tmp_path / "fitted.pt"))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed and all(name.startswith("scale_contexts.") for name in changed)


def test_order_and_surprises_come_back_from_their_file(tiny):
    there, back = (ScaleContexts(tiny.latents, tiny.latent_groups(), 4, 0.8, 2.0) for _ in range(2))
    there.order.copy_(torch.randperm(tiny.latents, generator=torch.Generator().manual_seed(1)))
    there.surprise.mul_(0.5)
    with torch.no_grad():
        there.first.bias.uniform_(-2.0, 2.0)
    restore_context_file(back, context_file(there))
    assert torch.equal(back.order, there.order)
    assert torch.equal(back.surprise, torch.round(there.surprise * 16) / 16)
    assert all(map(torch.equal, back.first.quantised(), there.first.quantised()))
    other = ScaleContexts(tiny.latents, (tiny.latents,), 4, 0.8, 2.0)
    with pytest.raises(ValueError, match="groups"):
        restore_context_file(other, context_file(there))


def test_cells_without_pixels_say_nothing(tiny):
    """What a padding cell would hold must not reach the tables of others."""
    model = PhotoCodec(tiny)
    wild(model)
    random = torch.Generator().manual_seed(8)
    y = torch.randn(1, tiny.latents, 8, 8, generator=random) * 30
    inside = torch.zeros(1, 1, 8, 8)
    inside[..., :5, :6] = 1.0
    costs = TableCosts([frequencies(model_masses(t, 0.8, 2.0)) for t in range(64)])
    coded = code(model, y, torch.tensor([3.0]), lambda index, r: costs.choose(index, r, 0.1), inside)
    assert not (coded.symbols * (1 - inside)).any() and (coded.symbols * inside).any()
    with torch.no_grad():
        again = fit_scale_contexts.corrected(model, coded.symbols, coded.uncorrected)
    assert not torch.equal(table_index(again) * inside, coded.index * inside)
