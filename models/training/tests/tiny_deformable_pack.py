"""Writes the pack with deformable compensation that the Java tests code with, and a chain that PyTorch coded with it.

It has the files of the pack without, which is read as it is checked in. From models/training:
python -m tests.tiny_deformable_pack ../src/test/resources/packs ../src/test/resources/video/chain-fvc.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from conftest import TINY_VIDEO, panned, provide  # noqa: E402
from licorice.deformable import Deformable, Sizes  # noqa: E402
from licorice.deformable_graphs import deformable_graphs  # noqa: E402
from licorice.exact import WATCH  # noqa: E402
from licorice.export import write_pack  # noqa: E402
from licorice.restore_video import restore  # noqa: E402
from licorice.video import VideoCodec  # noqa: E402
from licorice.video_coding import code  # noqa: E402
from licorice.video_data import samples  # noqa: E402
from tiny_video_pack import chain  # noqa: E402

TINY = Sizes(compensation_channels=(4, 4), fusion_channels=4, of_bytes=("offsets", "fusion"))
NAME = "tiny-fvc"
POSITIONS, HEIGHT, WIDTH = (1536, 700), 32, 48


@torch.no_grad()
def deformable(model: VideoCodec, sizes: Sizes = TINY) -> Deformable:
    """An untrained one in integers, whose networks all do something; the model has it from now on."""
    torch.manual_seed(6)
    net = Deformable(sizes)
    for layer, deviation in ((net.fusion.colour, 0.01), (net.fusion.weights, 0.1), (net.offsets.fine[-1], 0.3)):
        layer.weight.normal_(0.0, deviation)
    net.set_mode(WATCH)
    model.deformable = net
    reference, history = None, None
    for x in samples(torch.from_numpy(panned(3, 3, 48, 80)).permute(0, 3, 1, 2)).split(1):
        if reference is not None:
            coded = code(model, x, reference, 1000, history)
            reference, history = coded.frame, coded.history(reference)
        else:
            reference = x
    net.settle()
    return net


def main(packs: Path, reference: Path) -> None:
    torch.set_num_threads(1)
    provide(TINY_VIDEO)
    other = packs / TINY_VIDEO.name
    model = restore(other)
    graphs = deformable_graphs(deformable(model))
    manifest = json.loads((other / "manifest.json").read_text())
    files = {name: (other / name).read_bytes() for name in manifest.pop("files")}
    files.update({f"{name}.onnx": content for name, (content, _) in graphs.items()})
    write_pack(packs / NAME, {**manifest, "id": NAME, "family": 6, "familyName": "fvc"}, files, other)
    reference.write_text(json.dumps(chain(model, POSITIONS, HEIGHT, WIDTH), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
