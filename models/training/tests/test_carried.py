import pytest
import torch

from licorice.checkpoint import average, join, save, split
from licorice.config import Recipe
from licorice.data import Crops, load_photos
from licorice.repack import repack
from licorice.train import with_options

from conftest import TINY, shaded


def test_repacked_photos_keep_order_and_sizes(photos, tmp_path):
    out = tmp_path / "photos.zip"
    size, quality = repack(photos, out, 2.0)
    assert out.stat().st_size == size <= 2 * 2**20 and quality == 98
    before, after = load_photos(photos), load_photos(out)
    for there, here in zip(before, after):
        assert [p.shape for p in there] == [p.shape for p in here]
        for a, b in zip(there, here):
            assert abs(a.astype(int) - b).mean() < 6


def test_a_smaller_limit_means_a_lower_quality(photos, tmp_path):
    roomy, _ = repack(photos, tmp_path / "a.zip", 2.0)
    size, quality = repack(photos, tmp_path / "b.zip", 0.6 * roomy / 2**20)
    assert size <= 0.6 * roomy and quality < 98
    with pytest.raises(ValueError, match="do not fit into 0.01 MiB"):
        repack(photos, tmp_path / "c.zip", 0.01)
    assert not (tmp_path / "c.zip").exists()


def test_weights_survive_in_parts(tmp_path):
    weights = {"a": torch.randn(300, 300), "bits": torch.tensor([3, -4]), "exact": torch.tensor(True)}
    save(tmp_path / "whole.pt", {"model": {}, "average": weights, "recipe": "tiny", "step": 7, "spent": 1.0})
    assert split(tmp_path / "whole.pt", tmp_path / "parts", 0.05) > 2
    assert all(p.stat().st_size <= 0.05 * 2**20 for p in (tmp_path / "parts").iterdir())
    join(tmp_path / "parts", tmp_path / "back.pt")
    state = torch.load(tmp_path / "back.pt")
    assert (state["recipe"], state["step"]) == ("tiny", 7)
    assert torch.allclose(state["average"]["a"], weights["a"], atol=2e-3)
    assert torch.equal(state["average"]["bits"], weights["bits"]) and bool(state["average"]["exact"])
    with pytest.raises(ValueError, match="no file weights.000"):
        join(tmp_path, tmp_path / "no.pt")


def test_crops_are_parts_of_pictures_in_all_eight_positions():
    picture = shaded(1, 40, 40)
    crops = Crops([picture], seed=3).batch(64, 40)
    assert crops.dtype == torch.float32 and crops.shape == (64, 3, 40, 40)
    whole = torch.from_numpy(picture.transpose(2, 0, 1).copy()).float() / 255 - 0.5
    turns = [t for f in (whole, whole.flip(2)) for t in (f, f.flip(1))]
    turns += [t.transpose(1, 2) for t in turns]
    found = {next(i for i, t in enumerate(turns) if torch.equal(t, crop)) for crop in crops}
    assert found == set(range(8))


def test_batch_and_rate_replace_the_recipes():
    recipe: Recipe = with_options(TINY, 16, 1e-3)
    assert (recipe.batch, recipe.late_batch, recipe.learning_rate) == (16, 8, 1e-3)
    assert with_options(TINY, None, None) == TINY


def test_weights_between_two_runs_leave_alone_what_is_not_trained(tmp_path):
    kept, units = torch.tensor([-0.0, 1 / 3]), torch.tensor([3, 4])
    for name, value in (("first", 1.0), ("second", 3.0)):
        weights = {"trained": torch.full((2,), value), "kept": kept, "units": units}
        state = {"average": weights, "model": {}, "recipe": "video", "step": 7, "spent": 1.0}
        if name == "second":
            state["deformable"] = {"model": {}, "average": {"net": torch.tensor([8.0])}}
        save(tmp_path / f"{name}.pt", state)
    save(tmp_path / "net.pt", {"average": {"net": torch.tensor([4.0])}})
    paths = [tmp_path / name for name in ("first.pt", "second.pt", "between.pt")]
    average(*paths, 0.25, tmp_path / "net.pt")
    found = torch.load(tmp_path / "between.pt")
    assert found["average"]["trained"].tolist() == [1.5, 1.5] and found["deformable"]["average"]["net"].tolist() == [5.0]
    assert torch.equal(found["average"]["kept"], kept) and torch.equal(torch.signbit(found["average"]["kept"]), torch.signbit(kept))
    assert torch.equal(found["average"]["units"], units) and found["step"] == 7
    save(tmp_path / "other.pt", {"average": {"net": torch.tensor([4.0])}})
    with pytest.raises(ValueError, match="of different models"):
        average(tmp_path / "other.pt", *paths[1:], 0.5)
