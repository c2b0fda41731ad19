"""Turns a settled checkpoint of predicted frames into a pack, and proves that other runtimes make the same of it."""

from __future__ import annotations

import argparse
import copy
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import config
from .checkpoint import averaged
from .coding import TableCosts
from .deformable import Deformable, load_deformable
from .deformable_graphs import deformable_graphs, deformable_pairs
from .exact import LATENT_FRACTION_BITS, SAMPLE_FRACTION_BITS, latent_grid, to_grid
from .export import Statistics, analysis_graph, graph_runner, hyper_analysis_graph, make_tables, write_pack
from .export_generative import rounded
from .flow import SIDES
from .flow_graph import flow_graph
from .key_frames import make_key
from .nets import RATE_WEIGHT, scale_at, whole_factor
from .onnx_graph import GraphBuilder
from .scale_context import context_file
from .tables import quality_file, serialise
from .video import COARSER, FACTOR_BITS, FACTOR_LIMIT, History, Prior, ResidualPrior, VideoCodec, whole_hyper_latents
from .video_coding import (
    FLOW_STEPS_BELOW,
    STEPS_PER_ANCHOR,
    CodedFrame,
    code,
    expected_hyper_latents,
    known_hyper_latents,
    quality_step,
)
from .video_data import ClipCrops, load_clips, samples
from .video_graphs import (
    EncoderGraphBuilder,
    decoder_graphs,
    flow_analysis_graph,
    flow_hyper_analysis_graph,
)
from .warp import FLOW_BITS, FLOW_LIMIT, LEVELS, warp, widen

# By their names: packs without histories and with them have the same networks, the third has some more.
FAMILIES = {"dvc": 4, "mlvc": 5, "fvc": 6}
FORGETFUL, FEATURED = "-dvc", "-fvc"  # behind the id of a pack without histories, and of one with deformable compensation
LOWEST_STEP, HIGHEST_STEP = -256, 2304  # the scale of the pack of key frames
# Another runtime may change what an encoder's graph makes by this much of its range.
LARGEST_DIFFERENCE = 2e-3
MOST_STRAYS = 0.03  # of the cells of flow
COUNTED_FRAMES = 4  # of each clip whose symbols are counted, all but the first predicted
COUNTED_SIDE = 192
MOST_EXCEEDED = 255  # of what hyper-latents exceed those that are expected by, larger ones being counted as this
SCALES_TRIED = (-512, 1024, 4)  # of that, in 1/16 of a table
COMPARED_SIDES = (208, 240)  # no multiples of 64, so that heads see cells beyond the frame


def with_stored_encoder(model: VideoCodec) -> VideoCodec:
    """The codec with the weights that a pack stores of what the encoder alone runs."""
    model = copy.copy(model)
    model._modules = dict(model._modules)
    for name, prior, builder in (
        ("flow_analysis", "flow_prior", EncoderGraphBuilder),
        ("analysis", "prior", GraphBuilder),
    ):
        setattr(model, name, rounded(getattr(model, name), builder))
        setattr(model, prior, copy.deepcopy(getattr(model, prior)))
        getattr(model, prior).hyper_analysis = rounded(getattr(model, prior).hyper_analysis, builder)
    return model


def give_way(model: VideoCodec) -> VideoCodec:
    """The codec with coarser units where training in integers has filled the range of sums."""
    model = copy.deepcopy(model)
    for network in (model.flow_synthesis, model.synthesis):
        count = network.first.give_way(whole_factor(network.first, network.normaliser))
        if count:
            print(f"{type(network).__name__}: coarser units for {count} of {network.first.out_channels} outputs")
    return model


def encoder_graphs(model: VideoCodec) -> dict[str, tuple[bytes, float]]:
    """By name, with multiplications a pixel."""
    return {
        "flow": flow_graph(),
        "flow_analysis": flow_analysis_graph(model),
        "flow_hyper_analysis": flow_hyper_analysis_graph(model),
        # As in the pack of a picture codec, so that its files can be shared.
        "analysis": analysis_graph(model),
        "hyper_analysis": hyper_analysis_graph(model.prior),
    }


