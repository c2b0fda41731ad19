"""What training runs share: averaged weights, a box of time, a log, and options of the command line."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch
from torch import nn


def between(first: torch.Tensor, second: torch.Tensor, share: float) -> torch.Tensor:
    """Weights of which the second have so large a share; what is no weight is the second."""
    # What is not trained must stay as it is, to the sign of a zero, or packs cannot share it.
    trained = second.dtype.is_floating_point and not torch.equal(first, second)
    return torch.lerp(first, second, share) if trained else second


def update_average(average: nn.Module, model: nn.Module, decay: float) -> None:
    with torch.no_grad():
        for a, p in zip(average.state_dict().values(), model.state_dict().values()):
            a.copy_(between(a, p, 1.0 - decay))


class TrainingRun:
    """A run that spends a given time, logs and stores what it has come to, and can be gone on with.

    Subclasses set out, step and spent, count steps, and have store, summary, and, to be validated, report.
    """

    log_every = 100  # steps
    store_every = 120  # seconds
    out: Path
    step: int
    spent: float

    def store(self) -> None:
        """Writes all that the run needs to go on."""
        raise NotImplementedError

    def summary(self, seen: list, seconds: float) -> dict:
        """What the log is to say of steps: seen has what each of them returned, seconds is how long they took."""
        raise NotImplementedError

    def report(self) -> None:
        """Logs how good the averaged weights are."""
        raise NotImplementedError

    def spend(self, minutes: float, one_step, validate_every: int | None = None) -> None:
        """Takes steps until the run's spent time reaches minutes; one_step is told spent time over minutes."""
        total = minutes * 60.0
        last, seen, stored = time.monotonic(), [], time.monotonic()
        logged = self.spent
        while self.spent < total:
            seen.append(one_step(self.spent / total))
            now = time.monotonic()
            self.spent += now - last
            last = now
            if self.step % self.log_every == 0:
                record = {"step": self.step, "minutes": round(self.spent / 60, 2)}
                self.log({**record, **self.summary(seen, self.spent - logged)})
                seen, logged = [], self.spent
            if validate_every and self.step % validate_every == 0:
                self.report()
                last = time.monotonic()
            if now - stored > self.store_every:
                self.store()
                stored = last = time.monotonic()
        self.store()
        if validate_every:
            self.report()

    def log(self, record: dict) -> None:
        with (self.out / "log.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
        print(json.dumps(record), flush=True)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt and log.jsonl; resumed if it has them")
    parser.add_argument("--minutes", type=float, required=True, help="length of the whole run, earlier parts included")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The command line's arguments, with PyTorch set up as they say."""
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    return arguments
