"""Which blocks of training's frames have vectors: about what the encoder chooses, for all blocks at once.

The encoder goes from block to block, since what a vector costs depends on those before it; here it is expected to be the mean
of the block's flow, and a second round knows which neighbours have vectors.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .flow import luma
from .vectors import BLOCK, UNIT, Vectors, means
from .warp import FLOW_BITS, LEVELS, LOWEST, TAPS

ACROSS, ALONG = 8, 5  # whole pixels around the mean of flow; the encoder goes half as far again
# As the encoder has them, which says what they are.
SAVED_BITS, UNCODED = 48.0, 90.0
GIVEN_BITS = (4.0, 1.2, -0.6, -2.5)
FIRST_GIVEN_BITS = 2.0  # before it is known which neighbours have vectors
COMPONENT_BITS = 1.2
HOPEFUL = 20.0  # bits that fractions of a pixel may save
ONE = 1 << FLOW_BITS


def vector_bits(units):
    """Of ... x 2 units that vectors differ by from what is expected."""
    return (2.0 * torch.log2(1.0 + units.abs()) + COMPONENT_BITS).sum(-1)


def saved_bits(error, price):
    """What the residual of a block of this squared error is taken to cost."""
    return SAVED_BITS * torch.log2(1.0 + error / (UNCODED * price))


class Blocks:
    """Blocks of N frames and their references, both N x 3, numbered frame by frame and row by row."""

    def __init__(self, x, reference):
        self.count, _, self.height, self.width = x.shape
        self.rows, self.columns = self.height // BLOCK, self.width // BLOCK
        self.x, self.reference = ((v.float() - LOWEST) * LEVELS for v in (x, reference))
        place = torch.arange(self.count * self.rows * self.columns, device=x.device)
        self.frame = place // (self.rows * self.columns)
        self.top = place // self.columns % self.rows * BLOCK
        self.left = place % self.columns * BLOCK

    def of(self, plane):
        """N x channels at every pixel to blocks x channels x 8 x 8."""
        channels = plane.shape[1]
        cut = plane.view(self.count, channels, self.rows, BLOCK, self.columns, BLOCK)
        return cut.permute(0, 2, 4, 1, 3, 5).reshape(-1, channels, BLOCK, BLOCK)

    def by_block(self, values):
        """N x channels x rows x columns of blocks to blocks x channels."""
        return values.permute(0, 2, 3, 1).reshape(-1, values.shape[1])

    def window(self, planes, chosen, right, down, width: int, height: int):
        """Of some blocks of N x channels planes: so many columns and rows, so far to the right of the block's own and below.

        Beyond the edges the nearest samples are taken.
        """
        columns = (self.left[chosen] + right).view(-1, 1) + torch.arange(width, device=planes.device)
        rows = (self.top[chosen] + down).view(-1, 1) + torch.arange(height, device=planes.device)
        columns, rows = columns.clamp(0, self.width - 1), rows.clamp(0, self.height - 1)
        channels = planes.shape[1]
        plane = self.frame[chosen].view(-1, 1) * channels + torch.arange(channels, device=planes.device)
        first = (plane.unsqueeze(2) * self.height + rows.unsqueeze(1)) * self.width
        places = first.unsqueeze(3) + columns.view(-1, 1, 1, width)
        return planes.flatten().index_select(0, places.flatten()).view(places.shape)

    def whole(self, chosen, near, price) -> tuple[torch.Tensor, torch.Tensor]:
        """The cheapest vectors of whole pixels of some blocks by luma alone, in sixteenths, and their costs."""
        shown, there = (luma(v).round() for v in (self.x, self.reference))
        mine = self.of(shown)[chosen]
        centre = torch.floor(near / ONE + 0.5).long()
        size = BLOCK + 2 * ACROSS, BLOCK + 2 * ALONG
        around = self.window(there, chosen, centre[:, 0] - ACROSS, centre[:, 1] - ALONG, *size)[:, 0]
        least = torch.full_like(price, float("inf"))
        best = torch.zeros_like(near)
        across = torch.arange(-ACROSS, ACROSS + 1, device=near.device)
        for down in range(-ALONG, ALONG + 1):
            strip = around[:, down + ALONG : down + ALONG + BLOCK].unfold(2, BLOCK, 1)
            error = ((strip - mine[:, 0].unsqueeze(2)) ** 2).sum((1, 3))
            right = centre[:, :1] + across
            vector = torch.stack([right, (centre[:, 1:] + down).expand_as(right)], -1) * float(ONE)
            cost = saved_bits(3.0 * error, price.view(-1, 1)) + vector_bits((vector - near.unsqueeze(1)) / UNIT)
            value, at = cost.min(1)
            better = value < least
            least = torch.where(better, value, least)
            found = vector.gather(1, at.view(-1, 1, 1).expand(-1, 1, 2)).squeeze(1)
            best = torch.where(better.unsqueeze(1), found, best)
        return best, least

    def error(self, chosen, vectors):
        """Squared errors of some blocks under vectors in sixteenths, as the warp has them but for the very edges."""
        taps = torch.tensor(TAPS, dtype=torch.float32, device=vectors.device)
        count = taps.shape[1]
        at, fraction = vectors.long() >> FLOW_BITS, vectors.long() & (ONE - 1)
        size = BLOCK + count - 1
        there = self.window(self.reference, chosen, at[:, 0] - 1, at[:, 1] - 1, size, size)
        across = torch.einsum("kcijt,kt->kcij", there.unfold(3, count, 1), taps[fraction[:, 0]])
        shown = torch.einsum("kcijt,kt->kcij", across.unfold(2, count, 1), taps[fraction[:, 1]])
        shown = torch.floor((shown + 2048) / 4096).clamp(0, LEVELS - 1)
        return ((shown - self.of(self.x)[chosen]) ** 2).sum((1, 2, 3))


def refine(blocks: Blocks, chosen, vectors, near, price) -> tuple[torch.Tensor, torch.Tensor]:
    """Vectors that can be coded next to some in whole pixels, or halves and quarters further, and what they cost."""

    def cost(v):
        return saved_bits(blocks.error(chosen, v), price) + vector_bits((v - near) / UNIT)

    best = near + torch.floor((vectors - near + UNIT / 2) / UNIT) * UNIT
    least = cost(best)
    for step in (2 * UNIT, UNIT):
        around = best
        for right in (-step, 0, step):
            for down in (-step, 0, step):
                v = around + torch.tensor([right, down], dtype=torch.float32, device=best.device)
                found = cost(v)
                best = torch.where((found < least).unsqueeze(1), v, best)
                least = torch.minimum(found, least)
    return best, least


@torch.no_grad()
def find_vectors(x, reference, flow, warped, price) -> Vectors:
    """x, reference, and warped, where flow (N x 2 at 1/4) takes it, are N x 3; price: N squared errors for a bit.

    Errors are sums over samples of 0 to 255.
    """
    with torch.autocast(x.device.type, enabled=False):
        blocks = Blocks(x, reference)
        near = blocks.by_block(means(flow)) * ONE
        price = price.float()[blocks.frame]
        missed = blocks.of((x.float() - warped.float()) * LEVELS)
        without = saved_bits((missed**2).sum((1, 2, 3)), price)
        chosen = (without > (FIRST_GIVEN_BITS + 2 * COMPONENT_BITS)).nonzero().flatten()
        vectors, cost = torch.zeros_like(near), torch.full_like(without, float("inf"))
        given = torch.zeros_like(without, dtype=torch.bool)
        if len(chosen):
            found, least = blocks.whole(chosen, near[chosen], price[chosen])
            hopeful = least + FIRST_GIVEN_BITS < without[chosen] + HOPEFUL
            chosen, found = chosen[hopeful], found[hopeful]
        if len(chosen):
            vectors[chosen], cost[chosen] = refine(blocks, chosen, found, near[chosen], price[chosen])
            first = (cost + FIRST_GIVEN_BITS < without).view(blocks.count, 1, blocks.rows, blocks.columns)
            wide = F.pad(first.long(), (1, 1, 1, 0))
            around = wide[:, :, 1:, :-2] + wide[:, :, :-1, 1:-1] + wide[:, :, :-1, 2:]
            extra = torch.tensor(GIVEN_BITS, device=x.device)[around].flatten()
            given = cost + extra < without

    def back(values):
        return values.view(blocks.count, blocks.rows, blocks.columns, -1).permute(0, 3, 1, 2)

    return Vectors(back(given), back(torch.where(given.unsqueeze(1), vectors, torch.zeros_like(vectors))) / ONE)
