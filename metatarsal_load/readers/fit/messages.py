"""The few messages beside the records (sessions, laps, events, ...), field by field."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import TypeAlias

from metatarsal_load.readers.fit.definitions import Definition, Field
from metatarsal_load.readers.fit.profile import TEXT_FIELDS
from metatarsal_load.readers.fit.walk import Group

Value: TypeAlias = int | float | str
Message: TypeAlias = dict[int, Value]
"""Field number -> raw value, unscaled; a field the file leaves unknown is absent."""

_MOST = 0xFFFFFFFF
"""No field that is read has more than 32 bits: larger numbers (and NaN) are unknown."""


def read_messages(
    data: bytes, groups: Iterable[Group], message: int, wanted: tuple[int, ...]
) -> list[Message]:
    """Every message of one global type, in the file's order, with the `wanted` fields known."""
    texts = TEXT_FIELDS.get(message, ())
    found = places_of(groups, message)
    return [_message(data, at, definition, wanted, texts) for at, definition in found]


def places_of(groups: Iterable[Group], message: int) -> list[tuple[int, Definition]]:
    """Offset and definition of every message of one global type, in the file's order."""
    found = [
        (at, group.definition)
        for group in groups
        if group.definition.message == message
        for at in group.offsets().tolist()
    ]
    if len(found) > 1:
        found.sort(key=lambda pair: pair[0])
    return found


def _message(
    data: bytes, at: int, definition: Definition, wanted: tuple[int, ...], texts: tuple[int, ...]
) -> Message:
    """One message's known values, of the kind (text or number) that each field has to be."""
    values: Message = {}
    for number in wanted:
        field = definition.fields.get(number)
        if field is not None:
            value = read_value(data, at, field, big_endian=definition.big_endian)
            if value is not None and isinstance(value, str) == (number in texts):
                values[number] = value
    return values


def read_value(data: bytes, at: int, field: Field, *, big_endian: bool) -> Value | None:
    """Read the first known value of a field in the message at `at`; text up to its first NUL."""
    base = field.base
    if base is None:
        return None
    raw = data[at + field.at : at + field.at + field.size]
    if base.code == "S":
        return raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip() or None
    if base.code[0] == "f":
        order = ">" if big_endian else "<"
        number: float = struct.unpack_from(f"{order}{'f' if base.size == 4 else 'd'}", raw)[0]
        return number if abs(number) <= _MOST else None
    whole = int.from_bytes(
        raw[: base.size], "big" if big_endian else "little", signed=base.code[0] == "i"
    )
    return None if whole == base.invalid or abs(whole) > _MOST else whole
