"""Garmin's Activities.csv and the JSON of its account export."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from export_files import RUNS, Run, csv_bytes

from metatarsal_load.errors import TableError
from metatarsal_load.readers.exports.activities import read_activities
from metatarsal_load.readers.exports.garmin import is_summaries, read_summaries
from metatarsal_load.readers.exports.garmin_gear import is_gear, read_gear
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.exports.table import read_table
from metatarsal_load.readers.exports.units import ASSUMED_KM, from_strides

ENGLISH = (
    "Activity Type", "Date", "Favorite", "Title", "Distance", "Calories", "Time", "Avg HR",
    "Max HR", "Aerobic TE", "Avg Run Cadence", "Max Run Cadence", "Avg Pace", "Best Pace",
    "Total Ascent", "Total Descent", "Avg Stride Length",
)  # fmt: skip


def garmin_row(run: Run, *, miles: bool = False, decimal: str = ".") -> list[str]:
    """One row under `ENGLISH`; steps and their length cover the distance."""
    spm = 170
    step_m = run.km * 1000 / (run.moving_s / 60 * spm)
    shown = run.km / 1.609344 if miles else run.km
    pace = run.moving_s / shown
    clock = f"{run.moving_s // 3600:02}:{run.moving_s // 60 % 60:02}:{run.moving_s % 60:02}"
    climb = 100 / 0.3048 if miles else 100
    return [
        "Running", f"{run.start:%Y-%m-%d %H:%M:%S}", "false", run.name,
        f"{shown:.2f}".replace(".", decimal), "1,234", clock, "143", "171", "3.1", str(spm), "182",
        f"{pace // 60:.0f}:{pace % 60:02.0f}", "4:01", f"{climb:.0f}", "--",
        f"{step_m:.2f}".replace(".", decimal),
    ]  # fmt: skip


def listed(header, rows) -> tuple[Listed, ...]:
    contents = read_activities(read_table(csv_bytes(header, rows), "Activities.csv"))
    assert contents is not None
    assert contents.skipped == ()
    return contents.listed


def assert_runs(rows: tuple[Listed, ...]) -> None:
    assert [row.name for row in rows] == [run.name for run in RUNS]
    assert [row.start_local for row in rows] == [run.start.replace(tzinfo=None) for run in RUNS]
    assert [row.distance_m for row in rows] == pytest.approx(
        [run.km * 1000 for run in RUNS], rel=0.01
    )
    assert [row.timer_s for row in rows] == [run.moving_s for run in RUNS]


@pytest.mark.parametrize("miles", [False, True])
@pytest.mark.parametrize("decimal", [".", ","])
def test_km_or_miles_by_step_length(miles: bool, decimal: str) -> None:
    rows = listed(ENGLISH, [garmin_row(run, miles=miles, decimal=decimal) for run in RUNS])
    assert_runs(rows)
    assert rows[0].notes == ()
    assert rows[0].ascent_m == pytest.approx(100, abs=0.2)
    assert (rows[0].descent_m, rows[0].heart_rate_bpm, rows[0].start_utc) == (None, 143, None)
    assert (rows[0].cadence_spm, rows[0].cadence_source) == (170, "garmin_csv_both_feet")


@pytest.mark.parametrize("miles", [False, True])
def test_km_or_miles_by_counted_steps(miles: bool) -> None:
    # No cadence, but steps: 170 a minute.
    rows = [
        [*garmin_row(run, miles=miles)[:10], "--", *garmin_row(run, miles=miles)[11:], steps]
        for run in RUNS
        for steps in [f"{170 * run.moving_s / 60:,.0f}"]
    ]
    found = listed([*ENGLISH, "Steps"], rows)
    assert_runs(found)
    assert found[0].notes == ()


def test_km_are_assumed_with_a_note_where_nothing_tells() -> None:
    bare = [[cell if i != 16 else "--" for i, cell in enumerate(garmin_row(r))] for r in RUNS]
    rows = listed(ENGLISH, bare)
    assert_runs(rows)
    assert {row.notes for row in rows} == {(ASSUMED_KM,)}


@pytest.mark.parametrize(
    ("distance", "time_s", "cadence", "step", "unit"),
    [
        (12.01, 5092, 176, 1.29, 1609.344),  # a real row: 7:04 a mile
        (10.0, 3000, 170, 1.18, 1000.0),
        (10.0, 3000, 170, 118.0, 1000.0),  # step length in cm
        (6.2, 3000, 170, 3.86, 1609.344),  # in feet
        (5000.0, 1500, 170, 1.18, 1.0),
        (10.0, 3000, 170, 0.9, None),  # between the units: nothing is established
    ],
)
def test_unit_from_strides(distance, time_s, cadence, step, unit) -> None:
    assert from_strides([(distance, time_s, cadence, step)]) == unit


def test_a_track_run_in_metres_among_km() -> None:
    rows = [garmin_row(run) for run in RUNS]
    rows[2] = ["Track Running", *rows[2][1:4], "10,000", *rows[2][5:]]
    assert listed(ENGLISH, rows)[2].distance_m == 10_000
    assert listed(ENGLISH, rows)[2].surface == "track"


def test_twin_cadence_of_which_the_second_is_zero() -> None:
    header = [*ENGLISH, "Avg Run Cadence", "Max Run Cadence"]
    rows = listed(header, [[*garmin_row(run), "0", "0"] for run in RUNS])
    assert {row.cadence_spm for row in rows} == {170}


def test_run_cadence_under_the_name_of_bike_cadence() -> None:
    header = [name.replace("Run Cadence", "Bike Cadence") for name in ENGLISH]
    rows = [garmin_row(RUNS[0]), ["Cycling", *garmin_row(RUNS[1])[1:]]]
    assert [row.cadence_spm for row in listed(header, rows)] == [170, None]


def test_a_file_without_header() -> None:
    first, *rest = [garmin_row(run) for run in RUNS]
    assert_runs(listed(first, rest))


def test_a_file_saved_again_by_a_spreadsheet() -> None:
    rows = [garmin_row(run) for run in RUNS]
    for row, run in zip(rows, RUNS, strict=True):
        row[1], row[12] = f"{run.start:%d/%m/%Y %H:%M:%S}", "430"
    assert_runs(listed(ENGLISH, rows))


def test_semicolons() -> None:
    data = csv_bytes(ENGLISH, [garmin_row(run, decimal=",") for run in RUNS], delimiter=";")
    contents = read_activities(read_table(data, "Activities.csv"))
    assert contents is not None
    assert_runs(contents.listed)


def test_strength_training_has_no_distance() -> None:
    (row,) = listed(ENGLISH, [["Strength Training", "2024-05-14 17:30:00", "false", "Gym", "0.00",
                              "210", "00:45:02.3", "101", "130", "1.0", "--", "--", "--", "--",
                              "--", "--", "0.00"]])  # fmt: skip
    assert (row.distance_m, row.timer_s, row.cadence_spm) == (None, 2702.3, None)


# ---- the corpus: headers found in the wild ------------------------------------------------------

# Position of our columns under headers that are not English, found by eye.
WILD = {
    "garmin_csv_de_2017": {0: 0, 1: 1, 3: 3, 4: 4, 6: 6, 7: 7, 10: 10, 14: 14, 16: 16},
    "garmin_csv_de_2025": {0: 0, 1: 1, 3: 3, 4: 4, 6: 6, 7: 7, 10: 9, 14: 13, 16: 15},
    "garmin_csv_fr_2026": {0: 0, 1: 1, 3: 3, 4: 4, 6: 6, 7: 7, 10: 10, 14: 14, 16: 16},
    "HLasse": {0: 0, 1: 1, 3: 3, 4: 4, 6: 6, 7: 7, 10: 9, 14: 13, 16: 15},
    "kosek": {0: 0, 1: 1, 3: 3, 4: 4, 6: 6, 7: 7, 10: 10, 14: 14, 16: 16},
}
# English ones, by label.
WILD_ENGLISH = (
    "garmin_csv_en_2020", "garmin_csv_en_2025", "garmin_csv_en_2026", "Caturrell", "gallerta",
    "kostaskes",
)  # fmt: skip
SYNONYMS = {
    "Activity Time": "Time", "Avg Speed": "Avg Pace", "Elev Gain": "Total Ascent",
    "Avg Bike Cadence": "Avg Run Cadence",
}  # fmt: skip


@pytest.mark.parametrize("key", WILD_ENGLISH)
def test_english_headers_found_in_the_wild(corpus: Path, key: str) -> None:
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (header,) = (names for found, names in headers.items() if key in found)
    rows = []
    for run in RUNS:
        cells = dict(zip(ENGLISH, garmin_row(run), strict=True))
        rows.append([cells.get(name, cells.get(SYNONYMS.get(name, ""), "0")) for name in header])
    found = listed(header, rows)
    assert_runs(found)
    if any("Cadence" in name for name in header):
        assert {row.cadence_spm for row in found} == {170}


@pytest.mark.parametrize("key", WILD)
def test_other_headers_found_in_the_wild(corpus: Path, key: str) -> None:
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (header,) = (names for found, names in headers.items() if key in found)
    rows = []
    for run in RUNS:
        cells = garmin_row(run, decimal=",")
        row = ["--"] * len(header)
        for ours, theirs in WILD[key].items():
            row[theirs] = cells[ours]
        rows.append(row)
    found = listed(header, rows)
    assert_runs(found)
    assert {(row.cadence_spm, row.heart_rate_bpm, row.ascent_m) for row in found} == {
        (170, 143, 100)
    }
    assert found[0].notes == ()


def test_the_headerless_row_found_in_the_wild(corpus: Path) -> None:
    """12.01 at 7:04 with 176 steps a minute of 1.29 m: miles, for 19.3 km are run."""
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (row,) = (names for found, names in headers.items() if "AdamPoper" in found)
    (found,) = listed(row, [])
    assert found.distance_m == pytest.approx(12.01 * 1609.344)
    assert (found.timer_s, found.cadence_spm, found.heart_rate_bpm) == (5092, 176, 167)
    assert found.start_local == datetime(2021, 3, 13, 16, 23, 17)
    assert found.ascent_m == pytest.approx(225 * 0.3048)


def test_a_french_list_made_by_hand(corpus: Path) -> None:
    headers = json.loads((corpus / "exports" / "headers.json").read_text())
    (header,) = (names for found, names in headers.items() if "mgirardot" in found)
    cells = [
        "Course",
        "",
        "14/05/2024 17:30",
        "0:52:10",
        "10,2",
        "61",
        "60",
        "11,7",
        "14",
        "600",
        "",
    ]
    (row,) = listed(header, [cells])
    assert (row.distance_m, row.timer_s, row.ascent_m) == (pytest.approx(10_200), 3130, 61)


# ---- the account export -------------------------------------------------------------------------

SUMMARY = {
    "activityId": 111, "name": "Morning Run", "activityType": "running", "eventTypeId": 9,
    "beginTimestamp": 1_715_707_800_000, "startTimeLocal": 1_715_715_000_000,
    "duration": 1_800_000.0, "elapsedDuration": 1_900_000.0, "distance": 500_000.0,
    "avgHr": 140.0, "avgRunCadence": 82.0, "elevationGain": 6_100.0, "elevationLoss": 6_000.0,
    "minElevation": 50_000.0, "maxElevation": 53_000.0, "steps": 4_920,
}  # fmt: skip


def summaries(*activities: dict[str, object]) -> str:
    return json.dumps([{"summarizedActivitiesExport": list(activities)}])


def test_a_summary_in_its_raw_units() -> None:
    text = summaries(SUMMARY)
    assert is_summaries(text)
    (row,) = read_summaries(text, "s.json", {"111": "Pegasus"}).listed
    assert row.start_utc == datetime(2024, 5, 14, 17, 30, tzinfo=UTC)
    assert row.start_local == datetime(2024, 5, 14, 19, 30)
    assert (row.distance_m, row.timer_s, row.elapsed_s) == (5000, 1800, 1900)
    assert (row.ascent_m, row.descent_m) == (61, 60)
    assert (row.cadence_spm, row.cadence_source) == (164, "garmin_json_one_leg")
    assert (row.heart_rate_bpm, row.steps, row.shoe) == (140, 4920, "Pegasus")
    assert (row.activity_id, row.sport, row.race) == ("111", "running", None)


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"activityType": {"typeKey": "trail_running"}}, "sport", "trail_running"),
        ({"activityType": {"typeKey": "trail_running"}}, "surface", "trail"),
        ({"activityType": "treadmill_running"}, "surface", "treadmill"),
        ({"activityType": "cycling"}, "cadence_spm", None),
        ({"avgDoubleCadence": 165.0}, "cadence_spm", 165),
        ({"eventTypeId": 1}, "race", True),
        ({"elevationGain": 61.0, "elevationLoss": 60.0}, "ascent_m", 61),  # in metres already
        ({"minElevation": None}, "ascent_m", None),  # nothing tells the unit
        ({"distance": 0.0}, "distance_m", None),
        ({"beginTimestamp": None, "startTimeGmt": 1_715_707_800_000}, "start_utc",
         datetime(2024, 5, 14, 17, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_variants_of_a_summary(changed, field, expected) -> None:
    (row,) = read_summaries(summaries({**SUMMARY, **changed}), "s.json", {}).listed
    assert getattr(row, field) == expected


def test_a_multisport_container_is_told_and_not_listed() -> None:
    contents = read_summaries(summaries({**SUMMARY, "parent": True}, SUMMARY), "s.json", {})
    assert len(contents.listed) == 1
    assert contents.skipped == ("activity 1: a multisport container; its legs are listed",)


@pytest.mark.parametrize("cut", [60, 200])
def test_damaged_json_is_an_error_with_its_place(cut: int) -> None:
    with pytest.raises(TableError, match=r"s\.json: damaged JSON at character \d+"):
        read_summaries(summaries(SUMMARY, SUMMARY)[:cut], "s.json", {})


GEAR = [
    {
        "gearDTOS": [
            {"gearPk": 7, "gearTypeName": "Shoes", "displayName": "Blue", "customMakeModel":
             "Nike Pegasus 40", "dateBegin": "2023-03-01T00:00:00.0", "maximumMeters": 800_000.0},
            {"gearPk": 8, "gearTypeName": "Shoes", "customMakeModel": "Hoka Clifton",
             "dateBegin": 1_677_628_800_000, "dateEnd": 1_709_251_200_000, "maximumMeters": 0.0},
            {"gearPk": 9, "gearTypeName": "Bike", "customMakeModel": "Canyon"},
        ],
        "gearActivityDTOs": {"7": [{"gearPk": 7, "activityId": 111}],
                             "9": [{"gearPk": 9, "activityId": 112}]},
    }
]  # fmt: skip


def test_gear_and_what_it_was_worn_for() -> None:
    text = json.dumps(GEAR)
    assert is_gear(text)
    shoes, worn = read_gear(text, "gear.json")
    assert dict(worn) == {"111": "Blue"}  # a bicycle is no shoe
    assert shoes == [
        {
            "shoe": "Blue",
            "model": "Nike Pegasus 40",
            "start": datetime(2023, 3, 1),
            "limit_km": 800,
        },
        {
            "shoe": "Hoka Clifton",
            "model": "Hoka Clifton",
            "start": datetime(2023, 3, 1),
            "retired": datetime(2024, 3, 1),
        },
    ]