@torch.no_grad()
def encoder_pairs(model: VideoCodec, run, x, reference, coded: CodedFrame, position: int) -> dict:
    """What the encoder's graphs and PyTorch make of a frame."""
    s = torch.tensor([position / STEPS_PER_ANCHOR])
    plane, flow = model.quality(s), model.estimate(x, reference, s)
    worth = (model.worth(s) * LEVELS**2).view(1, 1, 1, 1)
    warped = warp(reference, widen(to_grid(flow, FLOW_BITS, FLOW_LIMIT)))
    y = model.flow_analysis(flow, x, warped, plane.expand(-1, 1, *flow.shape[2:]))
    prediction = coded.motion.prediction
    missed = x - prediction
    latents = model.analysis(missed)
    frames = [v * LEVELS for v in (x, reference, warped)]
    (rows, columns), (height, width) = flow.shape[2:], x.shape[2:]
    sides = (0, -width % SIDES, 0, -height % SIDES)
    wide, wide_latents = whole_hyper_latents(y), whole_hyper_latents(latents)
    prior = model.flow_prior
    return {
        "flow": (run("flow", *(F.pad(v, sides, mode="replicate") for v in frames[:2]), worth)[:, :, :rows, :columns], flow),
        "flow_analysis": (run("flow_analysis", flow, frames[0], frames[2], plane), y),
        "flow_hyper_analysis": (run("flow_hyper_analysis", wide), prior.hyper_analysis(prior.steps * wide)),
        "analysis": (run("analysis", missed), latents),
        "hyper_analysis": (run("hyper_analysis", wide_latents), model.prior.hyper_analysis(wide_latents)),
    }


@torch.no_grad()
def decoder_pairs(model: VideoCodec, run, reference, coded: CodedFrame, history: History, position: int) -> dict:
    """What a decoder's graphs and PyTorch make of a coded frame; all are integers."""
    plane = model.quality(torch.tensor([position / STEPS_PER_ANCHOR]))
    latent_unit, sample_unit = 1 << LATENT_FRACTION_BITS, 1 << SAMPLE_FRACTION_BITS
    _, warped, second, _, shown, basis, _ = coded.motion
    context, flow_context = model.context(shown, basis), model.flow_context(history.latents)
    pairs = {}
    for name, prior, symbols, below, known in (
        ("flow_", model.flow_prior, coded.flow, FLOW_STEPS_BELOW, whole_hyper_latents(flow_context)),
        ("", model.prior, coded.residual, 0, whole_hyper_latents(context)),
    ):
        step = quality_step(prior, position - below)
        z = known_hyper_latents(step, symbols.hyper)
        rows, columns = (4 * n for n in z.shape[2:])
        mean = prior.mean_head(z / 16, rows, columns, known)
        index = prior.scale_head(z / 16, rows, columns, known)
        seen = known * (1 << config.HYPER_FRACTION_BITS)
        pairs[f"{name}mean_head"] = (run(f"{name}mean_head", z, seen), mean * latent_unit)
        pairs[f"{name}scale_head"] = (run(f"{name}scale_head", z, seen), index * 4)
    found = run("flow_context", history.latents * latent_unit)
    pairs["flow_context"] = (found, flow_context * (1 << config.HYPER_FRACTION_BITS))
    flow, fine = model.flow_synthesis(coded.flow_latents), coded.motion.flow
    frames = [v * LEVELS for v in (warped, reference, second)]
    pairs["flow_synthesis"] = (run("flow_synthesis", coded.flow_latents * latent_unit), flow * (1 << FLOW_BITS))
    pairs["compensation"] = (
        run("compensation", *frames, fine[:, :, ::2, ::2] * (1 << FLOW_BITS), plane),
        model.compensation(warped, reference, second, fine, plane) * sample_unit,
    )
    pairs["context"] = (run("context", shown * LEVELS, basis * LEVELS), context * (1 << config.HYPER_FRACTION_BITS))
    return {**pairs, **residual_pairs(model, run, coded, plane)}


