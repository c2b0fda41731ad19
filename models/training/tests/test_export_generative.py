import dataclasses
import json

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from licorice import export_generative
from licorice.checkpoint import averaged
from licorice.exact import FLOAT, WATCH
from licorice.export import graph_runner
from licorice.code_statistics import ENTRY
from licorice.export_generative import (
    EightBitGraphBuilder,
    agreement,
    analysis_graph,
    check_parity,
    choose_builder,
    classes_file,
    eight_bits,
    export,
    halo_cells,
    integers,
    middles,
    random_cells,
    rounded,
    synthesis_graph,
)
from licorice.generative import GenerativeCodec
from licorice.onnx_graph import GraphBuilder

import integer_graph
from conftest import shaded

needs_runtime = pytest.mark.skipif(graph_runner()[0] is None, reason="nothing here runs graphs")


@pytest.fixture
def model(settled):
    return averaged(settled, codec=GenerativeCodec)[0]


@pytest.fixture(scope="module")
def pictures():
    return middles([shaded(number, 70, 100) for number in range(4)])


@pytest.fixture
def graphs(model):
    return {
        "analysis": analysis_graph(model.encoder, EightBitGraphBuilder)[0],
        "synthesis": synthesis_graph(model.generator)[0],
    }


def described(value) -> tuple:
    return value.name, [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]


def test_graphs_have_the_names_and_shapes_that_readers_expect(graphs):
    analysis, synthesis = (onnx.load_from_string(graphs[name]).graph for name in ("analysis", "synthesis"))
    assert [described(v) for v in analysis.input] == [("x", [1, 3, "height", "width"])]
    assert [described(v) for v in analysis.output] == [("y", [1, 8, "rows", "columns"])]
    assert [described(v) for v in synthesis.input] == [("y", [1, 10 + 16 * 3, "rows", "columns"])]
    assert [described(v) for v in synthesis.output] == [("x", [1, 3, "height", "width"])]


def extremes(cells: torch.Tensor) -> torch.Tensor:
    """The ends of the ranges of a generator's inputs in place of each number."""
    ends = torch.tensor(9 * [2.0] + [1.0] + 48 * [1.0]).view(1, -1, 1, 1)
    ends[:, 8] = 1
    signs = torch.where(cells > cells.mean(), 1.0, -1.0)
    return torch.cat([ends[:, :8] * signs[:, :8], (ends * (signs > 0))[:, 8:]], 1)


@pytest.mark.parametrize("change", [lambda cells: cells, extremes, torch.zeros_like], ids=["any", "extreme", "nothing"])
def test_plain_integers_make_the_samples_that_pytorch_makes(model, graphs, change):
    cells = change(random_cells(model.generator, 3, 4))
    found = integer_graph.run(graphs["synthesis"], integers(model.generator, cells).numpy())
    with torch.no_grad():
        expected = model.generator(cells).double().numpy() * 4096
    assert found.shape == (1, 3, 48, 64) and np.array_equal(found, expected)


def test_random_cells_are_what_a_decoder_may_meet(model):
    cells = random_cells(model.generator, 20, 30)
    units = integers(model.generator, cells)
    assert units.shape[1] == 58 and torch.equal(units, units.round())
    assert sorted(units[:, :8].unique().tolist()) == [-2, -1, 0, 1, 2]
    assert sorted(units[:, 8].unique().tolist()) == [0, 1] and sorted(units[:, 9].unique().tolist()) == [0, 1, 2]
    assert units[:, 10:].min() == 0 and units[:, 10:].max() == 16
    uncoded = (units[:, 8:9] == 0).expand(-1, 10, -1, -1)
    assert units[:, :10][uncoded].eq(0).all()


def test_the_graph_says_in_which_units_it_computes(model, graphs):
    (units,) = (p.value for p in onnx.load_from_string(graphs["synthesis"]).metadata_props if p.key == "units")
    units = json.loads(units)
    assert units["first.input_bits"] == model.generator.first.input_bits.tolist()
    assert units["fine.0.grid.bits"] == model.generator.fine[0].grid.bits.tolist()


