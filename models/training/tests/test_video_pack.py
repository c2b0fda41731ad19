import base64
import copy
import json
import math
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from licorice import export_video, restore_video, settle_video, start_video, video_graphs
from licorice.checkpoint import averaged, save_weights
from licorice.deformable import Deformable, Sizes, load_deformable
from licorice.deformable_graphs import deformable_graphs
from licorice.exact import FLOAT, LATENT_LIMIT, ON, WATCH, Grid, switch
from licorice.export import graph_runner, write_pack
from licorice.export_video import LOWEST_STEP, check_parity, likeliest_scales, middle, with_stored_encoder
from licorice.key_frames import StandIn
from licorice.nets import PhotoCodec, interpolate
from licorice.restore import PackFiles
from licorice.train import AVERAGE_EVERY
from licorice.vectors import Vectors
from licorice.video import COARSER, History, VideoCodec
from licorice.video_coding import code, decode, expected_hyper_latents, first_hyper_latents, hyper_latents, quality_step
from licorice.video_data import load_clips, samples
from licorice.video_graphs import VideoGraphBuilder, decoder_graphs
from licorice.warp import FLOW_LIMIT, LEVELS, to_frame

import integer_graph
from conftest import TINY_PICTURE, TINY_VIDEO, panned, provide
from tiny_deformable_pack import deformable
from tiny_video_pack import FEW_WEIGHTS, chain, trained, trainer

RESOURCES = Path(__file__).resolve().parents[2] / "src" / "test" / "resources"


