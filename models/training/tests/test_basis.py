import numpy as np
import torch
import torch.nn.functional as F

from licorice.basis import BLOCK, COLOUR_ROTATION, dct_matrix, energetic_basis, full_basis
from licorice.nets import PhotoCodec

from conftest import shaded


def test_full_basis_is_orthonormal():
    basis = full_basis()
    assert np.abs(basis @ basis.T - np.eye(768)).max() < 1e-12


def test_functions_follow_the_channel_order_of_pixel_unshuffle():
    block = np.random.default_rng(3).normal(size=(3, BLOCK, BLOCK))
    d = dct_matrix(BLOCK)
    expected = np.stack([d @ plane @ d.T for plane in np.tensordot(COLOUR_ROTATION, block, 1)])
    unshuffled = F.pixel_unshuffle(torch.from_numpy(block)[None], BLOCK).reshape(768).numpy()
    assert np.abs(full_basis() @ unshuffled - expected.reshape(768)).max() < 1e-12


def test_energetic_basis_begins_with_the_mean_of_luma():
    basis, deviation, _ = energetic_basis([shaded(0)], 24, samples=500)
    assert basis.shape == (24, 768)
    assert np.allclose(basis[0], basis[0, 0])
    assert np.all(np.diff(deviation) <= 0)


def test_codec_starts_as_a_transform_that_inverts_itself(tiny):
    torch.manual_seed(0)
    model = PhotoCodec(tiny, torch.from_numpy(full_basis()[: tiny.latents].astype(np.float32)))
    y = torch.randn(1, tiny.latents, 4, 4)
    x = F.pixel_shuffle(model.synthesis.skip(y), BLOCK)
    assert torch.allclose(model.analysis.skip(F.pixel_unshuffle(x, BLOCK)), y, atol=1e-4)