def test_the_halo_is_as_far_as_one_cell_changes_samples(model):
    model.set_mode(FLOAT)
    net = model.generator.double()
    halo, at = halo_cells(net), 9
    cells = random_cells(net, 2 * at + 1, 1).double()
    other = cells.clone()
    other[0, :, at] = 1 - other[0, :, at]
    with torch.no_grad():
        changed = layers(net, cells) != layers(net, other)
    rows = torch.nonzero(changed.any(3).any(1)[0]).flatten() / 16
    above, below = at - float(rows.min()), float(rows.max()) + 1 / 16 - (at + 1)
    assert halo - 1 < above <= halo and halo - 1 < below <= halo and halo < at


def layers(net, cells):
    """The generator's layers without its rounding to 32-bit floats, which hides faint changes."""
    x = net.coarse(net.first(cells))
    shares = torch.nn.functional.pixel_shuffle(cells[:, 10:], 4)
    return net.fine(net.join(torch.cat([x, shares], 1)))


def test_integers_of_8_bits_are_near_the_weights():
    weight = np.random.default_rng(1).normal(size=(5, 4, 3, 3)).astype(np.float32)
    weight[1] *= 1000
    weight[2] = 0
    whole, factor = eight_bits(weight)
    assert whole.dtype == np.int8 and np.abs(whole).max((1, 2, 3)).tolist() == [127, 127, 0, 127, 127]
    assert factor.dtype == np.float32 and (np.abs(whole * factor - weight) <= factor * 0.5001).all()


def test_weights_of_the_encoder_have_8_bits_where_codes_allow_it(model, pictures, capsys):
    assert choose_builder(model.encoder, pictures) is EightBitGraphBuilder
    with torch.no_grad():
        model.encoder.layers[-1].weight.mul_(40)
        # One large weight leaves the others of its channel few integers.
        model.encoder.layers[1].weight[:, 0, 0, 0].mul_(300)
    assert choose_builder(model.encoder, pictures) is GraphBuilder
    assert capsys.readouterr().out.count("bits taken") == 2


@pytest.mark.parametrize("builder,kind", [(EightBitGraphBuilder, "int8"), (GraphBuilder, "float16")])
def test_encoders_are_stored_in_the_bits_that_were_chosen(model, builder, kind):
    content = onnx.load_from_string(analysis_graph(model.encoder, builder)[0]).graph
    stored = [numpy_helper.to_array(i) for i in content.initializer]
    assert {v.dtype.name for v in stored} == {kind, "float32"}
    weights = sum(p.numel() for p in model.encoder.parameters() if p.dim() == 4)
    assert sum(v.size for v in stored if v.dtype.name == kind) == weights


@needs_runtime
@pytest.mark.parametrize("builder", [EightBitGraphBuilder, GraphBuilder])
def test_the_encoders_graph_makes_the_codes_of_rounded_weights(model, pictures, builder):
    with torch.no_grad():
        model.encoder.layers[-1].weight.mul_(40)
        expected = [rounded(model.encoder, builder)(x) for x in pictures]
    graph, run = analysis_graph(model.encoder, builder)[0], graph_runner()[1]
    found = [torch.from_numpy(run(graph, [x.numpy()])) for x in pictures]
    assert agreement(found, expected)[0] > 0.995
    assert sorted(torch.cat(found, 2).unique().tolist()) == [-2, -1, 0, 1, 2]


@needs_runtime
def test_parity_fails_for_samples_that_differ_in_a_bit(model, graphs, pictures, capsys):
    encoder = rounded(model.encoder, EightBitGraphBuilder)
    assert check_parity(model, encoder, graphs, pictures)
    assert "synthesis: equal in every bit" in capsys.readouterr().out
    bias = model.generator.fine[-2].bias.data
    bias[0] += 1 / 4096
    with pytest.raises(ValueError, match="synthesis: integers differ from PyTorch's by up to [12]"):
        check_parity(model, encoder, graphs, pictures)


