"""The command line: exit codes, one line an error, whole files."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest
from cli_runs import run

from metatarsal_load.cli.app import app

SAMPLE = Path(__file__).parents[2] / "sample_data"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with four weeks of the sample season and its tables."""
    runs = tmp_path / "runs"
    runs.mkdir()
    for path in [*SAMPLE.glob("2026-01-*"), *SAMPLE.glob("*.csv")]:
        shutil.copyfile(path, runs / path.name)
    return runs


def test_help_teaches() -> None:
    told = run("--help")
    assert told.returncode == 0
    for word in (
        "report",
        "sessions",
        "weeks",
        "findings",
        "sample",
        "Exit codes",
        "not a diagnosis",
    ):
        assert word in told.stdout
    for command in ("report", "sessions", "weeks", "findings", "sample", "plan", "diary", "batch"):
        assert f"Example: metatarsal-load {command}" in run(command, "--help").stdout


def test_the_examples_of_the_help_work(folder: Path, tmp_path: Path) -> None:
    """Each command's own example, on a folder called as in the example."""
    (tmp_path / "athletes").mkdir()
    shutil.copytree(folder, tmp_path / "athletes" / "anna")
    folder.rename(tmp_path / "my_runs")
    (tmp_path / "my_runs" / "diary.csv").unlink()
    for command in app.registered_commands:
        words = shlex.split(str(command.epilog).removeprefix("Example: metatarsal-load "))
        if words[0] == "sample":
            words[1] = "new_runs"
        told = run(*words, cwd=tmp_path)
        assert told.returncode in (0, 1), (words, told.stderr)
        assert "Traceback" not in told.stderr


def test_report_of_good_files_ends_with_0(folder: Path, tmp_path: Path) -> None:
    told = run("report", folder, "--output", tmp_path / "page.html")
    assert (told.returncode, told.stderr) == (0, "")
    assert "sessions" in told.stdout
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


