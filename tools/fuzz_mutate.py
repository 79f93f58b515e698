"""Mutate bytes, seeded: the same random state makes the same damage."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

MOST_BYTES = 1 << 16
EDGES = (0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF)
TOKENS = {
    "fit": (
        b".FIT", b"\x40\0\0\x14\0", b"\x40\0\1\0\x14\1", b"\x60\0\0\x14\0\0\1\0\xff\0", b"\x80",
        b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\xfd\x04\x86", b"\xfd\x04\x88", b"\0" * 12,
        b"\x40\0\0\xce\0", b"\x40\0\0\x12\0", b"\x0e\x20",
    ),
    "gpx": (
        b"<", b">", b"</", b"/>", b"&", b"&lt;", b"&x;", b"<!--", b"-->", b"<![CDATA[", b"]]>",
        b"<?x y?>", b"<trk>", b"</trk>", b"<trkseg>", b"</trkseg>", b"<trkpt>", b"</trkpt>",
        b'<trkpt lat="', b"<time>", b"</time>", b"NaN", b"-1e999", b"1e-999", b"9" * 40,
        b"2024-02-30T25:61:61Z", b"1601-01-01T00:00:00Z", b"2999-12-31T23:59:59+99:99", b"\0",
        b"<!DOCTYPE gpx [<!ENTITY x 'y'>]>", b'encoding="UTF-16"', b'encoding="UTF-7"', b"\xff\xfe",
        b"<a:b xmlns:a='c'>", b"\xc3\x28", b"\xef\xbb\xbf", b" \r\n\t ", b"<hr>", b"</extensions>",
    ),
    "tcx": (
        b"<Trackpoint>", b"</Trackpoint>", b"<Track>", b"</Track>", b"<Lap", b"</Lap>",
        b"<Activity>", b"</Activity>", b"<Value>", b"</Value>", b"<Time>", b"</Time>", b"&", b"<",
        b">", b"<!--", b"-->", b"<![CDATA[", b"NaN", b"1e999", b"-0", b"<HeartRateBpm>", b"<Steps>",
        b"<Courses>", b"<Extensions>", b"\xff\xfe", b"\0", b"0001-01-01T00:00:00", b"/>",
        b"<?xml version='1.0' encoding='cp037'?>",
    ),
    "csv": (
        b",", b";", b"\t", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"#", b"Date", b"Distance",
        b"Filename", b"0", b"-1", b"1e999", b"nan", b"inf", b"9" * 400, b"1.234,5", b"1,234.5",
        b"12:34:56", b"99:99:99", b"Feb 30, 2023, 25:00:00 PM", b"0000-00-00", b"31.12.9999",
        b"=1+1", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xd9\xa3", b"../../x.fit",
        b"shoe", b"pain", b"athlete", b"0001-01-01 00:00:00",
    ),
    "json": (
        b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"[]", b"{}", b"-1", b"1e999", b"NaN",
        b"-Infinity", b"9" * 400, b"9" * 5000, b'"', b'"\\ud800"', b'"\\u0000"', b"[" * 2000,
        b'{"a":' * 2000, b'"summarizedActivitiesExport"', b'"gearDTOS"', b'"gearActivityDTOs"',
        b'"startTimeLocal"', b'"activityType"', b'"distance"', b"0.0", b"1e308", b'"x"',
    ),
    "zip": (
        b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"\xff\xff\xff\xff", b"\xff\xff",
        b"\1\0", b"\x1f\x8b\x08\0", b"../", b"/etc/passwd", b"\0", b"C:\\", b".fit", b".zip", b"!",
        b"\x63\0", b"\x0e\0", b"\x5d\0", b"\x09\0",
    ),
}  # fmt: skip

Change = Callable[[random.Random, bytearray, Sequence[bytes], bytes], None]


def mutate(rng: random.Random, data: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    """Damage `data` in one to eight places; pieces of `other` and `tokens` may come in."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        rng.choice(CHANGES)(rng, out, tokens, other)
    return bytes(out[:MOST_BYTES])


def _place(rng: random.Random, out: bytearray) -> int:
    return rng.randrange(len(out)) if out else 0


def _span(rng: random.Random, length: int) -> slice:
    at = rng.randrange(length + 1)
    return slice(at, min(length, at + int(min(rng.paretovariate(0.7), MOST_BYTES))))


def _flip(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    if out:
        out[_place(rng, out)] ^= 1 << rng.randrange(8)


def _byte(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    if out:
        out[_place(rng, out)] = rng.choice((*EDGES, rng.randrange(256)))


def _number(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    """Write a length, a count or an offset over what stands there."""
    width = rng.choice((2, 4, 8))
    value = rng.choice(
        (0, 1, len(out), 2 ** (8 * width) - 1, 2 ** (8 * width - 1), rng.getrandbits(16))
    )
    at = _place(rng, out)
    out[at : at + width] = (value % 2 ** (8 * width)).to_bytes(width, rng.choice(("little", "big")))


def _cut(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    del out[_span(rng, len(out))]


def _truncate(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    del out[_place(rng, out) :]


def _twice(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], _other: bytes) -> None:
    piece = out[_span(rng, len(out))]
    at = _place(rng, out)
    out[at:at] = piece * rng.choice((1, 1, 2, 16))
    del out[MOST_BYTES:]


def _splice(rng: random.Random, out: bytearray, _tokens: Sequence[bytes], other: bytes) -> None:
    out[_span(rng, len(out))] = other[_span(rng, len(other))]


def _token(rng: random.Random, out: bytearray, tokens: Sequence[bytes], _other: bytes) -> None:
    at, token = _place(rng, out), rng.choice(tokens)
    out[at : at + len(token) * rng.randrange(2)] = token


CHANGES: tuple[Change, ...] = (
    _flip,
    _flip,
    _byte,
    _number,
    _cut,
    _truncate,
    _twice,
    _splice,
    _token,
    _token,
)
