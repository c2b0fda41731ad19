import argparse
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from licorice import distil_video, settle_video
from licorice.checkpoint import averaged, save_weights
from licorice.config import SLOPE
from licorice.deformable import Deformable, Sizes
from licorice.deformable_graphs import deformable_graphs
from licorice.distil_video import (
    Distillation,
    load_rows,
    loaded,
    of_bytes,
    record,
    replace_networks,
    round_weights,
    teacher,
)
from licorice.exact import BYTES, FLOAT, ON, RECTIFIED, ExactConv, Grid, GridLeaky, SplitLeaky, switch, to_grid
from licorice.key_frames import StandIn
from licorice.nets import carry
from licorice.pupils import NETWORKS, Pupils, chains_of, layers_of
from licorice.restore import PackFiles
from licorice.video import LoopFilter, VideoCodec
from licorice.video_data import load_clips
from licorice.video_graphs import compensation_graph, filter_graph

import integer_graph
from conftest import TINY_VIDEO, provide, store_clips
from tiny_deformable_pack import deformable
from tiny_video_pack import awaken

PACKS = Path(__file__).resolve().parents[2] / "src" / "test" / "resources" / "packs"
SIDE = 64
SIZES = Sizes(of_bytes=("offsets", "fusion"))


@pytest.fixture(autouse=True)
def sizes(monkeypatch):
    monkeypatch.setattr(distil_video, "SIZES", SIZES)
    monkeypatch.setattr(distil_video, "ROUNDED_WITH", 6)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A folder with clips, a codec whose networks are not of bytes, and what these saw and made."""
    provide(TINY_VIDEO)
    folder = tmp_path_factory.mktemp("distil")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("PREDICTED", 2), ("SIDE", SIDE), ("WITHOUT_FEATURES", 0.3)):
            patch.setattr(distil_video, name, value)
        patch.setattr(settle_video, "WATCHED_CHAINS", 2)
        clips, _ = load_clips(store_clips(folder / "clips"))
        torch.manual_seed(3)
        model = VideoCodec(replace(TINY_VIDEO, of_bytes=()))
        awaken(model)
        settle_video.settle(model, settle_video.watched_crops(model, clips, None, 1), StandIn())
        net = deformable(model, Sizes(of_bytes=())).state_dict()
        model.deformable = None
        save_weights(folder / "wide.pt", model.state_dict(), TINY_VIDEO.name, deformable=net)
        options = {"checkpoint": folder / "wide.pt", "cache": folder / "clips", "data": None, "key": None, "minutes": 0.05}
        for seed, held_out in ((1, False), (2, True)):
            record(argparse.Namespace(**options, out=folder / f"rows{seed}", seed=seed, held_out=held_out))
    return folder


def run(given, out, **options) -> Distillation:
    options = {"start": None, "only": None, "rate": 1e-3, "truth": 0.5, "seed": 1, "rounded": False, **options}
    places = {"checkpoint": given / "wide.pt", "rows": given / "rows1", "held_out": given / "rows2", "out": out}
    return Distillation(argparse.Namespace(**places, **options))


def rounded(given, distilled: Distillation) -> Path:
    """The checkpoint of a run whose weights are rounded."""
    distilled.store()
    places = {"run": distilled.out, "rows": given / "rows1", "held_out": given / "rows2"}
    round_weights(argparse.Namespace(**places, seed=1))
    return distilled.out / "rounded.pt"


def test_rows_hold_what_networks_saw_and_made(given):
    rows = load_rows(given / "rows1")
    assert len(rows) >= 4 and {"fusion" in row for row in rows} <= {True, False} and any("fusion" in row for row in rows)
    model, net, name = teacher(given / "wide.pt")
    assert name == TINY_VIDEO.name and model.exact and model.compensation.quality is not None
    with torch.no_grad():
        for network, errors in Pupils(model, net).compare(rows)[0].items():
            # What was made is kept in 16 bits.
            assert float(errors.max()) < (1e-6 if network == "offsets" else 0.01), network


def test_bytes_begin_with_the_same_weights():
    torch.manual_seed(1)
    wide, narrow = (LoopFilter(replace(TINY_VIDEO, of_bytes=names)) for names in ((), ("filter",)))
    for network in (wide, narrow):
        network.rest[-2].weight.data.normal_(0.0, 0.1)
    carry(wide, narrow)
    frames, quality = torch.rand(2, 1, 3, 32, 48) - 0.5, torch.full((1, 1, 1, 1), 2.5)
    with torch.no_grad():
        assert torch.allclose(wide(*frames, quality), narrow(*frames, quality), atol=1e-5)


def test_a_split_rectifier_is_a_leaky_one_for_the_layer_behind_it():
    torch.manual_seed(2)
    leaky = torch.nn.Sequential(GridLeaky(SLOPE, 4, 255), ExactConv(4, 3, 3))
    split = torch.nn.Sequential(SplitLeaky(SLOPE, 4, RECTIFIED), ExactConv(8, 3, 3, RECTIFIED))
    carry(leaky, split)
    x = torch.randn(1, 4, 6, 6)
    assert torch.allclose(leaky(x), split(x), atol=1e-5)
    split[0].grid.bits.fill_(4)
    switch(split, ON)
    assert torch.equal(split[0](x)[:, :4], to_grid(x, 4, RECTIFIED)) and split[0](x)[:, 4:].min() == 0


def test_units_of_bytes_are_those_that_err_least():
    values = torch.cat([torch.full((99,), 1.0), torch.tensor([1.98])]).view(1, 1, 10, 10)
    grid = Grid(1, limit=BYTES)
    grid.watch(values)
    grid.settle()
    assert grid.bits.tolist() == [6]  # 1.98 fits in 64ths, in 128ths it is cut off
    rare = Grid(1, limit=BYTES)
    rare.watch(torch.cat([torch.rand(4095) * 0.9, torch.tensor([1.1])]).view(1, 1, 64, 64))
    rare.settle()
    assert rare.bits.tolist() == [7]  # one value in many is cut off rather than that all be coarser


def test_rectifiers_round_before_and_behind():
    layer = GridLeaky(SLOPE, 1, RECTIFIED)
    layer.grid.mode = ON
    x = torch.tensor([-100.0, -12.4, -3.6, 0.4, 250.0]).view(1, 1, 1, 5)
    assert layer(x).flatten().tolist() == [-8.0, -2.0, 0.0, 0.0, 191.0]


def test_networks_of_bytes_learn_what_the_others_make(given, tmp_path):
    distilled = run(given, tmp_path / "run", rate=3e-4, truth=0.0)

    def error() -> float:
        with torch.no_grad():
            found = distilled.model.compare(distilled.rows)[0]
        return sum(float(torch.log(e + 0.005).mean()) for e in found.values())

    before = error()
    kept = {k: v.clone() for k, v in distilled.codec.state_dict().items() if k.split(".")[0] not in NETWORKS}
    for step in range(20):
        assert all(np.isfinite(v) for v in distilled.one_step(step / 20).values())
    assert error() < before
    distilled.store()
    model, _ = averaged(tmp_path / "run" / "checkpoint.pt", codec=VideoCodec)
    assert model.exact and all(torch.equal(model.state_dict()[name], value) for name, value in kept.items())
    net = Deformable(SIZES)
    net.load(torch.load(tmp_path / "run" / "checkpoint.pt")["deformable"]["average"])
    assert net.exact and distilled.model.fusion.first.mode == FLOAT
    again = run(given, tmp_path / "run", rate=3e-4, truth=0.0)
    assert again.step == 20
    for mine, other in zip(again.model.parameters(), distilled.model.parameters()):
        assert torch.equal(mine, other)


def test_only_some_networks_learn_from_where_a_run_ended(given, tmp_path):
    first = run(given, tmp_path / "first")
    first.one_step(0.5)
    first.store()
    second = run(given, tmp_path / "second", start=tmp_path / "first" / "checkpoint.pt", only="filter,fusion")
    before = {name: value.clone() for name, value in second.model.state_dict().items()}
    drift = {"drift first", "drift last"}
    assert set(second.one_step(0.5)) <= {"filter", "filter missed", "fusion", "fusion missed"} | drift
    changed = {k.split(".")[0] for k, v in second.model.state_dict().items() if not torch.equal(v, before[k])}
    assert changed <= {"filter", "fusion"} and "filter" in changed


@pytest.mark.parametrize("bytes_", [False, True])
def test_graphs_of_either_form_are_what_pytorch_makes(given, bytes_, tmp_path):
    model, net, name = teacher(given / "wide.pt")
    if bytes_:
        model, net = loaded(torch.load(rounded(given, run(given, tmp_path / "run"))))
    row = next(r for r in load_rows(given / "rows1") if "fusion" in r)
    pupils, graphs = Pupils(model, net), deformable_graphs(net)
    frames, flow, quality = pupils._seen([row])[:3], row["flow"].float().numpy()[None] * 16, pupils._quality([row])
    whole = [(frame * 256).numpy() for frame in frames]
    filtered = [row[key].float().numpy()[None] - 128 for key in ("frame", "shownf")]
    with torch.no_grad():
        for graph, inputs, made, unit in (
            (compensation_graph(model)[0], [*whole, flow], pupils._compensation([row])[0], 4096),
            (filter_graph(model)[0], filtered, pupils._filter([row])[0], 4096),
            (graphs["offsets"][0], [*whole, flow], pupils._offsets([row])[0], 16),
        ):
            found = integer_graph.run(graph, *inputs, quality.numpy())
            assert np.array_equal(found, (made * unit).numpy())


def test_rounded_weights_make_nearly_the_same(given, tmp_path):
    distilled = run(given, tmp_path / "run")
    pupils = Pupils(*loaded(torch.load(rounded(given, distilled))))
    layers = [layer for name in distilled.learning for layer in layers_of(getattr(pupils, name))]
    assert layers and all(layer.mode == ON for layer in layers)
    rows = load_rows(given / "rows2")

    def error(of: Pupils) -> float:
        with torch.no_grad():
            return sum(float(e.mean()) for e in of.compare(rows)[0].values())

    nearest = Pupils(*loaded(torch.load(tmp_path / "run" / "checkpoint.pt")))
    assert error(pupils) < error(nearest)


def test_frames_drift_by_what_each_adds(given, tmp_path):
    rows = load_rows(given / "rows1")
    chain = next(c for c in chains_of(rows) if "fusion" in c[0])
    assert [row["place"] for row in chain] == list(range(len(chain)))
    teachers = Pupils(*teacher(given / "wide.pt")[:2])
    with torch.no_grad():
        same = teachers.drift([chain], ("compensation", "fusion"))
        alone = [teachers._compensation([row])[0] for row in chain]
    assert len(same) == len(chain) and max(float(d) for d in same) < 0.02
    # What a network adds to each frame beside what was made is what frames drift by.
    added = 2.0 / 256.0
    teachers._compensation([chain[0]])
    teachers.compensation.register_forward_hook(lambda _, __, made: made + added)
    with torch.no_grad():
        moved = teachers.drift([chain[:1]], ("compensation",))
    assert float(moved[0]) == pytest.approx(4.0, rel=0.05) and len(alone) == len(chain)


def test_known_networks_of_bytes_are_kept(given, tmp_path):
    first = rounded(given, run(given, tmp_path / "first", only="filter"))
    kept = torch.load(first)
    mixed = torch.load(given / "wide.pt")
    of_filter = {k: v for k, v in kept["average"].items() if k.startswith("filter.")}
    mixed["average"] = {k: v for k, v in mixed["average"].items() if not k.startswith("filter.")} | of_filter
    torch.save(mixed, tmp_path / "mixed.pt")
    model, net, _ = teacher(tmp_path / "mixed.pt")
    assert model.filter.quality is None and model.compensation.quality is not None
    shutil.copy(tmp_path / "mixed.pt", tmp_path / "wide.pt")
    for name in ("rows1", "rows2"):
        (tmp_path / name).symlink_to(given / name)
    second = run(tmp_path, tmp_path / "second")
    assert second.learning == ("compensation", "synthesis", "offsets", "fusion")
    for name, value in second.codec.filter.state_dict().items():
        assert torch.equal(value, model.filter.state_dict()[name])


def test_a_teacher_is_not_of_bytes(given, tmp_path):
    model, net, name = teacher(given / "wide.pt")
    student, moved = of_bytes(model, net, name)
    save_weights(tmp_path / "bytes.pt", student.state_dict(), name, deformable=moved.state_dict())
    with pytest.raises(ValueError, match="of bytes already"):
        teacher(tmp_path / "bytes.pt")
    assert student.compensation.fine[0].grid.mode == ON


def test_packs_get_these_networks_and_keep_all_else(given, tmp_path):
    distilled = run(given, tmp_path / "run")
    distilled.one_step(0.5)
    for name in ("tiny-video", "tiny-fvc"):
        shutil.copytree(PACKS / name, tmp_path / name)
    places = {"checkpoint": rounded(given, distilled), "shared": None, "held_out": given / "rows2"}
    replace_networks(argparse.Namespace(**places, pack=tmp_path / "tiny-video", others=[tmp_path / "tiny-fvc"]))
    replaced = {"tiny-video": {"compensation", "synthesis", "filter"}}
    replaced["tiny-fvc"] = replaced["tiny-video"] | {"offsets", "fusion"}
    for name, networks in replaced.items():
        before, after = (json.loads((folder / name / "manifest.json").read_text()) for folder in (PACKS, tmp_path))
        files = before.pop("files"), after.pop("files")
        assert before == after and files[0].keys() == files[1].keys()
        changed = {file for file in files[0] if files[0][file]["sha256"] != files[1][file]["sha256"]}
        assert changed == {f"{network}.onnx" for network in networks}
        for file, entry in files[1].items():
            assert hashlib.sha256((PackFiles(tmp_path / name) / file).read_bytes()).hexdigest() == entry["sha256"]
