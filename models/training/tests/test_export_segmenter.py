import json
import sys

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from licorice import export_segmenter
from licorice.export import graph_runner
from licorice.export_segmenter import check, export, folded, random_picture, rounded, segmenter_graph
from licorice.segmenter import Segmenter
from licorice.train_segmenter import SegmenterTrainer

from conftest import STREET_CLASSES


@pytest.fixture(scope="module")
def model():
    """A network of three classes whose batch norms have seen something."""
    torch.manual_seed(1)
    model = Segmenter(3, channels=(8, 12, 16)).eval()
    for norm in model.modules():
        if isinstance(norm, nn.BatchNorm2d):
            nn.init.normal_(norm.running_mean, 0, 0.1)
            nn.init.uniform_(norm.running_var, 0.05, 0.4)
            nn.init.uniform_(norm.weight, 0.5, 1.5)
            nn.init.normal_(norm.bias, 0, 0.1)
    return model


@pytest.fixture(scope="module")
def exported(model):
    """The network that is in the graph."""
    return rounded(model)


@pytest.fixture(scope="module")
def graph(exported):
    return segmenter_graph(exported)[0]


def test_folding_leaves_no_batch_norm_and_the_same_scores(model):
    without, x = folded(model), random_picture(3, 5)
    assert not [m for m in without.modules() if isinstance(m, (nn.BatchNorm2d, nn.Dropout2d))]
    assert [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    with torch.no_grad():
        torch.testing.assert_close(without(x), model(x), rtol=1e-4, atol=1e-4)


def test_the_graph_has_the_names_and_shapes_that_readers_expect(graph):
    content = onnx.load_from_string(graph).graph

    def described(value):
        return value.name, [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]

    assert [described(v) for v in content.input] == [("x", [1, 3, "height", "width"])]
    assert [described(v) for v in content.output] == [("scores", [1, 3, "height", "width"])]
    kinds = {node.op_type for node in content.node}
    assert kinds <= {
        "Add", "Cast", "Concat", "Conv", "DepthToSpace", "GlobalAveragePool", "Identity", "LeakyRelu", "Mul", "Resize", "SpaceToDepth"
    }  # fmt: skip


def test_weights_are_stored_in_8_bits_with_a_scale_for_each_output_channel(model, graph):
    tensors = [t for t in onnx.load_from_string(graph).graph.initializer if len(t.dims) == 4]
    stored = [t for t in tensors if t.data_type == onnx.TensorProto.INT8]
    assert sum(np.prod(t.dims) for t in stored) == sum(m.weight.numel() for m in model.modules() if isinstance(m, nn.Conv2d))
    scales = [t for t in tensors if t.data_type == onnx.TensorProto.FLOAT]
    assert {tuple(t.dims)[1:] for t in scales} == {(1, 1, 1)}
    assert len(stored) + len(scales) == len(tensors)


def test_rounding_moves_no_weight_by_more_than_half_a_scale(model, exported):
    pairs = [(a.weight, b.weight) for a, b in zip(folded(model).modules(), exported.modules()) if isinstance(a, nn.Conv2d)]
    assert len(pairs) > 15
    for before, after in pairs:
        scale = before.flatten(1).abs().amax(1).view(-1, 1, 1, 1) / 127
        assert ((before - after).abs() <= 0.501 * scale).all() and not torch.equal(before, after)


def test_a_channel_without_weights_stays_without(model):
    dead = folded(model)
    with torch.no_grad():
        dead.join4[0].weight[0] = 0
    weight = rounded(dead).join4[0].weight
    assert (weight[0] == 0).all() and torch.isfinite(weight).all()


@pytest.mark.parametrize("rows,columns", [(1, 1), (2, 5), (7, 3)])
def test_onnx_runtime_agrees_with_pytorch_at_every_size(exported, graph, rows, columns):
    pytest.importorskip("onnxruntime")
    x = random_picture(rows, columns, seed=rows)
    with torch.no_grad():
        expected = exported(x).numpy()
    found = graph_runner()[1](graph, [x.numpy()])
    assert found.shape == expected.shape == (1, 3, 16 * rows, 16 * columns)
    assert np.abs(found - expected).max() < 1e-4 * np.abs(expected).max()


def test_a_graph_of_other_weights_is_refused(exported, graph, capsys):
    pytest.importorskip("onnxruntime")
    assert check(exported, graph)
    assert "ONNX Runtime: largest difference" in capsys.readouterr().out
    with torch.no_grad():
        changed = folded(exported)
        changed.join4[0].bias += 0.05
    with pytest.raises(ValueError, match="ONNX Runtime and PyTorch differ"):
        check(changed, graph)


def test_export_without_a_runtime_says_that_parity_is_unchecked(model, tmp_path, monkeypatch, capsys):
    for name in ("onnxruntime", "onnx.reference"):
        monkeypatch.setitem(sys.modules, name, None)
    export(model, STREET_CLASSES, tmp_path, "test")
    lines = [line for line in capsys.readouterr().out.splitlines() if "PARITY NOT CHECKED" in line]
    assert len(lines) == 1 and "onnxruntime" in lines[0]


def test_a_list_without_a_shorter_side_leaves_pictures_as_they_are(model, tmp_path):
    export(model, STREET_CLASSES, tmp_path, "test")
    assert "shorterSide" not in json.loads((tmp_path / "classes.json").read_text(encoding="utf-8"))


def test_a_checkpoint_becomes_a_graph_and_a_list_of_classes(small_segmenter, streets, tmp_path, monkeypatch):
    trainer = SegmenterTrainer(streets, tmp_path / "run", "cpu", seed=1)
    trainer.one_step(0.0)
    trainer.store()
    command = ["export_segmenter", str(trainer.checkpoint), "--out", str(tmp_path / "out"), "--licence", "CC0-1.0"]
    command += ["--shorter-side", "112"]
    monkeypatch.setattr(sys, "argv", command)
    export_segmenter.main()
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"segmenter.onnx", "classes.json"}
    listed = json.loads((tmp_path / "out" / "classes.json").read_text(encoding="utf-8"))
    assert listed["licence"] == "CC0-1.0"
    assert [(c["name"], tuple(c["colour"])) for c in listed["classes"]] == STREET_CLASSES
    assert (listed["multiple"], listed["shorterSide"]) == (16, 112)
    assert (tmp_path / "out" / "segmenter.onnx").read_bytes() == segmenter_graph(rounded(trainer.average))[0]
