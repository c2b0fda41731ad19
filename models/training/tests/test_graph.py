import numpy as np
import pytest
import torch
import torch.nn.functional as F

from licorice.onnx_graph import depth_order


def space_to_depth(x: np.ndarray, factor: int) -> np.ndarray:
    """The operator as ONNX defines it: position in the block first, then the channel."""
    n, c, h, w = x.shape
    blocks = x.reshape(n, c, h // factor, factor, w // factor, factor)
    return blocks.transpose(0, 3, 5, 1, 2, 4).reshape(n, c * factor**2, h // factor, w // factor)


@pytest.mark.parametrize("channels,factor", [(3, 4), (8, 2), (1, 2)])
def test_reordered_weights_undo_the_other_channel_order(channels, factor):
    random = np.random.default_rng(channels)
    x = random.normal(size=(2, channels, 8 * factor, 4 * factor))
    weight = random.normal(size=(5, channels * factor**2, 3, 3))
    trained = F.conv2d(F.pixel_unshuffle(torch.from_numpy(x), factor), torch.from_numpy(weight), padding=1)
    reordered = torch.from_numpy(depth_order(weight, factor))
    exported = F.conv2d(torch.from_numpy(space_to_depth(x, factor)), reordered, padding=1)
    assert torch.allclose(trained, exported)
