"""Developer fields: names, types and units from the field descriptions of the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from metatarsal_load.readers.fit.definitions import Definition, Field, readable_base
from metatarsal_load.readers.fit.messages import Message, read_messages
from metatarsal_load.readers.fit.profile import (
    FIELD_DESCRIPTION,
    MESSAGE_FIELDS,
    NATIVE_UNITS,
    RECORD,
)
from metatarsal_load.readers.fit.walk import Group

_NAMELESS = frozenset(("", "null", "none"))


class Description(NamedTuple):
    """What a field description says of one developer field."""

    base: int
    column: str
    unit: str
    scale: float
    offset: float
    native: int | None


Descriptions = Mapping[tuple[int, int], Description]
"""By developer index and field number."""


def read_descriptions(data: bytes, groups: Iterable[Group]) -> Descriptions:
    """Every field description of a part; of two for one field the later one holds."""
    messages = read_messages(data, groups, FIELD_DESCRIPTION, MESSAGE_FIELDS[FIELD_DESCRIPTION])
    return describe(messages)


def describe(messages: Iterable[Message]) -> Descriptions:
    """Field descriptions by their key, with a column name for each that no other one has.

    Names keep what a column name can keep; of names that differ only in case (or not at all) the
    later ones get a number. A field without a name, or named "null", is called by its numbers.
    """
    latest: dict[tuple[int, int], Message] = {}
    for message in messages:
        if 0 in message and 1 in message and 2 in message:
            latest[int(message[0]), int(message[1])] = message
    found: dict[tuple[int, int], Description] = {}
    taken: set[str] = set()
    for key, message in latest.items():
        column = _unique(_column(str(message.get(3, "")), key), taken)
        taken.add(column)
        found[key] = Description(
            base=int(message[2]),
            column=column,
            unit=str(message.get(8, "")),
            scale=float(message.get(6, 1)) or 1.0,
            offset=float(message.get(7, 0)),
            native=_native(message),
        )
    return found


def _native(message: Message) -> int | None:
    """Record field this one stands for, where its unit is one we can convert."""
    if message.get(14, RECORD) != RECORD or 15 not in message:
        return None
    number = int(message[15])
    unit = str(message.get(8, "")).lower()
    return number if unit in NATIVE_UNITS.get(number, {}) else None


def _column(name: str, key: tuple[int, int]) -> str:
    """``dev_`` and the name in lower-case snake."""
    snake = re.sub(r"[^0-9a-z]+", "_", name.lower()).strip("_")
    return f"dev_field_{key[0]}_{key[1]}" if snake in _NAMELESS else f"dev_{snake}"


def _unique(column: str, taken: set[str]) -> str:
    """Give the name, with a number behind it where it is taken."""
    name, number = column, 2
    while name in taken:
        name, number = f"{column}_{number}", number + 1
    return name


def numeric_fields(
    definition: Definition, descriptions: Descriptions
) -> list[tuple[Field, Description]]:
    """Developer fields of a definition that are one number each, with their descriptions."""
    found = []
    for field in definition.developer:
        description = descriptions.get((field.owner, field.number))
        if description is None:
            continue
        base = readable_base(description.base, field.size)
        if base is not None and base.code != "S" and base.size == field.size:
            found.append((Field(field.number, field.at, field.size, base), description))
    return found
