"""Turns a settled checkpoint of predicted frames into a pack, and proves that other runtimes make the same of it."""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import config
from .checkpoint import averaged
from .coding import TableCosts
from .exact import LATENT_FRACTION_BITS, SAMPLE_FRACTION_BITS, to_grid
from .export import Statistics, graph_runner, make_tables, write_pack
from .export_generative import rounded
from .flow_graph import flow_graph
from .key_frames import make_key
from .nets import RATE_WEIGHT
from .tables import quality_file, serialise
from .video import VideoCodec
from .video_coding import STEPS_PER_ANCHOR, CodedFrame, code, known_hyper_latents, quality_step
from .video_data import ClipCrops, load_clips, samples
from .video_graphs import (
    EncoderGraphBuilder,
    analysis_graph,
    decoder_graphs,
    flow_analysis_graph,
    hyper_analysis_graph,
)
from .warp import FLOW_BITS, FLOW_LIMIT, LEVELS, warp, widen

FAMILY = 4
LOWEST_STEP, HIGHEST_STEP = -256, 2304  # the scale of the pack of key frames
# Another runtime may change what an encoder's graph makes by this much of its range.
LARGEST_DIFFERENCE = 2e-3
COUNTED_FRAMES = 4  # of each clip whose symbols are counted, all but the first predicted
COUNTED_SIDE = 192
COMPARED_SIDES = (208, 240)  # no multiples of 64, so that heads see cells beyond the frame


def with_stored_encoder(model: VideoCodec) -> VideoCodec:
    """The codec with the weights that a pack stores of what the encoder alone runs."""
    model = copy.copy(model)
    model._modules = dict(model._modules)
    for name in ("flow_network", "flow_analysis", "analysis"):
        setattr(model, name, rounded(getattr(model, name), EncoderGraphBuilder))
    for name in ("flow_prior", "prior"):
        prior = copy.deepcopy(getattr(model, name))
        prior.hyper_analysis = rounded(prior.hyper_analysis, EncoderGraphBuilder)
        setattr(model, name, prior)
    return model


def encoder_graphs(model: VideoCodec) -> dict[str, tuple[bytes, float]]:
    """By name, with multiplications a pixel."""
    return {
        "flow": flow_graph(model.flow_network),
        "flow_analysis": flow_analysis_graph(model),
        "flow_hyper_analysis": hyper_analysis_graph("flow_hyper_analysis", model.flow_prior),
        "analysis": analysis_graph(model),
        "hyper_analysis": hyper_analysis_graph("hyper_analysis", model.prior),
    }


def padded_cells(y: torch.Tensor) -> torch.Tensor:
    """The last cells repeated up to whole hyper-latents."""
    return F.pad(y, (0, -y.shape[3] % 4, 0, -y.shape[2] % 4), mode="replicate")


@torch.no_grad()
def encoder_pairs(model: VideoCodec, run, x, reference, coded: CodedFrame, position: int) -> dict:
    """What the encoder's graphs and PyTorch make of a frame."""
    s = torch.tensor([position / STEPS_PER_ANCHOR])
    plane, flow = model.quality(s), model.estimate(x, reference)
    warped = warp(reference, widen(to_grid(flow, FLOW_BITS, FLOW_LIMIT)))
    y = model.flow_analysis(flow, x, warped, plane.expand(-1, 1, *flow.shape[2:]))
    prediction = coded.motion.prediction
    latents = model.analysis(x, prediction)
    frames = [v * LEVELS for v in (x, reference, warped)]
    wide, wide_latents = padded_cells(y), padded_cells(latents)
    prior = model.flow_prior
    return {
        "flow": (run("flow", frames[0], frames[1]), flow),
        "flow_analysis": (run("flow_analysis", flow, frames[0], frames[2], plane), y),
        "flow_hyper_analysis": (run("flow_hyper_analysis", wide), prior.hyper_analysis(prior.steps * wide)),
        "analysis": (run("analysis", frames[0], prediction * (1 << SAMPLE_FRACTION_BITS)), latents),
        "hyper_analysis": (run("hyper_analysis", wide_latents), model.prior.hyper_analysis(wide_latents)),
    }


