import argparse
import dataclasses
import json
import math
from types import SimpleNamespace

import pytest
import torch

from licorice import training_run
from licorice.generative import (
    Critics,
    GenerativeCodec,
    GenerativeRecipe,
    assemble,
    critic_loss,
    feature_loss,
    generator_loss,
    label_shares,
    no_shares,
)
from licorice.segmenter import Segmenter
from licorice.train_generative import GenerativeTrainer, Source, similarity_loss, squared_error
from licorice.train_segmenter import SegmenterTrainer

WITHOUT = GenerativeRecipe(
    name="tiny-without",
    classes=0,
    encoder_channels=(8, 8, 12),
    encoder_blocks=(1, 1, 1),
    generator_channels=(8, 8, 8, 12),
    generator_blocks=(1, 1, 1),
    critic_channels=(8, 8, 8),
    batch=2,
    crop=64,
)
WITH = dataclasses.replace(WITHOUT, name="tiny-with", classes=3)
WHOLE = torch.ones(2, 1, 4, 4)
NO_SHARES = torch.zeros(2, 0, 16, 16)


def codec(recipe: GenerativeRecipe = WITHOUT, wide: float = 8.0) -> GenerativeCodec:
    """An untrained codec whose codes reach from one end of their range to the other."""
    torch.manual_seed(1)
    model = GenerativeCodec(recipe)
    with torch.no_grad():
        model.encoder.layers[-1].weight.mul_(4 * wide)
        model.encoder.layers[-1].bias.mul_(wide)
    return model


def pictures(seed: int = 1) -> torch.Tensor:
    return torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(seed)) - 0.5


def channels(*counts: int) -> torch.Tensor:
    return torch.tensor(counts)


def test_codes_are_integers_of_five_values():
    code = codec().encoder(pictures())
    assert code.shape == (2, 8, 4, 4) and sorted(code.unique().tolist()) == [-2, -1, 0, 1, 2]
    code = codec(wide=1e4).encoder(pictures())
    assert code.abs().max() == 2 and torch.equal(code, code.round())


def test_codes_are_zero_where_nothing_is_coded_and_in_further_channels():
    coded = WHOLE.clone()
    coded[0, 0, 1:3, 2:] = 0
    code, _ = codec()(pictures(), channels(2, 4), coded, NO_SHARES)
    assert code[0, :, 1:3, 2:].eq(0).all() and code[0, 2:].eq(0).all() and code[1, 4:].eq(0).all()
    whole = codec().encoder(pictures())
    assert torch.equal(code[1, :4], whole[1, :4]) and torch.equal(code[0, :2, 0], whole[0, :2, 0])


def test_codes_outside_the_range_are_led_back():
    model = codec(wide=1.0)
    bias = model.encoder.layers[-1].bias
    gradients = []
    for level in (0.3, 7.0, -7.0):
        model.zero_grad()
        with torch.no_grad():
            bias.fill_(level)
            model.encoder.layers[-1].weight.zero_()
        code = model.encoder(pictures())
        assert code.eq(max(-2, min(2, round(level)))).all()
        code.sum().backward()
        gradients.append(bias.grad.clone())
    assert gradients[0].tolist() == pytest.approx([32.0] * 8)
    assert gradients[1].tolist() == gradients[2].tolist() == pytest.approx([3.2] * 8, rel=1e-4)


def test_cells_hold_code_flag_level_and_the_shares_of_their_blocks():
    code, coded = torch.randint(-2, 3, (2, 8, 4, 4)).float(), WHOLE.clone()
    coded[0, 0, 1, 2] = 0
    shares = torch.rand(2, 3, 16, 16)
    cells = assemble(code, coded, torch.tensor([0.5, 1.0]).view(2, 1, 1, 1), shares)
    assert cells.shape == (2, 10 + 3 * 16, 4, 4)
    assert torch.equal(cells[:, :8], code) and torch.equal(cells[:, 8:9], coded)
    assert torch.equal(cells[0, 10 + 2 * 16 + 3 * 4 + 1], shares[0, 2, 3::4, 1::4])
    assert cells[0, 9].unique().tolist() == [0, 0.5] and cells[0, 9, 1, 2] == 0 and cells[1, 9].eq(1).all()


def test_pictures_of_unknown_classes_have_no_shares():
    shares = no_shares(pictures()[:, :, :32], 3)
    assert shares.shape == (2, 3, 8, 16) and shares.eq(0).all()


