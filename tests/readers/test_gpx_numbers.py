"""Whole columns of text equal `float` and `datetime`, value by value."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metatarsal_load.readers.xml.columns import decimals, instants
from metatarsal_load.readers.xml.scalars import NOT_A_TIME, instant, number

DIGITS = st.text("0123456789", min_size=1, max_size=30)
DECIMALS = st.builds(
    lambda sign, whole, fraction: f"{sign}{whole}{fraction}",
    st.sampled_from(["", "-"]),
    st.text("0123456789", min_size=1, max_size=7),
    st.just("") | DIGITS.map(".".__add__),
)
ODD = ["", "-", ".", "5.", ".5", "-.5", "+5", "1.2.3", "1e3", "1e999", "nan", "inf", "1_0", " 7 ",
       "0x10", "٣", "1,5", "--5", "5-", "-0", "-0.0"]  # fmt: skip


def columns_of(texts: list[str]) -> tuple[bytes, np.ndarray, np.ndarray]:
    """The texts as elements of one document, and where each begins and ends."""
    data, starts, ends = b"", [], []
    for text in texts:
        starts.append(len(data) + 3)
        ends.append(starts[-1] + len(text.encode()))
        data += b"<v>" + text.encode() + b"</v>"
    return data, np.array(starts), np.array(ends)


def python_float(text: str) -> float:
    """What a plain decimal means to Python; NaN for what the readers do not take for one."""
    plain = text.strip(" ")
    allowed = plain.isascii() and set(plain) <= set("0123456789+-.eE")
    try:
        value = float(plain) if allowed else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


@given(st.lists(DECIMALS | st.sampled_from(ODD), min_size=1, max_size=12))
@example(["40.03811557777225971221923828125", "-105.25865315459668636322021484375"])
@example(["-8.093446794942192", "0.10186904110014439", "180", "-0.5"])
@example(["9007199254740993", "9007199254740992.5", "1.00000000000000011102230246251565"])
@example(["0.3", "0.30000000000000004", "0.1", "4503599627370496.5"])
def test_decimals_are_pythons_floats(texts):
    got = decimals(*columns_of(texts))
    np.testing.assert_array_equal(got, [python_float(text) for text in texts])


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=30))
def test_shortest_and_exact_spellings_come_back(values):
    for spell in (repr, "{:.9f}".format, "{:.25f}".format):
        texts = [spell(value) for value in values]
        np.testing.assert_array_equal(decimals(*columns_of(texts)), [float(t) for t in texts])


def test_halfway_cases_round_to_even():
    # 1 + 2^-53 lies halfway between 1 and the next double: even is 1; a digit more is above
    texts = ["1.00000000000000011102230246251565404236316680908203125",
             "1.00000000000000011102230246251565404236316680908203126",
             "1.0000000000000001", "1.0000000000000002"]  # fmt: skip
    above = 1 + 2**-52
    assert decimals(*columns_of(texts)).tolist() == [1.0, above, 1.0, above]


def test_many_random_decimals_of_every_length():
    rng = np.random.default_rng(7)
    whole, fraction = rng.integers(0, 1000, 4000), rng.integers(0, 10**18, 4000)
    for digits in range(1, 19):
        texts = [f"{w}.{f:018d}"[: 4 + digits] for w, f in zip(whole, fraction, strict=True)]
        np.testing.assert_array_equal(decimals(*columns_of(texts)), [float(t) for t in texts])


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1))
ZONES = ["", "Z", "+00:00", "-03:30", "+0545"]


@given(st.lists(MOMENTS, min_size=1, max_size=8), st.sampled_from(ZONES), st.integers(0, 9))
def test_instants_are_pythons_datetimes(moments, zone, digits):
    texts, expected = [], []
    for moment in moments:
        fraction = f"{moment.microsecond:06d}000"[:digits]
        texts.append(f"{moment:%Y-%m-%dT%H:%M:%S}" + (f".{fraction}" if fraction else "") + zone)
        kept = moment.replace(microsecond=int(fraction[:6].ljust(6, "0")))
        sign = -1 if zone.startswith("-") else 1
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) if len(zone) > 1 else None
        kept -= sign * (ahead or timedelta())
        since = kept.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
        expected.append(since // timedelta(microseconds=1))
    stamps, naive = instants(*columns_of(texts))
    assert stamps.astype("i8").tolist() == expected
    assert naive.all() == (zone == "")


@given(st.lists(st.text("0123456789-:.TZ+ ,", max_size=30), min_size=1, max_size=5))
@example(["2024-02-30T06:00:00Z", "2024-02-29T06:00:00Z"])
@example(["2024-05-01T24:00:00Z", "2024-05-01T23:59:60Z", "2024-05-01T23:60:00Z"])
@example(["2024-05-01T06:00:00+02:00", "2024-05-01T06:00:00+01:00", "2024-05-01T06:00:00-01:00"])
@example(["2024-05-01T06:00:06,5", "2024-05-01T06:00:07,5"])  # numpy warns of what follows a comma
@example(["2024-05-01 06:00:00", "2024-05-01T06:00:00", "0024-05-01T06:00:00"])
def test_whole_columns_of_times_read_what_the_scalar_reads(texts):
    stamps, naive = instants(*columns_of(texts))
    assert list(zip(stamps.astype("i8").tolist(), naive.tolist(), strict=True)) == [
        instant(text) for text in texts
    ]


@pytest.mark.parametrize(
    "text", ["2024-02-30T06:00:00Z", "2024-05-01", "2024-05-01T06:00Z", "now", "", "T06:00:00Z"]
)
def test_what_is_no_instant(text):
    assert instant(text) == (NOT_A_TIME, False)


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "0x1", "1e999", "", "1 2"])
def test_what_is_no_number(text):
    assert math.isnan(number(text))
