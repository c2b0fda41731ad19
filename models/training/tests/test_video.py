import argparse
import dataclasses
import json
import math
import shutil
import types

import numpy as np
import pytest
import torch

from licorice import evaluate_video, train_video, video_data
from licorice.basis import energetic_basis
from licorice.checkpoint import save_weights
from licorice.exact import ON, WATCH
from licorice.key_frames import KeyFrames, StandIn
from licorice.nets import LATENT_SCALE, MAGNITUDE_FLOOR, PhotoCodec, interpolate
from licorice.train_video import CASCADE, VideoTrainer, starts
from licorice.video import DECODED, FLOW_BELOW, Neighbours, ResidualPrior, VideoCodec, macs_per_pixel
from licorice.video_coding import known_symbols
from licorice.video_data import ClipCrops, load_clips, pack, samples, stored_clips, to_rgb
from licorice.warp import FLOW_LIMIT, TAPS, onwards, smooth_warp, to_frame, warp, widen

from conftest import TINY_VIDEO as TINY
from conftest import i420, panned, provide, shaded, store_clips
from recipes.video import RECIPE

def clip(seed: int, **sizes) -> torch.Tensor:
    return torch.from_numpy(panned(seed, **sizes)).permute(0, 3, 1, 2)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return store_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def given(cache):
    provide(TINY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_video, "STATISTICS", 2)
        yield argparse.Namespace(cache=cache, data=None, key=None, start=None, deformable=None, parts=1, device="cpu", seed=1)


def trainer(given, out) -> VideoTrainer:
    return VideoTrainer(TINY, argparse.Namespace(**vars(given), out=out))


def started(seed: int = 1) -> tuple[VideoCodec, ClipCrops]:
    """A codec as a run begins with it."""
    torch.manual_seed(seed)
    crops = ClipCrops([clip(s) for s in range(3)], [], 0.0, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_video, "STATISTICS", 4)
        return VideoCodec(TINY, *starts(VideoCodec(TINY), crops, TINY)), crops


def test_parts_of_a_step_share_out_the_positions_and_move_weights_once(given, tmp_path, monkeypatch):
    run = trainer(argparse.Namespace(**{**vars(given), "parts": 3}), tmp_path / "run")
    positions, losses, steps = [], [], []
    real = run.loss, run.optimizer.step

    def loss(clips, reference, s, progress):
        positions.extend(s.tolist())
        value, seen = real[0](clips, reference, s, progress)
        losses.append(seen["loss"])
        return value, seen

    monkeypatch.setattr(run, "loss", loss)
    monkeypatch.setattr(run.optimizer, "step", lambda: steps.append(real[1]()))
    seen = run.one_step(0.5)
    assert len(losses) == 3 and len(steps) == run.step == 1
    assert seen["loss"] == pytest.approx(np.mean(losses))
    strata = [int(s * len(positions) / (TINY.quality_anchors - 1)) for s in positions]
    assert sorted(strata) == list(range(len(positions)))


