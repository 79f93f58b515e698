"""Folders, zips, zips in zips: which runs, whose, with which row; and what else lay there."""

from __future__ import annotations

import json
import pickle
import shutil
import time
import zipfile
from pathlib import Path

import pytest
from export_files import RUNS, csv_bytes, gpx_bytes, strava_rows, write, zip_bytes

from metatarsal_load.errors import RunFileError, TableError
from metatarsal_load.readers.exports import archives
from metatarsal_load.readers.limits import Limits
from metatarsal_load.readers.sources import Found, find_sources

HEADER = (
    "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Distance", "Activity Gear",
    "Filename", "Moving Time", "Distance",
)  # fmt: skip
CSV = csv_bytes(HEADER, strava_rows(HEADER, RUNS))
SHOES = csv_bytes(
    ["Shoe Name", "Shoe Brand", "Shoe Model", "Shoe Default Sport Types"],
    [["Speedgoat", "Hoka", "Speedgoat 5", "TrailRun"], ["Pegasus 40", "Nike", "Pegasus 40", "Run"]],
)
EXPORT = {
    "activities.csv": CSV,
    "shoes.csv": SHOES,
    **{run.file: gpx_bytes(run.start) for run in RUNS},
}
UNKNOWN_LANGUAGE = csv_bytes(
    ["Tunnus", "Päivä", "Tiedosto"], [["1", "14.5.2024 klo 17.30", RUNS[0].file]]
)


@pytest.fixture(autouse=True)
def _release():
    yield
    archives.release()


def reasons(found: Found) -> dict[str, str]:
    """Reason by the file or member's own name."""
    return {
        str(row["member"] or row["file"]).replace("\\", "/").rsplit("/", 1)[-1]: str(row["reason"])
        for row in found.skipped
    }


def test_a_strava_export_reads_alike_zipped_and_unpacked(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(zip_bytes(EXPORT))
    write(tmp_path / "unpacked", EXPORT)
    zipped = find_sources(tmp_path / "export.zip", athlete="anna")
    unpacked = find_sources(str(tmp_path / "unpacked"), athlete="anna")
    for found in (zipped, unpacked):
        assert [source.listed.name for source in found.sources] == [run.name for run in RUNS]
        assert [source.listed.shoe for source in found.sources] == [run.shoe for run in RUNS]
        assert {source.athlete for source in found.sources} == {"anna"}
        assert {source.listed.athlete for source in found.sources} == {"anna"}
        assert [source.load() for source in found.sources] == [EXPORT[run.file] for run in RUNS]
        assert (found.listed, found.skipped, dict(found.tables)) == ((), (), {})
        assert found.shoes["shoe"].tolist() == ["Speedgoat", "Pegasus 40"]
        assert found.shoes["default_for"].tolist() == ["trail", "running"]
        assert found.shoes["athlete"].tolist() == ["anna", "anna"]
    assert zipped.sources[0].member == RUNS[0].file
    assert unpacked.sources[0].member is None


def test_files_of_an_export_that_were_unpacked_or_moved(tmp_path: Path) -> None:
    """``activities/9001.gpx`` and ``runs/9002.gpx.gz`` are still the files of their rows."""
    moved = {"activities.csv": CSV, "activities/9001.gpx": b"<gpx", "runs/9002.GPX.gz": b"x"}
    found = find_sources(write(tmp_path, moved))
    assert [source.listed.activity_id for source in found.sources] == ["7001", "7002"]


def test_rows_without_their_file_stay_by_their_figures(tmp_path: Path) -> None:
    partial = {name: data for name, data in EXPORT.items() if name != RUNS[2].file}
    found = find_sources(write(tmp_path, partial))
    assert len(found.sources) == len(RUNS) - 1
    (row,) = found.listed
    assert (row.name, row.athlete) == (RUNS[2].name, "me")
    assert row.distance_m == pytest.approx(RUNS[2].km * 1000)
    (skipped,) = found.skipped
    assert skipped["reason"] == (
        "activities.csv row 3: activities/9003.gpx.gz is not in the export; its figures were used"
    )


def test_a_table_on_its_own(tmp_path: Path) -> None:
    """All rows by their figures, one line about the files; files beside it are still found."""
    write(tmp_path, {"a/activities.csv": CSV, "b/activities.csv": CSV, "b/" + RUNS[0].file: b"x"})
    alone = find_sources(tmp_path / "a" / "activities.csv")
    assert [row.name for row in alone.listed] == [run.name for run in RUNS]
    assert [row["reason"] for row in alone.skipped] == [
        "7 rows name run files that were not given; their figures were used"
    ]
    beside = find_sources(tmp_path / "b" / "activities.csv")
    assert [source.listed.name for source in beside.sources] == [RUNS[0].name]
    assert len(beside.listed) == len(beside.skipped) == 6


def test_a_manual_entry_has_no_file_and_no_fault(tmp_path: Path) -> None:
    rows = strava_rows(HEADER, RUNS[:1])
    rows[0][HEADER.index("Filename")] = ""
    found = find_sources(write(tmp_path, {"activities.csv": csv_bytes(HEADER, rows)}))
    assert ([row.name for row in found.listed], found.skipped) == ([RUNS[0].name], ())


@pytest.mark.parametrize("place", ["activities.csv", "export.zip", "unpacked"])
def test_an_unknown_language_fails_loudly(tmp_path: Path, place: str) -> None:
    files = {"activities.csv": UNKNOWN_LANGUAGE, RUNS[0].file: b"x"}
    write(tmp_path / "unpacked", files)
    (tmp_path / "export.zip").write_bytes(zip_bytes(files))
    (tmp_path / "activities.csv").write_bytes(UNKNOWN_LANGUAGE)
    with pytest.raises(TableError, match=r"activities\.csv.*'Tunnus', 'Päivä', 'Tiedosto'"):
        find_sources(tmp_path / place)


def test_a_csv_of_something_else_given_by_name_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"pvm.csv": b"pvm;matka;aika\n14.5.2024;10,5;52:10\n"})
    with pytest.raises(TableError, match=r"pvm\.csv.*columns pvm, matka, aika.*date and distance"):
        find_sources(tmp_path / "pvm.csv")
    assert "columns pvm, matka, aika" in reasons(find_sources(tmp_path))["pvm.csv"]


