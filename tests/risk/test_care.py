"""Self-care, daily life, the fit of shoes, and what is shown without a level."""

from __future__ import annotations

import numpy as np
import pandas as pd
from test_diary_rules import check_days
from typed import day, found, runs

from metatarsal_load.risk.context import profile, self_care


def test_pain_of_impact() -> None:
    cases = [
        ({0: {"pain_during": 2, "pain_rest": 0}}, 0, "note"),
        ({0: {"pain_during": 2, "pain_rest": 1}}, 0, "ok"),
        ({0: {"pain_during": 2}}, 0, "unknown"),
        ({0: {"pain_during": 0, "pain_rest": 0}}, 0, "none"),
    ]
    check_days("PIMP", cases)


def test_pain_relief_before_a_run() -> None:
    cases = [
        ({0: {"analgesic": 1}}, 0, "caution"),
        ({0: {"analgesic": 0}}, 0, "ok"),
        ({1: {"analgesic": 1}}, 1, "none"),  # no run that day
    ]
    check_days("MEDS", cases)


def test_daily_life() -> None:
    cases = [
        ({0: {"standing_h": 6.0, "everyday_shoe": "supportive"}}, 0, "ok"),
        ({0: {"standing_h": 6.1, "everyday_shoe": "supportive"}}, 0, "note"),
        ({1: {"standing_h": 9.0, "everyday_shoe": "supportive"}}, 1, "ok"),  # no run that day
        ({1: {"everyday_shoe": "Heels"}}, 1, "note"),
        ({0: {"standing_h": 2.0}}, 0, "unknown"),
    ]
    check_days("ADL", cases)


BACK = dict.fromkeys(range(0, 20, 2), 10.0) | {40.0: 3.0, 46.0: 3.0}
"""Twenty days of running and a first run back on day 40, 21 days later."""


def rehab(*answers: object) -> pd.DataFrame:
    dates = [day(40 + number) for number in range(len(answers))]
    return pd.DataFrame({"date": dates, "pain": 0, "rehab": answers})


def test_rehab_goes_on_in_a_return() -> None:
    table = [
        ([1, 1, 1, 0, 0, 0, 0], "ok"),
        ([1, 1, 0, 0, 0, 0, 0], "note"),
        ([1, 1, None, 0, 0, 0, 0], "unknown"),
        ([1, 1, 1, None, None, None, None], "ok"),
    ]
    for answers, level in table:
        rows = found("RKEEP", runs(BACK), diary=rehab(*answers))
        assert rows["level"].tolist() == [level], answers
        assert rows["start"].tolist() == [day(40)]


def test_a_new_minimalist_shoe_in_a_return() -> None:
    sessions = runs(BACK, shoe=["old"] * 10 + ["new", "new"])
    for kind, initial, marked in (
        ("minimalist", 0.0, [day(40)]),
        ("minimalist", 80.0, []),  # worn before the log
        ("conventional", 0.0, []),
    ):
        shoes = pd.DataFrame({"shoe": ["new"], "kind": [kind], "initial_km": [initial]})
        rows = found("RKEEP", sessions, shoes=shoes, diary=rehab(1, 1, 1))
        assert rows.loc[rows["level"] == "warning", "start"].tolist() == marked


def test_fit_of_the_shoe() -> None:
    shoes = pd.DataFrame(
        {
            "shoe": ["a", "b", "c", "unworn"],
            "toe_box": ["wide", "narrow", None, "narrow"],
            "cushioning": ["high", "low", None, "low"],
        }
    )
    sessions = runs({0: 5.0, 1: 5.0, 2: 5.0, 5: 5.0}, shoe=["a", "b", "c", "b"])
    rows = found("SHFIT", sessions, shoes=shoes)
    got = rows[["level", "start", "end", "shoe"]].astype({"level": str}).fillna("")
    assert got.to_numpy().tolist() == [
        ["ok", day(0), day(0), "a"],
        ["note", day(1), day(5), "b"],
        ["unknown", day(2), day(2), ""],
    ]
    assert rows["message"].iloc[1] == "b has a narrow toe box and little cushioning."


def test_self_care_counts_days_of_the_last_seven_while_sore() -> None:
    diary = pd.DataFrame(
        {
            "date": [day(number) for number in (0, 1, 6, 7, 20)],
            "pain": [0, 2, 0, 0, 0],
            "ice": [1, 1, 1, 0, 1],
        }
    )
    table = self_care(diary)
    assert table.index.get_level_values("date").tolist() == [day(1), day(6), day(7)]
    assert table["ice_days"].tolist() == [2, 3, 2]
    assert np.isnan(table["pad_days"]).all()


def test_profile_names_what_shifts_load_forward() -> None:
    athletes = pd.DataFrame(
        {"athlete": ["anna", "ben"], "arch": ["high", "normal"], "tight_calves": [1, 0]}
    )
    assert profile(athletes).to_dict() == {"anna": "high arches and tight calves", "ben": ""}
