"""Runkeeper's cardioActivities.csv."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from export_files import csv_bytes

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.activities import read_activities
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.table import read_table

OLD = (
    "Date", "Type", "Route Name", "Distance ({far})", "Duration", "Average Pace",
    "Average Speed ({far}/h)", "Calories Burned", "Climb ({high})", "Average Heart Rate (bpm)",
    "Notes", "GPX File",
)  # fmt: skip
NEW = ("Activity Id", *OLD[:10], "Friend's Tagged", *OLD[10:])


def listed(header, rows, far: str, high: str) -> tuple[Listed, ...]:
    named = [name.format(far=far, high=high) for name in header]
    contents = read_activities(read_table(csv_bytes(named, rows), "cardioActivities.csv"))
    assert contents is not None
    return contents.listed


CELLS = [
    "2013-12-29 11:36:13", "Running", "River", "3.02", "26:42", "8:50", "6.79", "384.0", "71.14",
    "151", "Whoooo", "2013-12-29-1136.gpx",
]  # fmt: skip


@pytest.mark.parametrize(
    ("far", "high", "metres", "climb"),
    [("mi", "ft", 3.02 * 1609.344, 71.14 * 0.3048), ("km", "m", 3020, 71.14)],
)
@pytest.mark.parametrize("header", [OLD, NEW])
def test_units_from_the_header(header, far, high, metres, climb) -> None:
    cells = CELLS if header is OLD else ["abc-1", *CELLS[:10], "", *CELLS[10:]]
    (row,) = listed(header, [cells], far, high)
    assert row.distance_m == pytest.approx(metres)
    assert row.ascent_m == pytest.approx(climb)
    assert (row.timer_s, row.heart_rate_bpm, row.name) == (1602, 151, "River")
    assert (row.start_local, row.start_utc) == (datetime(2013, 12, 29, 11, 36, 13), None)
    assert (row.file, row.sport) == ("2013-12-29-1136.gpx", "Running")
    assert row.activity_id == (None if header is OLD else "abc-1")


def test_a_tag_in_the_notes_names_the_ground() -> None:
    (row,) = listed(OLD, [[*CELLS[:10], "Whoooo #grass", CELLS[11]]], "km", "m")
    assert row.surface == "grass"


def test_a_list_of_undatable_rows_is_an_error() -> None:
    with pytest.raises(TableError, match=r"cardioActivities\.csv.*1 rows"):
        listed(OLD, [["yesterday", *CELLS[1:]]], "km", "m")


def test_a_real_export(corpus: Path) -> None:
    """Its owner wrote «Whoooo 1000 miles!» beside the last run."""
    path = corpus / "exports" / "dangoldin-runkeeper-stats__runkeeper_cardioActivities.csv"
    contents = read_activities(read_table(path.read_bytes(), path.name))
    assert contents is not None
    assert (len(contents.listed), contents.skipped) == (178, ())
    miles = sum(row.distance_m or 0 for row in contents.listed) / 1609.344
    assert miles == pytest.approx(1000.57, abs=0.005)
    first, second = contents.listed[:2]
    assert (first.timer_s, second.timer_s) == (26 * 60 + 42, 3600 + 6 * 60 + 6)


def test_other_tables_of_the_export_hold_no_activities() -> None:
    table = read_table(
        csv_bytes(["Date", "Type", "Value"], [["2013-12-29", "Weight", "70"]]), "m.csv"
    )
    assert read_activities(table) is None
