import copy
import json
import math

import numpy as np
import pytest
import torch

from licorice import train_segmenter
from licorice.labelled import VOID, LabelledPicture
from licorice.segmenter import Confusion, Segmenter, segment, trained
from licorice.train_segmenter import SegmenterTrainer, class_weights, learning_rate

from conftest import STREET_CLASSES, street


def network(classes: int = 3, seed: int = 1) -> Segmenter:
    """An untrained network that finds every class somewhere."""
    torch.manual_seed(seed)
    model = Segmenter(classes, channels=(8, 12, 16)).eval()
    with torch.no_grad():
        scores = model.scores[0]
        scores.weight.mul_(20)
        scores.bias.zero_()
        scores.weight -= scores.weight.mean((1, 2, 3), keepdim=True)
    return model


@pytest.mark.parametrize("height,width", [(16, 16), (48, 80), (37, 50), (1, 1), (17, 31)])
def test_every_pixel_gets_a_class_whatever_the_size(height, width):
    found = segment(network(), street(1)[0][:height, :width])
    assert found.shape == (height, width) and found.dtype == np.uint8 and found.max() < 3


def test_pictures_are_continued_by_their_last_samples():
    model, pixels = network(), street(1)[0][:37, :50]
    continued = np.pad(pixels, ((0, 11), (0, 14), (0, 0)), mode="edge")
    found = segment(model, pixels)
    assert len(np.unique(found)) == 3 and np.array_equal(found, segment(model, continued)[:37, :50])


def test_the_network_has_a_score_for_each_class_and_pixel():
    with torch.no_grad():
        scores = network(5)(torch.rand(2, 3, 32, 64) - 0.5)
        features = network(5).features(torch.rand(1, 3, 32, 64) - 0.5)
    assert scores.shape == (2, 5, 32, 64)
    assert [f.shape[1:] for f in features] == [(8, 8, 16), (12, 4, 8), (16, 2, 4)]


def test_confusion_counts_pixels_with_a_class_by_what_was_found():
    confusion = Confusion(4)
    confusion.add(np.array([[0, 0, 1], [1, 1, VOID]], np.uint8), np.array([[0, 1, 1], [1, 0, 2]], np.uint8))
    confusion.add(np.array([[VOID, 1]], np.uint8), np.array([[3, 2]], np.uint8))
    assert confusion.counts.tolist() == [[1, 1, 0, 0], [1, 2, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_iou_is_of_pixels_found_or_true_and_absent_classes_do_not_count():
    confusion = Confusion(4)
    confusion.counts[:] = [[1, 1, 0, 0], [1, 2, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert confusion.iou()[:3].tolist() == pytest.approx([1 / 3, 2 / 5, 0])
    assert math.isnan(confusion.iou()[3])
    assert confusion.mean_iou() == pytest.approx((1 / 3 + 2 / 5 + 0) / 3)


def test_a_perfect_guess_has_an_iou_of_one():
    labels, confusion = street(2)[1], Confusion(3)
    labels[labels == 3] = VOID
    confusion.add(labels, np.where(labels == VOID, 1, labels))
    assert confusion.mean_iou() == 1


def test_rare_classes_weigh_more_and_pixels_weigh_one_in_the_mean():
    labels = np.array([[0] * 90 + [1] * 9 + [VOID]], np.uint8)
    weights = class_weights([LabelledPicture(np.zeros((1, 100, 3), np.uint8), labels)], 3)
    assert weights[0] < 1 < weights[1] < weights[2] and torch.isfinite(weights).all()
    assert float(weights[0] * 90 + weights[1] * 9) == pytest.approx(99, rel=1e-5)
    assert float(weights[1] / weights[0]) == pytest.approx(10**0.3, rel=0.01)


def test_learning_rate_warms_up_and_falls():
    rates = [learning_rate(p, 1000) for p in (0, 0.3, 0.6, 1, 1.2)]
    assert learning_rate(0, 0) < 0.01 * rates[0] and rates == sorted(rates, reverse=True)
    assert rates[0] == pytest.approx(train_segmenter.RATE) and rates[3] == rates[4] == pytest.approx(0.005 * rates[0])


@pytest.fixture
def run(small_segmenter, streets, tmp_path):
    """A trainer that has made two steps and stored them."""
    trainer = SegmenterTrainer(streets, tmp_path, "cpu", seed=1)
    losses = [trainer.one_step(0.1) for _ in range(2)]
    trainer.spent = 12.5
    trainer.store()
    return trainer, losses


def test_run_resumes_where_it_stopped(run, streets):
    before, losses = run
    assert all(math.isfinite(v) for v in losses)
    trainer = SegmenterTrainer(streets, before.out, "cpu", seed=2)
    assert (trainer.step, trainer.spent) == (2, 12.5)
    for part in ("model", "average"):
        stored = getattr(before, part).state_dict()
        assert all(torch.equal(value, stored[name]) for name, value in getattr(trainer, part).state_dict().items())
    state = trainer.optimizer.state_dict()["state"]
    assert state and all(float(s["step"]) == 2 for s in state.values())
    assert math.isfinite(trainer.one_step(0.2)) and trainer.step == 3


def test_a_checkpoint_turns_into_its_averaged_network(run):
    model = trained(torch.load(run[0].checkpoint, map_location="cpu"))
    assert not model.training and not any(p.requires_grad for p in model.parameters())
    stored = run[0].average.state_dict()
    assert all(torch.equal(value, stored[name]) for name, value in model.state_dict().items())


def test_batches_without_any_class_do_no_harm(run):
    trainer = run[0]
    trainer.crops.labels = [torch.full_like(labels, VOID) for labels in trainer.crops.labels]
    trainer.one_step(0.1)
    assert all(torch.isfinite(v).all() for v in trainer.model.state_dict().values())


def test_steps_without_a_finite_gradient_are_left_out(run):
    trainer = run[0]
    before = copy.deepcopy(list(trainer.model.parameters()))
    trainer.weights = torch.full_like(trainer.weights, math.inf)
    trainer.one_step(0.1)
    assert all(map(torch.equal, before, trainer.model.parameters())) and trainer.step == 3


def test_a_run_ends_with_an_iou_for_each_class_in_its_log(small_segmenter, streets, tmp_path):
    trainer = SegmenterTrainer(streets, tmp_path, "cpu", seed=1)
    trainer.validation[0].labels[trainer.validation[0].labels == 2] = VOID
    for parameter in trainer.average.parameters():
        parameter.data.zero_()  # finds class 0 everywhere, so that class 2 is in no picture
    trainer.run(0.0, validate_every=1000)
    (line,) = (tmp_path / "log.jsonl").read_text().splitlines()
    record = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert list(record["iou"]) == [name for name, _ in STREET_CLASSES]
    assert record["iou"]["Road"] == 0 and record["iou"]["Tree"] is None and record["iou"]["Sky"] > 0.1
    assert trainer.checkpoint.exists()


def test_classes_of_different_colours_are_soon_told_apart(small_segmenter, streets, tmp_path):
    trainer = SegmenterTrainer(streets, tmp_path, "cpu", seed=1)
    for _ in range(60):
        trainer.one_step(0.0)
    assert train_segmenter.evaluate(trainer.average, trainer.validation).mean_iou() > 0.6
