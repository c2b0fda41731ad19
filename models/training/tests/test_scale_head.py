import numpy as np
import torch

from licorice import config
from licorice.integer_conv import integer_layer
from licorice.nets import PhotoCodec


def rounded_64th(total: np.ndarray) -> np.ndarray:
    """total / 64, half to even, in integers."""
    floor, rest = total >> 6, total & 63
    return floor + ((rest > 32) | ((rest == 32) & (floor & 1 == 1)))


def products(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Sums of a convolution in int64, zeros around x (channels x rows x columns)."""
    size = weight.shape[2]
    rows, columns = x.shape[1:]
    around = np.pad(x, ((0, 0), (size // 2,) * 2, (size // 2,) * 2))
    total = np.tile(bias[:, None, None], (1, rows, columns))
    for i in range(size):
        for j in range(size):
            total += np.tensordot(weight[:, :, i, j], around[:, i : i + rows, j : j + columns], 1)
    return total


def convolution(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return rounded_64th(products(x, weight, bias))


def shuffle(x: np.ndarray) -> np.ndarray:
    channels, rows, columns = x.shape
    split = x.reshape(channels // 4, 2, 2, rows, columns)
    return split.transpose(0, 3, 1, 4, 2).reshape(channels // 4, 2 * rows, 2 * columns)


def integer_scale_head(head, z: np.ndarray) -> np.ndarray:
    """The rules of the format's section "Scale head" in 64-bit integers."""
    layers = []
    for name, limit in (("first", config.HYPER_LIMIT), *((n, config.ACTIVATION_LIMIT) for n in ("second", "third", "last"))):
        weight, bias = integer_layer(getattr(head, name), limit, name)
        layers.append((weight.astype(np.int64), bias.astype(np.int64)))
    clip = lambda x: np.clip(x, 0, config.ACTIVATION_LIMIT)  # noqa: E731
    x = clip(convolution(z, *layers[0]))
    x = shuffle(clip(convolution(x, *layers[1])))
    x = shuffle(clip(convolution(x, *layers[2])))
    return convolution(x, *layers[3])


def test_floats_give_the_integers_of_the_format(tiny):
    torch.manual_seed(4)
    head = PhotoCodec(tiny).scale_head
    with torch.no_grad():
        for layer in (head.first, head.second, head.third, head.last):
            layer.weight += 0.3 * torch.randn_like(layer.weight)
            layer.bias += 0.2 * torch.randn_like(layer.bias)
    random = np.random.default_rng(1)
    for width in (3, 40, config.HYPER_LIMIT):
        z = random.integers(-width, width + 1, size=(tiny.hyper_latents + 1, 3, 5))
        with torch.no_grad():
            found = head(torch.from_numpy(z[None].astype(np.float32)) / 16.0) * 4.0
        expected = integer_scale_head(head, z)
        assert len(np.unique(expected)) > 10
        assert np.array_equal(found[0].numpy().astype(np.int64), expected)


def test_export_refuses_sums_that_floats_cannot_hold(tiny):
    head = PhotoCodec(tiny).scale_head
    with torch.no_grad():
        head.first.bias.fill_(1000.0)
        head.first.weight.fill_(1.9)
    # 17 channels x 122 x 2047 + 1024000 stays below 2^24; more channels do not.
    integer_layer(head.first, config.HYPER_LIMIT, "first")
    wide = torch.nn.Conv2d(80, 1, 1)
    wide.quantised = lambda: (torch.full((1, 80, 1, 1), 1.9), torch.zeros(1))
    try:
        integer_layer(wide, config.HYPER_LIMIT, "wide")
    except ValueError as error:
        assert "wide" in str(error)
    else:
        raise AssertionError("a sum over 2^24 was accepted")
