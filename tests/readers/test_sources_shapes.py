"""Numbers, durations and dates in the shapes that exports write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.dates import is_day_first, moment
from metatarsal_load.readers.exports.numbers import decimal_mark, duration_s, number, positive


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("12.01", ".", 12.01),
        ("2,336", ".", 2336.0),
        ("1,234,567.5", ".", 1234567.5),
        ("5,81", ",", 5.81),
        ("1.609", ",", 1609.0),
        ("1.234,5", ",", 1234.5),
        ("'-12", ".", -12.0),
        ("−12", ".", -12.0),
        ("1 609", ".", 1609.0),
        ("1\u202f609,5", ",", 1609.5),
        (" 7 ", ".", 7.0),
        ("1e3", ".", 1000.0),
        ("--", ".", None),
        ("", ".", None),
        ("NaN", ".", None),
        ("n/a", ".", None),
        ("4:08", ".", None),
        ("12 km", ".", None),
        ("inf", ".", None),
    ],
)
def test_number(text: str, decimal: str, expected: float | None) -> None:
    assert number(text, decimal=decimal) == expected


@pytest.mark.parametrize(("text", "expected"), [("0", None), ("0.0", None), ("-3", None), ("4", 4)])
def test_zero_and_below_are_unknown(text: str, expected: float | None) -> None:
    assert positive(text) == expected


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["5,81", "10,02", "2,336"], ","),
        (["5.81", "10.02", "2,336"], "."),
        (["2,336", "1,609"], "."),  # three digits alone: thousands
        (["0,405", "1,609"], ","),
        (["1.234,5"], ","),
        (["5,61", "1.609"], ","),  # a German swim in metres among runs
        (["12.345"], "."),
        (["1,234.5"], "."),
        (["12", "13"], "."),
        ([], "."),
    ],
)
def test_decimal_mark_of_a_column(cells: list[str], mark: str) -> None:
    assert decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("26:42", 1602),
        ("1:06:06", 3966),
        ("01:24:52", 5092),
        ("00:02:15.3", 135.3),
        ("00:02:15,3", 135.3),
        ("75:30", 4530),
        ("3763", 3763),
        ("3763.0", 3763),
        ("1h 06m 06s", 3966),
        ("1 h 6 min", 3960),
        ("41 min", 2460),
        ("2 hours", 7200),
        ("45s", 45),
        ("--", None),
        ("", None),
        ("fast", None),
    ],
)
def test_duration(text: str, seconds: float | None) -> None:
    assert duration_s(text) == (None if seconds is None else pytest.approx(seconds))


def test_seconds_with_a_decimal_comma() -> None:
    assert duration_s("3763,0", decimal=",") == 3763
    assert duration_s("1.609,5", decimal=",") == 1609.5


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_duration_of_any_clock(hours: int, minutes: int, seconds: int) -> None:
    assert duration_s(f"{hours}:{minutes:02}:{seconds:02}") == hours * 3600 + minutes * 60 + seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aug 28, 2019, 3:21:51 AM", (2019, 8, 28, 3, 21, 51)),
        ("Aug 28, 2019, 12:21:51 AM", (2019, 8, 28, 0, 21, 51)),
        ("Aug 28, 2019, 12:21:51 PM", (2019, 8, 28, 12, 21, 51)),
        ("Aug 28, 2019, 3:21:51\u202fPM", (2019, 8, 28, 15, 21, 51)),
        ("22 May 2024, 08:19:26", (2024, 5, 22, 8, 19, 26)),
        ("21.07.2026, 15:09:27", (2026, 7, 21, 15, 9, 27)),
        ("6. 9. 2026 11:18:40", (2026, 9, 6, 11, 18, 40)),
        ("9 mei 2026, 19:00:00", (2026, 5, 9, 19, 0, 0)),
        ("27 juil. 2026, 6:05:04", (2026, 7, 27, 6, 5, 4)),
        ("3 févr. 2026 à 18:00:00", (2026, 2, 3, 18, 0, 0)),
        ("14 août 2026, 07:00:00", (2026, 8, 14, 7, 0, 0)),
        ("5 de ago. de 2026, 20:45:59", (2026, 8, 5, 20, 45, 59)),
        ("1 ene 2026, 9:00:00", (2026, 1, 1, 9, 0, 0)),
        ("15 paź 2025, 06:30:00", (2025, 10, 15, 6, 30, 0)),
        ("2 lip 2025, 06:30:00", (2025, 7, 2, 6, 30, 0)),
        ("2026年8月16日 09:01:41", (2026, 8, 16, 9, 1, 41)),
        ("6 mrt. 2024 14:23:15", (2024, 3, 6, 14, 23, 15)),
        ("2026/06/29 20:14:15", (2026, 6, 29, 20, 14, 15)),
        ("2021-03-13 16:23:17", (2021, 3, 13, 16, 23, 17)),
        ("2021-03-13T16:23", (2021, 3, 13, 16, 23, 0)),
        ("21/07/2026 15:09", (2026, 7, 21, 15, 9, 0)),
        ("21/7/26", (2026, 7, 21, 0, 0, 0)),
        ("2026-02-30 10:00", None),
        ("25:61", None),
        ("7:05", None),
        ("", None),
        ("Morning Run", None),
        ("12", None),
    ],
)
def test_moment(text: str, expected: tuple[int, ...] | None) -> None:
    assert moment(text) == (None if expected is None else datetime(*expected))


def test_a_zone_in_the_text_makes_it_utc() -> None:
    expected = datetime(2021, 3, 13, 15, 23, 17, tzinfo=UTC)
    assert moment("2021-03-13T15:23:17Z") == expected
    assert moment("2021-03-13 16:23:17+01:00") == expected
    assert moment("2021-03-13 10:23:17-0500") == expected


@given(st.datetimes(datetime(1971, 1, 1), datetime(2068, 1, 1)))
def test_moment_reads_what_english_strava_writes(at: datetime) -> None:
    text = f"{at:%b} {at.day}, {at.year}, {at.hour % 12 or 12}:{at:%M:%S %p}"
    assert moment(text) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["13/01/2021", "02/02/2021"], True),
        (["01/13/2021", "02/02/2021"], False),
        (["05/01/2021", "03/02/2021", "04/03/2021"], True),  # sorted only day first
        (["01/11/2021", "02/03/2021", "02/05/2021"], False),  # sorted only month first
        (["05/05/2021"], True),  # the same either way
        (["2021-03-04"], True),
        (["03.04.2021"], True),
    ],
)
def test_day_or_month_first(cells: list[str], day_first: bool) -> None:
    assert is_day_first(cells, place="log.csv") is day_first


def test_a_date_that_may_be_either_is_refused() -> None:
    with pytest.raises(TableError, match=r"log\.csv.*'03/04/2021'.*2021-04-03"):
        is_day_first(["03/04/2021"], place="log.csv")
