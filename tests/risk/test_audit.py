"""Plans judged before they are run."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.audit import audit

FIVE_WEEKS = weekly_runs([20, 20, 20, 20, 20])
NEXT = 35  # the first day after five weeks


def plan(distances: dict[int, float], **columns: object) -> pd.DataFrame:
    """Planned runs by day of the coming week."""
    return runs({NEXT + number: km for number, km in distances.items()}, **columns)


def marked(found: pd.DataFrame) -> dict[str, str]:
    """Level of each rule that rests on distance, ok ones left out."""
    loud = found[found["rule"].isin(["T10", "T7", "TSPK"]) & ~found["level"].isin(["ok"])]
    return dict(zip(loud["rule"], loud["level"].astype(str), strict=True))


@pytest.mark.parametrize(
    ("distances", "expected"),
    [
        ({0: 5.0, 2: 5.0, 4: 5.0, 6: 5.0}, {}),
        ({0: 5.5, 2: 5.5, 4: 5.5, 6: 5.5}, {}),  # 22.0 km
        ({0: 5.5, 2: 5.5, 4: 5.5, 6: 5.51}, {"T10": "caution"}),  # 22.01 km
        ({0: 5.0, 1: 4.1, 2: 4.2, 4: 4.4, 6: 4.5}, {"T10": "caution"}),  # 22.2 km
        ({6: 5.6}, {"TSPK": "caution"}),
        ({6: 10.1}, {"TSPK": "warning"}),
        ({0: 5.5, 1: 5.5, 2: 5.5, 3: 5.5, 4: 4.1}, {"T10": "warning"}),  # 26.1 km
    ],
)
def test_a_planned_week(distances: dict[int, float], expected: dict[str, str]) -> None:
    assert marked(audit(plan(distances), FIVE_WEEKS)) == expected


def test_the_planned_week_counts_as_finished() -> None:
    found = audit(plan({0: 5.0}), FIVE_WEEKS, include_ok=True)
    week = found[found["rule"] == "T10"]
    assert week["level"].tolist() == ["ok"]
    assert week["start"].tolist() == [day(NEXT)]


def test_only_the_plan_is_told_of() -> None:
    history = weekly_runs([20, 20, 20, 20, 40])  # marked on its own
    found = audit(plan({2: 5.0}), history, include_ok=True)
    assert (found["end"] >= day(NEXT)).all()


def test_what_is_recorded_takes_the_place_of_what_was_planned() -> None:
    recorded = pd.concat([FIVE_WEEKS, runs({NEXT: 5.0})], ignore_index=True)
    found = audit(plan({0: 30.0, 2: 5.0}), recorded)
    assert marked(found) == {}
    with pytest.raises(TableError, match="plan: found no session after the last recorded one"):
        audit(plan({0: 30.0}), recorded)


def test_symptoms_of_days_to_come_are_not_asked_for() -> None:
    found = audit(plan({0: 5.0}), FIVE_WEEKS)
    assert not found["rule"].isin(["PSCL", "DREST"]).any()


def test_whose_plan_it_is() -> None:
    anna, ben = FIVE_WEEKS.assign(athlete="anna"), FIVE_WEEKS.assign(athlete="ben")
    assert audit(plan({6: 5.6}), anna)["athlete"].unique().tolist() == ["anna"]
    both = pd.concat([anna, ben], ignore_index=True)
    with pytest.raises(TableError, match="sessions of 2 athletes"):
        audit(plan({6: 5.6}), both)
    found = audit(plan({6: 5.6}, athlete="ben"), both)
    assert found["athlete"].unique().tolist() == ["ben"]
    assert marked(found) == {"TSPK": "caution"}


def test_a_week_that_begins_on_sunday_ends_on_saturday() -> None:
    profile = pd.DataFrame({"athlete": ["me"], "week_start": ["Sunday"]})
    found = audit(plan({2: 5.0}), FIVE_WEEKS, athletes=profile, include_ok=True)
    week = found[found["rule"] == "T10"]
    assert week["start"].tolist() == [day(NEXT - 1)]
    assert week["end"].tolist() == [day(NEXT + 5)]


def test_neither_table_is_changed() -> None:
    planned, before, recorded = plan({6: 5.6}), plan({6: 5.6}), FIVE_WEEKS.copy()
    audit(planned, FIVE_WEEKS)
    pd.testing.assert_frame_equal(planned, before)
    pd.testing.assert_frame_equal(FIVE_WEEKS, recorded)
