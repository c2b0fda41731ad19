"""Trains a recipe: resumable, time-boxed, on the CPU (bfloat16) or CUDA."""

from __future__ import annotations

import argparse
import copy
import dataclasses
import math
from pathlib import Path

import numpy as np
import torch

from .basis import energetic_basis
from .checkpoint import save
from .config import Recipe, load_recipe
from .data import Crops, load_photos
from .exact import ON
from .ms_ssim import ms_ssim
from .nets import LATENT_SCALE, MAGNITUDE_FLOOR, PhotoCodec
from .settle import settle
from .training_run import TrainingRun, add_options, parse, update_average

AVERAGE_EVERY = 4
# What 1 - MS-SSIM weighs beside a squared error in samples of 0 to 255 for about as many bits.
STRUCTURE_WEIGHT = 1270.0
# The pull of latents towards their unquantised values is in squared errors, whatever the distortion.
STRUCTURE_COMMITMENT = 0.5


def parameter_groups(model: PhotoCodec, rate: float) -> list[dict]:
    slow = [p for n, p in model.named_parameters() if ".skip." in n]
    fast = [p for n, p in model.named_parameters() if ".skip." not in n]
    return [{"params": fast, "factor": 1.0, "lr": rate}, {"params": slow, "factor": 0.1, "lr": rate}]


def learning_rate(recipe: Recipe, progress: float, step: int) -> float:
    """Warm-up, a plateau, then a cosine to 1 % over the last part of the run; progress is 0 to 1."""
    warm = min(1.0, (step + 1) / 300)
    start = 1.0 - recipe.decay_fraction
    if progress <= start:
        return recipe.learning_rate * warm
    t = min(1.0, (progress - start) / recipe.decay_fraction)
    return recipe.learning_rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * t)))


def distortion(x: torch.Tensor, x_hat: torch.Tensor, mse: torch.Tensor, structure: float) -> torch.Tensor:
    """What Lagrangian multipliers multiply, one value a picture; mse carries the codec's commitment."""
    squared = 255.0**2 * mse
    if not structure:
        return squared
    x, x_hat = x.float(), x_hat.float()
    plain = 255.0**2 * torch.mean((x_hat - x) ** 2, (1, 2, 3))
    unlike = STRUCTURE_WEIGHT * (1.0 - ms_ssim(x + 0.5, x_hat + 0.5))
    return structure * unlike + (1.0 - structure) * plain + STRUCTURE_COMMITMENT * (squared - plain)


@torch.no_grad()
def validate(model: PhotoCodec, pictures: list[np.ndarray], positions) -> list[dict]:
    """Estimated rate, PSNR and MS-SSIM on the centre 256 x 256 of each validation picture, one row a quality."""
    rows = []
    device = next(model.parameters()).device
    crops = []
    for p in pictures:
        if min(p.shape[:2]) >= 256:
            top, left = (p.shape[0] - 256) // 2, (p.shape[1] - 256) // 2
            crops.append(p[top : top + 256, left : left + 256].transpose(2, 0, 1) / np.float32(255) - np.float32(0.5))
    x = torch.from_numpy(np.stack(crops)).to(device)
    for s in positions:
        bpp, z_share, psnr, structure = [], [], [], []
        for part in x.split(8):
            y_bpp, z_bpp, _, x_hat = model(part, torch.full((len(part),), float(s), device=device))
            error = (torch.round(torch.clamp(x_hat + 0.5, 0, 1) * 255) - (part + 0.5) * 255) ** 2
            mse = error.mean((1, 2, 3)).clamp(min=1e-4)
            bpp += (y_bpp + z_bpp).tolist()
            z_share += z_bpp.tolist()
            psnr += (10 * torch.log10(255.0**2 / mse)).tolist()
            structure += ms_ssim(part + 0.5, torch.clamp(x_hat + 0.5, 0, 1)).tolist()
        row = {"bpp": bpp, "z_bpp": z_share, "psnr": psnr, "ms_ssim": structure}
        rows.append({"s": s, **{name: float(np.mean(values)) for name, values in row.items()}})
    return rows


