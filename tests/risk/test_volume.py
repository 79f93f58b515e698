"""T10 and T7: weekly and rolling volume."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, found, level_on, runs, weekly_runs

MILE = 1.609344

# weeks [km], level of the last
WEEKS = [
    ([20, 20, 20, 20, 22.0], "ok"),
    ([20, 20, 20, 20, 22.001], "caution"),
    ([20, 20, 20, 20, 22.1], "caution"),
    ([20, 20, 20, 20, 26.0], "caution"),
    ([20, 20, 20, 20, 26.1], "warning"),
    ([20, 20, 20, 20, 27], "warning"),
    ([5 * MILE] * 4 + [6.0 * MILE], "ok"),
    ([5 * MILE] * 4 + [6.1 * MILE], "caution"),
    ([5 * MILE] * 4 + [6.6 * MILE], "warning"),
    ([1 * MILE] * 4 + [2.0 * MILE], "ok"),
    ([1 * MILE] * 4 + [2.1 * MILE], "warning"),
    ([30, 32, 31, 8, 30], "note"),
    ([30, 32, 31, 8, 36], "caution"),
    ([30, 32, 31, 8, 41.6], "caution"),
    ([30, 32, 31, 8, 41.7], "warning"),
    ([20, 20, 20, 0, 12], "unknown"),
    ([20, 30], "unknown"),
    ([20, 20, 22.0], "ok"),
    ([20, 20, 22.1], "caution"),
    ([40, 20, 20, 20, 20, 22.1], "caution"),  # the fifth week back counts no more
    ([20, 20, 20, 20, 10], "ok"),
]


@pytest.mark.parametrize(("weeks", "level"), WEEKS)
def test_t10_levels(weeks: list[float], level: str) -> None:
    assert level_on("T10", 7 * (len(weeks) - 1), weekly_runs(weeks)) == level


# last day run, km to date, level of the unfinished week
UNFINISHED = [(2, 12, "unknown"), (3, 22.1, "caution"), (3, 22.0, "unknown"), (3, 26.1, "warning")]


@pytest.mark.parametrize(("last", "km", "level"), UNFINISHED)
def test_t10_unfinished_week_only_raises(last: int, km: float, level: str) -> None:
    history = weekly_runs([20, 20, 20, 20])
    now = runs({28.0: km / 2, 28.0 + last: km / 2})
    assert level_on("T10", 28, pd.concat([history, now])) == level


def test_t10_today_finishes_the_week() -> None:
    sessions = pd.concat([weekly_runs([20] * 4), runs({28: 12})])
    assert level_on("T10", 28, sessions) == "unknown"
    assert level_on("T10", 28, sessions, today=day(34)) == "ok"


def test_t10_says_rebound_and_quotes_the_study() -> None:
    row = found("T10", weekly_runs([30, 32, 31, 8, 30])).iloc[-1]
    assert "rebound" in row["message"]
    assert "32 km" in row["message"]
    assert "10.1177/0363546507307505" in row["source"]


# position of the run without a distance, level of the judged week (4 runs of 5 km a week)
LOST = [
    (16, 22.1, "caution"),  # in the week itself: above the limit all the same
    (16, 20.0, "unknown"),  # in the week itself: the sum is a lower bound
    (12, 22.1, "unknown"),  # the week before: its limit can only be higher
    (12, 20.0, "ok"),
    (4, 22.1, "note"),  # only the largest of the four weeks is doubtful
]


@pytest.mark.parametrize(("position", "km", "level"), LOST)
def test_t10_run_without_distance(position: int, km: float, level: str) -> None:
    sessions = weekly_runs([20, 20, 20, 20, km])
    lost = pd.DataFrame({"start": [sessions["start"][position]], "distance_km": [float("nan")]})
    assert level_on("T10", 28, pd.concat([sessions, lost])) == level


def test_t10_run_without_distance_in_an_unfinished_first_week() -> None:
    # The log opens on a Friday: its first week is not complete and no part of M.
    lost = pd.DataFrame({"start": [day(-3)], "distance_km": [float("nan")]})
    assert level_on("T10", 14, pd.concat([lost, weekly_runs([20, 20, 26.1])])) == "warning"


def test_t10_two_athletes_do_not_meet() -> None:
    calm = weekly_runs([20] * 5).assign(athlete="anna")
    wild = weekly_runs([20, 20, 20, 20, 40]).assign(athlete="ben")
    rows = found("T10", pd.concat([wild, calm]))
    assert rows[rows["level"] >= "note"]["athlete"].tolist() == ["ben"]
    alone = found("T10", calm)
    pd.testing.assert_frame_equal(rows[rows["athlete"] == "anna"].reset_index(drop=True), alone)


def test_t10_week_starts_on_sunday_when_asked() -> None:
    sundays = weekly_runs([20, 20, 20, 20, 22.1], days=(-1, 1, 3, 5))
    athletes = pd.DataFrame({"athlete": ["me"], "week_start": ["sunday"]})
    rows = found("T10", sundays, athletes=athletes)
    assert rows.iloc[-1][["start", "level"]].tolist() == [day(27), "caution"]


def test_t10_threshold_can_be_changed_and_is_named() -> None:
    sessions = weekly_runs([20, 20, 20, 20, 22.1])
    assert level_on("T10", 28, sessions, thresholds={"T10": {"rise": 0.15}}) == "ok"
    row = found("T10", sessions, thresholds={"T10": {"steep": 1.1}}).iloc[-1]
    assert row["level"] == "warning"
    assert "steep = 1.1 instead of 1.3" in row["reason"]


def test_t7_marks_the_peak_across_two_calendar_weeks() -> None:
    # 20 km each week, but Saturday to Sunday week-end blocks meet: 10 + 10 + 8 within 7 days.
    sessions = pd.concat([weekly_runs([20] * 5), runs({35: 5, 40: 8, 41: 8, 42: 8, 47: 7, 48: 6})])
    rows = found("T7", sessions)
    marked = rows[rows["level"] >= "note"]
    assert level_on("T10", 35, sessions) == "ok"
    assert level_on("T10", 42, sessions) == "ok"
    assert marked[["start", "end", "level", "value"]].to_numpy().tolist() == [
        [day(36), day(42), "caution", 24.0]
    ]


def test_t7_is_dropped_where_t10_speaks() -> None:
    rows = found("T7", weekly_runs([20, 20, 20, 20, 27]))
    assert not (rows["level"] >= "note").any()


# The week before is empty, so that T10 cannot judge and T7 speaks. Day of the run, level
@pytest.mark.parametrize(("when", "level"), [(19, "unknown"), (20, "warning")])
def test_t7_needs_two_weeks_before(when: int, level: str) -> None:
    sessions = runs({0: 5, 3: 5, 6: 5, when: 30})
    assert level_on("T10", when, sessions) == "unknown"
    assert level_on("T7", when, sessions) == level
