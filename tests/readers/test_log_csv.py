"""A plain training log."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from export_files import csv_bytes

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
        ("Datum\tkm\tZeit", "14.05.2024\t10,5\t1:00:30", 10500, 3630, False),
        ("start,distance_km", "2024-05-14 17:30,10.5", 10500, None, False),
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
