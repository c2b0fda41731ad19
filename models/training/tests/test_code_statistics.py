import numpy as np

from licorice.code_statistics import KINDS, MINUS_TWO, MOST_SEEN, NONE, POSITIVE, TWO, ZERO, CodeStatistics


def entries(statistics: CodeStatistics) -> np.ndarray:
    """(probability, answers) by channel, left, upper neighbour and question."""
    data = np.frombuffer(statistics.serialise(), dtype=np.dtype([("p", ">u2"), ("n", "u1")]))
    return data.reshape(-1, KINDS, KINDS, 4)


def test_answers_are_counted_where_their_neighbours_say():
    statistics = CodeStatistics(1)
    statistics.add(np.array([[[0, 2], [-1, -2]]]))
    first, counts = statistics.counts[0, NONE, NONE], statistics.counts[0]
    assert first[ZERO].tolist() == [0, 1] and first[POSITIVE].sum() == 0
    right = counts[0 + 2, NONE]  # a zero to the left, nothing above
    assert right[ZERO].tolist() == [1, 0] and right[POSITIVE].tolist() == [0, 1] and right[TWO].tolist() == [0, 1]
    last = counts[-1 + 2, 2 + 2]
    assert last[ZERO].tolist() == [1, 0] and last[POSITIVE].tolist() == [1, 0] and last[MINUS_TWO].tolist() == [0, 1]
    assert counts.sum() == 1 + 3 + 3 + 3


def test_channels_are_apart():
    statistics = CodeStatistics(2)
    statistics.add(np.stack([np.zeros((4, 4), int), np.ones((4, 4), int)]))
    told = entries(statistics)
    assert told[0, 2, 2, ZERO]["p"] > 50000 and told[1, 3, 3, ZERO]["p"] < 15000


def test_files_have_an_entry_for_each_context_and_no_probability_of_nothing():
    statistics = CodeStatistics(3)
    statistics.add(np.full((3, 40, 40), 2))
    told = entries(statistics)
    assert told.shape[0] == 3 and told["p"].min() >= 1 and told["n"].max() == MOST_SEEN
    assert told[0, 4, 4, TWO]["p"] > 65000 and told[0, 4, 4, ZERO]["p"] < 200


def test_neighbourhoods_never_seen_take_the_channels_word():
    statistics = CodeStatistics(1)
    statistics.add(np.zeros((1, 30, 30), int))
    told = entries(statistics)
    assert told[0, 0, 4, ZERO]["p"] > 60000 and told[0, 0, 4, ZERO]["n"] == 2
