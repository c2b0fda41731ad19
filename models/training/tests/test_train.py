import hashlib
import json
import math
import sys
from functools import partial

import numpy as np
import pytest
import torch

from licorice import config, evaluate, train
from licorice.basis import energetic_basis
from licorice.coding import TableCosts, load_codec
from licorice.data import Crops
from licorice.export import export
from licorice.nets import PhotoCodec
from licorice.passes import pass_masks
from licorice.restore import restore
from licorice.tables import parse
from licorice.train import Trainer, learning_rate

from conftest import shaded

STEPS = 6


@pytest.fixture(scope="module")
def run(tiny, photos, tmp_path_factory):
    """A run that stopped after a few steps, one of them with late crops: its folder and its losses."""
    out = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "energetic_basis", partial(energetic_basis, samples=500))
        trainer = Trainer(tiny, photos, out, "cpu", seed=1)
    losses = [trainer.one_step(step / STEPS) for step in range(STEPS - 1)] + [trainer.one_step(0.99)]
    trainer.spent = 12.5
    trainer.store()
    return out, losses


def test_losses_are_finite(run):
    assert len(run[1]) == STEPS and all(math.isfinite(v) for v in run[1])


def test_run_resumes_where_it_stopped(run, tiny, photos):
    stored = torch.load(run[0] / "checkpoint.pt", map_location="cpu")
    trainer = Trainer(tiny, photos, run[0], "cpu", seed=1)
    assert (trainer.step, trainer.spent) == (STEPS, 12.5)
    for name, value in trainer.model.state_dict().items():
        assert torch.equal(value, stored["model"][name]), name
    for name, value in trainer.average.state_dict().items():
        assert torch.equal(value, stored["average"][name]), name
    state = trainer.optimizer.state_dict()["state"]
    assert state and all(float(s["step"]) == STEPS for s in state.values())
    assert math.isfinite(trainer.one_step(0.5))
    assert trainer.step == STEPS + 1


def test_gains_are_not_learnt(run):
    stored = torch.load(run[0] / "checkpoint.pt", map_location="cpu")
    assert torch.equal(stored["model"]["log_gain"], stored["average"]["log_gain"])


def test_learning_rate_warms_up_holds_and_falls(tiny):
    assert learning_rate(tiny, 0.0, 0) == pytest.approx(tiny.learning_rate / 300)
    assert learning_rate(tiny, 0.5, 5000) == pytest.approx(tiny.learning_rate)
    assert learning_rate(tiny, 1.0, 5000) == pytest.approx(0.01 * tiny.learning_rate)


def test_pictures_too_small_for_a_crop_are_an_error():
    with pytest.raises(ValueError, match="512"):
        Crops([shaded(0)], seed=1).batch(1, 512)


@pytest.fixture(scope="module")
def pack(run, photos, tmp_path_factory):
    out = tmp_path_factory.mktemp("pack")
    export(run[0] / "checkpoint.pt", photos, out, 1, 0, 1792, "test")
    return out


def test_pack_is_complete_and_its_hashes_are_right(pack, tiny):
    manifest = json.loads((pack / "manifest.json").read_text())
    graphs = {f"{n}.onnx" for n in ("analysis", "synthesis", "hyper_analysis", "mean_head", "scale_head", "context_1", "context_2")}
    graphs |= {f"scale_context_{n}.onnx" for n in range(1, 15)}
    assert set(manifest["files"]) == graphs | {"tables.bin", "quality.bin", "scale_context.bin"}
    assert {p.name for p in pack.iterdir()} == set(manifest["files"]) | {"manifest.json"}
    for name, entry in manifest["files"].items():
        content = (pack / name).read_bytes()
        assert entry == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert (manifest["id"], manifest["family"], manifest["trainingSteps"]) == ("tiny", 1, STEPS)
    assert len(parse((pack / "tables.bin").read_bytes())) == config.SCALE_TABLES
    shorts = tiny.quality_anchors * (2 * tiny.latents + tiny.hyper_latents) + tiny.hyper_latents
    assert len((pack / "quality.bin").read_bytes()) == 2 * shorts