@torch.no_grad()
def decoder_pairs(model: VideoCodec, run, reference, coded: CodedFrame, position: int) -> dict:
    """What a decoder's graphs and PyTorch make of a coded frame; all are integers."""
    plane = model.quality(torch.tensor([position / STEPS_PER_ANCHOR]))
    latent_unit, sample_unit = 1 << LATENT_FRACTION_BITS, 1 << SAMPLE_FRACTION_BITS
    warped, _, shown = coded.motion
    context = model.context(shown, warped)
    whole = padded_cells(context)
    pairs = {}
    for name, prior, symbols, *known in (
        ("flow_", model.flow_prior, coded.flow),
        ("", model.prior, coded.residual, whole),
    ):
        step = quality_step(prior, position)
        z = known_hyper_latents(step, symbols.hyper)
        rows, columns = (4 * n for n in z.shape[2:])
        mean = prior.mean_head(z / 16, rows, columns, *known)
        index = prior.scale_head(z / 16, rows, columns, *known)
        seen = [c * (1 << config.HYPER_FRACTION_BITS) for c in known]
        pairs[f"{name}mean_head"] = (run(f"{name}mean_head", z, *seen), mean * latent_unit)
        pairs[f"{name}scale_head"] = (run(f"{name}scale_head", z, *seen), index * 4)
    flow = model.flow_synthesis(coded.flow.decoded)
    fine = widen(flow)
    frames = [v * LEVELS for v in (warped, reference)]
    pairs["flow_synthesis"] = (run("flow_synthesis", coded.flow.decoded * latent_unit), flow * (1 << FLOW_BITS))
    pairs["compensation"] = (
        run("compensation", *frames, fine[:, :, ::2, ::2] * (1 << FLOW_BITS), plane),
        model.compensation(warped, reference, fine, plane) * sample_unit,
    )
    pairs["context"] = (run("context", shown * LEVELS, warped * LEVELS), context * (1 << config.HYPER_FRACTION_BITS))
    pairs["synthesis"] = (
        run("synthesis", coded.residual.decoded * latent_unit, shown * LEVELS, plane),
        model.synthesis(coded.residual.decoded, shown, plane) * sample_unit,
    )
    return pairs


def check_parity(model: VideoCodec, graphs: dict[str, bytes], frames: torch.Tensor, position: int) -> bool:
    """Another runtime must agree with PyTorch: a decoder's graphs in every bit, the encoder's within float noise.

    frames: a frame and its reference. Returns False, and says so, if there is no runtime to compare with.
    """
    runtime, evaluate = graph_runner()
    if runtime is None:
        print("PARITY NOT CHECKED: the package onnxruntime is missing, and this onnx has no onnx.reference (1.13 or newer)")
        return False

    def run(name, *tensors):
        return torch.from_numpy(evaluate(graphs[name], [t.contiguous().numpy() for t in tensors]))

    x, reference = frames.split(1)
    coded = code(model, x, reference, position)
    for name, (found, expected) in encoder_pairs(model, run, x, reference, coded, position).items():
        error = float((found - expected).abs().max() / expected.abs().max())
        print(f"{name}: largest difference {error:.1e} of the range")
        if found.shape != expected.shape or not error < LARGEST_DIFFERENCE:
            raise ValueError(f"{name}: {runtime} and PyTorch differ")
    for name, (found, expected) in decoder_pairs(model, run, reference, coded, position).items():
        if not torch.equal(found, expected):
            raise ValueError(f"{name}: integers differ from PyTorch's by up to {float((found - expected).abs().max())}")
        print(f"{name}: equal in every bit, integers up to {int(expected.abs().max())}")
    return True


