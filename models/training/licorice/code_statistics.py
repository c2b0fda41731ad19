"""What a decoder knows of codes before the first one: probabilities of a few answers, counted on pictures."""

from __future__ import annotations

import numpy as np

from .generative import LARGEST

NONE = 2 * LARGEST + 1  # stands for a neighbour that has no integer of this channel
KINDS = NONE + 1
ZERO, POSITIVE, TWO, MINUS_TWO = range(4)  # questions, each about those for whom the one before left it open
WEIGHT = 0.5  # answers of each kind that nobody gave
MOST_SEEN = 24  # answers that counted probabilities are worth; a picture's own soon outweigh them

ENTRY = np.dtype([("probability", ">u2"), ("seen", "u1")])


def neighbours(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kinds of the left and upper neighbours of codes (channels x rows x columns)."""
    padded = np.pad(codes.astype(np.int64) + LARGEST, ((0, 0), (1, 0), (1, 0)), constant_values=NONE)
    return padded[:, 1:, :-1], padded[:, :-1, 1:]


class CodeStatistics:
    """Counts of no and yes by channel, left and upper neighbour, and question."""

    def __init__(self, channels: int):
        self.counts = np.zeros((channels, KINDS, KINDS, 4, 2))

    def add(self, codes: np.ndarray) -> None:
        """codes: channels x rows x columns, all of them coded."""
        west, north = neighbours(codes)
        channel = np.broadcast_to(np.arange(len(codes)).reshape(-1, 1, 1), codes.shape)
        for question, asked, yes in (
            (ZERO, np.ones_like(codes, dtype=bool), codes == 0),
            (POSITIVE, codes != 0, codes > 0),
            (TWO, codes > 0, codes == LARGEST),
            (MINUS_TWO, codes < 0, codes == -LARGEST),
        ):
            place = (channel[asked], west[asked], north[asked], question, yes[asked].astype(np.int64))
            np.add.at(self.counts, place, 1)

    def serialise(self) -> bytes:
        """For each context the probability of yes in 1/65536 (big-endian) and the answers that it is worth."""
        # Where a neighbourhood was never seen, the channel as a whole is the best guess.
        of_channel = self.counts.sum((1, 2), keepdims=True) + WEIGHT
        guess = of_channel[..., 1] / of_channel.sum(-1)
        total = self.counts.sum(-1)
        probability = (self.counts[..., 1] + 2 * guess) / (total + 2)
        entries = np.zeros(total.shape, dtype=ENTRY)
        entries["probability"] = np.clip(np.rint(probability * 65536), 1, 65535)
        entries["seen"] = np.clip(total + 2, 0, MOST_SEEN)
        return entries.tobytes()