class Trainer(TrainingRun):
    log_every = 250

    def __init__(self, recipe: Recipe, data: Path, out: Path, device: str, seed: int, start: Path | None = None):
        self.recipe, self.out, self.device = recipe, out, torch.device(device)
        out.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(seed)
        training, self.validation = load_photos(data)
        self.crops = Crops(training, seed, self.device)
        self.checkpoint = out / "checkpoint.pt"
        if self.checkpoint.exists():
            self.model = PhotoCodec(recipe)
            state = torch.load(self.checkpoint, map_location="cpu")
        else:
            basis, deviation, magnitude = energetic_basis(training, recipe.latents)
            statistics = (basis, deviation, magnitude(LATENT_SCALE, MAGNITUDE_FLOOR))
            self.model = PhotoCodec(recipe, *map(torch.from_numpy, statistics))
            state = None
        if start and not state:
            self.model.load(torch.load(start, map_location="cpu")["average"])
        self.average = copy.deepcopy(self.model)
        self.step, self.spent = 0, 0.0
        if state:
            self.model.load(state["model"])
            self.average.load(state["average"])
            self.step, self.spent = state["step"], state["spent"]
        self.model.to(self.device)
        self.average.to(self.device)
        self.forward = self.model
        # PyTorch 1.13 has no fused Adam on the CPU.
        fused = {"fused": True} if int(torch.__version__.split(".")[0]) >= 2 else {}
        self.optimizer = torch.optim.Adam(parameter_groups(self.model, recipe.learning_rate), betas=(0.9, 0.99), **fused)
        if state:
            self.optimizer.load_state_dict(state["optimizer"])

    def compile(self) -> None:
        """Lets PyTorch 2 fuse the training step's forward and backward pass; the first steps then take minutes."""
        self.forward = torch.compile(self.model)

    def store(self, path: Path | None = None) -> None:
        save(
            path or self.checkpoint,
            {
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "spent": self.spent,
                "recipe": self.recipe.name,
            },
        )

    def make_exact(self) -> None:
        """Switches the decoder to integers."""
        settle(self.model, self.crops, self.recipe)
        units = dict(self.average.named_buffers())
        for name, value in self.model.named_buffers():
            units[name].copy_(value)
        self.average.set_mode(ON)

    def one_step(self, progress: float) -> float:
        recipe = self.recipe
        if progress > 1.0 - recipe.exact_fraction and not self.model.exact:
            self.make_exact()
        late = progress > 1.0 - recipe.late_fraction
        count, size = (recipe.late_batch, recipe.late_crop) if late else (recipe.batch, recipe.crop)
        x = self.crops.batch(count, size)
        # Stratified over the quality range: every batch sees low and high rates.
        s = (torch.arange(count) + torch.rand(count)) * ((recipe.quality_anchors - 1) / count)
        lam = torch.tensor([recipe.lambda_at(float(v)) for v in s], device=self.device)
        s = s.to(self.device)
        rate = learning_rate(recipe, progress, self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            y_bpp, z_bpp, mse, x_hat = self.forward(x, s)
        cost = y_bpp + z_bpp + lam * distortion(x, x_hat, mse, recipe.structure)
        loss = (cost / torch.sqrt(lam)).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), recipe.gradient_clip)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            decay = min(recipe.ema, (1 + self.step) / (10 + self.step))
            update_average(self.average, self.model, decay**AVERAGE_EVERY)
        return float(loss.detach())

    def run(self, minutes: float, validate_every: int) -> None:
        """Trains until the run's spent time reaches minutes; the schedule follows spent time over minutes."""
        self.spend(minutes, self.one_step, validate_every)

    def summary(self, seen: list[float], seconds: float) -> dict:
        speed = len(seen) / max(seconds, 1e-9)
        return {"loss": round(float(np.mean(seen)), 4), "steps_per_second": round(speed, 2)}

    def report(self) -> None:
        rows = validate(self.average, self.validation, range(self.recipe.quality_anchors))
        self.log({"step": self.step, "validation": [{k: round(v, 5) for k, v in r.items()} for r in rows]})


def with_options(recipe: Recipe, batch: int | None, rate: float | None) -> Recipe:
    if batch:
        late = max(1, recipe.late_batch * batch // recipe.batch)
        recipe = dataclasses.replace(recipe, batch=batch, late_batch=late)
    return dataclasses.replace(recipe, learning_rate=rate) if rate else recipe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe")
    parser.add_argument("--data", type=Path, required=True, help="folder or zip file of photographs")
    add_options(parser)
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights a new run begins with")
    parser.add_argument("--batch", type=int, help="crops a step instead of the recipe's; late ones in proportion")
    parser.add_argument("--rate", type=float, help="learning rate instead of the recipe's")
    parser.add_argument("--compile", action="store_true", help="fuse the networks with torch.compile (PyTorch 2)")
    parser.add_argument("--validate-every", type=int, default=2500, help="steps between RD points")
    arguments = parse(parser)
    recipe = with_options(load_recipe(arguments.recipe), arguments.batch, arguments.rate)
    trainer = Trainer(recipe, arguments.data, arguments.out, arguments.device, arguments.seed, arguments.start)
    if arguments.compile:
        trainer.compile()
    trainer.run(arguments.minutes, arguments.validate_every)


if __name__ == "__main__":
    main()
