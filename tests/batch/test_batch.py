"""A batch holds what `read_sessions`, `weekly` and `assess` give, and does only what is new."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

import metatarsal_load as ml
from metatarsal_load.batches.layout import DATASETS, data_dictionary
from metatarsal_load.batches.open import open_batch
from metatarsal_load.batches.plan import bucket_of, make_plan
from metatarsal_load.batches.run import batch

BUCKETS = 9  # anna, ben, cleo and dora each have their own

pytest.importorskip("pyarrow")
pytest.importorskip("fsspec")


def same(kept: pd.DataFrame, wanted: pd.DataFrame) -> None:
    """Compare; Parquet gives None where pandas before 3 has NaN for a missing text."""
    assert kept.dtypes.astype(str).tolist() == wanted.dtypes.astype(str).tolist()
    told = (each.astype(object).where(each.notna(), "?") for each in (kept, wanted))
    pd.testing.assert_frame_equal(*told)


def test_tables_are_those_of_the_functions_for_one_athlete(study: Path, tmp_path: Path) -> None:
    batch(study, tmp_path / "out", buckets=2)
    opened = open_batch(tmp_path / "out")
    for name in ("anna", "ben", "cleo"):
        sessions, _ = ml.read_sessions(study / name, athlete=name)
        sessions["file"] = sessions["file"].str.removeprefix(f"{study}/")
        same(opened.sessions(athletes=name), sessions)
        same(opened.weeks(athletes=name), ml.weekly(sessions))
        same(opened.findings(athletes=name), ml.assess(sessions))


@pytest.mark.usefixtures("unjudged")
def test_what_cannot_be_read_is_named_and_stops_nobody(study: Path, tmp_path: Path) -> None:
    (study / "stray.fit").write_bytes(b"whose?")
    told = batch(study, tmp_path / "out")
    skipped = open_batch(tmp_path / "out").skipped()
    assert dict(zip(skipped["file"], skipped["athlete"], strict=True)) == {
        "ben/broken.fit": "ben",
        "dora": "dora",
    }
    assert "holds no files" in skipped.set_index("file").loc["dora", "reason"]
    assert open_batch(tmp_path / "out").manifest["beside"] == ["stray.fit"]
    assert (told["athletes"], told["sessions"], told["lost"]) == (4, 12, 3)


def test_processes_and_order_do_not_change_the_tables(study, tmp_path, tables, equal) -> None:
    batch(study, tmp_path / "one", jobs=1, buckets=1)
    batch(study, tmp_path / "two", jobs=2, buckets=3)
    equal(tables(tmp_path / "one"), tables(tmp_path / "two"))


@pytest.mark.usefixtures("unjudged")
def test_only_what_changed_is_done_again(study, tmp_path, tables, equal) -> None:
    out = tmp_path / "out"
    assert len({bucket_of(name, BUCKETS) for name in ("anna", "ben", "cleo")}) == 3
    first = batch(study, out, buckets=BUCKETS)
    again = batch(study, out)
    assert (first["written"], first["kept"]) == (again["kept"], 0)
    assert again["written"] == 0
    assert again["files"] == first["files"]
    # A new file, then one whose bytes change while size and time stay.
    shutil.copy(study / "anna" / "00.gpx", study / "cleo" / "new.gpx")
    assert batch(study, out)["written"] == 1
    changed = study / "anna" / "00.gpx"
    before = changed.stat()
    changed.write_bytes(changed.read_bytes().replace(b"Evening run", b"Morning run"))
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert changed.stat().st_size == before.st_size
    assert batch(study, out)["written"] == 1
    assert "Morning run" in set(open_batch(out).sessions()["name"])
    # An athlete who left.
    shutil.rmtree(study / "ben")
    assert batch(study, out)["written"] == 0
    batch(study, tmp_path / "fresh", buckets=BUCKETS)
    equal(tables(out), tables(tmp_path / "fresh"))


def test_other_settings_are_other_results(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(study, out, buckets=3)
    written = batch(study, out, thresholds={"T10": {"rise": 0.2}})["written"]
    assert written == len({bucket_of(name, 3) for name in ("anna", "ben", "cleo", "dora")})
    assert open_batch(out).manifest["thresholds"]["T10"]["rise"] == 0.2
    with pytest.raises(ml.MetatarsalError, match="holds a batch of 3 buckets, 5 were asked for"):
        batch(study, out, buckets=5)
    with pytest.raises(ml.TableError, match="no rule 'T99'"):
        batch(study, out, thresholds={"T99": {"rise": 0.2}})


@pytest.mark.usefixtures("unjudged")
def test_a_dry_run_counts_and_writes_nothing(study: Path, tmp_path: Path) -> None:
    told = batch(study, tmp_path / "out", dry_run=True, buckets=1)
    assert (told["to do"], told["files"], told["written"]) == (1, 13, 0)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("unjudged")
def test_tables_in_a_folder_are_the_athletes_and_those_at_the_root_come_first(
    study: Path, tmp_path: Path
) -> None:
    pair = "shoe,default_for\n"
    (study / "anna" / "shoes.csv").write_text(pair + "own,running\n")
    (study / "cleo" / "shoes.csv").write_text("shoe,colour\nred,red\n")
    (study / "athletes.csv").write_text("athlete,week_start\nben,sunday\n")
    batch(study, tmp_path / "out")
    opened = open_batch(tmp_path / "out")
    assert set(opened.sessions(athletes="anna")["shoe"]) == {"own"}
    assert opened.sessions(athletes="ben")["shoe"].isna().all()
    weeks = opened.weeks().reset_index().groupby("athlete")["week"]
    assert weeks.agg(lambda day: day.dt.day_name().unique().item()).to_dict() == {
        "anna": "Monday",
        "ben": "Sunday",
        "cleo": "Monday",
    }
    reasons = opened.skipped(athletes="cleo")["reason"]
    assert reasons.str.contains("colour").any()
    (study / "shoes.csv").write_text("athlete,shoe,default_for\nanna,team,running\n")
    batch(study, tmp_path / "out")
    with pytest.raises(ml.MetatarsalError, match="made again since this batch was opened; open it"):
        opened.sessions(athletes="anna")
    assert set(open_batch(tmp_path / "out").sessions(athletes="anna")["shoe"]) == {"team"}


@pytest.mark.usefixtures("unjudged")
def test_a_mapping_says_whose_each_path_is(study: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "who.csv"
    mapping.write_text("path,athlete\nanna/,P1\nben/01.fit,P2\ncleo/02.gpx,P2\ngone.fit,P2\n")
    batch(study, tmp_path / "out", mapping=mapping)
    opened = open_batch(tmp_path / "out")
    assert opened.sessions().groupby("athlete").size().to_dict() == {"P1": 5, "P2": 2}
    assert opened.skipped()["file"].tolist() == ["gone.fit"]
    mapping.write_text("path,who\nanna,P1\n")
    with pytest.raises(ml.TableError, match="expected athlete and path; add athlete"):
        batch(study, tmp_path / "out", mapping=mapping)


@pytest.mark.usefixtures("unjudged")
def test_a_list_of_paths_takes_the_folder_as_the_athlete(study: Path, tmp_path: Path) -> None:
    listed = study / "list.txt"
    absolute = study / "ben" / "01.fit"
    listed.write_text(f"# chosen\nanna/00.gpx\n\nanna/01.fit\n{absolute}\ncleo/99.fit\n")
    told = batch(listed, tmp_path / "out")
    opened = open_batch(tmp_path / "out")
    assert opened.sessions().groupby("athlete").size().to_dict() == {"anna": 2, "ben": 1}
    assert opened.skipped()["file"].tolist() == ["cleo/99.fit"]
    assert told["lost"] == 1


@pytest.mark.usefixtures("unjudged")
def test_samples_are_those_of_the_readers(study: Path, tmp_path: Path) -> None:
    batch(study, tmp_path / "out", samples=True, keep_positions=True)
    kept = open_batch(tmp_path / "out").samples(athletes="anna")
    one = kept[kept["file"] == "anna/01.fit"].reset_index(drop=True)
    samples, _ = ml.read_recording(study / "anna" / "01.fit")
    assert (one["time"].to_numpy() == samples.index.tz_localize(None).to_numpy()).all()
    for name in ("distance_m", "cadence_spm", "heart_rate_bpm", "latitude_deg"):
        pd.testing.assert_series_equal(
            one[name], samples[name].reset_index(drop=True), check_index=False
        )


@pytest.mark.usefixtures("unjudged")
def test_years_and_columns_select(study: Path, tmp_path: Path) -> None:
    batch(study, tmp_path / "out")
    opened = open_batch(tmp_path / "out")
    both = [opened.sessions(years=[year], columns=["athlete", "start"]) for year in (2025, 2026)]
    assert [list(each) for each in both] == [["athlete", "start"]] * 2
    assert [set(each["start"].dt.year) for each in both] == [{2025}, {2026}]
    assert sum(map(len, both)) == len(opened.sessions())
    assert opened.sessions(athletes="nobody").empty


@pytest.mark.usefixtures("unjudged")
def test_files_hold_the_columns_of_the_dictionary(study: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    batch(study, out, samples=True)
    written = pd.read_csv(out / "data_dictionary.csv", keep_default_na=False)
    pd.testing.assert_frame_equal(written, data_dictionary(), check_dtype=False)
    stored = written[written["dtype"] != "partition"]
    opened = open_batch(out)
    for name in DATASETS:
        columns = stored.loc[stored["dataset"] == name, "column"].tolist()
        assert opened.parts(name) or name == "findings", name
        for part in opened.parts(name):
            assert pq.read_schema(part).names == columns


@pytest.mark.usefixtures("unjudged")
def test_any_reader_of_parquet_sees_the_same_rows(study: Path, tmp_path: Path) -> None:
    import pyarrow.dataset as ds

    batch(study, tmp_path / "out", buckets=3)
    found = ds.dataset(tmp_path / "out" / "sessions", partitioning="hive").to_table()
    assert found.num_rows == len(open_batch(tmp_path / "out").sessions()) == 12
    assert {"bucket", "year"} <= set(found.column_names)


def test_memory_urls_hold_what_folders_hold(study, tmp_path, tables, equal) -> None:
    import fsspec

    (study / "dora").rmdir()  # There are no empty folders in object storage.
    memory = fsspec.filesystem("memory")
    memory.put(str(study), "/b7-study", recursive=True)
    try:
        batch("memory://b7-study", "memory://b7-out", buckets=1)
        batch(study, tmp_path / "out", buckets=1)
        equal(tables("memory://b7-out"), tables(tmp_path / "out"))
        assert batch("memory://b7-study", "memory://b7-out")["written"] == 0
    finally:
        memory.rm("/b7-study", recursive=True)
        memory.rm("/b7-out", recursive=True)


@pytest.mark.usefixtures("unjudged")
def test_sources_without_athletes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ml.RunFileError, match="no such file or folder"):
        batch(tmp_path / "gone", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ml.RunFileError, match="no athlete was found"):
        batch(tmp_path / "empty", tmp_path / "out")
    with pytest.raises(ml.MetatarsalError, match="holds no batch"):
        open_batch(tmp_path / "empty")


@pytest.mark.usefixtures("unjudged")
def test_the_plan_grows_with_athletes_not_with_files(tmp_path: Path) -> None:
    for name in ("anna", "ben"):
        for k in range(200):
            place = tmp_path / name / str(k % 7) / f"{k}.fit"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"x" * k)
    plan = make_plan(tmp_path)
    assert [(p.name, p.paths, p.size) for p in plan.people] == [
        ("anna", ("anna",), 199 * 100),
        ("ben", ("ben",), 199 * 100),
    ]