def residual_pairs(model: VideoCodec, run, coded: CodedFrame, plane: torch.Tensor) -> dict:
    """The same of what a residual is made by, passes and scale contexts at sizes of whole hyper-latents."""
    latent_unit, sample_unit = 1 << LATENT_FRACTION_BITS, 1 << SAMPLE_FRACTION_BITS
    prior, y = model.prior, coded.residual.decoded
    wide = whole_hyper_latents(y)
    missed, everywhere = latent_grid(wide / 4), plane.expand(-1, 1, *wide.shape[2:])
    pairs = {}
    for n, net in enumerate(prior.contexts, 1):
        found = run(f"context_{n}", missed * latent_unit, wide * latent_unit, plane)
        pairs[f"context_{n}"] = (found, net(missed, wide, everywhere) * latent_unit)
    sums = torch.round(wide * 256)[:, : prior.scale_contexts.first.out_channels]
    sums = F.pad(sums, (0, 0, 0, 0, 0, prior.scale_contexts.first.out_channels - sums.shape[1]))
    by_cell = sums.permute(0, 2, 3, 1).contiguous()
    for n, stage in enumerate(prior.scale_contexts.stages, 1):
        pairs[f"scale_context_{n}"] = (run(f"scale_context_{n}", by_cell), torch.cat(stage(sums / 1024), 1) * 4)
    pairs["synthesis"] = (
        run("synthesis", y * latent_unit, plane),
        model.synthesis(y, plane.expand(-1, 1, *y.shape[2:])) * sample_unit,
    )
    shown = coded.motion.shown
    pairs["filter"] = (
        run("filter", coded.frame * LEVELS, shown * LEVELS, plane),
        model.filter(coded.frame, shown, plane) * sample_unit,
    )
    return pairs


def check_parity(model: VideoCodec, graphs: dict[str, bytes], frames: torch.Tensor, position: int) -> bool:
    """Another runtime must agree with PyTorch: a decoder's graphs in every bit, the encoder's within float noise.

    frames: a frame, its reference, and what that was predicted from. Returns False, and says so, if there is no runtime to compare with.
    """
    runtime, evaluate = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return False

    def run(name, *tensors):
        return torch.from_numpy(evaluate(graphs[name], [t.contiguous().numpy() for t in tensors]))

    x, reference, older = frames.split(1)
    before = code(model, reference, older, position)
    reference, history = before.frame, before.history(older)
    coded = code(model, x, reference, position, history)
    for name, (found, expected) in encoder_pairs(model, run, x, reference, coded, position).items():
        if name == "flow":
            # Which of two candidates fits better may hang on the last bit.
            strays = float(((found - expected).abs().amax(1) > 1 / (1 << FLOW_BITS)).float().mean())
            print(f"{name}: {100 * strays:.2f} % of the cells are further than 1/16 pixel from PyTorch's")
            if strays > MOST_STRAYS:
                raise ValueError(f"{name}: {runtime} and PyTorch differ in {100 * strays:.1f} % of the cells")
            continue
        error = float((found - expected).abs().max() / expected.abs().max())
        print(f"{name}: largest difference {error:.1e} of the range")
        if found.shape != expected.shape or not error < LARGEST_DIFFERENCE:
            raise ValueError(f"{name}: {runtime} and PyTorch differ")
    require_equal(decoder_pairs(model, run, reference, coded, history, position))
    return True


def require_equal(pairs: dict) -> None:
    for name, (found, expected) in pairs.items():
        if not torch.equal(found, expected):
            raise ValueError(f"{name}: integers differ from PyTorch's by up to {float((found - expected).abs().max())}")
        print(f"{name}: equal in every bit, integers up to {int(expected.abs().max())}")


@torch.no_grad()
def check_deformable(model: VideoCodec, net: Deformable, graphs: dict[str, bytes], frames: torch.Tensor, position: int) -> bool:
    """The same of deformable compensation, and of what it samples in between."""
    runtime, evaluate = graph_runner()
    if runtime is None:
        print("PARITY OF DEFORMABLE COMPENSATION NOT CHECKED")
        return False

    def run(name, *tensors):
        return torch.from_numpy(evaluate(graphs[name], [t.contiguous().numpy() for t in tensors]))

    x, reference, older = frames.split(1)
    before = code(model, reference, older, position)
    motion = code(model, x, before.frame, position, before.history(older)).motion
    plane = model.quality(torch.tensor([position / STEPS_PER_ANCHOR]))
    known = motion.warped, before.frame, motion.second, motion.flow, motion.shown
    require_equal(deformable_pairs(net, run, *known, plane))
    return True


