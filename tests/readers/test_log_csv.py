"""A plain training log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from export_files import csv_bytes
from hypothesis import given
from hypothesis import strategies as st

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.activities import read_activities
from metatarsal_load.readers.exports.table import Contents, read_table
from metatarsal_load.readers.exports.units import ASSUMED_KM


def read(text: str) -> Contents:
    contents = read_activities(read_table(text.encode(), "log.csv"))
    assert contents is not None
    return contents


@pytest.mark.parametrize(
    ("header", "cells", "distance_m", "timer_s", "assumed"),
    [
        ("date,distance_km,duration", "2024-05-14,10.5,1:00:30", 10500, 3630, False),
        ("Date,km,min", "2024-05-14,10.5,60.5", 10500, 3630, False),
        ("Date,Miles,Time", "2024-05-14,6.2,52:10", 6.2 * 1609.344, 3130, False),
        ("Day,Distance (mi),Duration (min)", "2024-05-14,6.2,52", 6.2 * 1609.344, 3120, False),
        ("date,distance_m,duration_s", "2024-05-14,10500,3630", 10500, 3630, False),
        ("date,distance,duration", "2024-05-14,10500,3630", 10500, 3630, False),  # 2.9 m/s: metres
        ("date,distance,duration", "2024-05-14,10.5,60:30", 10500, 3630, True),
        ("date,distance,duration", "2024-05-14,10.5,1:00", 10500, 3600, True),  # h:mm, not 1 min
        (
            "date,distance,duration",
            "2024-05-14,10.5,60:30:00",
            10500,
            3630,
            True,
        ),  # a spreadsheet's
        ("date,distance,duration", "2024-05-14,10.5,60.5", 10500, 3630, True),  # minutes by speed
        ("Datum;Strecke;Dauer", "14.05.2024;10,5;1:00:30", 10500, 3630, True),
        ("Datum;Strecke;Dauer", "14.05.2024;10,5;60,5", 10500, 3630, True),
        ("Datum\tkm\tZeit", "14.05.2024\t10,5\t1:00:30", 10500, 3630, False),
        ("start,distance_km", "2024-05-14 17:30,10.5", 10500, None, False),
        ("Date,Miles,Time", "5/14/2024,6.2,52:10", 6.2 * 1609.344, 3130, False),
    ],
)
def test_units_by_name_or_by_speed(header, cells, distance_m, timer_s, assumed) -> None:
    (row,) = read(f"{header}\n{cells}\n").listed
    assert row.distance_m == pytest.approx(distance_m)
    assert row.timer_s == (timer_s and pytest.approx(timer_s))
    assert (ASSUMED_KM in row.notes) is assumed
    assert row.start_local is not None
    assert f"{row.start_local:%Y-%m-%d}" == "2024-05-14"


def test_optional_columns() -> None:
    text = (
        "athlete,date,start_time,distance_km,sport,title,shoe,rpe,hr,cadence_spm,steps,race,surface\n"
        "ben,2024-05-14,17:30,10,Run,Hills,Blue,6,151,172,9500,yes,Trail\n"
    )
    (row,) = read(text).listed
    assert (row.athlete, row.start_local) == ("ben", datetime(2024, 5, 14, 17, 30))
    assert (row.sport, row.name, row.shoe, row.rpe) == ("Run", "Hills", "Blue", 6)
    assert (row.heart_rate_bpm, row.cadence_spm, row.steps) == (151, 172, 9500)
    assert (row.cadence_source, row.race, row.surface) == ("log_both_feet", True, "trail")


@pytest.mark.parametrize(
    ("cadence", "spm", "source"),
    [("82", 164, "log_one_leg"), ("165", 165, "log_both_feet"), ("115", None, None)],
)
def test_cadence_of_unknown_kind(cadence, spm, source) -> None:
    (row,) = read(f"date,km,cadence\n2024-05-14,10,{cadence}\n").listed
    assert (row.cadence_spm, row.cadence_source) == (spm, source)


def test_a_start_with_a_zone_is_utc() -> None:
    (row,) = read("date,km\n2024-05-14T19:30:00+02:00,10\n").listed
    assert (row.start_utc, row.start_local) == (datetime(2024, 5, 14, 17, 30, tzinfo=UTC), None)


def test_every_row_is_listed_or_told() -> None:
    text = (
        "# kept since January\n"
        "date,km,notes\n"
        "2024-05-13,10,ok\n"
        "\n"
        "2024-05-14,0,rest\n"
        "someday,5,?\n"
        "2024-05-16,12,ok\n"
    )
    contents = read(text)
    assert [row.origin for row in contents.listed] == ["log.csv row 1", "log.csv row 4"]
    assert [reason.split(";")[0] for reason in contents.skipped] == [
        "row 2: no figures",
        "row 3: the date 'someday' is not understood",
    ]


def test_dates_that_may_be_either_are_refused() -> None:
    with pytest.raises(TableError, match="month/day"):
        read("date,km\n03/04/2024,10\n")


@pytest.mark.parametrize(
    "text",
    [
        "name,email\nAnna,a@example.org\n",
        "date,weight\n2024-05-14,70\n",  # no distance
        "date,distance\nsoon,far\nlater,near\n",  # the words of a log, but not its values
        "date,duration_min\n2024-05-14,50\n",  # of what?
    ],
)
def test_other_csvs_are_not_logs(text: str) -> None:
    assert read_activities(read_table(text.encode(), "x.csv")) is None


def test_a_log_found_in_the_wild(corpus: Path) -> None:
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (header,) = (names for found, names in headers.items() if "Marathon" in found)
    cells = ["1", "2002-12-01", "6.2", "0:52:10", "8:25", "Asics", "52.17", "8.41", "0", "0"]
    contents = read_activities(read_table(csv_bytes(header, [cells]), "Marathon.csv"))
    assert contents is not None
    (row,) = contents.listed
    assert row.distance_m == pytest.approx(6.2 * 1609.344)
    assert row.timer_s == pytest.approx(52.17 * 60)


def test_polars_csv_of_a_session() -> None:
    text = (
        "Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm)\n"
        "Anna,RUNNING,04-05-2024,17:30:05,01:00:30,10.5,143\n"
        "Sample rate,Time,HR (bpm),Speed (km/h)\n"
        "1,00:00:00,90,0.0\n"
        "1,00:00:01,91,9.1\n"
    )
    (row,) = read(text).listed
    assert row.start_local == datetime(2024, 5, 4, 17, 30, 5)  # Polar writes the day first
    assert (row.distance_m, row.timer_s, row.heart_rate_bpm) == (10500, 3630, 143)
    assert (row.sport, row.name) == ("RUNNING", None)


LABELS = st.sampled_from(
    ["Date", "Activity Date", "Activity ID", "Activity Type", "Distance", "km", "Time", "Filename",
     "Moving Time", "Avg Run Cadence", "Avg Stride Length", "Gear", "Duration", "GPX File", "Type",
     "Distance (mi)", "x"]
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2024-05-14 17:30", "03/04/2024", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59-14:00",
         "1e999", "99999999:59:59", "--", "5,81", "a.fit", "Run", "-0", "May 1, 2024, 13:00:00 PM"]
    ),
)  # fmt: skip


@given(st.lists(LABELS, min_size=1, max_size=8), st.lists(st.lists(CELLS, max_size=9), max_size=5))
def test_whatever_the_cells_a_table_is_read_or_refused(header, rows) -> None:
    """Every row is listed or told; nothing but a TableError is raised."""
    try:
        table = read_table(csv_bytes(header, rows), "t.csv")
        contents = read_activities(table)
    except TableError:
        return
    if contents is not None:
        assert len(contents.listed) + len(contents.skipped) == len(table.rows)


def test_a_list_of_run_files_is_not_a_log() -> None:
    data = csv_bytes(["file", "start", "distance_m"], [["a.fit", "2024-05-14 10:00", "10000"]])
    with pytest.raises(TableError, match=r"manifest\.csv.*'file', 'start', 'distance_m'"):
        read_activities(read_table(data, "manifest.csv"))


@pytest.mark.parametrize(("data", "found"), [(b"", "empty"), (b"a\0b,c\n", "binary")])
def test_no_table_at_all(data: bytes, found: str) -> None:
    with pytest.raises(TableError, match=rf"x\.csv.*{found}"):
        read_table(data, "x.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    (row,) = read_activities(
        read_table("date,km,title\n2024-05-14,10,Höhe\n".encode(encoding), "log.csv")
    ).listed
    assert row.name == "Höhe"
