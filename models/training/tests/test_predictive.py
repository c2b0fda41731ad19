"""Decodes the specification's lossless file with code that was written from the specification alone."""

import re
from decimal import Decimal, getcontext

from test_format import DOCUMENT, HOW, crc32c

getcontext().prec = 50
POWERS = [int((Decimal(2) ** (Decimal(30) - Decimal(i) / 64)).to_integral_value()) for i in range(64)]
NODES = [0, 1, 2, 3] + [m for n in range(2, 16) for m in (2**n, 3 * 2 ** (n - 1))]


def documented() -> bytes:
    text = DOCUMENT.read_text(encoding="utf-8")
    dump = text.split("<!-- lossless-dump:begin -->")[1].split("<!-- lossless-dump:end -->")[0]
    return bytes.fromhex("".join(re.findall(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)", dump, re.MULTILINE)))


class Bytes:
    """Section 1."""

    def __init__(self, data: bytes):
        self.data, self.position = data, 0

    def take(self, count: int) -> bytes:
        self.position += count
        assert self.position <= len(self.data)
        return self.data[self.position - count : self.position]

    def varint(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value += (byte & 127) << shift
            shift += 7
            if byte < 128:
                assert byte or shift == 7
                return value


class Bits:
    """Section 13, parameters."""

    def __init__(self, data: bytes):
        self.text, self.position = "".join(f"{byte:08b}" for byte in data), 0

    def bits(self, n: int) -> int:
        self.position += n
        assert self.position <= len(self.text)
        return int(self.text[self.position - n : self.position] or "0", 2)

    def eg(self, m: int) -> int:
        zeros = 0
        while not self.bits(1):
            zeros += 1
            assert zeros <= 24 - m
        return (1 << zeros + m) + self.bits(zeros + m) - (1 << m)

    def seg(self, m: int) -> int:
        v = self.eg(m)
        return (v + 1) // 2 if v % 2 else -(v // 2)

    def finish(self):
        assert len(self.text) - self.position < 8 and "1" not in self.text[self.position :]


def octave(m: int) -> int:
    return m.bit_length() - 1


def raw_bits(bucket: int) -> int:
    return 0 if bucket < 32 else (bucket - 32) // 8 + 2


def smallest(bucket: int) -> int:
    return bucket if bucket < 32 else (8 + (bucket - 32) % 8) << raw_bits(bucket)


def bucket_of(m: int) -> int:
    return m if m < 32 else 32 + 8 * (octave(m) - 5) + (m >> octave(m) - 3 & 7)


def towards_zero(a: int, b: int) -> int:
    return abs(a) // b * (1 if a >= 0 else -1)


def smooth(levels):
    """Section 13.4."""
    last = len(levels) - 1
    buckets = min(120, bucket_of(NODES[last]) + 1)
    weights = []
    for b in range(buckets):
        r = raw_bits(b)
        d = smallest(b) + 2**r // 2
        j = max(i for i in range(last + 1) if NODES[i] <= d)
        t = 16 * (levels[j] - min(levels))
        if j < last:
            t += towards_zero(16 * (levels[j + 1] - levels[j]) * (d - NODES[j]), NODES[j + 1] - NODES[j])
        weights.append((POWERS[t % 64] >> min(31, t // 64)) << r)
    n = 2 * buckets - 1
    total = weights[0] + 2 * sum(weights[1:])
    table = [1 + weights[(s + 1) // 2] * (65536 - n) // total for s in range(n)]
    table[0] += 65536 - sum(table)
    return table


class Plane:
    """Sections 13.1 to 13.4: what a file says of a plane."""

    def __init__(self, bits: Bits, width: int, height: int, depth: int, references, largest=None):
        self.width, self.references = width, references
        if largest is None:
            self.read_values(bits, depth)
        else:
            self.values = list(range(largest + 1))
        self.largest = len(self.values) - 1
        if not self.largest:
            return
        self.median = bits.bits(1)
        if not self.median:
            self.read_predictors(bits, -(-width // 16), -(-height // 16))
        features = 8 + (4 if references else 0) + (len(references) > 1)
        self.weights = [bits.bits(7) for _ in range(features)]
        count = bits.bits(5) + 1
        self.table_of_level = []
        for table in range(count - 1):
            self.table_of_level += [table] * (bits.eg(2) + 1)
        assert len(self.table_of_level) < 108
        self.table_of_level += [count - 1] * (108 - len(self.table_of_level))
        self.tables = [self.read_table(bits) for _ in range(count)]

    def read_values(self, bits, depth):
        if not bits.bits(1):
            low = bits.bits(depth)
            self.values = list(range(low, bits.bits(depth) + 1))
            return
        self.values, start = [], 0
        for run in range(bits.eg(1) + 1):
            start += bits.eg(1) + (run > 0)
            end = start + bits.eg(1) + 1
            self.values += range(start, end)
            start = end
        assert self.values[-1] < 2**depth

    def read_predictors(self, bits, columns, rows):
        count = bits.bits(3) + 1
        self.classes = []
        for b in range(columns * rows if count > 1 else 0):
            rank = 0
            while rank < count - 1 and bits.bits(1):
                rank += 1
            above = self.classes[b - columns] if b >= columns else None
            left = self.classes[b - 1] if b % columns else above
            left = 0 if left is None else left
            above = left if above is None else above
            order = list(dict.fromkeys([left, above, *range(count)]))
            self.classes.append(order[rank])
        self.classes = self.classes or [0] * (columns * rows)
        self.taps = []
        for _ in range(count):
            taps = []
            for group in range(1 + len(self.references)):
                others = [bits.seg(6) for _ in range(5)]
                taps += [(0 if group else 1024) - sum(others), *others]
            self.taps.append(taps)

    @staticmethod
    def read_table(bits):
        if not bits.bits(1):
            levels = [0]
            for _ in range(bits.bits(5)):
                levels.append(levels[-1] + bits.seg(1))
            return smooth(levels)
        table = []
        count = bits.eg(2) + 1
        for i in range(count):
            table += [0] * bits.eg(0)
            table.append(bits.eg(7) + 1 if i < count - 1 else 65536 - sum(table))
            assert table[-1] > 0
        return table


class Residuals:
    """Section 13.5."""

    def __init__(self, data: bytes):
        self.data, self.x, self.position = data, int.from_bytes(data[:4], "little"), 4
        assert self.x >= 65536

    def step(self, c, f):
        self.x = f * (self.x >> 16) + self.x % 65536 - c
        if self.x < 65536:
            self.x = self.x << 16 | int.from_bytes(self.data[self.position : self.position + 2], "little")
            self.position += 2

    def residual(self, table):
        slot, c, symbol = self.x % 65536, 0, 0
        while slot >= c + table[symbol]:
            c += table[symbol]
            symbol += 1
        self.step(c, table[symbol])
        bucket = (symbol + 1) // 2
        magnitude, r = smallest(bucket), raw_bits(bucket)
        if r:
            v = self.x % 65536 >> 16 - r
            self.step(v << 16 - r, 1 << 16 - r)
            magnitude += v
        return magnitude if symbol % 2 else -magnitude

    def finish(self):
        assert self.position == len(self.data) and self.x == 65536


class DecodedPlane:
    """Sections 13.2, 13.3 and 13.5: working samples and residuals with their borders."""

    def __init__(self, plane: Plane, height: int, stream: bytes, k: int):
        self.plane, self.samples, self.magnitudes = plane, [], []
        residuals = Residuals(stream)
        s = 2 * k + 1
        span = s * ((plane.largest + 2 * k) // s + 1)
        for y in range(height):
            self.samples.append([])
            self.magnitudes.append([])
            for x in range(plane.width):
                q = residuals.residual(plane.tables[plane.table_of_level[self.level(x, y)]])
                v = self.prediction(x, y) + q * s
                v += span if v < -k else 0
                v -= span if v > plane.largest + k else 0
                self.samples[y].append(max(0, min(v, plane.largest)))
                self.magnitudes[y].append(abs(q))
        residuals.finish()

    def at(self, x, y):
        if y < 0:
            return self.plane.largest // 2
        return self.at(0, y - 1) if x < 0 else self.samples[y][min(x, self.plane.width - 1)]

    def error(self, x, y):
        return 0 if x < 0 or y < 0 else self.magnitudes[y][min(x, self.plane.width - 1)]

    def prediction(self, x, y):
        w, n, nw = self.at(x - 1, y), self.at(x, y - 1), self.at(x - 1, y - 1)
        if self.plane.median:
            return sorted([w, n, w + n - nw])[1]
        around = [w, n, nw, self.at(x + 1, y - 1), self.at(x - 2, y), self.at(x, y - 2)]
        for r in self.plane.references:
            around += [r.at(x - 1, y), r.at(x, y), r.at(x, y - 1), r.at(x - 1, y - 1)]
            around += [r.at(x + 1, y - 1), r.at(x + 1, y)]
        taps = self.plane.taps[self.plane.classes[y // 16 * -(-self.plane.width // 16) + x // 16]]
        total = (512 + sum(t * v for t, v in zip(taps, around, strict=True)) + 2**31) % 2**32 - 2**31
        return max(0, min(total >> 10, self.plane.largest))

    def level(self, x, y):
        features = [self.error(x - 1, y), self.error(x - 2, y), self.error(x, y - 1)]
        features += [self.error(x + 1, y - 1), self.error(x - 1, y - 1), self.error(x, y - 2)]
        features += [abs(self.at(x - 1, y) - self.at(x - 1, y - 1))]
        features += [abs(self.at(x, y - 1) - self.at(x + 1, y - 1))]
        for i, r in enumerate(self.plane.references):
            features.append(r.error(x, y))
            if i == 0:
                features += [r.error(x - 1, y), r.error(x, y - 1), r.error(x + 1, y)]
        u = 4 + sum(w * f for w, f in zip(self.plane.weights, features, strict=True))
        n = octave(u)
        return 4 * (n - 2) + (u >> n - 2 & 3)


def decode(stream: bytes, channels: int, width: int, height: int, depth: int, k: int):
    """Section 13: a predictive stream without a palette."""
    data = Bytes(stream)
    bits = Bits(data.take(data.varint()))
    assert channels == 1 or not bits.bits(1)
    planes, order, references = [], [], []
    for i in range(channels):
        order.append(bits.bits(2) if channels > 1 else 0)
        plane = Plane(bits, width, height, depth, references[-1:-3:-1])
        planes.append(plane)
        if plane.largest:
            references.append(plane)
    bits.finish()
    lengths = [data.varint() for _ in references[1:]]
    result, decoded = [None] * channels, {}
    for channel, plane in zip(order, planes, strict=True):
        if not plane.largest:
            result[channel] = [[plane.values[0]] * width] * height
            continue
        rest = lengths.pop(0) if lengths else len(stream) - data.position
        plane.references = [decoded[id(r)] for r in plane.references]
        decoded[id(plane)] = DecodedPlane(plane, height, data.take(rest), k)
        result[channel] = [[plane.values[s] for s in row] for row in decoded[id(plane)].samples]
    assert data.position == len(stream)
    return result


def test_lossless_file_of_the_specification_decodes_to_its_picture():
    data = Bytes(documented())
    assert data.take(5) == b"\x8cLIC\x01", HOW
    layout, family = data.take(2)
    assert (layout, family) == (0x11, 2)
    width, height, k = data.varint() + 1, data.varint() + 1, data.varint()
    header = data.data[: data.position]
    payload_check, samples_check = (int.from_bytes(data.take(4), "big") for _ in range(2))
    payload = data.data[data.position :]
    assert crc32c(header + payload) == payload_check
    planes = decode(payload, 3, width, height, 8, k)
    rows = b"".join(s.to_bytes(2, "little") for y in range(height) for p in planes for s in p[y])
    assert crc32c(rows) == samples_check
    for y in range(height):
        for x in range(width):
            square = 40 if 8 <= x < 20 and 8 <= y < 24 else 0
            expected = [60 + 4 * x + square, 200 - 3 * y + square, 90 + 2 * x + 2 * y + square]
            assert [p[y][x] for p in planes] == expected
