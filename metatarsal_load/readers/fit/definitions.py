"""Definition messages: what the data messages that follow them are made of."""

from __future__ import annotations

from dataclasses import dataclass
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
    index: int


@dataclass(frozen=True, slots=True)
class Definition:
    """The layout of the data messages of one local type.

    Attributes
    ----------
    message : int
        Global message number (20 = record).
    big_endian : bool
        Byte order of the numbers.
    size : int
        Bytes of one data message, header included.
    fields : dict of int to Field
        By field number.
    developer : tuple of DeveloperField
        Developer fields in their order.
    offset : int
        Where the definition stands in the file.
    """

    message: int
    big_endian: bool
    size: int
    fields: dict[int, Field]
    developer: tuple[DeveloperField, ...]
    offset: int


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


def parse_definition(data: bytes, pos: int) -> Definition:
    """Read the whole, well-formed definition message at `pos`."""
    big_endian = data[pos + 2] == 1
    message = int.from_bytes(data[pos + 3 : pos + 5], "big" if big_endian else "little")
    count = data[pos + 5]
    at, fields = 1, {}
    listed = data[pos + 6 : pos + 6 + 3 * count]
    for number, size, base in zip(listed[::3], listed[1::3], listed[2::3], strict=True):
        fields.setdefault(number, Field(number, at, size, readable_base(base, size)))
        at += size
    developer = []
    if data[pos] & DEVELOPER:
        first = pos + 7 + 3 * count
        listed = data[first : first + 3 * data[first - 1]]
        for number, size, index in zip(listed[::3], listed[1::3], listed[2::3], strict=True):
            developer.append(DeveloperField(number, at, size, index))
            at += size
    return Definition(message, big_endian, at, fields, tuple(developer), pos)
