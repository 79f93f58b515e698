"""States of the athlete and the table of layoffs, by hand-typed seasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from typed import day, runs

from metatarsal_load.risk.facts import STATES, Facts
from metatarsal_load.risk.gather import chunks, gather, open_book
from metatarsal_load.risk.rules import RULES
from metatarsal_load.risk.thresholds import resolve

USUAL = {7 * week + weekday: 10.0 for week in range(6) for weekday in (0, 2, 4, 6)}
"""Six whole weeks of 40 km; the last run is on day 41."""


def facts_of(
    sessions: pd.DataFrame, diary: pd.DataFrame | None = None, today: pd.Timestamp | None = None
) -> Facts:
    book = open_book(sessions, None, diary, None, today)
    return gather(book, next(chunks(book)), resolve(RULES, None, book.names))


def state(facts: Facts, number: int) -> str:
    start = int(facts.days.first[0])
    assert facts.days.day[number] == start + number
    return STATES[facts.state[number]]


def days_of(facts: Facts, column: str) -> list[float]:
    """Days of the season in a column of the layoffs."""
    return (facts.episodes[column] - facts.days.first[0]).astype(float).tolist()


def entries(pains: dict[int, float], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {"date": [day(number) for number in pains], "pain": list(pains.values())}
    ).assign(**columns)


@pytest.mark.parametrize(
    ("next_run", "layoffs", "on_day_50"),
    [(55, [], "healthy"), (56, [56.0], "rest")],  # 13 and 14 run-free days
)
def test_a_gap_is_fourteen_days_without_a_run(
    next_run: int, layoffs: list[float], on_day_50: str
) -> None:
    facts = facts_of(runs(USUAL | {next_run: 10.0}))
    assert days_of(facts, "back") == layoffs
    assert state(facts, 50) == on_day_50
    assert not facts.episodes["injury"].any()


@pytest.mark.parametrize(
    ("pain", "next_run", "injuries"),
    [(3.0, 49, [True]), (3.0, 48, []), (2.9, 49, []), (2.9, 56, [False]), (3.0, 56, [True])],
)
def test_pain_of_three_and_seven_days_without_a_run_are_an_injury(
    pain: float, next_run: int, injuries: list[bool]
) -> None:
    facts = facts_of(runs(USUAL | {next_run: 10.0}), entries({41: pain}))
    assert facts.episodes["injury"].tolist() == injuries


@pytest.mark.parametrize("column", ["sharp", "swelling", "pain_rest"])
def test_a_red_flag_and_seven_days_without_a_run_are_an_injury(column: str) -> None:
    facts = facts_of(runs(USUAL | {49: 10.0}), entries({41: 0.0}, **{column: 1}))
    assert facts.episodes["injury"].tolist() == [True]


def test_a_named_injury_needs_no_rest_and_repeating_it_is_no_second_one() -> None:
    diary = entries({41: 0.0, 42: 0.0, 43: 0.0, 45: 0.0}, injury=[1, 1, 1, 1])
    facts = facts_of(runs(USUAL | {44: 5.0, 46: 5.0}), diary)
    assert days_of(facts, "onset") == [41.0]
    assert days_of(facts, "back") == [44.0]


def test_the_usual_week_is_the_median_of_up_to_eight_complete_weeks() -> None:
    weeks = [99, 10, 20, 30, 40, 50, 60, 70, 80]
    season = {7.0 * week: float(km) for week, km in enumerate(weeks)}
    facts = facts_of(runs(season | {100: 10.0}))  # the gap begins on day 57, inside week 8
    # Weeks 0 to 7 lie before it: 99, 10 .. 70.
    assert facts.episodes["usual_km"].tolist() == [45.0]


def test_one_complete_week_does_not_tell_the_usual_one() -> None:
    facts = facts_of(runs({0: 10.0, 6: 10.0, 40: 5.0, 70: 5.0}))
    assert np.isnan(facts.episodes["usual_km"]).tolist() == [True, True]


def test_return_without_a_diary_ends_after_28_days_and_ramp_with_nine_tenths() -> None:
    # First run back on day 70 (a Monday); 20 km a week to week 15, then 36 km.
    back = {70.0 + 7 * week + weekday: 5.0 for week in range(6) for weekday in (0, 2, 4, 6)}
    full = {112.0 + weekday: 9.0 for weekday in (0, 2, 4, 6)}
    facts = facts_of(runs(USUAL | back | full), today=day(125))
    got = [state(facts, number) for number in (41, 42, 69, 70, 97, 98, 118, 119)]
    assert got == ["healthy", "rest", "rest", "return", "return", "ramp", "ramp", "healthy"]
    assert days_of(facts, "gate") == [98.0]
    assert days_of(facts, "ramp_end") == [119.0]


def test_a_full_first_week_ends_return_and_ramp_with_it() -> None:
    facts = facts_of(runs(USUAL | {70.0 + weekday: 9.0 for weekday in (0, 2, 4, 6)}), today=day(80))
    assert [state(facts, number) for number in (70, 76, 77)] == ["return", "return", "healthy"]


@pytest.mark.parametrize(
    ("days", "minutes", "pains", "gate"),
    [
        # Worked example 12: the gate is passed on the morning of day 7.
        ([0, 2, 4, 6], 30, {}, 77.0),
        ([0, 2, 5, 7], 30, {}, np.nan),
        ([0, 2, 4, 6], 29 + 59 / 60, {}, np.nan),
        ([0, 2, 4, 6], 30, {5: 1.0}, np.nan),
        ([0, 2, 4, 6], 30, {7: 1.0}, np.nan),
        ([0, 2, 4, 6, 8, 10], 30, {3: 1.0}, 81.0),  # the count begins anew on day 4
    ],
)
def test_the_thirty_minute_gate(
    days: list[int], minutes: float, pains: dict[int, float], gate: float
) -> None:
    back = {70.0 + number: 5.0 for number in days}
    sessions = runs(USUAL | back, duration_min=[50.0] * 24 + [minutes] * len(days))
    diary = entries({41: 4.0} | {70 + n: pains.get(n, 0.0) for n in range(12)})
    facts = facts_of(sessions, diary)
    assert facts.episodes["injury"].tolist() == [True]
    np.testing.assert_equal(days_of(facts, "gate"), [gate])


def test_a_morning_without_an_entry_is_not_painless() -> None:
    back = {70.0 + number: 5.0 for number in (0, 2, 4, 6)}
    sessions = runs(USUAL | back, duration_min=31.0)
    diary = entries({41: 4.0} | {70 + number: 0.0 for number in (0, 2, 4, 6)})
    assert np.isnan(facts_of(sessions, diary, today=day(80)).episodes["gate"]).all()


def test_a_layoff_that_still_lasts_is_rest() -> None:
    facts = facts_of(runs(USUAL), today=day(60))
    assert facts.episodes.empty
    assert [state(facts, number) for number in (41, 42, 60)] == ["healthy", "rest", "rest"]


def test_symptomatic_is_the_day_of_pain_and_the_seven_after() -> None:
    facts = facts_of(runs(USUAL), entries({20: 1.0}))
    got = [state(facts, number) for number in (19, 20, 27, 28)]
    assert got == ["healthy", "symptomatic", "symptomatic", "healthy"]


def test_the_layoff_of_one_athlete_is_not_the_next_ones() -> None:
    one = runs(USUAL | {70.0: 5.0}).assign(athlete="anna")
    other = runs({number + 41: 10.0 for number in USUAL}).assign(athlete="ben")
    facts = facts_of(pd.concat([one, other]))
    assert facts.episodes["a"].tolist() == [0]
    assert (facts.state[facts.days.athlete == 1] == 0).all()


@pytest.mark.parametrize(
    ("injured", "on_day_112"),
    [(0, "healthy"), (1, "return")],
)
def test_a_runner_back_from_a_holiday_as_before_is_healthy_without_the_gate(
    injured: int, on_day_112: str
) -> None:
    # Two weeks off, then the usual weeks with a hard run on Thursdays: never four easy runs on end.
    weeks = [(week, weekday) for week in range(8, 16) for weekday in (0, 3, 5, 6)]
    back = {7.0 * week + weekday: 10.0 if week > 8 else 5.0 for week, weekday in weeks}
    words = ["easy"] * 24 + ["hard" if weekday == 3 else "easy" for _, weekday in weeks]
    sessions = runs(USUAL | back, duration_min=40.0, intensity=words)
    diary = entries(dict.fromkeys(range(42, 113), 0.0), injury=[injured] + [0] * 70)
    facts = facts_of(sessions, diary)
    assert facts.episodes["injury"].tolist() == [bool(injured)]
    assert state(facts, 60) == "return"
    assert state(facts, 112) == on_day_112
