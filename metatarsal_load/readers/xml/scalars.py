"""One number or one instant from its text, exactly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

NOT_A_TIME = -(2**63)
"""NaT as a number of microseconds."""

_NUMBER = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\r\n]*")
INSTANT = re.compile(
    r"[ \t\r\n]*([12][0-9]{3})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:[.,]([0-9]+))?(Z|z|[+-][0-9]{2}:?[0-9]{2})?[ \t\r\n]*"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def number(text: str) -> float:
    """Decimal number, as `float` reads it; NaN for anything else (hex, ``1_0``, ``inf``)."""
    if not _NUMBER.fullmatch(text):
        return float("nan")
    value = float(text)
    return value if abs(value) != float("inf") else float("nan")


def instant(text: str) -> tuple[int, bool]:
    """ISO 8601 instant in microseconds since 1970 UTC, and whether it named no zone.

    Digits beyond the microsecond are cut. A time without a zone is taken as UTC. What is no
    time gives `NOT_A_TIME`.
    """
    match = INSTANT.fullmatch(text)
    if not match:
        return NOT_A_TIME, False
    fraction = int((match[7] or "0").ljust(6, "0")[:6])
    try:
        year, month, day, hour, minute, second = (int(match[i]) for i in range(1, 7))
        at = datetime(year, month, day, hour, minute, second, fraction, UTC)
    except ValueError:
        return NOT_A_TIME, False
    zone = match[8]
    shift = 0
    if zone and zone not in "Zz":
        shift = (int(zone[1:3]) * 60 + int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    return (at - timedelta(minutes=shift) - _EPOCH) // _MICROSECOND, zone is None
