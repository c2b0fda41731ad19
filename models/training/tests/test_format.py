"""Decodes the integers of the specification's file with code that was written from the specification alone."""

import hashlib
import json
import math
import re
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from test_scale_head import convolution, products, shuffle
from test_tables import read_independently

MODELS = Path(__file__).resolve().parents[2]
DOCUMENT = MODELS / "doc" / "lic-format.md"
PACK = MODELS / "src" / "main" / "resources" / "io" / "licorice" / "packs" / "photo"
GOLDEN = MODELS / "src" / "test" / "resources" / "io" / "licorice" / "golden"
HOW = "write the dump anew: ./mvnw -pl models test -Dtest=FormatDumpTest -Dlicorice.update-doc=true"


class Lanes:
    """Section 5.2."""

    def __init__(self, tables, stream: bytes):
        self.tables, self.stream = tables, stream
        assert stream[0] < 4
        count = 2 ** stream[0]
        self.states = [int.from_bytes(stream[1 + 4 * i : 5 + 4 * i], "little") for i in range(count)]
        assert min(self.states) >= 65536
        self.position = 1 + 4 * count

    def segment(self, indices):
        symbols, j = [], 0
        for index in indices:
            if not self.tables[index]:
                symbols.append(0)
                continue
            symbols.append(self.symbol(j % len(self.states), self.tables[index]))
            j += 1
        return symbols

    def symbol(self, lane, table):
        slot, first = self.states[lane] % 65536, 0
        owners = [(0, table[0])] + [(s * k, table[k]) for k in range(1, len(table) - 1) for s in (1, -1)]
        for symbol, frequency in owners:
            if slot < first + frequency:
                self.step(lane, first, frequency)
                return symbol
            first += frequency
        self.step(lane, first, table[-1])
        zeros = 0
        while not self.bit(lane):
            zeros += 1
            assert zeros <= 20
        v = 1
        for _ in range(zeros):
            v = 2 * v + self.bit(lane)
        magnitude = len(table) - 2 + v
        assert magnitude <= 2**20
        return -magnitude if self.bit(lane) else magnitude

    def bit(self, lane):
        bit = self.states[lane] % 65536 // 32768
        self.step(lane, bit * 32768, 32768)
        return bit

    def step(self, lane, first, frequency):
        x = self.states[lane]
        x = frequency * (x // 65536) + x % 65536 - first
        if x < 65536:
            x = x * 65536 + int.from_bytes(self.stream[self.position : self.position + 2], "little")
            self.position += 2
        self.states[lane] = x

    def finish(self):
        assert self.position == len(self.stream) and set(self.states) == {65536}


def crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_check_sum_is_the_one_of_the_specification():
    assert crc32c(b"123456789") == 0xE3069283


def test_streams_of_the_specification():
    text = DOCUMENT.read_text(encoding="utf-8")
    note = text[text.index("*Note.* The smallest stream") :]
    blobs = [bytes.fromhex(b) for b in re.findall(r"`((?:[0-9a-f]{2,} ?)+)`", note)[:4]]
    smallest, tables, one, four = blobs
    Lanes([[65535, 1]], smallest).finish()
    tables = read_independently(tables)
    assert tables == [[], [50000, 7000, 700, 136], [60000, 2000, 1536]]
    for stream in (one, four):
        lanes = Lanes(tables, stream)
        assert lanes.segment([1, 2, 0, 1, 1, 2, 0, 0, 1, 1]) == [0, 1, 0, -1, 2, 0, 0, 0, -2, 3]
        assert lanes.segment([2, 1, 1, 2, 2, 1]) == [-9, 0, 1, 0, 1048576, -5]
        lanes.finish()


def documented() -> bytes:
    dump = DOCUMENT.read_text(encoding="utf-8").split("<!-- dump:begin -->")[1].split("<!-- dump:end -->")[0]
    lines = re.findall(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)", dump, re.MULTILINE)
    return bytes.fromhex("".join(lines))


class Header:
    """Section 3."""

    def __init__(self, data: bytes):
        assert data[:5] == b"\x8cLIC\x01"
        assert data[5] & 6 == 0 and data[6] == 1
        self.tile = 128 << (data[5] >> 4 & 7)
        self.sum_bytes = 4 if data[5] & 128 else 0
        self.position = 7
        self.width, self.height = self.side(data), self.side(data)
        end = self.position + 1 + data[self.position]
        self.id = data[self.position + 1 : end].decode("ascii")
        self.hash = data[end : end + 4]
        self.quality = int.from_bytes(data[end + 4 : end + 6], "big")
        self.position = end + 6
        self.levels = [self.quality]
        if data[5] & 8:
            self.position += 1
            for _ in range(data[end + 6] + 1):
                self.levels.append(self.levels[-1] + self.side(data))

    def side(self, data):
        value, self.position = varint(data, self.position)
        return value + 1


def varint(data, position):
    value, shift = 0, 0
    while True:
        byte = data[position]
        position += 1
        value += (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, position


class MapAnswers:
    """Section 7.9: answers in contexts that learn."""

    def __init__(self, stream: bytes):
        self.lanes = Lanes([], b"\0" + stream)
        self.probability, self.seen = [2**21] * 84, [0] * 84

    def answer(self, context) -> bool:
        p, m = self.probability[context], self.seen[context]
        f = max(32, min(p >> 6, 65504))
        yes = self.lanes.states[0] % 65536 < f
        self.lanes.step(0, *((0, f) if yes else (f, 65536 - f)))
        self.probability[context] = p + 2 * (2**22 - p) // (2 * m + 3) if yes else p - 2 * p // (2 * m + 3)
        self.seen[context] = min(m + 1, 255)
        return yes

    def raw(self, bits) -> int:
        if bits == 0:
            return 0
        value = self.lanes.states[0] % 65536 >> (16 - bits)
        self.lanes.step(0, value << (16 - bits), 1 << (16 - bits))
        return value


def pattern_of(west, north, north_west, north_east) -> int:
    c = 0 if north_west == west else 1 if north_west == north else 2
    d = 0 if north_east == west else 1 if north_east == north else 2 if north_east == north_west else 3
    if west == north:
        return (0 if d == 0 else 1) if c == 0 else (2 if d == 0 else d + 1)
    return 11 + d if c == 2 else 5 + 3 * c + min(d, 2)


def read_map(stream: bytes, columns: int, rows: int, n: int) -> list[list[int]]:
    answers, levels = MapAnswers(stream), []
    for y in range(rows):
        levels.append([])
        for x in range(columns):
            levels[y].append(read_level(answers, levels, x, y, columns, n))
    answers.lanes.finish()
    return levels


def read_level(answers, levels, x, y, columns, n) -> int:
    above = levels[y - 1] if y else None
    north = above[x] if y else levels[y][x - 1] if x else 0
    west = levels[y][x - 1] if x else north
    north_west = above[x - 1] if y and x else north
    north_east = above[x + 1] if y and x + 1 < columns else north
    west_west = levels[y][x - 2] if x > 1 else west
    north_north = levels[y - 2][x] if y > 1 else north
    pattern = pattern_of(west, north, north_west, north_east)
    from_north = north_west == west
    first = north if from_north else west
    if answers.answer(4 * pattern + 2 * (west_west == west) + (north_north == north)):
        return first
    if n == 2:
        return 1 - first
    second = west if from_north else north
    if second == first:
        second = north_east if north_west == first else north_west
    if second != first and answers.answer(60 + pattern):
        return second
    up = first == 0 or (first < n - 1 and answers.answer(75))
    t = n - 1 - first if up else first
    j = 0
    while j < t.bit_length() - 1 and answers.answer(76 + j):
        j += 1
    away = min(2**j + answers.raw(j), t)
    return first + away if up else first - away


def test_map_of_the_specification():
    text = DOCUMENT.read_text(encoding="utf-8")
    note = text[text.index("With five levels the stream") :]
    stream = bytes.fromhex(re.search(r"`([0-9a-f ]+)`", note)[1])
    rows = [[int(v) for v in row.split()] for row in re.search(r"rows ([0-9 ,]+)\.", note)[1].split(",")]
    assert read_map(stream, 6, 4, 5) == rows


class Quality:
    """Section 7.2, as far as tables depend on it."""

    def __init__(self, data: bytes, manifest: dict, q: int):
        m, n, anchors = manifest["latents"], manifest["hyperLatents"], manifest["anchors"]
        self.per_anchor = manifest["stepsPerAnchor"]
        self.position = q + manifest["lowestStep"]
        values = np.frombuffer(data, "<i2").astype(np.int64)
        gains, rest = values[: anchors * m].reshape(anchors, m), values[2 * anchors * m :]
        hyper_gains, hyper_scale = rest[: anchors * n].reshape(anchors, n), rest[anchors * n :]
        assert len(hyper_scale) == n
        hyper = self.log(hyper_gains)
        self.index_offset = self.sixteenths(self.log(gains))
        self.hyper_table = np.clip(hyper_scale + self.sixteenths(hyper) + 8 >> 4, 0, 63)
        unit = math.log(2560) / 63
        self.multiplier = [round(65536 * math.exp(unit * -int(v) / (256 * self.per_anchor))) for v in hyper]
        inside = max(0, min(self.position, (anchors - 1) * self.per_anchor))
        self.plane = round(inside * 16 / self.per_anchor) - 56

    def log(self, table):
        a = max(0, min(self.position // self.per_anchor, len(table) - 2))
        return table[a] * self.per_anchor + (table[a + 1] - table[a]) * (self.position - a * self.per_anchor)

    def sixteenths(self, log):
        return (16 * log + 256 * self.per_anchor // 2) // (256 * self.per_anchor)


def scale_head_layers(path: Path):
    """Weights and biases of the four convolutions, in order."""
    graph = onnx.load(str(path)).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast":
            values[node.output[0]] = values[node.input[0]]
    for node in graph.node:
        if node.op_type == "Conv":
            weight, bias = (values[name].astype(np.float64) for name in node.input[1:3])
            assert np.array_equal(weight, np.rint(weight)) and np.array_equal(bias, np.rint(bias))
            yield weight.astype(np.int64), bias.astype(np.int64)


def tiles_of(data: bytes, header: Header):
    """Sides in pixels and record of each tile: section 4."""
    columns, rows = -(-header.width // header.tile), -(-header.height // header.tile)
    position, lengths = header.position, []
    end = len(data) - columns * rows * header.sum_bytes
    if columns * rows > 1:
        for _ in range(columns * rows):
            length, position = varint(data, position)
            lengths.append(length)
    else:
        lengths.append(end - position - 8)
    for i, length in enumerate(lengths):
        width = min(header.tile, header.width - i % columns * header.tile)
        height = min(header.tile, header.height - i // columns * header.tile)
        yield width, height, data[position : position + 8 + length]
        position += 8 + length
    assert position == end


def steps_of(payload: bytes, columns: int, rows: int, levels: list[int]):
    """Quality steps of a tile's cells, and the rest of the payload: section 7.9."""
    if len(levels) == 1:
        return np.full((rows, columns), levels[0]), payload
    v, position = varint(payload, 0)
    if v < len(levels):
        return np.full((rows, columns), levels[v]), payload[position:]
    end = position + v - len(levels) + 1
    cells = read_map(payload[position:end], columns, rows, len(levels))
    return np.array(levels)[np.array(cells)], payload[end:]


def decode_integers(data: bytes):
    """Decodes all tiles of a picture without alpha and checks their sums; yields the integers."""
    header = Header(data)
    text = (PACK / "manifest.json").read_bytes()
    assert hashlib.sha256(text).digest()[:4] == header.hash, HOW
    manifest = json.loads(text)
    assert manifest["id"] == header.id
    tables = read_independently((PACK / "tables.bin").read_bytes())
    assert len(tables) == 64
    for width, height, record in tiles_of(data, header):
        payload_check, latents_check = (int.from_bytes(record[i : i + 4], "big") for i in (0, 4))
        assert crc32c(data[: header.position] + record[8:]) == payload_check
        columns, rows = -(-width // 16), -(-height // 16)
        steps, payload = steps_of(record[8:], columns, rows, header.levels)
        hyper, latents = tile_integers(Lanes(tables, payload), steps, manifest)
        checked = (steps.reshape(-1).tolist() if len(header.levels) > 1 else []) + hyper + latents
        assert crc32c(np.array(checked).astype("<i2").tobytes()) == latents_check
        yield hyper, latents


def tile_integers(lanes: Lanes, steps: np.ndarray, manifest: dict):
    rows, columns = steps.shape
    hyper_columns, hyper_rows = -(-columns // 4), -(-rows // 4)
    hyper_steps = [
        [int(steps[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].max()) for j in range(hyper_columns)]
        for i in range(hyper_rows)
    ]
    file = (PACK / "quality.bin").read_bytes()
    known = {q: Quality(file, manifest, q) for q in {*steps.reshape(-1).tolist(), *sum(hyper_steps, [])}}
    of_hyper = [known[q] for row in hyper_steps for q in row]

    hyper = lanes.segment(np.stack([q.hyper_table for q in of_hyper], 1).reshape(-1))
    planes = np.array([q.plane for q in of_hyper]).reshape(1, hyper_rows, hyper_columns)
    multiplier = np.stack([q.multiplier for q in of_hyper], 1).reshape(-1, hyper_rows, hyper_columns)
    symbols = np.array(hyper, np.int64).reshape(-1, hyper_rows, hyper_columns)
    x = np.concatenate([np.clip(symbols * multiplier + 2048 >> 12, -2047, 2047), planes])
    layers = list(scale_head_layers(PACK / "scale_head.onnx"))
    for number, layer in enumerate(layers):
        weight, bias = layer
        bound = np.abs(weight).sum((1, 2, 3)) * (2047 if number == 0 else 255) + np.abs(bias)
        assert bound.max() < 2**24
        x = convolution(x, weight, bias)
        x = x if number == 3 else np.clip(x, 0, 255)
        x = shuffle(x) if number in (1, 2) else x
    offsets = np.stack([known[q].index_offset for q in steps.reshape(-1).tolist()], 1).reshape(-1, rows, columns)
    latents = latent_integers(lanes, 4 * x[:, :rows, :columns] + offsets + 8, x.shape[1:])
    lanes.finish()
    return hyper, latents.reshape(-1).tolist()


class ScaleContexts:
    """Section 7.5: the file."""

    def __init__(self, data: bytes, m: int):
        g, self.c = data[0], data[1]
        sizes = np.frombuffer(data, "<u2", g, 2).astype(int)
        channels = np.frombuffer(data, "<u2", m, 2 + 2 * g).astype(int)
        assert sizes.sum() == m and sorted(channels) == list(range(m))
        self.groups = np.split(channels, np.cumsum(sizes)[:-1])
        at = 2 + 2 * g + 2 * m
        self.surprise = np.frombuffer(data, np.int8, 1024, at).reshape(64, 16).astype(np.int64)
        self.begin = np.frombuffer(data, "<i4", self.c, at + 1024).astype(np.int64)
        self.weight = np.frombuffer(data, np.int8, m * self.c, at + 1024 + 4 * self.c).reshape(m, self.c).astype(np.int64)
        assert at + 1024 + self.c * (4 + m) == len(data)
        assert (np.abs(self.weight).sum(0) * 128 + np.abs(self.begin)).max() < 2**24


def softened(s: np.ndarray) -> np.ndarray:
    """Section 7.5: a(s). Python's fractions would do; these numbers are exact in doubles."""
    return np.clip(np.rint(np.where(s < 0, s / 8, s) / 64), -255, 255).astype(np.int64)


def latent_integers(lanes: Lanes, t: np.ndarray, padded) -> np.ndarray:
    """Section 7.5: stage by stage; t: indices and a half, in sixteenths, of cells with pixels."""
    contexts = ScaleContexts((PACK / "scale_context.bin").read_bytes(), len(t))
    _, rows, columns = t.shape
    sums = np.tile(contexts.begin[:, None, None], (1, *padded))
    latents = np.zeros(t.shape, np.int64)
    base = np.clip(t >> 4, 0, 63)
    stage = 0
    for corners in (((0, 0),), ((1, 1),), ((0, 1), (1, 0))):
        for group in contexts.groups:
            j = np.zeros((len(group), *padded), np.int64)
            if stage:
                graphs = list(scale_head_layers(PACK / f"scale_context_{stage}.onnx"))
                for number, (row, column) in enumerate(corners):
                    (second, bias), (last, last_bias) = graphs[2 * number : 2 * number + 2]
                    x = softened(products(softened(sums), second, bias)[:, row::2, column::2])
                    j[:, row::2, column::2] = convolution(x, last, last_bias)
            places = np.zeros((rows, columns), bool)
            for row, column in corners:
                places[row::2, column::2] = True
            index = np.clip(t[group] + 4 * j[:, :rows, :columns] >> 4, 0, 63)
            found = np.array(lanes.segment(index[:, places].reshape(-1)), np.int64).reshape(len(group), -1)
            for channel, symbols in zip(group, found):
                latents[channel, places] = symbols
                said = contexts.surprise[base[channel, places], np.minimum(np.abs(symbols), 15)]
                whole = np.zeros(padded, np.int64)
                whole[:rows, :columns][places] = said
                sums += contexts.weight[channel][:, None, None] * whole
            stage += 1
    return latents


def test_file_of_the_specification_decodes_to_the_integers_it_was_made_of():
    ((hyper, latents),) = decode_integers(documented())
    assert any(hyper) and any(latents)


def test_file_with_a_quality_map_decodes_to_the_integers_it_was_made_of():
    data = (GOLDEN / "mapped.lic").read_bytes()
    assert len(Header(data).levels) > 2
    assert len(list(decode_integers(data))) == 4