@needs_runtime
def test_parity_fails_for_other_codes(model, graphs, pictures):
    encoder = rounded(model.encoder, EightBitGraphBuilder)
    encoder.layers[-1].bias.data[3] += 1.0
    with pytest.raises(ValueError, match="analysis: .* must agree in 99.5% of the codes"):
        check_parity(model, encoder, graphs, pictures)


def test_parity_that_nothing_can_check_is_said_to_be_unchecked(model, graphs, pictures, monkeypatch, capsys):
    monkeypatch.setattr(export_generative, "graph_runner", lambda: (None, None))
    assert not check_parity(model, model.encoder, graphs, pictures)
    assert "PARITY NOT CHECKED" in capsys.readouterr().out


def test_pictures_are_compared_in_whole_cells():
    sides = [x.shape[2:] for x in middles([shaded(1, 70, 100), shaded(2, 700, 31)])]
    assert sides == [(64, 96), (512, 16)]


def test_export_writes_a_complete_pack(settled, photos, streets, tmp_path, capsys):
    export(settled, photos, tmp_path, streets / "classes.csv", "test")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    files = manifest.pop("files")
    assert sorted(files) == ["analysis.onnx", "classes.json", "codes.bin", "synthesis.onnx"]
    assert all((tmp_path / name).stat().st_size == entry["bytes"] for name, entry in files.items())
    assert manifest.pop("decodeMacsPerPixel") == 604
    probabilities = np.frombuffer((tmp_path / "codes.bin").read_bytes(), dtype=ENTRY)
    assert len(probabilities) == 8 * 36 * 4 and probabilities["probability"].min() > 0
    assert manifest == {
        "id": "tiny-generative",
        "family": 3,
        "familyName": "generative",
        "licence": "test",
        "latents": 58,
        "hyperLatents": 0,
        "anchors": 0,
        "stepsPerAnchor": 1,
        "lowestStep": 0,
        "highestStep": 3,
        "codeChannels": [2, 4, 8],
        "haloCells": 7,
        "rateWeight": 0,
        "sampleFractionBits": 12,
        "trainingSteps": 3,
    }
    classes = json.loads((tmp_path / "classes.json").read_text())["classes"]
    assert [c["name"] for c in classes] == ["Sky", "Road", "Tree"] and classes[0]["colour"] == [128, 160, 250]
    assert "synthesis: largest possible sum 2^" in capsys.readouterr().out


def test_checkpoints_in_floats_are_refused(settled, photos, streets, tmp_path):
    state = torch.load(settled, map_location="cpu")
    state["average"]["exact"] = torch.tensor(False)
    torch.save(state, tmp_path / "float.pt")
    with pytest.raises(ValueError, match="float.pt computes in floats: settle it first"):
        export(tmp_path / "float.pt", photos, tmp_path / "pack", streets / "classes.csv", "test")
    assert not (tmp_path / "pack").exists()


def test_a_pack_names_just_the_classes_of_its_recipe(streets):
    assert json.loads(classes_file(0, None)) == {"classes": []}
    for count, path in ((0, streets / "classes.csv"), (3, None), (2, streets / "classes.csv")):
        with pytest.raises(ValueError, match=f"{count} classes expected, found {3 if path else 0}"):
            classes_file(count, path)


def test_a_recipe_without_classes_has_a_graph_too(tiny_generative):
    model = GenerativeCodec(dataclasses.replace(tiny_generative, classes=0))
    model.set_mode(WATCH)
    model.generator(random_cells(model.generator, 4, 4))
    model.settle()
    cells = random_cells(model.generator, 3, 4)
    assert cells.shape[1] == 10
    found = integer_graph.run(synthesis_graph(model.generator)[0], integers(model.generator, cells).numpy())
    with torch.no_grad():
        assert np.array_equal(found, model.generator(cells).double().numpy() * 4096)
