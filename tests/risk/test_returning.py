"""The rules of the return to running, by hand-typed comebacks."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, found, level_on, runs

USUAL = {7.0 * week + weekday: 10.0 for week in range(6) for weekday in (0, 2, 4, 6)}
"""Six whole weeks of 40 km; the last run is on day 41."""
BACK = 70
"""A Monday, 28 run-free days later."""


def comeback(distances: dict[float, float], **columns: object) -> pd.DataFrame:
    """Sessions: the usual weeks, then runs by day of the return; columns for the return."""
    after = runs({BACK + number: km for number, km in distances.items()}, **columns)
    return pd.concat([runs(USUAL), after], ignore_index=True)


def hurt(pains: dict[int, float] | None = None, **columns: object) -> pd.DataFrame:
    """Diary: the injury on day 41, then pain by day of the return."""
    pains = pains or {}
    after = pd.DataFrame(
        {"date": [day(BACK + number) for number in pains], "pain": list(pains.values())}
    ).assign(**columns)
    injury = pd.DataFrame({"date": [day(41)], "pain": [5.0], "injury": [1]})
    return pd.concat([injury, after], ignore_index=True)


def test_without_a_layoff_the_rules_of_the_return_are_no_row() -> None:
    for rule in ("RRDY", "RWR", "R2550", "RNXT", "RHILL", "RSURF", "RSLOW", "R30", "R32", "RRST"):
        assert found(rule, runs(USUAL)).empty, rule


@pytest.mark.parametrize(
    ("km", "expected"),
    # Worked example 9, U = 40 km.
    [(10.0, "ok"), (20.0, "ok"), (20.1, "warning"), (6.0, "note"), (9.999, "note")],
)
def test_first_week_back_against_the_usual(km: float, expected: str) -> None:
    sessions = comeback({0: km / 2, 6: km / 2})
    assert level_on("R2550", BACK, sessions, diary=hurt()) == expected


def test_first_week_counts_seven_days_from_the_first_run() -> None:
    assert level_on("R2550", BACK, comeback({0: 19.0, 7: 5.0}), diary=hurt()) == "ok"
    assert level_on("R2550", BACK, comeback({0: 19.0, 6: 5.0}), diary=hurt()) == "warning"


def test_first_week_unfinished_can_only_raise() -> None:
    early = hurt({2: 0.0})
    assert level_on("R2550", BACK, comeback({0: 10.0}), diary=early) == "unknown"
    assert level_on("R2550", BACK, comeback({0: 10.0, 1: 10.1}), diary=early) == "warning"


def test_first_week_asks_for_the_usual_distance() -> None:
    few = runs({0: 10.0, 6: 10.0, 20: 5.0, 30: 5.0})
    diary = pd.DataFrame({"date": [day(6)], "pain": [5.0], "injury": [1]})
    row = found("R2550", few, diary=diary).iloc[0]
    assert (row["level"], row["reason"].split(":")[0]) == (
        "unknown", "needs the usual weekly distance",
    )  # fmt: skip


def test_first_week_after_a_gap_without_injury_is_left_to_toff() -> None:
    assert found("R2550", comeback({0: 30.0})).empty


@pytest.mark.parametrize(
    ("minutes", "surface", "after_injury", "after_gap"),
    [
        # Worked example 10: 5 x (1/1) is 5 min of running.
        (5.0, "grass", "ok", "ok"),
        (15.0, "grass", "ok", "ok"),
        (16.0, "grass", "ok", "ok"),
        (16 + 1 / 60, "grass", "caution", "note"),
        (30.0, "grass", "caution", "note"),
        (30 + 1 / 60, "grass", "warning", "caution"),
        (15.0, "asphalt", "note", "ok"),
        (20.0, "asphalt", "warning", "caution"),
        (40.0, "asphalt", "warning", "caution"),
        (None, "grass", "unknown", "unknown"),
    ],
)
def test_first_runs_back(
    minutes: float | None, surface: str, after_injury: str, after_gap: str
) -> None:
    sessions = comeback({0: 3.0}, running_min=minutes, surface=surface)
    assert level_on("RWR", BACK, sessions, diary=hurt()) == after_injury
    assert level_on("RWR", BACK, sessions) == after_gap


def test_first_runs_are_three_and_duration_stands_for_running_time() -> None:
    sessions = comeback({0: 3.0, 2: 3.0, 4: 3.0, 6: 3.0}, duration_min=40.0, surface="grass")
    rows = found("RWR", sessions, diary=hurt())
    assert rows["start"].tolist() == [day(BACK), day(BACK + 2), day(BACK + 4)]
    assert set(rows["level"]) == {"warning"}


@pytest.mark.parametrize(
    ("number", "columns", "expected"),
    [
        # Worked example 11: 600 m at -8 %.
        (10, {"steep_m": 600.0, "steep_down_m": 600.0}, "warning"),
        (14, {"steep_m": 600.0, "steep_down_m": 600.0}, "note"),
        (13, {"steep_m": 200.0, "steep_down_m": 0.0}, "warning"),
        (13, {"steep_m": 199.0, "steep_down_m": 299.0}, "ok"),
        (13, {"steep_m": 0.0, "steep_down_m": 300.0}, "warning"),
        (13, {"downhill_km": 0.6}, "warning"),
        (13, {"downhill_km": 0.1, "ascent_m": 5.0, "descent_m": 5.0}, "ok"),
        (13, {"surface": "treadmill"}, "ok"),
        (13, {}, "unknown"),
    ],
)
def test_hills(number: int, columns: dict[str, object], expected: str) -> None:
    sessions = comeback({0: 3.0, number: 3.0}, **columns)
    sessions.loc[sessions["start"] == day(BACK), list(columns)] = None
    assert level_on("RHILL", BACK + number, sessions, diary=hurt()) == expected


def test_only_the_first_hill_after_two_weeks_is_a_note() -> None:
    sessions = comeback({0: 3.0, 14: 3.0, 16: 3.0}, steep_m=500.0, steep_down_m=0.0)
    rows = found("RHILL", sessions, diary=hurt())
    assert rows["level"].tolist() == ["warning", "note"]


@pytest.mark.parametrize(
    ("surfaces", "after_injury", "after_gap"),
    [
        (["grass", "grass"], "ok", "ok"),
        (["treadmill", "asphalt"], "ok", "ok"),  # half and half
        (["asphalt", "asphalt"], "caution", "note"),
        (["asphalt", "unknown"], "note", "ok"),
        (["grass", "unknown"], "ok", "ok"),
        (["unknown", "unknown"], "note", "ok"),
    ],
)
def test_ground_of_the_first_two_weeks(
    surfaces: list[str], after_injury: str, after_gap: str
) -> None:
    sessions = comeback({0: 4.0, 13: 4.0}, surface=surfaces)
    assert level_on("RSURF", BACK, sessions, diary=hurt()) == after_injury
    assert level_on("RSURF", BACK, sessions) == after_gap


@pytest.mark.parametrize(
    ("first", "second", "after_injury", "after_gap"),
    [
        (10.0, 10.0, "ok", "ok"),  # a hold
        (10.0, 11.609, "ok", "ok"),  # one mile more
        (10.0, 11.7, "warning", "note"),
        (20.0, 22.0, "ok", "ok"),
        (20.0, 22.1, "warning", "note"),
        (20.0, 36.0, "warning", "note"),  # 0.9 U
        (20.0, 36.1, "warning", "caution"),
    ],
)
def test_slow_rise(first: float, second: float, after_injury: str, after_gap: str) -> None:
    sessions = comeback({0: first, 7: second, 13: 0.0})
    diary = hurt()
    assert level_on("RSLOW", BACK + 7, sessions, diary=diary) == after_injury
    assert level_on("RSLOW", BACK + 7, sessions) == after_gap
    assert level_on("T10", BACK + 7, sessions) == "none"


def test_slow_rise_leaves_the_first_week_to_the_others_and_is_unknown_after_none() -> None:
    sessions = comeback({0: 30.0, 14: 5.0, 20: 1.0})
    assert level_on("RSLOW", BACK, sessions) == "none"
    assert level_on("RSLOW", BACK + 14, sessions) == "unknown"


CHECKS = {"walk_ok": 1, "stairs_ok": 1, "hops_ok": 1, "calf_raise_ok": 1}


@pytest.mark.parametrize(
    ("number", "answers", "expected"),
    [
        (0, CHECKS, "ok"),
        (-2, CHECKS, "ok"),  # 48 h
        (-3, CHECKS, "caution"),  # too old
        (0, CHECKS | {"hops_ok": None}, "caution"),
        (0, CHECKS | {"hops_ok": 0}, "stop"),
        (0, CHECKS | {"hops_ok": 0, "walk_ok": None}, "stop"),
        (0, {}, "caution"),
    ],
)
def test_readiness(number: int, answers: dict[str, object], expected: str) -> None:
    diary = hurt({number: 0.0}, **answers)
    assert level_on("RRDY", BACK, comeback({0: 3.0}), diary=diary) == expected


def test_readiness_of_later_runs_is_a_row_only_for_a_no() -> None:
    diary = hurt({0: 0.0, 4: 0.0}, **CHECKS | {"stairs_ok": [1, 0]})
    rows = found("RRDY", comeback({0: 3.0, 2: 3.0, 4: 3.0}), diary=diary)
    assert list(zip(rows["start"], rows["level"], strict=True)) == [
        (day(BACK), "ok"), (day(BACK + 4), "stop"),
    ]  # fmt: skip
    assert "stairs" in rows["message"].iloc[1]
    assert "doctor" in rows["advice"].iloc[1]


def test_readiness_without_a_diary_asks_for_one() -> None:
    row = found("RRDY", comeback({0: 3.0})).iloc[0]
    assert (row["level"], row["reason"]) == ("unknown", "needs a symptom diary (diary.csv)")


@pytest.mark.parametrize(
    ("pains", "morning", "expected"),
    [
        ({0: 1.0, 1: 1.0}, None, "ok"),
        ({0: 1.0, 1: 1.5}, None, "warning"),  # above pain before the run
        ({0: 3.0, 1: 3.0}, None, "warning"),
        ({0: 1.0, 1: 0.0}, [None, 2.0], "warning"),  # on waking it was 2
        ({0: 0.0, 2: 0.0}, None, "note"),  # nothing written on day 1
        ({0: 0.0}, None, "unknown"),  # day 1 is not covered
    ],
)
def test_the_next_morning(
    pains: dict[int, float], morning: list[float | None] | None, expected: str
) -> None:
    diary = hurt(pains) if morning is None else hurt(pains, pain_morning=morning)
    assert level_on("RNXT", BACK, comeback({0: 3.0}), diary=diary) == expected


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ({1: 2.9, 2: 0.0}, "ok"),
        ({1: 3.0, 2: 0.0}, "caution"),
        ({1: 5.0, 2: 0.0}, "caution"),
        ({1: 5.1, 2: 0.0}, "stop"),
        ({1: 0.0, 2: 4.0}, "caution"),  # on the day, before the run
        ({0: 6.0, 1: 0.0, 2: 0.0}, "ok"),
        ({2: 0.0}, "unknown"),
    ],
)
def test_rest_after_pain(pains: dict[int, float], expected: str) -> None:
    sessions = comeback({-2: 3.0, 2: 3.0})
    assert level_on("RRST", BACK + 2, sessions, diary=hurt(pains)) == expected


def gated(days: dict[float, float], **columns: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Four runs of 31 min on days 0, 2, 4, 6, further runs, and a diary without pain."""
    sessions = comeback({0: 4.0, 2: 4.0, 4: 4.0, 6: 4.0} | days, duration_min=31.0)
    return sessions.assign(**columns), hurt(dict.fromkeys(range(20), 0.0))


