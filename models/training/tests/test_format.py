"""Decodes the integers of the specification's file with code that was written from the specification alone."""

import hashlib
import json
import math
import re
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from test_scale_head import convolution, shuffle
from test_tables import read_independently

MODELS = Path(__file__).resolve().parents[2]
DOCUMENT = MODELS / "doc" / "lic-format.md"
PACK = MODELS / "src" / "main" / "resources" / "io" / "licorice" / "packs" / "photo"
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
        assert data[5] & 0x8E == 0 and data[6] == 1
        self.tile = 128 << (data[5] >> 4)
        self.position = 7
        self.width, self.height = self.side(data), self.side(data)
        end = self.position + 1 + data[self.position]
        self.id = data[self.position + 1 : end].decode("ascii")
        self.hash = data[end : end + 4]
        self.quality = int.from_bytes(data[end + 4 : end + 6], "big")
        self.position = end + 6

    def side(self, data):
        value, shift = 0, 0
        while True:
            byte = data[self.position]
            self.position += 1
            value += (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value + 1


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


def test_file_of_the_specification_decodes_to_the_integers_it_was_made_of():
    data = documented()
    header = Header(data)
    text = (PACK / "manifest.json").read_bytes()
    assert hashlib.sha256(text).digest()[:4] == header.hash, HOW
    manifest = json.loads(text)
    assert manifest["id"] == header.id
    tables = read_independently((PACK / "tables.bin").read_bytes())
    assert len(tables) == 64
    quality = Quality((PACK / "quality.bin").read_bytes(), manifest, header.quality)

    payload = data[header.position + 8 :]
    payload_check, latents_check = (
        int.from_bytes(data[header.position + i : header.position + i + 4], "big") for i in (0, 4)
    )
    assert crc32c(data[: header.position] + payload) == payload_check
    assert max(header.width, header.height) <= header.tile
    columns, rows = -(-header.width // 16), -(-header.height // 16)
    hyper_columns, hyper_rows = -(-columns // 4), -(-rows // 4)
    lanes = Lanes(tables, payload)
    hyper = lanes.segment(np.repeat(quality.hyper_table, hyper_rows * hyper_columns))

    head = np.full((manifest["hyperLatents"] + 1, hyper_rows, hyper_columns), quality.plane, np.int64)
    symbols = np.array(hyper, np.int64).reshape(-1, hyper_rows, hyper_columns)
    head[:-1] = np.clip(symbols * np.array(quality.multiplier)[:, None, None] + 2048 >> 12, -2047, 2047)
    layers = list(scale_head_layers(PACK / "scale_head.onnx"))
    x = head
    for number, layer in enumerate(layers):
        weight, bias = layer
        bound = np.abs(weight).sum((1, 2, 3)) * (2047 if number == 0 else 255) + np.abs(bias)
        assert bound.max() < 2**24
        x = convolution(x, weight, bias)
        x = x if number == 3 else np.clip(x, 0, 255)
        x = shuffle(x) if number in (1, 2) else x
    index = np.clip(4 * x + quality.index_offset[:, None, None] + 8 >> 4, 0, 63)
    latents = lanes.segment(index[:, :rows, :columns].reshape(-1))
    lanes.finish()
    integers = np.array(hyper + latents).astype("<i2").tobytes()
    assert crc32c(integers) == latents_check
    assert any(hyper) and any(latents)
