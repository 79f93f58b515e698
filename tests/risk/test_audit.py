"""Plans judged before they are run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typed import day, runs, weekly_runs

from metatarsal_load.errors import TableError
from metatarsal_load.risk.audit import audit
from metatarsal_load.risk.comeback import comeback
from metatarsal_load.risk.comeback_files import plan_to_csv

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


LONG_SUNDAY = {"T10": "caution", "TSPK": "caution"}  # 5 + 6 + 12 km; 12 is twice the 6, not more


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"date": [day(35), day(37), day(41)], "distance_km": [5.0, 6.0, 12.0]}),
        pd.DataFrame({"mon": [5], "Wednesday": [6], "thu": ["-"], "Sun.": ["12,0"]}),
        pd.DataFrame({"week": [day(37)], "mon": [5], "wed": [6], "fri": [None], "sun": [12]}),
        pd.DataFrame({"week": [1], "mon": [5], "wed": [6], "sun": [12], "total": [23]}),
    ],
)
def test_a_week_may_be_written_by_date_or_by_weekday(table: pd.DataFrame) -> None:
    found = audit(table, FIVE_WEEKS)
    assert marked(found) == LONG_SUNDAY
    assert found.loc[found["rule"] == "TSPK", "start"].tolist() == [day(41)]


def test_rows_are_weeks_one_after_the_other_for_each_athlete() -> None:
    both = pd.concat([FIVE_WEEKS.assign(athlete=name) for name in ("anna", "ben")])
    weeks = pd.DataFrame({"athlete": ["anna", "ben", "anna"], "tue": [5, 5, 5], "sun": [5, 5, 5.6]})
    found = audit(weeks, both)
    spikes = found[(found["rule"] == "TSPK") & (found["level"] >= "note")]
    assert spikes["athlete"].tolist() == ["anna"]
    assert spikes["start"].tolist() == [day(NEXT + 13)]


@pytest.mark.parametrize(
    "text",
    [
        "date,distance_km\n2026-02-09,5\n2026-02-11,6\n2026-02-15,12\n",
        "# my plan\nweek;mon;wed;sun\n09.02.2026;5;6;12,0\n",
        "Mon,Wed,Sun\n5,6,12\n",
    ],
)
def test_a_plan_may_be_a_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text)
    assert marked(audit(path, FIVE_WEEKS)) == LONG_SUNDAY


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"mon": [5, 5], "sun": [12, "far"]}, "plan row 1, column sun: found 'far'"),
        ({"mon": [-5]}, "plan row 0, column mon: found '-5'"),
        ({"week": ["soon"], "mon": [5]}, "plan row 0, column week: found 'soon'"),
        ({"start": ["soon"], "distance_km": [5]}, "plan row 0, column start: found 'soon'"),
        ({"day": ["Mon"], "distance_km": [5]}, "a column for each weekday"),
        ({"athlete": ["carl"], "mon": [5]}, "found no session of carl"),
    ],
)
def test_what_cannot_be_read_names_its_row(table: dict[str, list[object]], words: str) -> None:
    with pytest.raises(TableError) as error:
        audit(pd.DataFrame(table), FIVE_WEEKS)
    assert words in str(error.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read as CSV"):
        audit(tmp_path / "plan.csv", FIVE_WEEKS)


def test_rest_days_of_a_plan_are_no_runs_of_unknown_length() -> None:
    rest = plan({0: float("nan"), 1: 0.0, 6: 5.6})
    assert marked(audit(rest, FIVE_WEEKS)) == {"TSPK": "caution"}


def test_a_comeback_plan_passes_its_own_audit(tmp_path: Path) -> None:
    hurt = pd.DataFrame({"date": [day(34)], "pain": [5.0], "injury": [1]})
    way_back = comeback(FIVE_WEEKS, hurt, start=day(56))
    for table in (way_back, plan_to_csv(way_back, tmp_path / "plan.csv")):
        found = audit(table, FIVE_WEEKS, diary=hurt, include_ok=True)
        assert {"RWR", "R2550", "RSLOW", "TSPK", "XT"} <= set(
            found.loc[found["level"] == "ok", "rule"]
        )
        assert (found["level"] < "caution").all(), found[found["level"] >= "caution"]["message"]
