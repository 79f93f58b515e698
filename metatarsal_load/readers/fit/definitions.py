"""Definition messages: what the data messages that follow them are made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

DEFINITION = 0x40
"""Header bit of a definition message."""
DEVELOPER = 0x20
"""Header bit of a definition message that also lists developer fields."""
COMPRESSED = 0x80
"""Header bit of a data message whose header holds the low five bits of its time."""
TIMESTAMP = 253
"""Field number of the time in every message type."""


class BaseType(NamedTuple):
    """A base type: numpy's word for it (without byte order), its size and its "unknown"."""

    code: str
    size: int
    invalid: int | None


BASE_TYPES = {
    0x00: BaseType("u1", 1, 0xFF),
    0x01: BaseType("i1", 1, 0x7F),
    0x02: BaseType("u1", 1, 0xFF),
    0x03: BaseType("i2", 2, 0x7FFF),
    0x04: BaseType("u2", 2, 0xFFFF),
    0x05: BaseType("i4", 4, 0x7FFFFFFF),
    0x06: BaseType("u4", 4, 0xFFFFFFFF),
    0x07: BaseType("S", 1, None),
    0x08: BaseType("f4", 4, None),
    0x09: BaseType("f8", 8, None),
    0x0A: BaseType("u1", 1, 0),
    0x0B: BaseType("u2", 2, 0),
    0x0C: BaseType("u4", 4, 0),
    0x0D: BaseType("u1", 1, 0xFF),
    0x0E: BaseType("i8", 8, 0x7FFFFFFFFFFFFFFF),
    0x0F: BaseType("u8", 8, 0xFFFFFFFFFFFFFFFF),
    0x10: BaseType("u8", 8, 0),
}
"""By the low five bits of the base type byte; the high bit only repeats "has a byte order"."""
_KNOWN_BASE_BYTES = frozenset(
    number | 0x80 if base.size > 1 else number for number, base in BASE_TYPES.items()
) | frozenset(BASE_TYPES)


class Field(NamedTuple):
    """A field of a message: where it lies behind the header byte, and how to read it."""

    number: int
    at: int
    size: int
    base: BaseType | None


class DeveloperField(NamedTuple):
    """A developer field: its type stands in a field description message."""

    number: int
    at: int
    size: int
    owner: int


class Definition:
    """The layout of the data messages of one local type.

    Its fields are taken apart when they are first asked for: most definitions of a file describe
    messages that nobody reads.

    Attributes
    ----------
    message : int
        Global message number (20 = record).
    big_endian : bool
        Byte order of the numbers.
    size : int
        Bytes of one data message, header included.
    """

    def __init__(self, raw: bytes) -> None:
        self.big_endian = raw[2] == 1
        self.message = int.from_bytes(raw[3:5], "big" if self.big_endian else "little")
        developer = 6 + 3 * raw[5]
        self._native = raw[6:developer]
        self._developer = raw[developer + 1 :]
        self.size = 1 + sum(self._native[1::3]) + sum(self._developer[1::3])

    @cached_property
    def fields(self) -> dict[int, Field]:
        """Native fields by their number; of a number given twice the first counts."""
        found: dict[int, Field] = {}
        at = 1
        for number, size, base in _triples(self._native):
            found.setdefault(number, Field(number, at, size, readable_base(base, size)))
            at += size
        return found

    @cached_property
    def developer(self) -> tuple[DeveloperField, ...]:
        """Developer fields in their order, behind the native ones."""
        at, found = 1 + sum(self._native[1::3]), []
        for number, size, index in _triples(self._developer):
            found.append(DeveloperField(number, at, size, index))
            at += size
        return tuple(found)


def _triples(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """Split the three-byte entries of a definition."""
    return zip(raw[::3], raw[1::3], raw[2::3], strict=True)


def readable_base(number: int, size: int) -> BaseType | None:
    """How to read a field of `size` bytes that claims base type `number`.

    A field shorter than its type (Coros writes uint32 in one byte) is read as the integer of
    that size; a size that fits neither gives None: such bytes mean nothing we know.
    """
    base = BASE_TYPES.get(number & 0x1F)
    if base is None or size == 0:
        return None
    if size % base.size == 0:
        return base
    if base.code[0] in "ui" and size < base.size and size in (1, 2, 4):
        bits = 8 * size - (base.code[0] == "i")
        invalid = 0 if base.invalid == 0 else (1 << bits) - 1
        return BaseType(f"{base.code[0]}{size}", size, invalid)
    return None


def definition_length(data: bytes, pos: int, end: int) -> int:
    """Length of the definition message at `pos`, 0 where its own header is cut off by `end`."""
    if pos + 6 > end:
        return 0
    length = 6 + 3 * data[pos + 5]
    if data[pos] & DEVELOPER:
        if pos + length >= end:
            return 0
        length += 1 + 3 * data[pos + length]
    return length


def well_formed(data: bytes, pos: int, end: int) -> bool:
    """Whether the bytes at `pos` are a whole definition message of known base types."""
    length = definition_length(data, pos, end)
    if not length or pos + length > end or data[pos + 2] > 1:
        return False
    bases = data[pos + 8 : pos + 6 + 3 * data[pos + 5] : 3]
    return _KNOWN_BASE_BYTES.issuperset(bases)