@pytest.fixture(scope="module", autouse=True)
def few_weights():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(video_graphs, "FEW_WEIGHTS", FEW_WEIGHTS)
        yield


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A folder with clips and a checkpoint in integers."""
    provide(TINY_VIDEO)
    folder = tmp_path_factory.mktemp("settled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settle_video, "WATCHED_CHAINS", 3)
        trained(folder, 6)
    return folder


@pytest.fixture(scope="module")
def model(settled):
    return with_stored_encoder(averaged(settled / "settled.pt", codec=VideoCodec)[0])


@pytest.fixture(scope="module")
def pack(settled):
    net = deformable(averaged(settled / "settled.pt", codec=VideoCodec)[0], Sizes())
    torch.save({"average": net.state_dict()}, settled / "deformable.pt")
    others = {"forgetful": settled / "forgetful", "features": settled / "deformable.pt", "featured": settled / "featured"}
    export_video.export(settled / "settled.pt", settled / "clips", settled / TINY_VIDEO.name, 4, "CC0-1.0", **others)
    return settled / TINY_VIDEO.name


def newest_first(count: int, height: int, width: int) -> torch.Tensor:
    """Frames, of which the oldest is as decoded."""
    x = samples(torch.from_numpy(panned(5, count, height, width)).permute(0, 3, 1, 2))
    return torch.cat([x[1:].flip(0), StandIn()(x[:1], torch.zeros(1), torch.full((1,), 0.02))])


def pair(height: int, width: int) -> torch.Tensor:
    """A frame, and the one before it as decoded."""
    return newest_first(2, height, width)


def draw(shape, limit: int, seed: int) -> torch.Tensor:
    random = torch.Generator().manual_seed(seed)
    return torch.randint(-limit, limit + 1, shape, generator=random).float()


def test_settling_reports_what_integers_cost(settled, monkeypatch, capsys):
    monkeypatch.setattr(settle_video, "WATCHED_CHAINS", 2)
    monkeypatch.setattr(settle_video, "MEASURED_CLIPS", 1)
    arguments = [settled / "run" / "checkpoint.pt", settled / "again.pt", "--cache", settled / "clips", "--threads", 1]
    monkeypatch.setattr("sys.argv", ["settle_video", *map(str, arguments)])
    settle_video.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["position 0", "position 3", "position 6"]
    found, state = averaged(settled / "again.pt", codec=VideoCodec)
    assert found.exact and found.synthesis.skip.mode == ON and state["step"] == 6
    before, after = (float(line.split("dB at")[i].split()[-1]) for line in lines[1:2] for i in (0, 1))
    assert abs(before - after) < 1.0


def test_pack_has_all_that_a_reader_needs(pack):
    manifest = json.loads((pack / "manifest.json").read_text())
    assert (manifest["family"], manifest["familyName"], manifest["id"]) == (5, "mlvc", "tiny-video")
    assert (manifest["lowestStep"], manifest["highestStep"], manifest["anchors"]) == (-256, 2304, 7)
    graphs = {path.stem for path in pack.glob("*.onnx")}
    flow = {"flow", "flow_analysis", "flow_hyper_analysis", "flow_mean_head", "flow_scale_head", "flow_synthesis"}
    heads = {"analysis", "hyper_analysis", "mean_head", "scale_head", "synthesis", "filter"}
    stages = {f"scale_context_{n}" for n in range(1, 3 * len(TINY_VIDEO.picture.scale_groups))} | {"context_1", "context_2"}
    assert graphs == flow | heads | stages | {"compensation", "context", "flow_context"}
    others = {"tables.bin", "quality.bin", "hyper_start.bin", "flow_quality.bin", "flow_factors.bin", "scale_context.bin"}
    assert {f"{g}.onnx" for g in graphs} | others == set(manifest["files"])
    assert (pack / "flow_factors.bin").stat().st_size == 2 * 5 * TINY_VIDEO.flow.latents
    assert (pack / "hyper_start.bin").stat().st_size == 2 * 8 * TINY_VIDEO.residual.hyper_latents
    for prefix, sizes in (("flow_", TINY_VIDEO.flow), ("", TINY_VIDEO.residual)):
        expected = 2 * (7 * (2 * sizes.latents + sizes.hyper_latents) + sizes.hyper_latents)
        assert (pack / f"{prefix}quality.bin").stat().st_size == expected


def test_pack_without_histories_shares_all_files(pack, settled):
    manifest = json.loads((settled / "forgetful" / "manifest.json").read_text())
    assert (manifest["family"], manifest["familyName"], manifest["id"]) == (4, "dvc", "tiny-video-dvc")
    assert all(entry["pack"] == "tiny-video" for entry in manifest["files"].values())
    assert [path.name for path in (settled / "forgetful").iterdir()] == ["manifest.json"]


def test_pack_with_deformable_compensation_has_that_alone(pack, settled):
    manifest, other = (json.loads((settled / name / "manifest.json").read_text()) for name in ("featured", TINY_VIDEO.name))
    assert (manifest["family"], manifest["familyName"], manifest["id"]) == (6, "fvc", "tiny-video-fvc")
    own = {"features.onnx", "offsets.onnx", "fusion.onnx"}
    assert {path.name for path in (settled / "featured").iterdir()} == own | {"manifest.json"}
    assert {name for name, entry in manifest["files"].items() if "pack" not in entry} == own
    assert set(manifest["files"]) == own | set(other["files"])
    assert manifest["decodeMacsPerPixel"] > other["decodeMacsPerPixel"] + 10000


def test_deformable_compensation_in_floats_is_not_exported(model, pack, settled):
    with pytest.raises(ValueError, match="train it to the end"):
        export_video.deformable_files(model, Deformable(), newest_first(3, 48, 80))
    with pytest.raises(ValueError, match="both a checkpoint and a folder"):
        export_video.export(settled / "settled.pt", settled / "clips", pack, 1, "CC0-1.0", featured=settled / "no")


def test_layers_of_the_encoder_have_8_or_16_bits(pack):
    types = {i.data_type for i in onnx.load(str(pack / "flow_hyper_analysis.onnx")).graph.initializer if len(i.dims) == 4}
    assert {onnx.TensorProto.INT8, onnx.TensorProto.FLOAT16} <= types


def test_checkpoints_in_floats_are_not_exported(settled):
    with pytest.raises(ValueError, match="settle it first"):
        export_video.export(settled / "run" / "checkpoint.pt", settled / "clips", settled / "no", 1, "CC0-1.0")


@pytest.mark.skipif(graph_runner()[0] is None, reason="nothing runs graphs")
@pytest.mark.parametrize("height, width", [(48, 80), (64, 64), (96, 112)])
def test_another_runtime_makes_the_same(model, pack, height, width, capsys):
    graphs = {path.stem: path.read_bytes() for path in pack.glob("*.onnx")}
    assert check_parity(model, graphs, newest_first(3, height, width), 1000)
    assert capsys.readouterr().out.count("equal in every bit") == 17


@pytest.mark.skipif(graph_runner()[0] is None, reason="nothing runs graphs")
def test_a_changed_graph_is_found(model, pack):
    graphs = {path.stem: path.read_bytes() for path in pack.glob("*.onnx")}
    changed = onnx.load_from_string(graphs["compensation"])
    weight = next(i for i in changed.graph.initializer if len(i.dims) == 4 and i.data_type == onnx.TensorProto.INT8)
    values = onnx.numpy_helper.to_array(weight).copy()
    values[..., 1, 1] = np.where(values[..., 1, 1] > 0, -90, 90)
    weight.CopyFrom(onnx.numpy_helper.from_array(values, weight.name))
    with pytest.raises(ValueError, match="compensation: integers differ"):
        check_parity(model, {**graphs, "compensation": changed.SerializeToString()}, newest_first(3, 48, 80), 1000)


def test_integers_alone_make_what_the_decoder_makes(model):
    """Every graph of the decoder in 64-bit integers, on random inputs over all of their ranges."""
    graphs = {name: content for name, (content, _) in decoder_graphs(model).items()}
    rows, columns = 4, 8
    frames = [draw((1, 3, 16 * rows, 16 * columns), 127, seed) for seed in range(3)]
    context = draw((1, TINY_VIDEO.residual.context, rows, columns), 255, 4)
    flow_context = draw((1, TINY_VIDEO.flow.context, rows, columns), 255, 9)
    plane = torch.full((1, 1, 1, 1), -1.25)

    def run(name, *tensors):
        return torch.from_numpy(integer_graph.run(graphs[name], *(t.numpy() for t in tensors))).float()

    with torch.no_grad():
        for prefix, prior, known in (("flow_", model.flow_prior, flow_context), ("", model.prior, context)):
            z = draw((1, prior.hyper_scale.numel() + 1, rows // 4, columns // 4), 2047, 5)
            seen = known / 16
            assert torch.equal(run(f"{prefix}mean_head", z, known), prior.mean_head(z / 16, rows, columns, seen) * 128)
            assert torch.equal(run(f"{prefix}scale_head", z, known), prior.scale_head(z / 16, rows, columns, seen) * 4)
        for limit in (500, LATENT_LIMIT):
            y = draw((1, TINY_VIDEO.flow.latents, rows, columns), limit, 6)
            assert torch.equal(run("flow_context", y), model.flow_context(y / 128) * 16)
            assert torch.equal(run("flow_synthesis", y), model.flow_synthesis(y / 128) * 16)
            y = draw((1, TINY_VIDEO.residual.latents, rows, columns), limit, 7)
            expected = model.synthesis(y / 128, plane.expand(-1, 1, rows, columns)) * 4096
            assert torch.equal(run("synthesis", y, plane), expected)
            missed = draw(y.shape, limit, 10)
            for n, context_net in enumerate(model.prior.contexts, 1):
                expected = context_net(missed / 128, y / 128, plane.expand(-1, 1, rows, columns)) * 128
                assert torch.equal(run(f"context_{n}", missed, y, plane), expected)
        expected = model.filter(frames[0] / LEVELS, frames[1] / LEVELS, plane) * 4096
        assert torch.equal(run("filter", frames[0], frames[1], plane), expected)
        flow = draw((1, 2, 16 * rows, 16 * columns), FLOW_LIMIT, 8)
        expected = model.compensation(*(f / LEVELS for f in frames), flow / 16, plane) * 4096
        assert torch.equal(run("compensation", *frames, flow[:, :, ::2, ::2], plane), expected)
        expected = model.context(frames[1] / LEVELS, frames[2] / LEVELS) * 16
        assert torch.equal(run("context", frames[1], frames[2]), expected)


def test_a_sum_of_grids_too_far_apart_is_refused(model):
    near, far, other = Grid(8), Grid(8), Grid(8)
    graph = VideoGraphBuilder("sum", {"a": [1, 8, "h", "w"], "b": [1, 8, "h", "w"]}, model.compensation)
    graph.onto([("a", near), ("b", near)], far)
    other.bits.copy_(near.bits + 20)
    with pytest.raises(ValueError, match="floats are exact"):
        graph.onto([("a", near), ("b", other)], far)


def test_heads_repeat_the_last_cells_of_a_context(model):
    prior = model.prior
    z, context = draw((1, 11, 1, 2), 40, 1) / 16, draw((1, TINY_VIDEO.residual.context, 3, 5), 255, 2) / 16
    whole = torch.cat([context, context[:, :, -1:]], 2)
    whole = torch.cat([whole, *[whole[:, :, :, -1:]] * 3], 3)
    with torch.no_grad():
        for head in (prior.mean_head, prior.scale_head):
            assert torch.equal(head(z, 3, 5, context), head(z, 4, 8, whole)[:, :, :3, :5])


def test_quality_steps_are_about_those_of_training(model):
    for position in (-256, 0, 700, 1536, 2304):
        s = torch.tensor([position / 256])
        for prior in (model.flow_prior, model.prior):
            step = quality_step(prior, position)
            gain, units = prior.gain_and_step(s)
            assert torch.allclose(step.gain, gain, rtol=2e-3)
            assert torch.allclose(step.integer_step / 2.0**17, units, rtol=4e-3)
            assert torch.allclose(step.hyper_gain, torch.exp(interpolate(prior.log_hyper_gain, s)), rtol=2e-3)
            assert torch.allclose(step.hyper_multiplier / 65536.0 * step.hyper_gain, torch.ones(1), rtol=2e-3)
            assert step.plane == round(float(model.quality(s)) * 16)


@pytest.mark.parametrize("position, coarseness", [(-256, 3), (900, 1), (2304, 0)])
def test_frames_are_made_of_symbols_and_reference_alone(model, position, coarseness):
    newest, x, reference = newest_first(3, 48, 80).split(1)
    history = None
    for frame in (x, newest):
        coded = code(model, frame, reference, position, history, coarseness=coarseness)
        parts = [(part.hyper, part.latents) for part in (coded.flow, coded.residual)]
        decoded, history = decode(model, *parts, reference, position, history, coarseness=coarseness)
        assert torch.equal(decoded, coded.frame)
        assert torch.equal(to_frame(coded.frame), coded.frame)
        assert all(torch.equal(*pair) for pair in zip(history, coded.history(reference)))
        reference = decoded


@pytest.mark.parametrize("coarseness", [0, 2])
def test_coding_is_that_of_training_up_to_rounding(model, coarseness):
    x, reference = pair(64, 64).split(1)
    s = torch.tensor([4.0])
    with torch.no_grad():
        expected = model(x, reference, s, coarser=COARSER[coarseness])
    find = model.seek_vectors(x, reference, s)
    coded = code(model, x, reference, 4 * 256, vectors=find, coarseness=coarseness)
    assert float((coded.flow.latents != expected.flow.symbols).float().mean()) < 0.05
    assert float((coded.residual.latents != expected.residual.symbols).float().mean()) < 0.05
    assert float((coded.frame - expected.frame).abs().mean()) < 1.0 / LEVELS


def test_a_restored_pack_has_the_same_decoder(pack, settled, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["restore_video", str(pack), str(tmp_path / "start.pt")])
    restore_video.main()
    found = averaged(tmp_path / "start.pt", codec=VideoCodec)[0]
    assert found.exact
    for name, (content, _) in decoder_graphs(found).items():
        assert content == (pack / f"{name}.onnx").read_bytes(), name
    model = with_stored_encoder(averaged(settled / "settled.pt", codec=VideoCodec)[0])
    x, reference = pair(48, 80).split(1)
    coded = [code(m, x, reference, 1200) for m in (model, found)]
    assert torch.equal(*(m.flow_prior.neighbours.whole_factors() for m in (model, found)))
    assert torch.equal(model.flow_prediction(coded[0].flow_latents), found.flow_prediction(coded[0].flow_latents))
    for before, after in zip(*((c.flow, c.residual) for c in coded)):
        assert float((before.latents != after.latents).float().mean()) < 0.02


def test_a_restored_pack_with_deformable_compensation_has_the_same(pack, settled, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["restore_video", str(settled / "featured"), str(tmp_path / "start.pt")])
    restore_video.main()
    found = load_deformable(tmp_path / "start.pt")
    assert found.exact
    for name, (content, _) in deformable_graphs(found).items():
        assert content == (settled / "featured" / f"{name}.onnx").read_bytes(), name
    alone = restore_video.restore(pack).state_dict()
    rest = averaged(tmp_path / "start.pt", codec=VideoCodec)[0].state_dict()
    assert alone.keys() == rest.keys() and all(torch.equal(alone[name], rest[name]) for name in alone)


def test_deformable_compensation_is_not_restored_of_packs_without(pack):
    with pytest.raises(ValueError, match="family mlvc has no deformable compensation"):
        restore_video.restore_deformable(pack)


@pytest.mark.parametrize("other", ["forgetful", "featured"])
def test_packs_that_share_files_are_restored_alike(pack, settled, other):
    first, second = (restore_video.restore(folder).state_dict() for folder in (pack, settled / other))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_training_goes_on_from_a_restored_pack(pack, settled, tmp_path):
    restored = restore_video.restore(pack)
    torch.save({"average": restored.state_dict()}, tmp_path / "start.pt")
    run = trainer(settled / "clips", tmp_path / "run", start=tmp_path / "start.pt")
    assert run.model.exact
    assert all(np.isfinite(v) for v in run.one_step(0.9).values())


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """A checkpoint of a picture codec in integers."""
    provide(TINY_PICTURE)
    torch.manual_seed(4)
    codec = PhotoCodec(TINY_PICTURE)
    codec.analysis.skip.weight.data.normal_(0.0, 0.2)
    codec.set_mode(WATCH)
    with torch.no_grad():
        codec(torch.rand(2, 3, 64, 64) - 0.5, torch.tensor([2.0, 5.0]))
    codec.settle()
    path = tmp_path_factory.mktemp("picture") / "picture.pt"
    save_weights(path, codec.state_dict(), TINY_PICTURE.name)
    return path


def test_residuals_begin_with_a_picture_codec(picture, settled, tmp_path, monkeypatch):
    monkeypatch.setattr(settle_video, "WATCHED_CHAINS", 2)
    arguments = [settled / "settled.pt", picture, tmp_path / "start.pt", "--cache", settled / "clips", "--threads", 1]
    monkeypatch.setattr("sys.argv", ["start_video", *map(str, arguments)])
    start_video.main()
    found, motion = (averaged(path, codec=VideoCodec)[0] for path in (tmp_path / "start.pt", settled / "settled.pt"))
    codec = averaged(picture)[0]
    assert found.exact and torch.equal(found.compensation.first.weight, motion.compensation.first.weight)
    z, context = draw((1, TINY_PICTURE.hyper_latents + 1, 2, 2), 300, 1) / 16, draw((1, 6, 8, 8), 255, 2) / 16
    x, y, plane = draw((1, 3, 32, 48), 100, 3) / LEVELS, draw((1, 16, 2, 3), 900, 4) / 128, torch.full((1, 1, 2, 3), 1.5)
    with torch.no_grad():
        assert torch.equal(found.prior.scale_head(z, 8, 8, context), codec.scale_head(z))
        for head in (found.prior.mean_head, codec.mean_head):
            switch(head, FLOAT)
        assert torch.allclose(found.prior.mean_head(z, 8, 8, context), codec.mean_head(z), atol=1e-5)
        assert torch.equal(found.synthesis.linear(y), codec.synthesis.linear(y))
        for synthesis in (found.synthesis, codec.synthesis):
            switch(synthesis, FLOAT)
        assert torch.allclose(found.synthesis(y, plane), codec.synthesis(y, plane), atol=1e-5)
        assert torch.equal(found.analysis(x), codec.analysis(x))
        assert not found.filter(x, x, plane[:, :, :1, :1]).any()


def test_training_with_a_picture_codec_leaves_its_analyses(picture, settled, tmp_path):
    run = trainer(settled / "clips", tmp_path / "run", key=picture)
    kept = copy.deepcopy([run.model.analysis.state_dict(), run.model.prior.hyper_analysis.state_dict()])
    before = run.model.synthesis.first.weight.detach().clone()
    for step in range(AVERAGE_EVERY):
        assert all(np.isfinite(v) for v in run.one_step(0.1 * step).values())
    assert not torch.equal(run.model.synthesis.first.weight, before)
    for model in (run.model, run.average):
        for old, new in zip(kept, (model.analysis, model.prior.hyper_analysis)):
            assert all(torch.equal(old[name], value) for name, value in new.state_dict().items())


def test_files_of_a_third_pack_are_found_where_they_are(settled, pack, tmp_path):
    files = {"a": b"one", "b": b"two", "c": b"three"}
    write_pack(tmp_path / "first", {"id": "first"}, {"a": b"one"})
    write_pack(tmp_path / "second", {"id": "second"}, {"a": b"one", "b": b"two"}, tmp_path / "first")
    manifest = write_pack(tmp_path / "third", {"id": "third"}, files, tmp_path / "second")
    assert [manifest["files"][name].get("pack") for name in files] == ["first", "second", None]
    found = PackFiles(tmp_path / "third")
    assert [(found / name).read_bytes() for name in files] == list(files.values())


def test_checked_in_chain_is_what_the_checked_in_pack_decodes():
    """The Java tests decode this chain with this pack."""
    provide(TINY_VIDEO)
    model = restore_video.restore(RESOURCES / "packs" / "tiny-video")
    stored = json.loads((RESOURCES / "video" / "chain.json").read_text())
    height, width = stored["height"], stored["width"]
    rows, columns = height // 16, width // 16

    def frame(text: str) -> torch.Tensor:
        pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(1, 3, height, width)
        return samples(torch.from_numpy(pixels.copy()))

    def vectors(part: dict):
        given, flow = torch.zeros(1, 1, 2 * rows, 2 * columns, dtype=torch.bool), torch.zeros(1, 2, 2 * rows, 2 * columns)
        for row, column, right, down in part["vectors"]:
            given[0, 0, row, column] = True
            flow[0, :, row, column] = torch.tensor([right, down]) / 16
        return lambda cells: Vectors(given, flow)

    assert [len(part["vectors"]) > 0 for part in stored["frames"]] == [False, True, False]
    assert len({part["coarseness"] for part in stored["frames"]}) == 3
    reference, history = frame(stored["key"]), None
    for part in stored["frames"]:
        symbols = []
        for name, sizes in (("flow", TINY_VIDEO.flow), ("residual", TINY_VIDEO.residual)):
            hyper = torch.tensor(part[name]["hyper"]).view(1, sizes.hyper_latents, -(-rows // 4), -(-columns // 4))
            symbols.append((hyper, torch.tensor(part[name]["latents"]).view(1, sizes.latents, rows, columns)))
            assert symbols[-1][1].any()
        expected = frame(part["frame"])
        assert not torch.equal(frame(part["shown"]), expected) and not torch.equal(reference, expected)
        position, coarseness = part["quality"] + LOWEST_STEP, part["coarseness"]
        reference, history = decode(model, *symbols, reference, position, history, vectors(part), coarseness)
        assert torch.equal(reference, expected)


def test_chains_are_made_anew(model):
    stored = chain(model)
    assert [len(f["flow"]["latents"]) for f in stored["frames"]] == [TINY_VIDEO.flow.latents * 15] * 3


def test_hyper_latents_are_expected_from_the_frame_before(model):
    prior, shape = copy.deepcopy(model.prior), (1, TINY_VIDEO.residual.hyper_latents, 2, 3)
    prior.hyper_start.copy_(torch.arange(prior.hyper_start.numel()).view_as(prior.hyper_start) * 37 % 101 - 50)
    prior.hyper_change.sub_(40)
    symbols = torch.arange(math.prod(shape)).view(shape) % 17 - 8.0
    for position in (0, 700, 1536):
        step = quality_step(prior, position)
        history = History(None, None, None, hyper_latents(step, symbols))
        expected, table = expected_hyper_latents(prior, step, history, symbols)
        assert torch.equal(expected, symbols)
        assert not torch.equal(table, step.hyper_table)
        first, table = expected_hyper_latents(prior, step, None, symbols)
        assert torch.equal(first, first[:, :, :1, :1].expand(shape)) and torch.equal(table, step.hyper_table)
        unit = step.hyper_multiplier[0, :, 0, 0] / 4096
        start = first_hyper_latents(prior, step)
        assert ((first[0, :, 0, 0] * unit - start).abs() <= unit / 2 + 0.01).all()
    low, high = (first_hyper_latents(prior, quality_step(prior, 256 * anchor)) for anchor in (2, 3))
    assert torch.equal(low, prior.hyper_start[2]) and torch.equal(high, prior.hyper_start[3])
    between = first_hyper_latents(prior, quality_step(prior, 256 * 2 + 64))
    assert ((between - (3 * low + high) / 4).abs() <= 0.5).all()


def test_scales_are_the_likeliest(model):
    generator = torch.Generator().manual_seed(1)
    spread = torch.tensor([0.05, 0.6, 4.0, 30.0])
    noise = torch.randn((1, 4, 40, 50), generator=generator) * spread.view(1, 4, 1, 1)
    exceeding = [(torch.full((1, 4, 1, 1), offset), torch.round(noise)) for offset in (0, 16)]
    scales = likeliest_scales(model.prior, exceeding)
    assert (scales[1:] > scales[:-1]).all()
    # With half of the gains an index higher, scales are half an index lower.
    alike = likeliest_scales(model.prior, exceeding[:1])
    assert ((alike - scales)[1:].float() - 8).abs().max() <= 8


def test_compared_frames_reach_beyond_whole_hyper_latents(settled):
    frames = middle(load_clips(settled / "clips")[1][0])
    assert frames.shape == (3, 3, 96, 128)
