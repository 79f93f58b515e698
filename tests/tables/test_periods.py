"""Days and weeks: coverage, empty weeks, lower bounds, local dates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metatarsal_load import schema
from metatarsal_load.errors import TableError
from metatarsal_load.tables.coverage import coverage
from metatarsal_load.tables.periods import daily, weekly
from metatarsal_load.tables.typed import complete_sessions

NAN = float("nan")


def runs(*rows: tuple[str, float], **columns: object) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["start", "distance_km"])
    return table.assign(**columns)


def weeks_of(table: pd.DataFrame) -> list[str]:
    return [str(week.date()) for week in table.index.get_level_values("week")]


def test_every_week_of_the_coverage_is_a_row() -> None:
    # 2026-05-04 is a Monday; 23:30 on Sunday belongs to the week before.
    weeks = weekly(runs(("2026-05-03 23:30", 8), ("2026-05-04 00:10", 5), ("2026-05-19 07:00", 3)))
    assert weeks_of(weeks) == ["2026-04-27", "2026-05-04", "2026-05-11", "2026-05-18"]
    assert weeks["distance_km"].tolist() == [8, 5, 0, 3]
    assert weeks["runs"].tolist() == [1, 1, 0, 1]
    assert weeks["rest_days"].tolist() == [0, 6, 7, 1]
    assert weeks["complete"].tolist() == [False, True, True, False]
    assert list(weeks.columns) == list(schema.WEEKS)


@pytest.mark.parametrize(
    ("week_start", "first"),
    [
        ("monday", "2026-04-27"),
        ("Sunday", "2026-05-03"),
        ("saturday", "2026-05-02"),
        ({"me": "sunday"}, "2026-05-03"),
        ({"other": "sunday"}, "2026-04-27"),
        ({"me": NAN}, "2026-04-27"),
    ],
)
def test_weeks_begin_on_the_day_chosen(week_start: object, first: str) -> None:
    assert weeks_of(weekly(runs(("2026-05-03", 8)), week_start=week_start)) == [first]  # type: ignore[arg-type]


def test_an_unknown_weekday_is_refused() -> None:
    with pytest.raises(TableError, match="week_start: found 'mon', expected an English weekday"):
        weekly(runs(("2026-05-03", 8)), week_start="mon")


@pytest.mark.parametrize(
    ("diary", "today", "last"),
    [
        (None, None, "2026-05-06"),
        ("2026-05-09", None, "2026-05-09"),
        ("2026-05-05", None, "2026-05-06"),
        (None, "2026-05-08", "2026-05-08"),
        (None, "2026-05-01", "2026-05-06"),
        ("2026-05-09", "2026-05-08", "2026-05-09"),
    ],
)
def test_coverage_ends_with_the_latest_of_session_entry_and_today(
    diary: str | None, today: str | None, last: str
) -> None:
    sessions = complete_sessions(runs(("2026-05-04", 5), ("2026-05-06 22:00", 5)))
    entries = None if diary is None else pd.DataFrame({"date": [diary], "pain": [0]})
    span = coverage(sessions, diary=entries, today=today)
    assert span["first"].tolist() == [pd.Timestamp("2026-05-04")]
    assert span["last"].tolist() == [pd.Timestamp(last)]


def test_a_diary_before_the_first_run_covers_nothing() -> None:
    entries = pd.DataFrame({"date": ["2026-04-01"], "pain": [0]})
    assert len(daily(runs(("2026-05-04", 5)), diary=entries)) == 1


def test_rest_is_zero_and_unknown_is_not() -> None:
    table = runs(("2026-05-04", 5), ("2026-05-06", NAN), ("2026-05-07", 4), ("2026-05-07", NAN))
    days = daily(table, today="2026-05-08")
    assert days.index.names == ["athlete", "date"]
    np.testing.assert_array_equal(days["distance_km"], [5, 0, NAN, 4, 0])
    np.testing.assert_array_equal(days["runs_without_distance"], [0, 0, 1, 1, 0])
    np.testing.assert_array_equal(days["duration_min"], [NAN, 0, NAN, NAN, 0])


@pytest.mark.parametrize(
    ("hard", "week"),
    [((10, 20), 30), ((10, NAN), NAN), ((NAN, NAN), NAN), ((0, 0), 0)],
)
def test_a_week_is_no_easier_than_its_unknown_run(hard: tuple[float, float], week: float) -> None:
    table = runs(("2026-05-04", 5), ("2026-05-06", 5), hard_min=hard, easy_min=30, moderate_min=0)
    weeks = weekly(table)
    np.testing.assert_array_equal(weeks["hard_min"], [week])
    np.testing.assert_allclose(weeks["hard_share"], [week / (week + 60)])


def test_a_run_without_distance_makes_the_sum_a_lower_bound() -> None:
    weeks = weekly(runs(("2026-05-04", 5), ("2026-05-06", NAN), ("2026-05-12", NAN)))
    np.testing.assert_array_equal(weeks["distance_km"], [5, NAN])
    np.testing.assert_array_equal(weeks["runs_without_distance"], [1, 1])
    np.testing.assert_array_equal(weeks["longest_run_km"], [5, NAN])


def test_only_runs_count_as_running() -> None:
    table = runs(("2026-05-04", 5), ("2026-05-04", 40), ("2026-05-05", 30), ("2026-05-06", 4))
    sports = ["running", "cycling", "swimming", "walking"]
    week = weekly(table.assign(sport=sports, cadence_spm=[170, 90, 60, 120])).iloc[0]
    assert week[["distance_km", "runs", "run_days"]].tolist() == [5, 1, 1]
    assert week[["cross_training_days", "rest_days"]].tolist() == [2, 0]
    assert week["cadence_spm"] == 170


def test_shares_cadence_and_shoes() -> None:
    table = runs(("2026-05-04", 6), ("2026-05-05", 2), ("2026-05-06", 2), ("2026-05-13", 1))
    table = table.assign(
        surface=["asphalt", "trail", "treadmill", None],
        cadence_spm=[169.9, 170.0, NAN, NAN],
        shoe=["Ghost", "Ace", "Ghost", None],
    )
    weeks = weekly(table)
    shares = ["paved_share", "soft_share", "treadmill_share", "unknown_surface_share"]
    np.testing.assert_allclose(weeks[shares], [[0.6, 0.2, 0.2, 0], [0, 0, 0, 1]])
    np.testing.assert_allclose(weeks["cadence_spm"], [169.95, NAN])
    np.testing.assert_allclose(weeks["low_cadence_share"], [0.5, NAN])
    assert weeks["shoes"].iloc[0] == "Ace, Ghost"
    assert pd.isna(weeks["shoes"].iloc[1])


def test_who_told_the_surfaces_of_a_week() -> None:
    table = runs(("2026-05-04", 6), ("2026-05-05", 2), ("2026-05-06", 2), ("2026-05-13", 1))
    table = table.assign(
        surface=["asphalt", "trail", "dirt", "unknown"],
        surface_source=["map", None, "map", "unknown"],
    )
    sources = weekly(table)["surface_source"]
    assert sources.iloc[0] == "map, typed"
    assert pd.isna(sources.iloc[1])
    ride = weekly(table.assign(sport=["cycling", "running", "cycling", "running"]))
    assert ride["surface_source"].iloc[0] == "typed"


def test_two_athletes_keep_their_own_weeks() -> None:
    table = runs(("2026-05-04", 5), ("2026-05-20", 7), ("2026-05-12", 9))
    weeks = weekly(table.assign(athlete=["al", "al", "bo"]))
    assert weeks["distance_km"].loc["al"].tolist() == [5, 0, 7]
    assert weeks["distance_km"].loc["bo"].tolist() == [9]


def test_no_sessions_make_no_weeks() -> None:
    empty = runs(("2026-05-04", 5)).iloc[:0]
    assert weekly(empty).shape == (0, len(schema.WEEKS))
    assert len(daily(empty)) == 0


def test_a_week_with_a_change_of_clocks_has_seven_days() -> None:
    # Clocks go forward in Berlin on 2026-03-29, a Sunday.
    utc = pd.to_datetime(["2026-03-23 06:00", "2026-03-29 21:30", "2026-03-29 22:30"], utc=True)
    table = pd.DataFrame({"start": utc.tz_convert("Europe/Berlin"), "distance_km": [1, 2, 4]})
    weeks = weekly(table)
    assert weeks["distance_km"].tolist() == [3, 4]
    assert weeks["complete"].tolist() == [True, False]


@st.composite
def histories(draw: st.DrawFn) -> pd.DataFrame:
    days = draw(st.lists(st.integers(0, 60), min_size=1, max_size=25, unique=True))
    km = draw(st.lists(st.integers(0, 40_000), min_size=len(days), max_size=len(days)))
    who = draw(st.lists(st.sampled_from(["al", "bo"]), min_size=len(days), max_size=len(days)))
    start = pd.Timestamp("2026-01-01 06:00") + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({"start": start, "distance_km": np.array(km) / 1000, "athlete": who})


@settings(max_examples=25, deadline=None)
@given(histories(), st.randoms())
def test_weeks_hold_what_the_sessions_hold(table: pd.DataFrame, random: object) -> None:
    weeks = weekly(table)
    for athlete, own in table.groupby("athlete"):
        assert weeks.loc[athlete, "distance_km"].sum() == pytest.approx(own["distance_km"].sum())
        assert weeks.loc[athlete, "runs"].sum() == len(own)
        known = weeks.loc[athlete]
        covered = (own["start"].max().normalize() - own["start"].min().normalize()).days + 1
        assert known["run_days"].sum() + known["rest_days"].sum() == covered
    shuffled = table.sample(frac=1.0, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(weekly(shuffled), weeks)
    days = daily(table).reset_index()
    monday = days["date"] - pd.to_timedelta(days["date"].dt.day_of_week, unit="D")
    by_week = days.groupby(["athlete", monday])["distance_km"].sum()
    np.testing.assert_allclose(by_week, weeks["distance_km"])
