"""The rules of the symptom diary: each case is one athlete, so a table is judged in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from cases import Case, check
from typed import day, found, runs

Days = Mapping[int, Mapping[str, object]]
"""Diary by day of the season."""
RUN_DAYS = (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20)


def check_days(
    rule: str,
    cases: Sequence[tuple[Days, int, str]],
    *,
    run_days: Sequence[float] = RUN_DAYS,
    shoes: pd.DataFrame | None = None,
    **columns: object,
) -> None:
    """Assert the level of a rule for each (diary, day of the season, expected level)."""
    sessions = runs(dict.fromkeys(run_days, 5.0), **columns)
    check(rule, [Case(sessions, when, level, written(days)) for days, when, level in cases],
          shoes=shoes)  # fmt: skip


def written(days: Days) -> pd.DataFrame:
    """Diary of some days of the season."""
    return pd.DataFrame(
        [{"date": day(number), "pain": None} | dict(entry) for number, entry in days.items()]
    )


def pains(*values: float | None, **more: object) -> dict[int, dict[str, object]]:
    """Pain on days 0, 1, 2 ...; None leaves the day out."""
    return {
        number: {"pain": value} | more for number, value in enumerate(values) if value is not None
    }


def test_pain_scale() -> None:
    cases = [
        (pains(2.9), 0, "ok"),
        (pains(3.0), 0, "caution"),
        (pains(5.0), 0, "caution"),
        (pains(5.1), 0, "stop"),
        ({0: {"pain": 1, "pain_during": 4}}, 0, "caution"),
        ({0: {"pain_during": 6}}, 0, "stop"),
        ({0: {"note": "forgot"}}, 0, "unknown"),
        (pains(0.0, None, 0.0), 1, "unknown"),  # a missing day is not painless
        (pains(0.0, None, 0.0), 2, "ok"),
    ]
    check_days("PSCL", cases)


def test_missing_days_of_a_diary_are_one_unknown_stretch() -> None:
    diary = pd.DataFrame({"date": [day(0), day(5)], "pain": [0, 0]})
    rows = found("PSCL", runs({0: 5.0, 7: 5.0}), diary=diary)
    spans = list(zip(rows["level"], rows["start"], rows["end"], strict=True))
    assert spans == [
        ("ok", day(0), day(0)),
        ("unknown", day(1), day(4)),
        ("ok", day(5), day(5)),
        ("unknown", day(6), day(7)),
    ]


def test_without_a_diary_every_rule_of_it_asks_for_one() -> None:
    row = found("DREST", runs({0: 5.0, 7: 5.0}))
    assert row["level"].tolist() == ["unknown"]
    assert row["reason"].tolist() == ["needs a symptom diary (diary.csv)"]


def test_sharp_pain() -> None:
    cases = [
        ({0: {"sharp": 1}}, 0, "stop"),
        ({0: {"sharp": 0}}, 0, "ok"),
        ({0: {"pain": 1, "pain_during": 3}}, 0, "stop"),  # a rise of 2
        ({0: {"pain": 1.3, "pain_during": 3.3}}, 0, "stop"),  # in floats a hair less than 2
        ({0: {"pain": 1, "pain_during": 2.9, "sharp": 0}}, 0, "ok"),
        ({0: {"pain": 1, "pain_during": 2.9}}, 0, "unknown"),
    ]
    check_days("PSHP", cases)


def test_soreness_that_stays() -> None:
    cases = [
        ({0: {"pain": 1}, 1: {"pain_morning": 0}}, 0, "ok"),
        ({0: {"pain": 1}, 1: {"pain_morning": 0.5}}, 0, "ok"),  # less than before the run
        ({0: {"pain": 1}, 1: {"pain_morning": 1}}, 0, "warning"),
        ({0: {"pain": 0}, 1: {"pain_morning": 0}}, 0, "ok"),
        ({0: {"pain": 0}, 1: {"pain_morning": 1}}, 0, "warning"),
        ({0: {"pain": 1}, 1: {"pain": 1}}, 0, "unknown"),  # no pain_morning
        ({1: {"pain": 1}, 2: {"pain_morning": 2}}, 1, "none"),  # no run on day 1
        ({1: {"place": "second toe"}, 3: {"place": "Second toe "}}, 3, "none"),
        ({1: {"place": "second toe"}, 3: {"place": "heel"}}, 3, "caution"),
    ]
    check_days("PFADE", cases)


def test_hot_spot() -> None:
    cases = [
        ({0: {"pain_during": 0}}, 0, "ok"),
        ({0: {"pain_during": 0.5}}, 0, "caution"),
        ({0: {"pain": 0}}, 0, "unknown"),
        ({1: {"pain": 0}}, 1, "none"),  # a day without a run
    ]
    check_days("PHOT", cases)


def test_red_flags() -> None:
    table = {
        "DREST": [
            ({0: {"pain_rest": 1}}, 0, "stop"),
            ({1: {"pain_night": 0.5, "pain_rest": 0}}, 1, "stop"),
            ({0: {"pain_rest": 0, "pain_night": 0}}, 0, "ok"),
            ({0: {"pain_rest": 0}}, 0, "unknown"),
        ],
        "DSWL": [({0: {"swelling": "yes"}}, 0, "stop"), ({0: {"swelling": "no"}}, 0, "ok")],
        "DTOE": [({0: {"new_deformity": 1}}, 0, "warning"), ({0: {"new_deformity": 0}}, 0, "ok")],
        "DSTEP": [
            ({0: {"sudden_step": 1, "sharp": 1}}, 0, "stop"),
            ({0: {"sudden_step": 1, "swelling": 1}}, 0, "stop"),
            ({0: {"sudden_step": 1, "sharp": 0, "swelling": 0}}, 0, "ok"),
            ({0: {"sudden_step": 1}}, 0, "unknown"),
            ({0: {"sudden_step": 0}}, 0, "ok"),
        ],
        "DWALK": [
            ({0: {"pain_walking": 1}}, 0, "stop"),
            ({1: {"pain_walking": 1}}, 1, "none"),  # no run that day
            ({0: {"pain_walking": 0}}, 0, "ok"),
            ({0: {"pain": 0}, 2: {"pain_walking": 0}}, 0, "unknown"),
        ],
    }
    for rule, cases in table.items():
        check_days(rule, cases)


def test_numbness() -> None:
    yes, no = {"numbness": 1}, {"numbness": 0}
    cases = [
        ({0: yes}, 0, "note"),
        ({0: yes, 1: yes}, 1, "stop"),  # 2 days running
        ({0: yes, 2: yes}, 2, "note"),
        ({0: yes, 3: yes, 6: yes}, 6, "stop"),  # 3 of 7 days
        ({0: yes, 3: yes, 7: yes}, 7, "note"),  # 3 of 8
        ({0: no}, 0, "ok"),
    ]
    check_days("DNUM", cases)


def test_pain_that_does_not_improve() -> None:
    same = pains(*[4.0] * 12)
    falling = pains(6, 6, 6, 5, 5, 4, 4, 4, 3, 3, 3)
    cases = [
        # Worked example 14.
        (same, 6, "ok"),
        (same, 7, "caution"),
        (same, 9, "caution"),
        (same, 10, "stop"),
        (falling, 10, "ok"),  # median 6 -> 3
        (pains(5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4), 10, "stop"),  # median 5 -> 4
        (pains(1, 1, 1, 1, 1, 1, 1, 0, 0, 0), 9, "ok"),  # the last three are 0
        (pains(1, 1, 1, 1, 1, 1, 1, 1, 0, 0), 9, "caution"),
        (pains(4, *[None] * 6, 4), 7, "unknown"),  # two entries
        (pains(4, 4, *[None] * 5, 3), 7, "caution"),  # few entries: last against first
        (pains(4, 4, *[None] * 5, 2), 7, "ok"),
        (pains(2.3, 2.3, *[None] * 5, 0.3), 7, "ok"),  # a fall of 2, in floats a hair less
        (pains(4, *[None] * 4, 4, *[None] * 4, 4), 10, "stop"),
        (pains(4, *[None] * 9, 4, 4), 11, "stop"),  # missing days are not painless
        (pains(4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4), 11, "ok"),  # a new onset on day 9
        (pains(4, 0, 0, 0, 0, 0, 0, 4, 4, 4, 4), 10, "stop"),  # 6 days without are too few
    ]
    check_days("DDUR", cases)


def test_worse_despite_rest() -> None:
    cases = [
        (pains(None, 2, 2, 3), 3, "stop"),  # day 3 is the third without a run
        (pains(None, 2, 3), 2, "none"),  # the second
        (pains(None, 2, 2, 2.9), 3, "ok"),
        (pains(None, 1.3, 1.3, 2.3), 3, "stop"),  # in floats a hair less than 1
        (pains(None, None, 2, 3), 3, "unknown"),  # the first day has no entry
        (pains(None, None, 0, 0), 3, "ok"),
        (pains(None, 2, 2, 2, 3), 4, "stop"),
        (pains(2, 2, 2, 2, 9), 4, "stop"),
    ]
    check_days("DWRS", cases, run_days=(0, 9))


def test_running_while_sore() -> None:
    gentle = {"surface": "grass", "hard_min": 0.0, "shoe": "blue"}
    shoes = pd.DataFrame(
        {
            "athlete": [f"case {place:02d}" for place in (0, 1, 2)] * 2,
            "shoe": ["blue"] * 3 + ["flat"] * 3,
            "kind": ["conventional"] * 3 + ["racing_flat"] * 3,
        }
    )
    sore = {6: {"pain": 1}}
    cases = [(sore, 4, "none"), (sore, 6, "caution"), (sore, 14, "none")]
    # 5 km is more than half of 5 km: each of these runs is at least a caution.
    check_days("PMOD", cases, shoes=shoes, **gentle)
    cases = [(sore, 6, "warning"), (sore, 12, "warning"), ({6: {"pain": 0}}, 6, "none")]
    check_days("PMOD", cases, shoes=shoes, **gentle | {"surface": "asphalt"})
    check_days("PMOD", cases, shoes=shoes, **gentle | {"hard_min": 1.0})
    check_days("PMOD", cases, shoes=shoes, **gentle | {"shoe": "flat"})


def test_a_short_soft_run_while_sore_is_ok_only_where_all_is_known() -> None:
    sessions = runs({0: 10.0, 2: 5.0}, surface="grass", hard_min=0.0, shoe="blue")
    shoes = pd.DataFrame({"shoe": ["blue"], "kind": ["conventional"]})
    diary = pd.DataFrame({"date": [day(2)], "pain": [1]})
    assert found("PMOD", sessions, diary=diary, shoes=shoes)["level"].tolist() == ["ok"]
    row = found("PMOD", sessions, diary=diary).iloc[0]
    assert (row["level"], row["reason"]) == ("unknown", "needs the shoe's kind")


def test_a_stop_names_who_to_see() -> None:
    diary = pd.DataFrame({"date": [day(0)], "pain": [6]})
    row = found("PSCL", runs({0: 5.0}), diary=diary).iloc[0]
    assert "podiatrist" in row["advice"]
    assert "stress fracture" in row["advice"]
