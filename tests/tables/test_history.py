"""From a folder or an export to one history: each input a session or a skipped row."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from export_files import RUNS, csv_bytes, strava_rows, zip_bytes
from run_folders import LOS_ANGELES, SUNDAY_NIGHT, fit, gpx, write

from metatarsal_load import schema
from metatarsal_load.errors import RunFileError
from metatarsal_load.readers.exports.listed import Listed
from metatarsal_load.readers.sources import Found
from metatarsal_load.tables import reading_all, readings
from metatarsal_load.tables.assemble import COLUMNS
from metatarsal_load.tables.gather import as_table, gather
from metatarsal_load.tables.history import read_history, read_sessions
from metatarsal_load.tables.periods import weekly
from metatarsal_load.tables.typed import complete_sessions

DAY = timedelta(days=1)
BERLINER = pd.DataFrame({"athlete": ["me"], "timezone": ["Europe/Berlin"]})
PHOTO = b"\xff\xd8\xff\xe0" + bytes(200)


def test_one_run_in_two_formats_is_one_session(tmp_path: Path) -> None:
    start = SUNDAY_NIGHT
    write(tmp_path, {"a.fit": fit(start), "b.gpx": gpx(start + timedelta(seconds=4))})
    sessions, skipped = read_sessions(tmp_path)
    assert len(sessions) == 1
    run = sessions.iloc[0]
    assert run["file"] == f"{tmp_path.name}/a.fit"
    assert (run["name"], run["heart_rate_bpm"]) == ("Evening run", 150)
    assert run["distance_km"] == pytest.approx(3.6, rel=0.01)
    # The FIT knows no place; the GPX does.
    assert (run["timezone"], run["timezone_source"]) == ("America/Los_Angeles", "coordinates")
    assert skipped["file"].tolist() == [f"{tmp_path.name}/b.gpx"]
    assert skipped["reason"].str.startswith("duplicate, merged: the same run as").all()


def test_sunday_night_stays_in_its_week_though_utc_says_monday(tmp_path: Path) -> None:
    sessions, _ = read_sessions(write(tmp_path, {"a.gpx": gpx(SUNDAY_NIGHT)}))
    assert sessions["start"].tolist() == [pd.Timestamp("2026-05-03 23:30")]
    assert str(weekly(sessions).index[0][1].date()) == "2026-04-27"


def test_a_treadmill_run_takes_the_zone_of_the_run_before(tmp_path: Path) -> None:
    files = {"a.gpx": gpx(SUNDAY_NIGHT - 2 * DAY), "b.fit": fit(SUNDAY_NIGHT, sub_sport=1)}
    sessions, _ = read_sessions(write(tmp_path, files))
    mill = sessions.iloc[1]
    assert mill["start"] == pd.Timestamp("2026-05-03 23:30")
    assert (mill["timezone"], mill["timezone_source"]) == ("America/Los_Angeles", "athlete")
    assert (mill["surface"], mill["treadmill_km"]) == ("treadmill", pytest.approx(3.6))


@pytest.mark.parametrize(
    ("options", "start", "source"),
    [
        ({}, "2026-05-04 06:30", "assumed_utc"),
        ({"tz": "Asia/Kolkata"}, "2026-05-04 12:00", "argument"),
        ({"athletes": BERLINER}, "2026-05-04 08:30", "athlete"),
    ],
)  # fmt: skip
def test_a_run_that_tells_no_place_takes_the_zone_given(
    tmp_path: Path, options: dict[str, object], start: str, source: str
) -> None:
    sessions, _ = read_sessions(write(tmp_path, {"a.fit": fit(SUNDAY_NIGHT)}), **options)  # type: ignore[arg-type]
    assert sessions["start"].tolist() == [pd.Timestamp(start)]
    assert sessions["timezone_source"].tolist() == [source]


def test_every_input_is_a_session_or_a_skipped_row(tmp_path: Path) -> None:
    whole = fit(SUNDAY_NIGHT + DAY)
    files = {
        "good.fit": fit(SUNDAY_NIGHT),
        "cut.fit": whole[: len(whole) * 2 // 3],
        "photo.fit": PHOTO,
        "empty.gpx": b"",
        "sub/photo.jpg": PHOTO,
        "sub/run.gpx": gpx(SUNDAY_NIGHT + 2 * DAY),
        "log.csv": b"date,distance_km\n2026-04-01,5\n2026-04-01,5\nsoon,6\n",
    }
    sessions, skipped = read_sessions(write(tmp_path, files))
    told = " ".join([*sessions["file"], *skipped["file"]])
    assert [name for name in files if Path(name).name not in told] == []
    assert len(sessions) == 5
    cut = skipped[skipped["file"].str.endswith("cut.fit")].iloc[0]
    assert cut["offset"] > 0
    assert 0 < cut["salvaged_samples"] < 1201
    assert sessions["file"].str.endswith("cut.fit").sum() == 1
    assert list(sessions.columns) == COLUMNS
    assert list(skipped.columns) == list(schema.SKIPPED)


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(RunFileError, match="holds no files"):
        read_sessions(tmp_path)
    with pytest.raises(RunFileError):
        read_sessions(tmp_path / "gone")
    sessions, skipped = read_sessions(write(tmp_path, {"photo.jpg": PHOTO}))
    assert sessions.shape == (0, len(COLUMNS))
    assert len(skipped) == 1
    assert weekly(sessions).empty


def test_a_reader_that_fails_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(readings, "read_recordings", broken)
    _, skipped = read_sessions(write(tmp_path, {"a.fit": fit(SUNDAY_NIGHT)}))
    assert skipped["reason"].tolist() == [
        "the reader failed (ZeroDivisionError: by zero); please report it"
    ]


def test_impossible_figures_of_a_table_are_left_out_and_noted() -> None:
    row = Listed("log.csv row 1", start_local=datetime(2026, 5, 3), distance_m=-5000.0, steps=7.0)
    gathered = gather(Found(listed=(row,)), iter(()), None, {})
    session = complete_sessions(as_table(gathered.rows)).iloc[0]
    assert pd.isna(session["distance_km"])
    assert session["steps"] == 7
    assert "distance_km -5 left out: not possible" in session["notes"]


def test_a_squad_in_folders(tmp_path: Path) -> None:
    run = gpx(SUNDAY_NIGHT)
    write(tmp_path, {"al/a.gpx": run, "bo/deep/b.gpx": run, "stray.gpx": run})
    sessions, skipped = read_sessions(tmp_path, athlete="from-folder")
    assert sessions["athlete"].tolist() == ["al", "bo"]
    assert skipped["file"].str.endswith("stray.gpx").all()
    assert len(skipped) == 1


def test_a_strava_export(tmp_path: Path) -> None:
    header = ["Activity ID", "Activity Date", "Activity Name", "Activity Type", "Elapsed Time",
              "Distance", "Activity Gear", "Filename", "Elapsed Time", "Moving Time", "Distance",
              "Perceived Exertion"]  # fmt: skip
    first, second = RUNS[:2]
    rows = strava_rows(header, [first, second])
    rows[1][header.index("Filename")] = ""
    members = {
        "activities.csv": csv_bytes(header, rows),
        first.file: gzip.compress(gpx(first.start, minutes=30, name="app's own name")),
    }
    path = tmp_path / "export.zip"
    path.write_bytes(zip_bytes(members))
    sessions, skipped = read_sessions(path, tz="Europe/Berlin")
    assert len(skipped) == 0
    assert sessions["name"].tolist() == [first.name, second.name]
    assert sessions["shoe"].tolist() == [first.shoe, second.shoe]
    assert (sessions["shoe_source"] == "export").all()
    assert sessions["rpe"].tolist() == [4, 4]
    # Streams are the file's: 30 min at 3 m/s; figures of a row without file are the row's.
    assert sessions["distance_km"].tolist() == pytest.approx([5.4, second.km], rel=0.01)
    assert sessions["running_min"].notna().tolist() == [True, False]


def test_a_long_run_and_a_commute_become_notes(tmp_path: Path) -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Distance", "Commute", "Long Run"]
    rows = [[cell or "false" for cell in row] for row in strava_rows(header, RUNS[:2])]
    rows[0][4:] = ["true", "1.0"]
    (tmp_path / "activities.csv").write_bytes(csv_bytes(header, rows))
    notes = read_sessions(tmp_path)[0]["notes"].fillna("")
    assert notes[0].endswith("long run, as the export says; commute, as the export says")
    assert "as the export says" not in notes[1]


def test_an_exports_shoes_seed_the_shoe_table(tmp_path: Path) -> None:
    header = ["Activity ID", "Activity Date", "Activity Type", "Moving Time", "Distance",
              "Activity Gear"]  # fmt: skip
    rows = strava_rows(header, RUNS[:3])
    for row, shoe in zip(rows, ("", "Pegasus 40", ""), strict=True):
        row[-1] = shoe
    shoes = ["Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types"]
    shoes += ["Pegasus 40,Nike,Pegasus 40,Run", "Speedgoat,Hoka,Speedgoat 5,Trail Run"]
    members = {
        "activities.csv": csv_bytes(header, rows), "shoes.csv": "\n".join(shoes).encode(),
    }  # fmt: skip
    path = tmp_path / "export.zip"
    path.write_bytes(zip_bytes(members))
    for _ in range(2):  # The second time from the cache.
        history = read_history(path, cache=tmp_path / "cache")
        assert history.shoes["shoe"].tolist() == ["Pegasus 40", "Speedgoat"]
        assert history.shoes["model"].tolist() == ["Nike Pegasus 40", "Hoka Speedgoat 5"]
        # The first run was before anyone named the pair.
        assert history.sessions["shoe"].fillna("-").tolist() == ["-", "Pegasus 40", "Pegasus 40"]
        assert history.sessions["shoe_source"].tolist() == ["unknown", "export", "default"]


def test_a_year_and_its_copy_in_another_format_are_one_year(tmp_path: Path) -> None:
    starts = [SUNDAY_NIGHT + k * DAY for k in range(6)]
    write(tmp_path, {f"fit/{k}.fit": fit(start, 20 + k) for k, start in enumerate(starts)})
    write(tmp_path, {f"gpx/{k}.gpx": gpx(start, 20 + k) for k, start in enumerate(starts)})
    both, skipped = read_sessions(tmp_path, tz="America/Los_Angeles")
    alone, _ = read_sessions(tmp_path / "fit", tz="America/Los_Angeles")
    pd.testing.assert_frame_equal(weekly(both), weekly(alone))
    assert len(skipped) == 6
    kept, _ = read_sessions(tmp_path, tz="America/Los_Angeles", duplicates="keep")
    assert len(kept) == 12
    assert kept["session_id"].is_unique


def test_unknown_options_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a.fit": fit(SUNDAY_NIGHT)})
    with pytest.raises(ValueError, match="duplicates='drop': expected one of merge, keep"):
        read_sessions(tmp_path, duplicates="drop")


def test_the_order_of_paths_decides_nothing(tmp_path: Path) -> None:
    write(tmp_path, {f"{k}.fit": fit(SUNDAY_NIGHT + k * DAY) for k in range(3)})
    paths = sorted(tmp_path.iterdir())
    forth, back = read_sessions(paths)[0], read_sessions(paths[::-1])[0]
    pd.testing.assert_frame_equal(forth, back)


def test_several_processes_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {f"{k}.fit": fit(SUNDAY_NIGHT + k * DAY, 1) for k in range(3)})
    write(tmp_path, {"photo.fit": PHOTO})
    one = read_history(tmp_path)
    monkeypatch.setattr(reading_all, "FEW", 2)
    monkeypatch.setattr(reading_all, "CHUNK", 2)
    two = read_history(tmp_path, n_jobs=2)
    pd.testing.assert_frame_equal(one.sessions, two.sessions)
    pd.testing.assert_frame_equal(one.skipped, two.skipped)


def test_shoes_and_intensity_are_filled_in(tmp_path: Path) -> None:
    write(tmp_path, {f"{k}.fit": fit(SUNDAY_NIGHT + k * DAY) for k in range(3)})
    shoes = pd.DataFrame({"shoe": ["Ghost"], "default_for": ["running"]})
    athletes = pd.DataFrame({"athlete": ["me"], "hr_max": [200.0]})
    sessions, _ = read_sessions(tmp_path, shoes=shoes, athletes=athletes)
    assert (sessions["shoe"] == "Ghost").all()
    assert (sessions["shoe_source"] == "default").all()
    # 150 of 200 beats a minute are 75 %: easy throughout.
    assert (sessions["intensity_source"] == "heart_rate_zones").all()
    assert sessions["easy_min"].tolist() == pytest.approx([20, 20, 20], abs=0.1)
    assert sessions["forefoot_load"].notna().all()


def test_positions_stay_out_of_the_tables(tmp_path: Path) -> None:
    write(tmp_path, {"a.gpx": gpx(SUNDAY_NIGHT)})
    sessions, skipped = read_sessions(tmp_path)
    text = sessions.to_csv() + skipped.to_csv()
    assert str(LOS_ANGELES[0]) not in text
    assert str(LOS_ANGELES[1]) not in text


def test_every_file_of_the_corpus_is_accounted_for(corpus: Path) -> None:
    manifest = pd.read_csv(corpus / "manifest.csv")
    sessions, skipped = read_sessions(corpus)
    told = {*sessions["file"].str.split("#").str[0], *skipped["file"]}
    names = {Path(file).name for file in told}
    assert [file for file in manifest["file"] if Path(file).name not in names] == []
    keys = ["athlete", "session_id"]
    assert not sessions.duplicated(keys).any()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("EvilErick16-knn-running__strava_training_set.csv", 1627),
        ("TheNewThinkTank-strava-insights__activities.csv", 112),
        ("dangoldin-runkeeper-stats__runkeeper_cardioActivities.csv", 178),
    ],
)
def test_real_logs_are_read_row_by_row(corpus: Path, name: str, rows: int) -> None:
    sessions, _ = read_sessions(corpus / "exports" / name)
    assert len(sessions) == rows == len(pd.read_csv(corpus / "exports" / name))
    runs = sessions[sessions["sport"] == "running"]
    # The unit is right: a median run of 3 to 12 km, at 2 to 5 m/s.
    assert 3 < runs["distance_km"].median() < 12
    assert 2 < runs["speed_mps"].median() < 5
