"""Values of a JSON from a stranger: each taken only if it is of the kind that is meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from metatarsal_load.errors import TableError

Json: TypeAlias = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_2100_MS = 4_102_444_800_000
# JSON may spell halves of signs, which no text can hold; two that belong together are one sign.
_HALF = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_MOST = 1e15  # beyond any figure and any time [ms]


def parse(text: str, name: str) -> object:
    """Read a whole JSON.

    Raises
    ------
    TableError
        If it is damaged; names the place.
    """
    try:
        return json.loads(_whole_signs(text))
    except (ValueError, RecursionError, MemoryError) as error:
        raise _damaged(name, 0, error) from error


def objects(text: str, label: str, name: str) -> Iterator[Json]:
    """Objects of each list behind a label, one by one: a decade is too large to hold at once.

    Raises
    ------
    TableError
        If the JSON is damaged; names the place.
    """
    text = _whole_signs(text)
    decoder = json.JSONDecoder()
    at = text.find(label)
    while at >= 0 and (at := text.find("[", at) + 1):
        while (at := _skip(text, at)) < len(text) and text[at] != "]":
            try:
                value, at = decoder.raw_decode(text, at)
            except (ValueError, RecursionError, MemoryError) as error:
                raise _damaged(name, at, error) from error
            yield as_object(value)
        at = text.find(label, at)


def _whole_signs(text: str) -> str:
    """Write halves of signs as unknown signs, each in as many letters."""
    return _HALF.sub(lambda found: found[1] or "\\ufffd", text)


def _skip(text: str, at: int) -> int:
    """Place of the next character that is neither a blank nor a comma."""
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _damaged(name: str, at: int, error: Exception) -> TableError:
    """Say what is wrong with the JSON value at a place, and where in it if the decoder knows."""
    if isinstance(error, json.JSONDecodeError):
        return TableError(f"{name}: damaged JSON at character {error.pos}: {error.msg}; not used")
    what = "an endless number" if isinstance(error, ValueError) else "lists in lists without end"
    return TableError(f"{name}: damaged JSON at or behind character {at}: {what}; not used")


def as_object(value: object) -> Json:
    """Give the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Give the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text_of(item: Json, *fields: str) -> str | None:
    """First of the fields that holds a text that says something."""
    texts = (item.get(field) for field in fields)
    return next((text for text in texts if isinstance(text, str) and text), None)


def number_of(item: Json, field: str) -> float | None:
    """Return the number in a field; None for none and for what no figure can be."""
    value = item.get(field)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return value if abs(value) < _MOST else None


def scaled(item: Json, field: str, factor: float | None) -> float | None:
    """Return a number above 0 times the factor; None for none, 0, or an unknown factor."""
    value = number_of(item, field)
    return None if factor is None or value is None or value <= 0 else value * factor


def instant_of(item: Json, *fields: str) -> datetime | None:
    """First of the fields that holds a time [ms since 1970], UTC."""
    times = (number_of(item, field) for field in fields)
    ms = next((time for time in times if time is not None), None)
    if ms is None or not 0 < ms < _YEAR_2100_MS:
        return None
    return _EPOCH + timedelta(milliseconds=ms)