def test_export_is_the_same_twice(pack, run, photos, tmp_path):
    export(run[0] / "checkpoint.pt", photos, tmp_path, 1, 0, 1792, "test")
    for path in sorted(pack.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_export_without_a_runtime_says_that_parity_is_unchecked(run, photos, tmp_path, monkeypatch, capsys):
    for name in ("onnxruntime", "onnx.reference"):
        monkeypatch.setitem(sys.modules, name, None)
    export(run[0] / "checkpoint.pt", photos, tmp_path, 1, 0, 1792, "test")
    lines = [line for line in capsys.readouterr().out.splitlines() if "PARITY NOT CHECKED" in line]
    assert len(lines) == 1 and "onnxruntime" in lines[0]


def test_export_falls_back_to_the_evaluator_of_onnx(run, photos, tmp_path, monkeypatch, capsys):
    pytest.importorskip("onnx.reference", reason="onnx older than 1.13")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    export(run[0] / "checkpoint.pt", photos, tmp_path, 1, 0, 1792, "test")
    assert "scale head and scale contexts: equal in onnx.reference and PyTorch" in capsys.readouterr().out


def test_evaluation_gives_more_quality_for_more_bits(run, pack):
    model, state = load_codec(run[0] / "checkpoint.pt")
    assert state["step"] == STEPS
    costs = TableCosts(parse((pack / "tables.bin").read_bytes()))
    pictures = [shaded(7, 70, 90), shaded(8, 64, 64)]
    points = evaluate.table(model, costs, pictures, [0, 3.5, 7])
    rates, qualities = zip(*points)
    assert list(rates) == sorted(rates) and qualities[0] < min(qualities[1:])
    assert 0 < rates[0] and 15 < qualities[0] and np.isfinite(points).all()


def test_pack_turns_back_into_the_model_it_came_from(pack, run, tiny):
    original, restored = load_codec(run[0] / "checkpoint.pt")[0], restore(pack)
    x = torch.rand(1, 3, 128, 128) - 0.5
    with torch.no_grad():
        y = original.analysis(x)
        z = torch.round(torch.rand(1, tiny.hyper_latents + 1, 2, 2) * 100) / 16
        quality = torch.full((1, 1, 8, 8), 0.5)
        # The exporter rounds again after it has scaled the linear path.
        torch.testing.assert_close(restored.analysis(x), y, rtol=1e-3, atol=0.01)
        torch.testing.assert_close(restored.hyper_analysis(y), original.hyper_analysis(y), rtol=1e-4, atol=1e-3)
        torch.testing.assert_close(restored.mean_head(z), original.mean_head(z), rtol=1e-4, atol=1e-3)
        torch.testing.assert_close(
            restored.synthesis(y, quality), original.synthesis(y, quality), rtol=1e-3, atol=1e-3
        )
        assert torch.equal(restored.scale_head(z), original.scale_head(z))
        for there, back in zip(original.contexts, restored.contexts):
            plane = quality.expand(-1, -1, *y.shape[2:])
            torch.testing.assert_close(back(y / 4, y, plane), there(y / 4, y, plane), rtol=1e-4, atol=1e-3)
        sums = torch.round(y[:, : original.scale_contexts.first.out_channels] * 300) / 1024
        for there, back in zip(original.scale_contexts.stages, restored.scale_contexts.stages):
            assert all(map(torch.equal, back(sums), there(sums)))
    assert all(map(torch.equal, restored.scale_contexts.first.quantised(), original.scale_contexts.first.quantised()))
    assert torch.equal(restored.scale_contexts.order, original.scale_contexts.order)
    assert torch.equal(restored.scale_contexts.surprise, original.scale_contexts.surprise)
    for name in ("log_gain", "log_dequant", "log_hyper_gain", "hyper_scale"):
        torch.testing.assert_close(getattr(restored, name), getattr(original, name), rtol=0, atol=0.005)


def test_every_cell_belongs_to_one_pass():
    masks = pass_masks(5, 6)
    assert torch.equal(masks.sum(0), torch.ones(1, 5, 6))
    assert [int(m.sum()) for m in masks] == [9, 6, 15]


def test_means_see_the_passes_before_and_nothing_else(tiny):
    model = PhotoCodec(tiny)
    random = torch.Generator().manual_seed(4)
    y, mean = torch.randn(2, 1, tiny.latents, 8, 8, generator=random) * 30
    changed = torch.randn(y.shape, generator=random) * 30
    quality, masks = torch.zeros(1, 1, 1, 1), pass_masks(8, 8)

    def means(latents):
        decoded, residual, symbols, _ = model.code_in_passes(
            latents, mean, quality, 1.0, 1.0, torch.zeros_like(latents), lambda index, r: torch.round(r)
        )
        torch.testing.assert_close(decoded, latents - residual + symbols, rtol=0, atol=1e-3)
        return latents - residual

    with torch.no_grad():
        before = means(y)
        for number, mask in enumerate(masks):
            after = means(torch.where(mask > 0, changed, y))
            for other, cells in enumerate(masks):
                same = torch.allclose(after * cells, before * cells, atol=1e-4)
                assert same == (other <= number), (number, other)
