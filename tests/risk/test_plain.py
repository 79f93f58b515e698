"""The plain functions: a table in, findings out."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.plain import (
    low_cadence,
    mileage_spikes,
    session_spikes,
    stacked_stressors,
    worn_shoes,
)
from metatarsal_load.tables.periods import weekly


def weeks_of(distances: list[float], **columns: object) -> pd.DataFrame:
    first_days = [day(7 * number) for number in range(len(distances))]
    return pd.DataFrame({"week": first_days, "distance_km": distances}).assign(**columns)


def last(findings: pd.DataFrame) -> tuple[str, pd.Timestamp]:
    return findings["level"].iloc[-1], findings["start"].iloc[-1]


def test_mileage_spikes_of_typed_weeks() -> None:
    assert last(mileage_spikes(weeks_of([20, 20, 20, 20, 22.1]))) == ("caution", day(28))
    rows = mileage_spikes(weeks_of([20, 20, 20, 20, 22.0]), include_ok=True)
    assert last(rows) == ("ok", day(28))


def test_mileage_spikes_of_weekly_agrees_with_its_sessions() -> None:
    table = weekly(weekly_runs([30, 32, 31, 8, 30]))
    rows = mileage_spikes(table)
    assert last(rows) == ("note", day(28))
    assert "rebound" in rows["message"].iloc[-1]


def test_mileage_spikes_with_a_missing_week_is_unknown_behind_it() -> None:
    weeks = weeks_of([20, 20, 20, 20, 22.1])
    rows = mileage_spikes(weeks.drop(index=3))
    assert set(rows["level"]) == {"unknown"}


def test_mileage_spikes_says_what_is_missing() -> None:
    with pytest.raises(TableError, match="expected also week"):
        mileage_spikes(pd.DataFrame({"distance_km": [1.0]}))
    twice = pd.concat([weeks_of([20]), weeks_of([21])])
    with pytest.raises(TableError, match="2026-01-05 of me twice"):
        mileage_spikes(twice)


def test_stacked_stressors_of_typed_weeks() -> None:
    calm = {"runs": 4, "hard_min": 20.0, "longest_run_km": 8.0}
    weeks = weeks_of([20, 20, 20, 20, 20, 28], **calm)
    weeks.loc[5, ["hard_min", "longest_run_km"]] = [45.0, 8.0]
    row = stacked_stressors(weeks).iloc[-1]
    assert row[["level", "value", "start"]].tolist() == ["caution", 2.0, day(35)]
    assert "weekly volume and hard minutes" in row["message"]
    assert "hills (needs ascent_m or descent_m)" in row["reason"]


def test_stacked_stressors_needs_two_that_can_be_judged() -> None:
    assert set(stacked_stressors(weeks_of([20] * 6))["level"]) == {"unknown"}


def test_stacked_stressors_compares_shoes_by_name() -> None:
    weeks = weeks_of([20, 20, 20, 20, 20, 27], runs=4, longest_run_km=7.0, shoes="A, B")
    assert set(stacked_stressors(weeks)["level"]) == {"unknown"}
    weeks.loc[5, "shoes"] = "A, C"
    row = stacked_stressors(weeks).iloc[-1]
    assert row["value"] == 2.0
    assert "weekly volume and a new shoe model" in row["message"]


def test_session_spikes_low_cadence_and_worn_shoes() -> None:
    table = runs({0: 5, 20: 10, 40: 12}, cadence_spm=166, speed_mps=3.0, shoe="Old")
    assert last(session_spikes(table)) == ("caution", day(40))
    often = runs(dict.fromkeys(range(0, 12, 2), 8.0), cadence_spm=155, speed_mps=3.0)
    assert last(low_cadence(often)) == ("caution", day(4))
    shoes = pd.DataFrame({"shoe": ["Old"], "initial_km": [1099.6]})
    assert last(worn_shoes(table, shoes)) == ("warning", day(40))