def test_an_unknown_language_deeper_in_a_folder_is_a_loud_row(tmp_path: Path) -> None:
    bad = zip_bytes({"activities.csv": UNKNOWN_LANGUAGE, RUNS[0].file: gpx_bytes()})
    write(tmp_path, {"bad.zip": bad, "good/run.gpx": gpx_bytes()})
    found = find_sources(tmp_path)
    assert len(found.sources) == 2
    assert "'Tunnus', 'Päivä', 'Tiedosto'" in reasons(found)["activities.csv"]


def test_everything_else_is_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "run.FIT": b"FIT",
            "no_suffix": gpx_bytes(),
            "photo.jpg": b"\xff\xd8\xff\xe0 photo",
            "page.html": b"<html><body>Not found</body></html>",
            "settings.json": b'{"a": 1}',
            "weights.csv": b"date,weight\n2024-05-14,70\n",
            "empty.dat": b"",
            "broken.zip": b"PK\x03\x04 but no more",
            ".DS_Store": b"x",
            ".git/config": b"x",
            "__MACOSX/._run.fit": b"x",
            "sub/._run.fit": b"x",
            "README": b"read me",
            "notes.md": b"# notes",
        },
    )
    found = find_sources(tmp_path)
    assert [Path(source.file).name for source in found.sources] == ["no_suffix", "run.FIT"]
    told = reasons(found)
    assert set(told) == {
        "photo.jpg", "page.html", "settings.json", "weights.csv", "empty.dat", "broken.zip",
        ".DS_Store", ".git", "__MACOSX", "._run.fit",
    }  # fmt: skip
    assert "photo" in told["photo.jpg"]
    assert "HTML" in told["page.html"]
    assert told["settings.json"] == "JSON without activities"
    assert "columns date, weight" in told["weights.csv"]
    assert "empty" in told["empty.dat"]
    assert "zip" in told["broken.zip"]
    assert set(found.skipped[0]) == {"file", "member", "reason", "offset", "salvaged_samples"}