class Counted(Statistics):
    """What was coded under each table, of both priors, and the pixels that it was coded for."""

    def __init__(self):
        super().__init__()
        self.pixels = 0

    def frame(self, coded: CodedFrame) -> None:
        for symbols in (coded.flow, coded.residual):
            tables = symbols.hyper_table.expand_as(symbols.hyper)
            hyper = symbols.hyper
            for parts in ((tables, hyper, hyper), (symbols.table, symbols.residual, symbols.latents)):
                self.add(*(t.reshape(-1).numpy() for t in parts))
        self.pixels += coded.frame[0, 0].numel()

    def bits_a_pixel(self, tables: list[list[int]]) -> float:
        costs = TableCosts(tables)
        index, magnitude = (torch.from_numpy(a) for a in np.nonzero(self.histogram))
        counts = torch.from_numpy(self.histogram)[index, magnitude]
        return float((costs.bits(index, magnitude) * counts).sum()) / self.pixels


def count(model: VideoCodec, training: list[torch.Tensor], key, clips: int, seed: int) -> Counted:
    """Codes random clips at random positions and counts; the same ones for the same seed."""
    counted, positions = Counted(), np.random.default_rng(seed)
    crops = ClipCrops(training, [], 0.0, seed)
    side = min(COUNTED_SIDE, max(min(clip.shape[2:]) for clip in training) // 64 * 64)
    top = (model.recipe.quality_anchors - 1) * STEPS_PER_ANCHOR
    for number in range(clips):
        x = crops.batch(1, COUNTED_FRAMES, side)[0]
        position = int((number + positions.random()) * top / clips)
        s = torch.tensor([position / STEPS_PER_ANCHOR])
        reference = key(x[:1], s, torch.tensor([model.recipe.lambda_at(float(s))]))
        for frame in x[1:].split(1):
            coded = code(model, frame, reference, position)
            counted.frame(coded)
            reference = coded.frame
    return counted


def middle(clip: torch.Tensor) -> torch.Tensor:
    """The second frame of a clip and its first one, in the middle."""
    sides = [min(side, n // 16 * 16) for side, n in zip(COMPARED_SIDES, clip.shape[2:])]
    top, left = ((n - side) // 2 for n, side in zip(clip.shape[2:], sides))
    return samples(clip[:2, :, top : top + sides[0], left : left + sides[1]]).flip(0)


def export(checkpoint: Path, cache: Path, out: Path, clips: int, licence: str, key: Path | None = None) -> dict:
    model, state = averaged(checkpoint, codec=VideoCodec)
    if not model.exact:
        raise ValueError(f"{checkpoint} computes in floats: settle it first")
    model, recipe = with_stored_encoder(model), model.recipe
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
    surely_zero = sum(not t for t in tables)
    print(f"tables: {surely_zero} of {len(tables)} surely zero; {counted.bits_a_pixel(tables):.4f} bits a pixel of what was counted")
    files = {f"{name}.onnx": content for name, content in graphs.items()}
    files["tables.bin"] = serialise(tables)
    files["flow_quality.bin"] = quality_file(model.flow_prior)
    files["quality.bin"] = quality_file(model.prior)
    print(f"{sum(len(content) for content in files.values()) / 2**20:.2f} MiB")
    manifest = {
        "id": recipe.name,
        "family": FAMILY,
        "familyName": "dvc",
        "licence": licence,
        "latents": recipe.residual.latents,
        "hyperLatents": recipe.residual.hyper_latents,
        "flowLatents": recipe.flow.latents,
        "flowHyperLatents": recipe.flow.hyper_latents,
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
    return write_pack(out, manifest, files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="what settle_video wrote")
    parser.add_argument("--cache", type=Path, required=True, help="clips: symbols of the training ones are counted")
    parser.add_argument("--key", type=Path, help="checkpoint of a picture codec for the key frames; without: stand-ins")
    parser.add_argument("--out", type=Path, required=True, help="folder of the pack")
    parser.add_argument("--clips", type=int, default=80, help="clips to count symbols on")
    parser.add_argument("--licence", default="research and non-commercial use, see the model card")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    export(a.checkpoint, a.cache, a.out, a.clips, a.licence, a.key)


if __name__ == "__main__":
    main()
