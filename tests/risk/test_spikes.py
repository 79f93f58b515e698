"""TSPK: a run against the longest of the 30 days before."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, found, level_on, runs

TEN = {0: 5.0, 20: 10.0}

# km of the run on day 40 (longest of 30 days: 10.00), level, size
RUNS = [
    (11.00, "ok", ""),
    (11.01, "caution", "small"),
    (13.00, "caution", "small"),
    (13.01, "caution", "moderate"),
    (20.00, "caution", "moderate"),
    (20.01, "warning", "large"),
]


@pytest.mark.parametrize(("km", "level", "size"), RUNS)
def test_tspk_levels(km: float, level: str, size: str) -> None:
    row = found("TSPK", runs({**TEN, 40: km})).iloc[-1]
    assert (row["start"], row["level"]) == (day(40), level)
    assert (f"a {size} spike" in row["message"]) == bool(size)


# days since the only run of 10 km, level, reason
BACK = [(30, "caution", ""), (31, "unknown", "no reference")]


@pytest.mark.parametrize(("days", "level", "reason"), BACK)
def test_tspk_looks_30_days_back(days: int, level: str, reason: str) -> None:
    row = found("TSPK", runs({0: 3, 10: 10, 10 + days: 12})).iloc[-1]
    assert row["level"] == level
    assert reason in row["reason"]


# first covered day before the run, level
HISTORY = [(29, "unknown"), (30, "caution")]


@pytest.mark.parametrize(("days", "level"), HISTORY)
def test_tspk_needs_30_days_of_coverage(days: int, level: str) -> None:
    rows = found("TSPK", runs({0: 5, days: 8}))
    assert rows.iloc[-1]["level"] == level
    assert "insufficient history" in rows.iloc[0]["reason"]


# hour and minute of the second run after a first of 30 min at 8:00, kilometres, level
PAUSES = [
    ("18:00", 8.0, "ok"),  # morning and evening
    ("08:42", 6.0, "caution"),  # 12 min pause: 12.0 km
    ("08:59", 6.0, "caution"),  # 29 min
    ("09:00", 6.0, "ok"),  # 30 min are two runs
]


@pytest.mark.parametrize(("second", "km", "level"), PAUSES)
def test_tspk_merges_short_pauses(second: str, km: float, level: str) -> None:
    sessions = pd.DataFrame(
        {"start": ["2026-01-05 07:30", "2026-01-25 08:00", "2026-02-14 08:00",
                   f"2026-02-14 {second}"],
         "distance_km": [5.0, 10.0, km, km], "duration_min": 30.0}
    )  # fmt: skip
    assert level_on("TSPK", 40, sessions.iloc[[0, 1, 2]]) == "ok"
    assert found("TSPK", sessions).iloc[-1]["level"] == level


def test_tspk_merges_nothing_without_clock_or_duration() -> None:
    dates = runs({0: 5, 20: 10}).assign(duration_min=30.0)
    two = pd.DataFrame({"start": [day(40)] * 2, "distance_km": [6.0, 6.0], "duration_min": 1.0})
    assert set(found("TSPK", pd.concat([dates, two]))["level"].iloc[1:]) == {"ok"}
    clocks = runs({0.3: 5, 20.3: 10, 40.3: 6, 40.31: 6})
    assert set(found("TSPK", clocks)["level"].iloc[1:]) == {"ok"}


def test_tspk_keeps_the_highest_of_a_week_and_names_the_others() -> None:
    # 12 km on day 40, 14 km on day 44 (+17 %), 24 km on day 46 (+71 %); day 53 is a week later.
    rows = found("TSPK", runs({**TEN, 40: 12, 44: 14, 46: 24, 53: 27}))
    marked = rows[rows["level"] >= "note"]
    assert marked["start"].tolist() == [day(46), day(53)]
    assert "14 km" in marked["message"].iloc[0]
    assert "12 km" in marked["message"].iloc[0]


def test_tspk_earlier_the_same_day_counts() -> None:
    sessions = runs({0.3: 5, 20.3: 10, 40.3: 12, 40.8: 13})
    rows = found("TSPK", sessions)
    assert rows[rows["level"] >= "note"]["value"].tolist() == [12.0]


# Two runs of one bare date: none is the earlier one, so both compare with the 10 km before.
@pytest.mark.parametrize("kms", [(12.0, 20.5), (20.5, 12.0)])
def test_tspk_bare_dates_of_one_day_have_no_order(kms: tuple[float, float]) -> None:
    two = pd.DataFrame({"start": [day(40)] * 2, "distance_km": kms})
    row = found("TSPK", pd.concat([runs(TEN), two])).iloc[-1]
    assert row[["level", "value", "baseline"]].tolist() == ["warning", 20.5, 10.0]
    assert "12 km" in row["message"]


# distance of an earlier run that was lost, level of 12 km on day 40
@pytest.mark.parametrize(("km", "level"), [(12.0, "unknown"), (10.5, "ok")])
def test_tspk_run_without_distance_before(km: float, level: str) -> None:
    assert level_on("TSPK", 40, runs({**TEN, 35: float("nan"), 40: km})) == level


def test_tspk_names_its_session_and_speaks_miles() -> None:
    sessions = runs({**TEN, 40: 12}, session_id=["a", "b", "c"])
    row = found("TSPK", sessions, units="imperial").iloc[-1]
    assert row["session_id"] == "c"
    assert "7.5 mi" in row["message"]
    assert "10.1136/bjsports-2024-109380" in row["source"]
