"""Tables typed by hand: what is filled in, what stays unknown, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.tables.typed import (
    complete_athletes,
    complete_diary,
    complete_sessions,
    complete_shoes,
)


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_two_columns_are_enough() -> None:
    full = complete_sessions(frame(start=["2026-05-03 07:30"], distance_km=[8.0]))
    row = full.iloc[0]
    assert list(full.columns) == [*schema.SESSIONS, "date", "has_clock"]
    assert (row["athlete"], row["sport"], row["surface"], row["intensity"]) == (
        "me", "running", "unknown", "unknown",
    )  # fmt: skip
    assert row["date"] == pd.Timestamp("2026-05-03")
    assert row["session_id"] == "20260503T073000"
    unknown = ["running_min", "longest_bout_min", "steps", "hard_min", "speed_mps", "shoe", "race"]
    assert full[unknown].isna().all(axis=None)


def test_dtypes_are_those_of_the_schema_whatever_was_typed() -> None:
    full = complete_sessions(frame(start=["2026-05-03"], distance_km=["8"], race=["yes"]))
    kinds = {"float": "float64", "flag": "float64", "time": "datetime64[us]"}
    kinds |= {"utc": "datetime64[us]", "category": "category"}
    text = str(pd.Series(["a"]).dtype)
    expected = {name: kinds.get(kind.dtype, text) for name, kind in schema.SESSIONS.items()}
    assert {name: str(full[name].dtype) for name in schema.SESSIONS} == expected


@pytest.mark.parametrize(
    ("distance_km", "moving_min", "duration_min", "speed_mps"),
    [
        (9.0, 50.0, 60.0, 3.0),
        (9.0, np.nan, 60.0, 2.5),
        (9.0, np.nan, np.nan, np.nan),
        (np.nan, 50.0, 60.0, np.nan),
        (9.0, 0.0, np.nan, np.nan),
        (9.0, 1.0, np.nan, np.nan),  # 150 m/s: one of the figures is wrong
    ],
)
def test_speed_comes_from_moving_time_else_timer_time(
    distance_km: float, moving_min: float, duration_min: float, speed_mps: float
) -> None:
    typed = frame(start=["2026-05-03"], distance_km=[distance_km], moving_min=[moving_min])
    full = complete_sessions(typed.assign(duration_min=duration_min))
    np.testing.assert_allclose(full["speed_mps"], [speed_mps])


@pytest.mark.parametrize(
    ("columns", "paved", "soft", "treadmill", "unknown"),
    [
        ({"surface": "concrete"}, 10, 0, 0, 0),
        ({"surface": "Grass"}, 0, 10, 0, 0),
        ({"surface": "track"}, 0, 10, 0, 0),
        ({"surface": "treadmill"}, 0, 0, 10, 0),
        ({"surface": "mixed"}, 0, 0, 0, 10),
        ({}, 0, 0, 0, 10),
        ({"soft_km": 4}, 0, 4, 0, 6),
        ({"soft_km": 4, "paved_km": 7}, 7, 4, 0, 0),
    ],
)
def test_kilometres_by_surface(
    columns: dict[str, object], paved: float, soft: float, treadmill: float, unknown: float
) -> None:
    full = complete_sessions(frame(start=["2026-05-03"], distance_km=[10]).assign(**columns))
    names = ["paved_km", "soft_km", "treadmill_km", "unknown_surface_km"]
    assert full[names].iloc[0].tolist() == [paved, soft, treadmill, unknown]


def test_rows_of_one_start_keep_their_order_and_get_names_of_their_own() -> None:
    typed = frame(
        start=["2026-05-03", "2026-05-02", "2026-05-03", "2026-05-03"],
        distance_km=[1, 2, 3, 4],
        athlete=["bo", "bo", "bo", "al"],
    )
    full = complete_sessions(typed)
    assert full["distance_km"].tolist() == [4, 2, 1, 3]
    assert full["session_id"].tolist() == [
        "20260503T000000", "20260502T000000", "20260503T000000", "20260503T000000-2",
    ]  # fmt: skip
    assert not full["has_clock"].any()


def test_a_zone_in_the_start_leaves_the_local_clock() -> None:
    start = pd.to_datetime(["2026-05-04 06:30"], utc=True).tz_convert("America/Los_Angeles")
    full = complete_sessions(frame(start=start, distance_km=[5]))
    assert full["start"].tolist() == [pd.Timestamp("2026-05-03 23:30")]
    assert full["start_utc"].tolist() == [pd.Timestamp("2026-05-04 06:30")]
    typed = complete_sessions(frame(start=["2026-05-03T23:30-07:00"], distance_km=[5]))
    assert typed["start"].tolist() == full["start"].tolist()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"distance_km": [5, "abc"]}, "row 1, column distance_km: found 'abc', expected a number"),
        ({"distance_km": [5, -1]}, "row 1, column distance_km: found -1, expected a num"),
        ({"distance_km": [5, np.inf]}, "row 1, column distance_km: found inf"),
        ({"start": ["2026-05-03", None]}, "row 1, column start: found nothing, expected"),
        ({"start": ["2026-02-30", "2026-05-03"]}, "row 0, column start: found '2026-02-30'"),
        ({"start": [20260503, 20260504]}, "row 0, column start: found 20260503"),
        ({"rpe": [3, 11]}, "row 1, column rpe: found 11, expected a number from 0 to 10"),
        ({"surface": ["lava", "dirt"]}, "row 0, column surface: found 'lava', expected one of"),
        ({"race": ["yes", "perhaps"]}, "row 1, column race: found 'perhaps', expected yes or no"),
        ({"race": [1, 2]}, "row 1, column race: found 2, expected yes or no"),
        ({"session_id": ["a", "a"]}, "found session_id a of me twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(columns: dict[str, list[object]], message: str) -> None:
    good = {"start": ["2026-05-03", "2026-05-04"], "distance_km": [5, 6]}
    with pytest.raises(TableError) as caught:
        complete_sessions(pd.DataFrame(good | columns))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_column_is_named_with_the_near_one() -> None:
    with pytest.raises(TableError, match="found columns start, distance_mk, expected also dist"):
        complete_sessions(frame(start=["2026-05-03"], distance_mk=[5]))
    with pytest.raises(TableError, match="rename column 'distance_mk'"):
        complete_sessions(frame(start=["2026-05-03"], distance_mk=[5]))


def test_an_empty_table_has_every_column() -> None:
    full = complete_sessions(frame(start=[], distance_km=[]))
    assert full.shape == (0, len(schema.SESSIONS) + 2)


def test_the_input_is_left_alone_and_completing_twice_changes_nothing() -> None:
    typed = frame(start=["2026-05-04", "2026-05-03"], distance_km=["8", "9"], mine=["a", "b"])
    before = typed.copy(deep=True)
    once = complete_sessions(typed)
    pd.testing.assert_frame_equal(typed, before)
    pd.testing.assert_frame_equal(complete_sessions(once), once)
    assert once["mine"].tolist() == ["b", "a"]


def test_a_diary_takes_the_worse_answer_of_a_day() -> None:
    diary = frame(
        date=["2026-05-03", "2026-05-03", "2026-05-04"],
        pain=[1, 4, 0],
        walk_ok=["yes", "no", "yes"],
        swelling=["x", None, None],
        note=["morning", "evening", None],
    )
    full = complete_diary(diary)
    assert len(full) == 2
    first = full.iloc[0]
    assert (first["pain"], first["walk_ok"], first["swelling"]) == (4.0, 0.0, 1.0)
    assert first["note"] == "morning; evening"
    assert np.isnan(full["swelling"].iloc[1])


def test_a_diary_may_come_indexed() -> None:
    days = pd.MultiIndex.from_tuples([("al", "2026-05-03")], names=["athlete", "date"])
    full = complete_diary(pd.DataFrame({"pain": [2]}, index=days))
    assert full[["athlete", "pain"]].iloc[0].tolist() == ["al", 2.0]
    assert full["date"].tolist() == [pd.Timestamp("2026-05-03")]


def test_one_name_may_be_two_athletes_pair_but_not_one_athletes_two() -> None:
    pairs = frame(shoe=["Ghost", "Ghost"], athlete=["al", "bo"], initial_km=[1, None])
    assert complete_shoes(pairs)["athlete"].tolist() == ["al", "bo"]
    with pytest.raises(TableError, match="shoes row 1, column shoe: found 'Ghost', expected each"):
        complete_shoes(frame(shoe=["Ghost", "Ghost"]))
    with pytest.raises(TableError, match="athletes row 1, column athlete: found 'al'"):
        complete_athletes(frame(athlete=["al", "al"]))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    typed = frame(
        start=[f"2026-05-{day:02d} 07:00" for day in (1, 2, 3, 1, 2, 3)],
        athlete=["al"] * 3 + ["bo"] * 3,
        distance_km=[1.5, np.nan, 3, 4, 5, 6],
    )
    pd.testing.assert_frame_equal(complete_sessions(typed.iloc[order]), complete_sessions(typed))