def test_the_generator_is_told_how_many_channels_there_are():
    model = codec()
    assert model.level(channels(2, 4, 8, 2)).flatten().tolist() == [0, 0.5, 1, 0]
    with torch.no_grad():
        code = torch.zeros(2, 8, 4, 4)
        few, many = (model.generator(assemble(code, WHOLE, model.level(channels(n, n)), NO_SHARES)) for n in (2, 8))
    assert not torch.equal(few, many)


def test_a_recipe_may_have_a_single_number_of_channels():
    model = GenerativeCodec(dataclasses.replace(WITHOUT, code_channels=(4,)))
    assert model.level(channels(4, 4)).flatten().tolist() == [0, 0]
    assert model(pictures(), channels(4, 4), WHOLE, NO_SHARES)[0].shape == (2, 4, 4, 4)


@pytest.mark.parametrize("counts", [(), (1, 2, 4, 8)])
def test_numbers_of_channels_that_have_no_level_are_refused(counts):
    with pytest.raises(ValueError, match="1 to 3 numbers of code channels expected"):
        dataclasses.replace(WITHOUT, code_channels=counts)


def test_samples_have_the_size_of_the_picture_and_follow_the_labels():
    model, x = codec(WITH), pictures()[:, :, :32]
    labels = torch.zeros(2, 32, 64, dtype=torch.long)
    coded = torch.zeros(2, 1, 2, 4)
    with torch.no_grad():
        made = [model(x, channels(8, 8), coded, label_shares(labels + i, 3))[1] for i in range(3)]
    assert made[0].shape == x.shape and not torch.equal(made[0], made[1]) and not torch.equal(made[1], made[2])
    with torch.no_grad():
        other = model(-x, channels(8, 8), coded, label_shares(labels, 3))[1]
    assert torch.equal(made[0], other)  # nothing of the picture is left without codes


def test_label_shares_count_the_pixels_of_each_class():
    labels = torch.zeros(1, 8, 4, dtype=torch.long)
    labels[0, 0] = 1
    labels[0, 1, :3] = 255
    labels[0, 4:] = 3
    shares = label_shares(labels, 3)
    assert shares.shape == (1, 3, 2, 1)
    assert shares[0, :, 0, 0].tolist() == [9 / 16, 4 / 16, 0] and shares[0, :, 1, 0].tolist() == [0, 0, 0]


def test_labels_reach_samples_within_a_cell():
    model, cells = codec(WITH), torch.zeros(1, 10 + 3 * 16, 1, 1)
    with torch.no_grad():
        # Without what is fed at cells, only the place of blocks is left.
        model.generator.first.weight.zero_()
        one, other = cells.clone(), cells.clone()
        one[0, 10], other[0, 10 + 15] = 1, 1
        plain, one, other = (model.generator(c) for c in (cells, one, other))
    assert (one - plain)[0, :, :4, :4].abs().max() > 0 and not torch.equal(one, other)


def scores(*values: float) -> list[list[torch.Tensor]]:
    """What critics say at two resolutions, after features that are not scores."""
    return [[torch.full((2, 4, 8, 8), 5.0), torch.full((2, 1, 4, 4), v)] for v in values]


def test_losses_are_zero_for_perfect_scores():
    assert critic_loss(scores(1, 1), scores(0, 0)) == 0
    assert generator_loss(scores(1, 1)) == 0
    assert feature_loss(scores(1, 1), scores(0, 0)) == 0


def test_losses_are_means_of_squares_over_the_resolutions():
    assert critic_loss(scores(0, 1), scores(0.5, 0)).item() == pytest.approx((1 + 0.25) / 2)
    assert generator_loss(scores(0, 0.5)).item() == pytest.approx((1 + 0.25) / 2)
    far = [[features + 2, score] for features, score in scores(1, 1)]
    assert feature_loss(far, scores(1, 1)).item() == pytest.approx(2)


def test_features_of_true_pictures_have_no_gradient():
    true, made = (torch.zeros(1, 4, 2, 2, requires_grad=True) for _ in range(2))
    feature_loss([[true + 1, true]], [[made, made]]).backward()
    assert true.grad is None and made.grad.abs().sum() > 0


def test_critics_look_at_several_resolutions_and_at_the_labels():
    torch.manual_seed(1)
    critics, x = Critics(WITH).eval(), pictures()
    labels = torch.zeros(2, 64, 64, dtype=torch.long)
    with torch.no_grad():
        seen = critics(x, label_shares(labels, 3))
        other = critics(x, label_shares(labels + 1, 3))
    assert [features[-1].shape[1:] for features in seen] == [(1, 8, 8), (1, 4, 4), (1, 2, 2)]
    assert all(not torch.equal(a[-1], b[-1]) for a, b in zip(seen, other))