class Counted(Statistics):
    """What was coded under each table, of both priors, and the pixels that it was coded for."""

    def __init__(self):
        super().__init__()
        self.pixels = 0

    def frame(self, coded: CodedFrame) -> None:
        for symbols in (coded.flow, coded.residual):
            tables = symbols.hyper_table.expand_as(symbols.hyper)
            hyper = symbols.hyper - symbols.hyper_expected
            for parts in ((tables, hyper, hyper), (symbols.table, symbols.residual, symbols.latents)):
                self.add(*(t.reshape(-1).numpy() for t in parts))
        self.pixels += coded.frame[0, 0].numel()

    def bits_a_pixel(self, tables: list[list[int]]) -> float:
        costs = TableCosts(tables)
        index, magnitude = (torch.from_numpy(a) for a in np.nonzero(self.histogram))
        counts = torch.from_numpy(self.histogram)[index, magnitude]
        return float((costs.bits(index, magnitude) * counts).sum()) / self.pixels


def coded_clips(model: VideoCodec, training: list[torch.Tensor], key, clips: int, seed: int):
    """Codes random clips at random positions, the same ones for the same seed; yields positions, and frames of each."""
    positions = np.random.default_rng(seed)
    crops = ClipCrops(training, [], 0.0, seed)
    side = min(COUNTED_SIDE, max(min(clip.shape[2:]) for clip in training) // 64 * 64)
    top = (model.recipe.quality_anchors - 1) * STEPS_PER_ANCHOR
    for number in range(clips):
        x = crops.batch(1, COUNTED_FRAMES, side)[0]
        position = int((number + positions.random()) * top / clips)
        coarseness = number % len(COARSER)
        s = torch.tensor([position / STEPS_PER_ANCHOR])
        reference, history, frames = key(x[:1], s, torch.tensor([model.recipe.lambda_at(float(s))])), None, []
        for frame in x[1:].split(1):
            vectors = model.seek_vectors(frame, reference, s)
            coded = code(model, frame, reference, position, history, vectors=vectors, coarseness=coarseness)
            reference, history = coded.frame, coded.history(reference)
            frames.append(coded._replace(motion=None))
        yield position, frames


def beside_expected(prior: ResidualPrior, position: int, frames: list[CodedFrame]):
    """The residuals' integers of a clip's frames beside what is expected of their hyper-latents now."""
    step, history = quality_step(prior, position), None
    for frame in frames:
        expected, table = expected_hyper_latents(prior, step, history, frame.residual.hyper)
        yield step, frame.residual._replace(hyper_expected=expected, hyper_table=table)
        history = History(frame.frame, None, None, frame.hyper)


def count(model: VideoCodec, training: list[torch.Tensor], key, clips: int, seed: int) -> Counted:
    """Codes clips and counts, when it has found what hyper-latents of residuals are expected to be."""
    coded = list(coded_clips(model, training, key, clips, seed))
    expect_hyper_latents(model.prior, coded)
    counted = Counted()
    for position, frames in coded:
        for frame, (_, residual) in zip(frames, beside_expected(model.prior, position, frames)):
            counted.frame(frame._replace(residual=residual))
    return counted


@torch.no_grad()
def expect_hyper_latents(prior: ResidualPrior, coded: list) -> None:
    """Finds what a prior's hyper-latents start from, and scales of what is coded of them, first and later."""
    for anchor, row in enumerate(prior.hyper_start):
        far = [abs(position / STEPS_PER_ANCHOR - anchor) for position, _ in coded]
        near = sorted(range(len(coded)), key=far.__getitem__)[: max(1, round(1.5 * len(coded) / len(prior.hyper_start)))]
        found = torch.cat([frame.hyper[0].flatten(1) for clip in near for frame in coded[clip][1]], 1)
        row.copy_(found.median(1).values)
    exceeding = [
        [(step.hyper_offset, part.hyper - part.hyper_expected) for step, part in beside_expected(prior, position, frames)]
        for position, frames in coded
    ]
    scales = likeliest_scales(prior, [clip[0] for clip in exceeding])
    prior.hyper_scale.copy_(scales * (config.SCALE_STEP / 16) + math.log(config.SCALE_MIN))
    prior.hyper_change.copy_(likeliest_scales(prior, [frame for clip in exceeding for frame in clip[1:]]))


def likeliest_scales(prior: Prior, exceeding: list) -> torch.Tensor:
    """For each channel the scale in 1/16 of a table under which integers, with offsets of their gains, cost the least."""
    magnitudes = torch.arange(MOST_EXCEEDED + 1.0)
    costs = torch.stack([prior.shape.bits(magnitudes, scale) for scale in scale_at(torch.arange(config.SCALE_TABLES))])
    offsets = torch.cat([offset.view(-1, 1).expand(-1, symbols[0, 0].numel()) for offset, symbols in exceeding], 1)
    values = torch.cat([symbols[0].flatten(1) for _, symbols in exceeding], 1).abs().long().clamp(max=MOST_EXCEEDED)
    candidates = torch.arange(*SCALES_TRIED)
    tables = ((scale + offsets + 8 >> 4).clamp(0, config.SCALE_TABLES - 1) for scale in candidates)
    bits = torch.stack([costs[table, values].sum(1) for table in tables])
    return candidates[bits.argmin(0)]


def middle(clip: torch.Tensor) -> torch.Tensor:
    """The third frame of a clip and the ones before it, newest first, in the middle."""
    sides = [min(side, n // 16 * 16) for side, n in zip(COMPARED_SIDES, clip.shape[2:])]
    top, left = ((n - side) // 2 for n, side in zip(clip.shape[2:], sides))
    return samples(clip[:3, :, top : top + sides[0], left : left + sides[1]]).flip(0)


def flow_factors(model: VideoCodec) -> bytes:
    """Little-endian shorts in 1/256, for each latent of flow: of the frame before, then of the cells in AROUND."""
    before = torch.round(model.flow_prediction.factor.detach() * (1 << FACTOR_BITS)).clamp(-FACTOR_LIMIT, FACTOR_LIMIT)
    around = model.flow_prior.neighbours.whole_factors()
    return torch.cat([before.unsqueeze(0), around]).numpy().astype("<i2").tobytes()


def export(
    checkpoint: Path,
    cache: Path,
    out: Path,
    clips: int,
    licence: str,
    key: Path | None = None,
    forgetful: Path | None = None,
    shared: Path | None = None,
    features: Path | None = None,
    featured: Path | None = None,
) -> dict:
    """forgetful: folder of a second pack without histories, which shares the first one's files; shared: as for write_pack.

    features: checkpoint of deformable compensation; featured: folder of a third pack, which has that beside these files.
    """
    if (features is None) != (featured is None):
        raise ValueError("deformable compensation: both a checkpoint and a folder are needed")
    model, state = averaged(checkpoint, codec=VideoCodec)
    if not model.exact:
        raise ValueError(f"{checkpoint} computes in floats: settle it first")
    model, recipe = with_stored_encoder(give_way(model)), model.recipe
    made = {"encoder": encoder_graphs(model), "decoder": decoder_graphs(model)}
    graphs, costs = {}, {}
    for side, parts in made.items():
        costs[side] = sum(macs for _, macs in parts.values())
        for name, (content, macs) in parts.items():
            print(f"{side}, {name}: {macs / 1000:.2f} kMAC a pixel, {len(content) / 2**20:.3f} MiB")
            graphs[name] = content
    print(f"decoding: {costs['decoder'] / 1000:.2f} kMAC a pixel, encoding as much again as {costs['encoder'] / 1000:.2f}")
    training, held_out = load_clips(cache)
    check_parity(model, graphs, middle(held_out[0]), 3 * STEPS_PER_ANCHOR + 77)
    counted = count(model, training, make_key(key), clips, seed=7)
    tables = make_tables(model.prior, counted)
    print(f"tables: {sum(not t for t in tables)} of {len(tables)} surely zero")
    print(f"{counted.bits_a_pixel(tables):.4f} bits a pixel of what was counted")
    files = {f"{name}.onnx": content for name, content in graphs.items()}
    files["tables.bin"] = serialise(tables)
    files["flow_factors.bin"] = flow_factors(model)
    files["flow_quality.bin"] = quality_file(model.flow_prior)
    files["quality.bin"] = quality_file(model.prior)
    expected = torch.cat([model.prior.hyper_start, model.prior.hyper_change.unsqueeze(0)])
    files["hyper_start.bin"] = expected.numpy().astype("<i2").tobytes()
    files["scale_context.bin"] = context_file(model.prior.scale_contexts)
    print(f"{sum(len(content) for content in files.values()) / 2**20:.2f} MiB")
    described = {
        "licence": licence,
        "latents": recipe.residual.latents,
        "hyperLatents": recipe.residual.hyper_latents,
        "flowLatents": recipe.flow.latents,
        "flowHyperLatents": recipe.flow.hyper_latents,
        "flowStepsBelow": FLOW_STEPS_BELOW,
        "contextChannels": recipe.residual.context,
        "anchors": recipe.quality_anchors,
        "stepsPerAnchor": STEPS_PER_ANCHOR,
        "lowestStep": LOWEST_STEP,
        "highestStep": HIGHEST_STEP,
        "haloCells": 0,
        "rateWeight": round(RATE_WEIGHT, 4),
        "latentFractionBits": LATENT_FRACTION_BITS,
        "sampleFractionBits": SAMPLE_FRACTION_BITS,
        "decodeMacsPerPixel": round(costs["decoder"]),
        "trainingSteps": state["step"],
    }

    def manifest(name: str, family: str) -> dict:
        return {"id": name, "family": FAMILIES[family], "familyName": family, **described}

    written = write_pack(out, manifest(recipe.name, "mlvc"), files, shared)
    if forgetful:
        write_pack(forgetful, manifest(recipe.name + FORGETFUL, "dvc"), files, out)
    if features:
        more, macs = deformable_files(model, load_deformable(features), middle(held_out[0]))
        described["decodeMacsPerPixel"] += round(macs)
        write_pack(featured, manifest(recipe.name + FEATURED, "fvc"), {**files, **more}, out)
    return written


def deformable_files(model: VideoCodec, net: Deformable, frames: torch.Tensor) -> tuple[dict[str, bytes], float]:
    """The graphs of deformable compensation, checked, and their multiplications a pixel."""
    if not net.exact:
        raise ValueError("deformable compensation computes in floats: train it to the end")
    coarser = net.give_way()
    if coarser:
        print(f"deformable compensation: coarser units for {coarser} outputs")
    made = deformable_graphs(net)
    for name, (content, macs) in made.items():
        print(f"decoder, {name}: {macs / 1000:.2f} kMAC a pixel, {len(content) / 2**10:.1f} KiB")
    graphs = {name: content for name, (content, _) in made.items()}
    check_deformable(model, net, graphs, frames, 3 * STEPS_PER_ANCHOR + 77)
    return {f"{name}.onnx": content for name, content in graphs.items()}, sum(macs for _, macs in made.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="what settle_video wrote")
    parser.add_argument("--cache", type=Path, required=True, help="clips: symbols of the training ones are counted")
    parser.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--forgetful", type=Path, help="folder of a second pack, DVC, that shares the first one's files")
    parser.add_argument("--features", type=Path, help="checkpoint of deformable compensation, for --featured")
    parser.add_argument("--featured", type=Path, help="folder of a third pack, FVC, that has it beside the first one's files")
    parser.add_argument("--shared", type=Path, help="folder of the key frames' pack, whose files need not be stored again")
    parser.add_argument("--clips", type=int, default=80, help="clips to count symbols on")
    parser.add_argument("--licence", default="research and non-commercial use, see the model card")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    packs = a.forgetful, a.shared, a.features, a.featured
    export(a.checkpoint, a.cache, a.out, a.clips, a.licence, a.key, *packs)


if __name__ == "__main__":
    main()
