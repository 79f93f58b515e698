"""Developer fields: names, types and units from the field descriptions of the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from metatarsal_load.readers.fit.definitions import Definition, Field, readable_base
from metatarsal_load.readers.fit.messages import Message
from metatarsal_load.readers.fit.profile import NATIVE_UNITS, RECORD
from metatarsal_load.readers.limits import Budget

_NAMELESS = frozenset(("", "null", "none"))
_NO_END = 1 << 62


class Description(NamedTuple):
    """What a field description says of one developer field.

    `span` are the places [from, to) of the records it holds for; None where it is the only one.
    """

    base: int
    column: str
    unit: str
    scale: float
    offset: float
    native: int | None
    span: tuple[int, int] | None = None


Descriptions = Mapping[tuple[int, int], Sequence[Description]]
"""By developer index and field number; several where a field is described anew in mid-file."""


def describe(messages: Iterable[Message], places: Iterable[int], budget: Budget) -> Descriptions:
    """Field descriptions by their key, with a column name for each that no other one has.

    Names keep what a column name can keep; of names that differ only in case (or not at all) the
    later ones get a number. A field without a name, or named "null", is called by its numbers.
    The first description of a field also holds for records before it; one that says something
    else later holds from there on.
    """
    versions: dict[tuple[int, int], list[tuple[int, Message]]] = {}
    count = 0
    for message, place in zip(messages, places, strict=True):
        if 0 in message and 1 in message and 2 in message:
            said = versions.setdefault((int(message[0]), int(message[1])), [])
            if not said or said[-1][1] != message:
                said.append((place if said else 0, message))
                count += 1
                budget.check("developer_fields", count, place)
    taken: set[str] = set()
    return {key: _versions(key, said, taken) for key, said in versions.items()}


def _versions(
    key: tuple[int, int], said: list[tuple[int, Message]], taken: set[str]
) -> list[Description]:
    """Descriptions of one field; one column for those of the same name and unit."""
    columns: dict[tuple[str, str], str] = {}
    ends = [place for place, _ in said[1:]] + [_NO_END]
    found = []
    for (place, message), end in zip(said, ends, strict=True):
        name, unit = str(message.get(3, "")), str(message.get(8, ""))
        if (name, unit) not in columns:
            columns[name, unit] = _unique(_column(name, key), taken)
            taken.add(columns[name, unit])
        one = Description(
            base=int(message[2]),
            column=columns[name, unit],
            unit=unit,
            scale=float(message.get(6, 1)) or 1.0,
            offset=float(message.get(7, 0)),
            native=_native(message),
            span=(place, end) if len(said) > 1 else None,
        )
        found.append(one)
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
        for description in descriptions.get((field.owner, field.number), ()):
            base = readable_base(description.base, field.size)
            if base is not None and base.code != "S" and base.size == field.size:
                found.append((Field(field.number, field.at, field.size, base), description))
    return found
