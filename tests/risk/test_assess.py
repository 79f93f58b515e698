"""`assess` as a whole: odd tables, the shape of what comes out, chunks of athletes."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk import gather
from metatarsal_load.risk.assess import assess
from metatarsal_load.schema import FINDINGS

NAN = float("nan")


def rich(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        cadence_spm=165.0, duration_min=40.0, intensity="hard", surface="asphalt", shoe="A",
        ascent_m=100.0, descent_m=100.0, downhill_km=0.1, race=True, route="r",
    )  # fmt: skip


ODD = {
    "one run": runs({0: 5}),
    "rides alone": rich(runs({0: 5, 9: 7})).assign(sport="cycling"),
    "no distances": rich(runs({0: NAN, 3: NAN, 40: NAN})),
    "no kilometres": rich(runs(dict.fromkeys(range(40), 0.0))),
    "a year off": rich(runs({0: 5, 400: 5})),
}


def test_odd_tables_are_judged_each_for_itself() -> None:
    table = pd.concat([part.assign(athlete=name) for name, part in ODD.items()])
    rows = assess(table, include_ok=True, today=day(420))
    assert list(rows.columns) == list(FINDINGS)
    assert set(rows["athlete"]) == set(ODD)
    assert (rows["start"] <= rows["end"]).all()
    unknown = rows[rows["level"] == "unknown"]
    assert not unknown.duplicated(["athlete", "rule", "start"]).any()
    assert (unknown["reason"] != "").all()
    t10 = rows[(rows["rule"] == "T10") & (rows["athlete"].isin(["no distances", "rides alone"]))]
    assert set(t10["level"]) == {"unknown"}


def test_no_sessions_no_findings() -> None:
    rows = assess(pd.DataFrame({"start": [], "distance_km": []}))
    assert rows.empty
    assert list(rows.columns) == list(FINDINGS)


def test_minimal_table_says_which_columns_would_open_more() -> None:
    rows = assess(weekly_runs([20, 20, 20, 20, 22.1]))
    reasons = rows[rows["level"] == "unknown"].set_index("rule")["reason"]
    for rule, word in [("TBOTH", "hard_min"), ("CAD", "cadence_spm"), ("SH7", "shoe"),
                       ("SURF1", "surface"), ("PSCL", "symptom diary")]:  # fmt: skip
        assert word in reasons[rule]
    assert rows[rows["level"] > "note"]["rule"].tolist() == ["T10"]


def test_chunks_of_athletes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pd.concat(
        [rich(weekly_runs([20, 20, 20, 20, last])).assign(athlete=f"{last}") for last in (20, 24)]
    )
    whole = assess(table)
    monkeypatch.setattr(gather, "ROWS_PER_CHUNK", 1)
    pd.testing.assert_frame_equal(assess(table), whole)


def test_unknown_units_and_thresholds_are_named() -> None:
    table = runs({0: 5})
    with pytest.raises(TableError, match="'metric' or 'imperial'"):
        assess(table, units="miles")
    with pytest.raises(TableError, match="did you mean 'T10'"):
        assess(table, thresholds={"T100": {"rise": 0.2}})


def test_a_diary_and_shoes_that_name_nobody_are_the_one_athletes() -> None:
    sessions = runs({0: 5.0, 2: 5.0}, athlete="anna", shoe="blue")
    diary = pd.DataFrame({"date": [day(0)], "pain": [6]})
    shoes = pd.DataFrame({"shoe": ["blue"], "initial_km": [1200.0]})
    found = assess(sessions, diary=diary, shoes=shoes)
    assert set(found["athlete"]) == {"anna"}
    assert set(found.loc[found["level"] >= "warning", "rule"]) >= {"PSCL", "SH7"}
    # Beside the sessions of two athletes nobody knows whose they are: test_owners.py.
