"""What a pack codes for a predicted frame: the integers under their table indices, as the Java coder makes and reads them."""

from __future__ import annotations

import itertools
import math
from typing import Callable, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from . import config
from .exact import LATENT_FRACTION_BITS, LATENT_LIMIT, to_grid
from .nets import scale_at
from .scale_context import base_table
from .tables import quality_arrays
from .video import (
    COARSER,
    FLOW_BELOW,
    HYPER_CELLS,
    FindVectors,
    History,
    Motion,
    Prior,
    ResidualPrior,
    VideoCodec,
    in_cells,
    latent_limit,
    nowhere,
    whole_hyper_latents,
)
from .warp import FLOW_BITS, FLOW_LIMIT, warp, widen

STEPS_PER_ANCHOR = 256
LOGARITHM_UNIT = 256  # logarithms are in 1/256 of a scale index
STEP_FRACTION_BITS = 10  # of an integer step, in units of latents
FLOW_STEPS_BELOW = round(FLOW_BELOW * STEPS_PER_ANCHOR)  # quality steps of flow below the frame's
COARSER_STEPS = tuple(round(v * STEPS_PER_ANCHOR) for v in COARSER)  # and those that coarser flow is further below
HYPER_STEP_BITS = 12  # of an integer step of hyper-latents, in units of 1/16


class QualityStep(NamedTuple):
    """The numbers of one quality step of a prior, as Java's class of this name has them."""

    gain: torch.Tensor  # 1 x m x 1 x 1: quantiser steps a latent unit
    integer_step: torch.Tensor  # 1 x m x 1 x 1
    index_offset: torch.Tensor  # 1 x m x 1 x 1, in sixteenths
    hyper_gain: torch.Tensor  # 1 x n x 1 x 1
    hyper_multiplier: torch.Tensor  # 1 x n x 1 x 1
    hyper_offset: torch.Tensor  # 1 x n x 1 x 1, in sixteenths
    hyper_table: torch.Tensor  # 1 x n x 1 x 1
    position: int  # in 1/256 of an anchor
    plane: int  # in sixteenths


