"""Files that training goes on from, whole or in parts."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import torch

from .config import load_recipe
from .exact import IntegerCodec
from .nets import PhotoCodec
from .training_run import between

PART = "weights.{:03}"


def save(path: Path, state: dict) -> None:
    """Replaces a file by a complete one."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def averaged(path: Path, recipe: str | None = None, codec: type[IntegerCodec] = PhotoCodec) -> tuple[IntegerCodec, dict]:
    """The model of a checkpoint with its averaged weights, under another recipe's name if asked, and the checkpoint."""
    state = torch.load(path, map_location="cpu")
    model = codec(load_recipe(recipe or state["recipe"]))
    model.load(state["average"])
    model.eval()
    return model, state


def save_weights(
    path: Path, weights: dict, recipe: str, step: int = 0, spent: float = 0.0, deformable: dict | None = None
) -> None:
    """A checkpoint for train --start and export; the averaged weights equal the weights, the optimiser starts anew.

    deformable: weights of deformable compensation, if that is trained with the rest.
    """
    state = {"model": weights, "average": weights, "recipe": recipe, "step": step, "spent": spent}
    if deformable is not None:
        state["deformable"] = {"model": deformable, "average": deformable}
    save(path, state)


def split(path: Path, folder: Path, megabytes: float) -> int:
    """Writes the averaged weights of a checkpoint in 16-bit floats, in files of limited size; returns their number."""
    state = torch.load(path, map_location="cpu")
    weights = {n: v.half() if v.dtype == torch.float32 else v for n, v in state["average"].items()}
    whole = io.BytesIO()
    torch.save({"average": weights, "recipe": state["recipe"], "step": state["step"]}, whole)
    size = int(megabytes * 2**20)
    parts = [whole.getvalue()[at : at + size] for at in range(0, whole.tell(), size)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(parts):
        (folder / PART.format(number)).write_bytes(part)
    return len(parts)


def join(folder: Path, path: Path) -> None:
    """Makes a checkpoint for train --start and export of what split wrote; the optimiser starts anew."""
    parts = sorted(folder.glob(PART.format(0)[:-3] + "*"))
    if not parts:
        raise ValueError(f"{folder}: no file {PART.format(0)}")
    state = torch.load(io.BytesIO(b"".join(p.read_bytes() for p in parts)), map_location="cpu")
    weights = {n: v.float() if v.dtype == torch.float16 else v for n, v in state["average"].items()}
    save_weights(path, weights, state["recipe"], state["step"])


def all_between(first: dict, second: dict, share: float) -> dict:
    """Weights between those of two runs, the second of which began with the first one's."""
    if first.keys() != second.keys():
        raise ValueError(f"checkpoints of different models: {sorted(first.keys() ^ second.keys())}")
    return {name: between(first[name], value, share) for name, value in second.items()}


def average(first: Path, second: Path, path: Path, share: float, deformable: Path | None = None) -> None:
    """A checkpoint for export, and to start from, between two; the second one's share counts.

    deformable: the first one's checkpoint of deformable compensation, if the second was trained with that.
    """
    a, b = (torch.load(p, map_location="cpu") for p in (first, second))
    weights = all_between(a["average"], b["average"], share)
    state = {"model": weights, "average": weights, **{name: b[name] for name in ("recipe", "step", "spent")}}
    if "deformable" in b:
        own = torch.load(deformable, map_location="cpu") if deformable else a
        net = all_between(own.get("deformable", own)["average"], b["deformable"]["average"], share)
        state["deformable"] = {"model": net, "average": net}
    save(path, state)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    actions = parser.add_subparsers(required=True)
    splitting = actions.add_parser("split", help="averaged weights of a checkpoint into files of limited size")
    splitting.add_argument("checkpoint", type=Path)
    splitting.add_argument("folder", type=Path)
    splitting.add_argument("--megabytes", type=float, default=15.5)
    splitting.set_defaults(run=lambda a: print(f"{split(a.checkpoint, a.folder, a.megabytes)} files in {a.folder}"))
    joining = actions.add_parser("join", help="a checkpoint out of these")
    joining.add_argument("folder", type=Path)
    joining.add_argument("checkpoint", type=Path)
    joining.set_defaults(run=lambda a: join(a.folder, a.checkpoint))
    averaging = actions.add_parser("average", help="weights between those of a run and of the one that it began with")
    averaging.add_argument("first", type=Path)
    averaging.add_argument("second", type=Path)
    averaging.add_argument("checkpoint", type=Path)
    averaging.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    averaging.add_argument("--deformable", type=Path, help="the first one's deformable compensation, if it is another file")
    averaging.set_defaults(run=lambda a: average(a.first, a.second, a.checkpoint, a.share, a.deformable))
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
