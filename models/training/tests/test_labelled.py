import numpy as np
import pytest
import torch
from PIL import Image

from licorice.labelled import VOID, LabelledCrops, LabelledPicture, load_classes, load_labelled

STRIPE = 20


def write_classes(path, rows):
    path.write_text("index,name,r,g,b\n" + "".join(f"{row}\n" for row in rows))
    return path


def write_pair(folder, pixels, labels, stem="a"):
    for part, array in (("images", pixels), ("labels", labels)):
        (folder / part).mkdir(exist_ok=True)
        Image.fromarray(array).save(folder / part / f"{stem}.png")


def striped(height: int = 150, width: int = 200, across: bool = False) -> LabelledPicture:
    """Black and white stripes, white being class 1."""
    place = np.arange(width)[None] if across else np.arange(height)[:, None]
    labels = np.broadcast_to(place // STRIPE % 2, (height, width)).astype(np.uint8)
    return LabelledPicture(np.repeat(labels[..., None] * np.uint8(255), 3, 2), labels)


def test_classes_keep_their_order_and_leave_out_unlabelled(tmp_path):
    path = write_classes(tmp_path / "classes.csv", ["0,Sky,1,2,3", "1, Road ,4,5,6", "2,Unlabelled,0,0,0"])
    assert load_classes(path) == [("Sky", (1, 2, 3)), ("Road", (4, 5, 6))]


def test_classes_of_a_spreadsheet_that_begins_with_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "classes.csv"
    path.write_bytes("Index,Name,R,G,B\r\n0,Fußweg,1,2,3\r\n".encode("utf-8-sig"))
    assert load_classes(path) == [("Fußweg", (1, 2, 3))]


@pytest.mark.parametrize(
    "rows", [["0,Sky,1,2,3", "2,Road,4,5,6"], ["1,Sky,1,2,3"], ["0,Unlabelled,0,0,0", "1,Sky,1,2,3"]]
)
def test_gaps_between_classes_are_refused(tmp_path, rows):
    with pytest.raises(ValueError, match="classes.csv: class indices from 0 without gaps"):
        load_classes(write_classes(tmp_path / "classes.csv", rows))


def test_labels_of_no_class_become_void(tmp_path):
    labels = np.array([[0, 1], [2, 255]], dtype=np.uint8)
    write_pair(tmp_path, np.zeros((2, 2, 3), dtype=np.uint8), labels)
    (picture,) = load_labelled(tmp_path, 2)
    assert picture.labels.tolist() == [[0, 1], [VOID, VOID]] and picture.labels.dtype == np.uint8


@pytest.mark.parametrize("shape", [(4, 5), (5, 4, 3)])
def test_labels_of_another_size_or_in_colour_are_refused_by_name(tmp_path, shape):
    write_pair(tmp_path, np.zeros((5, 4, 3), dtype=np.uint8), np.zeros(shape, dtype=np.uint8), "street")
    with pytest.raises(ValueError, match=r"labels.street\.png: labels of \(5, 4\) expected, found \(\d, \d"):
        load_labelled(tmp_path, 2)


def test_a_folder_without_pictures_is_an_error(tmp_path):
    (tmp_path / "images").mkdir()
    with pytest.raises(ValueError, match="no pictures"):
        load_labelled(tmp_path, 2)


@pytest.mark.parametrize("across", [False, True])
def test_labels_follow_their_pixels_to_every_size(across):
    crops = LabelledCrops([striped(across=across)], seed=2, recolour=False)
    x, labels = crops.batch(40, 64)
    assert x.shape == (40, 3, 64, 64) and x.dtype == torch.float32
    assert labels.shape == (40, 64, 64) and labels.dtype == torch.int64
    sure = x[:, 0].abs() > 1e-3  # halfway between black and white either label is right
    assert torch.equal(labels[sure], (x[:, 0][sure] > 0).long())
    edges = [(crop.diff(dim=int(across)) != 0).float().mean() for crop in labels]
    assert max(edges) > 1.8 * min(edges)


def test_crops_are_flipped_left_to_right_with_their_labels():
    column = np.broadcast_to(np.arange(100, dtype=np.uint8)[None], (80, 100))
    picture = LabelledPicture(np.repeat(column[..., None], 3, 2), column // 4)
    x, labels = LabelledCrops([picture], seed=1, scales=(1, 1), recolour=False).batch(30, 32)
    levels = torch.round((x[:, 1] + 0.5) * 255).long()
    assert torch.equal(labels, levels // 4)
    assert set((levels[:, 0, 1] - levels[:, 0, 0]).tolist()) == {1, -1}


def test_pictures_smaller_than_a_crop_are_enlarged():
    x, labels = LabelledCrops([striped(48, 60)], seed=1, scales=(1, 1), recolour=False).batch(3, 96)
    assert x.shape == (3, 3, 96, 96)
    assert labels[:, :30].eq(0).all() and labels[:, -10:].eq(0).all() and labels[:, 48].eq(1).all()


def test_recoloured_crops_stay_in_range_and_keep_their_labels():
    plain, recoloured = (LabelledCrops([striped()], seed=3, scales=(1, 1), recolour=r).batch(1, 64) for r in (False, True))
    assert torch.equal(plain[1], recoloured[1]) and not torch.equal(plain[0], recoloured[0])
    x = LabelledCrops([striped()], seed=4).batch(20, 32)[0]
    assert -0.5 <= x.min() < x.max() <= 0.5


def test_the_same_seed_gives_the_same_crops():
    first, second, other = (LabelledCrops([striped()], seed).batch(4, 32)[0] for seed in (5, 5, 6))
    assert torch.equal(first, second) and not torch.equal(first, other)
