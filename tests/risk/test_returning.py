"""The rules of the return to running, by hand-typed comebacks."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import Case, check, stack
from typed import day, found, level_on, runs

from metatarsal_load.risk.assess import judge
from metatarsal_load.risk.catalogue.returning import RETURNING

USUAL = {7.0 * week + weekday: 10.0 for week in range(6) for weekday in (0, 2, 4, 6)}
"""Six whole weeks of 40 km; the last run is on day 41."""
BACK = 70
"""A Monday, 28 run-free days later."""


def comeback(distances: dict[float, float], **columns: object) -> pd.DataFrame:
    """Sessions: the usual weeks, then runs by day of the return; columns for the return."""
    after = runs({BACK + number: km for number, km in distances.items()}, **columns)
    return stack(runs(USUAL), after)


def hurt(pains: dict[int, float] | None = None, **columns: object) -> pd.DataFrame:
    """Diary: the injury on day 41, then pain by day of the return."""
    pains = pains or {}
    after = pd.DataFrame(
        {"date": [day(BACK + number) for number in pains], "pain": list(pains.values())}
    ).assign(**columns)
    injury = pd.DataFrame({"date": [day(41)], "pain": [5.0], "injury": [1]})
    return stack(injury, after)


def either(
    sessions: pd.DataFrame, when: float, after_injury: str, after_gap: str
) -> tuple[Case, Case]:
    """The same comeback after an injury and after a gap without one."""
    return Case(sessions, when, after_injury, hurt()), Case(sessions, when, after_gap)


def test_without_a_layoff_the_rules_of_the_return_are_no_row() -> None:
    diary = pd.DataFrame({"date": [day(3), day(4)], "pain": [1.0, 0.0]})
    assert judge(RETURNING, runs(USUAL), include_ok=True).empty
    assert judge(RETURNING, runs(USUAL), diary=diary, include_ok=True).empty


def test_first_week_back_against_the_usual() -> None:
    # Worked example 9, U = 40 km.
    table = [(10.0, "ok"), (20.0, "ok"), (20.1, "warning"), (6.0, "note"), (9.999, "note")]
    check(
        "R2550",
        [Case(comeback({0: km / 2, 6: km / 2}), BACK, level, hurt()) for km, level in table],
    )


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


def test_the_athletes_own_usual_distance_stands_in_where_history_tells_none() -> None:
    few = runs({0: 10.0, 6: 10.0, 24: 10.0, 26: 10.1})
    injury = pd.DataFrame({"date": [day(6)], "pain": [5.0], "injury": [1]})
    own = pd.DataFrame({"athlete": ["me"], "usual_km": [40.0]})
    other = own.assign(athlete="ben")
    more = {"today": day(40)}
    assert level_on("R2550", 24, few, diary=injury, athletes=own, **more) == "warning"
    assert level_on("R2550", 24, few, diary=injury, athletes=other, **more) == "unknown"
    assert level_on("TOFF", 24, few, athletes=own, **more) == "caution"
    assert "usual_km" in found("TOFF", few, athletes=other, **more)["reason"].iloc[0]
    # History is believed first: U = 40 km, whatever the athlete says.
    back = comeback({0: 20.1, 6: 0.0})
    assert (
        level_on("R2550", BACK, back, diary=hurt(), athletes=own.assign(usual_km=90)) == "warning"
    )


def test_first_week_after_a_gap_without_injury_is_left_to_toff() -> None:
    assert found("R2550", comeback({0: 30.0})).empty


def test_first_runs_back() -> None:
    table = [
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
    ]
    cases = []
    for minutes, surface, after_injury, after_gap in table:
        sessions = comeback({0: 3.0}, running_min=minutes, surface=surface)
        cases += either(sessions, BACK, after_injury, after_gap)
    check("RWR", cases)


def test_first_runs_are_three_and_duration_stands_for_running_time() -> None:
    sessions = comeback({0: 3.0, 2: 3.0, 4: 3.0, 6: 3.0}, duration_min=40.0, surface="grass")
    rows = found("RWR", sessions, diary=hurt())
    assert rows["start"].tolist() == [day(BACK), day(BACK + 2), day(BACK + 4)]
    assert set(rows["level"]) == {"warning"}


def test_hills() -> None:
    table: list[tuple[int, dict[str, object], str]] = [
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
    ]
    cases = []
    for number, columns, level in table:
        flat = comeback({0: 3.0}, steep_m=0.0, steep_down_m=0.0)
        sessions = stack(flat, runs({BACK + number: 3.0}, **columns))
        cases.append(Case(sessions, BACK + number, level, hurt()))
    check("RHILL", cases)


def test_only_the_first_hill_after_two_weeks_is_a_note() -> None:
    sessions = comeback({0: 3.0, 14: 3.0, 16: 3.0}, steep_m=500.0, steep_down_m=0.0)
    rows = found("RHILL", sessions, diary=hurt())
    assert rows["level"].tolist() == ["warning", "note"]


def test_ground_of_the_first_two_weeks() -> None:
    table = [
        (["grass", "grass"], "ok", "ok"),
        (["treadmill", "asphalt"], "ok", "ok"),  # half and half
        (["asphalt", "asphalt"], "caution", "note"),
        (["asphalt", "unknown"], "note", "ok"),
        (["grass", "unknown"], "note", "ok"),  # half is known, 60 % are asked for
        (["unknown", "unknown"], "note", "ok"),
    ]
    cases = []
    for surfaces, after_injury, after_gap in table:
        sessions = comeback({0: 4.0, 13: 4.0}, surface=surfaces)
        cases += either(sessions, BACK, after_injury, after_gap)
    check("RSURF", cases)


def test_slow_rise() -> None:
    table = [
        (10.0, 10.0, "ok", "ok"),  # a hold
        (10.0, 11.609, "ok", "ok"),  # one mile more
        (10.0, 11.7, "warning", "note"),
        (20.0, 22.0, "ok", "ok"),
        (20.0, 22.1, "warning", "note"),
        (20.0, 36.0, "warning", "note"),  # 0.9 U
        (20.0, 36.1, "warning", "caution"),
    ]
    cases = []
    for first, second, after_injury, after_gap in table:
        sessions = comeback({0: first, 7: second, 13: 0.0})
        cases += either(sessions, BACK + 7, after_injury, after_gap)
    check("RSLOW", cases)
    check("T10", [Case(case.sessions, case.when, "none", case.diary) for case in cases])


def test_slow_rise_after_a_return_in_mid_week_looks_at_its_first_seven_days() -> None:
    # Back on a Friday: 5 km that week, 15 km in the 7 days to Thursday, so 16.609 km are allowed.
    table = [(6.0, "ok"), (6.609, "ok"), (6.7, "warning")]
    cases = [
        Case(comeback({4: 5.0, 7: 5.0, 9: 5.0, 13: km}), BACK + 7, level, hurt())
        for km, level in table
    ]
    check("RSLOW", cases)


def test_slow_rise_leaves_the_first_week_to_the_others_and_is_unknown_after_none() -> None:
    sessions = comeback({0: 30.0, 14: 5.0, 20: 1.0})
    assert level_on("RSLOW", BACK, sessions) == "none"
    assert level_on("RSLOW", BACK + 14, sessions) == "unknown"


CHECKS = {"walk_ok": 1, "stairs_ok": 1, "hops_ok": 1, "calf_raise_ok": 1}


def test_readiness() -> None:
    table: list[tuple[int, dict[str, object], str]] = [
        (0, CHECKS, "ok"),
        (-2, CHECKS, "ok"),  # 48 h
        (-3, CHECKS, "caution"),  # too old
        (0, CHECKS | {"hops_ok": None}, "caution"),
        (0, CHECKS | {"hops_ok": 0}, "stop"),
        (0, CHECKS | {"hops_ok": 0, "walk_ok": None}, "stop"),
        (0, {}, "caution"),
    ]
    sessions = comeback({0: 3.0})
    check(
        "RRDY",
        [
            Case(sessions, BACK, level, hurt({number: 0.0}, **answers))
            for number, answers, level in table
        ],
    )


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


def test_the_next_morning() -> None:
    table: list[tuple[dict[int, float], dict[str, object], str]] = [
        ({0: 1.0, 1: 1.0}, {}, "ok"),
        ({0: 1.0, 1: 1.5}, {}, "warning"),  # above pain before the run
        ({0: 3.0, 1: 3.0}, {}, "warning"),
        ({0: 1.0, 1: 0.0}, {"pain_morning": [None, 2.0]}, "warning"),  # on waking it was 2
        ({0: 0.0, 2: 0.0}, {}, "note"),  # nothing written on day 1
        ({0: 0.0}, {}, "unknown"),  # day 1 is not covered
    ]
    sessions = comeback({0: 3.0})
    check(
        "RNXT", [Case(sessions, BACK, level, hurt(pains, **more)) for pains, more, level in table]
    )


def test_rest_after_pain() -> None:
    table = [
        ({1: 2.9, 2: 0.0}, "ok"),
        ({1: 3.0, 2: 0.0}, "caution"),
        ({1: 5.0, 2: 0.0}, "caution"),
        ({1: 5.1, 2: 0.0}, "stop"),
        ({1: 0.0, 2: 4.0}, "caution"),  # on the day, before the run
        ({0: 6.0, 1: 0.0, 2: 0.0}, "ok"),
        ({2: 0.0}, "unknown"),
    ]
    sessions = comeback({-2: 3.0, 2: 3.0})
    check("RRST", [Case(sessions, BACK + 2, level, hurt(pains)) for pains, level in table])


def gated(days: dict[float, float], **columns: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Four runs of 31 min on days 0, 2, 4, 6, further runs, and a diary without pain."""
    sessions = comeback({0: 4.0, 2: 4.0, 4: 4.0, 6: 4.0} | days, duration_min=31.0)
    return sessions.assign(**columns), hurt(dict.fromkeys(range(20), 0.0))