BAD = {
    "photo.fit": (PNG, ["photo.fit", "photo"]),
    "empty.gpx": (b"", ["empty.gpx", "empty"]),
    "page.tcx": (b"<!DOCTYPE html><html><body>Sign in</body></html>", ["page.tcx", "HTML page"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_the_rest_is_analysed(
    name: str, folder: Path, tmp_path: Path
) -> None:
    content, words = BAD[name]
    (folder / name).write_bytes(content)
    told = run("report", folder, "--output", tmp_path / "page.html")
    assert told.returncode == 1
    lines = told.stderr.splitlines()
    assert len(lines) == 1, told.stderr
    for word in words:
        assert word in lines[0]
    assert (tmp_path / "page.html").exists()


def test_a_truncated_file_is_salvaged_and_named(folder: Path, tmp_path: Path) -> None:
    whole = sorted(folder.glob("*-long.fit"))[0]
    whole.write_bytes(whole.read_bytes()[:9000])
    told = run("sessions", folder, "--output", tmp_path / "s.csv")
    sessions = pd.read_csv(tmp_path / "s.csv")
    assert told.returncode == 1
    assert whole.name in {Path(file).name for file in sessions["file"]}
    assert 0 < sessions.loc[sessions["file"].str.endswith(whole.name), "distance_km"].item() < 10


def test_a_wrong_column_is_named_and_the_runs_are_analysed(folder: Path, tmp_path: Path) -> None:
    (folder / "shoes.csv").write_text("pair,initial_km\nBlue,10\n", encoding="utf-8")
    told = run("report", folder, "--shoes", folder / "shoes.csv", "-o", tmp_path / "page.html")
    assert told.returncode == 1
    (line,) = told.stderr.splitlines()
    assert "shoes.csv" in line
    assert "expected" in line
    assert (tmp_path / "page.html").exists()


def test_nothing_readable_ends_with_3(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    told = run("report", empty, "-o", tmp_path / "page.html")
    assert told.returncode == 3
    assert len(told.stderr.splitlines()) == 1
    assert "empty" in told.stderr
    (empty / "notes.txt").write_text("no runs here", encoding="utf-8")
    told = run("report", empty, "-o", tmp_path / "page.html")
    assert told.returncode == 3
    assert "FIT, GPX or TCX" in told.stderr
    assert not (tmp_path / "page.html").exists()
    told = run("report", tmp_path / "nowhere")
    assert told.returncode == 3
    assert "nowhere" in told.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report"], "Missing argument"),
        (["weeks", "{}", "--format", "doc"], "expected one of csv, json, parquet, xlsx"),
        (["findings", "{}", "--units", "leagues"], "expected 'metric' or 'imperial'"),
        (["findings", "{}", "--today", "soon"], "expected a date"),
        (["weeks", "{}", "--tz", "Mars/Base"], "expected a zone such as Europe/Berlin"),
        (["findings", "{}", "--thresholds", "{}/none.toml"], "thresholds cannot be read"),
    ],
)
def test_usage_errors_end_with_2(words: list[str], said: str, folder: Path) -> None:
    told = run(*(word.format(folder) for word in words))
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_tables_in_every_format(folder: Path, tmp_path: Path) -> None:
    for form in ("csv", "json", "parquet", "xlsx"):
        assert run("weeks", folder, "-o", tmp_path / f"w.{form}").returncode == 0
    weeks = pd.read_csv(tmp_path / "w.csv")
    assert weeks["week"].str.slice(0, 10).tolist()[:2] == ["2026-01-05", "2026-01-12"]
    assert len(json.loads((tmp_path / "w.json").read_text(encoding="utf-8"))) == len(weeks)
    piped = run("weeks", folder, "--format", "csv")
    assert piped.stdout == (tmp_path / "w.csv").read_text(encoding="utf-8")


def test_thresholds_from_a_file_change_the_findings(folder: Path, tmp_path: Path) -> None:
    toml = tmp_path / "metatarsal.toml"
    toml.write_text("[T10]\nrise = 0.0\nfloor_km = 0.0\n", encoding="utf-8")
    strict = run("findings", folder, "--format", "csv", "--thresholds", toml).stdout
    plain = run("findings", folder, "--format", "csv").stdout
    assert "threshold changed: rise = 0 instead of 0.1" in strict
    assert strict.count("\n") > plain.count("\n")


def test_plan_and_diary_are_written(folder: Path, tmp_path: Path) -> None:
    told = run(
        "plan", folder, "--start", "2026-07-06", "--usual-km", "30", "-o", tmp_path / "p.ics"
    )
    assert told.returncode == 0
    assert (tmp_path / "p.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert run("plan", folder, "--start", "2026-07-06", "-o", tmp_path / "p.csv").returncode == 0
    assert pd.read_csv(tmp_path / "p.csv")["date"][0] == "2026-07-06"
    assert run("diary", tmp_path / "diary.csv").returncode == 0
    again = run("diary", tmp_path / "diary.csv")
    assert again.returncode == 2
    assert "already" in again.stderr


def test_the_plan_on_screen_says_when_and_what_if(folder: Path, tmp_path: Path) -> None:
    shown = run("plan", folder, "--start", "2026-07-06", "--usual-km", "30").stdout
    assert "Mon 6 Jul" in shown
    assert "5 x (1 min jog, 1 min walk)" in shown
    assert "the four runs of 30 min begin on" in shown
    assert "go back one run" in shown
    for wrong in (["--start", "soon"], ["-o", tmp_path / "plan.txt"]):
        told = run("plan", folder, *wrong)
        assert told.returncode == 2
        assert told.stderr.count("\n") == 1
        assert "--start: found 'soon'" in told.stderr or ".csv or .ics" in told.stderr


def test_shoes_of_nobody_in_a_squad_are_left_out_and_said(tmp_path: Path) -> None:
    for name in ("anna", "ben"):
        (tmp_path / "squad" / name).mkdir(parents=True)
        log = "date,distance_km\n2026-05-01,5\n2026-05-03,6\n"
        (tmp_path / "squad" / name / "log.csv").write_text(log)
    (tmp_path / "squad" / "shoes.csv").write_text("shoe,initial_km\nblue,100\n")
    told = run("report", tmp_path / "squad", "--squad", "-o", tmp_path / "page.html")
    assert told.returncode == 1
    assert "shoes: found 1 rows that name no athlete" in told.stderr
    assert (tmp_path / "page.html").exists()


def test_sample_fills_an_empty_folder_only(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    assert run("sample", target).returncode == 0
    assert (target / "shoes.csv").exists()
    with gzip.open(next(target.glob("*.gpx.gz"))) as file:
        assert file.read(5) == b"<?xml"
    again = run("sample", target)
    assert again.returncode == 2
    assert "not empty" in again.stderr