def test_the_toolkits_own_tables(tmp_path: Path) -> None:
    own = {
        "shoes.csv": b"shoe,initial_km\nBlue,120\n",
        "diary.csv": b"date,pain\n2024-05-14,1\n",
        "athletes.csv": b"athlete,mass_kg\nanna,60\n",
        "expected_findings.csv": b"athlete,rule,level\nanna,T10,caution\n",
    }
    found = find_sources(write(tmp_path, {**own, "run.gpx": gpx_bytes()}))
    assert dict(found.tables) == {
        name.removesuffix(".csv"): (str(tmp_path / name),) for name in own
    }
    assert found.skipped == ()
    (tmp_path / "all.zip").write_bytes(zip_bytes({"shoes.csv": own["shoes.csv"]}))
    assert "unpack" in reasons(find_sources(tmp_path / "all.zip"))["shoes.csv"]


def test_one_athlete_per_folder_or_zip(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "anna/run.gpx": gpx_bytes(),
            "anna/2024/old.tcx": b"<",
            "ben.zip": zip_bytes(EXPORT),
            "loose.fit": b"x",
            "log.csv": b"athlete,date,km\nclara,2024-05-14,10\n,2024-05-15,10\n",
        },
    )
    found = find_sources(tmp_path, athlete="from-folder")
    owners = [source.athlete for source in found.sources]
    assert owners == ["anna", "anna", *["ben"] * len(RUNS)]
    assert found.shoes["athlete"].tolist() == ["ben", "ben"]
    assert [row.athlete for row in found.listed] == ["clara"]
    (zipped,) = find_sources(tmp_path / "ben.zip", athlete="from-folder").shoes["athlete"].unique()
    assert zipped == "ben"
    assert "whose it is is unknown" in reasons(found)["loose.fit"]
    assert reasons(found)["log.csv"].startswith("log.csv row 2: ")


def test_a_table_in_an_athletes_folder_is_that_athletes(tmp_path: Path) -> None:
    shoes = b"shoe,initial_km\nGhost,300\n"
    write(tmp_path, {"anna/run.gpx": gpx_bytes(), "anna/shoes.csv": shoes, "shoes.csv": shoes})
    own, shared = str(tmp_path / "anna/shoes.csv"), str(tmp_path / "shoes.csv")
    assert dict(find_sources(tmp_path, athlete="from-folder").owners) == {own: "anna", shared: None}
    assert dict(find_sources(tmp_path, athlete="eve").owners) == {own: "eve", shared: "eve"}


def test_a_run_of_one_athlete_is_never_given_to_another(tmp_path: Path) -> None:
    """Anna's list names a file that only Ben has."""
    write(tmp_path, {"anna/activities.csv": CSV, "ben/9001.gpx.gz": b"x", "anna/1.fit": b"x"})
    squad = find_sources(tmp_path, athlete="from-folder")
    assert [(source.athlete, source.listed) for source in squad.sources] == [
        ("anna", None),
        ("ben", None),
    ]
    assert len(squad.listed) == len(RUNS)


def test_a_table_too_large_to_be_one(tmp_path: Path) -> None:
    write(tmp_path, {"sub/activities.csv": CSV, "run.gpx": gpx_bytes()})
    told = reasons(find_sources(tmp_path, limits=Limits(table_bytes=100)))["activities.csv"]
    assert "above the limit table_bytes=100" in told


def test_a_garmin_account_export(tmp_path: Path) -> None:
    """FIT in a zip in the zip; summaries and gear as rows on their own, to be matched by time."""
    place = "DI_CONNECT/DI-Connect-Fitness"
    summary = {
        "activityId": 5, "activityType": "running", "beginTimestamp": 1_715_707_800_000,
        "distance": 500_000.0, "duration": 1_800_000.0,
    }  # fmt: skip
    gear = {
        "gearDTOS": [{"gearPk": 1, "gearTypeName": "Shoes", "customMakeModel": "Pegasus"}],
        "gearActivityDTOs": {"1": [{"gearPk": 1, "activityId": 5}]},
    }
    uploads = zip_bytes({"a_1.fit": b"one", "a_2.fit": b"two"}, zipfile.ZIP_STORED)
    files = {
        f"{place}/x_0_summarizedActivities.json":
            json.dumps([{"summarizedActivitiesExport": [summary]}]).encode(),
        f"{place}/x_gear.json": json.dumps([gear]).encode(),
        "DI_CONNECT/DI-Connect-Fitness-Uploaded-Files/UploadedFiles_0.zip": uploads,
        "DI_CONNECT/DI-Connect-User/user.json": b'{"user": 1}',
    }  # fmt: skip
    (tmp_path / "garmin.zip").write_bytes(zip_bytes(files))
    found = find_sources(tmp_path / "garmin.zip")
    assert [source.load() for source in found.sources] == [b"one", b"two"]
    assert found.sources[0].members[1:] == ("a_1.fit",)
    (row,) = found.listed
    assert (row.distance_m, row.timer_s, row.shoe) == (5000, 1800, "Pegasus")
    assert found.shoes["shoe"].tolist() == ["Pegasus"]
    assert list(reasons(found)) == ["user.json"]


