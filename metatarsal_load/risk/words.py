"""Figures and dates as a coach would say them, in metric or imperial units."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Literal

from metatarsal_load.errors import TableError

Units = Literal["metric", "imperial"]

MILE_KM = 1.609344
FOOT_M = 0.3048
_EPOCH = date(1970, 1, 1)
# Names in English whatever the machine's locale, and a good deal faster than strftime.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


_PLACES = (".0f", ".1f", ".2f", ".3f")


def check_units(units: str) -> Units:
    """Return the units, or say what they may be."""
    if units not in ("metric", "imperial"):
        raise TableError(f"units: found {units!r}, expected 'metric' or 'imperial'")
    return "imperial" if units == "imperial" else "metric"


def distance(km: float, units: Units = "metric", *, digits: int | None = None) -> str:
    """Say a distance: `42 km`, `8.4 km`, `5.2 mi`; more digits where two figures are close."""
    figure, name = (km, "km") if units == "metric" else (km / MILE_KM, "mi")
    places = digits if digits is not None else (0 if abs(figure) >= 100 else 1)
    text = format(figure, _PLACES[places])
    return f"{text.removesuffix('.0')} {name}"


def two_distances(one: float, other: float, units: Units = "metric") -> tuple[str, str]:
    """Say two distances with as many digits as it takes to tell them apart (at most 3)."""
    for digits in (1, 2, 3):
        said = distance(one, units, digits=digits), distance(other, units, digits=digits)
        if said[0] != said[1]:
            return said
    return said


def climb(metres: float, units: Units = "metric") -> str:
    """Say a climb: `340 m` or `1120 ft`."""
    return f"{metres:.0f} m" if units == "metric" else f"{metres / FOOT_M:.0f} ft"


def minutes(value: float) -> str:
    """Say a time: `35 min`, `35:30 min` where seconds matter."""
    whole, seconds = divmod(round(value * 60), 60)
    return f"{whole} min" if seconds == 0 else f"{whole}:{seconds:02d} min"


def percent(share: float) -> str:
    """Say a share: `35 %`."""
    return f"{100 * share:.0f} %"


def pace(speed_mps: float, units: Units = "metric") -> str:
    """Say a speed as a pace: `5:12 /km`."""
    per = 1000 if units == "metric" else 1000 * MILE_KM
    whole, seconds = divmod(round(per / speed_mps), 60)
    return f"{whole}:{seconds:02d} /{'km' if units == 'metric' else 'mi'}"


@cache
def day(number: int) -> str:
    """Say a day, given as days since 1970-01-01: `Sun 3 May`."""
    when = _EPOCH + timedelta(days=int(number))
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def from_to(start: int, end: int) -> str:
    """Say a span of days: `From Sun 3 May to Sat 9 May`, or `On Sun 3 May`."""
    return f"On {day(start)}" if start == end else f"From {day(start)} to {day(end)}"


def week_of(number: int, *, opening: bool = False) -> str:
    """Say a week by its first day: `the week of Mon 4 May`; `The` where it opens a sentence."""
    return f"{'The' if opening else 'the'} week of {day(number)}"


def listing(words: list[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