def test_squared_error_is_of_the_coded_cells():
    x, coded = torch.zeros(2, 3, 64, 64), torch.zeros(2, 1, 4, 4)
    x_hat = x.clone()
    x_hat[0, :, 16:32, :16] = 0.5
    x_hat[1] = 3.0
    assert squared_error(x, x_hat, coded) == 0
    coded[0, 0, 1, :2] = 1
    assert squared_error(x, x_hat, coded).item() == pytest.approx(0.25 / 2)


def test_the_observer_finds_a_picture_like_itself_and_unlike_another():
    torch.manual_seed(1)
    observer, x = Segmenter(3, (8, 8, 8)).eval().requires_grad_(False), pictures()
    assert similarity_loss(observer, x, x).item() == 0
    x_hat = pictures(2).requires_grad_()
    loss = similarity_loss(observer, x, x_hat)
    loss.backward()
    assert loss > 0.01 and x_hat.grad.abs().max() > 0


def source(recipe, photos, labelled=None, seed=1) -> Source:
    return Source(recipe, photos, labelled, seed, torch.device("cpu"))


def test_batches_hold_photographs_and_street_scenes(photos, streets):
    batch = source(dataclasses.replace(WITH, batch=5, labelled=0.4, unseen=0.0), photos, streets).batch()
    assert batch.x.shape == (5, 3, 64, 64) and batch.coded.shape == (5, 1, 4, 4)
    assert batch.shares.shape == batch.judged.shape == (5, 3, 16, 16)
    assert batch.coded[:3].eq(1).all() and batch.shares[:3].eq(0).all() and batch.judged[:3].eq(0).all()
    assert all(shares.sum(0).mean() > 0.9 for shares in batch.shares[3:])  # a few pixels belong to no class
    assert torch.equal(batch.shares, batch.judged)


def test_only_critics_see_some_labels_of_what_is_coded_as_a_whole(photos, streets):
    from_streets = dataclasses.replace(WITH, batch=40, labelled=1.0)  # and no photographs
    batch = source(dataclasses.replace(from_streets, unseen=1.0), photos, streets).batch()
    whole = batch.coded.amin((1, 2, 3)) > 0
    assert 0 < whole.sum() < 40
    assert batch.shares[whole].eq(0).all() and batch.judged.sum(1).mean((1, 2)).gt(0.9).all()
    assert torch.equal(batch.shares[~whole], batch.judged[~whole])
    batch = source(dataclasses.replace(from_streets, unseen=0.5), photos, streets).batch()
    unseen = batch.shares.sum((1, 2, 3)) == 0
    whole = batch.coded.amin((1, 2, 3)) > 0
    assert 0 < unseen.sum() < whole.sum() and not (unseen & ~whole).any()


def test_a_recipe_without_classes_has_photographs_alone(photos):
    batch = source(WITHOUT, photos).batch()
    assert len(batch.x) == 2 and batch.coded.eq(1).all() and batch.shares.shape == batch.judged.shape == (2, 0, 16, 16)


def test_labels_are_there_just_when_there_are_classes(photos, streets):
    for recipe, labelled in ((WITHOUT, streets), (WITH, None)):
        with pytest.raises(ValueError, match=f"{recipe.name} has {recipe.classes} classes"):
            source(recipe, photos, labelled)


def trainer(recipe, photos, streets, out, **options) -> GenerativeTrainer:
    given = {"data": photos, "out": out, "device": "cpu", "seed": 1, "start": None, "observer": None, **options}
    return GenerativeTrainer(recipe, argparse.Namespace(labelled=streets if recipe.classes else None, **given))


def weights(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in network.state_dict().items()}