def test_runkeeper_rows_and_their_gpx(tmp_path: Path) -> None:
    header = ["Date", "Type", "Route Name", "Distance (km)", "Duration", "GPX File"]
    rows = [["2024-05-14 17:30:00", "Running", "", "5.0", "25:00", "a.gpx"],
            ["2024-05-15 17:30:00", "Running", "", "6.0", "30:00", ""]]  # fmt: skip
    files = {"cardioActivities.csv": csv_bytes(header, rows), "a.gpx": gpx_bytes()}
    found = find_sources(write(tmp_path, files))
    assert [source.listed.distance_m for source in found.sources] == [5000]
    assert [row.distance_m for row in found.listed] == [6000]


def test_a_spreadsheet_is_one_file_and_a_text_may_be_a_log(tmp_path: Path) -> None:
    sheet = zip_bytes({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})
    write(tmp_path, {"log.xlsx": sheet, "log.txt": b"date,km\n2024-05-14,10\n"})
    found = find_sources(tmp_path)
    assert list(reasons(found)) == ["log.xlsx"]
    assert "saved as CSV" in reasons(found)["log.xlsx"]
    assert [row.distance_m for row in found.listed] == [10_000]


def test_a_link_to_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path / "far", {"run.gpx": gpx_bytes()})
    write(tmp_path / "near", {"run.gpx": gpx_bytes()})
    (tmp_path / "near" / "link").symlink_to(tmp_path / "far", target_is_directory=True)
    found = find_sources(tmp_path / "near")
    assert len(found.sources) == 1
    assert "link to a folder" in reasons(found)["link"]


def test_figures_that_no_session_may_hold_are_left_out_with_a_note(tmp_path: Path) -> None:
    text = (
        "date,km,rpe,hr,cadence_spm,surface\n"
        "2024-05-14,10,15,300,170,moon\n"
        "2024-05-15,10,6,151,170,grass\n"
    )
    first, second = find_sources(write(tmp_path, {"log.csv": text.encode()})).listed
    assert (first.rpe, first.heart_rate_bpm, first.surface) == (None, None, None)
    assert first.notes[:2] == (
        "rpe 15 left out: outside 0 to 10",
        "heart_rate_bpm 300 left out: outside 20 to 260",
    )
    assert first.notes[2].startswith("surface 'moon' left out: not one of asphalt, ")
    assert (first.cadence_spm, first.distance_m) == (170, 10_000)
    assert (second.rpe, second.heart_rate_bpm, second.surface) == (6, 151, "grass")
    assert second.notes == ()


def test_two_rows_of_one_file(tmp_path: Path) -> None:
    rows = strava_rows(HEADER, RUNS[:2])
    rows[1][HEADER.index("Filename")] = RUNS[0].file
    files = {"activities.csv": csv_bytes(HEADER, rows), RUNS[0].file: b"x"}
    found = find_sources(write(tmp_path, files))
    assert [source.listed.name for source in found.sources] == [RUNS[0].name]
    assert [row.name for row in found.listed] == [RUNS[1].name]


def test_shoes_of_some_of_several_paths(tmp_path: Path) -> None:
    write(tmp_path, {"a/1.gpx": gpx_bytes(), "b/shoes.csv": SHOES, "c/shoes.csv": SHOES})
    shoes = find_sources([tmp_path / "a", tmp_path / "b", tmp_path / "c"]).shoes
    assert shoes["shoe"].tolist() == ["Speedgoat", "Pegasus 40"] * 2
    assert shoes["start"].dtype == "datetime64[us]"
    assert shoes["limit_km"].dtype == "float64"


