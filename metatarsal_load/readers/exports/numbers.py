"""Numbers and durations as exports write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

BLANK = frozenset(("", "-", "--", "---", "nan", "none", "null", "n/a", "na", "#n/a"))
"""What exports write where they know nothing, lower case."""

_LONGEST = 60  # no number or duration needs more letters
_DECIMAL_COMMA = re.compile(r"^-?(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3})+,\d+)$")
_DECIMAL_POINT = re.compile(r"^-?(\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+)$")
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)$")
_UNITS = re.compile(
    r"^(?:(\d+)\s*d\w*[\s,]*)?(?:(\d+)\s*(?:h|hrs?|hours?|std)\.?\s*)?"
    r"(?:(\d+)\s*(?:m|mins?|minutes?)\.?\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:s|secs?|seconds?)\.?)?$",
    re.IGNORECASE,
)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip().casefold() in BLANK


def decimal_mark(cells: Iterable[str]) -> str:
    """Decimal mark of a column: ``,`` or ``.``, from the shape of all its values.

    ``5,81`` can only be a decimal comma and ``5.81`` only a point. ``2,336`` and ``2.336`` may be
    either and settle nothing; in a column of nothing else the comma parts thousands, as Strava
    and Garmin write them.
    """
    texts = [cell.strip() for cell in cells if len(cell) <= _LONGEST]
    commas = sum(bool(_DECIMAL_COMMA.match(text)) for text in texts)
    points = sum(bool(_DECIMAL_POINT.match(text)) for text in texts)
    return "," if commas > points else "."


def number(text: str, *, decimal: str = ".") -> float | None:
    """Return the number in a cell, None where there is none.

    Parameters
    ----------
    text : str
        ``12.01``, ``2,336``, ``5,81`` (with ``decimal=","``), ``'-12`` (a spreadsheet's mark for
        text), ``1 609`` (any kind of space between thousands).
    decimal : str
        ``.`` or ``,``; the other one is a mark between thousands.
    """
    if len(text) > _LONGEST or is_blank(text):
        return None
    plain = "".join(text.split()).lstrip("'").replace("−", "-")
    thousands = "," if decimal == "." else "."
    plain = plain.replace(thousands, "").replace(decimal, ".")
    value = float(plain) if _NUMBER.match(plain) else math.inf
    return value if math.isfinite(value) else None


def positive(text: str, *, decimal: str = ".") -> float | None:
    """Return the number in a cell; None for none, 0 and below: an export's way to say unknown."""
    value = number(text, decimal=decimal)
    return value if value is not None and value > 0 else None


def duration_s(text: str, *, decimal: str = ".") -> float | None:
    """Return a duration [s].

    Parameters
    ----------
    text : str
        ``3763`` or ``3763.0`` (seconds), ``26:42``, ``1:06:06``, ``00:02:15.3``, ``1h 06m 06s``,
        ``41 min``; None where it is none of them.
    decimal : str
        ``.`` or ``,``, of plain seconds; in a clock time either is one.
    """
    plain = text.strip().lstrip("'")
    if len(plain) > _LONGEST or is_blank(plain):
        return None
    if match := _CLOCK.match(plain):
        hours, minutes, seconds = match.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    if (seconds_only := number(plain, decimal=decimal)) is not None:
        return seconds_only
    if (match := _UNITS.match(plain)) and any(match.groups()):
        days, hours, minutes, seconds = match.groups()
        whole = int(days or 0) * 86400 + int(hours or 0) * 3600 + int(minutes or 0) * 60
        return whole + float((seconds or "0").replace(",", "."))
    return None