def equal(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(torch.equal(value, b[name]) for name, value in a.items())


@pytest.fixture(scope="module", params=[WITHOUT, WITH], ids=["without classes", "with classes"])
def run(request, photos, streets, tmp_path_factory):
    """A trainer after two steps without and two with critics, its losses, its critics in the beginning and in between."""
    made = trainer(request.param, photos, streets, tmp_path_factory.mktemp("run"))
    critics = [weights(made.critics)]
    losses = [made.one_step(progress, 0.4) for progress in (0.0, 0.39)]
    critics.append(weights(made.critics))
    losses += [made.one_step(progress, 0.4) for progress in (0.4, 0.9)]
    made.spent = 33.5
    made.store()
    return made, losses, critics


def test_critics_join_when_their_time_has_come(run):
    made, losses, critics = run
    assert [set(step) for step in losses[:2]] == [{"squared"}] * 2
    assert [set(step) for step in losses[2:]] == [{"squared", "critics", "fooled", "features"}] * 2
    assert all(math.isfinite(value) for step in losses for value in step.values())
    assert equal(critics[0], critics[1]) and not equal(critics[1], weights(made.critics))
    assert all(p.requires_grad for p in made.critics.parameters())


def test_all_of_the_model_learns(run, photos, streets):
    made, _, _ = run
    before = weights(trainer(made.recipe, photos, streets, made.out / "fresh").model)
    after = weights(made.model)
    assert not [name for name, _ in made.model.named_parameters() if torch.equal(before[name], after[name])]
    assert not equal(weights(made.average), weights(made.model))


def test_run_resumes_where_it_stopped(run, photos, streets):
    made, _, _ = run
    again = trainer(made.recipe, photos, streets, made.out, seed=2)
    assert (again.step, again.spent) == (4, 33.5)
    for part in ("model", "average", "critics"):
        assert equal(weights(getattr(again, part)), weights(getattr(made, part))), part
    for part, steps in (("of_model", 4), ("of_critics", 2)):
        state = getattr(again, part).state_dict()["state"]
        assert state and all(float(s["step"]) == steps for s in state.values()), part
    assert all(map(math.isfinite, again.one_step(0.9, 0.4).values())) and again.step == 5


def test_a_new_run_begins_with_the_averaged_weights_of_another(photos, streets, tmp_path):
    first = trainer(WITH, photos, streets, tmp_path / "first")
    first.one_step(0.0, 0.4)
    first.store()
    made = trainer(WITH, photos, streets, tmp_path / "second", start=first.checkpoint, seed=2)
    assert made.step == 0 and not equal(weights(first.average), weights(first.model))
    assert equal(weights(made.model), weights(first.average)) and equal(weights(made.average), weights(first.average))
    with pytest.raises(RuntimeError, match="size mismatch for generator.first.weight"):
        trainer(WITHOUT, photos, streets, tmp_path / "third", start=first.checkpoint)


@pytest.mark.parametrize("lost", ["generator.join.weight", "encoder.layers.1.bias"])
def test_a_checkpoint_that_lacks_a_weight_is_refused(photos, streets, tmp_path, lost):
    average = weights(GenerativeCodec(WITH))
    del average[lost]
    torch.save({"average": average}, tmp_path / "start.pt")
    with pytest.raises(ValueError, match=f"another model.*{lost}"):
        trainer(WITH, photos, streets, tmp_path / "run", start=tmp_path / "start.pt")


def test_checkpoints_from_before_there_were_integers_are_taken(photos, streets, tmp_path):
    average = weights(GenerativeCodec(WITHOUT))
    del average["exact"]
    torch.save({"average": average}, tmp_path / "start.pt")
    made = trainer(WITHOUT, photos, streets, tmp_path / "run", start=tmp_path / "start.pt")
    assert all(torch.equal(made.model.state_dict()[name], value) for name, value in average.items())


def test_another_number_of_classes_is_refused(photos, streets, tmp_path):
    with pytest.raises(ValueError, match="4 classes expected, found 3"):
        trainer(dataclasses.replace(WITH, classes=4), photos, streets, tmp_path)


def test_an_observer_adds_what_it_sees(small_segmenter, photos, streets, tmp_path):
    observer = SegmenterTrainer(streets, tmp_path / "observer", "cpu", seed=1)
    observer.store()
    made = trainer(WITH, photos, streets, tmp_path / "run", observer=observer.checkpoint)
    before = weights(made.observer)
    losses = made.one_step(0.0, 0.4)
    assert set(losses) == {"squared", "seen"} and losses["seen"] > 0
    assert equal(before, weights(made.observer))


def test_steps_without_a_finite_gradient_are_left_out(photos, tmp_path):
    made = trainer(dataclasses.replace(WITHOUT, squared=math.inf), photos, None, tmp_path)
    before = weights(made.model)
    made.one_step(0.0, 0.4)
    assert equal(before, weights(made.model)) and made.step == 1


def test_a_run_logs_means_and_stores_itself(photos, tmp_path, monkeypatch):
    made = trainer(WITHOUT, photos, None, tmp_path)
    made.step = 97
    clock = iter(range(100))  # seconds, one for each look
    monkeypatch.setattr(training_run, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    made.run(3.5 / 60, critics_from=0.5)
    (line,) = (tmp_path / "log.jsonl").read_text().splitlines()
    assert set(json.loads(line)) == {"step", "minutes", "squared", "critics", "fooled", "features"}
    assert torch.load(made.checkpoint, map_location="cpu")["step"] == made.step == 100