def quality_step(prior: Prior, position: int) -> QualityStep:
    """Of a position on the quality axis in 1/256 of an anchor, from the integers that a pack stores."""
    log_gain, log_dequant, log_hyper_gain, hyper_scale = (a.astype(np.int64) for a in quality_arrays(prior))
    last = len(log_gain) - 1
    anchor = max(0, min(position // STEPS_PER_ANCHOR, last - 1))

    def logarithm(rows: np.ndarray) -> np.ndarray:
        return rows[anchor] * STEPS_PER_ANCHOR + (rows[anchor + 1] - rows[anchor]) * (position - anchor * STEPS_PER_ANCHOR)

    def exponential(log: np.ndarray) -> np.ndarray:
        unit = float(LOGARITHM_UNIT * STEPS_PER_ANCHOR)
        return np.array([math.exp(config.SCALE_STEP * int(v) / unit) for v in log])

    def sixteenths(log: np.ndarray) -> np.ndarray:
        unit = LOGARITHM_UNIT * STEPS_PER_ANCHOR
        return (log * 16 + unit // 2) // unit

    gain, hyper_gain = logarithm(log_gain), logarithm(log_hyper_gain)
    step = exponential(logarithm(log_dequant) - gain) / prior.steps
    hyper_table = np.clip((hyper_scale + sixteenths(hyper_gain) + 8) >> 4, 0, config.SCALE_TABLES - 1)
    inside = max(0, min(position, last * STEPS_PER_ANCHOR))

    def tensor(values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(values).view(1, -1, 1, 1)

    return QualityStep(
        gain=tensor((exponential(gain) * prior.steps).astype(np.float32)),
        integer_step=tensor(np.rint(step * (1 << LATENT_FRACTION_BITS + STEP_FRACTION_BITS)).astype(np.int64)),
        index_offset=tensor(sixteenths(gain)),
        hyper_gain=tensor(exponential(hyper_gain).astype(np.float32)),
        hyper_multiplier=tensor(np.rint(65536.0 * exponential(-hyper_gain)).astype(np.int64)),
        hyper_offset=tensor(sixteenths(hyper_gain)),
        hyper_table=tensor(hyper_table),
        position=position,
        plane=int(np.rint(inside * 16.0 / STEPS_PER_ANCHOR)) - 56,
    )


class Symbols(NamedTuple):
    """The integers of a prior for one frame, with their tables."""

    hyper: torch.Tensor  # 1 x n at 1/64
    hyper_expected: torch.Tensor  # 1 x n at 1/64: what of these is known already
    hyper_table: torch.Tensor  # 1 x n x 1 x 1: of the rest
    latents: torch.Tensor  # 1 x m at 1/16
    table: torch.Tensor  # 1 x m at 1/16
    residual: torch.Tensor  # 1 x m at 1/16, in quantiser steps, not yet quantised
    decoded: torch.Tensor  # 1 x m at 1/16, multiples of 1/128


class CodedFrame(NamedTuple):
    flow: Symbols  # what latents of flow differ by from their prediction
    residual: Symbols
    flow_latents: torch.Tensor  # decoded
    frame: torch.Tensor  # decoded, samples of 8 bits
    motion: Motion
    hyper: torch.Tensor  # of the residual, dequantised, in 1/16

    def history(self, reference: torch.Tensor) -> History:
        """What the next frame is coded with, this frame having been predicted from reference."""
        return History(reference, self.motion.flow, self.flow_latents, self.hyper)


Choose = Callable[[Prior, torch.Tensor, torch.Tensor], torch.Tensor]


def nearest(prior: Prior, table: torch.Tensor, residual: torch.Tensor) -> torch.Tensor:
    """Rate-distortion optimised quantisation under the trained form of the tables."""
    return prior.shape.choose(residual, scale_at(table.float()))


def hyper_latents(step: QualityStep, hyper: torch.Tensor) -> torch.Tensor:
    """Integers of hyper-latents dequantised, in units of 1/16."""
    units = ((hyper.long() * step.hyper_multiplier + (1 << HYPER_STEP_BITS - 1)) >> HYPER_STEP_BITS).float()
    return units.clamp(-config.HYPER_LIMIT, config.HYPER_LIMIT)


def known_hyper_latents(step: QualityStep, hyper: torch.Tensor) -> torch.Tensor:
    """What heads see, in units of 1/16: integers of hyper-latents dequantised, and the quality plane."""
    z = hyper_latents(step, hyper)
    return torch.cat([z, torch.full_like(z[:, :1], step.plane)], 1)


def first_hyper_latents(prior: ResidualPrior, step: QualityStep) -> torch.Tensor:
    """What n hyper-latents are expected to be where nothing is known before, in 1/16: between anchors, at the ends beyond."""
    rows = prior.hyper_start
    position = max(0, min(step.position, (len(rows) - 1) * STEPS_PER_ANCHOR))
    anchor = min(position // STEPS_PER_ANCHOR, len(rows) - 2)
    between = rows[anchor] * STEPS_PER_ANCHOR + (rows[anchor + 1] - rows[anchor]) * (position - anchor * STEPS_PER_ANCHOR)
    return torch.div(between + STEPS_PER_ANCHOR // 2, STEPS_PER_ANCHOR, rounding_mode="floor")


def expected_hyper_latents(prior: Prior, step: QualityStep, history: History | None, hyper: torch.Tensor) -> tuple:
    """Integers that hyper-latents (N x n, for their size) are expected to be, and the tables of what they exceed them by."""
    if not isinstance(prior, ResidualPrior):
        return torch.zeros_like(hyper), step.hyper_table
    before = None if history is None else history.hyper
    known = first_hyper_latents(prior, step).view(1, -1, 1, 1) if before is None else before.long()
    multiplier = step.hyper_multiplier.clamp(min=1)
    expected = torch.div((known << HYPER_STEP_BITS) + (multiplier >> 1), multiplier, rounding_mode="floor")
    changing = (prior.hyper_change.view(1, -1, 1, 1) + step.hyper_offset + 8 >> 4).clamp(0, config.SCALE_TABLES - 1)
    return expected.float().expand_as(hyper), step.hyper_table if before is None else changing


@torch.no_grad()
def expectation(prior: Prior, step: QualityStep, hyper: torch.Tensor, rows: int, columns: int, context=None):
    """Means, and real indices of tables, of the latents of rows x columns cells, from integers of hyper-latents."""
    known = known_hyper_latents(step, hyper) / 16
    index = prior.scale_head(known, rows, columns, context) + step.index_offset / 16
    return prior.mean_head(known, rows, columns, context), index.float()


def dequantised(step: QualityStep, mean: torch.Tensor, symbols: torch.Tensor) -> torch.Tensor:
    """Decoded latents, multiples of 1/128."""
    missed = (symbols.long() * step.integer_step + (1 << STEP_FRACTION_BITS - 1)) >> STEP_FRACTION_BITS
    units = (mean * (1 << LATENT_FRACTION_BITS)).long() + missed.clamp(-LATENT_LIMIT, LATENT_LIMIT)
    return units.clamp(-LATENT_LIMIT, LATENT_LIMIT).float() / (1 << LATENT_FRACTION_BITS)


@torch.no_grad()
def beside_neighbours(prior: Prior, mean: torch.Tensor, decode: Callable) -> torch.Tensor:
    """Means with the corrections of neighbours; decode: means of some cells, and a function that cuts them out, to latents."""
    if prior.neighbours is None:
        return mean

    def at_places(here, at):
        return decode(here.unsqueeze(-1), lambda v: v[:, :, at[0], at[1]].unsqueeze(-1)).squeeze(-1)

    return prior.neighbours.in_order(mean, at_places)


@torch.no_grad()
def quantised(prior: Prior, step: QualityStep, y: torch.Tensor, context, choose: Choose, history: History | None) -> Symbols:
    hyper = torch.round(prior.hyper_analysis(prior.steps * whole_hyper_latents(y)) * step.hyper_gain)
    exceeded = expected_hyper_latents(prior, step, history, hyper)
    if isinstance(prior, ResidualPrior):
        return in_passes(prior, step, y, (hyper, *exceeded), context, lambda index, r: choose(prior, base_table(index), r))
    mean, index = expectation(prior, step, hyper, *y.shape[2:], context)
    table = base_table(index).long()

    def decode(here, cut):
        return dequantised(step, here, choose(prior, cut(table), (cut(y) - here) * step.gain))

    mean = beside_neighbours(prior, mean, decode)
    residual = (y - mean) * step.gain
    symbols = choose(prior, table, residual)
    return Symbols(hyper, *exceeded, symbols, table, residual, dequantised(step, mean, symbols))


@torch.no_grad()
def in_passes(prior: ResidualPrior, step: QualityStep, y: torch.Tensor, hyper: tuple, context, choose) -> Symbols:
    """hyper: integers of hyper-latents, those expected, and tables.

    choose: real indices and residuals of a group of channels, group by group in each pass, to integers.
    """
    rows, columns = y.shape[2:]
    wide = whole_hyper_latents(y)
    mean, index = expectation(prior, step, hyper[0], *wide.shape[2:], context)
    quality = torch.full((1, 1, 1, 1), step.plane / 16.0)
    found = in_cells(wide, mean, quality, step.gain, index, rows, columns).code(
        # What passes carry gradients through may be an integer up to its last bit.
        prior, choose, lambda symbols, mean: dequantised(step, mean, torch.round(symbols))
    )
    decoded, residual, symbols, refined = (v[:, :, :rows, :columns] for v in found)
    return Symbols(*hyper, symbols, base_table(refined).long(), residual, decoded)


def known_symbols(prior: ResidualPrior, symbols: torch.Tensor) -> Callable:
    """Instead of a choice, integers of latents that are known already."""
    groups = itertools.cycle(range(len(prior.scale_contexts.groups)))
    wide = F.pad(symbols.float(), (0, -symbols.shape[3] % HYPER_CELLS, 0, -symbols.shape[2] % HYPER_CELLS))
    return lambda index, r: wide[:, prior.scale_contexts.members(next(groups))]


@torch.no_grad()
def code(
    model: VideoCodec,
    x: torch.Tensor,
    reference: torch.Tensor,
    position: int,
    history: History | None = None,
    choose: Choose = nearest,
    vectors: FindVectors = nowhere,
    coarseness: int = 0,
) -> CodedFrame:
    """Codes one frame (1 x 3) at a position in 1/256 of an anchor; the model's decoder is in integers.

    coarseness: of flow, a place in COARSER.
    """
    s = torch.tensor([position / STEPS_PER_ANCHOR])
    estimate = model.estimate(x, reference, s)
    roughly = warp(reference, widen(to_grid(estimate, FLOW_BITS, FLOW_LIMIT)))
    wide = model.quality(s).expand(-1, 1, *estimate.shape[2:])
    y = model.flow_analysis(estimate, x, roughly, wide)
    expected, known = model.expect_flow(history, y)
    flow = quantised(model.flow_prior, flow_step(model, position, coarseness), y - expected, known, choose, history)
    flow_latents = latent_limit(expected + flow.decoded)
    motion = model.compensate(reference, flow_latents, s, history, vectors)
    context = model.context(motion.shown, motion.basis)
    y = model.analysis(x - motion.prediction)
    step = quality_step(model.prior, position)
    residual = quantised(model.prior, step, y, context, choose, history)
    frame = model.reconstruct(motion, residual.decoded, s)
    return CodedFrame(flow, residual, flow_latents, frame, motion, hyper_latents(step, residual.hyper))


def flow_step(model: VideoCodec, position: int, coarseness: int) -> QualityStep:
    return quality_step(model.flow_prior, position - FLOW_STEPS_BELOW - COARSER_STEPS[coarseness])


@torch.no_grad()
def decode(
    model: VideoCodec,
    flow: tuple,
    residual: tuple,
    reference: torch.Tensor,
    position: int,
    history: History | None = None,
    vectors: FindVectors = nowhere,
    coarseness: int = 0,
) -> tuple[torch.Tensor, History]:
    """The frame of integers of hyper-latents and latents, of flow and of the residual; and the next frame's history."""
    s = torch.tensor([position / STEPS_PER_ANCHOR])
    rows, columns = flow[1].shape[2:]

    def latents(prior: Prior, step: QualityStep, hyper, symbols, context):
        if isinstance(prior, ResidualPrior):
            nothing = torch.zeros_like(symbols, dtype=torch.float32)
            exceeded = expected_hyper_latents(prior, step, history, hyper)
            return in_passes(prior, step, nothing, (hyper, *exceeded), context, known_symbols(prior, symbols)).decoded
        mean = expectation(prior, step, hyper, rows, columns, context)[0]
        mean = beside_neighbours(prior, mean, lambda here, cut: dequantised(step, here, cut(symbols)))
        return dequantised(step, mean, symbols)

    expected, known = model.expect_flow(history, flow[1])
    step = flow_step(model, position, coarseness)
    flow_latents = latent_limit(expected + latents(model.flow_prior, step, *flow, known))
    motion = model.compensate(reference, flow_latents, s, history, vectors)
    context = model.context(motion.shown, motion.basis)
    step = quality_step(model.prior, position)
    decoded = latents(model.prior, step, *residual, context)
    history = History(reference, motion.flow, flow_latents, hyper_latents(step, residual[0]))
    return model.reconstruct(motion, decoded, s), history
