"""Selective generative compression: few integers a cell, a generator that makes up the rest, and its critics.

After Agustsson et al., Generative Adversarial Networks for Extreme Learned Image Compression (ICCV 2019), with layers
that suit a CPU. One network serves every number of code channels: the first ones suffice for a coarse picture, and
the generator is told how many there are. Where a cell is to be synthesised it has no code at all, and the generator
has the label map to go by.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from .exact import ON, ExactConv, Grid, GridLeaky, GridShuffle, IntegerCodec, settle_sequence
from .nets import LIMIT_4, LIMIT_8, SLOPE, conv3, exact3, exact_block, quiet, sample_grid, to_cells

CELL = 16
SHARES = 16  # blocks of 4 x 4 pixels in a cell, and pixels in such a block
SHARE_BITS = 4  # shares are multiples of 1/16,
LEVEL_BITS = 1  # and levels of 1/2
# Beside features, whose units are finer, shares would need weights so large that they leave the others no digits.
JOINED_SHARE_BITS = 9
# These layers' largest weights lie far above the others.
JOIN_WEIGHT_LIMIT = LAST_WEIGHT_LIMIT = 1023
# Some channels are active for some classes only, or without a code: ranges at means of batches cut them off.
TOWARDS_LARGEST = 0.6
LARGEST = 2  # code integers are -LARGEST to LARGEST


@dataclass(frozen=True)
class GenerativeRecipe:
    """Everything that decides a training run apart from its data and its length."""

    name: str
    classes: int  # of label maps; 0 for a pack without
    code_channels: tuple[int, ...] = (2, 4, 8)  # what a picture may be coded with
    encoder_channels: tuple[int, int, int] = (48, 96, 192)
    encoder_blocks: tuple[int, int, int] = (1, 2, 2)
    generator_channels: tuple[int, int, int, int] = (16, 48, 96, 192)
    generator_blocks: tuple[int, int, int] = (1, 2, 6)
    critic_channels: tuple[int, int, int] = (48, 64, 96)
    scales: int = 3  # resolutions that the critics see
    batch: int = 4
    crop: int = 192
    learning_rate: float = 3e-4
    squared: float = 10.0  # weights of the losses
    features: float = 10.0
    seen: float = 5.0
    kept: float = 0.25  # share of classes that are coded, where classes are drawn
    labelled: float = 0.5  # share of a batch that has labels, in a recipe with classes
    unseen: float = 0.5  # share of pictures coded as a whole whose labels only the critics see

    def __post_init__(self):
        most = (1 << LEVEL_BITS) + 1
        if not 1 <= len(self.code_channels) <= most:
            raise ValueError(f"{self.name}: 1 to {most} numbers of code channels expected, found {self.code_channels}")


class CodeEncoder(nn.Module):
    """N x 3 samples in -0.5..0.5 to N x channels integers at 1/16."""

    def __init__(self, recipe: GenerativeRecipe):
        super().__init__()
        self.layers = to_cells(recipe.encoder_channels, recipe.encoder_blocks, max(recipe.code_channels))

    def forward(self, x):
        code = self.layers(x).float()
        # A code that runs out of its range must still find back.
        within = torch.clamp(code, -LARGEST, LARGEST) + 0.1 * (code - torch.clamp(code, -LARGEST, LARGEST))
        rounded = torch.clamp(torch.round(within.detach()), -LARGEST, LARGEST)
        return within + (rounded - within).detach()


class Generator(nn.Module):
    """Cells as assemble puts them together to samples in -0.5..0.5."""

    def __init__(self, recipe: GenerativeRecipe):
        super().__init__()
        c2, c4, c8, c16 = recipe.generator_channels
        n4, n8, n16 = recipe.generator_blocks
        self.classes = recipe.classes
        self.inputs = max(recipe.code_channels) + 2 + SHARES * recipe.classes
        self.first = ExactConv(self.inputs, c16, 3, LARGEST << SHARE_BITS)
        self.coarse = nn.Sequential(
            GridLeaky(SLOPE, c16),
            *(exact_block(c16) for _ in range(n16)),
            exact3(c16, 4 * c8),
            GridShuffle(2, c8, LIMIT_8),
            *(exact_block(c8, LIMIT_8) for _ in range(n8)),
            exact3(c8, 4 * c4, LIMIT_8),
            GridShuffle(2, c4, LIMIT_4),
            GridLeaky(SLOPE, c4, LIMIT_4),
        )
        # Contours of labels are finer than cells.
        self.join = ExactConv(c4 + recipe.classes, c4, 3, LIMIT_4, JOIN_WEIGHT_LIMIT)
        self.fine = nn.Sequential(
            GridLeaky(SLOPE, c4, LIMIT_4),
            *(exact_block(c4, LIMIT_4) for _ in range(n4)),
            GridLeaky(SLOPE, c4, LIMIT_4),
            exact3(c4, 4 * c2, LIMIT_4),
            GridShuffle(2, c2, LIMIT_4),
            GridLeaky(SLOPE, c2, LIMIT_4),
            quiet(ExactConv(c2, 12, 3, LIMIT_4, LAST_WEIGHT_LIMIT), 0.3),
            nn.PixelShuffle(2),
        )
        for grid in self.modules():
            if isinstance(grid, Grid):
                grid.towards_largest = TOWARDS_LARGEST

    def forward(self, cells):
        x = self.coarse(self.first(cells))
        if self.classes:
            shares = F.pixel_shuffle(cells[:, self.inputs - SHARES * self.classes :], 4)
            x = torch.cat([x, shares.to(x.dtype)], 1)
        made = self.fine(self.join(x)).float()
        return sample_grid(made) if self.first.mode == ON else made

    def settle(self) -> None:
        # All in the finest unit of theirs: weights of coarser ones would leave those of shares few digits.
        self.first.settle(torch.full_like(self.first.input_bits, SHARE_BITS))
        bits = settle_sequence(self.coarse, self.first.sum_bits)
        self.join.settle(F.pad(bits, (0, self.classes), value=JOINED_SHARE_BITS))
        settle_sequence(self.fine, self.join.sum_bits)

    def cell_bits(self) -> torch.Tensor:
        """The units of the integers that stand for cells: codes and flags, levels, and shares."""
        labels = SHARES * self.classes
        return torch.tensor((self.inputs - 1 - labels) * [0] + [LEVEL_BITS] + labels * [SHARE_BITS])


def assemble(code, coded, level, shares):
    """What the generator sees of each cell of 16 x 16 pixels.

    code: N x channels at 1/16, 0 where nothing is coded; coded: N x 1 at 1/16, 1 where there is a code; level: the
    place of the number of channels in the recipe's list as a number from 0 to 1, N x 1 x 1 x 1; shares: N x classes at
    1/4, how much of each 4 x 4 block a class has, all 0 where classes are not known.
    """
    cells = [code, coded, level * coded]
    if shares.shape[1]:  # pixel_unshuffle leaves no channels as they are
        cells.append(F.pixel_unshuffle(shares, 4))
    return torch.cat(cells, 1)


def label_shares(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """N x H x W class indices to N x classes shares at 1/4; indices from classes on belong to none."""
    known = labels < classes
    one_hot = F.one_hot(torch.where(known, labels, torch.zeros_like(labels)), classes) * known.unsqueeze(-1)
    return F.avg_pool2d(one_hot.permute(0, 3, 1, 2).float(), 4)


def no_shares(x: torch.Tensor, classes: int) -> torch.Tensor:
    """Shares where classes are not known, for pictures x."""
    return torch.zeros(len(x), classes, x.shape[2] // 4, x.shape[3] // 4, device=x.device)


class GenerativeCodec(IntegerCodec):
    """Everything that a pack holds, with the forward pass of training."""

    def __init__(self, recipe: GenerativeRecipe):
        super().__init__()
        self.recipe = recipe
        self.encoder = CodeEncoder(recipe)
        self.generator = Generator(recipe)

    def integer_networks(self) -> list[nn.Module]:
        return [self.generator]

    def level(self, channels: torch.Tensor) -> torch.Tensor:
        counts = torch.tensor(self.recipe.code_channels, device=channels.device)
        place = (channels.view(-1, 1) == counts).float().argmax(1)
        return (place / max(1, len(counts) - 1)).view(-1, 1, 1, 1)

    def forward(self, x, channels, coded, shares):
        """channels: code channels of each picture; coded: N x 1 at 1/16. Returns integers and samples."""
        code = self.encoder(x)
        used = torch.arange(code.shape[1], device=x.device).view(1, -1, 1, 1) < channels.view(-1, 1, 1, 1)
        code = code * used * coded
        return code, self.generator(assemble(code, coded, self.level(channels), shares))


class Critic(nn.Module):
    """Tells pictures from generated ones, place by place, at one resolution; after LSGAN."""

    def __init__(self, recipe: GenerativeRecipe):
        super().__init__()
        a, b, c = recipe.critic_channels
        inputs = 4 * (3 + recipe.classes)
        self.layers = nn.ModuleList(
            [
                nn.Sequential(spectral_norm(conv3(inputs, a)), nn.LeakyReLU(0.2)),
                nn.Sequential(nn.PixelUnshuffle(2), spectral_norm(conv3(4 * a, b)), nn.LeakyReLU(0.2)),
                nn.Sequential(nn.PixelUnshuffle(2), spectral_norm(conv3(4 * b, c)), nn.LeakyReLU(0.2)),
                spectral_norm(conv3(c, 1)),
            ]
        )

    def forward(self, x) -> list[torch.Tensor]:
        """Features of each layer; the last ones are the scores."""
        x, seen = F.pixel_unshuffle(x, 2), []
        for layer in self.layers:
            x = layer(x)
            seen.append(x)
        return seen


class Critics(nn.Module):
    """A critic for each resolution. What they see of the label map the generator need not (D+)."""

    def __init__(self, recipe: GenerativeRecipe):
        super().__init__()
        self.each = nn.ModuleList(Critic(recipe) for _ in range(recipe.scales))

    def forward(self, x, shares) -> list[list[torch.Tensor]]:
        if shares.shape[1]:
            x = torch.cat([x, F.interpolate(shares, size=x.shape[2:], mode="nearest")], 1)
        seen = []
        for critic in self.each:
            seen.append(critic(x))
            x = F.avg_pool2d(x, 2)
        return seen


def critic_loss(true: list[list[torch.Tensor]], made: list[list[torch.Tensor]]) -> torch.Tensor:
    return sum(((t[-1].float() - 1) ** 2).mean() + (m[-1].float() ** 2).mean() for t, m in zip(true, made)) / len(true)


def generator_loss(made: list[list[torch.Tensor]]) -> torch.Tensor:
    return sum(((m[-1].float() - 1) ** 2).mean() for m in made) / len(made)


def feature_loss(true: list[list[torch.Tensor]], made: list[list[torch.Tensor]]) -> torch.Tensor:
    """How far the critics' features of a generated picture are from those of the true one."""
    pairs = [(a, b) for t, m in zip(true, made) for a, b in zip(t[:-1], m[:-1])]
    return sum(F.l1_loss(b.float(), a.detach().float()) for a, b in pairs) / len(pairs)