def test_the_week_after_the_gate() -> None:
    table = [
        ([8, 10, 12], [9, 11], "ok"),
        ([8, 10, 12, 13], [9, 11], "caution"),
        ([8, 10, 12], [9], "note"),
        ([8, 10, 12], [], "unknown"),  # no other sport in the log
    ]
    cases = []
    for runs_after, rides, level in table:
        sessions, diary = gated(dict.fromkeys(map(float, runs_after), 4.0))
        other = runs(dict.fromkeys([BACK + number for number in rides], 20.0), sport="cycling")
        cases.append(Case(stack(sessions, other), BACK + 7, level, diary))
    check("R32", cases)


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


@pytest.mark.parametrize(
    ("km", "expected"),
    [(1.6, "ok"), (2.0, "note"), (20.0, "note"), (20.1, "caution")],  # 0.9 U is 36 km
)
def test_a_rise_before_the_gate_after_a_gap_is_a_note_up_to_the_usual_week(
    km: float, expected: str
) -> None:
    back = {0: 4.0, 2: 4.0, 4: 4.0, 6: 4.0, 8: 16.0, 11: km - 0.4, 13: 0.4}
    sessions = comeback(back, duration_min=20.0)
    diary = pd.DataFrame({"date": [day(BACK + n) for n in range(20)], "pain": 0.0})
    assert level_on("R30", BACK + 7, sessions, diary=diary) == expected


def test_the_gate_without_a_diary_is_unknown() -> None:
    assert level_on("R30", BACK, comeback({0: 4.0})) == "unknown"


def test_one_athletes_return_is_not_anothers() -> None:
    mine = comeback({0: 30.0}).assign(athlete="anna")
    others = runs(USUAL).assign(athlete="ben")
    rows = found("RWR", stack(mine, others))
    assert set(rows["athlete"]) == {"anna"}