def test_several_paths_are_one_list_without_repeats(tmp_path: Path) -> None:
    write(tmp_path, {"a/1.gpx": gpx_bytes(), "b/2.gpx": gpx_bytes()})
    found = find_sources([tmp_path / "a", tmp_path / "b", tmp_path / "a" / "1.gpx"])
    assert [Path(source.file).name for source in found.sources] == ["1.gpx", "2.gpx"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: None, "no such file or folder"),
        (lambda path: path.mkdir(), "holds no files"),
        (lambda path: path.write_bytes(b"PK\x03\x04 cut"), "cannot be read as a zip archive"),
    ],
)
def test_inputs_that_are_nothing(tmp_path: Path, make, told: str) -> None:
    path = tmp_path / "input.zip"
    make(path)
    with pytest.raises(RunFileError, match=told) as caught:
        find_sources(path)
    assert caught.value.path == str(path)


def test_no_path_at_all() -> None:
    with pytest.raises(RunFileError, match="nothing was given"):
        find_sources([])


def test_what_is_gone_damaged_or_replaced_after_the_list_was_made(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zip_bytes({"a.fit": b"first" * 99}))
    (source,) = find_sources(path).sources
    path.write_bytes(zip_bytes({"a.fit": b"second!"}))
    assert source.load() == b"second!"  # an archive that changed is opened anew
    path.write_bytes(zip_bytes({"b.fit": b"other"}))
    with pytest.raises(RunFileError, match=r"export\.zip!a\.fit: the archive holds no such"):
        source.load()
    data = bytearray(zip_bytes({"a.fit": b"x" * 5000}, zipfile.ZIP_STORED))
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(RunFileError, match="CRC"):
        source.load()
    path.unlink()
    with pytest.raises(RunFileError, match="no such file"):
        source.load()


def test_zips_too_deep_in_one_another(tmp_path: Path) -> None:
    data = zip_bytes({"a.fit": b"x"})
    for _ in range(4):
        data = zip_bytes({"inner.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    found = find_sources(tmp_path / "deep.zip")
    assert found.sources == ()
    assert "found 5, above the limit wrappers=4" in found.skipped[0]["reason"]


def test_a_source_survives_pickling(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(zip_bytes(EXPORT))
    source = find_sources(tmp_path / "export.zip").sources[3]
    copy = pickle.loads(pickle.dumps(source))
    assert copy == source
    assert copy.load() == source.load()


@pytest.mark.parametrize("nested", [False, True])
def test_thousands_of_members_open_their_archive_once(tmp_path: Path, nested: bool) -> None:
    count = 3000
    data = zip_bytes({f"{n}.fit": b"x" for n in range(count)}, zipfile.ZIP_STORED)
    (tmp_path / "big.zip").write_bytes(zip_bytes({"in.zip": data}) if nested else data)
    before = archives._archive.cache_info().misses
    found = find_sources(tmp_path / "big.zip")
    began = time.perf_counter()
    assert sum(len(source.load()) for source in found.sources) == count
    assert time.perf_counter() - began < 5
    assert archives._archive.cache_info().misses - before == (2 if nested else 1)


def test_a_large_nested_zip_is_read_through_its_outer_one(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archives, "_HELD_BYTES", 100)
    inner = zip_bytes({f"{n}.fit": str(n).encode() * 50 for n in range(20)}, zipfile.ZIP_STORED)
    (tmp_path / "big.zip").write_bytes(zip_bytes({"in.zip": inner}))
    found = find_sources(tmp_path / "big.zip")
    assert [source.load() for source in found.sources] == [str(n).encode() * 50 for n in range(20)]


def test_the_corpus_is_accounted_for(corpus: Path) -> None:
    found = find_sources(corpus)
    runs = [path for kind in ("fit", "gpx", "tcx") for path in (corpus / kind).iterdir()]
    assert {source.file for source in found.sources} == {str(path) for path in runs}
    assert len(found.listed) == 1627 + 178 + 112
    told = reasons(found)
    assert "'file', 'kind'" in told["manifest.csv"]
    assert set(told) >= {"heidelberg.osm.pbf", "headers.json", "p01__fitbit_exercise.json"}


def test_archives_are_let_go(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(zip_bytes(EXPORT))
    find_sources(tmp_path / "export.zip").sources[0].load()
    archives.release()
    shutil.rmtree(tmp_path)
    assert archives._archive.cache_info().currsize == 0
