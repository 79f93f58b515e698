"""What must not be in any output: where somebody was, serial numbers, users of this machine."""

from __future__ import annotations

import csv
import os
import re
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from fit_files import define, fit_file, message, session
from run_folders import EPOCH, gpx, write
from typer.testing import CliRunner
from xml_files import activity, lap, tcx, trackpoint

import metatarsal_load as ml
from metatarsal_load.cli.app import app
from metatarsal_load.tables.told_names import named_from, roots_of

# On the ice, where no other figure of a run has these digits.
PLACE = (-77.84612, -166.67631)
SERIAL = 3_912_345_678
USER = "s3cretuser"
FORBIDDEN = re.compile(rf"77\.8\d|166\.6\d|{SERIAL}|{USER}")
DAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
IDENTITY = ((0, "enum"), (1, "uint16"), (2, "uint16"), (3, "uint32z"), (4, "uint32"))
RECORD = ((253, "uint32"), (0, "sint32"), (1, "sint32"), (5, "uint32"), (4, "uint8"))


def fit(start: datetime, minutes: int = 5) -> bytes:
    """A run due north on the ice, from a watch with a serial number."""
    begun = int((start - EPOCH).total_seconds())
    body = define(0, 0, IDENTITY) + message(0, IDENTITY, (4, 1, 2431, SERIAL, begun))
    body += define(2, 20, RECORD)
    for k in range(60 * minutes):
        north = PLACE[0] + 3 * k / 111_195
        place = (round(degrees * 2**31 / 180) for degrees in (north, PLACE[1]))
        body += message(2, RECORD, (begun + k, *place, 300 * k, 85))
    return fit_file(body + session(begun, 60 * minutes, 180 * minutes))


def watch_tcx(start: datetime) -> bytes:
    """A run on the ice as TCX, with the watch's unit id."""
    points = [
        trackpoint(
            f"{start + timedelta(seconds=k):%Y-%m-%dT%H:%M:%SZ}",
            lat=PLACE[0] + 3 * k / 111_195, lon=PLACE[1], distance=3 * k,
        )
        for k in range(0, 600, 5)
    ]  # fmt: skip
    whole = tcx(activity(lap(points, seconds=600, meters=1800), device="Forerunner 410"))
    unit = f"</Name><UnitId>{SERIAL}</UnitId>".encode()
    return whole.replace(b"</Name></Creator>", unit + b"</Creator>")


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three runs of two athletes in the home of a user; the test stands elsewhere."""
    home = tmp_path / USER
    folder = home / "runs"
    for name, shift in (("anna", 0), ("ben", 1)):
        days = [DAY + timedelta(days=7 * k + shift) for k in range(3)]
        # The phone's recording of the first run is a duplicate, told with the name of its file.
        files = {"0.fit": fit(days[0]), "0.gpx": gpx(days[0], minutes=10, place=PLACE)}
        files |= {"1.gpx": gpx(days[1], place=PLACE), "2.tcx": watch_tcx(days[2])}
        write(folder / name, files | {"photo.fit": b"no run"})
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USER", USER)
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.chdir(out)
    return folder


def told(*words: object, code: int = 1) -> str:
    """Run a command; what it says on the screen."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, (words, done.output, done.exception)
    return done.output


def everything(folder: Path) -> dict[str, str]:
    """Read all files of a folder as text, tables with every digit."""
    texts = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".parquet":
            text += pd.read_parquet(path, partitioning=None).to_csv()
        elif path.suffix == ".xlsx":
            rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
            text += "\n".join(map(str, rows))
        texts[str(path.relative_to(folder))] = text
    return texts


def test_no_output_tells_where_and_by_whom(runs: Path) -> None:
    screens = [
        told("sessions", runs),
        *(told("sessions", runs, "-o", f"s.{form}") for form in ("csv", "parquet", "xlsx")),
        told("weeks", runs, "-o", "weeks.csv", "--cache", runs.parent / "cache"),
        told("findings", runs, "-o", "findings.json"),
        told("report", "--squad", runs, "-o", "roster.html"),
        told("report", runs / "anna", "-o", "page.html"),
        told("plan", runs / "anna", "--start", "2026-04-06", "--usual-km", "9", "-o", "p.ics"),
        told("batch", runs, "batch", "--samples"),
    ]
    found = everything(Path())
    assert len(found) > 15
    assert {name for name, text in found.items() if FORBIDDEN.search(text)} == set()
    assert [screen for screen in screens if FORBIDDEN.search(screen)] == []
    assert any("photo.fit" in screen for screen in screens)


