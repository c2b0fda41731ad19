import argparse
import copy

import numpy as np
import pytest
import torch

from licorice import train_deformable, train_video
from licorice.checkpoint import averaged, save, save_weights
from licorice.deformable import GROUPS, NEIGHBOURS, Sizes, exact_sample, followed, led, load_deformable, sample
from licorice.deformable_graphs import deformable_graphs, deformable_pairs
from licorice.exact import ON
from licorice.key_frames import StandIn
from licorice.restore_video import restore
from licorice.train_deformable import DeformableTrainer, batch, make_rows, predicted, turned
from licorice.train_video import VideoTrainer
from licorice.video import VideoCodec, macs_per_pixel
from licorice.video_coding import code, decode
from licorice.video_data import ClipCrops, load_clips, samples
from licorice.warp import LEVELS, to_frame

import integer_graph
from conftest import TINY_VIDEO, panned, provide, store_clips
from test_video_pack import RESOURCES
from tiny_deformable_pack import deformable

SIDE = 64


@pytest.fixture
def model():
    """The checked-in codec, without deformable compensation."""
    provide(TINY_VIDEO)
    return restore(RESOURCES / "packs" / "tiny-video").eval()


def integers(shape, limit: int, seed: int) -> torch.Tensor:
    return torch.randint(-limit, limit + 1, shape, generator=torch.Generator().manual_seed(seed)).float()