def in_integers(reference: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flow at every pixel in sixteenths, and the warped frame, as the rules of warp.py say, pixel by pixel.

    reference: 3 x H x W of 0..255; cells: 2 x H/4 x W/4, in sixteenths.
    """
    _, height, width = reference.shape
    weights = {0: ((-1, 3), (0, 5)), 1: ((-1, 1), (0, 7)), 2: ((0, 7), (1, 1)), 3: ((0, 5), (1, 3))}
    flow = np.zeros((2, height, width), dtype=np.int64)
    warped = np.zeros_like(reference)
    rows, columns = cells.shape[1:]
    for y in range(height):
        for x in range(width):
            for axis in range(2):
                total = 0
                for i, wy in weights[y & 3]:
                    for j, wx in weights[x & 3]:
                        row, column = min(max((y >> 2) + i, 0), rows - 1), min(max((x >> 2) + j, 0), columns - 1)
                        total += wy * wx * int(cells[axis, row, column])
                flow[axis, y, x] = (total + 32) >> 6
            across = min(max(16 * x + flow[0, y, x], 0), 16 * (width - 1))
            along = min(max(16 * y + flow[1, y, x], 0), 16 * (height - 1))
            x0, a, y0, b = across >> 4, across & 15, along >> 4, along & 15
            rows_seen = [min(max(y0 - 1 + j, 0), height - 1) for j in range(4)]
            columns_seen = [min(max(x0 - 1 + i, 0), width - 1) for i in range(4)]
            for c in range(3):
                r = reference[c].astype(np.int64)
                total = sum(
                    TAPS[b][j] * TAPS[a][i] * r[row, column]
                    for j, row in enumerate(rows_seen)
                    for i, column in enumerate(columns_seen)
                )
                warped[c, y, x] = min(max((total + 2048) >> 12, 0), 255)
    return flow, warped


@pytest.mark.parametrize("largest", [40, FLOW_LIMIT])
def test_warp_is_that_of_integers(largest):
    random = np.random.default_rng(3)
    reference = random.integers(0, 256, (3, 16, 28)).astype(np.uint8)
    cells = random.integers(-largest, largest + 1, (2, 4, 7))
    flow, warped = in_integers(reference, cells)
    found = widen(torch.from_numpy(cells / 16.0).float()[None])
    assert torch.equal(found[0] * 16, torch.from_numpy(flow).float())
    frame = samples(torch.from_numpy(reference))[None]
    assert torch.equal(warp(frame, found)[0] * 256 + 128, torch.from_numpy(warped).float())
    assert torch.equal(warp(frame.requires_grad_(), found)[0].detach() * 256 + 128, torch.from_numpy(warped).float())


def test_warp_has_the_gradient_of_the_smooth_one():
    random = torch.Generator().manual_seed(1)
    frame = torch.rand(1, 3, 16, 16, generator=random) - 0.5
    flow = (torch.rand(1, 2, 16, 16, generator=random) * 6 - 3).requires_grad_()
    weight = torch.rand(1, 3, 16, 16, generator=random)

    def smooth(frame, flow):
        return smooth_warp(frame, flow, "bicubic")

    gradients = [torch.autograd.grad((f(frame, flow) * weight).sum(), flow)[0] for f in (warp, smooth)]
    assert torch.equal(*gradients) and gradients[0].abs().sum() > 0


def test_flow_finds_a_translation():
    model, _ = started()
    noise = torch.rand(1, 3, 110, 150, generator=torch.Generator().manual_seed(2)) - 0.5
    texture = 3 * torch.nn.functional.avg_pool2d(noise, 7, 1)
    flow = model.estimate(texture[:, :, 3:99, 6:134], texture[:, :, 1:97, :128], torch.full((1,), 3.0))
    flow = flow[0, :, 4:-4, 4:-4]
    assert abs(float(flow[0].median()) - 6) < 0.4 and abs(float(flow[1].median()) - 2) < 0.4


def test_frames_of_odd_sizes():
    model, _ = started()
    evaluation = evaluate_video.Evaluation(model)
    row = evaluation.sequence(clip(4, frames=3, height=67, width=85), 2.0, 12)
    assert all(math.isfinite(v) for v in row.values()) and row["bpp"] > 0 and 0 < row["flow_share"] < 1


@pytest.mark.parametrize("height, width", [(16, 16), (48, 80), (64, 64)])
def test_shapes(height, width):
    model, _ = started()
    x = samples(clip(2, frames=2, height=height, width=width))
    with torch.no_grad():
        coded = model(x[1:], x[:1], torch.tensor([3.0]))
    assert coded.frame.shape == (1, 3, height, width)
    assert coded.flow.symbols.shape == (1, TINY.flow.latents, height // 16, width // 16)
    assert coded.residual.symbols.shape == (1, TINY.residual.latents, height // 16, width // 16)
    assert coded.residual.hyper.shape == (1, TINY.residual.hyper_latents, -(-height // 64), -(-width // 64))
    levels = coded.frame * 256 + 128
    assert torch.equal(levels, torch.round(levels)) and levels.min() >= 0 and levels.max() <= 255


def decoded(model: VideoCodec, coded, reference, s, history=None):
    """The frame that a decoder makes of symbols, reference, position and history alone."""
    rows, columns = coded.flow.symbols.shape[2:]

    def latents(prior, part, context, s):
        hyper = torch.round(part.hyper)
        mean, index = prior.heads(hyper / torch.exp(interpolate(prior.log_hyper_gain, s)), s, rows, columns, context)
        assert torch.equal(index, part.uncorrected)
        gain, step = prior.gain_and_step(s)
        if isinstance(prior, ResidualPrior):
            return in_stages(prior, part, context, s)
        if prior.neighbours is not None:
            symbols = part.symbols
            mean = prior.neighbours.in_order(
                mean, lambda here, at: prior.dequantise(symbols[:, :, at[0], at[1]], here, step.squeeze(-1))
            )
        return prior.dequantise(part.symbols, mean, step)

    expected, known = model.expect_flow(history, coded.flow.symbols)
    flow = expected + latents(model.flow_prior, coded.flow, known, s - FLOW_BELOW)
    motion = model.compensate(reference, flow, s, history, lambda _: coded.motion.vectors)
    context = model.context(motion.shown, motion.warped)
    return model.reconstruct(motion, latents(model.prior, coded.residual, context, s), s)


def in_stages(prior, part, context, s):
    """Latents of a residual out of symbols; the tables must come out as they were coded with."""
    seen = []

    def choose(index, _):
        seen.append(index)
        return given(index, None)

    def dequantise(k, mean):
        return prior.dequantise(k, mean, step)

    step, z = prior.gain_and_step(s)[1], torch.round(part.hyper) / torch.exp(interpolate(prior.log_hyper_gain, s))
    given, nothing = known_symbols(prior, part.symbols), torch.zeros_like(part.symbols)
    found = prior.quantise(nothing, z, s, torch.ones_like(step), context, choose, dequantise)
    decoded, _, symbols, index, _ = found
    assert torch.equal(symbols, part.symbols) and torch.equal(index, part.index)
    assert len(seen) == 3 * len(prior.scale_contexts.groups)
    return decoded


def test_decoder_needs_symbols_and_reference_only():
    model, _ = started()
    x, s = samples(clip(2, frames=2, height=64, width=80)), torch.tensor([3.4])
    with torch.no_grad():
        coded = model(x[1:], x[:1], s)
        assert coded.residual.symbols.abs().sum() > 0
        # In floats the decoder's sums may differ in their last bits, so that a sample may round the other way.
        assert (decoded(model, coded, x[:1], s) - coded.frame).abs().max() <= 1.01 / 256


def test_frames_after_predicted_ones_have_a_history():
    model, _ = started()
    model.flow_prediction.factor.data.fill_(0.75)
    model.flow_prior.neighbours.factors.data.fill_(0.3)
    x, s = samples(clip(2, frames=3, height=64, width=80)), torch.tensor([3.4])
    with torch.no_grad():
        first = model(x[1:2], x[:1], s)
        assert torch.equal(first.motion.second, first.motion.warped)
        history = first.history(x[:1])
        with_history, without = (model(x[2:], first.frame, s, h) for h in (history, None))
        assert (decoded(model, with_history, first.frame, s, history) - with_history.frame).abs().max() <= 1.01 / 256
    assert torch.allclose(with_history.flow_latents, without.flow_latents - 0.75 * first.flow_decoded, atol=1 / 256)
    assert not torch.equal(with_history.motion.second, with_history.motion.warped)
    assert not torch.equal(with_history.flow.index, without.flow.index)


def test_flow_onwards_is_that_of_integers():
    random = np.random.default_rng(4)
    height, width = 12, 20
    flow, before = (random.integers(-90, 91, (2, height, width)) for _ in range(2))
    expected = np.empty_like(flow)
    for y in range(height):
        for x in range(width):
            u, v = flow[:, y, x]
            column, row = min(max(x + ((u + 8) >> 4), 0), width - 1), min(max(y + ((v + 8) >> 4), 0), height - 1)
            expected[:, y, x] = flow[:, y, x] + before[:, row, column]
    found = onwards(*(torch.from_numpy(v / 16.0).float()[None] for v in (flow, before)))
    assert torch.equal(found[0] * 16, torch.from_numpy(expected).float())


def test_means_are_corrected_cell_by_cell():
    random = np.random.default_rng(6)
    latents, rows, columns = 3, 4, 5
    net = Neighbours(latents)
    net.factors.data.copy_(torch.from_numpy(random.integers(-150, 151, (4, latents)) / 256.0))
    means, missed = (random.integers(-400, 401, (latents, rows, columns)) for _ in range(2))
    factors = np.round(net.factors.detach().numpy() * 256).astype(int)
    expected, decoded = np.zeros_like(means), np.zeros_like(means)
    for row in range(rows):
        for column in range(columns):
            total = np.zeros(latents, dtype=int)
            for (down, right), factor in zip(((0, -1), (-1, 0), (-1, -1), (-1, 1)), factors):
                there = row + down, column + right
                if min(there) >= 0 and there[1] < columns:
                    total += factor * (decoded[:, there[0], there[1]] - means[:, there[0], there[1]])
            expected[:, row, column] = means[:, row, column] + ((total + 128) >> 8)
            decoded[:, row, column] = expected[:, row, column] + missed[:, row, column]
    given = torch.from_numpy(missed / 128.0).float()[None]
    found = net.in_order(torch.from_numpy(means / 128.0).float()[None], lambda here, at: here + given[:, :, at[0], at[1]])
    assert torch.equal(found[0] * 128, torch.from_numpy(expected).float())


def test_neighbours_save_bits_where_flow_is_even():
    model, _ = started()
    flow = torch.full((1, TINY.flow.latents, 6, 8), 0.0)
    flow[:, :1] = 1.7
    bits = []
    for factor in (0.0, 0.9):
        model.flow_prior.neighbours.factors.data[0] = factor
        known = model.expect_flow(None, flow)[1]
        with torch.no_grad():
            coded = model.flow_prior.code(flow, torch.tensor([3.0]), known, model.flow_prior.choose)
        assert (coded.decoded - flow).abs().max() < 0.4
        bits.append(float(model.flow_prior.bits(coded).detach()))
    assert bits[1] < bits[0]


def test_noise_moves_less_where_bits_are_dear():
    model, _ = started()
    random = torch.Generator().manual_seed(2)
    still = torch.nn.functional.avg_pool2d(torch.rand(1, 3, 102, 134, generator=random) - 0.5, 7, 1)
    noise = 0.06 * (torch.rand(1, 3, 96, 128, generator=random) - 0.5)
    moves = [float(model.estimate(still + noise, still, torch.full((1,), s)).abs().mean()) for s in (0.0, 6.0)]
    assert moves[0] < 0.1 * moves[1]


def test_decoder_can_be_switched_to_integers():
    model, crops = started()
    x, s = samples(clip(2, frames=2, height=64, width=80)), torch.tensor([4.0])
    with torch.no_grad():
        floats = model(x[1:], x[:1], s)
        model.set_mode(WATCH)
        for _ in range(6):
            clips = crops.batch(2, 2, 64)
            model(clips[:, 1], clips[:, 0], torch.rand(2) * 6)
        model.settle()
        assert model.exact and all(n.mode == ON for n in model.synthesis.modules() if hasattr(n, "mode"))
        integers = model(x[1:], x[:1], s)
        assert torch.equal(decoded(model, integers, x[:1], s), integers.frame)
        in_4096ths = integers.motion.prediction * 4096
        assert torch.equal(in_4096ths, torch.round(in_4096ths))
    error = ((integers.frame - floats.frame) ** 2).mean()
    assert error < 0.2 * ((floats.frame - x[1:]) ** 2).mean()


def test_rate_and_quality_rise_with_position():
    model, _ = started()
    model.synthesis.branch[-2].weight.data.zero_()  # untrained, it adds what depends on the position alone
    x = samples(clip(7, frames=2, height=64, width=128))
    rows = []
    with torch.no_grad():
        for position in (0.0, 1.5, 6.0):
            coded = model(x[1:], x[:1], torch.tensor([position]))
            costs = model.costs(x[1:], coded)
            rows.append((float(costs["flow_bpp"] + costs["residual_bpp"]), -float(costs["squared"])))
    assert rows == sorted(rows) and rows[0][0] > 0 and rows[0][1] < rows[1][1] < rows[2][1]


def test_a_step_lowers_the_loss_on_a_translation(given, tmp_path):
    run = trainer(given, tmp_path)
    clips = samples(torch.stack([clip(20, frames=2, height=64, width=64), clip(21, frames=2, height=64, width=64)]))
    s = torch.tensor([1.0, 5.0])
    reference = run.key(clips[:, 0], s, run.multipliers(s))
    optimizer = torch.optim.SGD(run.model.parameters(), lr=0.0002)
    losses = []
    for _ in range(2):
        torch.manual_seed(5)  # the same noise
        run.crops.random = np.random.default_rng(5)  # and coarseness
        loss, _ = run.loss(clips, reference, s, 0.5)
        losses.append(float(loss.detach()))
        optimizer.zero_grad()
        loss.backward()
        for part in run.model.children():
            torch.nn.utils.clip_grad_norm_(part.parameters(), 1.0)
        optimizer.step()
    assert losses[1] < losses[0]


def test_part_of_the_course_may_be_left_out(given, tmp_path, monkeypatch):
    run, seen = trainer(given, tmp_path), []

    def step(progress):
        seen.append(progress)
        run.step += 1
        return {}

    monkeypatch.setattr(run, "one_step", step)
    monkeypatch.setattr(run, "log_every", 10**9)
    run.run(0.001, None, begin=0.6)
    assert seen[0] == 0.6 and len(seen) > 2 and all(a < b < 1.0 for a, b in zip(seen, seen[1:]))


def test_frames_after_a_key_frame_have_unlike_positions_in_turn(given, tmp_path, monkeypatch):
    run, seen = trainer(given, tmp_path), []
    forward = run.model.forward

    def watch(x, reference, s, *more, **options):
        seen.append(s.tolist())
        return forward(x, reference, s, *more, **options)

    monkeypatch.setattr(run.model, "forward", watch)
    clips = samples(torch.stack([clip(20, frames=6, height=64, width=64)] * 2))
    with torch.no_grad():
        run.loss(clips, clips[:, 0], torch.tensor([0.125, 3.0]), 0.9)
    expected = [[max(0.0, s + step) for s in (0.125, 3.0)] for step in (*CASCADE, CASCADE[0])]
    assert np.allclose(seen, expected)


def test_gradients_reach_the_flow_through_a_chain(given, tmp_path):
    run = trainer(given, tmp_path)
    run.recipe = dataclasses.replace(run.recipe, forgetting=0.0)
    clips = samples(torch.stack([clip(20, frames=4, height=64, width=64)]))
    loss, seen = run.loss(clips, clips[:, 0], torch.tensor([5.0]), 0.9)
    loss.backward()
    for part in run.model.children():
        assert any(p.grad is not None and p.grad.abs().sum() > 0 for p in part.parameters()), type(part).__name__
    assert all(math.isfinite(v) for v in seen.values())


def test_resumed_run_ends_like_one_that_was_not_interrupted(given, tmp_path):
    progress = [0.0, 0.2, 0.6, 0.9]
    whole = trainer(given, tmp_path / "whole")
    for p in progress:
        whole.one_step(p)
    half = trainer(given, tmp_path / "parts")
    for p in progress[:2]:
        half.one_step(p)
    half.store()
    torch.rand(7)
    again = trainer(given, tmp_path / "parts")
    assert again.step == 2
    for p in progress[2:]:
        again.one_step(p)
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, again.model.state_dict()[name]), name
    for name, value in whole.average.state_dict().items():
        assert torch.equal(value, again.average.state_dict()[name]), name


def test_run_logs_stores_and_is_evaluated(given, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(VideoTrainer, "log_every", 1)
    run = trainer(given, tmp_path)
    run.run(0.005, 10**9)
    records = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert {"step", "minutes", "loss", "flow_bpp", "residual_bpp", "psnr", "steps_per_second"} <= set(records[0])
    assert [row["s"] for row in records[-1]["validation"]] == [0, 2, 4, 6]
    assert (tmp_path / "checkpoint.pt").exists()
    with monkeypatch.context() as patch:
        patch.setattr(evaluate_video, "read_video", lambda path, pixels, frames: panned(9, 3, 64, 64))
        patch.setattr(evaluate_video, "list_videos", lambda folder: [folder / "sequence.mkv"])
        arguments = [tmp_path / "checkpoint.pt", "--data", tmp_path, "--frames", 3, "--gop", 2, "--positions", 0, 6]
        arguments += ["--cache", given.cache, "--batches", 0, "--threads", 1, "--csv", tmp_path / "rows.csv"]
        patch.setattr("sys.argv", ["evaluate_video", *map(str, arguments)])
        evaluate_video.main()
    assert "mean" in capsys.readouterr().out
    assert len((tmp_path / "rows.csv").read_text().splitlines()) == 3


def test_tables_are_refitted_to_what_is_coded():
    model, _ = started()
    entropy = evaluate_video.Entropy(model.prior)
    coded = types.SimpleNamespace(symbols=torch.zeros(1, 4, 8, 8), index=torch.zeros(1, 4, 8, 8))
    before = float(entropy.costs.bits(torch.tensor(0), torch.tensor(0.0)))
    for _ in range(50):
        entropy.count(coded)
    entropy.refit()
    assert float(entropy.costs.bits(torch.tensor(0), torch.tensor(0.0))) < before


def test_recipe_is_within_its_budget():
    model = VideoCodec(RECIPE)
    counted = macs_per_pixel(model)
    assert sum(counted[part] for part in DECODED) < 60_000
    assert sum(counted.values()) < 150_000
    assert sum(p.numel() for p in model.parameters()) < 11 * 2**20
    assert set(DECODED) < set(counted)


def test_quality_axis_is_that_of_key_frames():
    from recipes.photo import RECIPE as PHOTO

    for position in (0, 2.5, 6):
        assert RECIPE.lambda_at(position) == pytest.approx(PHOTO.lambda_at(position))


def test_packed_clips_are_the_same(cache, tmp_path):
    size = pack(cache, tmp_path / "clips.zip", 10)
    assert size == (tmp_path / "clips.zip").stat().st_size
    stored, packed = stored_clips(cache), stored_clips(tmp_path / "clips.zip")
    assert stored.keys() == packed.keys() and all(np.array_equal(stored[n], packed[n]) for n in stored)
    with pytest.raises(ValueError, match="MiB"):
        pack(cache, tmp_path / "other.zip", 0.001)
    assert not (tmp_path / "other.zip").exists()


def test_scenes_are_on_one_side(cache):
    training, held_out = load_clips(cache)
    assert (len(training), len(held_out)) == (10, 2)
    assert training[0].shape == (4, 3, 96, 128) and training[0].dtype == torch.uint8


def test_planes_become_rgb():
    red = np.concatenate([np.full((1, 4, 4), 81, np.uint8), np.full((1, 1, 4), 90, np.uint8), np.full((1, 1, 4), 240, np.uint8)], 1)
    assert [abs(int(v) - e) <= 1 for v, e in zip(to_rgb(red)[0, :, 0, 0], (255, 0, 0))] == [True] * 3
    gray = to_rgb(i420(np.full((1, 4, 4, 3), 100, np.uint8)))
    assert (gray.int() - 100).abs().max() <= 1


def test_crops_of_clips_and_of_photographs():
    clips, photos = [clip(s) for s in range(2)], [shaded(3), shaded(4)]
    for synthetic in (0.0, 1.0):
        x = ClipCrops(clips, photos, synthetic, 1).batch(6, 3, 64)
        assert x.shape == (6, 3, 3, 64, 64)
        levels = x * 256 + 128
        assert torch.equal(levels, torch.round(levels)) and levels.min() >= 0 and levels.max() <= 255
        assert len({float(v) for v in x.mean((1, 2, 3, 4))}) == 6
    with pytest.raises(ValueError, match="512"):
        ClipCrops(clips, [], 0.5, 1).batch(1, 2, 512)


def test_a_camera_that_stands_still_shows_the_same_beside_one_blob(monkeypatch):
    frames = clip(1, height=128, width=128)
    changed = {}
    for share in (0.0, 1.0):
        monkeypatch.setattr(video_data, "STILL", share)
        x = ClipCrops([frames], [], 0.0, 1).batch(8, 3, 96)
        # Noise takes no pixel that far.
        changed[share] = ((x[:, 1:] - x[:, :1]).abs() > 10 / 256).float().mean((1, 2, 3, 4))
    assert changed[0.0].min() > 0.2
    assert changed[1.0].max() < 0.6 * changed[0.0].min()


def test_stand_ins_get_better_with_lambda():
    x = samples(clip(1, frames=2, height=64, width=64))
    errors = []
    for lam in (0.001, 0.02, 0.3):
        key = StandIn()(x, torch.zeros(2), torch.full((2,), lam))
        assert torch.equal(key, to_frame(key))
        errors.append(float(((key - x) ** 2).mean()))
    assert errors == sorted(errors, reverse=True)


def test_key_frames_are_those_of_a_picture_codec(tiny, tmp_path):
    torch.manual_seed(1)
    start = energetic_basis([shaded(1)], tiny.latents, samples=500)
    start = (*start[:2], start[2](LATENT_SCALE, MAGNITUDE_FLOOR))
    save_weights(tmp_path / "photo.pt", PhotoCodec(tiny, *map(torch.from_numpy, start)).state_dict(), tiny.name)
    x = samples(clip(1, frames=2, height=64, width=64))
    key = KeyFrames(tmp_path / "photo.pt")(x, torch.tensor([1.0, 6.0]), torch.zeros(2))
    assert torch.equal(key, to_frame(key)) and ((key - x) ** 2).mean() < 0.5 * (x**2).mean()


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg")
def test_videos_are_decoded_once(tmp_path):
    (tmp_path / "videos").mkdir()
    source = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:r=5:d=1", "-pix_fmt", "yuv420p"]
    video_data.subprocess.run([*source, str(tmp_path / "videos" / "a_01.y4m")], check=True)
    assert video_data.decode(tmp_path / "videos", tmp_path / "cache") == 1
    path = tmp_path / "cache" / "a_01.npy"
    assert np.load(path).shape == (5, 72, 64)
    changed = path.stat().st_mtime_ns
    video_data.decode(tmp_path / "videos", tmp_path / "cache")
    assert path.stat().st_mtime_ns == changed
    assert video_data.read_video(tmp_path / "videos" / "a_01.y4m", "rgb24", 2).shape == (2, 48, 64, 3)


def test_options_scale_batches():
    recipe = train_video.with_options(RECIPE, 4.0, None)
    assert [stage[2] for stage in recipe.stages] == [4 * stage[2] for stage in RECIPE.stages]
    assert dataclasses.replace(recipe, stages=RECIPE.stages) == RECIPE