def test_positions_come_when_asked_for(runs: Path) -> None:
    """Also shows that the search above finds what it looks for."""
    told("sessions", runs, "--keep-positions", "-o", "kept.csv")
    told("batch", runs, "batch", "--samples", "--keep-positions")
    kept = everything(Path())
    assert FORBIDDEN.search(kept["kept.csv"])
    assert [name for name in kept if name.startswith("batch/samples") and "77.8" in kept[name]]
    sessions, _ = ml.read_sessions(runs / "anna", keep_positions=True)
    places = sessions[["start_latitude_deg", "start_longitude_deg"]]
    assert places.round(4).drop_duplicates().to_numpy().tolist() == [[-77.8461, -166.6763]]
    without, _ = ml.read_sessions(runs / "anna")
    pd.testing.assert_frame_equal(without, sessions.drop(columns=list(places)))


def test_a_cache_is_its_owners_alone(runs: Path, tmp_path: Path) -> None:
    ml.read_sessions(runs, cache=tmp_path / "cache")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "cache").iterdir()} == {0}
    cached = b"".join(path.read_bytes() for path in (tmp_path / "cache").glob("*.tables"))
    assert USER.encode() not in cached
    assert struct.pack("<d", PLACE[1]) not in cached


@pytest.mark.parametrize(
    ("named", "path", "told_as"),
    [
        (["{}/runs"], "{}/runs/a.fit", "runs/a.fit"),
        (["{}/runs/"], "{}/runs/a.fit", "runs/a.fit"),
        (["{}/runs/a.fit"], "{}/runs/a.fit", "a.fit"),
        (["{}/e.zip"], "{}/e.zip!x/1.fit", "e.zip!x/1.fit"),
        (["{}/x/runs", "{}/y/runs"], "{}/y/runs/a.fit", "y/runs/a.fit"),
        (["{}"], "{}/runs/a.fit", "runs/a.fit"),
        (["/else", "{}/runs"], "{}/runs/a.fit", "runs/a.fit"),
        (["/else", "{}/runs"], "/else/a.fit", "else/a.fit"),
        (["runs"], "runs/a.fit", "runs/a.fit"),
        (["."], "a.fit", "a.fit"),
    ],
)
def test_files_are_told_from_the_folder_that_holds_the_input(
    named: list[str], path: str, told_as: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = str(tmp_path / USER)
    monkeypatch.setenv("HOME", home)
    table = pd.DataFrame({
        "file": [path.format(home)],
        "notes": [f"also in {path.format(home)} ('{path.format(home)}')"],
    })  # fmt: skip
    (shown,) = named_from([table], roots_of([each.format(home) for each in named]))
    assert shown.loc[0].tolist() == [told_as, f"also in {told_as} ('{told_as}')"]


def test_the_corpus_gives_no_position_away(corpus: Path) -> None:
    """No row of sessions or skipped holds latitude and longitude of one fix to three digits."""
    folder = corpus / "gpx"
    known = set()
    for path in sorted(folder.glob("*run*.gpx*"))[:12]:
        samples, _ = ml.read_recording(path)
        pairs = samples[["latitude_deg", "longitude_deg"]].dropna().abs().round(3)
        known |= set(pairs.itertuples(index=False, name=None))
    assert len(known) > 100
    kept, _ = ml.read_sessions(folder, keep_positions=True)
    sessions, skipped = ml.read_sessions(folder)
    assert _rows_with(known, kept.to_csv(index=False))
    assert not _rows_with(known, sessions.to_csv(index=False))
    assert not _rows_with(known, skipped.to_csv(index=False))
    words = sessions.to_csv() + skipped.to_csv()
    assert str(Path.home()) + os.sep not in words
    assert str(corpus) not in words


def _rows_with(known: set[tuple[float, float]], text: str) -> list[int]:
    """Number the rows in which two figures are a known position."""
    first = {pair[0] for pair in known}
    found = []
    for number, row in enumerate(csv.reader(text.splitlines())):
        digits = {round(float(word), 3) for word in re.findall(r"\d+\.\d{3,}", " ".join(row))}
        near = [(lat, lon) for lat in digits & first for lon in digits]
        if known.intersection(near):
            found.append(number)
    return found