def by_the_rule(features: np.ndarray, flow: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Loops over whole numbers, as the document has it: C x H x W, 2 x H/2 x W/2 and 2G x H/2 x W/2."""
    channels, height, width = features.shape
    found = np.zeros_like(features)
    for c in range(channels):
        group = c * GROUPS // channels
        for y in range(height):
            for x in range(width):
                i = min(max((x >> 1) + NEIGHBOURS[group][0], 0), width // 2 - 1)
                j = min(max((y >> 1) + NEIGHBOURS[group][1], 0), height // 2 - 1)
                right = flow[0, j, i] + offsets[2 * group, y >> 1, x >> 1]
                down = flow[1, j, i] + offsets[2 * group + 1, y >> 1, x >> 1]
                to_x, to_y = min(max(16 * x + right, 0), 16 * (width - 1)), min(max(16 * y + down, 0), 16 * (height - 1))
                (x0, a), (y0, b) = (to_x >> 4, to_x & 15), (to_y >> 4, to_y & 15)
                x1, y1 = min(x0 + 1, width - 1), min(y0 + 1, height - 1)
                upper = (16 - a) * features[c, y0, x0] + a * features[c, y0, x1]
                lower = (16 - a) * features[c, y1, x0] + a * features[c, y1, x1]
                found[c, y, x] = ((16 - b) * upper + b * lower + 128) >> 8
    return found


@pytest.mark.parametrize("channels, height, width, limit", [(8, 16, 32, 40), (16, 32, 16, 2047), (8, 16, 16, 400)])
def test_sampling_is_that_of_the_rule(channels, height, width, limit):
    features = integers((2, channels, height, width), 511, 1)
    flow = integers((2, 2, height // 2, width // 2), limit, 2)
    offsets = integers((2, 2 * GROUPS, height // 2, width // 2), 127, 3)
    bits = torch.full((channels,), 9)
    found = sample(features / 512, flow / 16, offsets / 16, bits) * 512
    for n in range(2):
        expected = by_the_rule(*(t[n].long().numpy() for t in (features, flow, offsets)))
        assert np.array_equal(found[n].numpy(), expected)


def test_groups_follow_their_neighbours():
    flow = integers((1, 2, 5, 6), 100, 4)
    found = followed(flow)
    assert torch.equal(found[:, 0], flow)
    left = NEIGHBOURS.index((-2, 0))
    assert torch.equal(found[:, left, :, :, 2:], flow[:, :, :, :-2])
    assert torch.equal(found[:, left, :, :, :2], flow[:, :, :, :1].expand(-1, -1, -1, 2))
    below = NEIGHBOURS.index((0, 2))
    assert torch.equal(found[:, below, :, :-2], flow[:, :, 2:])


def test_sampled_features_have_the_gradients_of_smooth_ones():
    features, flow = integers((1, 8, 16, 16), 300, 5) / 512, integers((1, 2, 8, 8), 30, 6) / 16
    gradients = []
    for bits in (None, torch.full((8,), 9)):
        f, offsets = features.clone().requires_grad_(), (integers((1, 16, 8, 8), 50, 7) / 16).requires_grad_()
        (sample(f, flow, offsets, bits) * features.flip(2)).sum().backward()
        gradients.append((f.grad, offsets.grad))
    for smooth, exact in zip(*gradients):
        assert smooth.any() and torch.equal(smooth, exact)


def test_rounded_samples_are_near_smooth_ones():
    features, flow = integers((1, 8, 16, 16), 300, 8) / 512, integers((1, 2, 8, 8), 100, 9) / 16
    offsets = integers((1, 16, 8, 8), 127, 10) / 16
    difference = sample(features, flow, offsets, torch.full((8,), 9)) - sample(features, flow, offsets, None)
    assert float(difference.abs().max()) < 0.51 / 512


def seen(model, position: int = 1000) -> tuple:
    older, reference, x = samples(torch.from_numpy(panned(5, 3, 48, 80)).permute(0, 3, 1, 2)).split(1)
    before = code(model, reference, older, position)
    motion = code(model, x, before.frame, position, before.history(older)).motion
    plane = model.quality(torch.tensor([position / 256]))
    return motion.warped, before.frame, motion.second, motion.flow, motion.shown, plane


def test_integers_alone_make_what_pytorch_makes(model):
    known = seen(model)
    net = deformable(model)
    graphs = deformable_graphs(net)

    def run(name, *tensors):
        return torch.from_numpy(integer_graph.run(graphs[name][0], *(t.numpy() for t in tensors))).float()

    pairs = deformable_pairs(net, run, *known)
    assert set(pairs) == {"features", "offsets", "deformed", "fusion"}
    for name, (found, expected) in pairs.items():
        assert torch.equal(found, expected) and expected.any(), name
    extreme = [integers(t.shape, 127, 11 + n) / LEVELS for n, t in enumerate(known[:3])]
    flow = integers(known[3].shape, 2047, 14) / 16
    for found, expected in deformable_pairs(net, run, *extreme, flow, extreme[0], known[5]).values():
        assert torch.equal(found, expected)


def test_codec_adds_it_to_compensation(model):
    names = set(model.state_dict())
    x, reference = (samples(torch.from_numpy(panned(5, 2, 48, 80)).permute(0, 3, 1, 2))).flip(0).split(1)
    plain = code(model, x, reference, 1200)
    net = deformable(model)
    coded = code(model, x, reference, 1200)
    assert names == {name for name in model.state_dict() if not name.startswith("deformable.")}
    assert torch.equal(plain.motion.warped, coded.motion.warped)
    known = coded.motion.warped, reference, coded.motion.second, coded.motion.flow, plain.motion.shown
    fused = net(*known, model.quality(torch.tensor([1200 / 256])))
    assert fused.any() and torch.equal(torch.clamp(plain.motion.prediction + fused, -0.5, 127 / 256), coded.motion.prediction)
    parts = [(part.hyper, part.latents) for part in (coded.flow, coded.residual)]
    assert torch.equal(decode(model, *parts, reference, 1200)[0], coded.frame)
    assert macs_per_pixel(model, 64, 64)["deformable"] > 100


def test_turned_rows_are_predicted_alike(model):
    """Where flow is the same everywhere, a turned frame's prediction is the prediction turned."""
    known = {name: integers((3, 32, 32), 127, n) + 128 for n, name in enumerate(("x", "ref", "warped", "second"))}
    row = {name: frame.byte() for name, frame in known.items()}
    row["flow"] = torch.tensor([16, -32]).view(2, 1, 1).expand(2, 16, 16).short()
    row.update(added=integers((3, 32, 32), 40, 5).short(), s=2.0)
    first, second = (batch([r]) for r in (row, turned(row, True, False, True)))
    assert torch.equal(first.x.flip(3).transpose(2, 3), second.x)
    assert (second.flow[0, :, 0, 0] * 16).tolist() == [-32, -16]
    assert torch.equal(first.prediction.flip(3).transpose(2, 3), second.prediction)
    features = integers((1, 8, 32, 32), 200, 6)
    none = torch.zeros(1, 16, 16, 16)

    def moved(f, b):
        return exact_sample(f.view(8, 1, 32, 32), led(b.flow[:, :, ::2, ::2], none)).view(1, 8, 32, 32)

    assert torch.equal(moved(features, first).flip(3).transpose(2, 3), moved(features.flip(3).transpose(2, 3), second))


def test_training_begins_in_floats_and_ends_in_integers(model, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(train_deformable, "SIDE", SIDE)
    monkeypatch.setattr(train_deformable, "PREDICTED", 2)
    monkeypatch.setattr(train_deformable, "WATCHED", 2)
    crops = ClipCrops(load_clips(store_clips(tmp_path / "clips"))[0], [], 0.0, 1)
    rows = make_rows(model, crops, StandIn(), 2)
    assert len(rows) == 4 and rows[0]["flow"].shape == (2, SIDE // 2, SIDE // 2)
    first = batch(rows[:1])
    assert torch.equal(to_frame(first.warped), first.warped) and not torch.equal(first.warped, first.prediction)
    arguments = argparse.Namespace(out=tmp_path / "run", seed=1, rate=1e-3, start=None)
    run = DeformableTrainer(model, rows, rows, arguments)
    before = copy.deepcopy(run.model.state_dict())
    for step in range(4):
        assert all(np.isfinite(v) for v in run.one_step(0.1 * step).values())
    assert not run.model.exact and not torch.equal(before["fusion.weights.weight"], run.model.fusion.weights.weight)
    run.one_step(0.7)
    assert run.model.exact and run.average.exact and run.average.fusion.first.mode == ON
    run.one_step(0.8)
    run.store()
    again = DeformableTrainer(model, rows, rows, arguments)
    assert again.step == 6 and again.model.exact
    again.one_step(0.9)
    net = load_deformable(tmp_path / "run" / "checkpoint.pt")
    assert net.exact and "held_out_gain" in capsys.readouterr().out
    with torch.no_grad():
        fused = (predicted(model, net, first) - first.prediction) * 4096
    assert torch.equal(fused, fused.round())


def test_it_is_trained_with_the_rest_and_stored_apart(model, tmp_path, monkeypatch):
    save_weights(tmp_path / "video.pt", model.state_dict(), TINY_VIDEO.name)
    save(tmp_path / "deformable.pt", {"average": deformable(model, Sizes()).state_dict()})
    given = {"data": None, "key": None, "parts": 1, "device": "cpu", "seed": 1, "cache": store_clips(tmp_path / "clips")}
    given.update(start=tmp_path / "video.pt", deformable=tmp_path / "deformable.pt", out=tmp_path / "run")
    run = VideoTrainer(TINY_VIDEO, argparse.Namespace(**given))
    begun = copy.deepcopy(run.model.state_dict())
    changed = {}
    for share in (0.0, 1.0):
        monkeypatch.setattr(train_video, "DEFORMABLE_SHARE", share)
        run.one_step(0.1)
        now = run.model.state_dict()
        changed[share] = {name.startswith("deformable.") for name in now if not torch.equal(now[name], begun[name])}
    assert changed == {0.0: {False}, 1.0: {False, True}}
    run.store()
    weights = copy.deepcopy(run.average.state_dict())
    run.one_step(0.5)
    net, found = load_deformable(run.checkpoint), averaged(run.checkpoint, codec=VideoCodec)[0]
    assert net.exact and found.exact and found.deformable is None
    for name, value in weights.items():
        stored = net.state_dict()[name[11:]] if name.startswith("deformable.") else found.state_dict()[name]
        assert torch.equal(stored, value), name
    again = VideoTrainer(TINY_VIDEO, argparse.Namespace(**given))
    again.one_step(0.5)
    assert again.step == 3
    for kind in ("model", "average"):
        for name, value in getattr(run, kind).state_dict().items():
            assert torch.equal(value, getattr(again, kind).state_dict()[name]), name