@pytest.mark.parametrize(
    ("runs_after", "rides", "expected"),
    [
        ([8, 10, 12], [9, 11], "ok"),
        ([8, 10, 12, 13], [9, 11], "caution"),
        ([8, 10, 12], [9], "note"),
        ([8, 10, 12], [], "unknown"),  # no other sport in the log
    ],
)
def test_the_week_after_the_gate(runs_after: list[int], rides: list[int], expected: str) -> None:
    sessions, diary = gated(dict.fromkeys(map(float, runs_after), 4.0))
    other = runs(dict.fromkeys([BACK + number for number in rides], 20.0), sport="cycling")
    assert level_on("R32", BACK + 7, pd.concat([sessions, other]), diary=diary) == expected


@pytest.mark.parametrize(
    ("number", "minutes", "expected"),
    [(8, 20.0, "warning"), (8, 31.0, "none")],  # before and after the gate
)
def test_a_rise_before_the_gate(number: float, minutes: float, expected: str) -> None:
    sessions = comeback(
        {0: 4.0, 2: 4.0, 4: 4.0, 6: 4.0, number: 18.0}, duration_min=[31.0, 31, 31, minutes, 31]
    )
    diary = hurt(dict.fromkeys(range(20), 0.0))
    assert level_on("R30", BACK + 7, sessions, diary=diary) == expected


def test_the_gate_without_a_diary_is_unknown() -> None:
    assert level_on("R30", BACK, comeback({0: 4.0})) == "unknown"


def test_one_athletes_return_is_not_anothers() -> None:
    mine = comeback({0: 30.0}).assign(athlete="anna")
    others = runs(USUAL).assign(athlete="ben")
    rows = found("RWR", pd.concat([mine, others]))
    assert set(rows["athlete"]) == {"anna"}


def test_a_diary_without_a_layoff_leaves_the_rules_of_the_return_without_a_row() -> None:
    diary = pd.DataFrame({"date": [day(3), day(4)], "pain": [1.0, 0.0]})
    for rule in ("RRDY", "RWR", "R2550", "RNXT", "RHILL", "RSURF", "RSLOW", "R30", "R32", "RRST"):
        assert found(rule, runs(USUAL), diary=diary).empty, rule
