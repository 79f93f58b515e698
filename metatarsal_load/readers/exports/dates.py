"""Dates and times as exports write them, in the languages whose forms are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from metatarsal_load.errors import TableError

# First letters of the month's name, without accents, in en de nl fr es pt it pl cs da sv no.
_MONTHS = MappingProxyType(
    {
        prefix: month
        for month, prefixes in enumerate(
            (
                "jan ene gen sty led",
                "feb fev lut uno",
                "mar mrt maa marz bre",
                "apr abr avr kwi dub",
                "may mai mei maj mag kve",
                "jun juin giu cze cvn cerven cervna",
                "jul juil lug lip cvc cervenec cervence",
                "aug ago aou sie srp",
                "sep set wrz zar",
                "oct okt out ott paz rij",
                "nov lis",
                "dec dez dic des gru pro",
            ),
            start=1,
        )
        for prefix in prefixes.split()
    }
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))\s*$")
_YEAR_FIRST = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"^\s*(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})(?!\d)")
# Year, month and day in Chinese and Japanese dates.
_EAST_ASIAN = str.maketrans({"年": "-", "月": "-", "日": " "})
_LONGEST = 100  # no date needs more letters
_WORD = re.compile(r"[^\W\d_]+")


def _plain(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _month(word: str) -> int | None:
    """Month that a word names, by the longest prefix known."""
    plain = _plain(word)
    for length in range(min(len(plain), 8), 2, -1):
        if (month := _MONTHS.get(plain[:length])) is not None:
            return month
    return None


def _day(text: str, day_first: bool) -> tuple[int, int, int] | None:
    """Year, month and day of a text that begins with a date."""
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMERIC.match(text):
        first, second = int(match[1]), int(match[3])
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        return (year, second, first) if day_first or match[2] == "." else (year, first, second)
    months = [month for word in _WORD.findall(text) if (month := _month(word)) is not None]
    numbers = re.findall(r"\d+", text)
    years = [int(n) for n in numbers if len(n) == 4]
    days = [int(n) for n in numbers if len(n) <= 2]
    if len(months) == 1 and len(years) == 1 and len(days) == 1:
        return years[0], months[0], days[0]
    return None


def moment(text: str, *, day_first: bool = True) -> datetime | None:
    """Return the date and time in a cell, None where there is none.

    Parameters
    ----------
    text : str
        ``2021-03-13 16:23:17``, ``2021-03-13T16:23:17Z``, ``2026/06/29 20:14:15``,
        ``Aug 28, 2019, 3:21:51 AM``, ``22 May 2024, 08:19:26``, ``21.07.2026, 15:09:27``,
        ``6. 9. 2026 11:18:40``, ``9 mei 2026, 19:00:00``, ``5 de ago. de 2026, 20:45:59``,
        ``2026年8月16日 09:01:41``,
        ``21/07/2026 15:09``; a date without a time is its midnight. Years are 1970 to 2100.
    day_first : bool
        Order of ``03/04/2021`` (see `is_day_first`); a date with points is always day first.

    Returns
    -------
    datetime or None
        Naive as written; aware (UTC) where the text holds a zone.
    """
    if len(text) > _LONGEST:
        return None
    text = text.translate(_EAST_ASIAN)
    text = " ".join(text.replace("T", " ", 1).split() if _YEAR_FIRST.match(text) else text.split())
    clock = _TIME.search(text)
    day = _day(text[: clock.start()] if clock else text, day_first)
    if day is None or not 1970 <= day[0] <= 2100:
        return None
    try:
        at = datetime(*day)
        if clock is None:
            return at
        at += _time_of_day(clock)
    except ValueError:
        return None
    return _in_utc(at, text[clock.end() :])


def _time_of_day(clock: re.Match[str]) -> timedelta:
    """Time since midnight."""
    hour, half = int(clock["hour"]), (clock["half"] or "").casefold()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(clock["minute"]), int(clock["second"] or 0)
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(clock[0])
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _in_utc(at: datetime, rest: str) -> datetime:
    """Apply the zone that follows the time, if any."""
    zone = _ZONE.search(rest)
    if zone is None:
        return at
    offset = timedelta(hours=int(zone[3] or 0), minutes=int(zone[4] or 0))
    return (at + offset if zone[2] == "-" else at - offset).replace(tzinfo=UTC)


def is_day_first(cells: Sequence[str], *, place: str) -> bool:
    """Whether dates like ``03/04/2021`` mean the third of April, from a whole column.

    A first number above 12 settles it, or a second; else the order of the rows: exports are
    sorted by date, so the reading that keeps the column sorted is the right one.

    Raises
    ------
    TableError
        If neither the values nor their order tell.
    """
    pairs = [
        (int(match[1]), int(match[3]))
        for cell in cells
        if (match := _NUMERIC.match(cell)) and match[2] != "."
    ]
    if not pairs or any(first > 12 for first, _ in pairs):
        return True
    if any(second > 12 for _, second in pairs):
        return False
    sorted_as = [
        _is_sorted([moment(cell, day_first=order) for cell in cells]) for order in (True, False)
    ]
    if all(first == second for first, second in pairs) or sorted_as == [True, False]:
        return True
    if sorted_as == [False, True]:
        return False
    raise TableError(
        f"{place}: dates such as {cells[0]!r} may be day/month or month/day and no row tells "
        "which; write them as 2021-04-03"
    )


def _is_sorted(times: Sequence[datetime | None]) -> bool:
    """Whether the known times run one way only."""
    known = [time.replace(tzinfo=None) for time in times if time is not None]
    steps = [later - earlier for earlier, later in pairwise(known)]
    zero = timedelta(0)
    return all(step >= zero for step in steps) or all(step <= zero for step in steps)
